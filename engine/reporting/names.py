"""What an expression is called in a sentence: each word has its phrase, labels come from the rulebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from engine.language.expressions import (
    All,
    Anniversary,
    AnyOf,
    Arithmetic,
    AsOf,
    Choose,
    Compare,
    Constant,
    Count,
    DateOf,
    Days,
    DecisionRef,
    Elapsed,
    ElementRef,
    Extreme,
    FactRef,
    FieldRef,
    Filter,
    GivenBy,
    Interval,
    IntervalsOf,
    Length,
    Minus,
    Not,
    ParameterRef,
    ProvisionRef,
    Quantified,
    ReadingRef,
    Shift,
    TermRef,
    Throughout,
    Total,
    Union,
    Window,
)
from engine.language.facts import Bilingual, Special
from engine.language.logic import UNKNOWN
from engine.language.types import ListType, NumberType, OptionType
from engine.reporting.labels import Labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.expressions import Expression
    from engine.language.types import Type


LONGEST_LIST: Final = 12
"""Values of a list that are told in a sentence; a longer one goes by its name."""
OPPOSITE: Final = {
    "is": "is_not", "is_not": "is", "in": "not_in", "not_in": "in",
    "at_least": "less_than", "less_than": "at_least", "more_than": "at_most", "at_most": "more_than",
    "on_or_after": "before", "before": "on_or_after", "after": "on_or_before", "on_or_before": "after",
}  # fmt: skip
"""The comparison that holds where another fails."""


class Names(Labels):
    """Names expressions of one program, or of a text that nobody runs, for one vocabulary."""

    # -- expressions -----------------------------------------------------------------------------------------------

    def name(self, node: Expression) -> Bilingual:
        """An expression in words, without its value: a noun for a value, a clause for a condition."""
        say, name = self.phrases.say, self.name
        match node:
            case Constant():
                return self.display.value(node.value, node.type)
            case All():
                return self._list(node.parts, "word.all", "list")
            case AnyOf():
                return self._list(node.parts, "word.any", "or")
            case Not():
                return self._not(node.part)
            case FactRef():
                return say("word.fact", label=self.fact(node.path))
            case FieldRef():
                return say("word.field", label=self.fact(f"{node.list_path}[].{node.name}"))
            case ElementRef():
                return say("word.element")
            case ParameterRef():
                return say("word.parameter", label=self.program.parameters[node.key].label)
            case ReadingRef():
                return say("word.reading", question=self.program.readings[node.key].question)
            case TermRef():
                return say("word.term", label=self.program.terms[node.key].label)
            case ProvisionRef():
                return say("word.provision_applies" if node.applies else "word.provision", cite=self.titled(node.key))
            case GivenBy():
                return say("word.given_by", cite=self.titled(node.key))
            case DecisionRef():
                return say("word.decision", title=self.program.decisions[node.key].title)
            case Compare():
                return self.asks(node, node.word)
            case Quantified():
                return say(f"word.{node.word}", list=name(node.list), x=name(node.condition))
            case Filter():
                return self._filter(node)
            case Count():
                return say("word.count", list=name(node.list))
            case Total():
                unit = node.type.unit if isinstance(node.type, NumberType) else ""
                listed = self._filter(node.list, unit) if isinstance(node.list, Filter) else name(node.list)
                return say("word.total", list=listed, of=name(node.of))
            case Extreme():
                by = self.phrases.joined([name(key) for key in node.by])
                return say(f"word.{node.word}", list=name(node.list), by=by)
            case IntervalsOf():
                return name(node.list)
            case Interval():
                return self._interval(node)
            case Union():
                return self._list(node.parts, "word.union", "or")
            case Minus():
                return say("word.minus", whole=name(node.whole), less=name(node.less))
            case Window():
                return self._window(node)
            case Days():
                return say("word.days", list=name(node.intervals))
            case Throughout():
                return say("word.throughout", window=name(node.window), intervals=name(node.intervals))
            case Length():
                return say("word.length", list=name(node.intervals))
            case Elapsed():
                return say("word.elapsed", first=name(node.first), last=name(node.last))
            case Shift():
                return self._shift(node)
            case DateOf():
                return say("word.date_of", x=name(node.moment))
            case Anniversary():
                key = "word.next" if node.next else "word.previous"
                return say(key, month=node.month, day=node.day, start=name(node.start))
            case AsOf():
                return say("word.as_of" if node.which == "facts" else "word.as_of_law")
            case Arithmetic():
                return self._arithmetic(node)
            case Choose():
                return say("word.choose")
            case _:
                assert_never(node)

    def asks(self, node: Compare, word: str) -> Bilingual:
        """A comparison as a statement, with the word that it has or with the opposite one."""
        left = self.name(node.left)
        if isinstance(node.right, Constant) and node.right.value is Special.NONE:
            return self.phrases.say(f"presence.{'asks_none' if word == 'is' else 'asks_some'}", left=left)
        return self.phrases.say(f"compare.{self.plain_word(node, word)}.asks", left=left, right=self.right(node))

    def plain_word(self, node: Compare, word: str) -> str:
        """The word by which a comparison is told: what is among one value is that value."""
        values = self._values(node.right)
        single = isinstance(values, tuple) and len(values) == 1
        return {"in": "is", "not_in": "is_not"}.get(word, word) if single else word

    def _values(self, right: Expression) -> object:
        if isinstance(right, Constant):
            return right.value
        parameter = self.program.parameters[right.key] if isinstance(right, ParameterRef) else None
        return parameter.value if parameter is not None and parameter.by is None else None

    def _not(self, part: Expression) -> Bilingual:
        """That something is not so, without saying "not" twice."""
        if isinstance(part, Not):
            return self.name(part.part)
        if isinstance(part, Compare):
            return self.asks(part, OPPOSITE[part.word])
        return self.phrases.say("word.not", x=self.name(part))

    def right(self, node: Compare) -> Bilingual:
        """What a value is compared with: the law's number with its name, a constant by its label."""
        right = node.right
        if isinstance(right, ParameterRef):
            parameter = self.program.parameters[right.key]
            if parameter.by is None:
                return self.with_name(parameter.value, node)
        if isinstance(node.left, DecisionRef) and isinstance(node.left.type, OptionType) and isinstance(right, Constant):
            outcomes = self.program.decisions[node.left.key].outcomes
            codes = right.value if isinstance(right.value, tuple) else (right.value,)
            return self.phrases.joined([outcomes[code] for code in codes if code in outcomes], "or")
        if isinstance(right, Constant) and isinstance(right.value, tuple):
            return self.phrases.joined([self.display.value(one, _one_of(node.left.type)) for one in right.value], "or")
        if isinstance(right, Constant) and isinstance(right.value, str):
            return self.display.value(right.value, _one_of(node.left.type))
        return self.name(right)

    def with_name(self, value: object, node: Compare) -> Bilingual:
        """The value on the right side with its name; a value that is not known, and a long list, by the name alone."""
        note = self.quoted(self.name(node.right))
        if isinstance(value, tuple):
            if len(value) > LONGEST_LIST:
                return self.phrases.say("join.listed", x=self.name(node.right))
            shown = self.phrases.joined([self.display.value(one, _one_of(node.left.type)) for one in value], "or")
        elif value is UNKNOWN or value is None:
            return note
        else:
            shown = self.display.value(value, node.right.type)
        return self.phrases.say("join.paren", x=shown, note=note)

    def quoted(self, label: Bilingual) -> Bilingual:
        """A name inside of a sentence."""
        return self.phrases.say("join.quote", x=label)

    def _filter(self, node: Filter, unit: str = "") -> Bilingual:
        """A list with the conditions of its elements, one after the other, without those that only choose a reading.

        ``unit`` is one that the sum is told in anyway: the condition that picks it is not told again.
        """
        say, inside, outside = self.phrases.say, list[Bilingual](), list[Bilingual]()
        listed: Expression = node
        while isinstance(listed, Filter):
            condition = listed.condition
            left_out = isinstance(condition, Not)
            shown = (
                None
                if _picks(condition, unit)
                else self.condition(condition.part)
                if isinstance(condition, Not)
                else self._limiting(condition)
            )
            if shown is not None:
                (outside if left_out else inside).insert(0, shown)
            listed = listed.list
        found = self.name(listed)
        if inside:
            found = say("word.filter", list=found, x=self.phrases.joined(inside, "conditions"))
        return say("word.filter_not", list=found, x=self.phrases.joined(outside)) if outside else found

    def _limiting(self, node: Expression) -> Bilingual | None:
        """A condition that says which elements of a list are meant: a field and its value, or a clause."""
        if only_readings(node):
            return None
        if isinstance(node, All):
            parts = [found for part in node.parts if (found := self._limiting(part)) is not None]
            return self.phrases.joined(parts, "conditions")
        if isinstance(node, Compare) and not (isinstance(node.right, Constant) and node.right.value is Special.NONE):
            if self.plain_word(node, node.word) == "is":
                return self.phrases.say("word.filter_is", left=self.name(node.left), right=self.right(node))
            return self.phrases.say("word.filter_clause", x=self.name(node))
        return self.condition(node)

    def condition(self, node: Expression) -> Bilingual | None:
        """A condition in words without what only chooses a reading; nothing where that is all of it."""
        if only_readings(node):
            return None
        if isinstance(node, (All, AnyOf)):
            parts = [found for part in node.parts if (found := self.condition(part)) is not None]
            return self.phrases.joined(parts, "list" if isinstance(node, All) else "or")
        return self.name(node)

    def _interval(self, node: Interval) -> Bilingual:
        ends = {}
        if node.first is not None:
            ends["first"] = self.name(node.first)
        if node.last is not None:
            ends["last"] = self.name(node.last)
        key = "interval" if len(ends) == 2 else "interval_from" if "first" in ends else "interval_to"  # noqa: PLR2004 - both ends
        return self.phrases.say(f"word.{key}", **ends)

    def _window(self, node: Window) -> Bilingual:
        """A time so long before or after a day: by the quantity, and the name that the law's number has."""
        key = "word.window" if node.ending else "word.window_starting"
        parameter = self.program.parameters[node.length.key] if isinstance(node.length, ParameterRef) else None
        if parameter is None or parameter.by is not None:
            return self.phrases.say(key, length=self.name(node.length), anchor=self.name(node.anchor))
        length = self.display.value(parameter.value, node.length.type)
        found = self.phrases.say(key, length=length, anchor=self.name(node.anchor))
        return self.phrases.say("join.paren", x=found, note=self.quoted(parameter.label))

    def _shift(self, node: Shift) -> Bilingual:
        """A day so long before or after another: by the quantity, and the name that the law's number has."""
        key = "word.shift" if node.later else "word.shift_earlier"
        if isinstance(node.by, ParameterRef):
            parameter = self.program.parameters[node.by.key]
            if parameter.by is None:
                by = self.display.value(parameter.value, node.by.type)
                found = self.phrases.say(key, x=self.name(node.date), by=by)
                return self.phrases.say("join.paren", x=found, note=self.quoted(parameter.label))
        return self.phrases.say(key, x=self.name(node.date), by=self.name(node.by))

    def _arithmetic(self, node: Arithmetic) -> Bilingual:
        names = [self.name(part) for part in node.parts]
        match node.word:
            case "add" | "minimum" | "maximum":
                return self.phrases.say(f"word.{node.word}", x=self.phrases.joined(names))
            case "round":
                return self.phrases.say("word.round", x=names[0])
            case "subtract" | "multiply" | "divide":
                return self.phrases.say(f"word.{node.word}", first=names[0], second=names[1])
            case _:
                assert_never(node.word)

    def _list(self, parts: Iterable[Expression], key: str, by: str) -> Bilingual:
        named = [found for part in parts if (found := self.condition(part)) is not None]
        return self.phrases.say(key, x=self.phrases.joined(named, by))


def _one_of(type_: Type) -> Type:
    """The type of one value, where there may be several."""
    return type_.element if isinstance(type_, ListType) else type_


def only_readings(node: Expression) -> bool:
    """Whether a condition asks for nothing but the reading in force, or for nothing at all: an argument that is yes or no."""
    match node:
        case Constant():
            return isinstance(node.value, bool)
        case Compare():
            return isinstance(node.left, ReadingRef)
        case Not():
            return only_readings(node.part)
        case All() | AnyOf():
            return all(only_readings(part) for part in node.parts)
        case _:
            return False


def _picks(node: Expression, unit: str) -> bool:
    """Whether a condition does nothing but pick the elements of a unit."""
    return (
        bool(unit)
        and isinstance(node, Compare)
        and node.word == "is"
        and isinstance(node.right, Constant)
        and node.right.value == unit
    )
