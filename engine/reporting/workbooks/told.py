"""Rows of decisions in words: what the columns of a batch's table say, by the labels of the rulebook and vocabulary."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from engine.documents.text import without_isolates
from engine.evaluation.compile import Program
from engine.evaluation.decided import VERSION, ids_with_versions
from engine.evaluation.editions_at_hand import united_decisions
from engine.evaluation.judgment import UNDETERMINED
from engine.language.walk import main_decisions
from engine.reporting.display import Display
from engine.reporting.known import missing_fact
from engine.reporting.names import Names
from engine.reporting.phrases import shipped_phrases
from engine.reporting.workbooks.look import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from engine.language.facts import Bilingual
    from engine.language.rulebook import Decision, Reading, Rulebook
    from engine.reporting.model import Tone

SIGNS: Final[dict[Tone, str]] = {"favourable": "✓", "unfavourable": "✗", "undetermined": "?", "neutral": "•"}
"""What stands beside a colour, for those who cannot tell it from another."""
_STATUS_SIGNS: Final = {"satisfied": "✓", "not_satisfied": "✗", UNDETERMINED: "?", "not_applicable": "–"}
_STATUS_TONES: Final[dict[str, Tone]] = {
    "satisfied": "favourable",
    "not_satisfied": "unfavourable",
    UNDETERMINED: "undetermined",
    "not_applicable": "neutral",
}
_NOT_ASKED: Final = "–"
"""Stands for what the version of a record does not ask."""
Kind = Literal["id", "outcome", "long", "day", "status"]


@dataclass(frozen=True, slots=True)
class Heading:
    """The top of a column: its words, and what kind of cells are below."""

    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: a text or a day, and how it is coloured where it is an outcome or a status."""

    value: str | date | None
    tone: Tone | None = None


