"""The rulebooks say what the printed texts say, to the letter, in both languages; and the comparison notices whatever differs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.language.facts import Bilingual
from engine.language.rulebook import Provision
from engine.language.walk import printed_order
from tests.shipped import library
from tests.sources import documents
from tests.sources.documents import DOCUMENTS, Apart, Document, in_chinese
from tests.sources.walk import letters_of, main, walk, walk_rulebook

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook
    from tests.sources.walk import Walk

ROOT = Path(__file__).resolve().parent.parent


@cache
def rulebook(id_: str) -> Rulebook:
    if id_ not in library().ids():
        pytest.skip(f"{id_} is not there yet")
    return library().load(id_)


@cache
def walked(document: str) -> Walk:
    [found] = [one for one in DOCUMENTS if one.name == document]
    return walk_rulebook(found, rulebook(found.rulebook))


# --- The rulebooks ---------------------------------------------------------------------------------------------------

NAMES = [document.name for document in DOCUMENTS]


@pytest.mark.parametrize("document", NAMES)
def test_the_wording_of_every_unit_is_printed_so(document: str) -> None:
    found = walked(document).altered
    assert not found, "\n".join(found)


@pytest.mark.parametrize("document", NAMES)
def test_every_letter_of_the_source_is_the_wording_of_a_unit(document: str) -> None:
    found = walked(document).left
    assert not found, "\n".join(found)


@pytest.mark.parametrize("document", NAMES)
def test_every_unit_names_the_lines_at_which_it_is_printed(document: str) -> None:
    found = walked(document).wrong_lines
    assert not found, "\n".join(found)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.name)
def test_what_is_said_to_be_no_units_wording_is_none(document: Document) -> None:
    missing = walk_rulebook(replace(document, apart=()), rulebook(document.rulebook)).missing
    for apart in document.apart:
        assert any(line in apart.lines and apart.letters in {"", letters} for line, letters in missing), apart


def test_together_the_documents_are_the_whole_of_the_files() -> None:
    for file in {document.file for document in DOCUMENTS}:
        lines = (documents.HERE / file).read_text(encoding="utf-8").split("\n")
        compared = {line for document in DOCUMENTS if document.file == file for line in document.lines}
        assert [number for number, line in enumerate(lines, start=1) if line.strip() and number not in compared] == []


# --- The comparison: whatever is altered in a rulebook is noticed ------------------------------------------------------


def altered(document: Document, units: list[Provision]) -> list[str]:
    """What is found now that was not found before."""
    before = set(walked(document.name).all)
    return [one for one in walk(document, units, rulebook(document.rulebook).title).all if one not in before]


@pytest.mark.parametrize("document", [one for one in DOCUMENTS if one.rulebook != "ntucm-exchange"], ids=lambda one: one.name)
@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.7, 0.99])
def test_an_altered_letter_a_dropped_unit_and_two_that_change_places_are_noticed(document: Document, fraction: float) -> None:
    units = printed_order(rulebook(document.rulebook).provisions)
    texts = [place for place, unit in enumerate(units) if unit.text]
    place = texts[int(fraction * len(texts))]
    unit = units[place]
    assert unit.text is not None
    for language in document.languages:
        wording = unit.text.in_language(language)
        at = int(fraction * len(wording.rstrip()))
        while not letters_of(wording[at]):
            at += 1
        for letters in ("甲", "", wording[at] * 2):
            other = f"{wording[:at]}{letters}{wording[at + 1 :]}"
            text = replace(unit.text, **{language: other})
            found = altered(document, [*units[:place], replace(unit, text=text), *units[place + 1 :]])
            assert found, (unit.path, language, other)
    assert altered(document, [*units[:place], *units[place + 1 :]]), f"{unit.path} dropped"
    earlier = texts[texts.index(place) - 1] if place != texts[0] else texts[1]
    swapped = list(units)
    swapped[place], swapped[earlier] = swapped[earlier], swapped[place]
    assert altered(document, swapped), f"{unit.path} and {units[earlier].path} changed places"


# --- The comparison, on a small text -----------------------------------------------------------------------------------

PRINTED = """\
甲規則 Rules of A

