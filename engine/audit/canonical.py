"""The one way to write a value as JSON, so that it can be hashed: RFC 8785 (JSON Canonicalization Scheme), and SHA-256.

Keys are ordered by their UTF-16 code units, numbers written as ECMAScript writes a double, texts with the fewest escapes.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, Final

DIGEST: Final = "sha256:"
"""What stands before the hexadecimal digits of every digest."""
LARGEST: Final = (1 << 53) - 1
"""The largest whole number up to which a double tells each from the next (RFC 7493)."""
_PLAIN_UP_TO: Final = 21
_PLAIN_FROM: Final = -6
"""Decimal places before and behind the point between which ECMAScript writes no exponent."""
_FIRST_OUT_OF_ORDER: Final = "\ue000"
_OUT_OF_ORDER: Final = re.compile(f"[{_FIRST_OUT_OF_ORDER}-\U0010ffff]")
"""From here on the order of characters is not that of their UTF-16 code units."""
_QUICK: Final = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""Writes the same where no number is very large or small or a double that is whole, and takes a tenth of the time."""
_TEXTS: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_UNSURE: Final = re.compile(r"[.]0(?![0-9])|e[-+]|[0-9]{16}")


def canonical(value: Any) -> str:
    """A value of JSON (objects with text keys, lists, texts, numbers, truth values, ``None``) as RFC 8785 writes it.

    Raises :class:`ValueError` for what JSON has no number or text for (what is no finite double, half of a surrogate pair), and
    :class:`TypeError` for what is no value of JSON.
    """
    text = _QUICK.encode(value)
    if _UNSURE.search(_TEXTS.sub("", text)) or _OUT_OF_ORDER.search(text):
        text = in_full(value)
    text.encode()  # refuses halves of surrogate pairs
    return text


def digest_of(text: str) -> str:
    """The SHA-256 of a text in UTF-8: ``sha256:`` and 64 hexadecimal digits."""
    return f"{DIGEST}{hashlib.sha256(text.encode()).hexdigest()}"


def in_full(value: Any) -> str:
    """What :func:`canonical` gives, written out without its short cut."""
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _whole(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return f"{{{','.join([f'{encode_basestring(key)}:{in_full(value[key])}' for key in _in_order(value)])}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join([in_full(item) for item in value])}]"
    message = f"JSON has no {type(value).__name__}"
    raise TypeError(message)


def _in_order(value: dict[str, Any]) -> list[str]:
    """The keys in the order of their UTF-16 code units."""
    if any(max(key, default="") >= _FIRST_OUT_OF_ORDER for key in value):
        return sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return sorted(value)


def _whole(value: int) -> str:
    if abs(value) <= LARGEST:
        return str(value)
    try:
        return number(float(value))  # as RFC 8785 wants it: a number of JSON is a double
    except OverflowError as error:
        raise ValueError(str(error)) from error


def number(value: float) -> str:
    """A double as ECMAScript's ``Number::toString`` writes it: the fewest digits that mean no other double."""
    if not math.isfinite(value):
        message = f"JSON has no number {value}"
        raise ValueError(message)
    if value == 0:
        return "0"
    if value < 0:
        return f"-{number(-value)}"
    _, figures, exponent = Decimal(repr(value)).as_tuple()
    digits = "".join(map(str, figures)).rstrip("0")
    point = len(figures) + int(exponent)  # digits before the decimal point
    if len(digits) <= point <= _PLAIN_UP_TO:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _PLAIN_UP_TO:
        return f"{digits[:point]}.{digits[point:]}"
    if _PLAIN_FROM < point <= 0:
        return f"0.{'0' * -point}{digits}"
    fraction = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{fraction}e{point - 1:+d}"
