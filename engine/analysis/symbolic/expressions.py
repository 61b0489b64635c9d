"""Each expression as a value: one closed match over all words, from the tree to terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, assert_never

from engine.analysis.symbolic import arithmetic, lists, time
from engine.analysis.symbolic.choice import either
from engine.analysis.symbolic.comparison import compare, compare_ranks
from engine.analysis.symbolic.durations import compare_duration
from engine.analysis.symbolic.literals import NONE, OPEN, literal
from engine.analysis.symbolic.truths import NO, YES, conj, disj, neg
from engine.analysis.symbolic.values import Items, Row, Scalar, UnencodableError
from engine.language.expressions import (
    NOWHERE,
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
    children,
)
from engine.language.temporal.calendar import Unit
from engine.language.types import BooleanType, DurationType, NumberType

if TYPE_CHECKING:
    import z3

    from engine.analysis.symbolic.texts import Texts
    from engine.analysis.symbolic.values import Ledger
    from engine.language.expressions import Expression
    from engine.language.expressions import Row as ChoiceRow
    from engine.language.rulebook import Parameter

    OfTime = IntervalsOf | Interval | Union | Minus | Window | Days | Throughout | Length | Elapsed | Shift | DateOf | Anniversary


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The list element at hand, whether it belongs to its list, and the frame around it."""

    entry: Any
    present: z3.BoolRef
    outer: Frame | None

    def out(self, depth: int) -> Frame:
        """The frame ``depth`` lists further out."""
        frame = self
        for _ in range(depth):
            if frame.outer is None:
                message = "an expression reads an element outside of its list"
                raise LookupError(message)
            frame = frame.outer
        return frame


class Names(Protocol):
    """What an expression refers to by name, found by who knows the whole rulebook."""

    texts: Texts
    ledger: Ledger

    def fact(self, node: FactRef) -> Any:
        """The value of a fact."""

    def parameter(self, key: str) -> Parameter:
        """A parameter as the rulebook declares it."""

    def reading(self, key: str) -> str:
        """The option in force of a reading."""

    def term(self, key: str) -> Expression:
        """The text of a term."""

    def provision(self, key: str, *, applies: bool) -> z3.BoolRef:
        """The value of a provision as a condition, or whether it binds."""

    def given(self, key: str) -> Any:
        """What an effect gives, or ``none``."""

    def decided(self, key: str) -> Any:
        """The outcome or value of a decision."""

    def day(self, node: AsOf) -> Scalar:
        """The day of knowledge, or the day whose law applies."""


