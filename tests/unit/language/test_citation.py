"""How units are cited, in both languages."""

from __future__ import annotations

import pytest

from engine.language.citation import cite_unit, cite_units
from tests.shipped import library


@pytest.mark.parametrize(
    ("rulebook", "path", "zh", "en"),
    [
        ("moe-international-students", "art2.p5.s2", "第2條第5項第2款", "Article 2, Paragraph 5, Subparagraph 2"),
        ("moe-international-students", "art10.p1.but", "第10條第1項但書", "Article 10, Paragraph 1, Proviso"),
        (
            "moe-international-students",
            "art26.p1.absence",
            "第26條第1項「缺課",
            "Article 26, Paragraph 1, “Notification of absences",
        ),
        ("nthu-dual-emba", "sec1.i9", "第1節第9點", "Section 1, Item 9"),
        ("nthu-dual-emba", "sec1.n2", "第1節注意事項2", "Section 1, Note 2"),
    ],
)
def test_a_unit_is_cited_by_its_place(rulebook: str, path: str, zh: str, en: str) -> None:
    loaded = library().load(rulebook)
    cited = cite_unit(loaded.provisions[f"{rulebook}:{path}"], loaded.provisions)
    assert cited.zh.startswith(zh)
    assert cited.en.startswith(en)


def test_what_is_applied_is_cited_by_the_text_that_it_comes_from() -> None:
    loaded = library().load("moe-international-students")
    (instance,) = [p for key, p in loaded.provisions.items() if key.endswith("/art24.p1")]
    assert cite_unit(instance, loaded.provisions).en == "Article 24, Paragraph 1"


@pytest.mark.parametrize(
    ("paths", "zh", "en"),
    [
        (["art2.p2"], ["第2條第2項"], ["Article 2, Paragraph 2"]),
        (["art2.p2", "art2.p1", "art2.p2"], ["第2條第1項、第2項"], ["Article 2, Paragraphs 1 and 2"]),
        (
            ["art2.p1", "art2.p2", "art2.p6", "art3.p1"],
            ["第2條第1項、第2項、第6項", "第3條第1項"],
            ["Article 2, Paragraphs 1, 2 and 6", "Article 3, Paragraph 1"],
        ),
        (
            ["art2.p5.s2", "art2.p5"],
            ["第2條第5項", "第2條第5項第2款"],
            ["Article 2, Paragraph 5", "Article 2, Paragraph 5, Subparagraph 2"],
        ),
        (
            ["art10.p1", "art10.p1.but"],
            ["第10條第1項", "第10條第1項但書"],
            ["Article 10, Paragraph 1", "Article 10, Paragraph 1, Proviso"],
        ),
        (["art7-1.p1", "art7.p1"], ["第7條第1項", "第7條之1第1項"], ["Article 7, Paragraph 1", "Article 7-1, Paragraph 1"]),
    ],
)
def test_several_units_are_cited_in_the_order_of_their_text(paths: list[str], zh: list[str], en: list[str]) -> None:
    loaded = library().load("moe-international-students")
    cited = cite_units([loaded.provisions[f"moe-international-students:{path}"] for path in paths], loaded.provisions)
    assert [one.zh for one in cited] == zh
    assert [one.en for one in cited] == en
