"""From one record to its row: what was decided, why in a line, and what it shares with other records."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from engine.documents.text import isolated, without_isolates
from engine.evaluation.editions import Considered
from engine.language.logic import FALSE
from engine.reporting.build import Builder
from engine.reporting.known import labelled, missing_fact, person
from engine.reporting.oneline import nearest
from engine.reporting.overview.model import Ground, Named, Row, Wanting
from engine.reporting.versions import VersionsBuilder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Decision
    from engine.reporting.letters.model import Letter
    from engine.reporting.model import RulebookLine, Tone
    from engine.reporting.overview.model import Link
    from engine.reporting.phrases import Phrases

_ENTRY: Final = re.compile(r"\[[^\]]*\]")
_SPACE: Final = re.compile(r"\s+")


def builder_of(found: Evaluation | Considered, phrases: Phrases, *, roc: bool) -> RowBuilder:
    """What builds the row of one record, whether one version of the text applies or several may."""
    if not isinstance(found, Considered):
        return RowBuilder(Builder(found, phrases, roc=roc))
    if len(found.evaluations) > 1:
        return VersionsRowBuilder(VersionsBuilder(found, phrases, roc=roc))
    judgment = found.judgment() if found.choice.rests_on_more_than_facts else None
    return RowBuilder(Builder(found.newest, phrases, roc=roc, judgment=judgment))


class RowBuilder:
    """Builds the row of a record to which one version applies."""

    def __init__(self, builder: Builder) -> None:
        self.newest = builder
        self.builders: Sequence[Builder] = (builder,)

    # -- what is another where several versions may apply ----------------------------------------------------------

    @property
    def results(self) -> Mapping[str, DecisionResult]:
        """What was decided."""
        return self.newest.results

    def main(self) -> str:
        """The name of the decision that the record's report is about."""
        return self.newest.main

    def decision(self, name: str) -> Decision:
        """A decision as its text declares it."""
        return self.newest.evaluation.plan.rulings[name].decision

    def tone(self, name: str) -> Tone:
        """Whether an outcome is one that its decision calls favourable."""
        return self.newest.tone(name)

    def outcome(self, name: str) -> Bilingual:
        """The outcome by its label, or the value."""
        return self.newest.outcome(name)

    def reason(self, name: str) -> Bilingual:
        """The reason in one line."""
        return self.newest.one_line(name)

    # -- the row ---------------------------------------------------------------------------------------------------

    def row(self, asked: str, letters: Sequence[Letter], documents: Sequence[Link], dated: date | None) -> Row:
        """The row about a decision, or about the main one. Raises :class:`KeyError` where there is no such decision."""
        name = asked or self.main()
        result, decision, builder = self.results[name], self.decision(name), self.newest
        tone = self.tone(name)
        deadline = self._deadline(result, letters)
        counted_from = dated or (self._looked_at() if deadline is not None else None)
        outcomes = list(decision.outcomes)
        return Row(
            record=isolated(builder.evaluation.record.id),
            person=person(builder.evaluation, builder.names),
            decision=name,
            title=decision.title,
            outcome_key=self._key(name, tone),
            outcome=self.outcome(name),
            place=outcomes.index(result.outcome) if result.outcome in outcomes else len(outcomes),
            tone=tone,
            reason=self.reason(name),
            possible=self._possible(result, decision),
            grounds=tuple(self._grounds(name)) if tone == "unfavourable" else (),
            missing=tuple(self._wanting(result, letters)),
            readings=tuple(self._reading(key) for key in result.turns_on_readings),
            presumptions=tuple(labelled(builder.names, path) for path in result.turns_on_presumptions),
            provisional=None if result.provisional_until is None else builder.display.day(result.provisional_until),
            deadline=deadline,
            deadline_shown=None if deadline is None else builder.display.day(deadline),
            days=(deadline - counted_from).days if deadline is not None and counted_from is not None else None,
            documents=tuple(documents),
        )

    def lines(self) -> Iterator[tuple[tuple[str, str], RulebookLine]]:
        """Each text that decided with its version and digest, by its id and digest."""
        for builder in self.builders:
            for book in builder.program.rulebooks.values():
                yield (book.id, book.digest), builder.rulebook_line(book)

    def _key(self, name: str, tone: Tone) -> str:
        """What an outcome is told by; a value by its wording, for equal ones are counted together."""
        result = self.results[name]
        if not result.has_value:
            return result.outcome or ""
        return tone if tone == "undetermined" else _SPACE.sub("_", without_isolates(self.outcome(name).en))

    def _possible(self, result: DecisionResult, decision: Decision) -> Bilingual | None:
        if not result.is_open or not result.possible:
            return None
        return self.newest.phrases.joined([decision.outcomes[one] for one in result.possible], "or")

    def _grounds(self, name: str) -> Iterator[Ground]:
        """Each provision that is a reason by itself or with others; of ways that are not open, those that come nearest."""
        seen: set[tuple[str, bool]] = set()
        for builder in self.builders:
            if name not in builder.results:
                continue
            home = builder.program.rulebook.id
            for group in builder.results[name].because:
                keys = builder.grounds(group)
                ways = len(keys) > 1 and all(_is_false(builder, key) for key in keys)
                for key in nearest(builder, group) if ways else keys:
                    if (key, ways) not in seen:
                        seen.add((key, ways))
                        provision = builder.program.provisions[key]
                        label = provision.label or provision.title or builder.names.place(key)
                        yield Ground(key=key, label=label, cite=builder.names.cite(key, home), nearest=ways)

    def _wanting(self, result: DecisionResult, letters: Sequence[Letter]) -> Iterator[Wanting]:
        """The facts that are missing, and the papers that the record's letters ask for."""
        names = self.newest.names
        for path in result.missing:
            told, bare = missing_fact(names, path), _ENTRY.sub("", path)
            yield Wanting(key=bare, label=_general(self.newest, path), own=told.label, ask=told.ask)
        known = {labelled(names, path) for path in result.missing}
        for letter in letters:
            for one in (one for part in letter.parts for one in part.wanted if one.what not in known):
                known.add(one.what)
                cite = one.cite[0] if one.cite else None
                key = _SPACE.sub("_", without_isolates(one.what.en or one.what.zh))
                yield Wanting(key=key, label=one.what, own=one.what, ask=one.ask, cite=cite)

    def _reading(self, key: str) -> Named:
        for builder in reversed(self.builders):
            full = key if ":" in key else f"{builder.program.rulebook.id}:{key}"
            reading = builder.program.readings.get(full)
            if reading is not None:
                home = builder.program.rulebook.id
                cite = builder.phrases.joined([builder.names.cite(one, home) for one in reading.cite])
                return Named(key=full, label=reading.question, cite=cite)
        raise KeyError(key)

    def _deadline(self, result: DecisionResult, letters: Sequence[Letter]) -> date | None:
        """The first deadline that a letter names; else the day that was decided, where a day is what the decision gives."""
        named = [letter.deadline for letter in letters if letter.deadline is not None]
        if named:
            return min(named)
        value = result.value if result.has_value else None
        if isinstance(value, datetime):
            return value.astimezone(timezone(timedelta(minutes=self.newest.names.vocabulary.offset_minutes))).date()
        return value if isinstance(value, date) else None

    def _looked_at(self) -> date | None:
        return self.newest.evaluation.judgment(()).facts_as_of


