"""The entry of a decision: by which text and engine, on which days, with which outcome and why; and, erasable, on which facts.

Outcomes and reasons name provisions and facts, never what a fact says. They stay when the record is erased: which decision was
taken, by which law, is the office's own doing. Who it was about, and everything the record said, goes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from engine.audit.canonical import canonical, digest_of
from engine.audit.entries import Kind, draft
from engine.audit.facts import facts_of, kept_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from engine.audit.entries import Draft, Entry
    from engine.audit.origin import Origin
    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

_LARGEST_DOUBLE: Final = sys.float_info.max
_NOT_KEPT: Final = frozenset({"record", "duties", "provisions", "trace", "conversions"})
"""What of a judgment comes into no log: whose it is stands in the part that can be erased; the rest follows from the facts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked: of which rulebook (``ID`` or ``ID@VERSION``, as given), on which day, for which decisions (or all)."""

    rulebook: str
    as_of: date | None = None
    decisions: tuple[str, ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """As an entry has it."""
        return {
            "rulebook": self.rulebook,
            "as_of": self.as_of.isoformat() if self.as_of is not None else None,
            "decisions": None if self.decisions is None else list(self.decisions),
        }


@dataclass(slots=True)
class Scribe:
    """Writes the drafts of one run: ``vocabularies`` are those of the library, by subject, ``books`` those that may decide."""

    asked: Asked
    origin: Origin
    books: Sequence[Rulebook]
    vocabularies: Mapping[str, Vocabulary]
    _kept_out: dict[str, frozenset[str]] = field(default_factory=dict)

    def draft(self, record: Record, judgment: Mapping[str, Any], more: Mapping[str, Any] | None = None) -> Draft:
        """The draft of the entry for a judgment, given as the contract writes it. ``more`` is what else the entry has to say."""
        facts = self.facts(record)
        content = {
            "asked": self.asked.as_json(),
            "subject": record.subject,
            "engine": {"version": self.origin.version, "code": self.origin.code},
            "vocabularies": self.origin.vocabularies,
            "judgment": as_stored(judgment),
            **(more or {}),
        }
        kept = {"id": record.id, "digest": digest_of(canonical(facts)), "facts": facts}
        return draft(Kind.DECISION, content, {"record": kept})

    def facts(self, record: Record) -> dict[str, Any]:
        """The facts of a record as the log keeps them."""
        vocabulary = self.vocabularies[record.subject]
        if record.subject not in self._kept_out:
            self._kept_out[record.subject] = kept_out(vocabulary, self.books)
        return facts_of(record, vocabulary, self._kept_out[record.subject])


def as_stored(judgment: Mapping[str, Any]) -> dict[str, Any]:
    """What of a judgment comes into a log."""
    return {key: _storable(value) for key, value in judgment.items() if key not in _NOT_KEPT}


def _storable(value: Any) -> Any:
    """A value of a judgment; a number beyond all doubles, which JSON has not, becomes a text."""
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, int | float) and not abs(value) <= _LARGEST_DOUBLE:
        return str(value)
    return value


def decisions_of(entry: Entry) -> dict[str, dict[str, Any]]:
    """The decisions of an entry by name; none where it is the entry of no decision."""
    found: dict[str, dict[str, Any]] = entry.content.get("judgment", {}).get("decisions", {})
    return found


def answer_in(decision: Mapping[str, Any]) -> Any:
    """The outcome of a logged decision, or its value."""
    return decision["outcome"] if "outcome" in decision else decision.get("value")


def answer_in_words(decision: Mapping[str, Any]) -> str:
    """The outcome of a logged decision, or its value with the unit, for people."""
    answer = answer_in(decision)
    if answer is None:
        return "undetermined"
    written = answer if isinstance(answer, str) else canonical(answer)
    return f"{written} {decision.get('unit', '')}".strip()
