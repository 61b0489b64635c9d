"""Every word of the language as Python text.

Each expression is asked for in the form in which it is used: ``truth`` (a number), ``value`` (as the meanings have it),
``sequence`` (a list, see :mod:`engine.evaluation.straight.known`). What it needs before is written into a block; what comes
back is a Python expression without effect.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, assert_never

from engine.evaluation.meaning import arithmetic, time
from engine.evaluation.meaning.comparison import KNOWN, compare, compare_duration, compare_ranks
from engine.evaluation.straight import known
from engine.evaluation.straight.conditions import Conditions
from engine.evaluation.straight.forms import unit_of
from engine.evaluation.straight.lists import Lists
from engine.evaluation.values import ANY_ITEMS, Coverage, Items, joined
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
from engine.language.facts import Special
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.types import BooleanType, ListType

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.evaluation.straight.writing import Block
    from engine.language.expressions import Expression, Row

RUNTIME: Final[dict[str, Any]] = {
    "TRUE": TRUE, "FALSE": FALSE, "UNKNOWN": UNKNOWN, "NONE": Special.NONE, "OPEN": Special.OPEN, "KNOWN": KNOWN,
    "NUMBER": known.NUMBER, "TRUTH": known.TRUTH, "DENIED": known.DENIED, "VERDICTS": known.VERDICTS, "SURE": known.SURE,
    **{f"NUMBER{special}": numbers for special, numbers in known.AS_NUMBER.items()},
    "ANY_ITEMS": ANY_ITEMS, "Items": Items, "Coverage": Coverage, "joined": joined,
    "pairs": known.pairs, "sequence": known.sequence, "whole": known.whole, "verdicts": known.verdicts,
    "gathered": known.gathered, "count": known.count, "total": known.total, "extreme": known.extreme, "covered": known.covered,
    "days_per_year": known.days_per_year, "every_year_at_most": known.every_year_at_most,
    "compare": compare, "compare_duration": compare_duration, "compare_ranks": compare_ranks, "reckon": arithmetic.reckon,
    "interval": time.interval, "union": time.union, "minus": time.minus, "period": time.window, "days": time.days,
    "throughout": time.throughout, "length": time.length, "elapsed": time.elapsed, "anniversary": time.anniversary,
    "date": date, "datetime": datetime,
}  # fmt: skip
"""What the text can call, by the names that it has there."""
_TWO: Final = 2


class Expressions(Conditions, Lists):
    """Writes expressions."""

    def value(self, node: Expression, block: Block) -> str:
        """A value as the meanings have it."""
        outside = self._outside(node, block, "value")
        return outside if outside is not None else self._value(node, block)

    def _value(self, node: Expression, block: Block) -> str:
        names = block.names
        match node:
            case Constant():
                return names.constant(node.value)
            case FactRef():
                fact = self.named.fact(node.path)
                if isinstance(node.type, BooleanType):
                    return f"VERDICTS[{fact}]"
                return f"whole({self.sequence(node, block)})" if isinstance(node.type, ListType) else fact
            case FieldRef():
                found = self._field(node, block, "UNKNOWN")
                return f"VERDICTS[{found}]" if isinstance(node.type, BooleanType) else found
            case ElementRef():
                return block.loops[-1 - node.depth]
            case ReadingRef():
                return self.named.reading(node.key)
            case AsOf():
                return self.named.day(node.which)
            case ParameterRef():
                parameter = self.named.parameter(node.key)
                if parameter.by is None:
                    return names.constant(parameter.value)
                return f"{names.constant(known.dated(parameter.values))}({self.value(parameter.by, block)})"
            case All() | AnyOf() | Not() | Compare() | Quantified() | Throughout() | ProvisionRef():
                return f"TRUTH[{self.truth(node, block)}]"
            case TermRef():
                found, form = self.named.term(node, block)
                return {"truth": f"TRUTH[{found}]", "sequence": f"whole({found})"}.get(form, found)
            case GivenBy():
                return self.named.given(node.key)
            case DecisionRef():
                return self.named.decided(node.key)
            case Filter() | Extreme():
                return f"whole({self.sequence(node, block)})"
            case Count():
                return self._count(node, block)
            case Total():
                return self._total(node, block)
            case IntervalsOf():
                rows, complete = self._days_read(node, block)
                return f"Coverage(*covered({rows}, {complete}))"
            case Days():
                return self._days(node, block)
            case Window():
                return self._window(node, block)
            case Interval():
                ends = ["OPEN" if end is None else self.value(end, block) for end in (node.first, node.last)]
                return f"interval({ends[0]}, {ends[1]})"
            case Union():
                return f"union({self._values(node.parts, block)})"
            case Minus():
                return f"minus({self._values((node.whole, node.less), block)})"
            case Length():
                within = "None" if node.within is None else self.value(node.within, block)
                return f"length({self.value(node.intervals, block)}, {within})"
            case Elapsed():
                return f"elapsed({self._values((node.first, node.last), block)})"
            case Shift():
                moved = names.constant(known.shifted(later=node.later, unit=unit_of(node.by)))
                return f"{moved}({self._values((node.date, node.by), block)})"
            case DateOf():
                return f"{names.constant(known.date_of(node.offset_minutes))}({self.value(node.moment, block)})"
            case Anniversary():
                month, day = names.constant(node.month), names.constant(node.day)
                return f"anniversary({month}, {day}, {self.value(node.start, block)}, following={node.next is True})"
            case Arithmetic():
                rounding, places = names.constant(node.rounding), names.constant(node.places)
                return f"reckon({names.constant(node.word)}, ({self._values(node.parts, block)},), {rounding}, {places})"
            case Choose():
                return self._choose(node.rows, block)
            case _:
                assert_never(node)

    def _days(self, node: Days, block: Block) -> str:
        if node.per_calendar_year and isinstance(node.intervals, IntervalsOf):
            return f"whole({self.sequence(node, block)})"
        parts = [self.value(node.intervals, block), "None" if node.within is None else self.value(node.within, block)]
        parts += [self.value(node.first_day, block), self.value(node.last_day, block)]
        if node.per_calendar_year:
            return f"{block.names.constant(time.days_per_calendar_year)}({', '.join(parts)})"
        return f"days({', '.join(parts)})"

    def _window(self, node: Window, block: Block) -> str:
        names, unit = block.names, unit_of(node.length)
        parts = self._values((node.anchor, node.length), block)
        if node.not_counting is None:
            return f"{names.constant(known.window(ending=node.ending, unit=unit))}({parts})"
        omitted = self.value(node.not_counting, block)
        return f"period({parts}, {omitted}, ending={node.ending is True}, unit={names.constant(unit)})"

    def _choose(self, rows: Sequence[Row], block: Block) -> str:
        found, open_ = block.names.fresh(), block.names.fresh()
        if len(rows) == _TWO and rows[0].when is not None and rows[1].when is None:
            return self._one_or_other(rows[0].when, rows[0].then, rows[1].then, found, block)
        block.line(f"{found} = UNKNOWN")
        block.line(f"{open_} = None")
        self.rows(rows, block, lambda row, verdict: self._taken(row, verdict, found, open_, block))
        return found

    def _one_or_other(self, when: Expression, then: Expression, otherwise: Expression, found: str, block: Block) -> str:
        verdict = block.let(self.truth(when, block))
        with block.under(f"if {verdict}:"):
            block.line(f"{found} = {self.value(then, block)}")
        with block.under(f"if {verdict} != 3:"):
            other = self.value(otherwise, block)
            block.line(f"{found} = joined([{found}, {other}]) if {verdict} else {other}")
        return found

    def _taken(self, row: Row, verdict: str, found: str, open_: str, block: Block) -> None:
        """The value of a row that may hold: alone, or beside those of the rows before it that may hold too."""
        value = block.let(self.value(row.then, block))
        with block.under(f"if {open_} is None:"):
            block.line(f"{found} = {value}")
            if verdict != "3":
                with block.under(f"if {verdict} != 3:"):
                    block.line(f"{open_} = [{value}]")
        with block.under("else:"):
            block.line(f"{open_}.append({value})")
            block.line(f"{found} = joined({open_})")

    def rows(self, rows: Sequence[Row], block: Block, write: Callable[[Row, str], None]) -> None:
        """The rows that may hold, up to the first that does; ``write`` gets each with its verdict."""
        with block.under("while True:"):
            for row in rows:
                if row.when is None:
                    write(row, "3")
                    break
                verdict = block.let(self.truth(row.when, block))
                with block.under(f"if {verdict}:"):
                    write(row, verdict)
                    with block.under(f"if {verdict} == 3:"):
                        block.line("break")
            block.line("break")
