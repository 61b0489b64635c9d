"""What straight-line code calls: tables of truths, and the few meanings that it has a faster way for where all is known.

A truth is 0 (false), 1 (unknown) or 3 (true), so that ``&`` and ``|`` are the three-valued "and" and "or". A list is a tuple
where all its entries are known to belong, else :class:`~engine.evaluation.values.Items`; in a loop each entry comes with the
truth of its belonging. Intervals are two tuples of half-open pairs of day numbers, the certain and the possible ones; one
tuple twice where there is no difference.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.meaning import lists, time
from engine.evaluation.meaning.comparison import compare, compare_duration
from engine.evaluation.values import ALL_DAYS, ANY_ITEMS, Coverage, Items, Range, Span, range_of
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.temporal.calendar import Unit
from engine.language.temporal.intervals import EARLIEST, LATEST, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.language.expressions import ComparisonWord
    from engine.language.logic import Truth
    from engine.language.rulebook import DatedValue

Pairs = tuple[tuple[int, int], ...]
Numbers = tuple[Any, ...]

NO, MAYBE, YES = 0, 1, 3
NUMBER: Final = {FALSE: NO, UNKNOWN: MAYBE, TRUE: YES}
"""The number of a truth."""
TRUTH: Final = (FALSE, UNKNOWN, None, TRUE)
"""The truth of a number."""
DENIED: Final = (3, 1, None, 0)
"""The number of a denial."""
VERDICTS: Final[dict[Any, Any]] = {
    True: TRUE, False: FALSE, None: UNKNOWN, UNKNOWN: UNKNOWN, **{word: word for word in Special},
}  # fmt: skip
"""A recorded truth value as a verdict; what is not recorded is unknown."""


def _numbers(special: int) -> dict[Any, int]:
    recorded = {True: 3, False: 0, None: 1, TRUE: 3, FALSE: 0, UNKNOWN: 1}
    return {**recorded, **dict.fromkeys(Special, special)}


AS_NUMBER: Final = {special: _numbers(special) for special in (0, 1, 3)}
"""A truth or a recorded truth value as a number, by what the words ``none`` and ``open`` count as where it stands."""
SURE: Final = repeat(3)
"""The belonging of each entry of a list that is known."""
_FIRST, _END = date.min.toordinal(), date.max.toordinal() + 1
_MOST_KEPT: Final = 4096
_EDGE, _OTHER_EDGE = 1, 9999
"""Years in which a moment may be on a day outside of the calendar at another place."""
_LEAP_DAY: Final = 29
_LAST: Final = frozenset({"latest", "highest"})


# -- lists -------------------------------------------------------------------------------------------------------------


def pairs(items: Items) -> list[tuple[Any, int]]:
    """Each entry with the truth of its belonging."""
    return [(entry, 3 if certain else 1) for entry, certain in items.entries]


def sequence(value: Any) -> Any:
    """Any list as a tuple where it is known, else as items."""
    if type(value) is tuple:
        return value
    items = lists.as_items(value)
    if items.complete and not items.endless and all(certain for _, certain in items.entries):
        return tuple([entry for entry, _ in items.entries])
    return items


def verdicts(value: Any) -> Any:
    """A recorded list of truth values as one of verdicts."""
    return tuple([VERDICTS[entry] for entry in value]) if type(value) is tuple else value


def whole(value: Any) -> Any:
    """The value of a list as the meanings have it."""
    return lists.listed(value) if type(value) is tuple else value


def gathered(entries: list[Any], belonging: list[int], complete: bool, endless: bool) -> Any:
    """The list of the entries that a loop has kept."""
    if complete and not endless and 1 not in belonging:
        return tuple(entries)
    return _items(entries, belonging, complete, endless)


def _items(entries: Sequence[Any], belonging: Sequence[int], complete: bool, endless: bool = False) -> Items:
    return Items(tuple([(entry, truth == YES) for entry, truth in zip(entries, belonging, strict=True)]), complete, endless)


def count(belonging: list[int], complete: bool, endless: bool) -> Any:
    """How many entries a list has."""
    most = len(belonging)
    return range_of(belonging.count(3), most if complete and not endless else None)


def total(belonging: list[int], amounts: list[Any], complete: bool) -> Any:
    """The sum of a field over the entries of a list."""
    return lists.total(_items(amounts, belonging, complete), amounts)


def extreme(
    word: Any, entries: list[Any], belonging: list[int], complete: bool, keys: list[Any], ranks: Any, nullable: Any
) -> Any:
    """The entries that come last or first."""
    if not entries:
        return () if complete else ANY_ITEMS
    if complete and 1 not in belonging and len(ranks) == 1 and not ranks[0]:
        values = [key[0] for key in keys]
        if all([type(value) is date for value in values]) or all([type(value) is int for value in values]):  # noqa: C419 - a tenth of the time
            wanted = max(values) if word in _LAST else min(values)
            return tuple([entry for entry, value in zip(entries, values, strict=True) if value == wanted])
    return sequence(lists.extreme(word, _items(entries, belonging, complete), keys, ranks, nullable))


# -- time --------------------------------------------------------------------------------------------------------------


def covered(rows: list[tuple[int, Any, Any]], complete: bool) -> tuple[Pairs, Pairs]:
    """The days that entries of a list cover, the certain and the possible ones; of each its belonging, first and last day."""
    certain: list[tuple[int, int]] = []
    possible: list[tuple[int, int]] = []
    partly = False
    for truth, first, last in rows:
        if type(first) is date:
            start = first.toordinal()
        elif first is UNKNOWN:
            start = EARLIEST
        else:
            return _covered(rows, complete)
        if type(last) is date:
            end = last.toordinal() + 1
        elif last is Special.OPEN or last is UNKNOWN:
            end = LATEST
        else:
            return _covered(rows, complete)
        possible.append((start, end))
        if truth == YES and first is not UNKNOWN and last is not UNKNOWN:
            certain.append((start, end))
            continue
        partly = True
        if truth == YES and first is not UNKNOWN:  # a day that is known to be the first or the last belongs
            certain.append((start, start + 1))
        elif truth == YES and last is not UNKNOWN and end != LATEST:
            certain.append((end - 1, end))
    if not complete:
        return (), ALL_DAYS
    found = tuple(possible)
    return (tuple(certain) if partly else found), found


def _covered(rows: list[tuple[int, Any, Any]], complete: bool) -> tuple[Pairs, Pairs]:
    """The same by the meaning itself."""
    belonging, firsts, lasts = zip(*rows, strict=True)
    coverage = lists.days_of(_items(firsts, belonging, complete), firsts, lasts)
    return coverage.certain, coverage.possible


def window(*, ending: bool, unit: Unit) -> Callable[[Any, Any], Any]:
    """A period that ends or starts on a day: the same days are asked for again and again."""
    return lru_cache(_MOST_KEPT, typed=True)(lambda day, amount: time.window(day, amount, None, ending=ending, unit=unit))


def shifted(*, later: bool, unit: Unit) -> Callable[[Any, Any], Any]:
    """A day moved by a quantity of time."""
    return lru_cache(_MOST_KEPT, typed=True)(lambda day, amount: time.shifted(day, amount, later=later, unit=unit))


def dated(values: Sequence[DatedValue]) -> Callable[[Any], Any]:
    """The value of a parameter on a day."""
    return lru_cache(_MOST_KEPT, typed=True)(lambda day: time.chosen_by_day(values, day))


def date_of(offset_minutes: int) -> Callable[[Any], Any]:
    """The date of a date-time at a place."""
    zone = timezone(timedelta(minutes=offset_minutes))

    def found(moment: Any) -> Any:
        if type(moment) is datetime and _EDGE < moment.year < _OTHER_EDGE:
            return moment.astimezone(zone).date()
        return time.date_of(moment, offset_minutes)

    return found


def elapsed(word: ComparisonWord, unit: Unit) -> Callable[[Any, Any, Any], int]:
    """How long it is from one day to another, against a quantity of time."""
    strict, denied = word in {"more_than", "at_most"}, word in {"at_most", "less_than"}
    yes, no = (0, 3) if denied else (3, 0)

    def against(first: Any, last: Any, amount: Any) -> int:
        if unit is Unit.YEARS and type(first) is type(last) is date and type(amount) is int and amount >= 0:
            month, day = first.month, first.day
            if day < _LEAP_DAY:
                years = last.year - first.year - amount
                if years:
                    return yes if years > 0 else no
                there = last.month, last.day
                return yes if (there > (month, day) if strict else there >= (month, day)) else no
        return NUMBER[compare_duration(word, unit, time.elapsed(first, last), amount)]

    return against


@lru_cache(_MOST_KEPT)
def _years(start: int, end: int) -> tuple[int, ...]:
    """The first days of the calendar years that a window touches, and the day after the last of them."""
    first, last = date.fromordinal(start).year, date.fromordinal(end - 1).year
    return (*(date(year, 1, 1).toordinal() for year in range(first, last + 1)), end)


def _counts(found: Pairs, start: int, end: int) -> list[int]:
    """How many days fall in each calendar year of a window, each day once."""
    if end <= start:
        return []
    years = _years(start, end)
    days = [0] * (len(years) - 1)
    at, index = start, 0
    for pair in found:
        a, b = pair
        if b <= start or a >= end or a >= b:
            continue
        if a < at:
            if at != start:  # they overlap, or come in another order
                return _counts(runs(found), start, end)
            a = start
        at = b = min(b, end)
        while years[index + 1] <= a:
            index += 1
        while b > years[index + 1]:
            index += 1
            days[index - 1] += years[index] - a
            a = years[index]
        days[index] += b - a
    return days


def _is_plain(span: Any, first_day: Any, last_day: Any) -> bool:
    return (
        type(span) is Span
        and span.start_low == span.start_high >= _FIRST
        and span.end_low == span.end_high <= _END
        and first_day == last_day == "counted"
    )


def days_per_year(certain: Pairs, possible: Pairs, span: Any, first_day: Any = "counted", last_day: Any = "counted") -> Any:
    """The days of each calendar year that a window touches, as a list."""
    if not _is_plain(span, first_day, last_day):
        return sequence(time.days_per_calendar_year(Coverage(certain, possible), span, first_day, last_day))
    most = _counts(possible, span.start_low, span.end_low)
    if certain is possible:
        return tuple(most)
    return tuple(
        [range_of(least, days) for least, days in zip(_counts(certain, span.start_low, span.end_low), most, strict=True)]
    )


def every_year_at_most(
    rows: list[tuple[int, Any, Any]], complete: bool, limit: int, span: Any, first_day: Any = "counted", last_day: Any = "counted"
) -> int:
    """Whether no calendar year of a window has more days than a limit. What is known, in order and apart is counted in one go."""
    if not _is_plain(span, first_day, last_day):
        years = lists.as_items(time.days_per_calendar_year(Coverage(*covered(rows, complete)), span, first_day, last_day))
        return NUMBER[lists.quantified("every", years, [compare("at_most", days, limit) for days, _ in years.entries])]
    start, end = span.start_low, span.end_low
    if end <= start:  # no calendar year at all
        return YES
    if not complete:
        return _between(rows, complete, start, end, limit)
    if not rows:
        return YES if limit >= 0 else NO
    new_years = _years(start, end)
    days = [0] * (len(new_years) - 1)
    at, index = start, 0
    for truth, first, last in rows:
        if type(first) is not date or type(last) is not date or truth == MAYBE:
            return _between(rows, complete, start, end, limit)
        a, b = first.toordinal(), last.toordinal() + 1
        if b <= start or a >= end or a >= b:
            continue
        if a < at:
            if at != start:  # they overlap, or come in another order
                return _between(rows, complete, start, end, limit)
            a = start
        if b > end:  # noqa: PLR1730 - `min` is a call, and this the innermost loop
            b = end
        at = b
        while new_years[index + 1] <= a:
            index += 1
        while b > new_years[index + 1]:
            index += 1
            days[index - 1] += new_years[index] - a
            a = new_years[index]
        days[index] += b - a
    return YES if max(days) <= limit else NO


def _between(rows: list[tuple[int, Any, Any]], complete: bool, start: int, end: int, limit: int) -> int:
    """The same with the days that are certain, and those that are possible."""
    certain, possible = covered(rows, complete)
    if max(_counts(possible, start, end)) <= limit:
        return 3
    return 0 if certain is possible or max(_counts(certain, start, end)) > limit else 1


# -- comparisons -------------------------------------------------------------------------------------------------------


class Compared(dict[Any, int]):
    """The comparison of a code with a known right side: each code is compared once."""

    def __init__(self, function: Callable[[Any], Truth]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, left: Any) -> int:
        found = NUMBER[self._function(left)]
        if type(left) is str:
            self[left] = found
        return found


def with_limit(word: ComparisonWord, limit: Any) -> Callable[[Any], int]:
    """A comparison with a known right side, of a left side that is not plainly known: mostly of bounds."""
    number = type(limit) is int

    def against(left: Any) -> int:
        if left is UNKNOWN:
            return 1
        if number and type(left) is Range:
            low, high = left.low, left.high
            match word:
                case "at_most":
                    return 3 if high is not None and high <= limit else 0 if low is not None and low > limit else 1
                case "at_least":
                    return 3 if low is not None and low >= limit else 0 if high is not None and high < limit else 1
                case _:
                    pass
        return NUMBER[compare(word, left, limit)]

    return against
