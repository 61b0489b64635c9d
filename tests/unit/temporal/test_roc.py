"""Dates as written, against the record's contract ("Conventions": ISO dates and the R.O.C. calendar) and ISO 8601."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.temporal.numerals import parse_numeral
from engine.language.temporal.roc import (
    DateFormatError,
    RocStyle,
    format_date,
    format_roc,
    format_year,
    parse_date,
    parse_datetime,
)

HOME = 480
HOME_ZONE = timezone(timedelta(hours=8))
DIGITS = "零一二三四五六七八九"


def full_width(text: str) -> str:
    """ASCII characters as an East Asian keyboard writes them."""
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


def counted(number: int) -> str:
    """Write a number up to 999 as it is read aloud: 一百一十一, 一百零五, 十五."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{DIGITS[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize(
    ("text", "expected", "was_roc"),
    [
        ("2022-05-20", date(2022, 5, 20), False),
        (" 2022-05-20\n", date(2022, 5, 20), False),
        (full_width("2022-05-20"), date(2022, 5, 20), False),
        ("0099-01-02", date(99, 1, 2), False),
        ("民國111年5月20日", date(2022, 5, 20), True),
        ("民國 111 年 5 月 20 日", date(2022, 5, 20), True),
        ("中華民國111年05月20日", date(2022, 5, 20), True),
        ("中華民國一百一十一年五月二十日", date(2022, 5, 20), True),
        ("中華民國一一一年五月二〇日", date(2022, 5, 20), True),
        ("一百零九年二月二十九日", date(2020, 2, 29), True),
        ("民國百年十月十日", date(2011, 10, 10), True),
        ("民國九十九年十二月卅一日", date(2010, 12, 31), True),
        ("中華民國元年一月一日", date(1912, 1, 1), True),
        ("十年一月二日", date(1921, 1, 2), True),
        ("111年5月20日", date(2022, 5, 20), True),
        ("111/05/20", date(2022, 5, 20), True),
        ("111-05-20", date(2022, 5, 20), True),
        ("99/1/2", date(2010, 1, 2), True),
        ("001/01/02", date(1912, 1, 2), True),
        ("民國111/05/20", date(2022, 5, 20), True),
        (full_width("民國111年5月20日"), date(2022, 5, 20), True),
        (full_width("111/05/20"), date(2022, 5, 20), True),
        ("民國前1年12月31日", date(1911, 12, 31), True),
        ("民前七年三月四日", date(1905, 3, 4), True),
        ("民國 前 10 年 1 月 1 日", date(1902, 1, 1), True),
        ("民國9年1月2日", date(1920, 1, 2), True),
    ],
)
def test_dates_that_are_read(text: str, expected: date, was_roc: bool) -> None:  # noqa: FBT001 - a table
    assert parse_date(text) == (expected, was_roc)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2021-02-29", "2021-02-29: 29 February 2021 does not exist: 2021 is no leap year"),
        ("1900-02-29", "1900 is no leap year"),
        ("110/02/29", "110/02/29: 29 February 2021 does not exist: 2021 is no leap year"),
        ("2022-04-31", "31 April 2022 does not exist: April has 30 days"),
        ("2020-02-30", "30 February 2020 does not exist: February has 29 days"),
        ("2022-05-00", "0 May 2022 does not exist"),
        ("2022-13-01", "there is no month 13: months are 1 to 12"),
        ("0000-01-01", "there is no year 0"),
        ("00/01/01", "no year 0: the year before 民國1年 is 民國前1年"),
        ("2022/05/20", "2022/05/20: write 2022-05-20"),
        ("2022/5/2", "write 2022-05-02"),
        ("2022-5-20", "write 2022-05-20"),
        ("2022.05.20", "write 2022-05-20"),
        ("20220520", "write 2022-05-20"),
        ("西元2022年5月20日", "write 2022-05-20"),
        ("2022/02/30", "30 February 2022 does not exist"),
        ("2022年5月20日", "three digits at most: write 2022-05-20 if 2022 is Gregorian"),
        ("二〇二二年五月二十日", "write 2022-05-20 if 2022 is Gregorian"),
        ("民國2022年5月20日", "three digits at most"),
        ("1110520", "put marks between year, month and day"),
        ("111.05.20", "write 111/05/20 if this is a R.O.C. date, YYYY-MM-DD if not"),
        ("20.05.2022", "write the year first"),
        ("05/20/2022", "write the year first"),
        ("9/1/2", "for 1920 write 民國9年1月2日"),
        ("九年一月二日", "for 1920 write 民國9年1月2日"),
        ("元年一月二日", "for 1912 write 民國1年1月2日"),
        ("前1年1月2日", "before what? write 民國前1年"),
        ("民國前0年1月2日", "years before the R.O.C. calendar are 1 to 1911"),
        ("民國前1912年1月2日", "years before the R.O.C. calendar are 1 to 1911"),
        ("民國一百一年五月二十日", "一百一 is no number that can be read in one way only"),
        ("2022-05-20T17:00", "a date has no time of day"),
        ("111/05-20", "this is no date: write YYYY-MM-DD, or a R.O.C. date"),
        ("2022-W20-5", "this is no date"),
        ("\u0662\u0660\u0662\u0662-05-20", "this is no date"),  # Arabic-Indic digits, which Python's \d would take
        ("tomorrow", "tomorrow: this is no date"),
        ("", "an empty text: this is no date"),
        ("x" * 61, "x" * 60 + "…: this is no date"),
    ],
)
def test_dates_that_are_refused_with_a_way_out(text: str, message: str) -> None:
    with pytest.raises(DateFormatError) as refusal:
        parse_date(text)
    assert message in str(refusal.value)


