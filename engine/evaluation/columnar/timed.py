"""The words about time as kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from engine.evaluation.columnar import moments, spans
from engine.evaluation.columnar.alternatives import lifted
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.shapes import unit_of
from engine.evaluation.columnar.values import OPEN, Elapsed
from engine.language.expressions import Anniversary, DateOf, Days, Interval, Length, Minus, Shift, Throughout, Union, Window
from engine.language.expressions import Elapsed as ElapsedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.columnar.kernels import Kernel
    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.scopes import Scope
    from engine.evaluation.columnar.shapes import Shapes


def days(program: Shapes, node: Interval | Union | Minus | Window | Days | Throughout | Length) -> Kernel:
    """The kernel of a word about intervals, or about the days that they cover."""
    match node:
        case Interval():
            ends = (node.first, node.last)
            first, last = (program.leaf(None, _endless) if end is None else program.kernel(end) for end in ends)
            return program.lifted(node, lambda _run, scope, one, other: moments.interval(one, other, scope.size), first, last)
        case Union():
            parts = program.kernels(node.parts)
            return program.step(node, lambda run, scope, *found: spans.union(*_coverages(run, scope, found)), *parts)
        case Minus():
            parts = program.kernels((node.whole, node.less))
            return program.step(node, lambda run, scope, *found: spans.minus(*_coverages(run, scope, found)), *parts)
        case Window():
            return _window(program, node)
        case Days():
            return _counted_days(program, node)
        case Throughout():
            return program.step(
                node,
                lambda run, scope, window, days: lifted(
                    run, scope, lambda one: moments.throughout(run, scope, one, _coverages(run, scope, (days,))[0]), window
                ),
                *program.kernels((node.window, node.intervals)),
            )
        case Length():
            if node.within is None:
                return program.step(
                    node,
                    lambda run, scope, days: moments.length(run, scope, _coverages(run, scope, (days,))[0], None),
                    program.kernel(node.intervals),
                )
            return program.step(
                node,
                lambda run, scope, days, window: lifted(
                    run, scope, lambda one: moments.length(run, scope, _coverages(run, scope, (days,))[0], one), window
                ),
                *program.kernels((node.intervals, node.within)),
            )
        case _:
            assert_never(node)


def _window(program: Shapes, node: Window) -> Kernel:
    ending, unit = node.ending, unit_of(node.length)
    parts = program.kernels((node.anchor, node.length))
    if node.not_counting is None:
        return program.lifted(
            node,
            lambda _run, scope, day, size: moments.window(day, size, None, scope.size, ending=ending, unit=unit),
            *parts,
        )

    def reaching(run: Run, scope: Scope, day: Any, size: Any, omitted: Any) -> Any:
        (days,) = _coverages(run, scope, (omitted,))
        return lifted(
            run, scope, lambda one, other: moments.window(one, other, days, scope.size, ending=ending, unit=unit), day, size
        )

    return program.step(node, reaching, *parts, program.kernel(node.not_counting))


def _counted_days(program: Shapes, node: Days) -> Kernel:
    parts = program.kernels((node.intervals, node.first_day, node.last_day))
    count = moments.days_per_calendar_year if node.per_calendar_year else moments.days

    def counted(run: Run, scope: Scope, days: Any, first: Any, last: Any, *window: Any) -> Any:
        return count(run, scope, run.as_coverage(days, scope), first, last, window[0] if window else None)

    return program.lifted(node, counted, *parts, *(() if node.within is None else (program.kernel(node.within),)))


def moment(program: Shapes, node: ElapsedNode | Shift | DateOf | Anniversary) -> Kernel:
    """The kernel of a word about single days."""
    match node:
        case ElapsedNode():
            return program.lifted(node, _elapsed, *program.kernels((node.first, node.last)))
        case Shift():
            later, unit = node.later, unit_of(node.by)
            return program.lifted(
                node,
                lambda _run, scope, day, amount: moments.shifted(day, amount, scope.size, later=later, unit=unit),
                *program.kernels((node.date, node.by)),
            )
        case DateOf():
            offset = node.offset_minutes
            return program.lifted(
                node, lambda run, scope, moment: moments.date_of(run, scope, moment, offset), program.kernel(node.moment)
            )
        case Anniversary():
            month, day, following = node.month, node.day, node.next
            return program.lifted(
                node,
                lambda _run, scope, start: moments.anniversary(month, day, start, scope.size, following=following),
                program.kernel(node.start),
            )
        case _:
            assert_never(node)


def _coverages(run: Run, scope: Scope, parts: Iterable[Any]) -> list[Any]:
    """Intervals of any kind as coverage; rows with alternatives are left to the interpreter."""
    return [run.as_coverage(settled(run, scope, part), scope) for part in parts]


def _endless(_run: Run, _scope: Scope) -> Any:
    return OPEN


def _elapsed(_run: Run, _scope: Scope, first: Any, last: Any) -> Any:
    return Elapsed(first, last)
