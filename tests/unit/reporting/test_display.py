"""Values as a reader sees them, also those that are only partly known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from engine.evaluation.values import Coverage, Duration, ElapsedTime, Items, OneOf, Range, Span
from engine.language.facts import Special
from engine.language.logic import TRUE, UNKNOWN
from engine.language.temporal.intervals import EARLIEST, LATEST
from engine.language.types import BOOLEAN, DATE, DURATION, INTERVALS, SPAN, TEXT, EnumerationType, ListType, NumberType
from engine.language.walk import all_expressions, below
from engine.reporting.display import Display
from engine.reporting.names import Names
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import interpreter, library

if TYPE_CHECKING:
    from engine.language.types import Type

DAYS = NumberType("days")
LEVEL = EnumerationType("degree_level")


def day(year: int, month: int, day_: int) -> int:
    return date(year, month, day_).toordinal()


def shown(value: object, type_: Type, *, roc: bool = False) -> tuple[str, str]:
    display = Display(shipped_phrases(), library().vocabularies["applicant"], {}, roc=roc)
    found = display.value(value, type_)
    return found.zh, found.en


@pytest.mark.parametrize(
    ("value", "type_", "zh", "en"),
    [
        (TRUE, BOOLEAN, "是", "yes"),
        (UNKNOWN, DATE, "不明", "not known"),
        (Special.NONE, DATE, "無", "none"),
        (date(2022, 5, 20), DATE, "2022年5月20日", "20 May 2022"),
        (1, DAYS, "1日", "1 day"),
        (3000, NumberType("TWD"), "新臺幣3,000元", "NT$3,000"),
        (Decimal("12.50"), NumberType("JPY", whole=False), "日圓12.5", "12.5 Japanese Yen"),
        (7, NumberType("parsecs"), "parsecs7", "7 parsecs"),
        (80, NumberType(), "80", "80"),
        ("master", LEVEL, "碩士", "master's degree"),
        ("unheard_of", LEVEL, "\u2068unheard_of\u2069", "\u2068unheard_of\u2069"),
        ("some text", TEXT, "\u2068some text\u2069", "\u2068some text\u2069"),
        (("bachelor", "master"), ListType(LEVEL), "學士、碩士", "bachelor's degree and master's degree"),
        (Items(()), ListType(LEVEL), "無", "none"),
        (Range(100, 140), DAYS, "100日至140日之間", "between 100 days and 140 days"),
        (Range(100, None), DAYS, "100日以上", "at least 100 days"),
        (Range(None, 140), DAYS, "140日以下", "at most 140 days"),
        (Range(None, None), DAYS, "不明", "not known"),
        (OneOf(("bachelor", "master")), LEVEL, "學士或碩士之一", "either bachelor's degree or master's degree"),
        (
            Span(day(2016, 8, 2), day(2016, 8, 2), day(2022, 8, 2), day(2022, 8, 2)),
            SPAN,
            "2016年8月2日至2022年8月1日",
            "2 August 2016 to 1 August 2022",
        ),
        (Span(EARLIEST, day(2020, 1, 1), LATEST, LATEST), SPAN, "不明", "not known"),
        (
            Coverage((), ((day(2020, 2, 29), day(2020, 3, 1)), (day(2021, 1, 1), LATEST))),
            INTERVALS,
            "2020年2月29日、自2021年1月1日起",
            "29 February 2020 and since 1 January 2021",
        ),
        (Coverage((), ((EARLIEST, day(2020, 1, 1)),)), INTERVALS, "至2019年12月31日止", "until 31 December 2019"),
        (Coverage((), ((EARLIEST, LATEST),)), INTERVALS, "持續中", "without end"),
        (Duration((), ()), DURATION, "無", "none"),
        (Duration((), ((0, 5),)), DURATION, "不明", "not known"),
        (Duration(((day(2020, 1, 1), LATEST),), ((day(2020, 1, 1), LATEST),)), DURATION, "持續中", "without end"),
        (
            ElapsedTime(date(2014, 5, 10), date(2022, 5, 10)),
            DURATION,
            "8年（2014年5月10日至2022年5月10日）",
            "8 years, from 10 May 2014 to 10 May 2022",
        ),
        (ElapsedTime(date(2022, 5, 10), date(2022, 5, 10)), DURATION, "0日（2022年5月10日至2022年5月10日）", None),
        (ElapsedTime(UNKNOWN, date(2022, 5, 10)), DURATION, "不明", "not known"),
    ],
)
def test_values(value: object, type_: Type, zh: str, en: str | None) -> None:
    found = shown(value, type_)
    assert found[0] == zh
    assert en is None or found[1] == en


def test_one_unbroken_run_is_told_by_the_calendar_and_several_by_365_days() -> None:
    """Civil Code, Article 123: of several runs a year has 365 days and a month 30."""
    one = ((day(2017, 9, 1), day(2022, 9, 1)),)
    assert shown(Duration(one, one), DURATION) == ("5年", "5 years")
    two = ((day(2015, 1, 1), day(2016, 1, 1)), (day(2018, 1, 1), day(2018, 1, 1) + 364))
    zh, en = shown(Duration(two, two), DURATION)
    assert zh.startswith("數段合計729日（")
    assert "為1年364日" in zh
    assert en.startswith("729 days in several periods (1 year, 364 days")


def test_moments_are_told_at_the_place_of_the_vocabulary() -> None:
    """09:00:01 in Greenwich is 17:00:01 at +08:00."""
    assert shown(datetime(2022, 5, 20, 9, 0, 1, tzinfo=UTC), TEXT) == (
        "2022年5月20日17時00分01秒",
        "20 May 2022, 17:00:01",
    )
    assert shown(datetime(2022, 5, 20, 9, 0, 0, 500_000, tzinfo=UTC), TEXT)[1] == "20 May 2022, 17:00:00.5"


def test_chinese_dates_by_the_roc_calendar() -> None:
    assert shown(date(2022, 5, 20), DATE, roc=True) == ("中華民國111年5月20日", "20 May 2022")


@pytest.mark.parametrize("rulebook", ["nthu-dual-emba", "moe-international-students"])
def test_every_expression_of_the_rulebooks_has_a_name(rulebook: str) -> None:
    program = interpreter(rulebook).program
    for subject in program.rulebook.subjects.values():
        display = Display(shipped_phrases(), subject.vocabulary, {}, roc=False)
        names = Names(program, subject.vocabulary, shipped_phrases(), display)
        for _, expression in all_expressions(program.rulebook):
            for node in below(expression):
                found = names.name(node)
                assert "{" not in found.zh + found.en
                assert found.zh.strip() or not found.en.strip()
