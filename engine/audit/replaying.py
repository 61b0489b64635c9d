"""Deciding a logged record again: whether the decision would be another today, and whose doing that is.

Four things can have changed since: the texts, the vocabularies, the engine, and what the office knows of the case. Each has its
digest in the entry. Where the texts and the engine both changed, the former texts are tried with the engine of today: what comes
out as it did then, the engine has not changed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from engine.audit.canonical import canonical, digest_of
from engine.audit.decisions import Asked, answer_in_words, as_stored
from engine.audit.facts import differing, record_of
from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from engine.audit.entries import Entry
    from engine.audit.origin import Origin
    from engine.language.facts import Vocabulary
    from engine.language.record import Record

_ANSWER = ("outcome", "possible", "value", "unit")


class Status(StrEnum):
    """How a logged decision stands today."""

    SAME = "same"
    REASONS = "other-reasons"
    OTHER = "other-decision"
    ERASED = "erased"
    GONE = "not-decidable"


class Changed(StrEnum):
    """What has changed since: whose doing a difference is."""

    RULEBOOK = "rulebook"
    VOCABULARY = "vocabulary"
    ENGINE = "engine"
    RECORD = "record"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Difference:
    """What one decision was and would be, for people; the same where only its reasons differ, in the keys that are named."""

    decision: str
    before: str
    after: str
    keys: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {"decision": self.decision, "before": self.before, "after": self.after, "differs": list(self.keys)}


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of an entry. ``changed`` are sure unless ``said`` says otherwise, which explains them in sentences."""

    entry: Entry
    status: Status
    differences: tuple[Difference, ...] = ()
    changed: tuple[Changed, ...] = ()
    said: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "number": self.entry.number,
            "hash": self.entry.hash,
            "record": self.entry.record,
            "status": self.status.value,
            "differences": [one.as_json() for one in self.differences],
            "changed": [one.value for one in self.changed],
            "explained": list(self.said),
        }


@dataclass(slots=True)
class Replayer:
    """Decides logged records again.

    ``decide`` gives the judgment that is asked for, as the contract writes it; ``decide_formerly`` the one under the versions
    that a logged judgment names, or ``None`` where they are not here with the same digests. Both raise :class:`InputError` where
    a rulebook does not load, and ``decide`` :class:`LookupError` for a subject that it no longer decides. ``facts`` gives the
    facts of a record as a log keeps them; ``today`` has the records as the office has them now, by id.
    """

    origin: Origin
    vocabularies: Mapping[str, Vocabulary]
    decide: Callable[[Asked, Record], Mapping[str, Any]]
    decide_formerly: Callable[[Mapping[str, Any], Asked, Record], Mapping[str, Any] | None]
    facts: Callable[[Record], Mapping[str, Any]]
    today: Mapping[str, Record] = field(default_factory=dict)

    def replay(self, entry: Entry) -> Replayed:
        """What becomes of the entry of a decision."""
        kept = entry.erasable["record"]
        if kept is None:
            return Replayed(entry, Status.ERASED, said=("what the record said was erased, so it cannot be decided again",))
        vocabulary = self.vocabularies.get(entry.content["subject"])
        if vocabulary is None:
            none = f"there is no vocabulary of the subject {entry.content['subject']} here"
            return Replayed(entry, Status.GONE, changed=(Changed.VOCABULARY,), said=(none,))
        record, problems = record_of(kept["facts"], vocabulary, f"entry {entry.number}")
        if record is None:
            unfit = f"the record does not fit the vocabulary of today: {problems[0].message}"
            return Replayed(entry, Status.GONE, changed=(Changed.VOCABULARY,), said=(unfit,))
        asked = asked_of(entry)
        try:
            now = _as_logged(self.decide(asked, record))
        except (InputError, LookupError) as error:
            why = error.diagnostics[0].message if isinstance(error, InputError) else str(error.args[0])
            return Replayed(entry, Status.GONE, changed=(Changed.RULEBOOK,), said=(f"{asked.rulebook}: {why}",))
        differences = tuple(compared(entry.content["judgment"], now))
        changed: tuple[Changed, ...] = ()
        said: tuple[str, ...] = ()
        if differences:
            changed, said = self._attributed(entry, asked, record, now)
        return self._with_record_of_today(Replayed(entry, _status(differences), differences, changed, said), asked)

    def _attributed(
        self, entry: Entry, asked: Asked, record: Record, now: Mapping[str, Any]
    ) -> tuple[tuple[Changed, ...], tuple[str, ...]]:
        """Whose doing it is that the same record is decided in another way, and how one knows."""
        then = entry.content["judgment"]
        suspects = dict(self._suspected(entry, now))
        said = list(suspects.values())
        if not suspects:
            untold = "texts, vocabularies and engine are those of then: the engine of another machine, or a fault in this program"
            return (Changed.UNEXPLAINED,), (untold,)
        if Changed.RULEBOOK not in suspects or Changed.ENGINE not in suspects or Changed.VOCABULARY in suspects:
            return tuple(suspects), tuple(said)
        try:
            found = self.decide_formerly(then, asked, record)
        except (InputError, LookupError):
            found = None
        if found is None:
            return tuple(suspects), (*said, "the former text is not here, so nobody can say which of the two it is")
        former = _as_logged(found)
        if not list(compared(then, former)):
            return (Changed.RULEBOOK,), (*said, "under the former text this engine decides as it was logged: it is the rulebook")
        if not list(compared(former, now)):
            return (Changed.ENGINE,), (*said, "under the former text this engine decides as it does now: it is the engine")
        return tuple(suspects), (*said, "under the former text this engine decides in a third way: it is both")

    def _suspected(self, entry: Entry, now: Mapping[str, Any]) -> Iterator[tuple[Changed, str]]:
        """What is not as it was then, in a sentence each."""
        texts = [*_texts_that_differ(entry.content["judgment"], now)]
        if texts:
            yield Changed.RULEBOOK, f"another rulebook: {'; '.join(texts)}"
        if entry.content["vocabularies"] != self.origin.vocabularies:
            yield Changed.VOCABULARY, "another vocabulary: its files have changed"
        engine = entry.content["engine"]
        if engine["version"] != self.origin.version:
            yield Changed.ENGINE, f"another engine: {engine['version']} then, {self.origin.version} now"
        elif engine["code"] != self.origin.code:
            yield Changed.ENGINE, f"another engine: of the same version {self.origin.version}, but its code has changed"

    def _with_record_of_today(self, found: Replayed, asked: Asked) -> Replayed:
        """The same with what the office knows of the case today, where it has told that."""
        entry = found.entry
        record = self.today.get(str(entry.record))
        kept = entry.erasable["record"]
        if record is None or kept is None or record.subject != entry.content["subject"]:
            return found
        facts = self.facts(record)
        if digest_of(canonical(facts)) == kept["digest"]:
            return found
        paths = list(differing(kept["facts"], facts))
        said = f"another record: {', '.join(paths)}"
        now = _as_logged(self.decide(asked, record))
        differences = tuple(compared(entry.content["judgment"], now))
        if not differences:
            return Replayed(entry, Status.SAME, (), (), (*found.said, f"{said}; decided in the same way"))
        return Replayed(entry, _status(differences), differences, (*found.changed, Changed.RECORD), (*found.said, said))


