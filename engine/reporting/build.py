"""From an evaluation to a report: which provisions are quoted, what is explained where, and in which words."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from engine.documents.text import isolated
from engine.evaluation.context import Context
from engine.evaluation.values import exact
from engine.language.facts import Bilingual
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Effect, Entitlement
from engine.language.walk import main_decisions
from engine.reporting.display import Display
from engine.reporting.known import labelled, missing_fact, person, relied_on
from engine.reporting.made_by import made_by
from engine.reporting.model import (
    DecisionPart,
    Difference,
    DutyLine,
    OtherReading,
    Presumption,
    ReadingLine,
    Report,
    RulebookLine,
)
from engine.reporting.names import Names
from engine.reporting.oneline import one_line
from engine.reporting.reasons import bases_of
from engine.reporting.sentences import Explainer

if TYPE_CHECKING:
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, DutyResult, Judgment, Remark
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.rulebook import Provision, Rulebook
    from engine.reporting.model import Tone
    from engine.reporting.phrases import Phrases
    from engine.reporting.sentences import Line, Standing

QUOTED_DIFFERENCES = ("A",)
"""Severities of differences between the languages that a reader is told: those that could change an outcome."""
MOST_CITED: Final = 3
"""Provisions that are named where the reasons of a favourable decision are told in a line; others are counted."""
_STANDINGS: Final[dict[str, Standing]] = {"satisfied": "met", "not_satisfied": "not_met", "undetermined": "open"}


class Builder:
    """Builds the report of one evaluation.

    ``judgment`` is what holds of the record where that is more than the evaluation itself says: the choice of the version can
    rest on something too.
    """

    def __init__(self, evaluation: Evaluation, phrases: Phrases, *, roc: bool = False, judgment: Judgment | None = None) -> None:
        self.evaluation = evaluation
        self.judgment = judgment
        self.program = evaluation.program
        self.phrases = phrases
        vocabulary = evaluation.plan.subject.vocabulary
        more = {
            name: enumeration
            for book in self.program.rulebooks.values()
            for subject in book.subjects.values()
            for name, enumeration in subject.vocabulary.enumerations.items()
        }
        self.display = Display(phrases, vocabulary, more, roc=roc)
        self.names = Names(self.program, vocabulary, phrases, self.display)
        self.explainer = Explainer(evaluation, self.names)
        self.explained: dict[str, tuple[str, Bilingual, Bilingual]] = {}
        self.quoted: dict[str, None] = {}
        self.read: set[str] = set()
        self.lines_of: dict[str, list[Line]] = {}

    @cached_property
    def results(self) -> dict[str, DecisionResult]:
        """The decisions of the record's subject; found when asked for."""
        judged = {} if self.judgment is None else self.judgment.decisions
        return {name: judged.get(name) or self.evaluation.decision(name) for name in self.evaluation.plan.rulings}

    @cached_property
    def main(self) -> str:
        """The name of the decision that the report is about.

        It is the one in which the others come together. Of several that stand beside each other it is the first that is not
        what the person wants and is not so only because its law does not apply; else the first that is open; else the first.
        """
        names = main_decisions(self.program.rulebook, self.evaluation.record.subject)
        if len(names) == 1:
            return names[0]
        refused = [name for name in names if self.tone(name) == "unfavourable" and self._is_called_for(name)]
        still_open = [name for name in names if self.tone(name) == "undetermined"]
        return [*refused, *still_open, *names][0]

    def _is_called_for(self, name: str) -> bool:
        clauses = [
            self.program.clauses[key] for group in self.results[name].because for key in group if key in self.program.clauses
        ]
        return not clauses or any(self.evaluation.status(clause) != "not_applicable" for clause in clauses)

    def report(self) -> Report:
        """The whole report. The main decision comes first, so that the others can refer to it."""
        evaluation, say = self.evaluation, self.phrases.say
        main = self.decision(self.main)
        others = tuple(self.decision(name) for name in self.results if name != self.main)
        judgment = evaluation.judgment(()) if self.judgment is None else self.judgment
        book = evaluation.program.rulebook
        facts: dict[str, None] = {}
        for name in self.results:
            facts.update(dict.fromkeys(evaluation.reasons.support(evaluation.plan.asked[name]).facts))
        offset = self.names.vocabulary.offset_minutes
        return Report(
            record=isolated(evaluation.record.id),
            person=person(evaluation, self.names),
            subject=self.names.vocabulary.title,
            text=book.title,
            governs=book.governs,
            main=main,
            others=others,
            facts=relied_on(evaluation, self.names, facts),
            differences=self._differences(),
            duties=tuple(self.duty(duty) for duty in judgment.duties if duty.due is TRUE),
            conversions=tuple(
                say(
                    "report.conversion",
                    label=labelled(self.names, one.path),
                    written=isolated(one.written),
                    day=self.display.day(one.read),
                )
                for one in evaluation.record.conversions
            ),
            remarks=tuple(self.remark(one) for one in judgment.remarks),
            rulebooks=tuple(self.rulebook_line(one) for one in self.program.rulebooks.values()),
            days=self.days(judgment.law_as_of, judgment.facts_as_of),
            zone=say("report.zone", offset=f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}:{abs(offset) % 60:02}"),
            made_by=made_by(self.phrases),
        )

    # -- decisions -------------------------------------------------------------------------------------------------

    def decision(self, name: str) -> DecisionPart:
        """One decision with its reasons; a provision that was explained before is named only."""
        result, ruling = self.results[name], self.evaluation.plan.rulings[name]
        tone = self.tone(name)
        say = self.phrases.say
        heading = {"undetermined": "why_open", "unfavourable": "why_not" if name == self.main else "why"}.get(tone, "why")
        several = tone == "unfavourable" and len(result.because) > 1
        brief = name != self.main and tone == "favourable"
        bases = () if brief else bases_of(self, result, ruling, tone)
        readings = [key for key in result.turns_on_readings if key not in self.read]
        self.read.update(readings)
        return DecisionPart(
            title=ruling.decision.title,
            outcome=self.outcome(name),
            possible=self._possible(result, ruling),
            tone=tone,
            heading=say(f"reason.{heading}"),
            intro=say("reason.each_alone") if several else None,
            one_line=self.one_line(name),
            bases=bases,
            missing=tuple(missing_fact(self.names, path) for path in result.missing),
            readings=tuple(self.reading(key, ruling) for key in readings),
            presumptions=tuple(self.presumption(path, result) for path in result.presumed),
            provisional=self.provisional(result),
            remark=ruling.decision.remark,
            news=any(basis.lines or any(one.again is None for one in basis.cited) for basis in bases),
            brief=self._brief(result) if brief else None,
            value=result.has_value,
        )

    def _brief(self, result: DecisionResult) -> Bilingual | None:
        home = self.program.rulebook.id
        keys = dict.fromkeys(key for group in result.because for key in self.grounds(group) if not self.comes_to_nothing(key))
        cited = list(dict.fromkeys(self.names.titled(key, home) for key in keys))
        if len(cited) < 2:  # noqa: PLR2004 - one stands with the reason in a line
            return None
        shown = self.phrases.joined(cited[:MOST_CITED], "clauses")
        if len(cited) > MOST_CITED:
            shown = self.phrases.say("reason.one_line_more", x=shown, n=len(cited) - MOST_CITED)
        return self.phrases.sentence(self.phrases.say("reason.brief", x=shown))

    def tone(self, name: str) -> Tone:
        """Whether an outcome is one that its decision calls favourable."""
        result, decision = self.results[name], self.evaluation.plan.rulings[name].decision
        if result.has_value:
            return "neutral" if exact(result.value) else "undetermined"
        if result.outcome == "undetermined":
            return "undetermined"
        if not decision.favourable:
            return "neutral"
        return "favourable" if result.outcome in decision.favourable else "unfavourable"

    def outcome(self, name: str) -> Bilingual:
        """The outcome by its label, or the value with its unit."""
        result, decision = self.results[name], self.evaluation.plan.rulings[name].decision
        if result.has_value:
            if decision.value is None or result.value is None or result.value is UNKNOWN:
                return self.phrases.say("outcome.undetermined")
            return self.display.value(result.value, decision.value.type)
        return decision.outcomes.get(result.outcome or "") or self.phrases.say("outcome.undetermined")

    def _possible(self, result: DecisionResult, ruling: Ruling) -> Bilingual | None:
        if result.has_value or len(result.possible) < 2:  # noqa: PLR2004 - one outcome leaves nothing open
            return None
        outcomes = [ruling.decision.outcomes[one] for one in result.possible]
        return self.phrases.sentence(self.phrases.say("outcome.possible", x=self.phrases.joined(outcomes, "or")))

    def provisional(self, result: DecisionResult) -> Bilingual | None:
        """A sentence on the days ahead that an outcome looks at."""
        if result.provisional_until is None:
            return None
        return self.phrases.say("report.provisional_why", day=self.display.day(result.provisional_until))

    # -- reasons ---------------------------------------------------------------------------------------------------

    def grounds(self, group: tuple[str, ...]) -> list[str]:
        """The provisions of a reason; those that would give a value and do not come last."""
        return sorted((key for key in group if key in self.program.provisions), key=self.comes_to_nothing)

    def gives(self, key: str) -> bool:
        """Whether a provision gives a value, be it here or where it comes about."""
        clause = self.program.clauses.get(key)
        return clause is not None and isinstance(clause.rule, Effect) and clause.gives is not None

    def comes_to_nothing(self, key: str) -> bool:
        """Whether a provision would give a value or allow one, and does not come about here."""
        clause = self.program.clauses.get(key)
        allows = clause is not None and isinstance(clause.rule, Entitlement)
        return (allows or self.gives(key)) and self.value_of(key) is FALSE

    def value_of(self, key: str) -> object:
        """Whether a provision serves, or comes about; nothing where it has no rule."""
        clause = self.program.clauses.get(key)
        return None if clause is None else clause.standing(self.evaluation.context).value

    def verdict(self, clause: Clause | None) -> tuple[Bilingual, Standing]:
        """How a provision stands, in words. Where two statuses are possible that come to the same, both are told."""
        if clause is None:
            return Bilingual("", ""), "plain"
        status = self.evaluation.status(clause)
        value = clause.standing(self.evaluation.context).value
        if status == "undetermined" and value is not UNKNOWN:
            word = "met_or_not" if value is TRUE else "not_met_or_not"
            return self.phrases.say(f"standing.{word}"), "met" if value is TRUE else "not_met"
        if status == "satisfied" and not clause.judges:
            return self.phrases.say("standing.applies"), "plain"
        return self.phrases.say(f"standing.{status}"), _STANDINGS.get(status, "plain")

    def wording(self, provision: Provision) -> Bilingual | None:
        """A unit's own words with those of its sentences; nothing for one that has none."""
        own = [provision.text] if provision.text is not None else []
        below = [self.program.provisions[key] for key in provision.children]
        own += [one.text for one in below if one.unit in {"sentence", "proviso"} and one.text is not None]
        if not own:
            return None
        return Bilingual("".join(one.zh for one in own), " ".join(one.en.strip() for one in own))

    def one_line(self, name: str) -> Bilingual:
        """The reason of a decision in one line: what is missing, what is wanting, or the way that is open."""
        return one_line(self, name)

    # -- what the outcome turns on ---------------------------------------------------------------------------------

    def reading(self, key: str, ruling: Ruling) -> ReadingLine:
        """How a place of the text is read, and what a decision would be under another reading."""
        full = key if key in self.program.readings else f"{self.program.rulebook.id}:{key}"
        reading = self.program.readings[full]
        chosen = reading.options[reading.chosen]
        others = []
        for option, other in reading.options.items():
            if option != reading.chosen:
                outcome = self.outcome_under(full, option, ruling)
                others.append(OtherReading(means=other.means, source=other.source, outcome=outcome))
        cite = self.phrases.joined([self.names.cite(one, self.program.rulebook.id) for one in reading.cite])
        return ReadingLine(question=reading.question, cite=cite, means=chosen.means, because=chosen.source, others=tuple(others))

    def outcome_under(self, reading: str, option: str, ruling: Ruling) -> Bilingual:
        """What would be decided if a text were read in another way."""
        here = self.evaluation.context
        context = Context(here.facts, {**here.readings, reading: option}, self.program.slots)
        context.facts_as_of, context.law_as_of = here.facts_as_of, here.law_as_of
        possible = ruling.possible(context)
        if ruling.choice is None:
            value = ruling.decision.value
            return self.display.value(possible[0], value.type) if value is not None else self.display.word("unknown")
        return self.phrases.joined([ruling.decision.outcomes[one] for one in possible], "or")

    def presumption(self, path: str, result: DecisionResult) -> Presumption:
        """A fact that was presumed for a decision, and whether that matters."""
        turns = path in result.turns_on_presumptions
        effect = self.phrases.say("report.presumption_turns" if turns else "report.presumption_same")
        return Presumption(label=labelled(self.names, path), value=self._presumed_value(path), effect=effect, turns=turns)

    def _presumed_value(self, path: str) -> Bilingual:
        declared = self.names.declaration(path)
        if declared is None or not declared.has_presumption:
            return self.display.word("unknown")
        return self.display.fact(declared.presumed, declared)

    def _differences(self) -> tuple[Difference, ...]:
        found = []
        for key in self.quoted:
            for one in self.program.provisions[key].discrepancies:
                if one.severity in QUOTED_DIFFERENCES:
                    governs = self.phrases.say(f"report.governs_{one.governs}")
                    found.append(
                        Difference(cite=self.names.cite(key), zh=one.zh, en=one.en, note=one.note, rule=one.rule, governs=governs)
                    )
        return tuple(found)

    # -- the rest --------------------------------------------------------------------------------------------------

    def duty(self, duty: DutyResult) -> DutyLine:
        """A duty in words."""
        say = self.phrases.say
        deadline = self.display.day(duty.deadline) if isinstance(duty.deadline, date) else duty.deadline
        return DutyLine(
            sentence=self.phrases.sentence(say("report.duty", bearer=duty.bearer, action=duty.action)),
            to=None if duty.to is None else say("report.duty_to", to=duty.to),
            deadline=None if deadline is None else say("report.duty_deadline", deadline=deadline),
            cite=self.names.cite(duty.provision),
            short=self.names.cite(duty.provision, self.program.rulebook.id),
            due=deadline,
        )

    def rulebook_line(self, book: Rulebook) -> RulebookLine:
        """A text with its version, and since when it is in force."""
        day, say = self.display.day, self.phrases.say
        if book.until is None:
            in_force = say("report.in_force", day=day(book.in_force))
        else:
            in_force = say("report.in_force_until", day=day(book.in_force), last=day(book.until))
        return RulebookLine(
            title=book.title, authority=book.authority, version=book.version, in_force=in_force, digest=book.digest
        )

    def remark(self, remark: Remark) -> Bilingual:
        """The sentence that a remark's code stands for."""
        return self.phrases.say(f"remark.{remark.code}", **{name: self.display.day(of) for name, of in remark.days.items()})

    def days(self, law: date | None, facts: date | None) -> tuple[tuple[Bilingual, Bilingual], ...]:
        """The day whose law applies and the day of knowledge, each with its name; not one that no rule asks for."""
        found = []
        for which, day in (("law", law), ("facts", facts)):
            if day is not None or self.evaluation.cases.day_codes[which] is not None:
                shown = self.phrases.say("report.unknown_day") if day is None else self.display.day(day)
                found.append((self.phrases.say(f"report.{which}_as_of"), shown))
        return tuple(found)
