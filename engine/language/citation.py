"""How a unit of a text is cited, in both languages: article 條, paragraph 項, subparagraph 款, item 目."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.facts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.rulebook import Provision

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "article": ("第{n}條", "Article {n}"),
    "section": ("第{n}節", "Section {n}"),
    "heading": ("「{n}」", "“{n}”"),
    "paragraph": ("第{n}項", "Paragraph {n}"),
    "subparagraph": ("第{n}款", "Subparagraph {n}"),
    "item": ("第{n}目", "Item {n}"),
    "subitem": ("第{n}小目", "Sub-item {n}"),
    "sentence": ("第{n}句", "Sentence {n}"),
    "proviso": ("但書", "Proviso"),
    "note": ("注意事項{n}", "Note {n}"),
}
_UNDER_A_SECTION: Final = {"item": ("第{n}點", "Item {n}")}
"""What is divided into sections counts points there, not the items of a subparagraph."""


def cite_unit(provision: Provision, provisions: Mapping[str, Provision]) -> Bilingual:
    """The place of a provision in its own text: Article 2, Paragraph 5, Subparagraph 2, and its Chinese form.

    An inserted article (Article 7-1) has its second number after the word in Chinese; a unit that is
    applied mutatis mutandis is cited by the text that it comes from.
    """
    if provision.applied_from and provision.applied_from in provisions:
        return cite_unit(provisions[provision.applied_from], provisions)
    zh, en = "", []
    chain: list[Provision] = []
    current: Provision | None = provision
    while current is not None:
        chain.append(current)
        current = provisions.get(current.parent) if current.parent else None
    for unit in reversed(chain):
        above = provisions.get(unit.parent) if unit.parent else None
        words = _UNDER_A_SECTION.get(unit.unit) if above is not None and above.unit == "section" else None
        in_zh, in_en = words or _WORDS[unit.unit]
        if unit.unit == "heading":  # a heading has words, and its number is only a name for it
            words_of_it = unit.title or unit.label or Bilingual(unit.number, unit.number)
            zh += in_zh.format(n=words_of_it.zh)
            en.append(in_en.format(n=words_of_it.en))
            continue
        number, dash, inserted = unit.number.partition("-")
        zh += in_zh.format(n=number) + (f"之{inserted}" if dash else "")
        en.append(in_en.format(n=unit.number))
    return Bilingual(zh, ", ".join(en))
