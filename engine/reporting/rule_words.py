"""A rule in full words, for those who hold two rules against each other: nothing of it is left out.

A report names a condition by what matters for one record. Here whatever makes a difference is said: brackets around what
belongs together, the window and the limits of a count, the reading that is in force, how a number is rounded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import (
    All,
    AnyOf,
    Arithmetic,
    Choose,
    Compare,
    Constant,
    Count,
    DateOf,
    Days,
    ElementRef,
    FactRef,
    FieldRef,
    Filter,
    IntervalsOf,
    Length,
    Not,
    ParameterRef,
    ProvisionRef,
    Quantified,
    ReadingRef,
    Shift,
    TermRef,
    Total,
    Union,
    Window,
)
from engine.language.facts import Bilingual
from engine.language.record import Element
from engine.language.types import ListType
from engine.reporting.names import LONGEST_LIST, Names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.declarations import Declarations
    from engine.language.expressions import Expression, Row
    from engine.language.facts import Vocabulary
    from engine.language.types import Type
    from engine.reporting.display import Display
    from engine.reporting.phrases import Phrases


class RuleWords(Names):
    """Says rules of one version in full. ``exact`` adds the names by which files call things, where labels tell too little."""

    def __init__(
        self,
        declared: Declarations,
        vocabulary: Vocabulary,
        phrases: Phrases,
        display: Display,
        within: str,
        *,
        exact: bool = False,
    ) -> None:
        super().__init__(declared, vocabulary, phrases, display)
        self.within = within
        self.exact = exact
        self.named: set[Bilingual] = set()
        """The labels and values that its sentences were made of, until somebody takes them."""

    def taken(self) -> frozenset[Bilingual]:
        """The labels and values of the sentences since the last time; another name or value is another as a whole."""
        found = frozenset(self.named)
        self.named.clear()
        return found

    def name(self, node: Expression) -> Bilingual:
        """An expression in words: a noun for a value, a statement for a condition."""
        match node:
            case All():
                return self._side_by_side(node.parts, "and")
            case AnyOf():
                return self._side_by_side(node.parts, "or")
            case Not():
                return self.phrases.say("rule.not", x=self._held_together(node.part))
            case FactRef():
                return self._labelled(self.fact(node.path), node.path)
            case FieldRef():
                return self._labelled(self.fact(f"{node.list_path}[].{node.name}"), f"{node.list_path}.{node.name}")
            case TermRef():
                return self._term(node)
            case ParameterRef():
                return self._parameter(node)
            case ReadingRef():
                found = super().name(node)
                return Bilingual(f"{found.zh} [{node.key}]", f"{found.en} [{node.key}]") if self.exact else found
            case ProvisionRef():
                cite = self.titled(node.key, self.within)
                return self.phrases.say("word.provision_applies" if node.applies else "rule.provision", cite=cite)
            case Compare():
                return self._comparison(node)
            case Quantified():
                return self._quantified(node)
            case _:
                return self._value(node)

    def _value(self, node: Expression) -> Bilingual:
        say, name = self.phrases.say, self.name
        match node:
            case Constant():
                return self._kept_whole(node.value, node.type)
            case ElementRef():
                return say("rule.element")
            case Filter():
                return self._filter(node)
            case Count():
                return say("rule.count", list=name(node.list))
            case Total():
                return say("rule.total", list=name(node.list), of=name(node.of))
            case IntervalsOf() if self.exact:
                return say("rule.intervals", list=name(node.list), first=name(node.first), last=name(node.last))
            case Union():
                return say("rule.union", x=self.phrases.joined([name(part) for part in node.parts]))
            case Window():
                return self._window(node)
            case Days():
                return self._days(node)
            case Length() if node.within is not None:
                return say("rule.length_within", list=name(node.intervals), window=name(node.within))
            case Length():
                return say("rule.length", list=name(node.intervals))
            case Shift():
                return say("rule.shift" if node.later else "rule.shift_earlier", x=name(node.date), by=name(node.by))
            case DateOf():
                return say("rule.date_of", x=name(node.moment))
            case Arithmetic():
                return self._rounded(node)
            case Choose():
                return self.phrases.joined([self.row(row) for row in node.rows], "clauses")
            case _:
                return super().name(node)

    # -- things with labels ----------------------------------------------------------------------------------------

    def _labelled(self, label: Bilingual, code: str) -> Bilingual:
        self.named |= {label, Bilingual(code, code)}
        quoted = self.phrases.say("rule.label", x=label)
        return Bilingual(f"{quoted.zh} [{code}]", f"{quoted.en} [{code}]") if self.exact else quoted

    def _term(self, node: TermRef) -> Bilingual:
        term = self.program.terms[node.key]
        found = self._labelled(term.label, node.key.partition(":")[2])
        told = self._arguments(node.key, term.key.partition(":")[0])
        return self.phrases.say("join.paren", x=found, note=self.phrases.joined(told)) if told and not self.exact else found

    def _arguments(self, key: str, book: str) -> list[Bilingual]:
        """What a term is given, by the labels of what stands after ``=`` in its key."""
        _, bracket, inside = key.rpartition("/")[2].partition("(")
        if not bracket:
            return []
        found = []
        for argument in inside.rstrip(")").split(", "):
            named = argument.partition("=")[2]
            qualified = named if ":" in named else f"{book}:{named}"
            declared = self.program.parameters.get(qualified) or self.program.terms.get(qualified)
            found.append(Bilingual(named, named) if declared is None else declared.label)
        return found

    def _parameter(self, node: ParameterRef) -> Bilingual:
        parameter = self.program.parameters[node.key]
        label = self._labelled(parameter.label, node.key.partition(":")[2])
        long = isinstance(parameter.value, tuple) and len(parameter.value) > LONGEST_LIST
        if parameter.by is not None or long or (isinstance(parameter.value, tuple) and _is_register(parameter.value)):
            return label
        if isinstance(parameter.value, Bilingual):
            return label
        shown = self._kept_whole(parameter.value, parameter.type)
        return self.phrases.say("join.paren", x=shown, note=label)

    def _kept_whole(self, value: object, type_: Type) -> Bilingual:
        """A value; where it has no number, it changes as a whole."""
        inner = type_.element if isinstance(type_, ListType) else type_
        for one in value if isinstance(value, tuple) else (value,):
            shown = self.display.value(one, inner)
            if not any(letter.isdigit() for letter in shown.zh):
                self.named.add(shown)
        return self.display.value(value, type_)

    # -- conditions ------------------------------------------------------------------------------------------------

    def _side_by_side(self, parts: Iterable[Expression], joint: str) -> Bilingual:
        return self.phrases.joined([self._held_together(part) for part in parts], f"rule_{joint}")

    def _held_together(self, node: Expression) -> Bilingual:
        """A condition that stands beside others: in brackets, where it would run into them."""
        found = self.name(node)
        return self.phrases.say("rule.group", x=found) if isinstance(node, (All, AnyOf, Quantified, Choose)) else found

    def _comparison(self, node: Compare) -> Bilingual:
        if isinstance(node.left, ReadingRef) and isinstance(node.right, Constant):
            return self._read_as(node, node.left, node.right)
        return self.phrases.say(f"compare.{node.word}.asks", left=self.name(node.left), right=self.right(node))

    def _read_as(self, node: Compare, left: ReadingRef, right: Constant) -> Bilingual:
        reading = self.program.readings[left.key]
        codes = right.value if isinstance(right.value, tuple) else (right.value,)
        means = [
            self.phrases.say("rule.label", x=_without_stop(reading.options[code].means))
            for code in codes
            if code in reading.options
        ]
        key = "rule.not_read_as" if node.word in {"is_not", "not_in"} else "rule.read_as"
        return self.phrases.say(key, question=reading.question, means=self.phrases.joined(means, "or"))

    def right(self, node: Compare) -> Bilingual:
        """What a value is compared with: the law's number with its name, a constant by its label."""
        right = node.right
        if isinstance(right, ParameterRef):
            return self.name(right)
        if isinstance(right, Constant):
            self._kept_whole(right.value, node.left.type)
        return super().right(node)

    def _quantified(self, node: Quantified) -> Bilingual:
        if isinstance(node.list, Days) and isinstance(node.condition, Compare) and isinstance(node.condition.left, ElementRef):
            condition = node.condition
            days = self.phrases.say(f"rule.{node.word}_year", x=self.name(node.list))
            return self.phrases.say(f"compare.{condition.word}.asks", left=days, right=self.right(condition))
        return self.phrases.say(f"rule.{node.word}", list=self.name(node.list), x=self.name(node.condition))

    # -- lists and time --------------------------------------------------------------------------------------------

    def _filter(self, node: Filter, unit: str = "") -> Bilingual:  # noqa: ARG002 - in full: also the condition that picks a unit
        conditions: list[Expression] = []
        listed: Expression = node
        while isinstance(listed, Filter):
            conditions.insert(0, listed.condition)
            listed = listed.list
        told = self.name(conditions[0]) if len(conditions) == 1 else self._side_by_side(conditions, "and")
        return self.phrases.say("rule.filter", list=self.name(listed), x=told)

    def _window(self, node: Window) -> Bilingual:
        key = "rule.window" if node.ending else "rule.window_starting"
        found = self.phrases.say(key, length=self.name(node.length), anchor=self.name(node.anchor))
        if node.not_counting is None:
            return found
        return self.phrases.say("rule.not_counting", window=found, x=self.name(node.not_counting))

    def _days(self, node: Days) -> Bilingual:
        listed = self.name(node.intervals)
        if node.within is None:
            found = self.phrases.say("rule.days", list=listed)
        else:
            found = self.phrases.say("rule.days_within", list=listed, window=self.name(node.within))
        ends = [
            self.phrases.say(f"rule.{which}", x=self._counted(end))
            for which, end in (("first_day", node.first_day), ("last_day", node.last_day))
            if not (isinstance(end, Constant) and end.value == "counted")
        ]
        return self.phrases.say("join.paren", x=found, note=self.phrases.joined(ends)) if ends else found

    def _counted(self, end: Expression) -> Bilingual:
        return self.phrases.say(f"rule.{end.value}") if isinstance(end, Constant) else self.name(end)

    def _rounded(self, node: Arithmetic) -> Bilingual:
        parts = [self._held_together(part) for part in node.parts]
        if node.word in {"add", "minimum", "maximum"}:
            return self.phrases.say(f"word.{node.word}", x=self.phrases.joined(parts))
        found = parts[0] if node.word == "round" else self.phrases.say(f"word.{node.word}", first=parts[0], second=parts[1])
        if not node.rounding:
            return found
        how = self.phrases.plural(f"rule.{node.rounding}", 0 if not node.places else 1, n=node.places)
        return self.phrases.say("join.paren", x=found, note=how)

    # -- rows ------------------------------------------------------------------------------------------------------

    def row(self, row: Row, then: Bilingual | None = None) -> Bilingual:
        """A row of a choice or a decision; ``then`` is what follows, where its words are known."""
        follows = self.name(row.then) if then is None else then
        if row.when is None:
            return self.phrases.say("rule.otherwise", then=follows)
        return self.phrases.say("rule.row", when=self.name(row.when), then=follows)


def _is_register(value: tuple[object, ...]) -> bool:
    """Whether the values of a list are records."""
    return any(isinstance(one, Element) for one in value)


def _without_stop(text: Bilingual) -> Bilingual:
    """A wording as a part of a sentence."""
    return Bilingual(text.zh.strip().rstrip("。"), text.en.strip().rstrip("."))
