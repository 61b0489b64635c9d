"""How units are cited, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

import engine
from engine.language.citation import cite_unit

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"


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
    loaded = engine.load(rulebook, rulebooks=RULEBOOKS)
    cited = cite_unit(loaded.provisions[f"{rulebook}:{path}"], loaded.provisions)
    assert cited.zh.startswith(zh)
    assert cited.en.startswith(en)


def test_what_is_applied_is_cited_by_the_text_that_it_comes_from() -> None:
    loaded = engine.load("moe-international-students", rulebooks=RULEBOOKS)
    (instance,) = [p for key, p in loaded.provisions.items() if key.endswith("/art24.p1")]
    assert cite_unit(instance, loaded.provisions).en == "Article 24, Paragraph 1"