class Meaning:
    """The values of expressions, each found once for the list elements that it reads."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._found: dict[tuple[int, ...], Any] = {}
        self._reach: dict[int, int] = {}
        self._held: list[Any] = []  # what an id() is the key of must not go away
        self._belongs: dict[int, z3.BoolRef] = {}

    def condition(self, node: Expression, frame: Frame | None = None) -> z3.BoolRef:
        """The verdict of a condition."""
        found: z3.BoolRef = self.value(node, frame)
        return found

    def value(self, node: Expression, frame: Frame | None = None) -> Any:
        """The value of an expression, in the frame of the list element at hand."""
        reach = self._reach_of(node)
        key = (id(node), *(id(frame.out(depth).entry) for depth in range(reach + 1))) if frame else (id(node),)
        if key not in self._found:
            try:
                self._found[key] = self._value(node, frame)
            except UnencodableError as refusal:
                if refusal.place != NOWHERE:
                    raise
                raise UnencodableError(node.place, refusal.why) from None  # what makes terms does not know where it stands
            self._held.extend((node, frame))
            self._guard_premises(frame, reach)
        return self._found[key]

    def _guard_premises(self, frame: Frame | None, reach: int) -> None:
        """What was required of a list element is required only where it belongs to its list.

        To the list as it stands in the record: the same element may be asked again when another filter has let it through.
        """
        ledger = self._names.ledger
        if frame is not None and reach >= 0:
            frames = [frame.out(depth) for depth in range(reach + 1)]
            absent = [neg(self._belongs.get(id(one.entry), one.present)) for one in frames]
            new = ledger.premises[ledger.guarded :]
            ledger.premises[ledger.guarded :] = [(disj([condition, *absent]), why) for condition, why in new]
        ledger.guarded = len(ledger.premises)

    def _reach_of(self, node: Expression) -> int:
        """How many frames out an expression reads; -1 where it reads no list element."""
        if id(node) not in self._reach:
            self._held.append(node)
            self._reach[id(node)] = self._find_reach(node)
        return self._reach[id(node)]

    def _find_reach(self, node: Expression) -> int:
        match node:
            case FieldRef() | ElementRef():
                return node.depth
            case TermRef():
                return -1 if node.depth is None else node.depth
            case Quantified() | Filter() | Total() | Extreme() | IntervalsOf():
                inner = [self._reach_of(part) - 1 for part in children(node) if part is not node.list]
                return max(self._reach_of(node.list), *inner, -1)
            case _:
                return max((self._reach_of(part) for part in children(node)), default=-1)

    def _values(self, nodes: tuple[Expression, ...], frame: Frame | None) -> list[Any]:
        return [self.value(node, frame) for node in nodes]

    def _value(self, node: Expression, frame: Frame | None) -> Any:
        names, ledger = self._names, self._names.ledger
        match node:
            case Constant():
                return literal(node.value, names.texts, node.place)
            case FactRef():
                return self._in_place(names.fact(node))
            case FieldRef():
                return self._element(node, node.depth, frame).values[node.name]
            case ElementRef():
                return self._frame(node, frame).out(node.depth).entry
            case ParameterRef():
                return self._parameter(node)
            case ReadingRef():
                return literal(names.reading(node.key), names.texts, node.place)
            case AsOf():
                return names.day(node)
            case TermRef():
                inner = None if node.depth is None else self._frame(node, frame).out(node.depth)
                return self.value(names.term(node.key), inner)
            case ProvisionRef():
                return names.provision(node.key, applies=node.applies)
            case GivenBy():
                return names.given(node.key)
            case DecisionRef():
                return names.decided(node.key)
            case All():
                return conj(self._values(node.parts, frame))
            case AnyOf():
                return disj(self._values(node.parts, frame))
            case Not():
                return neg(self.condition(node.part, frame))
            case Compare():
                return self._comparison(node, frame)
            case Quantified():
                items, verdicts = self._each(node.list, node.condition, frame)
                return lists.quantified(node.word, items, verdicts)
            case Filter():
                return lists.filtered(*self._each(node.list, node.condition, frame))
            case Count():
                return lists.count(self._items(node.list, frame))
            case Total():
                return lists.total(*self._each(node.list, node.of, frame))
            case Extreme():
                items = self._items(node.list, frame)
                keys = [tuple(self._values(node.by, inner)) for inner in _frames(items, frame)]
                return lists.extreme(node.word, items, keys, node.ranks, names.texts)
            case Arithmetic():
                return arithmetic.reckon(node.word, self._values(node.parts, frame), node.rounding, node.places, ledger)
            case Choose():
                return self.chosen(node.rows, frame)
            case _:
                return self._of_time(node, frame)

    def _of_time(self, node: OfTime, frame: Frame | None) -> Any:
        """The words of time."""
        ledger = self._names.ledger
        match node:
            case IntervalsOf():
                items = self._items(node.list, frame)
                ends = [tuple(self._values((node.first, node.last), inner)) for inner in _frames(items, frame)]
                elements = [(present, *pair) for (present, _), pair in zip(items.entries, ends, strict=True)]
                return time.days_of(elements, ordered=_as_recorded(node.list))
            case Interval():
                first, last = (OPEN if end is None else self.value(end, frame) for end in (node.first, node.last))
                return time.interval(first, last)
            case Union():
                return time.union(self._values(node.parts, frame))
            case Minus():
                return time.minus(self.value(node.whole, frame), self.value(node.less, frame))
            case Window():
                omitted = None if node.not_counting is None else self.value(node.not_counting, frame)
                anchor, amount = self._values((node.anchor, node.length), frame)
                return time.window(anchor, amount, omitted, ending=node.ending, unit=_unit(node.length), ledger=ledger)
            case Days():
                intervals, first_day, last_day = self._values((node.intervals, node.first_day, node.last_day), frame)
                within = None if node.within is None else self.value(node.within, frame)
                counted = _Counted(self._names.texts)
                cut_first, cut_last = counted.out(first_day), counted.out(last_day)
                if node.per_calendar_year and within is not None:
                    return time.days_per_calendar_year(intervals, within, cut_first, cut_last, ledger)
                return time.days(intervals, within, cut_first, cut_last, ledger)
            case Throughout():
                window, intervals = self._values((node.window, node.intervals), frame)
                return time.throughout(window, intervals)
            case Length():
                within = None if node.within is None else self.value(node.within, frame)
                return time.length(self.value(node.intervals, frame), within)
            case Elapsed():
                return time.elapsed(self.value(node.first, frame), self.value(node.last, frame))
            case Shift():
                day, amount = self._values((node.date, node.by), frame)
                return time.shifted(day, amount, later=node.later, unit=_unit(node.by), ledger=ledger)
            case DateOf():
                return time.date_of(self.value(node.moment, frame), node.offset_minutes)
            case Anniversary():
                start = self.value(node.start, frame)
                return time.anniversary(node.month, node.day, start, following=node.next, ledger=ledger)
            case _:
                assert_never(node)

    def chosen(self, rows: tuple[ChoiceRow, ...], frame: Frame | None = None) -> Any:
        """The value of the first row whose condition holds."""
        *conditional, last = rows
        if last.when is not None:
            raise UnencodableError(last.place, "not every case has a row")
        found = self.value(last.then, frame)
        for row in reversed(conditional):
            when = YES if row.when is None else self.condition(row.when, frame)
            found = either(when, self.value(row.then, frame), found)
        return found

    def _comparison(self, node: Compare, frame: Frame | None) -> z3.BoolRef:
        left, right = self._values((node.left, node.right), frame)
        if isinstance(node.left.type, DurationType):
            return compare_duration(node.word, _unit(node.right), left, right, self._names.ledger)
        if node.rank:
            return compare_ranks(node.word, node.rank, left, right, self._names.texts)
        return compare(node.word, left, right)

    def _parameter(self, node: ParameterRef) -> Any:
        """A number of the law; of dated ones the last that had come into force on the day."""
        parameter = self._names.parameter(node.key)
        texts = self._names.texts
        if parameter.by is None:
            return literal(parameter.value, texts, parameter.place)
        day = self.value(parameter.by)
        dated = [(one.first_day, literal(one.value, texts, parameter.place)) for one in parameter.values]
        found: Any = NO if isinstance(parameter.type, BooleanType) or _is_truth(dated[0][1]) else NONE
        for first_day, value in dated:
            since = literal(first_day, texts, parameter.place)
            found = either(compare("on_or_after", day, since), value, found)
        return found

    def _in_place(self, value: Any) -> Any:
        """A value of the record, with a note of which elements its list has."""
        if isinstance(value, Items):
            self._belongs.update((id(entry), present) for present, entry in value.entries)
        return value

    # -- lists -----------------------------------------------------------------------------------------------------

    def _items(self, node: Expression, frame: Frame | None) -> Items:
        found = self.value(node, frame)
        return found if isinstance(found, Items) else Items((), YES)  # else it is `none`

    def _each(self, list_: Expression, part: Expression, frame: Frame | None) -> tuple[Items, list[Any]]:
        """The elements of a list, and the value of an expression for each."""
        items = self._items(list_, frame)
        return items, [self.value(part, inner) for inner in _frames(items, frame)]

    def _element(self, node: Expression, depth: int, frame: Frame | None) -> Row:
        found = self._frame(node, frame).out(depth).entry
        if not isinstance(found, Row):
            raise UnencodableError(node.place, "a field is read of what is no element with fields")
        return found

    @staticmethod
    def _frame(node: Expression, frame: Frame | None) -> Frame:
        if frame is None:
            raise UnencodableError(node.place, "an element is read outside of its list")
        return frame


class _Counted:
    """Whether first and last days count, by the words in which this is said."""

    def __init__(self, texts: Texts) -> None:
        self._not_counted = literal("not_counted", texts, NOWHERE)

    def out(self, said: Scalar) -> z3.BoolRef:
        """Whether the day is left out."""
        return compare("is", said, self._not_counted)


def _frames(items: Items, outer: Frame | None) -> list[Frame]:
    return [Frame(entry, present, outer) for present, entry in items.entries]


def _as_recorded(node: Expression) -> bool:
    """Whether a list holds elements of a record's list in their own order, which is that of their first days."""
    while isinstance(node, (Filter, Extreme)):
        node = node.list
    return isinstance(node, FactRef)


def _is_truth(value: Any) -> bool:
    return not isinstance(value, (Scalar, Items))


def _unit(node: Expression) -> Unit:
    """The calendar unit of a quantity of time; the build has made sure that it is one."""
    return Unit(node.type.unit) if isinstance(node.type, NumberType) else Unit.DAYS