第 1 條 期限／Article 1 Time

- (1) 應於*期限*內提出。
Submit in time. 但有故者，不在此限。
However, not with a good reason.
- (2) 電話 Telephone : 02-123
注意 Notes"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Document:
    (tmp_path / "small.txt").write_text(PRINTED, encoding="utf-8")
    monkeypatch.setattr(documents, "HERE", tmp_path)
    return Document(
        rulebook="small",
        file="small.txt",
        lines=range(1, 10),
        languages=("zh", "en"),
        titled=True,
        forms={"article": ("第{n}條", "Article{n}"), "item": ("({n})",)},
        apart=(Apart(range(9, 10), "a heading", "注意Notes"),),
    )


TITLE = Bilingual("甲規則", "Rules of A")


def unit(path: str, kind: str, number: str, zh: str = "", en: str = "", *, title: Bilingual | None = None) -> Provision:
    return Provision(
        key=f"small:{path}",
        kind="statement",
        subject="member",
        unit=kind,
        number=number,
        parent=None,
        children=(),
        title=title,
        text=Bilingual(zh, en) if zh else None,
        source_lines=(1, 9),
    )


def units() -> list[Provision]:
    return [
        unit("art1", "article", "1", title=Bilingual("期限", "Time")),
        unit("art1.i1", "item", "1", "應於期限內提出。", "Submit in time."),
        unit("art1.i1.but", "proviso", "", "但有故者，\n不在此限。", "However, not with a good reason."),
        unit("art1.i2", "item", "2", "02-123", "02-123", title=Bilingual("電話", "Telephone")),
    ]


def test_marks_separators_list_hyphens_emphasis_and_what_is_printed_once_are_understood(small: Document) -> None:
    assert walk(small, units(), TITLE).all == []


def test_the_first_difference_is_told_with_its_line_and_unit(small: Document) -> None:
    found = units()
    found[1] = unit("art1.i1", "item", "1", "應於期限外提出。", "Submit in time.")
    assert walk(small, found, TITLE).all == [
        "art1.i1 (text, zh) differs at line 5: the source prints “應於期限內提出。Submitin”, the rulebook has “應於期限外提出。”",
        "line 5: no unit has “內”",
    ]


def test_what_is_not_there_is_told_by_its_lines(small: Document) -> None:
    found = units()
    del found[2]
    assert walk(small, found, TITLE).missing == [(6, "但有故者，不在此限。"), (7, "However,notwithagoodreason.")]


def test_another_number_leaves_the_printed_one_over(small: Document) -> None:
    found = units()
    found[1] = replace(found[1], number="3")
    assert walk(small, found, TITLE).missing == [(5, "(1)")]


def test_units_that_change_places_are_out_of_order(small: Document) -> None:
    found = units()
    found[1], found[2] = found[2], found[1]
    assert [one.partition(":")[0] for one in walk(small, found, TITLE).altered] == [
        "art1.i1 (text, zh) is out of order",
        "art1.i1 (text, en) is out of order",
    ]


def test_wording_that_is_printed_once_belongs_to_one_unit(small: Document) -> None:
    found = [*units(), unit("art1.i3", "item", "3", "02-123", "02-123")]
    assert "art1.i3 (text, zh)" in "\n".join(walk(small, found, TITLE).altered)


def test_a_unit_that_names_other_lines(small: Document) -> None:
    found = units()
    found[2] = replace(found[2], source_lines=(1, 2))
    assert len(walk(small, found, TITLE).wrong_lines) == 3  # two lines of the Chinese, one of the English


def test_numbers_in_chinese() -> None:
    assert [in_chinese(number) for number in (1, 9, 10, 13, 20, 28)] == ["一", "九", "十", "十三", "二十", "二十八"]


def test_the_walk_tells_those_who_write_rulebooks(capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["moe-international-students"])
    shown = capsys.readouterr().out
    assert "moe-international-students zh: 0 differ" in shown
    assert status == (1 if any(walked(name).all for name in NAMES[:2]) else 0)
