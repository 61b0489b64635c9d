"""The words about time. What a window or an interval leaves open is carried as bounds, so that a known answer is still given."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from engine.evaluation.values import (
    ANY_COVERAGE,
    ANY_ITEMS,
    ANY_SPAN,
    Coverage,
    Duration,
    ElapsedTime,
    Items,
    OneOf,
    Span,
    joined,
    lifted,
    range_of,
    whole,
)
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth
from engine.language.temporal.calendar import (
    CalendarRangeError,
    Unit,
    first_day_of_period,
    last_day_of_period,
    next_month_day,
    previous_month_day,
    shift,
)
from engine.language.temporal.intervals import (
    EARLIEST,
    LATEST,
    clip,
    covers,
    day_count,
    days_by_calendar_year,
    longest,
    runs,
    subtract,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.rulebook import DatedValue
    from engine.language.temporal.intervals import (
        Runs,
    )

NONE, OPEN = Special.NONE, Special.OPEN
_FIRST, _END = date.min.toordinal(), date.max.toordinal() + 1
_LEAST_DAYS = {Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 28, Unit.YEARS: 365}


def interval(first: Any, last: Any) -> Any:
    """The days from one date to another, both included; an end left out (``OPEN``) is open."""
    if type(first) is OneOf or type(last) is OneOf:
        return lifted(interval, first, last)
    if first is NONE or last is NONE:
        return NONE
    start_low, start_high = _bounds(first, 0)
    end_low, end_high = _bounds(last, 1)
    if first is OPEN:
        start_low = start_high = EARLIEST
    if last is OPEN:
        end_low = end_high = LATEST
    return Span(start_low, start_high, end_low, max(end_high, end_low))


def _bounds(day: Any, after: int) -> tuple[int, int]:
    if isinstance(day, date):
        ordinal = day.toordinal() + after
        return ordinal, ordinal
    return EARLIEST, LATEST


def coverage(value: Any) -> Coverage:
    """Any intervals as coverage: a span is one interval, alternatives are laid over each other."""
    if type(value) is Coverage:
        return value
    if type(value) is Span:
        possible = ((value.start_low, value.end_high),) if value.start_low < value.end_high else ()
        if value.exact:
            return Coverage(possible, possible)
        return Coverage(((value.start_high, value.end_low),) if value.start_high < value.end_low else (), possible)
    if type(value) is OneOf:
        several = [coverage(one) for one in value.values]
        common = several[0].certain_runs()
        for other in several[1:]:
            common = subtract(common, subtract(common, other.certain_runs()))
        return Coverage(common, tuple(pair for one in several for pair in one.possible))
    return Coverage((), ()) if value is NONE else ANY_COVERAGE


def union(*parts: Any) -> Coverage:
    """The intervals of all parts."""
    several = [coverage(part) for part in parts]
    certain = tuple(pair for part in several for pair in part.certain)
    possible = tuple(pair for part in several for pair in part.possible)
    return Coverage(possible if certain == possible else certain, possible)


def minus(whole: Any, less: Any) -> Coverage:
    """The days of the first that are not of the second."""
    first, second = coverage(whole), coverage(less)
    certain = subtract(first.certain_runs(), second.possible_runs())
    possible = subtract(first.possible_runs(), second.certain_runs())
    return Coverage(possible if certain == possible else certain, possible)


def window(anchor: Any, amount: Any, not_counting: Any, *, ending: bool, unit: Unit) -> Any:
    """A period that ends or starts on a day, that day included; ``not_counting`` days make it reach further."""
    if type(anchor) is OneOf or type(amount) is OneOf:
        return lifted(lambda day, size: window(day, size, not_counting, ending=ending, unit=unit), anchor, amount)
    if anchor is NONE or amount is NONE:
        return NONE
    units = whole(amount)
    if not isinstance(anchor, date):
        least = 0 if units is None else units * _LEAST_DAYS[unit]
        return Span(EARLIEST, LATEST, EARLIEST, LATEST, least)
    day = anchor.toordinal()
    if units is None:  # it may be a period of nothing: not even the day itself is sure to belong
        return Span(EARLIEST, day + 1, day + 1, day + 1) if ending else Span(day, day, day, LATEST)
    try:
        far = (first_day_of_period if ending else last_day_of_period)(anchor, units, unit).toordinal()
    except (CalendarRangeError, ValueError):
        return ANY_SPAN
    start, end = (far, day + 1) if ending else (day, far + 1)
    if not_counting is None:
        return Span(start, start, end, end, end - start)
    omitted = coverage(not_counting)
    sure, most = omitted.certain_runs(), omitted.possible_runs()
    if ending:
        return Span(_reach_back(start, end, most), _reach_back(start, end, sure), end, end, end - start)
    return Span(start, start, _reach_on(start, end, sure), _reach_on(start, end, most), end - start)


def _reach_back(start: int, end: int, omitted: Runs) -> int:
    """The start from which as many days count as there are from ``start`` to ``end``."""
    needed, at = end - start, end
    for run_start, run_end in reversed(omitted):
        if run_start >= at:
            continue
        free = max(at - run_end, 0)
        if free >= needed:
            break
        needed -= free
        at = run_start
    return at - needed if at - needed >= _FIRST else EARLIEST


def _reach_on(start: int, end: int, omitted: Runs) -> int:
    """The end up to which as many days count as there are from ``start`` to ``end``."""
    needed, at = end - start, start
    for run_start, run_end in omitted:
        if run_end <= at:
            continue
        free = max(run_start - at, 0)
        if free >= needed:
            break
        needed -= free
        at = run_end
    return at + needed if at + needed <= _END else LATEST


def throughout(span: Any, intervals: Any) -> Truth:
    """Whether the intervals cover every day of the window."""
    if type(span) is OneOf:
        verdict: Truth = lifted(lambda one: throughout(one, intervals), span)
        return verdict
    if span is NONE:
        return FALSE
    found = span if type(span) is Span else ANY_SPAN
    days = coverage(intervals)
    bounded = found.start_low > _FIRST and found.end_high < _END
    if (bounded or found.exact) and covers(days.certain_runs(), found.start_low, found.end_high):
        return TRUE
    possible = days.possible_runs()
    if not covers(possible, found.start_high, found.end_low) or longest(possible) < found.least:
        return FALSE
    return UNKNOWN


def _counting(intervals: Coverage, first_day: Any, last_day: Any) -> Coverage:
    """The intervals without those of their first and last days that do not count."""
    cut_first, cut_last = int(first_day == "not_counted"), int(last_day == "not_counted")
    if not cut_first and not cut_last:
        return intervals

    def cut(pairs: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
        return tuple((start + cut_first, end - cut_last) for start, end in pairs if start + cut_first < end - cut_last)

    possible = cut(intervals.possible)
    return Coverage(possible if intervals.certain is intervals.possible else cut(intervals.certain), possible)


def days(intervals: Any, span: Any, first_day: Any, last_day: Any) -> Any:
    """How many days the intervals cover inside the window (everywhere without one): each day once.

    A window on a day that never came (``none``) has no days.
    """
    if any(type(part) is OneOf for part in (intervals, span, first_day, last_day)):
        return lifted(days, intervals, span, first_day, last_day)
    if span is NONE:
        return 0
    counted = _counting(coverage(intervals), first_day, last_day)
    least, most = counted.certain_runs(), counted.possible_runs()
    if span is not None:
        found = span if type(span) is Span else ANY_SPAN
        least, most = clip(least, found.start_high, found.end_low), clip(most, found.start_low, found.end_high)
    low, high = day_count(least), day_count(most)
    return range_of(int(low) if low < LATEST else LATEST, int(high) if high < LATEST else None)


def days_per_calendar_year(intervals: Any, span: Any, first_day: Any, last_day: Any) -> Any:
    """The days of each calendar year that the window touches: a list of numbers, each counted inside the window."""
    if any(type(part) is OneOf for part in (intervals, span, first_day, last_day)):
        return lifted(days_per_calendar_year, intervals, span, first_day, last_day)
    if span is NONE:
        return Items(())
    found = span if type(span) is Span else ANY_SPAN
    counted = _counting(coverage(intervals), first_day, last_day)
    most = clip(counted.possible_runs(), found.start_low, found.end_high)
    low, high = found.start_low, found.end_high
    empty_years: tuple[tuple[Any, bool], ...] = ()
    if low < _FIRST or high > _END:  # an end that is not known: the years with possible days, and any number without
        empty_years = ((0, False),)
        inside = _FIRST <= found.start_high < found.end_low <= _END
        seen = (*most, (found.start_high, found.end_low)) if inside else most
        if not seen:
            return Items(empty_years, endless=True)
        low, high = max(low, min(start for start, _ in seen)), min(high, max(end for _, end in seen))
        if low < _FIRST or high > _END:
            return ANY_ITEMS
    upper = days_by_calendar_year(most, low, high)
    if found.exact and counted.certain is counted.possible and not empty_years:
        return Items(tuple((number, True) for number in upper.values()))
    first, end = max(found.start_high, low), min(found.end_low, high)  # the days that the window certainly has
    lower = days_by_calendar_year(clip(runs(counted.certain), first, end), first, end)
    years = tuple((range_of(lower.get(year, 0), number), year in lower) for year, number in upper.items())
    return Items(years + empty_years, endless=bool(empty_years))


def length(intervals: Any, span: Any) -> Any:
    """How long the intervals last, inside the window where there is one."""
    if type(span) is OneOf:
        return lifted(lambda one: length(intervals, one), span)
    if span is NONE:
        return Duration((), ())
    found = coverage(intervals)
    certain, possible = found.certain_runs(), found.possible_runs()
    if span is not None:
        limits = span if type(span) is Span else ANY_SPAN
        certain = clip(certain, limits.start_high, limits.end_low)
        possible = clip(possible, limits.start_low, limits.end_high)
    return Duration(certain, possible)


def elapsed(first: Any, last: Any) -> Any:
    """The time from one date to another."""
    if type(first) is OneOf or type(last) is OneOf:
        return lifted(elapsed, first, last)
    if first is NONE or last is NONE:
        return NONE
    return UNKNOWN if first is UNKNOWN or last is UNKNOWN else ElapsedTime(first, last)


def shifted(day: Any, amount: Any, *, later: bool, unit: Unit) -> Any:
    """A date moved by a quantity of time; 29 February and the ends of months move to the last day of the month."""
    if type(day) is OneOf or type(amount) is OneOf:
        return lifted(lambda one, size: shifted(one, size, later=later, unit=unit), day, amount)
    if day is NONE or amount is NONE:
        return NONE
    if day is OPEN:
        return OPEN
    units = whole(amount)
    if not isinstance(day, date) or units is None:
        return UNKNOWN
    try:
        return shift(day, units if later else -units, unit)
    except CalendarRangeError:
        return UNKNOWN


def date_of(moment: Any, offset_minutes: int) -> Any:
    """The date of a date-time at a place with this offset."""
    if type(moment) is OneOf:
        return lifted(lambda one: date_of(one, offset_minutes), moment)
    if not isinstance(moment, datetime):
        return moment
    try:
        return moment.astimezone(timezone(timedelta(minutes=offset_minutes))).date()
    except OverflowError:  # a moment at the very edge of the calendar
        return moment.astimezone(UTC).date() if moment.utcoffset() == timedelta(0) else moment.date()


def anniversary(month: int, day: int, start: Any, *, following: bool) -> Any:
    """The first day with this month and day on or after a date, or the last on or before it."""
    if type(start) is OneOf:
        return lifted(lambda one: anniversary(month, day, one, following=following), start)
    if not isinstance(start, date):
        return start
    try:
        return (next_month_day if following else previous_month_day)(month, day, start)
    except CalendarRangeError:
        return UNKNOWN


def last_days(values: Sequence[Any]) -> list[date]:
    """The last day of each known window among some values."""
    ends = [value.end_high - 1 for value in values if type(value) is Span and _FIRST <= value.end_high - 1 < _END]
    return [date.fromordinal(end) for end in ends]


def chosen_by_day(dated: Sequence[DatedValue], day: Any) -> Any:
    """The value of a dated parameter on a day. An unknown day leaves all possible.

    Before its first value there is none; a truth value is never ``none``, and false before.
    """
    if type(day) is OneOf:
        return lifted(lambda one: chosen_by_day(dated, one), day)
    before = FALSE if isinstance(dated[0].value, Truth) else NONE
    if day is UNKNOWN:
        return joined([before, *(item.value for item in dated)])
    if day is OPEN:  # later than every date
        return dated[-1].value
    if not isinstance(day, date):
        return before
    found = [item.value for item in dated if item.first_day <= day]
    return found[-1] if found else before