class VersionsRowBuilder(RowBuilder):
    """Builds the row of a record that leaves open which of several versions applies: what all of them say together."""

    def __init__(self, versions: VersionsBuilder) -> None:
        super().__init__(versions.newest)
        self.versions = versions
        self.builders = versions.builders
        self.judgment: Judgment = versions.judgment

    @property
    def results(self) -> Mapping[str, DecisionResult]:
        """What all versions say."""
        return self.judgment.decisions

    def main(self) -> str:
        """The decision that the newest version's report is about, where the others have it too."""
        return self.newest.main if self.newest.main in self.results else next(iter(self.results))

    def decision(self, name: str) -> Decision:
        """A decision as the newest version that has it declares it."""
        return self.versions.decisions[name]

    def tone(self, name: str) -> Tone:
        """Whether what all versions say is favourable."""
        return self.versions.tone(self.results[name])

    def outcome(self, name: str) -> Bilingual:
        """What all versions say."""
        return self.versions.outcome(self.results[name])

    def reason(self, name: str) -> Bilingual:
        """Which versions are possible, or that it makes no difference."""
        return self.versions.reason(self.results[name])


def _is_false(builder: Builder, key: str) -> bool:
    clause = builder.program.clauses.get(key)
    return clause is not None and clause.standing(builder.evaluation.context).value is FALSE


def _general(builder: Builder, path: str) -> Bilingual:
    """What a missing fact is called for all records: a field with its list, and no number of an entry."""
    listed, bracket, _ = path.partition("[")
    if not bracket:
        return builder.names.fact(path)
    return builder.phrases.say("join.label", label=builder.names.fact(listed), x=builder.names.fact(path))