@given(st.dates())
def test_iso_dates_round_trip(day: date) -> None:
    assert parse_date(day.isoformat()) == (day, False)


@given(st.dates(max_value=date(2910, 12, 31)), st.sampled_from(RocStyle))
def test_roc_dates_round_trip(day: date, style: RocStyle) -> None:
    text = format_roc(day, style)
    assert parse_date(text) == (day, True)
    assert parse_date(full_width(text)) == (day, True)


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2910, 12, 31)))
def test_dates_in_chinese_numerals_are_the_same_dates(day: date) -> None:
    year = day.year - 1911
    assert parse_date(f"民國{counted(year)}年{counted(day.month)}月{counted(day.day)}日") == (day, True)
    in_places = "".join(DIGITS[int(figure)] for figure in str(year))
    assert parse_date(f"中華民國{in_places}年{counted(day.month)}月{counted(day.day)}日") == (day, True)


@given(st.text(alphabet="0123456789-/.年月日民國前元百十廿〇一 T:", max_size=14))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        day, was_roc = parse_date(text)
    except DateFormatError as refusal:
        assert ": " in str(refusal)  # noqa: PT017 - either way is right
    else:
        assert was_roc or day.isoformat() == text.strip()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("元", 1),
        ("十", 10),
        ("十五", 15),
        ("廿", 20),
        ("廿一", 21),
        ("卅", 30),
        ("二十", 20),
        ("百", 100),
        ("百零一", 101),
        ("一百〇九", 109),
        ("一百十一", 111),
        ("一一一", 111),
        ("二〇二二", 2022),
        ("零", 0),
        ("", None),
        ("一百一", None),
        ("十百", None),
        ("元元", None),
        ("一十百", None),
    ],
)
def test_numerals(text: str, number: int | None) -> None:
    assert parse_numeral(text) == number


@given(st.integers(1, 999))
def test_counted_numerals_round_trip(number: int) -> None:
    assert parse_numeral(counted(number)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-05-20T17:00:00+08:00", datetime(2022, 5, 20, 17, tzinfo=HOME_ZONE)),
        ("2022-05-20 17:00", datetime(2022, 5, 20, 17, tzinfo=HOME_ZONE)),
        ("2022-05-20T09:00Z", datetime(2022, 5, 20, 17, tzinfo=HOME_ZONE)),
        ("2022-05-20T16:59:59.5", datetime(2022, 5, 20, 16, 59, 59, 500_000, tzinfo=HOME_ZONE)),
        ("9999-12-31T23:00+08:00", datetime(9999, 12, 31, 23, tzinfo=HOME_ZONE)),
        ("2022-05-19T23:30-09:30", datetime(2022, 5, 20, 9, tzinfo=UTC)),
        (full_width("2022-05-20T17:00"), datetime(2022, 5, 20, 17, tzinfo=HOME_ZONE)),
    ],
)
def test_moments_that_are_read(text: str, expected: datetime) -> None:
    assert parse_datetime(text, HOME) == expected


