"""The answer of ``rulebook whatif`` for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.expectations import answer_of
from engine.analysis.whatif.answers import Answer, Kind
from engine.cli.console import BOLD, CYAN, DIM, GREEN, YELLOW
from engine.cli.layout import Branch, Words, tree, width_of_output
from engine.cli.whatif import SOLVER
from engine.cli.wording import Wording, colours_of, shown_value
from engine.language.citation import cite_unit
from engine.language.facts import Bilingual, FactType
from engine.language.record import Element
from engine.reporting.build import Builder
from engine.reporting.known import labelled, missing_fact, person

if TYPE_CHECKING:
    from engine.analysis.whatif.answers import Alternative, Change, Passing
    from engine.cli.options import Language
    from engine.cli.whatif import Answered
    from engine.evaluation.judgment import DecisionResult
    from engine.language.record import Record


def as_text(answered: Answered, language: Language) -> str:
    """The whole answer as a tree."""
    return tree(_Told(answered, Wording(language)).root(), width_of_output())


class _Told:
    def __init__(self, answered: Answered, wording: Wording) -> None:
        self.answered, self.say, self.asked = answered, wording, answered.asked
        self.builder = self._of(self.asked.record)
        self.result = self.asked.result(self.asked.record)

    def _of(self, record: Record) -> Builder:
        considered = self.asked.interpreter.under_each(record, self.asked.as_of)
        return Builder(considered.newest, self.say.phrases)

    def root(self) -> Branch:
        builder, say = self.builder, self.say
        root = Branch((Words(self.asked.record.id, (BOLD,)), Words(f"  {say.of(person(builder.evaluation, builder.names))}")))
        colours = colours_of(self.answered.decision, self.result)
        title = Words(say.labelled(say.of(self.answered.decision.title), ""))
        outcome = Words(say.of(self._outcome(self.result)), (*colours, BOLD))
        code = Words(f"  [{self.asked.decision}: {shown_value(answer_of(self.result))}]", (DIM,))
        root.below.append(Branch((title, outcome, code)))
        self._changes(root.add(say.phrase("whatif.changes"), CYAN))
        self._passing(root.add(say.phrase("whatif.passing"), CYAN))
        return root

    def _outcome(self, result: DecisionResult) -> Bilingual:
        outcomes = self.answered.decision.outcomes
        named = [outcomes.get(one, Bilingual(one, one)) for one in result.possible]
        return self.say.phrases.joined(named, "or")

    # -- changes ---------------------------------------------------------------------------------------------------

    def _changes(self, branch: Branch) -> None:
        changes, say = self.answered.changes, self.say
        match changes.answer:
            case Answer.ALREADY:
                branch.add(say.phrase("whatif.already"), GREEN)
            case Answer.OPEN:
                self._missing(branch.add(say.phrase("whatif.open"), YELLOW), self.result)
            case Answer.NONE:
                self._grounds(branch.add(say.phrase("whatif.none")), self.result, self.builder)
                branch.add(say.phrase("whatif.bound", n=changes.most_added), DIM)
            case Answer.UNDECIDED:
                detail = SOLVER if changes.reason == "solver" else changes.detail
                branch.add(say.phrase(f"whatif.undecided_{changes.reason}", x=detail), YELLOW)
            case _:
                self._found(branch)

    def _found(self, branch: Branch) -> None:
        changes, say = self.answered.changes, self.say
        branch.add(say.of(say.phrases.plural("whatif.fewest", changes.fewest, n=changes.fewest)))
        several = len(changes.alternatives) > 1
        if several:
            branch.add(say.phrase("whatif.ways"))
        for number, one in enumerate(changes.alternatives, start=1):
            outcome = self._outcome(one.result)
            told = (
                say.phrase("whatif.way", n=number, outcome=outcome) if several else say.phrase("whatif.outcome", outcome=outcome)
            )
            self._alternative(branch.add(told, GREEN if one.sure else YELLOW), one)
        day = self.asked.judgment(self.asked.record).facts_as_of
        if day is not None:
            branch.add(say.phrase("whatif.looked_at", day=self.builder.display.day(day)), DIM)

    def _alternative(self, branch: Branch, one: Alternative) -> None:
        for change in one.changes:
            branch.below.append(Branch((Words(self.say.of(self._change(change))), Words(f"  [{change.path}]", (DIM,)))))
        if not one.sure:
            self._missing(branch.add(self.say.phrase("whatif.still"), YELLOW), one.result)

    def _change(self, change: Change) -> Bilingual:
        names, phrases = self.builder.names, self.say.phrases
        listed = names.fact(change.path.partition("[")[0])
        fact = names.vocabulary.facts[change.path.partition("[")[0]]
        match change.kind:
            case Kind.CHANGED:
                declared = names.declaration(change.path) or fact
                before, after = (names.display.fact(value, declared) for value in (change.before, change.after))
                return phrases.say("whatif.changed", label=self._place_of(change.path), before=before, after=after)
            case Kind.ADDED if isinstance(change.after, Element) and not change.after.values:
                return phrases.say("whatif.added_any", label=listed)
            case Kind.ADDED:
                return phrases.say("whatif.added", label=listed, x=self._element(change.path, change.after))
            case _:
                return phrases.say("whatif.taken_away", label=listed, x=self._element(change.path, change.before))

    def _place_of(self, path: str) -> Bilingual:
        """What a fact is called; of a field of an element with the code by which a reader knows the element."""
        label = labelled(self.builder.names, path)
        bare, bracket, rest = path.partition("[")
        fields = self.builder.names.vocabulary.facts[bare].elements or {}
        elements = self.asked.record.facts.get(bare)
        if not bracket or not isinstance(elements, tuple):
            return label
        element = elements[int(rest.partition("]")[0])]
        codes = [name for name, one in fields.items() if one.type is FactType.ENUMERATION]
        if not isinstance(element, Element) or not codes or codes[0] not in element.values:
            return label
        code = self.builder.names.display.fact(element.values[codes[0]], fields[codes[0]])
        return self.say.phrases.say("join.paren", x=label, note=code)

    def _element(self, path: str, value: object) -> Bilingual:
        names, phrases = self.builder.names, self.say.phrases
        fact = names.vocabulary.facts[path.partition("[")[0]]
        if not isinstance(value, Element):
            return names.display.fact(value, fact.element_type or fact)
        fields = {name: one for name, one in (fact.elements or {}).items() if name in value.values}
        units = {one.unit_from for one in fields.values()}
        parts = [
            phrases.say("join.label", label=one.label, x=names.display.fact(value.values[name], one, value))
            for name, one in fields.items()
            if name not in units
        ]
        return phrases.joined(parts, "clauses")

    # -- time ------------------------------------------------------------------------------------------------------

    def _passing(self, branch: Branch) -> None:
        passing, say = self.answered.passing, self.say
        rounds = self.builder.names.vocabulary.rounds
        if rounds is None:
            branch.add(say.phrase("whatif.later_no_rounds"), DIM)
            return
        slots = {"round": rounds.label}
        if passing.answer is Answer.UNDECIDED:
            branch.add(say.phrase("whatif.later_unknown_round", label=self.builder.names.fact(rounds.fact), **slots), YELLOW)
        elif passing.answer is Answer.ALREADY:
            branch.add(say.phrase("whatif.later_already", **slots), GREEN)
        elif passing.result is None or passing.record is None or passing.day is None or passing.last_day is None:
            branch.add(say.phrase("whatif.later_none", **slots))
        elif passing.answer is Answer.NONE:
            last = self.builder.display.day(passing.last_day)
            self._grounds(
                branch.add(say.phrase("whatif.later_never", day=last, **slots)), passing.result, self._of(passing.record)
            )
            for name, one in self.answered.parts.items():
                self._part(branch, name, one)
        else:
            day = self.builder.display.day(passing.day)
            if passing.answer is Answer.OPEN:
                self._missing(branch.add(say.phrase("whatif.later_open", day=day, **slots), YELLOW), passing.result)
            else:
                outcome = self._outcome(passing.result)
                branch.add(say.phrase("whatif.first", outcome=outcome, day=day, **slots), GREEN)
            for path, value in (passing.moved or {}).items():
                shown = self.builder.display.plain(value)
                label = self.builder.names.fact(path)
                branch.add(f"{say.of(say.phrases.say('join.label', label=label, x=shown))}  [{path}]", DIM)
            until = passing.result.provisional_until or passing.day
            branch.add(say.phrase("whatif.until", day=self.builder.display.day(until)), DIM)

    def _part(self, branch: Branch, name: str, passing: Passing) -> None:
        """A decision that the one asked about asks for, and when it turns."""
        part = self.asked.interpreter.newest.decisions[f"{self.asked.interpreter.newest.id}:{name}"]
        rounds = self.builder.names.vocabulary.rounds
        if passing.day is None or passing.result is None or rounds is None:
            return
        outcome = part.outcomes.get(passing.result.outcome or "", part.title)
        day, say = self.builder.display.day(passing.day), self.say
        told = say.phrase("whatif.part", title=part.title, outcome=outcome, day=day, round=rounds.label)
        branch.below.append(Branch((Words(told, (GREEN,)), Words(f"  [--decision {name}]", (DIM,)))))

    # -- what it rests on ------------------------------------------------------------------------------------------

    def _missing(self, branch: Branch, result: DecisionResult) -> None:
        for path in result.missing:
            missing = missing_fact(self.builder.names, path)
            entry = Branch((Words(self.say.of(missing.label)), Words(f"  [{path}]", (DIM,))))
            entry.add(self.say.of(missing.ask), DIM)
            branch.below.append(entry)

    def _grounds(self, branch: Branch, result: DecisionResult, builder: Builder) -> None:
        keys = dict.fromkeys(key for group in result.because for key in builder.grounds(group))
        for key in keys:
            provision = builder.program.provisions[key]
            place, name = cite_unit(provision, builder.program.provisions), provision.label or provision.title
            shown = self.say.of(place if name is None else self.say.phrases.say("join.paren", x=name, note=place))
            branch.below.append(Branch((Words(shown), Words(f"  [{key}]", (DIM,)))))
