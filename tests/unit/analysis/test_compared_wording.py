"""Two wordings of one text: nothing is lost, numerals and words change as a whole, and a change begins where a reader begins."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.analysis.comparison.wording import compared_wording, same_wording


def shown(before: str, after: str, whole: tuple[str, ...] = ()) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    return "".join(signs[one.fate].format(one.text) for one in compared_wording(before, after, whole))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("停留未逾一百二十日。", "停留未逾一百五十日。", "停留未逾[-一百二十-]{+一百五十+}日。"),
        ("no more than 120 days", "no more than 150 days", "no more than [-120-]{+150+} days"),
        ("NT$1,000 in all", "NT$1,200 in all", "NT$[-1,000-]{+1,200+} in all"),
        ("有第一款、第二款規定之情形者", "有第一款、第二款、第三款規定之情形者", "有第一款、第二款{+、第三款+}規定之情形者"),
        ("有第一款、第二款、第三款之情形者", "有第一款、第三款之情形者", "有第一款[-、第二款-]、第三款之情形者"),
        ("a card or a permit", "a card", "a card[- or a permit-]"),
        ("The reader may enter", "The reader shall enter", "The reader [-may-]{+shall+} enter"),
        ("The quick fox", "Dogs bark all night", "[-The quick fox-]{+Dogs bark all night+}"),
        ("", "入室", "{+入室+}"),
        ("入室", "", "[-入室-]"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_what_a_reader_sees(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


def test_a_letter_that_two_changes_share_by_chance_is_changed_with_them() -> None:
    assert shown("應於每年指定期間內申請", "應於每學期招生期間內申請").count("[-") == 1


def test_names_and_values_change_as_a_whole_where_the_text_is_made_of_them() -> None:
    assert shown("「學制」未逾學士", "「學制」未逾碩士") == "「學制」未逾[-學-]{+碩+}士"
    assert shown("「學制」未逾學士", "「學制」未逾碩士", ("學制", "學士", "碩士")) == "「學制」未逾[-學士-]{+碩士+}"


def test_line_breaks_are_no_change() -> None:
    assert same_wording("one two\n three", "one  two three")
    assert {one.fate for one in compared_wording("one two\n three", "one  two three")} == {"same"}


TEXTS = st.text(st.sampled_from("甲乙第一二十百款、。 ab12,\n"), max_size=24)


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_and_nothing_invented(before: str, after: str) -> None:
    segments = compared_wording(before, after)
    old = "".join(one.text for one in segments if one.fate != "added")
    new = "".join(one.text for one in segments if one.fate != "removed")
    assert "".join(old.split()) == "".join(before.split())
    assert new.strip() == after.strip()
    assert all(one.text for one in segments)
    assert ({one.fate for one in segments} <= {"same"}) == same_wording(before, after)
