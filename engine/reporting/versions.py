"""What is told of a record that leaves open which version applies: what all say together, then what each says."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from engine.evaluation.editions_at_hand import united_decisions
from engine.language.logic import TRUE, UNKNOWN
from engine.language.walk import with_used
from engine.reporting.build import Builder
from engine.reporting.known import missing_fact
from engine.reporting.model import DecisionPart, UnderVersion

if TYPE_CHECKING:
    from engine.evaluation.editions import Considered
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Decision
    from engine.reporting.model import Report, Tone
    from engine.reporting.phrases import Phrases


class VersionsBuilder:
    """Tells of one record under each version that may apply to it."""

    def __init__(self, considered: Considered, phrases: Phrases, *, roc: bool = False) -> None:
        self.considered, self.phrases = considered, phrases
        self.judgment: Judgment = considered.judgment()
        self.builders = [Builder(one, phrases, roc=roc) for one in considered.evaluations]
        self.newest = self.builders[-1]
        books = [one.program.rulebook for one in considered.evaluations]
        self.decisions: dict[str, Decision] = {one.name: one for one in united_decisions(books, considered.record.subject)}

    @cached_property
    def which(self) -> Bilingual:
        """A sentence on what is open, with the versions that may apply."""
        shown = self.phrases.joined([self.heading(one) for one in self.considered.evaluations], "clauses")
        return self.phrases.sentence(self.phrases.say("report.which_version", x=shown))

    def heading(self, evaluation: Evaluation) -> Bilingual:
        """A version by its text and days; with that of a rulebook in use where that is open too."""
        wholes = [with_used(one.program.rulebook) for one in self.considered.evaluations]
        found = []
        for id_, book in with_used(evaluation.program.rulebook).items():
            if len({whole[id_].version for whole in wholes if id_ in whole}) > 1:
                line = self.newest.rulebook_line(book)
                said = self.phrases.say("report.under_version", title=book.title, version=book.version, in_force=line.in_force)
                found.append(said)
        return self.phrases.joined(found, "clauses")

    # -- decisions -------------------------------------------------------------------------------------------------

    def tone(self, result: DecisionResult) -> Tone:
        """Whether what all versions say is favourable."""
        decision = self.decisions[result.name]
        if result.is_open:
            return "undetermined"
        if result.has_value or not decision.favourable:
            return "neutral"
        return "favourable" if result.outcome in decision.favourable else "unfavourable"

    def outcome(self, result: DecisionResult) -> Bilingual:
        """What all versions say: an outcome by its label, a value, or that it is open."""
        decision, undetermined = self.decisions[result.name], self.phrases.say("outcome.undetermined")
        if not result.has_value:
            return undetermined if result.is_open else decision.outcomes[result.outcome or ""]
        if decision.value is None or result.value is None or result.value is UNKNOWN:
            return undetermined
        return self.newest.display.value(result.value, decision.value.type)

    def reason(self, result: DecisionResult) -> Bilingual:
        """The reason in one line: which versions may apply, or that it makes no difference."""
        return self.which if result.is_open else self.phrases.say("report.same_in_each")

    def possible(self, result: DecisionResult) -> Bilingual | None:
        """The outcomes that are still possible, where there are several."""
        if not result.is_open or not result.possible:
            return None
        labels = [self.decisions[result.name].outcomes[one] for one in result.possible]
        return self.phrases.sentence(self.phrases.say("outcome.possible", x=self.phrases.joined(labels, "or")))

    def _part(self, result: DecisionResult) -> DecisionPart:
        return DecisionPart(
            title=self.decisions[result.name].title,
            outcome=self.outcome(result),
            possible=self.possible(result),
            tone=self.tone(result),
            heading=self.phrases.say("report.versions_open"),
            intro=self.phrases.say("report.versions_intro"),
            one_line=self.reason(result),
            bases=(),
            missing=tuple(missing_fact(self.newest.names, path) for path in result.missing),
            readings=(),
            presumptions=(),
            provisional=None,
            remark=None,
            news=False,
            brief=None,
        )

    # -- the report ------------------------------------------------------------------------------------------------

    def report(self) -> Report:
        """The report: the decisions as all versions leave them, and each version's own."""
        each = [builder.report() for builder in self.builders]
        newest, judgment = each[-1], self.judgment
        main = self.newest.main if self.newest.main in judgment.decisions else next(iter(judgment.decisions))
        versions = [
            UnderVersion(heading=self.heading(evaluation), main=report.main, others=report.others)
            for evaluation, report in zip(self.considered.evaluations, each, strict=True)
        ]
        return replace(
            newest,
            main=self._part(judgment.decisions[main]),
            others=tuple(self._part(result) for name, result in judgment.decisions.items() if name != main),
            facts=tuple(dict.fromkeys(fact for report in each for fact in report.facts)),
            differences=tuple(dict.fromkeys(one for report in each for one in report.differences)),
            duties=tuple(self._owner(duty.provision).duty(duty) for duty in judgment.duties if duty.due is TRUE),
            remarks=tuple(self.newest.remark(one) for one in judgment.remarks),
            rulebooks=tuple(dict.fromkeys(line for report in each for line in report.rulebooks)),
            days=self.newest.days(judgment.law_as_of, judgment.facts_as_of),
            versions=tuple(versions),
        )

    def _owner(self, provision: str) -> Builder:
        """The builder of the newest version that has a provision."""
        return next(one for one in reversed(self.builders) if provision in one.program.provisions)
