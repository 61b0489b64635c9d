"""What a reader is told of two versions: the smallest sentence that is another, where, and what rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.reporting.difference.build import difference
from engine.reporting.difference.page import page_of_difference
from engine.reporting.difference.plain import as_plain
from tests.unit.analysis.comparison.two_versions import ARTICLES, HEAD, VOCABULARY, edited, load

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.rulebook import Rulebook
    from engine.reporting.difference.model import Difference, Line

CARD = "requires: {fact: card, is: adult}"
BLOCKED = "forbids: {fact: blocked, is: true}"


@pytest.fixture
def before(tmp_path: Path) -> Rulebook:
    return load(tmp_path / "before")


def amended(before: Rulebook, tmp_path: Path, *edits: tuple[str, str]) -> Difference:
    return difference(before, load(tmp_path / "after", *edited(*edits)))


def in_short(line: Line, language: str = "en") -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
    marked = "".join(signs[one.fate].format(one.text) for one in line.marked.in_language(language))
    within = "".join(f"{one.in_language(language)} " for one in line.within)
    note = f" ({line.note.in_language(language)})" if line.note is not None else ""
    return f"{line.label.in_language(language)}{note}: {within}{marked}"


def lines(found: Difference, language: str = "en") -> list[str]:
    return [in_short(line, language) for group in found.groups for entry in group.entries for line in entry.lines]


def test_a_version_and_itself(before: Rulebook) -> None:
    found = difference(before, before)
    assert found.is_empty
    assert found.summary.en == "The two versions do not differ."
    assert as_plain(found)["groups"] == []
    assert "do not differ" in page_of_difference(found, "en")


@pytest.mark.parametrize(
    ("edits", "english"),
    [
        ((("未滿十六歲者", "未滿十八歲者"),), ["Wording: Nobody below sixteen may enter."]),
        ((("below sixteen", "below eighteen"),), ["Wording: Nobody below [-sixteen-]{+eighteen+} may enter."]),
        ((("value: 16, unit: years", "value: 18, unit: years"),), ["Value: [-16-]{+18+} years"]),
        ((("in: [adult, junior]", "in: [adult, junior, guest]"),),
         ["Meaning: “Card” is one of adult[- or -]{+, +}junior{+ or guest+}"]),
        ((("forbids: {fact: blocked, is: true}", "forbids: {fact: blocked, is: true}\n    unless: {fact: card, is: guest}"),),
         ["Unless: {+“Card” is guest+}"]),
        ((("forbids: {fact: blocked, is: true}", "requires: {fact: blocked, is: true}"),),
         ["Requires: {+“Blocked”+}", "Forbids: [-“Blocked”-]"]),
        ((("requires: {any: [", "requires: {all: [{fact: card, is: adult}, {any: ["), ("not_counted}]}", "not_counted}]}]}")),
         ["Requires (added; must hold as well): {+“Card” is adult+}"]),
        ((("requires: {any: [", "requires: {any: [{fact: card, is: adult}, "),),
         ["Requires (added; suffices as well): {+“Card” is adult+}"]),
        ((("all: [art1.p1, art1.p2]", "any: [art1.p1, art1.p2]"),),
         ["Rows: Condition of row 1, Admitted [admitted]: Article 1, Paragraph 1 [-and-]{+or+} Article 1, Paragraph 2"]),
        ((("means: {zh: 計入, en: They count}", "means: {zh: 計入, en: They do count}"),),
         ["Meaning of a reading: They{+ do+} count"]),
        ((("    lifts: [art2.p1]", "    lifts: [art1.p2]"),),
         ["Lifts: {+Article 1, Paragraph 2+}", "Lifts: [-Article 2, Paragraph 1-]"]),
        ((("lent: {zh: 准借, en: Lent}", "lent: {zh: 准借, en: May borrow}"),), ["Outcome: [-Lent-]{+May borrow+} [lent]"]),
    ],
)  # fmt: skip
def test_each_difference_in_its_smallest_sentence(
    before: Rulebook, tmp_path: Path, edits: tuple[tuple[str, str], ...], english: list[str]
) -> None:
    assert sorted(lines(amended(before, tmp_path, *edits))) == sorted(english)


def test_chinese_is_told_by_letters_and_numerals(before: Rulebook, tmp_path: Path) -> None:
    found = amended(before, tmp_path, ("未滿十六歲者", "未滿十八歲者"), ("value: 5, label", "value: 8, label"))
    assert lines(found, "zh") == ["條文: 未滿[-十六-]{+十八+}歲者不得入室。", "值: [-5-]{+8+}"]


def test_a_row_that_moved_and_one_that_came(before: Rulebook, tmp_path: Path) -> None:
    row = "      - {when: {all: [art1.p1, art1.p2]}, then: admitted}\n"
    found = amended(before, tmp_path, (row, f"      - {{when: {{fact: card, is: guest}}, then: refused}}\n{row}"))
    assert lines(found) == ["Rows (row 1): {+if “Card” is guest: Refused [refused]+}"]


def test_what_rests_on_a_number_is_shown_in_its_sentences(before: Rulebook, tmp_path: Path) -> None:
    found = amended(before, tmp_path, ("value: 16, unit: years", "value: 18, unit: years"))
    (entry,) = found.groups[0].entries
    told = [(rest.kind, rest.key, [in_short(line) for line in rest.lines]) for rest in entry.rests]
    assert told == [
        ("term", "house:is_old_enough", ["Therefore: “Age” is at least [-16-]{+18+} years (“Least age”)"]),
        ("unit", "house:art1.p1", []),
        ("unit", "house:art3.p1", []),
        ("decision", "house:entry", []),
        ("decision", "house:lending", []),
        ("decision", "house:visit", []),
    ]


def test_a_wording_alone_has_nothing_that_rests_on_it(before: Rulebook, tmp_path: Path) -> None:
    found = amended(before, tmp_path, ("below sixteen", "below eighteen"))
    assert [entry.rests for group in found.groups for entry in group.entries] == [()]


def test_labels_that_are_alike_are_told_apart_by_their_names(tmp_path: Path) -> None:
    twin = "  volumes: {type: integer, label: {zh: 冊數, en: Volumes}}\n"
    vocabulary = VOCABULARY + twin.replace("volumes:", "volumes_held:", 1)
    old = load(tmp_path / "old", HEAD, dict(ARTICLES), vocabulary)
    new = load(tmp_path / "new", *edited(("{fact: volumes, at_most", "{fact: volumes_held, at_most")), vocabulary)
    (told,) = lines(difference(old, new))
    assert told == "Requires: “Volumes” [[-volumes-]{+volumes_held+}] is not more than 5 (“Most volumes” [most_volumes])"


def test_units_that_came_went_and_moved(before: Rulebook, tmp_path: Path) -> None:
    added = (
        'article: "2-1"\nparagraphs:\n  - paragraph: 1\n    text: {zh: 館內不得飲食。, en: Nobody eats in the house.}\n'
        "    kind: requirement\n    forbids: {fact: blocked}\n"
    )
    moved = ARTICLES["02"].replace('article: "2"', 'article: "4"').replace("art2.", "art4.")
    head = HEAD.replace("art2", "art4")
    after = load(tmp_path / "after", head, {"01": ARTICLES["01"], "03": ARTICLES["03"], "02-1": added, "04": moved})
    found = difference(before, after)
    told = [(entry.sign, entry.key_before, entry.key_after, entry.name.en) for group in found.groups for entry in group.entries]
    assert told == [
        ("added", "", "house:art2-1", "Article 2-1"),
        ("renumbered", "house:art2", "house:art4", "Article 4"),
    ]
    (inserted, renumbered) = [entry for group in found.groups for entry in group.entries]
    assert renumbered.was is not None
    assert renumbered.was.zh == "第2條"
    assert [in_short(line) for line in inserted.below[0].lines] == [
        "Wording: {+Nobody eats in the house.+}", "Kind: {+requirement+}", "Forbids: {+“Blocked”+}",
    ]  # fmt: skip
    assert found.summary.en == "Units: 1 inserted and 1 renumbered."
    back = difference(after, before)
    assert [entry.sign for group in back.groups for entry in group.entries] == ["removed", "renumbered"]
    assert back.summary.zh == "條文：刪除1、移列1。"


def test_the_page_marks_without_colour_and_escapes_what_it_shows(before: Rulebook, tmp_path: Path) -> None:
    found = amended(before, tmp_path, ("Nobody below sixteen may enter.", "Nobody <b>below</b> eighteen may enter."))
    page = page_of_difference(found, "both")
    assert "<del>" in page
    assert "eighteen</ins>" in page
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert page.count("<h1>") == 1
    assert found.before.digest in page
    assert found.after.digest in page
    assert "http" not in page.replace("http-equiv", "")


def test_the_language_that_stayed_is_said_to_have_stayed(before: Rulebook, tmp_path: Path) -> None:
    found = amended(before, tmp_path, ("below sixteen", "below eighteen"))
    assert "僅英文修正" in page_of_difference(found, "zh")
    assert "only the" not in page_of_difference(found, "en")