class Telling:
    """Tells the rows of a table with some schema (:mod:`engine.evaluation.decided`) in a language: ``zh``, ``en``, ``both``.

    ``decisions`` are those of the schema, the ones in which others come together first; ``provisions`` the keys of its
    statuses. ``older`` are versions before that of the rulebook, the newest first, by which some records were decided.
    """

    def __init__(
        self, schema: pa.Schema, rulebook: Rulebook, subject: str, language: str, older: Sequence[Rulebook] = ()
    ) -> None:
        program = Program(rulebook)
        self.rulebook, self.language = rulebook, language
        self.phrases = shipped_phrases()
        vocabulary = rulebook.subjects[subject].vocabulary
        more = {
            name: enumeration
            for book in program.rulebooks.values()
            for one in book.subjects.values()
            for name, enumeration in one.vocabulary.enumerations.items()
        }
        self.display = Display(self.phrases, vocabulary, more, roc=False)
        self.names = Names(program, vocabulary, self.phrases, self.display)
        self.older = [Names(Program(book), vocabulary, self.phrases, self.display) for book in older]
        self.readings: dict[str, Reading] = {}
        for names in (self.names, *self.older):
            self.readings = {**names.program.readings, **self.readings}
        self.versions = ids_with_versions(schema)
        united = united_decisions((*reversed(older), rulebook), subject)
        own = {one.name: one for one in united if one.name in schema.names}
        main = [name for name in main_decisions(rulebook, subject) if name in own]
        self.decisions: list[Decision] = [own[name] for name in dict.fromkeys([*main, *own])]
        self.provisions: list[str] = [name for name in schema.names if ":" in name]
        self._missing = cache(self._missing_anew)
        self._reading = cache(self._reading_anew)
        self._outcome = cache(self._outcome_anew)
        self._where = cache(self._where_anew)
        self._statuses = {word: self._status_anew(word) for word in _STATUS_SIGNS}

    def said(self, text: Bilingual, joint: str = "\n") -> str:
        """A wording in the language of the table."""
        return without_isolates(in_languages(text, self.language, joint))

    def phrase(self, key: str, joint: str = "\n", **slots: Any) -> str:
        """A phrase in the language of the table."""
        return self.said(self.phrases.say(key, **slots), joint)

    # -- decisions -------------------------------------------------------------------------------------------------

    def headings(self) -> list[Heading]:
        """The columns of the table of decisions."""
        return [
            Heading(self.phrase("report.file"), "id"),
            *(Heading(self.said(decision.title), "outcome") for decision in self.decisions),
            Heading(self.phrase("report.missing"), "long"),
            Heading(self.phrase("report.missing_how"), "long"),
            Heading(self.phrase("report.readings"), "long"),
            *(Heading(self._heading_of_version(id_), "id") for id_ in self.versions),
            Heading(self.phrase("report.law_as_of"), "day"),
            Heading(self.phrase("report.facts_as_of"), "day"),
        ]

    def rows(self, batch: pa.RecordBatch | pa.Table) -> Iterator[list[Said]]:
        """The rows of some records, with a cell for each of :meth:`headings`."""
        names = ["record", "law_as_of", "facts_as_of"]
        for decision in self.decisions:
            third = "possible" if decision.value is None else "known"
            names += [decision.name, *(f"{decision.name}.{part}" for part in (third, "missing", "turns_on_readings"))]
        columns = [batch.column(name).to_pylist() for name in names]
        of_versions = self._versions(batch)
        for versions, record, law, knowledge, *rest in zip(of_versions, *columns, strict=True):
            results = [rest[at : at + 4] for at in range(0, len(rest), 4)]
            missing, readings = self._by_decision(results, 2), self._by_decision(results, 3)
            yield [
                Said(record),
                *(self._answer(decision, result) for decision, result in zip(self.decisions, results, strict=True)),
                Said("\n".join(f"{self._missing(path)[0]}{where}" for path, where in missing.items())),
                Said("\n".join(dict.fromkeys(self._missing(path)[1] for path in missing))),
                Said("\n".join(f"{self._reading(key)}{where}" for key, where in readings.items())),
                *versions,
                Said(law),
                Said(knowledge),
            ]

    def _heading_of_version(self, id_: str) -> str:
        word = self.phrase("report.version")
        return word if id_ == self.rulebook.id else f"{word}\n{id_}"

    def _versions(self, batch: pa.RecordBatch | pa.Table) -> list[list[Said]]:
        """For each record the versions that were applied; those that are possible where that is open."""
        found: list[list[Said]] = [[] for _ in range(batch.num_rows)]
        for id_ in self.versions:
            each = (batch.column(f"{VERSION}{id_}{part}").to_pylist() for part in ("", ".possible"))
            for row, version, possible in zip(found, *each, strict=True):
                is_open = version == UNDETERMINED
                shown = f"{SIGNS['undetermined']} {' / '.join(possible)}" if is_open else version or ""
                row.append(Said(shown, "undetermined" if is_open else None))
        return found

    def _by_decision(self, results: Sequence[Sequence[Any]], part: int) -> dict[str, str]:
        """What the decisions turn on, each once; what the first one does not, with the titles of those that do."""
        found: dict[str, list[int]] = {}
        for number, result in enumerate(results):
            for one in result[part] or ():
                found.setdefault(one, []).append(number)
        return {one: "" if numbers[0] == 0 else self._where(tuple(numbers)) for one, numbers in found.items()}

    def _where_anew(self, numbers: tuple[int, ...]) -> str:
        titles = self.phrases.joined([self.decisions[number].title for number in numbers])
        return f" [{self.said(titles, ' / ')}]"

    def _answer(self, decision: Decision, result: Sequence[Any]) -> Said:
        if result[0] is None and result[1] is None:
            return Said(_NOT_ASKED, "neutral")
        if decision.value is None:
            return self._outcome(decision.name, result[0], tuple(result[1] or ()))
        if result[0] is not None:
            return Said(f"{SIGNS['neutral']} {self.said(self._value(decision, result[0]), ' / ')}", "neutral")
        known = json.loads(result[1])
        if isinstance(known, int | float | str) and known not in {"none", "open"}:  # the column has no room for it
            return Said(f"{SIGNS['neutral']} {self.said(self.display.plain(known), ' / ')}", "neutral")
        return Said(f"{SIGNS['undetermined']} {self.said(self._known(decision, result[1]), ' / ')}", "undetermined")

    def _outcome_anew(self, name: str, outcome: str, possible: tuple[str, ...]) -> Said:
        decision = next(one for one in self.decisions if one.name == name)
        if outcome == UNDETERMINED:
            tone: Tone = "undetermined"
            labels = [decision.outcomes[one] for one in possible]
            among = self.phrases.say("outcome.possible", x=self.phrases.joined(labels, "or"))
            shown = self.phrases.say("join.paren", x=self.phrases.say("outcome.undetermined"), note=among)
        else:
            favoured = outcome in decision.favourable
            tone = "neutral" if not decision.favourable else "favourable" if favoured else "unfavourable"
            shown = decision.outcomes[outcome]
        return Said(f"{SIGNS[tone]} {self.said(shown, ' / ')}", tone)

    def _value(self, decision: Decision, value: Any) -> Bilingual:
        """A value that is known; texts of lists and the like stand there as JSON."""
        return self.display.value(value, decision.value.type) if decision.value is not None else self.display.plain(value)

    def _known(self, decision: Decision, told: str | None) -> Bilingual:
        """What is known of a value that is not; ``none`` where it is that there is none."""
        known = json.loads(told) if told is not None else None
        word = self.display.word
        match known:
            case "none" | "open":
                return word(known)
            case {"at_least": low, "at_most": high} if low is not None or high is not None:
                ends = {name: self._end(decision, end) for name, end in (("low", low), ("high", high)) if end is not None}
                key = "range" if len(ends) > 1 else "at_least" if low is not None else "at_most"
                return self.phrases.say(f"value.{key}", **ends)
            case {"one_of": [*values]}:
                return self.phrases.say("value.one_of", x=self.phrases.joined([self._end(decision, one) for one in values], "or"))
            case _:
                return word("unknown")

    def _end(self, decision: Decision, value: Any) -> Bilingual:
        if isinstance(value, str):
            try:
                return self.display.day(date.fromisoformat(value))
            except ValueError:
                return self._value(decision, value)
        return self._value(decision, value)

    def _missing_anew(self, path: str) -> tuple[str, str]:
        fact = missing_fact(self.names, path)
        return self.said(fact.label, " / "), self.said(fact.ask, " / ")

    def _reading_anew(self, key: str) -> str:
        reading = self.readings.get(key) or self.readings.get(f"{self.rulebook.id}:{key}")
        return self.said(reading.question, " / ") if reading is not None else key

    # -- provisions ------------------------------------------------------------------------------------------------

    def provision(self, key: str) -> str:
        """A provision by its citation and short name."""
        known = (names for names in (self.names, *self.older) if key in names.program.provisions)
        return self.said(next(known).titled(key, within=self.rulebook.id))

    def statuses(self, batch: pa.RecordBatch | pa.Table) -> Iterator[list[Said]]:
        """The id and the statuses of :attr:`provisions` for some records."""
        ids = batch.column("record").to_pylist()
        columns = [batch.column(key).to_pylist() for key in self.provisions]
        for record, *statuses in zip(ids, *columns, strict=True):
            yield [Said(record), *(self._statuses.get(status, Said(_NOT_ASKED)) for status in statuses)]

    def status(self, word: str) -> Said:
        """A status as a cell has it."""
        return self._statuses[word]

    def _status_anew(self, word: str) -> Said:
        return Said(f"{_STATUS_SIGNS[word]} {self.phrase(f'standing.{word}', ' / ')}", _STATUS_TONES[word])