def asked_of(entry: Entry) -> Asked:
    """What was asked when an entry was logged."""
    asked = entry.content["asked"]
    as_of, names = asked["as_of"], asked["decisions"]
    day = date.fromisoformat(as_of) if as_of is not None else None
    return Asked(asked["rulebook"], day, None if names is None else tuple(names))


def _as_logged(judgment: Mapping[str, Any]) -> dict[str, Any]:
    """A judgment as it would be read from a log."""
    found: dict[str, Any] = json.loads(canonical(as_stored(judgment)))
    return found


def _status(differences: tuple[Difference, ...]) -> Status:
    if not differences:
        return Status.SAME
    return Status.OTHER if any(set(one.keys) & {*_ANSWER, "decision"} for one in differences) else Status.REASONS


def compared(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """What two judgments say otherwise, decision by decision; only in what the first one says (a batch may log no reasons)."""
    before, after = then["decisions"], now["decisions"]
    days = tuple(key for key in ("law_as_of", "facts_as_of") if then[key] != now[key])
    for name in dict.fromkeys([*before, *after]):
        if name not in before or name not in after:
            told = [answer_in_words(one[name]) if name in one else "(no such decision)" for one in (before, after)]
            yield Difference(name, told[0], told[1], ("decision",))
            continue
        keys = tuple(key for key in before[name] if before[name][key] != after[name].get(key))
        if "because" in before[name] and before[name].keys() != after[name].keys():
            keys = (*keys, *(key for key in after[name] if key not in before[name]))
        if keys or days:
            yield Difference(name, answer_in_words(before[name]), answer_in_words(after[name]), (*keys, *days))


def _texts_that_differ(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """The rulebooks that are not the same text, in words."""
    before, after = _texts(then), _texts(now)
    for id_ in dict.fromkeys([*before, *after]):
        old, new = before.get(id_), after.get(id_)
        if old == new:
            continue
        if old is None or new is None:
            yield f"{id_} {'was not used then' if old is None else 'is not used now'}"
        elif old.keys() == new.keys():
            yield f"the text of {id_}@{', '.join(old)} was edited"
        else:
            yield f"{id_}@{', '.join(old)} then, {id_}@{', '.join(new)} now"


def _texts(judgment: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The digests by version of each rulebook that decided, or might have."""
    return {
        one["id"]: {version["version"]: version["digest"] for version in one.get("versions") or [one]}
        for one in (judgment["rulebook"], *judgment["uses"])
    }


def same_texts(then: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two judgments were made by the same texts."""
    return _texts(then) == _texts(now)
