"""Dates and date-times as people write them, in ISO form and in the R.O.C. calendar, and back.

The years of the R.O.C. calendar count from 1912, its year 1; the year before is 民國前1年. Months and days are the
Gregorian ones. R.O.C. dates stop here: everything further in holds ``datetime.date``. Nothing is guessed: what could be
read in two ways is refused, and the message says how to write it.
"""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cache

from engine.language.temporal.calendar import is_leap_year, month_length
from engine.language.temporal.numerals import CHARACTERS, parse_numeral

_YEAR_BEFORE_THE_FIRST = 1911
_MONTHS_A_YEAR = 12
_LONGEST_SHOWN = 60
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_NUMBER = f"[0-9]{{1,4}}|[{CHARACTERS}]+"
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_ROC_WRITTEN = re.compile(
    rf"(?P<era>(?:中華)?民國|民(?=\s*前))?\s*(?P<before>前)?\s*(?P<year>{_NUMBER})\s*年"
    rf"\s*(?P<month>{_NUMBER})\s*月\s*(?P<day>{_NUMBER})\s*日"
)
_ROC_SHORT = re.compile(
    r"(?P<era>(?:中華)?民國)?\s*(?P<before>前)?\s*(?P<year>[0-9]{1,3})(?P<mark>[/-])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
)
_YEAR_FIRST = re.compile(r"(?:西元)?\s*([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?")
_EIGHT_FIGURES = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_FEWER_FIGURES = re.compile(r"[0-9]{5,7}")  # they can be cut in more than one way
_YEAR_LAST = re.compile(r"[0-9]{1,2}[-/. ][0-9]{1,2}[-/. ][0-9]{4}")
_ROC_DOTTED = re.compile(r"([0-9]{2,3})\.([0-9]{1,2})\.([0-9]{1,2})")
_DATE_TIME = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,6}))?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_DATE_AND_REST = re.compile(r"(.+?)(?:T|\s+)([0-9]{1,2}:[0-9]{2}.*)")
_FULL_WIDTH = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}
"""Full-width forms of the ASCII characters, which East Asian keyboards write, and the ideographic space."""


class DateFormatError(ValueError):
    """A text is no date or date-time, or one that does not exist. The message quotes it and says how to write it."""


class RocStyle(Enum):
    """How a R.O.C. date is written: 中華民國111年5月20日, 民國111年5月20日 or 111/05/20."""

    FULL = "full"
    SHORT = "short"
    SLASHED = "slashed"


def parse_date(text: str) -> tuple[date, bool]:
    """Read the date that a text names, and whether it was written in the R.O.C. calendar.

    ISO dates are ``YYYY-MM-DD``. R.O.C. dates are 民國111年5月20日 (with 中華民國 or 民國, or neither where the year
    has two or three digits; 民國前1年 is 1911; in Arabic figures or Chinese numerals, spaces allowed) or ``111/05/20``
    and ``111-05-20``. Full-width characters are read as the ordinary ones.

    Raises:
        DateFormatError: the text is no such date, or that day does not exist.

    """
    plain = text.translate(_FULL_WIDTH).strip()
    if found := _ISO.fullmatch(plain):
        return _existing(plain, int(found[1]), int(found[2]), int(found[3])), False
    if found := _ROC_WRITTEN.fullmatch(plain) or _ROC_SHORT.fullmatch(plain):
        month, day = _number(plain, found["month"]), _number(plain, found["day"])
        return _existing(plain, _gregorian_year(plain, found, month, day), month, day), True
    raise _refused(plain, _way_out_of_date(plain))


def parse_datetime(text: str, offset_minutes: int) -> datetime:
    """Read the moment that an ISO date-time names, aware of its offset from UTC.

    ``T`` or a space stands between date and time; seconds, and their fraction, may be left out; the offset is ``Z`` or
    ``+08:00``, and where there is none, ``offset_minutes`` (480 for +08:00), in which the moment can be written too.

    Raises:
        DateFormatError: the text is no such date-time; a date alone is none.

    """
    plain = text.translate(_FULL_WIDTH).strip()
    found = _DATE_TIME.fullmatch(plain)
    if found is None:
        raise _refused(plain, _way_out_of_datetime(plain))
    day, _ = parse_date(found["date"])
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour == 24 and not (minute or second):  # noqa: PLR2004 - the hour that ISO 8601 once allowed
        raise _refused(plain, "a day ends at 23:59:59: write 00:00 of the day after")
    if hour > 23 or minute > 59 or second > 59:  # noqa: PLR2004 - a clock
        raise _refused(plain, "there is no such time of day: hours go to 23, minutes and seconds to 59")
    home = _zone(offset_minutes)
    moment = datetime(
        day.year, day.month, day.day, hour, minute, second, int((found["fraction"] or "").ljust(6, "0")),
        tzinfo=_offset(plain, found["offset"]) if found["offset"] else home,
    )  # fmt: skip
    try:
        if day.year in {MINYEAR, MAXYEAR}:  # only there can another offset lead out of the calendar
            moment.astimezone(home)
    except OverflowError as error:
        raise _refused(plain, f"its day lies outside the years 1 to {MAXYEAR}") from error
    return moment


def format_roc(day: date, style: RocStyle = RocStyle.FULL) -> str:
    """Write a date in the R.O.C. calendar; before 1912 as 民國前1年… in every style, since figures cannot say so."""
    year = day.year - _YEAR_BEFORE_THE_FIRST
    if year < 1:
        return f"民國前{1 - year}年{day.month}月{day.day}日"
    if style is RocStyle.SLASHED:
        return f"{year:03}/{day.month:02}/{day.day:02}"
    era = "中華民國" if style is RocStyle.FULL else "民國"
    return f"{era}{year}年{day.month}月{day.day}日"


