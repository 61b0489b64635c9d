"""Chinese numerals as dates write them: 一百一十一, 一一一, 二〇二二, 廿, 元."""

from __future__ import annotations

import re

CHARACTERS = "〇零一二三四五六七八九十百廿卅元"
"""Every character a numeral may hold; 元 is the first year of an era."""

_DIGITS = {CHARACTERS[0]: 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DIGIT = "[一二三四五六七八九]"
_IN_PLACES = re.compile("[〇零一二三四五六七八九]+")
_COUNTED = re.compile(
    f"(?:(?P<hundreds>{_DIGIT})?(?P<hundred>百))?"
    f"(?:[〇零](?P<alone>{_DIGIT})|(?P<tens>{_DIGIT})?(?P<ten>十)(?P<after_ten>{_DIGIT})?)?"
)


def parse_numeral(text: str) -> int | None:
    """Read the number that a numeral stands for, or ``None`` where it is none.

    Digits are read by their places (一一一 is 111, 二〇二二 is 2022) or as counted (一百一十一, 百零一, 十五, 廿一).
    What is heard in two ways is none: 一百一 is 101 to some and 110 to others.
    """
    if text == "元":
        return 1
    if _IN_PLACES.fullmatch(text):
        return int("".join(str(_DIGITS[character]) for character in text))
    found = _COUNTED.fullmatch(text.replace("廿", "二十").replace("卅", "三十"))
    if not text or found is None:
        return None
    hundreds = _DIGITS[found["hundreds"] or "一"] if found["hundred"] else 0
    tens = _DIGITS[found["tens"] or "一"] if found["ten"] else 0
    return 100 * hundreds + 10 * tens + _DIGITS[found["alone"] or found["after_ten"] or "零"]
