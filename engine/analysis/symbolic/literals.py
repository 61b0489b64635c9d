"""Values of the text as terms: literals, parameters, the rows of registers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import z3

from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import NO, YES
from engine.analysis.symbolic.values import Items, Row, Scalar, UnencodableError
from engine.language.facts import Special
from engine.language.logic import TRUE, UNKNOWN, Truth
from engine.language.record import Element

if TYPE_CHECKING:
    from engine.analysis.symbolic.texts import Texts
    from engine.language.diagnostics import Place

NONE: Final = Scalar("special", whole(0), none=YES)
"""The value ``none`` by itself."""
OPEN: Final = Scalar("special", whole(0), open=YES)
"""The value ``open`` by itself."""
SECONDS_A_DAY: Final = 86_400
_SECOND: Final = timedelta(seconds=1)


def literal(value: Any, texts: Texts, place: Place) -> Any:
    """A value that the text says, or that a record holds, as a constant term.

    Raises :class:`UnencodableError` where it is no value of the language, or a moment between two seconds.
    """
    match value:
        case Special():
            return NONE if value is Special.NONE else OPEN
        case bool():
            return YES if value else NO
        case Truth() if value is not UNKNOWN:
            return YES if value is TRUE else NO
        case int():
            return Scalar("number", whole(value))
        case Decimal():
            return Scalar("number", _number(value))
        case str():
            return Scalar("text", whole(texts.number(value)))
        case datetime():
            seconds, rest = divmod(value - _BEGINNING.replace(tzinfo=value.tzinfo) - (value.utcoffset() or timedelta()), _SECOND)
            if rest:
                raise UnencodableError(place, f"{value} lies between two seconds")
            return Scalar("datetime", whole(seconds + date.min.toordinal() * SECONDS_A_DAY))
        case date():
            return Scalar("date", whole(value.toordinal()))
        case tuple():
            return Items(tuple((YES, literal(one, texts, place)) for one in value))
        case Element():
            return Row({name: literal(one, texts, place) for name, one in value.values.items()})
        case _:
            raise UnencodableError(place, f"a {type(value).__name__} is no value of the language")


_BEGINNING: Final = datetime.min  # noqa: DTZ901 - the offset of the moment at hand is put to it, and then taken off


def _number(value: Decimal) -> z3.ArithRef:
    numerator, denominator = value.as_integer_ratio()
    return whole(numerator) if denominator == 1 else z3.RealVal(f"{numerator}/{denominator}")
