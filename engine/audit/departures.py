"""An officer departs from what the engine found: an entry of its own, with the outcome that holds and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from engine.audit.decisions import answer_in, answer_in_words, decisions_of
from engine.audit.entries import Kind, NoEntryError, draft, read_entry
from engine.audit.errors import refused
from engine.audit.file import check_name, in_silence, reading
from engine.audit.log import LogWriter
from engine.evaluation.judgment import UNDETERMINED
from engine.language.diagnostics import InputError, did_you_mean
from engine.language.types import DateType, NumberType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from engine.audit.entries import Entry, Head
    from engine.language.rulebook import Decision
    from engine.loading.library import Library


@dataclass(frozen=True, slots=True)
class Departed:
    """What was logged: from which entry, what the engine had found, the new end, and notes."""

    entry: Entry
    was: str
    head: Head
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Departure:
    """What is to be logged: from the entry with a number, or from the last one about a record."""

    record: str | None
    entry: int | None
    decision: str
    outcome: str
    because: str
    by: str


def depart(path: Path, logged_at: str, wanted: Departure, library: Library, waiting: Callable[[], None] = in_silence) -> Departed:
    """Log a departure. Raises :class:`InputError` where there is no such decision, or it has no such outcome."""
    check_name(path)
    with reading(path):  # nothing is departed from in a log that is not there
        pass
    with LogWriter(path, logged_at, waiting) as writer:
        found = _meant(writer.lines(), wanted, path)
        decided = decisions_of(found)[wanted.decision]
        outcome = _checked(found, wanted, library, path)
        was = answer_in(decided)
        if outcome == was:
            message = f'"{wanted.outcome}" is what entry {found.number} says already: there is nothing to depart from'
            raise refused("no-departure", message, path)
        content = {
            "by": wanted.by,
            "decision": wanted.decision,
            "departs_from": {"number": found.number, "hash": found.hash},
            "outcome": outcome,
            "was": was,
        }
        reason = {"because": wanted.because, "record": found.record}
        [head] = writer.append([draft(Kind.DEPARTURE, content, {"reason": reason})])
        return Departed(found, answer_in_words(decided), head, tuple(writer.notes))


def _meant(lines: Iterable[bytes], wanted: Departure, path: Path) -> Entry:
    """The entry to depart from."""
    found: Entry | None = None
    others: set[str] = set()
    for entry in _entries(lines):
        is_about = entry.number == wanted.entry if wanted.entry is not None else entry.record == wanted.record
        if entry.kind is Kind.DECISION and is_about and entry.record is not None:
            others |= decisions_of(entry).keys()
            if wanted.decision in decisions_of(entry):
                if found is not None and _text(found) != _text(entry):
                    message = f'"{wanted.decision}" was decided by {_text(found)} (entry {found.number}) and by {_text(entry)}'
                    raise refused("several-entries", message, path, f"say from which entry with --entry {entry.number}")
                found = entry
    if found is not None:
        return found
    what = f'the record "{wanted.record}"' if wanted.entry is None else f"entry {wanted.entry}"
    if others:
        message = f'{what} has no decision "{wanted.decision}"'
        raise refused("no-entry", message, path, did_you_mean(wanted.decision, sorted(others)))
    raise refused("no-entry", f"no decision on {what} is in this log", path, f"rulebook audit show {path}")


def _entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    for line in lines:
        try:
            yield read_entry(line.removesuffix(b"\n"))
        except NoEntryError:
            continue


def _text(entry: Entry) -> str:
    return str(entry.content["judgment"]["rulebook"]["id"])


def _checked(entry: Entry, wanted: Departure, library: Library, path: Path) -> Any:
    """The outcome, when the decision has it in a text that was applied."""
    decisions = _declared(entry, wanted.decision, library)
    if not decisions:
        message = f"{_text(entry)} as it was applied is not here any more, so the outcome cannot be checked"
        raise refused("no-rulebook", message, path, "name the folder that has it with --rulebooks DIR")
    outcomes = list(dict.fromkeys(outcome for one in decisions for outcome in one.outcomes))
    if outcomes:
        if wanted.outcome not in outcomes:
            way_out = did_you_mean(wanted.outcome, outcomes)
            message = f'"{wanted.decision}" has no outcome "{wanted.outcome}"'
            if wanted.outcome == UNDETERMINED:
                message = f'"{UNDETERMINED}" decides nothing'
            raise refused("unknown-outcome", message, path, way_out or f"it has: {', '.join(outcomes)}")
        return wanted.outcome
    return _value(decisions[0], wanted, path)


def _declared(entry: Entry, name: str, library: Library) -> list[Decision]:
    """The decision in each version that was possible, as far as they are here."""
    book = entry.content["judgment"]["rulebook"]
    found = []
    for version in [one["version"] for one in book.get("versions", [book])]:
        try:
            rulebook = library.load(f"{book['id']}@{version}")
        except InputError:
            continue
        found += [one for one in rulebook.decisions.values() if one.name == name]
    return found


def _value(decision: Decision, wanted: Departure, path: Path) -> Any:
    """A value as JSON: a number or a day where the decision gives one, else a text."""
    type_ = decision.value.type if decision.value is not None else None
    try:
        if isinstance(type_, NumberType):
            number = Decimal(wanted.outcome)
            return int(number) if number == number.to_integral_value() else float(number)
        if isinstance(type_, DateType):
            return date.fromisoformat(wanted.outcome).isoformat()
    except (InvalidOperation, ValueError, OverflowError):
        message = f'"{wanted.outcome}" is not {type_}, which "{wanted.decision}" gives'
        raise refused("unknown-outcome", message, path) from None
    return wanted.outcome
