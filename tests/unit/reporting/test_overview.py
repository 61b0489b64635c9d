"""The batch report counts every record once where it belongs, shows all of them, and lets no name change the page."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.language.facts import Bilingual
from engine.reporting.letters.model import Letter, LetterPart, Sender, Wanted
from engine.reporting.overview import counting
from engine.reporting.overview.build import OverviewBuilder
from engine.reporting.overview.model import Named, Refused
from engine.reporting.overview.page import page_of_overview
from engine.reporting.overview.picture import WIDTH, Drawn, Label, picture_of, wide, wrapped
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import example
from tests.unit.reporting.overviews import DATED, HOSTILE, due, mixed, of_examples, open_row, overview, refused_row, row, said
from tests.unit.reporting.test_escaping import Tags

if TYPE_CHECKING:
    from engine.reporting.overview.counting import Tally
    from engine.reporting.overview.model import Overview

PHRASES = shipped_phrases()
Languages = Literal["zh", "en", "both"]


def page(found: Overview, languages: Languages = "both") -> str:
    return page_of_overview(found, PHRASES, languages)


def numbers(tallies: tuple[Tally, ...]) -> dict[str, int]:
    return {one.key: one.number for one in tallies}


# -- counting ------------------------------------------------------------------------------------------------------------


def test_outcomes_stand_in_the_order_of_their_decision_and_add_up_to_all_records() -> None:
    rows = [open_row(1), refused_row(2), refused_row(3), row(4)]
    assert numbers(counting.outcomes(rows)) == {"admission:accept": 1, "admission:refuse": 2, "admission:undetermined": 1}
    assert list(numbers(counting.outcomes(rows))) == ["admission:accept", "admission:refuse", "admission:undetermined"]


def test_equal_outcomes_of_different_decisions_are_told_apart() -> None:
    rows = [row(1), row(2, decision="grant", title=said("Grant"))]
    assert numbers(counting.outcomes(rows)) == {"admission:accept": 1, "grant:accept": 1}
    assert [one.cite for one in counting.outcomes(rows)] == [said("Admission"), said("Grant")]


def test_a_record_counts_once_for_each_ground_and_ways_stand_below_what_they_are() -> None:
    rows = [
        refused_row(1, "late", "late"),
        refused_row(2, "late", "unpaid"),
        refused_row(3, nearest=("way-a", "way-b")),
        refused_row(4, nearest=("way-a",)),
        refused_row(5, nearest=("way-c",)),
    ]
    found = counting.grounds(rows)
    assert [(one.key, one.number, one.below) for one in found] == [
        ("ways", 3, False),
        ("way-a", 2, True),
        ("way-b", 1, True),
        ("way-c", 1, True),
        ("late", 2, False),
        ("unpaid", 1, False),
    ]


def test_a_thing_that_is_missing_twice_in_a_list_counts_its_record_once() -> None:
    rows = [open_row(1, "stays.to", "stays.to"), open_row(2, "stays.to", "level")]
    assert numbers(counting.missing(rows)) == {"stays.to": 2, "level": 1}


@pytest.mark.parametrize(
    ("days", "key"),
    [(-400, "past"), (-1, "past"), (0, "0-7"), (7, "0-7"), (8, "8-14"), (15, "15-30"), (60, "31-60"), (61, "61-"), (9000, "61-")],
)
def test_days_until_a_deadline_are_counted_in_classes(days: int, key: str) -> None:
    assert counting.deadline_class(row(**due(days))) == key


@given(st.lists(st.none() | st.integers(-100, 200), max_size=30))
def test_the_classes_of_days_hold_every_record_once(days: list[int | None]) -> None:
    rows = [row(number, **({} if one is None else due(one))) for number, one in enumerate(days)]
    found = counting.deadlines(rows)
    assert sum(one.number for one in found) == (len(rows) if any(one is not None for one in days) else 0)


def test_a_deadline_without_a_day_to_count_from_is_its_own_class() -> None:
    rows = [row(1), row(2, **(due(3) | {"days": None}))]
    assert numbers(counting.deadlines(rows)) == {"unknown": 1, "none": 1}


# -- rows ----------------------------------------------------------------------------------------------------------------


def letter(**changes: object) -> Letter:
    """A letter that asks for a paper by a day."""
    paper = Wanted(what=said("Passport copy"), why=(), ask=said("Send a copy"), cite=(said("Section 3"),))
    plain: dict[str, object] = {
        name: said(name) for name in ("title", "person", "text", "decision", "outcome", "subject", "made_by")
    }
    plain |= {"name": "request", "form": "request", "sender": Sender(name=said("Office")), "recipient": (), "record": "R"}
    plain |= {"governs": "zh", "about": "application", "tone": "unfavourable", "quotations": (), "readings": (), "days": ()}
    plain |= {"parts": (LetterPart(kind="wanted", wanted=(paper,)),), "presumptions": (), "provisional": None, "rulebooks": ()}
    return Letter(**(plain | changes))  # type: ignore[arg-type]


def test_a_letter_gives_its_deadline_and_the_papers_that_it_asks_for() -> None:
    builder = OverviewBuilder(PHRASES, dated=DATED)
    builder.add(example("fee-unpaid"), letters=[letter(deadline=DATED.replace(day=20)), letter(deadline=DATED.replace(day=6))])
    (found,) = builder.overview().rows
    assert (found.deadline, found.days) == (DATED.replace(day=6), 5)
    assert [one.label for one in found.missing] == [said("Passport copy")]
    assert builder.overview().counted_from == Bilingual("2022年5月1日", "1 May 2022")


def test_without_a_day_of_the_letters_days_count_from_the_day_of_knowledge() -> None:
    builder = OverviewBuilder(PHRASES)
    builder.add(example("fee-unpaid"), letters=[letter(deadline=DATED)])
    (found,) = builder.overview().rows
    known = example("fee-unpaid").judgment(()).facts_as_of
    assert found.days == (None if known is None else (DATED - known).days)


def test_a_refusal_has_its_ground_and_an_open_decision_what_is_missing() -> None:
    rows = {name: OverviewBuilder(PHRASES) for name in ("late-by-one-second", "nationality-missing", "dual-national")}
    for name, builder in rows.items():
        builder.add(example(name))
    late, lacking, accepted = (builder.rows[0] for builder in rows.values())
    assert [(one.key, one.nearest) for one in late.grounds] == [("nthu-dual-emba:sec5", False)]
    assert [one.key for one in lacking.missing] == ["nationality.held"]
    assert lacking.possible is not None
    assert (accepted.grounds, accepted.missing, accepted.tone) == ((), (), "favourable")


def test_of_ways_that_are_not_open_the_nearest_are_told() -> None:
    builder = OverviewBuilder(PHRASES)
    builder.add(example("one-hundred-and-twenty-one-days"))
    (found,) = builder.rows
    assert all(one.nearest for one in found.grounds)
    assert "moe-international-students:art2.p2" in {one.key for one in found.grounds}, "121 days are too many by this provision"
    assert [one.key for one in found.readings] == ["moe-international-students:day_of_exit"]


def test_a_decision_that_is_asked_for_is_the_one_that_is_told() -> None:
    builder = OverviewBuilder(PHRASES, decision="timeliness")
    builder.add(example("late-by-one-second"))
    assert (builder.rows[0].decision, builder.rows[0].outcome_key) == ("timeliness", "late")
    with pytest.raises(KeyError):
        OverviewBuilder(PHRASES, decision="nothing").add(example("late-by-one-second"))


# -- pictures ------------------------------------------------------------------------------------------------------------


def test_bars_are_as_long_as_their_numbers_and_none_of_them_is_lost() -> None:
    drawn = [Drawn(str(number), number, (Label("a", "en"),)) for number in (1000, 500, 1, 0)]
    bars = picture_of(drawn).bars
    assert bars[0].length == pytest.approx(2 * bars[1].length)
    assert bars[2].length > 0
    assert bars[3].length == 0
    assert all(bar.left + bar.length < WIDTH for bar in bars)
    tops = [bar.top for bar in bars]
    assert tops == sorted(tops)


@given(st.text(alphabet="abc 國籍，𠮷ו", max_size=200), st.floats(5, 40))
def test_a_label_has_two_lines_that_have_room(text: str, widest: float) -> None:
    lines = wrapped(text, widest)
    assert len(lines) <= 2
    assert all(wide(line) <= widest + 1 for line in lines)
    if wide(text) <= widest:
        assert lines == ([text.strip()] if text.strip() else [])


# -- the page ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("languages", ["zh", "en", "both"])
def test_the_page_is_well_formed_and_needs_nothing_from_elsewhere(languages: Languages) -> None:
    content = page(mixed(40), languages)
    tags = Tags()
    tags.feed(content)
    assert (tags.unbalanced, tags.open) == ([], [])
    assert tags.found.count("h1") == 1
    assert tags.found.count("script") == 1
    assert "http://" not in content
    assert "https://" not in content
    assert "<link" not in content


def test_every_record_and_every_rejected_input_is_on_the_page() -> None:
    found = mixed(23)
    content = page(found)
    assert len(re.findall(r'<tr role="row" class="', content)) == 23
    assert "24 read: 23 decided, 1 rejected." in content
    assert "已讀取24筆：決定23筆，退回1筆。" in content
    for shown in ("X-1", "a.csv: row 7", "unknown fact"):
        assert shown in content


def test_a_page_of_nothing_but_rejected_inputs_says_so() -> None:
    content = page(overview(refused=(Refused(record="", place="a.yaml:1:1", reasons=("no record",)),)), "en")
    assert "1 read: 0 decided, 1 rejected." in content
    assert "a.yaml:1:1" in content


def test_what_a_person_wrote_is_text_and_nothing_else() -> None:
    hostile = Refused(record=HOSTILE, place=HOSTILE, reasons=(HOSTILE,))
    keyed = open_row(9, 'a"b<i>')
    content = page(replace(mixed(3), refused=(hostile,), rows=(*mixed(3).rows, keyed)))
    assert content.count("<script") == 1
    assert content.count("</script") == 1
    assert "<bdi>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} evil 𠮷䶮</bdi>" in content
    assert "<i>" not in content
    assert 'data-missing="a&#34;b&lt;i&gt;"' in content


def test_the_script_is_the_one_whose_digest_the_page_allows() -> None:
    import base64  # noqa: PLC0415 - of this test alone
    import hashlib  # noqa: PLC0415 - the same

    content = page(mixed(2))
    script = content.partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html.unescape(content)
    assert "<" not in script.replace(" < ", " "), "nothing in the script can end it early"


def test_each_bar_leads_to_as_many_rows_as_it_says() -> None:
    content = page(of_examples())
    bars = re.findall(r'data-filter="(\w+)" data-key="([^"]+)".*?<text class="n"[^>]*>([\d,]+)</text>', content, re.DOTALL)
    assert len(bars) > 10
    rows = [dict(re.findall(r'data-(\w+)="([^"]*)"', one)) for one in re.findall(r'<tr role="row" class="[^>]*>', content)]
    for name, key, number in bars:
        fitting = [one for one in rows if key in one.get(name, "").split(" ")]
        assert len(fitting) == int(number), (name, key)


def test_a_picture_without_anything_to_count_is_left_out() -> None:
    content = page(overview(row(1), row(2)), "en")
    assert 'id="chart-outcome"' in content
    assert not re.search(r'id="chart-(ground|missing|reading|deadline)"', content)
    assert 'data-sort="deadline"' not in content


def test_readings_and_deadlines_come_with_their_words() -> None:
    reading = (Named(key="t:r", label=said("Which day?"), cite=said("§ 1")),)
    content = page(overview(row(1, readings=reading, **due(-2)), row(2, **due(5))), "en")
    for shown in ("turns on a reading", "§ 1 (Which day?)", "2 days ago", "in 5 days", "Past", "0 to 7 days"):
        assert shown in content
