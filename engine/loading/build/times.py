"""Words about time: intervals, windows, days, durations, and dates that follow from dates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, cast

from engine.language.diagnostics import did_you_mean
from engine.language.expressions import (
    Anniversary,
    AsOf,
    Constant,
    DateOf,
    Days,
    Elapsed,
    Interval,
    Length,
    Minus,
    Shift,
    Throughout,
    Union,
    Window,
)
from engine.language.types import (
    BOOLEAN,
    DATE,
    DATETIME,
    DURATION,
    INTERVALS,
    SPAN,
    ListType,
    NumberType,
    OptionType,
)
from engine.loading.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.expressions import (
        Expression,
    )
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.build.scope import Scope
    from engine.loading.tree import Entry, Mapping, Tree

_COUNTED: Final = ("counted", "not_counted")
_LONGEST_MONTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _arguments(builder: ExpressionBuilder, head: Entry, allowed: tuple[str, ...]) -> Mapping:
    mapping = builder.mapping(head.value, f'"{head.key}"', head.key_place)
    return builder.check_keys(mapping, allowed, f'"{head.key}"')


def _needed(builder: ExpressionBuilder, mapping: Mapping, key: str, head: Entry) -> Tree:
    found = mapping.get(key)
    if found is None:
        builder.fail("missing-key", f'"{head.key}" needs `{key}`', mapping.place)
    return found


def _interval(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    mapping = _arguments(builder, head, ("from", "to"))
    first, last = mapping.get("from"), mapping.get("to")
    if first is None and last is None:
        builder.fail("empty", "an interval has `from`, `to` or both", head.key_place)
    return Interval(
        first=None if first is None else builder.date(first, scope, "from"),
        last=None if last is None else builder.date(last, scope, "to"),
        type=SPAN,
        place=head.key_place,
    )


def _union(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    items = builder.sequence(head.value, "union", head.key_place)
    parts = builder.each(items, lambda item: builder.intervals(item, scope))
    return Union(parts=parts, type=INTERVALS, place=head.key_place)


def _minus(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    items = builder.sequence(head.value, "minus", head.key_place)
    if len(items) != 2:  # noqa: PLR2004 - a difference has two sides
        builder.fail("wrong-shape", "`minus` has two parts: [these, without these]", head.value.place)
    whole, less = builder.each(items, lambda item: builder.intervals(item, scope))
    return Minus(whole=whole, less=less, type=INTERVALS, place=head.key_place)


def _window(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    mapping = _arguments(builder, head, ("ending", "starting", "length", "not_counting"))
    ending, starting = mapping.get("ending"), mapping.get("starting")
    anchor = ending if ending is not None else starting
    if anchor is None or (ending is not None and starting is not None):
        builder.fail("missing-key", "a window is `ending` or `starting` on a day", head.key_place)
    length = _needed(builder, mapping, "length", head)
    omitted = mapping.get("not_counting")
    return Window(
        anchor=builder.date(anchor, scope, "ending" if ending is not None else "starting"),
        ending=ending is not None,
        length=builder.quantity(length, scope, "length"),
        not_counting=None if omitted is None else builder.intervals(omitted, scope),
        type=SPAN,
        place=head.key_place,
    )


def _counted(builder: ExpressionBuilder, tree: Tree | None, scope: Scope, what: str) -> Expression:
    """Whether a day counts: said, or by a reading that has these options."""
    type_ = OptionType(what, _COUNTED)
    if tree is None:
        return Constant(value="counted", type=type_)
    if isinstance(tree, Scalar):
        return builder.value(tree, scope, type_)
    found = builder.value(tree, scope)
    if not isinstance(found.type, OptionType):
        builder.fail("type-mismatch", f"{what} is counted or not_counted, or a reading with these options", tree.place)
    wrong = [option for option in found.type.options if option not in _COUNTED]
    if wrong:
        message = f'{what} is counted or not_counted; {found.type.of} has the option "{wrong[0]}"'
        way_out = f"{did_you_mean(wrong[0], _COUNTED)} {found.type.of} stands at {found.type.declared_at}"
        builder.fail("unknown-option", message, tree.place, way_out)
    return found


def _days(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    per = tree.get("per")
    if per is not None and builder.text(per, "per", per.place) != "calendar_year":
        builder.fail("unknown-option", "`per` is calendar_year", per.place)
    within = tree.get("within")
    if per is not None and within is None:
        builder.fail("missing-key", "days per calendar year are counted `within` a window", head.key_place)
    number = NumberType("days")
    return Days(
        intervals=builder.intervals(head.value, scope),
        within=None if within is None else builder.window(within, scope, "within"),
        per_calendar_year=per is not None,
        first_day=_counted(builder, tree.get("first_day"), scope, "first_day"),
        last_day=_counted(builder, tree.get("last_day"), scope, "last_day"),
        type=number if per is None else ListType(number),
        place=head.key_place,
    )


def _throughout(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    return Throughout(
        window=builder.window(head.value, scope, "throughout"),
        intervals=builder.intervals(_needed(builder, tree, "intervals", head), scope),
        type=BOOLEAN,
        place=head.key_place,
    )


def _length(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    within = tree.get("within")
    return Length(
        intervals=builder.intervals(head.value, scope),
        within=None if within is None else builder.window(within, scope, "within"),
        type=DURATION,
        place=head.key_place,
    )


def _elapsed(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    mapping = _arguments(builder, head, ("from", "to"))
    return Elapsed(
        first=builder.date(_needed(builder, mapping, "from", head), scope, "from"),
        last=builder.date(_needed(builder, mapping, "to", head), scope, "to"),
        type=DURATION,
        place=head.key_place,
    )


def _shift(builder: ExpressionBuilder, tree: Mapping, head: Entry, scope: Scope) -> Expression:
    later, earlier = tree.get("later"), tree.get("earlier")
    by = later if later is not None else earlier
    if by is None or (later is not None and earlier is not None):
        builder.fail("missing-key", "a date is shifted `later` or `earlier`", head.key_place)
    return Shift(
        date=builder.date(head.value, scope, "shift"),
        by=builder.quantity(by, scope, "later" if later is not None else "earlier"),
        later=later is not None,
        type=DATE,
        place=head.key_place,
    )


def _date_of(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    moment = builder.value_of(head.value, scope, DATETIME, "date_of")
    return DateOf(moment=moment, offset_minutes=scope.vocabulary.offset_minutes, type=DATE, place=head.key_place)


def _anniversary(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    mapping = _arguments(builder, head, ("month", "day", "from"))
    month = builder.whole_number(_needed(builder, mapping, "month", head), "month", mapping.place)
    day = builder.whole_number(_needed(builder, mapping, "day", head), "day", mapping.place)
    if not 1 <= month <= len(_LONGEST_MONTHS) or not 1 <= day <= _LONGEST_MONTHS[month - 1]:
        builder.fail("no-date", f"no year has a month {month} with a day {day}", mapping.place)
    start = builder.date(_needed(builder, mapping, "from", head), scope, "from")
    return Anniversary(next=head.key == "next", month=month, day=day, start=start, type=DATE, place=head.key_place)


def _as_of(builder: ExpressionBuilder, _tree: Mapping, head: Entry, _scope: Scope) -> Expression:
    which = builder.text(head.value, "as_of", head.value.place)
    if which not in {"facts", "law"}:
        builder.fail("unknown-option", f'as_of is facts or law, not "{which}"', head.value.place)
    return AsOf(which=cast("Literal['facts', 'law']", which), type=DATE, place=head.key_place)


BUILD: Final[dict[str, Callable[[ExpressionBuilder, Mapping, Entry, Scope], Expression]]] = {
    "interval": _interval,
    "union": _union,
    "minus": _minus,
    "window": _window,
    "days": _days,
    "throughout": _throughout,
    "length": _length,
    "elapsed": _elapsed,
    "shift": _shift,
    "date_of": _date_of,
    "next": _anniversary,
    "previous": _anniversary,
    "as_of": _as_of,
}
