"""The numbers of official points: 一、 （一） 1、 （1） in Chinese, 1. (a) (i) (A) in English, by how deep they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from engine.documents.tree import Tag

_DIGITS: Final = "〇一二三四五六七八九"
_ROMAN: Final = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_TEN: Final = 10
_HUNDRED: Final = 100
_THOUSAND: Final = 1000


def official_mark(lang: Tag, depth: int, number: int) -> str:
    """What stands before a point; ``depth`` counts from 1 and begins anew after four."""
    match lang, (depth - 1) % 4:
        case "zh-Hant-TW", 0:
            return f"{counted(number)}、"
        case "zh-Hant-TW", 1:
            return f"（{counted(number)}）"
        case "zh-Hant-TW", 2:
            return f"{number}、"
        case "zh-Hant-TW", _:
            return f"（{number}）"
        case "en", 0:
            return f"{number}."
        case "en", 1:
            return f"({lettered(number)})"
        case "en", 2:
            return f"({roman(number)})"
        case _:
            return f"({lettered(number).upper()})"


def counted(number: int) -> str:
    """一, 十, 十一, 二十, 一百零五; digits where there are more than three places."""
    if not 0 < number < _THOUSAND:
        return str(number)
    hundreds, rest = divmod(number, _HUNDRED)
    tens, ones = divmod(rest, _TEN)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{_DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def lettered(number: int) -> str:
    """A, …, z, aa, as spreadsheets count."""
    text = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("a") + rest) + text
    return text or "0"


def roman(number: int) -> str:
    """Small Roman numerals."""
    text = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        text += letters * times
    return text or "0"
