"""One judgment as a tree: every decision with its reasons in sentences, then the facts and texts that all of them rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.analysis.expectations import answer_of
from engine.cli.console import BOLD, CYAN, DIM, GREEN, RED, YELLOW
from engine.cli.layout import Branch, Words
from engine.cli.proof_tree import COLOURS_OF_STATUS, proof_tree
from engine.cli.wording import colours_of, shown_value
from engine.language.facts import Bilingual
from engine.language.logic import FALSE, TRUE
from engine.reporting.build import Builder
from engine.reporting.known import labelled, person, relied_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.cli.wording import Wording
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, DutyResult, Judgment
    from engine.reporting.model import DecisionPart
    from engine.reporting.sentences import Line

_COLOURS_OF_STANDING: Final[dict[str, tuple[str, ...]]] = {"met": (GREEN,), "not_met": (RED,), "open": (YELLOW,), "plain": ()}


def judgment_tree(evaluation: Evaluation, judgment: Judgment, wording: Wording) -> Branch:
    """The explained decision. Where the judgment has a trace, the whole proof stands below."""
    return _Judgment(evaluation, judgment, wording).root()


class _Judgment:
    def __init__(self, evaluation: Evaluation, judgment: Judgment, wording: Wording) -> None:
        self.evaluation, self.judgment, self.wording = evaluation, judgment, wording
        self.program = evaluation.program
        self.builder = Builder(evaluation, wording.phrases)
        self.names = self.builder.names

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
                heading.add(f"{say.of(labelled(self.names, one.path))}: {one.written} = {one.read}  [{one.path}]", DIM)
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
        part = self.builder.decision(result.name)
        code = f"  [{result.name}: {shown_value(answer_of(result))}]"
        outcome = Words(say.of(part.outcome), (*colours_of(decision, result), BOLD))
        branch = Branch((Words(f"{say.of(part.title)}: "), outcome, Words(code, (DIM,))))
        if part.possible is not None:
            branch.add(say.of(part.possible), YELLOW)
        self._bases(branch, result, part)
        for heading, entries in (
            ("missing", self._missing(result, part)),
            ("presumptions", self._presumed(result, part)),
            ("readings", self._readings(result, part)),
        ):
            if entries:
                branch.add(say.phrase(f"report.{heading}"), CYAN).below += entries
        if result.provisional_until is not None and part.provisional is not None:
            branch.add(f"{say.phrase('report.provisional_title')} ({result.provisional_until})", YELLOW).add(
                say.of(part.provisional), DIM
            )
        if part.remark is not None:
            branch.add(say.of(part.remark), DIM)
        return branch

    def _bases(self, branch: Branch, result: DecisionResult, part: DecisionPart) -> None:
        """The reasons. What serves is named; what does not, or is open, is explained in sentences."""
        say = self.wording
        heading = branch.add(say.of(part.heading), CYAN)
        if part.intro is not None:
            heading.add(say.of(part.intro), DIM)
        for group, basis in zip(result.because, part.bases, strict=True):
            above = heading if basis.title is None else heading.add(say.of(basis.title))
            if basis.lead is not None:
                above.add(say.of(basis.lead), DIM)
            keys = [key for key in group if key in self.program.provisions]
            for key, cited in zip(keys, basis.cited, strict=True):
                name = cited.place if cited.label is None else say.phrases.say("join.paren", x=cited.label, note=cited.place)
                status = str(self.judgment.provisions.get(key, ""))
                words = [Words(say.of(name)), Words("  " if status else ""),
                         Words(say.of(cited.verdict), COLOURS_OF_STATUS.get(status, ()))]  # fmt: skip
                entry = Branch((*words, Words(f"  [{key}]", (DIM,))))
                if part.tone != "favourable" and part.news:
                    entry.below += self._sentences(cited.lines)
                    if cited.again is not None:
                        entry.add(say.of(cited.again), DIM)
                above.below.append(entry)
            above.below += self._sentences(basis.lines)

    def _sentences(self, lines: Iterable[Line]) -> list[Branch]:
        return [
            Branch((Words(self.wording.of(line.text), _COLOURS_OF_STANDING[line.standing]),), self._sentences(line.below))
            for line in lines
        ]

    def _missing(self, result: DecisionResult, part: DecisionPart) -> list[Branch]:
        found = []
        for path, missing in zip(result.missing, part.missing, strict=True):
            entry = Branch((Words(self.wording.of(missing.label)), Words(f"  [{path}]", (DIM,))))
            entry.add(self.wording.of(missing.ask), DIM)
            found.append(entry)
        return found

    def _presumed(self, result: DecisionResult, part: DecisionPart) -> list[Branch]:
        found = []
        for path, presumption in zip(result.presumed, part.presumptions, strict=True):
            text = self.wording.of(self.wording.phrases.say("join.label", label=presumption.label, x=presumption.value))
            entry = Branch((Words(text), Words(f"  [{path}]", (DIM,))))
            if path in result.turns_on_presumptions:
                entry.add(self.wording.of(presumption.effect), YELLOW)
            found.append(entry)
        return found

    def _readings(self, result: DecisionResult, part: DecisionPart) -> list[Branch]:
        say, found = self.wording, []
        for name, reading in zip(result.turns_on_readings, part.readings, strict=True):
            entry = Branch((Words(say.of(reading.question), (YELLOW,)), Words(f"  [{name}]", (DIM,))))
            entry.add(f"{say.phrase('report.reading_chosen')}: {say.of(reading.means)}")
            for other in reading.others:
                alternative = entry.add(f"{say.phrase('report.reading_other')}: {say.of(other.means)}")
                alternative.add(f"{say.phrase('report.reading_outcome')}: {say.of(other.outcome)}")
            found.append(entry)
        return found

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
        entry = root.add(f"{say.phrase('report.duties')}: {text}{word}  [{duty.provision}]")
        if duty.to is not None:
            entry.add(say.phrase("report.duty_to", to=duty.to))
        if duty.deadline is not None:
            deadline = duty.deadline if isinstance(duty.deadline, Bilingual) else duty.deadline.isoformat()
            entry.add(say.phrase("report.duty_deadline", deadline=deadline))

    def _texts(self, root: Branch) -> None:
        """The days of the law and of knowledge, and the texts that decided."""
        judgment, say = self.judgment, self.wording
        versions = root.add(say.phrase("report.versions"), CYAN)
        for label, day in (("law_as_of", judgment.law_as_of), ("facts_as_of", judgment.facts_as_of)):
            shown = say.phrase("report.unknown_day") if day is None else day.isoformat()
            versions.add(f"{say.phrase(f'report.{label}')}: {shown}", DIM)
        for book in (judgment.rulebook, *judgment.uses):
            title = say.of(self.program.rulebooks[book.id].title)
            versions.add(f"{book.id}@{book.version}  {title}  {book.digest}", DIM)
