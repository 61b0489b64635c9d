"""One judgment as a tree: every decision with its reasons in sentences, then the facts and texts that all rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.analysis.expectations import answer_of
from engine.cli.console import BOLD, CYAN, DIM, GREEN, RED, YELLOW
from engine.cli.layout import Branch, Words
from engine.cli.proof_tree import proof_tree
from engine.cli.wording import colours_of, shown_value
from engine.documents.text import isolated
from engine.language.citation import cite_unit
from engine.language.facts import Bilingual
from engine.language.logic import FALSE, TRUE
from engine.reporting.build import Builder
from engine.reporting.known import labelled, missing_fact, person, relied_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.cli.wording import Wording
    from engine.evaluation.editions import Considered
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, DutyResult, Judgment
    from engine.reporting.sentences import Line

_COLOURS_OF_STANDING: Final[dict[str, tuple[str, ...]]] = {
    "met": (GREEN,),
    "not_met": (RED,),
    "open": (YELLOW,),
    "plain": (),
}


def judgment_tree(considered: Considered, judgment: Judgment, wording: Wording) -> Branch:
    """The explained decision of a record to which one version applies. Where there is a trace, the whole proof stands below."""
    has_versions = considered.interpreter.editions.selector is not None
    return branch_of(considered.newest, judgment, wording, has_versions=has_versions)


def branch_of(evaluation: Evaluation, judgment: Judgment, wording: Wording, *, has_versions: bool) -> Branch:
    """What one version says of a record; ``has_versions``: there are others, and since when this one is in force is told."""
    return _Judgment(evaluation, judgment, wording, has_versions=has_versions).root()


class _Judgment:
    def __init__(self, evaluation: Evaluation, judgment: Judgment, wording: Wording, *, has_versions: bool) -> None:
        self.evaluation, self.judgment, self.wording = evaluation, judgment, wording
        self.has_versions = has_versions
        self.program = evaluation.program
        self.builder = Builder(evaluation, wording.phrases)
        self.names, self.explainer = self.builder.names, self.builder.explainer
        self.explained: set[str] = set()
        self.quoted: set[str] = set()

    def root(self) -> Branch:
        judgment, say = self.judgment, self.wording
        root = Branch((Words(judgment.record, (BOLD,)), Words(f"  {say.of(person(self.evaluation, self.names))}")))
        main_first = sorted(judgment.decisions, key=lambda name: name != self.builder.main)
        for name in main_first:  # what is explained under it is only named under the others
            root.below.append(self._decision(judgment.decisions[name]))
        self._facts(root)
        for duty in judgment.duties:
            if duty.due is not FALSE:
                self._duty(root, duty)
        if self.evaluation.record.conversions:
            heading = root.add(say.phrase("report.conversions"), CYAN)
            for one in self.evaluation.record.conversions:
                label, day = labelled(self.names, one.path), self.builder.display.day(one.read)
                read = say.of(say.phrases.say("report.conversion", label=label, written=isolated(one.written), day=day))
                heading.add(f"{read}  [{one.path}]", DIM)
        for remark in judgment.remarks:
            root.add(say.remark(remark), YELLOW)
        self._texts(root)
        if judgment.trace is not None:
            root.below.append(proof_tree(judgment, say))
        return root

    # -- a decision ------------------------------------------------------------------------------------------------

    def _decision(self, result: DecisionResult) -> Branch:
        say = self.wording
        decision = self.evaluation.plan.rulings[result.name].decision
        colours = colours_of(decision, result)
        outcome = Words(say.of(self.builder.outcome(result.name)), (*colours, BOLD))
        code = Words(f"  [{result.name}: {shown_value(answer_of(result))}]", (DIM,))
        branch = Branch((Words(say.labelled(say.of(decision.title), "")), outcome, code))
        if len(result.possible) > 1:
            names = say.phrases.joined([decision.outcomes[one] for one in result.possible], "or")
            branch.add(say.phrase("outcome.possible", x=names), YELLOW)
        self._because(branch, result, colours)
        self._missing(branch, result)
        self._presumed(branch, result)
        self._readings(branch, result)
        if result.provisional_until is not None:
            day = self.builder.display.day(result.provisional_until)
            branch.add(say.phrase("report.provisional_title"), YELLOW).add(say.phrase("report.provisional_why", day=day), DIM)
        if decision.remark is not None:
            branch.add(say.of(decision.remark), DIM)
        return branch

    def _because(self, branch: Branch, result: DecisionResult, colours: tuple[str, ...]) -> None:
        """The grounds. What serves is named; what does not, or is open, is explained in sentences."""
        say = self.wording
        word = "why_not" if colours == (RED,) else "why_open" if colours == (YELLOW,) else "why"
        heading = branch.add(say.phrase(f"reason.{word}"), CYAN)
        several = len(result.because) > 1
        if several and word == "why_not":
            heading.add(say.phrase("reason.each_alone"), DIM)
        for number, group in enumerate(result.because, start=1):
            above = heading.add(say.phrase("reason.basis", n=number)) if several else heading
            if word == "why_not" and len(group) > 1:
                above.add(say.phrase("reason.ways"), DIM)
            keys = self.builder.grounds(group)
            above.below += [
                self._ground(
                    key,
                    explain=word != "why" or (result.has_value and self.builder.comes_to_nothing(key)),
                    quote=result.has_value and not self.builder.comes_to_nothing(key),
                )
                for key in keys
            ]
        if word != "why" and not any(key in self.program.clauses for group in result.because for key in group):
            heading.below += self._sentences(self.explainer.ruling(self.evaluation.plan.rulings[result.name]))

    def _ground(self, key: str, *, explain: bool, quote: bool) -> Branch:
        """A provision with its status; in sentences, or in its own words, where it is met for the first time."""
        say = self.wording
        provision = self.program.provisions[key]
        clause = self.program.clauses.get(key)
        place, name = cite_unit(provision, self.program.provisions), provision.label or provision.title
        words = [Words(say.of(place if name is None else say.phrases.say("join.paren", x=name, note=place)))]
        if clause is not None:
            verdict, stands = self.builder.verdict(clause)
            words += [Words("  "), Words(say.of(verdict), _COLOURS_OF_STANDING[stands] or (DIM,))]
        branch = Branch((*words, Words(f"  [{key}]", (DIM,))))
        if explain and clause is not None and key not in self.explained:
            self.explained.add(key)
            branch.below += self._sentences(self.explainer.clause(clause))
        wording = self.builder.wording(provision) if quote and key not in self.quoted else None
        if wording is not None:
            self.quoted.add(key)
            branch.add(say.of(wording), DIM)
        return branch

    def _sentences(self, lines: Iterable[Line]) -> list[Branch]:
        return [
            Branch((Words(self.wording.of(line.text), _COLOURS_OF_STANDING[line.standing]),), self._sentences(line.below))
            for line in lines
        ]

    def _missing(self, branch: Branch, result: DecisionResult) -> None:
        if not result.missing:
            return
        heading = branch.add(self.wording.phrase("report.missing"), CYAN)
        for path in result.missing:
            missing = missing_fact(self.names, path)
            entry = Branch((Words(self.wording.of(missing.label)), Words(f"  [{path}]", (DIM,))))
            entry.add(self.wording.of(missing.ask), DIM)
            heading.below.append(entry)

    def _presumed(self, branch: Branch, result: DecisionResult) -> None:
        if not result.presumed:
            return
        heading = branch.add(self.wording.phrase("report.presumptions"), CYAN)
        for path in result.presumed:
            entry = Branch((Words(self.wording.of(labelled(self.names, path))), Words(f"  [{path}]", (DIM,))))
            if path in result.turns_on_presumptions:
                entry.add(self.wording.phrase("report.presumption_turns"), YELLOW)
            heading.below.append(entry)

    def _readings(self, branch: Branch, result: DecisionResult) -> None:
        if not result.turns_on_readings:
            return
        say = self.wording
        heading = branch.add(say.phrase("report.readings"), CYAN)
        for name in result.turns_on_readings:
            key = name if ":" in name else f"{self.judgment.rulebook.id}:{name}"
            reading, ruling = self.program.readings[key], self.evaluation.plan.rulings[result.name]
            entry = Branch((Words(say.of(reading.question), (YELLOW,)), Words(f"  [{name}]", (DIM,))))
            for option, means in reading.options.items():
                chosen = option == reading.chosen
                told = entry.add(self._labelled("report.reading_chosen" if chosen else "report.reading_other", means.means))
                if not chosen:
                    outcome = self.builder.outcome_under(key, option, ruling)
                    told.add(self._labelled("report.reading_outcome", outcome), YELLOW)
            heading.below.append(entry)

    def _labelled(self, phrase: str, text: Bilingual) -> str:
        phrases = self.wording.phrases
        return self.wording.of(phrases.say("join.label", label=phrases.say(phrase), x=text))

    # -- what all rest on ------------------------------------------------------------------------------------------

    def _facts(self, root: Branch) -> None:
        paths: dict[str, None] = {}
        for name in self.judgment.decisions:
            paths.update(dict.fromkeys(self.evaluation.reasons.support(self.evaluation.plan.asked[name]).facts))
        heading = Branch((Words(self.wording.phrase("report.facts"), (CYAN,)),))
        presumed = f"  ({self.wording.phrase('report.presumed')})"
        for fact in relied_on(self.evaluation, self.names, paths):
            text = self.wording.of(self.wording.phrases.say("join.label", label=fact.label, x=fact.value))
            heading.add(f"{text}{presumed if fact.presumed else ''}")
        if heading.below:
            root.below.append(heading)

    def _duty(self, root: Branch, duty: DutyResult) -> None:
        say = self.wording
        text = say.of(say.phrases.say("report.duty", bearer=duty.bearer, action=duty.action))
        word = "" if duty.due is TRUE else f"  ({say.phrase('standing.undetermined')})"
        entry = root.add(f"{say.labelled(say.phrase('report.duties'), text)}{word}  [{duty.provision}]")
        if duty.to is not None:
            entry.add(say.phrase("report.duty_to", to=duty.to))
        if duty.deadline is not None:
            deadline = duty.deadline if isinstance(duty.deadline, Bilingual) else self.builder.display.day(duty.deadline)
            entry.add(say.phrase("report.duty_deadline", deadline=deadline))

    def _texts(self, root: Branch) -> None:
        """The days of the law and of knowledge, and the texts that decided."""
        judgment, say = self.judgment, self.wording
        versions = root.add(say.phrase("report.versions"), CYAN)
        for label, day in self.builder.days(judgment.law_as_of, judgment.facts_as_of):
            versions.add(say.of(say.phrases.say("join.label", label=label, x=day)), DIM)
        for book in (judgment.rulebook, *judgment.uses):
            text = self.program.rulebooks[book.id]
            since = f"  {say.of(self.builder.rulebook_line(text).in_force)}" if self.has_versions else ""
            versions.add(f"{book.id}@{book.version}  {say.of(text.title)}{since}  {book.digest}", DIM)
