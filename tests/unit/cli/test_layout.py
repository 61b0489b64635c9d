"""Tables and trees in terminals of any width: nothing is cut off, and nothing is wider than the terminal."""

from __future__ import annotations

import pytest

from engine.cli.layout import Branch, Words, card, line, table, tree, width_of

HEADS = (("", "book", ""), ("File", "entry", "Reason"))
REASON = (
    "居住地歷程：第1筆（國家或地區：香港），不屬於海外。 Places of residence: entry 1 is not overseas, as the law asks for it."
)


def row() -> list[Words]:
    return [Words("A-1"), Words("admitted"), Words(REASON)]


def without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("width", [30, 60, 80, 100, 120, 200])
def test_a_reason_goes_on_in_further_lines(width: int) -> None:
    shown = table(HEADS, [row()], width)
    assert shown is not None
    assert without_spaces(REASON) in without_spaces(shown)
    assert max(width_of(one) for one in shown.splitlines()) <= width


def test_a_reason_goes_on_under_itself() -> None:
    shown = (table(HEADS, [row()], 80) or "").splitlines()
    column = shown[1].index("Reason")
    assert [one[:column].strip() for one in shown[3:]] == [""] * len(shown[3:])
    assert len(shown) > 3


def test_a_pipe_gets_a_line_a_record() -> None:
    assert len((table(HEADS, [row()], None) or "").splitlines()) == 3


def test_columns_wider_than_the_terminal_are_no_table() -> None:
    assert table(HEADS, [row()], 12) is None


@pytest.mark.parametrize("width", [30, 60, 80])
def test_a_card_fits_and_keeps_fixed_words_together(width: int) -> None:
    decided = [Words("book"), *(words for _ in range(5) for words in (Words("  "), Words("entry:\u00a0admitted")))]
    shown = card([line("A-1"), tuple(decided), line(REASON)], width).splitlines()
    assert shown[0] == "A-1"
    assert max(width_of(one) for one in shown) <= width
    assert sum(one.count("entry:\u00a0admitted") for one in shown) == 5
    assert all(one.startswith("  ") for one in shown[1:])


def test_a_piece_without_a_place_to_break_is_cut_where_the_line_ends() -> None:
    digest = f"sha256:{'0' * 64}"
    root = Branch(line("A-1"))
    root.add(digest)
    shown = tree(root, 40).splitlines()
    assert max(width_of(one) for one in shown) <= 40
    assert "".join(one.lstrip("└─ ") for one in shown[1:]) == digest


def test_a_bracket_does_not_stay_behind_at_the_end_of_a_line() -> None:
    root = Branch(line("一二三四五六七八九十一（二三四）五六七八九十"))
    assert not any(one.endswith("（") for width in range(26, 40) for one in tree(root, width).splitlines())