def test_a_moment_keeps_the_offset_that_was_written() -> None:
    assert parse_datetime("2022-05-20T09:00Z", HOME).utcoffset() == timedelta(0)
    assert parse_datetime("2022-05-20T09:00", HOME).utcoffset() == timedelta(hours=8)
    assert parse_datetime("2022-05-20T09:00", -300).utcoffset() == timedelta(hours=-5)


@given(st.datetimes(min_value=datetime(1, 1, 3), max_value=datetime(9999, 12, 29)), st.integers(-840, 840))  # noqa: DTZ001
def test_moments_round_trip(naive: datetime, offset: int) -> None:
    moment = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    for separator in ("T", " "):
        read = parse_datetime(moment.isoformat(separator), HOME)
        assert read == moment
        assert read.utcoffset() == moment.utcoffset()
    assert parse_datetime(naive.isoformat(), offset) == moment


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2022-05-20", "2022-05-20: the time of day is missing: write it too, such as 2022-05-20T17:00"),
        ("111/05/20", "the time of day is missing: write it too, such as 2022-05-20T17:00"),
        ("111/05/20 17:00", "write 2022-05-20T17:00"),
        ("民國111年5月20日 9:05", "write 2022-05-20T09:05"),
        ("2022-05-20 9:05", "write 2022-05-20T09:05"),
        ("2022-05-20T17:00+8", "write the time as HH:MM or HH:MM:SS and the offset as Z or +08:00"),
        ("2022-05-20 05:00 PM", "write the time as HH:MM"),
        ("2022/05/20 17:00", "2022/05/20: write 2022-05-20"),
        ("2021-02-29T17:00", "2021 is no leap year"),
        ("2022-05-20T24:00", "write 00:00 of the day after"),
        ("2022-05-20T24:01", "no such time of day"),
        ("2022-05-20T17:60", "no such time of day"),
        ("2022-05-20T17:00:60", "no such time of day"),
        ("2022-05-20T17:00+24:00", "there is no offset +24:00"),
        ("2022-05-20T17:00+08:60", "there is no offset +08:60"),
        ("9999-12-31T23:00-08:00", "outside the years 1 to 9999"),
        ("noon", "noon: this is no date-time: write YYYY-MM-DDTHH:MM"),
    ],
)
def test_moments_that_are_refused_with_a_way_out(text: str, message: str) -> None:
    with pytest.raises(DateFormatError) as refusal:
        parse_datetime(text, HOME)
    assert message in str(refusal.value)


def test_roc_dates_are_written_in_three_styles() -> None:
    day = date(2022, 5, 20)
    assert format_roc(day) == "中華民國111年5月20日"
    assert format_roc(day, RocStyle.SHORT) == "民國111年5月20日"
    assert format_roc(day, RocStyle.SLASHED) == "111/05/20"
    assert format_roc(date(1911, 12, 31), RocStyle.SLASHED) == "民國前1年12月31日"
    assert format_roc(date(1912, 1, 1)) == "中華民國1年1月1日"


def test_dates_are_written_for_readers() -> None:
    day = date(2022, 5, 20)
    assert format_date(day, "zh") == "2022年5月20日"
    assert format_date(day, "zh", roc=True) == "中華民國111年5月20日"
    assert format_date(day, "en") == "20 May 2022"
    assert format_date(day, "en", roc=True) == "20 May 2022"
    with pytest.raises(ValueError, match="not in fr"):
        format_date(day, "fr")


def test_a_year_by_itself_is_written_in_the_calendar_of_the_reader() -> None:
    assert (format_year(2019, "zh"), format_year(2019, "zh", roc=True)) == ("2019年", "民國108年")
    assert (format_year(2019, "en"), format_year(2019, "en", roc=True)) == ("2019", "2019")
    assert [format_year(year, "zh", roc=True) for year in (1912, 1911, 1910)] == ["民國1年", "民國前1年", "民國前2年"]
    with pytest.raises(ValueError, match="zh and en"):
        format_year(2019, "fr")
