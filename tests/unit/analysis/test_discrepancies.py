"""Rows on where the languages part: in the order of print, each once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.discrepancies import partings_of
from engine.loading.library import Library
from tests.unit.analysis.small_library import ARTICLE_1, ARTICLE_2, RULEBOOK, write_library

if TYPE_CHECKING:
    from pathlib import Path


def row(id_: str, severity: str = "B", zh: str = "甲") -> str:
    return (
        f"{{id: {id_}, severity: {severity}, zh: {zh}, en: a, note: {{zh: 異, en: differ}}, "
        "rule: {zh: 從中文, en: As in Chinese}, governs: zh}"
    )


def with_rows(article: str, paragraph: int, *rows: str) -> str:
    written = "".join(f"\n      - {one}" for one in rows)
    return article.replace(f"- paragraph: {paragraph}\n", f"- paragraph: {paragraph}\n    discrepancy:{written}\n")


def library(folder: Path) -> Library:
    files = {
        "rulebook": f"{RULEBOOK}discrepancy:\n  - {row('D9')}\n",
        "article_1": with_rows(with_rows(ARTICLE_1, 1, row("D3"), row("D1", "C")), 2, row("D3"), row("D2", "A")),
        "article_2": with_rows(ARTICLE_2, 1, row("D1", "A", zh="乙"), row("D3")),
    }
    return Library(write_library(folder, **files))


def test_each_row_once_in_the_order_of_print_with_all_its_units(tmp_path: Path) -> None:
    found = partings_of(library(tmp_path).load("reading-room"))
    places = {
        parting.id: [
            [place.provision.path if place.provision else "title" for place in writing.places] for writing in parting.writings
        ]
        for parting in found
    }
    assert list(places) == ["D9", "D3", "D1", "D2"]
    assert places == {
        "D9": [["title"]],
        "D3": [["art1.p1", "art1.p2", "art2.p1"]],
        "D1": [["art1.p1"], ["art2.p1"]],  # written in two ways
        "D2": [["art1.p2"]],
    }


def test_the_gravest_severity_is_that_of_the_row(tmp_path: Path) -> None:
    found = {parting.id: parting.severity for parting in partings_of(library(tmp_path).load("reading-room"))}
    assert found == {"D9": "B", "D3": "B", "D1": "A", "D2": "A"}


def test_units_are_cited_and_the_title_is_none(tmp_path: Path) -> None:
    title, several, *_ = partings_of(library(tmp_path).load("reading-room"))
    assert title.writings[0].places[0].cite is None
    cite = several.writings[0].places[2].cite
    assert cite is not None
    assert (cite.zh, cite.en) == ("第2條第1項", "Article 2, Paragraph 1")