def format_date(day: date, language: str, *, roc: bool = False) -> str:
    """Write a date for a reader: 2022年5月20日 in ``zh``, 20 May 2022 in ``en``.

    ``roc`` asks for 中華民國111年5月20日 in ``zh``; in ``en`` it changes nothing.

    Raises:
        ValueError: there is no such language here.

    """
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if language == "zh":
        return format_roc(day) if roc else f"{day.year}年{day.month}月{day.day}日"
    message = f"dates are written in zh and en, not in {language}"
    raise ValueError(message)


def format_year(year: int, language: str, *, roc: bool = False) -> str:
    """Write a year for a reader: 2022年 in ``zh``, 民國111年 with ``roc``, 2022 in ``en``. Raises as :func:`format_date`."""
    if language == "en":
        return str(year)
    if language == "zh":
        counted = year - _YEAR_BEFORE_THE_FIRST
        return f"{year}年" if not roc else f"民國{counted}年" if counted > 0 else f"民國前{1 - counted}年"
    message = f"years are written in zh and en, not in {language}"
    raise ValueError(message)


def _refused(text: str, reason: str) -> DateFormatError:
    shown = " ".join(text.split())
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[:_LONGEST_SHOWN] + "…"
    return DateFormatError(f"{shown or 'an empty text'}: {reason}")


def _number(text: str, numeral: str) -> int:
    number = int(numeral) if numeral.isdigit() else parse_numeral(numeral)
    if number is None:
        raise _refused(text, f"{numeral} is no number that can be read in one way only: write it in figures")
    return number


def _gregorian_year(text: str, found: re.Match[str], month: int, day: int) -> int:
    """Give the Gregorian year of a R.O.C. date, or refuse a year that may not be one."""
    year = _number(text, found["year"])
    if found["before"]:
        if not found["era"]:
            raise _refused(text, f"before what? write 民國前{year}年")
        if not 1 <= year <= _YEAR_BEFORE_THE_FIRST:
            raise _refused(text, f"years before the R.O.C. calendar are 1 to {_YEAR_BEFORE_THE_FIRST}")
        return _YEAR_BEFORE_THE_FIRST + 1 - year
    if year == 0:
        raise _refused(text, "the R.O.C. calendar has no year 0: the year before 民國1年 is 民國前1年")
    if year > 999:  # noqa: PLR2004 - four digits are a Gregorian year, whatever stands around them
        meant = _existing(text, year, month, day)
        raise _refused(text, f"a R.O.C. year has three digits at most: write {meant} if {year} is Gregorian")
    gregorian = year + _YEAR_BEFORE_THE_FIRST
    if not found["era"] and len(found["year"]) == 1 and year < 10:  # noqa: PLR2004 - one digit, 十 being a numeral of two
        raise _refused(text, f"a year of one digit says too little: for {gregorian} write 民國{year}年{month}月{day}日")
    return gregorian


def _existing(text: str, year: int, month: int, day: int) -> date:
    """Give the date, or a refusal that says why there is no such day."""
    if year < 1:
        raise _refused(text, "there is no year 0")
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise _refused(text, f"there is no month {month}: months are 1 to 12")
    if 1 <= day <= month_length(year, month):
        return date(year, month, day)
    name = _MONTHS[month - 1]
    if (month, day) == (2, 29) and not is_leap_year(year):
        raise _refused(text, f"29 February {year} does not exist: {year} is no leap year")
    raise _refused(text, f"{day} {name} {year} does not exist: {name} has {month_length(year, month)} days")


def _offset(text: str, offset: str) -> timezone:
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[4:6])
    if hours > 23 or minutes > 59:  # noqa: PLR2004 - a clock
        raise _refused(text, f"there is no offset {offset}: write one such as +08:00")
    size = 60 * hours + minutes
    return _zone(-size if offset[0] == "-" else size)


@cache  # a table has few offsets and many moments
def _zone(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def _way_out_of_date(plain: str) -> str:
    """How to write what seems to be meant, where it is plain what that is."""
    if _DATE_AND_REST.fullmatch(plain):
        return "a date has no time of day: leave the time out"
    if found := _YEAR_FIRST.fullmatch(plain) or _EIGHT_FIGURES.fullmatch(plain):
        return f"write {_existing(plain, int(found[1]), int(found[2]), int(found[3]))}"
    if _FEWER_FIGURES.fullmatch(plain):
        return "put marks between year, month and day: YYYY-MM-DD, or 111/05/20 for a R.O.C. year"
    if found := _ROC_DOTTED.fullmatch(plain):
        return f"write {found[1]}/{found[2]}/{found[3]} if this is a R.O.C. date, YYYY-MM-DD if not"
    if _YEAR_LAST.fullmatch(plain):
        return "write the year first, then month and day: YYYY-MM-DD"
    return "this is no date: write YYYY-MM-DD, or a R.O.C. date such as 民國111年5月20日 or 111/05/20"


def _way_out_of_datetime(plain: str) -> str:
    """How to write what seems to be meant; a date in it that is none is refused with its own reason."""
    if found := _DATE_AND_REST.fullmatch(plain):
        day, _ = parse_date(found[1])
        time = found[2] if found[2][2] == ":" else f"0{found[2]}"
        if _DATE_TIME.fullmatch(f"{day}T{time}"):
            return f"write {day}T{time}"
        return f"write the time as HH:MM or HH:MM:SS and the offset as Z or +08:00, such as {day}T17:00+08:00"
    try:
        day, _ = parse_date(plain)
    except DateFormatError:
        return "this is no date-time: write YYYY-MM-DDTHH:MM, with an offset such as +08:00 or without"
    return f"the time of day is missing: write it too, such as {day}T17:00"
