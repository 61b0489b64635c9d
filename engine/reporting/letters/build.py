"""From a judgment and declarations of letters to letters as plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Final

from engine.documents.text import isolated
from engine.evaluation.editions import Considered
from engine.language.expressions import ParameterRef
from engine.language.facts import Bilingual
from engine.reporting.build import Builder
from engine.reporting.known import person
from engine.reporting.letters.called_for import Calls
from engine.reporting.letters.declaration import PARAMETER
from engine.reporting.letters.model import Letter, OnReading
from engine.reporting.letters.parts import part_of, told_by, with_remarks
from engine.reporting.letters.places import filled, named_places
from engine.reporting.letters.presumed import presumptions_of
from engine.reporting.letters.quotations import Quotations
from engine.reporting.letters.telling import Telling, open_ended
from engine.reporting.letters.versions import whole
from engine.reporting.made_by import made_by
from engine.reporting.versions import VersionsBuilder

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import Judgment
    from engine.language.diagnostics import Place
    from engine.reporting.letters.called_for import Call, Uncalled
    from engine.reporting.letters.declaration import Deadline, Declaration, Part
    from engine.reporting.letters.model import Sender
    from engine.reporting.model import RulebookLine, Tone
    from engine.reporting.phrases import Phrases

_FOR_THE_OFFICE: Final = frozenset({"no-day-of-knowledge"})
"""Remarks on what the office has not said: they are mended before a letter is sent, and not told in it."""


class Letters:
    """The letters about one record, by declaration.

    ``evaluation`` is that of the record, or the record under each version that is possible for it: then a letter tells what
    all of them say, and which may apply. ``sender`` is who writes, ``dated`` the day of the letter (a blank without one),
    ``roc`` writes Chinese dates in the R.O.C. calendar, ``code`` is by what the decision log finds the decision.
    """

    def __init__(
        self,
        evaluation: Evaluation | Considered,
        phrases: Phrases,
        declarations: Iterable[Declaration],
        *,
        sender: Sender,
        dated: date | None = None,
        roc: bool = True,
        code: str = "",
    ) -> None:
        self.phrases, self.sender, self.dated, self.code = phrases, sender, dated, code
        self.versions: VersionsBuilder | None = None
        self.judgment: Judgment
        if isinstance(evaluation, Considered):
            self.judgment = evaluation.judgment()
            self.builder = Builder(evaluation.newest, phrases, roc=roc, judgment=self.judgment)
            if len(evaluation.evaluations) > 1:
                self.versions = VersionsBuilder(evaluation, phrases, roc=roc)
        else:
            self.judgment = evaluation.judgment()
            self.builder = Builder(evaluation, phrases, roc=roc)
        self.calls = Calls(self.builder, self.judgment, declarations)

    def names(self) -> Mapping[str, Bilingual]:
        """The letters that there are for a record of this kind: their names and titles (with their places)."""
        return {one.name: one.title for one in self.calls.declarations}

    def due(self, decision: str = "") -> tuple[Letter, ...]:
        """The letters that the judgment calls for; with a decision, those on its outcome alone.

        Raises :class:`KeyError` for a decision that there is not, and :class:`InputError` for a wording with an unknown place.
        """
        self._known(decision)
        return tuple(letter for call in self.calls.due(decision) for letter in self._written(call))

    def named(self, name: str, decision: str = "") -> tuple[Letter, ...]:
        """The letters of a name. There is none where what it tells did not come out, or where the duty is not due.

        Raises :class:`KeyError` for a letter or a decision that there is not, and :class:`InputError` as :meth:`due`.
        """
        self._known(decision)
        if name not in self.names():
            raise KeyError(name)
        return tuple(letter for call in self.calls.named(name, decision) for letter in self._written(call))

    def why_not(self, declared: Declaration, decision: str = "") -> Uncalled | None:
        """Why there is no letter of a declaration about this record; nothing where there is one."""
        return self.calls.why_not(declared, decision)

    def _known(self, decision: str) -> None:
        if decision and decision not in self.builder.results:
            raise KeyError(decision)

    def _written(self, call: Call) -> list[Letter]:
        """A letter to each addressee."""
        declared, duty = call.declaration, call.duty
        if declared.to:
            return [_Writing(self, call).letter(recipient) for recipient in declared.to]
        own = duty.to if duty is not None else None
        return [_Writing(self, call).letter(None, own or self.addressee())]

    @property
    def person(self) -> Bilingual:
        """Whom the record is about: by name, else by what it is a record of."""
        return person(self.builder.evaluation, self.builder.names)

    def addressee(self) -> Bilingual:
        """The person as a letter names them: who has no name on file is told by the file."""
        found = self.person
        if found != self.builder.names.vocabulary.title:
            return found
        return self.phrases.say("letter.person_unnamed", subject=found, record=isolated(self.builder.evaluation.record.id))


def _who_writes(sender: Sender, declared: Declaration) -> Sender:
    """The office; where none is named, whom the letter names, else the authority of the text."""
    return replace(sender, name=declared.sender) if sender.assumed and declared.sender is not None else sender


class _Writing:
    """One letter being written."""

    def __init__(self, letters: Letters, call: Call) -> None:
        self.letters = letters
        self.call = call
        self.builder = letters.builder
        self.phrases = letters.phrases
        self.declared = call.declaration
        self.result = letters.builder.results[call.about]
        self.sender = _who_writes(letters.sender, self.declared)
        self.deadline = self._deadline()
        self.telling = Telling(
            builder=letters.builder,
            quotations=Quotations(letters.builder),
            judgment=letters.judgment,
            about=call.about,
            duty=call.duty,
            versions=letters.versions,
            remedy=letters.sender.remedy(self._remedied()),
        )
        self.left_blank = False

    def _remedied(self) -> Tone:
        """For which outcome the office's words are wanted: what is asked for is supplied, and not objected to."""
        return "undetermined" if self.declared.form == "request" else self.builder.tone(self.call.about)

    def letter(self, to: Bilingual | None, recipient: Bilingual | None = None) -> Letter:
        """The whole letter ``to`` somebody whom the declaration names, else to the ``recipient``."""
        builder, declared, about = self.builder, self.declared, self.call.about
        book = builder.program.rulebook
        told = self._told()
        tone = builder.tone(about) if told else "neutral"
        values = self._values()

        def fill(wording: Bilingual, place: Place) -> Bilingual:
            values.update({name: self._parameter(name) for name in named_places(wording) if name.startswith(PARAMETER)})
            self.left_blank = self.left_blank or any(name in self._blanks(values) for name in named_places(wording))
            return filled(wording, values, place)

        found = [part_of(self.telling, part, fill) for part in declared.parts if self._is_called_for(part)]
        parts = with_remarks([part for part in found if part is not None], self._remarks())
        title, subject = fill(declared.title, declared.place), fill(declared.subject, declared.place)
        open_remedy = any(part.kind == "remedy" and part.text is None for part in parts)
        return Letter(
            name=declared.name,
            form=declared.form,
            title=title,
            sender=self.sender,
            recipient=tuple(one for one in (to and fill(to, declared.place), recipient) if one is not None),
            record=isolated(builder.evaluation.record.id),
            person=self.letters.person,
            text=book.title,
            governs=book.governs,
            about=about,
            decision=builder.evaluation.plan.rulings[about].decision.title,
            outcome=builder.outcome(about),
            tone=tone,
            subject=subject,
            parts=self.telling.quotations.numbered(parts),
            quotations=self.telling.quotations.by_text(),
            readings=self._readings(told),
            presumptions=presumptions_of(self.telling, told),
            provisional=self._provisional(told),
            rulebooks=self._rulebooks(),
            days=builder.days(self.letters.judgment.law_as_of, self.letters.judgment.facts_as_of),
            made_by=made_by(self.phrases),
            dated=self.letters.dated,
            dated_shown=None if self.letters.dated is None else builder.display.day(self.letters.dated),
            deadline=self._deadline_day(),
            deadline_shown=self._deadline_shown(),
            copies=(*(fill(one, declared.place) for one in declared.copies), *self.letters.sender.copies),
            enclosures=tuple(fill(one, declared.place) for one in declared.enclosures),
            code=self.letters.code,
            draft=(bool(told) and self._is_open(tone)) or self.left_blank or open_remedy or self._has_an_open_head(),
            review=self._review(),
        )

    def _has_an_open_head(self) -> bool:
        """Whether the day, or a line about who writes and signs, is a blank. The number of a letter is given when it goes out."""
        sender = self.sender
        said = (self.letters.dated, sender.address, sender.officer, sender.telephone, sender.signatory)
        return not all(said)

    def _is_open(self, tone: str) -> bool:
        return tone == "undetermined" or self.letters.versions is not None

    def _is_called_for(self, part: Part) -> bool:
        """Whether the outcomes are there for which a part is told."""
        return part.when is None or all(self._came_out(name, outcomes) for name, outcomes in part.when.items())

    def _came_out(self, name: str, outcomes: Sequence[str]) -> bool:
        if not self.declared.of and name not in self.builder.results:
            return self.letters.calls.kind(self.call.about) in outcomes
        return self.letters.calls.came_out(name, outcomes)

    # -- places ----------------------------------------------------------------------------------------------------

    def _values(self) -> dict[str, Bilingual]:
        """What each place of a wording is filled with; a blank where nobody knows it yet."""
        builder, about = self.builder, self.call.about
        blank = self.phrases.say("letter.blank")
        record = isolated(builder.evaluation.record.id)
        return {
            "person": self.letters.addressee(),
            "record": Bilingual(record, record),
            "text": builder.program.rulebook.title,
            "decision": builder.evaluation.plan.rulings[about].decision.title,
            "outcome": builder.outcome(about),
            "deadline": self._deadline_shown() or blank,
            "dated": blank if self.letters.dated is None else builder.display.day(self.letters.dated),
            "sender": self.sender.name,
        }

    def _blanks(self, values: Mapping[str, Bilingual]) -> frozenset[str]:
        blank = self.phrases.say("letter.blank")
        return frozenset(name for name, value in values.items() if value == blank)

    def _parameter(self, place: str) -> Bilingual:
        """The value of a parameter that a wording names; a blank where this version has none of that name."""
        builder = self.builder
        key = whole(builder.program.rulebook, place.removeprefix(PARAMETER))
        parameter = builder.program.parameters.get(key)
        if parameter is None:
            return self.phrases.say("letter.blank")
        code = builder.program.code(ParameterRef(key=key, type=parameter.type))
        return builder.display.value(code.run(builder.evaluation.context, None), parameter.type)

    # -- the deadline ----------------------------------------------------------------------------------------------

    def _deadline(self) -> date | datetime | Bilingual | None:
        """The day or moment, or the wording of a duty; nothing where none is known."""
        declared = self.declared.deadline
        if declared is not None:
            found = self._asked(declared)
            return found if isinstance(found, date) else None
        return None if self.call.duty is None else self.call.duty.deadline

    def _asked(self, deadline: Deadline) -> object:
        builder = self.builder
        if deadline.decision:
            result = builder.results.get(deadline.decision)
            return None if result is None else result.value
        if deadline.parameter:
            key = deadline.parameter
            parameter = builder.program.parameters.get(key)
            if parameter is None:
                return None
            code = builder.program.code(ParameterRef(key=key, type=parameter.type))
            return code.run(builder.evaluation.context, None)
        return builder.evaluation.record.facts.get(deadline.fact)

    def _deadline_day(self) -> date | None:
        found = self.deadline
        if isinstance(found, datetime):
            offset = timezone(timedelta(minutes=self.builder.names.vocabulary.offset_minutes))
            return found.astimezone(offset).date()
        return found if isinstance(found, date) else None

    def _deadline_shown(self) -> Bilingual | None:
        found = self.deadline
        return found if isinstance(found, Bilingual) or found is None else self.builder.display.plain(found)

    # -- what the outcome turns on ---------------------------------------------------------------------------------

    def _told(self) -> list[str]:
        """The decisions whose outcomes the letter tells, the one that it is about before others."""
        parts = [part for part in self.declared.parts if self._is_called_for(part)]
        named = {name for part in parts for name in told_by(part, self.call.about) if name in self.builder.results}
        return [] if self.call.duty is not None else sorted(named, key=lambda name: (name != self.call.about, name))

    def _remarks(self) -> list[Bilingual]:
        """What there is to know about the version that applies, and about the days of the judgment."""
        versions = [] if self.letters.versions is None else [self.letters.versions.which]
        return [
            *versions,
            *(self.builder.remark(one) for one in self.letters.judgment.remarks if one.code not in _FOR_THE_OFFICE),
        ]

    def _review(self) -> tuple[Bilingual, ...]:
        """What whoever signs has to know about the judgment."""
        return tuple(self.builder.remark(one) for one in self.letters.judgment.remarks if one.code in _FOR_THE_OFFICE)

    def _provisional(self, told: list[str]) -> Bilingual | None:
        """The sentence on the last of the days ahead that the decisions look at."""
        results = [one for name in told if (one := self.builder.results[name]).provisional_until is not None]
        last = max(results, key=lambda one: one.provisional_until or date.min, default=None)
        return None if last is None else self.builder.provisional(last)

    def _readings(self, told: list[str]) -> tuple[OnReading, ...]:
        """The readings under another of which an outcome would be another; each with the first decision that turns on it."""
        builder = self.builder
        found: dict[str, OnReading] = {}
        for name in told:
            ruling = builder.evaluation.plan.rulings[name]
            for key in builder.results[name].turns_on_readings:
                full = key if ":" in key else f"{builder.program.rulebook.id}:{key}"
                if full in builder.program.readings and full not in found:
                    line = builder.reading(key, ruling)
                    others = tuple(replace(other, means=open_ended(other.means)) for other in line.others)
                    found[full] = OnReading(question=line.question, means=open_ended(line.means), cite=line.cite, others=others)
        return tuple(found.values())

    def _rulebooks(self) -> tuple[RulebookLine, ...]:
        """The texts that decided, in every version that may apply."""
        builders = [self.builder] if self.letters.versions is None else self.letters.versions.builders
        return tuple(
            dict.fromkeys(builder.rulebook_line(book) for builder in builders for book in builder.program.rulebooks.values())
        )
