"""One judgment as a tree: every decision with its reasons, then what all of them rest on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.expectations import answer_of
from engine.cli.console import BOLD, CYAN, DIM, YELLOW
from engine.cli.layout import Branch, Words
from engine.cli.proof_tree import COLOURS_OF_STATUS, proof_tree
from engine.cli.wording import Wording, colours_of, fact_at, shown_value
from engine.evaluation.judgment import UNDETERMINED, plain_value
from engine.language.facts import Bilingual
from engine.language.logic import FALSE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, DutyResult, Judgment

_FIELD: Final = re.compile(r"(?P<element>.+\[[0-9]+\])\.(?P<field>.+)")


def judgment_tree(evaluation: Evaluation, judgment: Judgment, wording: Wording) -> Branch:
    """The explained decision. With ``judgment.trace``, the whole proof stands below."""
    return _Judgment(evaluation, judgment, wording).root()


class _Judgment:
    def __init__(self, evaluation: Evaluation, judgment: Judgment, wording: Wording) -> None:
        self.evaluation, self.judgment, self.wording = evaluation, judgment, wording
        self.program = evaluation.program
        self.vocabulary = evaluation.plan.subject.vocabulary

    def root(self) -> Branch:
        judgment, say = self.judgment, self.wording
        root = Branch((Words(judgment.record, (BOLD,)), Words(self._name())))
        for decision in judgment.decisions.values():
            root.below.append(self._decision(decision))
        self._facts(root)
        for duty in judgment.duties:
            if duty.due is not FALSE:
                self._duty(root, duty)
        for conversion in self.evaluation.record.conversions:
            root.add(f"{say.phrase('report.conversions')}: {conversion.path}: {conversion.written} = {conversion.read}", DIM)
        for remark in judgment.remarks:
            root.add(say.remark(remark), YELLOW)
        versions = root.add(say.phrase("report.versions"), DIM)
        for label, day in (("law_as_of", judgment.law_as_of), ("facts_as_of", judgment.facts_as_of)):
            shown = say.phrase("report.unknown_day") if day is None else day.isoformat()
            versions.add(f"{say.phrase(f'report.{label}')}: {shown}", DIM)
        for book in (judgment.rulebook, *judgment.uses):
            title = say.of(self.program.rulebooks[book.id].title)
            versions.add(f"{book.id}@{book.version} {title} ({book.digest[:19]}…)", DIM)
        if judgment.trace is not None:
            root.below.append(proof_tree(judgment, self.wording))
        return root

    def _name(self) -> str:
        names = [self.evaluation.record.facts.get(path) for path in ("name.zh", "name.en")]
        shown = " ".join(str(name) for name in names if isinstance(name, str))
        return f" {shown}" if shown else ""

    # -- a decision ------------------------------------------------------------------------------------------------

    def _decision(self, result: DecisionResult) -> Branch:
        say = self.wording
        decision = self.evaluation.plan.rulings[result.name].decision
        colours = (*colours_of(decision, result), BOLD)
        branch = Branch((Words(f"{say.of(decision.title)}: "), Words(say.answer(decision, result), colours),
                         Words(f"  [{result.name}: {shown_value(answer_of(result))}]", (DIM,))))  # fmt: skip
        if result.outcome == UNDETERMINED:
            branch.add(say.phrase("outcome.possible", x=say.outcomes(decision, result.possible)), YELLOW)
        self._because(branch, result)
        self._missing(branch, result)
        self._presumed(branch, result)
        self._readings(branch, result)
        if result.provisional_until is not None:
            day = result.provisional_until.isoformat()
            provisional = branch.add(say.phrase("report.provisional", day=day), YELLOW)
            provisional.add(say.phrase("report.provisional_why", day=day), DIM)
        if decision.remark is not None:
            branch.add(say.of(decision.remark), DIM)
        return branch

    def _because(self, branch: Branch, result: DecisionResult) -> None:
        heading = branch.add(self.wording.phrase("report.reasons"), CYAN)
        alone = len(result.because) > 1
        for number, group in enumerate(result.because, start=1):
            above = heading.add(self.wording.phrase("reason.basis", n=number)) if alone else heading
            for key in group:
                status = self.judgment.provisions.get(key, "")
                words = [Words(self.wording.of(self.wording.provision(self.program, key)))]
                if status:
                    words.append(Words(f"  {self.wording.phrase(f'standing.{status}')}", COLOURS_OF_STATUS[status]))
                above.below.append(Branch((*words, Words(f"  [{key}]", (DIM,)))))
        if not heading.below:
            branch.below.remove(heading)

    def _missing(self, branch: Branch, result: DecisionResult) -> None:
        if not result.missing:
            return
        heading = branch.add(self.wording.phrase("report.missing"), CYAN)
        for path in result.missing:
            fact = fact_at(self.vocabulary, path)
            entry = heading.add(f"{self.wording.fact(self.vocabulary, path)}  [{path}]")
            if fact.ask is not None:
                entry.add(self.wording.of(fact.ask), DIM)
            elif fact.finding:
                entry.add(self.wording.phrase("report.missing_officer"), DIM)

    def _presumed(self, branch: Branch, result: DecisionResult) -> None:
        if not result.presumed:
            return
        heading = branch.add(self.wording.phrase("report.presumptions"), CYAN)
        for path in result.presumed:
            turns = path in result.turns_on_presumptions
            entry = heading.add(f"{self.wording.fact(self.vocabulary, path)} = {self._value(path)}  [{path}]")
            if turns:
                entry.add(self.wording.phrase("report.presumption_turns"), YELLOW)

    def _value(self, path: str) -> str:
        match = _FIELD.fullmatch(path)
        facts = self.evaluation.record.facts
        if match is None:
            return shown_value(plain_value(facts.get(path)))
        list_path, _, index = match["element"].partition("[")
        elements: Any = facts.get(list_path, ())
        return shown_value(plain_value(elements[int(index[:-1])].values.get(match["field"])))

    def _readings(self, branch: Branch, result: DecisionResult) -> None:
        if not result.turns_on_readings:
            return
        say = self.wording
        heading = branch.add(say.phrase("report.readings"), YELLOW)
        for name in result.turns_on_readings:
            key = name if ":" in name else f"{self.judgment.rulebook.id}:{name}"
            reading = self.program.readings[key]
            entry = heading.add(f"{say.of(reading.question)}  [{name}]")
            for option, meaning in reading.options.items():
                word = "report.reading_chosen" if option == reading.chosen else "report.reading_other"
                entry.add(f"{say.phrase(word)}: {option}: {say.of(meaning.means)}", DIM)

    # -- what all rest on ------------------------------------------------------------------------------------------

    def _facts(self, root: Branch) -> None:
        """The facts that were relied on, in the vocabulary's order; an element's fields in one line."""
        found: dict[str, Any] = {}
        for name in self.judgment.decisions:
            found |= self.evaluation.reasons.support(self.evaluation.plan.asked[name]).facts
        order = {path: number for number, path in enumerate(self.vocabulary.facts)}
        lines: dict[str, list[str]] = {}
        for path in sorted(found, key=lambda path: (order.get(path.partition("[")[0], 0), _by_index(path))):
            match = _FIELD.fullmatch(path)
            known = self.evaluation.record.facts.get(path)
            if match is not None:
                lines.setdefault(match["element"], []).append(f"{match['field']} {shown_value(plain_value(found[path]))}")
            elif known == ():
                lines[path] = [self.wording.phrase("value.empty")]
            elif known is not None and not _is_structured(known):
                lines[path] = [shown_value(plain_value(known))]
        heading = root.add(self.wording.phrase("report.facts"), CYAN)
        for path, values in lines.items():
            label = self.wording.fact(self.vocabulary, path)
            heading.below.append(Branch((Words(f"{label}: "), Words(", ".join(values), (BOLD,)), Words(f"  [{path}]", (DIM,)))))
        if not heading.below:
            root.below.remove(heading)

    def _duty(self, root: Branch, duty: DutyResult) -> None:
        say = self.wording
        word = "" if duty.as_json()["due"] is True else f"  ({say.phrase('standing.undetermined')})"
        text = say.of(say.phrases.say("report.duty", bearer=duty.bearer, action=duty.action))
        entry = root.add(f"{say.phrase('report.duties')}: {text}{word}  [{duty.provision}]")
        if duty.to is not None:
            entry.add(say.phrase("report.duty_to", to=duty.to))
        if duty.deadline is not None:
            deadline = duty.deadline if isinstance(duty.deadline, Bilingual) else duty.deadline.isoformat()
            entry.add(say.phrase("report.duty_deadline", deadline=deadline))


def _by_index(path: str) -> tuple[int, str]:
    _, _, rest = path.partition("[")
    return (int(rest.partition("]")[0]), path) if rest else (-1, path)


def _is_structured(value: Any) -> bool:  # noqa: ANN401 - whatever a fact can hold
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "path")


