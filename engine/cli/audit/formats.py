"""What the actions on a log print alike."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from engine.audit.codes import short_code
from engine.audit.decisions import answer_in_words, decisions_of
from engine.audit.entries import Kind
from engine.cli.console import BOLD, harmless, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.audit.entries import Entry

ERASED = "(erased)"


class Format(StrEnum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"


def as_text(entry: Entry) -> str:
    """An entry for people, in some lines."""
    return "\n".join([styled(harmless(_heading(entry)), BOLD), *(f"  {harmless(line)}" for line in _body(entry))])


def _heading(entry: Entry) -> str:
    about = ""
    if entry.kind in {Kind.DECISION, Kind.DEPARTURE}:
        about = f"  record {entry.record if entry.record is not None else ERASED}"
    return f"entry {entry.number}  {entry.kind}{about}  {entry.logged_at}  code {short_code(entry.hash)}"


def _body(entry: Entry) -> Iterator[str]:
    content = entry.content
    match entry.kind:
        case Kind.DECISION:
            judgment = content["judgment"]
            yield ", ".join(f"{one['id']}@{one['version']}" for one in (judgment["rulebook"], *judgment["uses"]))
            days = f"law as of {judgment['law_as_of']}, facts as of {judgment['facts_as_of']}"
            yield f"{days}, engine {content['engine']['version']}"
            for name, decision in decisions_of(entry).items():
                yield f"{name}: {answer_in_words(decision)}{_reason(decision)}"
        case Kind.DEPARTURE:
            from_, reason = content["departs_from"], entry.erasable["reason"]
            yield f"departs from entry {from_['number']} (code {short_code(from_['hash'])})"
            yield f"{content['decision']}: {content['was']} → {content['outcome']}, by {content['by']}"
            yield f"because: {reason['because'] if reason is not None else ERASED}"
        case Kind.ERASURE:
            yield f"erased from {_entries(content['erased'])}, by {content['by']}"
            yield f"because: {content['because']}"
        case Kind.TORN:
            torn = torn_text(entry)
            yield f"{content['bytes']} bytes of a torn line: {torn if torn is not None else ERASED}"


def _reason(decision: dict[str, object]) -> str:
    because = decision.get("because")
    if not isinstance(because, list) or not because:
        return ""
    return "  because of " + "; or ".join(", ".join(group) for group in because)


def _entries(erased: list[dict[str, object]]) -> str:
    numbers = ", ".join(str(one["number"]) for one in erased)
    return f"entry {numbers}" if len(erased) == 1 else f"entries {numbers}"


def torn_text(entry: Entry) -> str | None:
    """What an entry keeps of a torn line, as text."""
    from engine.audit.log import torn_of  # noqa: PLC0415 - seldom

    torn = torn_of(entry)
    return None if torn is None else torn.decode("utf-8", "replace")
