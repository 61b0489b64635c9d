"""What a plain scalar is: the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema) less its oddities.

Whole numbers, decimals, truth values and null are typed; everything else stays text: ``no``, ``on``, ``0x1F``,
``0123``, ``1_000``, ``1:30``, ``.nan``, dates.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.loading.tree import Plain

_CONSTANTS: Final[dict[str, Plain]] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMBER_STARTS: Final = frozenset("0123456789+-.")
_INTEGER: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL: Final = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE](?P<exponent>[-+]?[0-9]+))?",
)
MAX_DIGITS: Final = 400
"""Characters of a number, and the size of its exponent: beyond any quantity of a law, below what exhausts memory."""


class NumberRangeError(ValueError):
    """A number is longer than ``MAX_DIGITS`` or its exponent larger."""


def resolve(text: str) -> Plain:
    """The value of an unquoted scalar.

    Raises :class:`NumberRangeError` for a number that nobody can have meant.
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    if _INTEGER.fullmatch(text):
        return int(_within_range(text))
    match = _DECIMAL.fullmatch(text)
    if match is None:
        return text
    exponent = match["exponent"]
    if exponent and abs(int(_within_range(exponent))) > MAX_DIGITS:
        raise NumberRangeError(text)
    return Decimal(_within_range(text))


def _within_range(text: str) -> str:
    if len(text) > MAX_DIGITS:
        raise NumberRangeError(text)
    return text
