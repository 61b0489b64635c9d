"""How a unit of a text is cited, in both languages: article 條, paragraph 項, subparagraph 款, item 目."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.facts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


_PLURAL: Final = "s"
"""Articles, Paragraphs: every English word for a unit has the same plural."""


def cite_unit(provision: Provision, provisions: Mapping[str, Provision]) -> Bilingual:
    """The place of a provision in its own text: Article 2, Paragraph 5, Subparagraph 2, and its Chinese form.

    An inserted article (Article 7-1) has its second number after the word in Chinese; a unit that is
    applied mutatis mutandis is cited by the text that it comes from.
    """
    steps = [_step(unit, provisions) for unit in _way_down(provision, provisions)]
    return Bilingual("".join(one.zh for one in steps), ", ".join(one.en for one in steps))


def cite_units(units: Iterable[Provision], provisions: Mapping[str, Provision]) -> tuple[Bilingual, ...]:
    """Several provisions of one text in its order, each once: Article 2, Paragraphs 1 and 2 are one place, Article 3 another.

    The places are to be joined by 、 and by ``;``.
    """
    ways = {tuple(one.key for one in way): way for way in (_way_down(unit, provisions) for unit in units)}
    order = {key: number for number, key in enumerate(provisions)}
    found: list[Bilingual] = []
    beside: list[list[Provision]] = []
    for keys in sorted(ways, key=lambda keys: [order.get(key, len(order)) for key in keys]):
        way = ways[keys]
        if beside and not _stand_together(beside[-1], way):
            found.append(_places(beside, provisions))
            beside = []
        beside.append(way)
    return (*found, _places(beside, provisions)) if beside else ()


def _way_down(provision: Provision, provisions: Mapping[str, Provision]) -> list[Provision]:
    """A unit with those above it, the highest first."""
    if provision.applied_from and provision.applied_from in provisions:
        return _way_down(provisions[provision.applied_from], provisions)
    chain: list[Provision] = []
    current: Provision | None = provision
    while current is not None:
        chain.append(current)
        current = provisions.get(current.parent) if current.parent else None
    return chain[::-1]


def _words(unit: Provision, provisions: Mapping[str, Provision]) -> tuple[str, str]:
    above = provisions.get(unit.parent) if unit.parent else None
    under_a_section = _UNDER_A_SECTION.get(unit.unit) if above is not None and above.unit == "section" else None
    return under_a_section or _WORDS[unit.unit]


def _step(unit: Provision, provisions: Mapping[str, Provision]) -> Bilingual:
    in_zh, in_en = _words(unit, provisions)
    if unit.unit == "heading":  # a heading has words, and its number is only a name for it
        words_of_it = unit.title or unit.label or Bilingual(unit.number, unit.number)
        return Bilingual(in_zh.format(n=words_of_it.zh), in_en.format(n=words_of_it.en))
    number, dash, inserted = unit.number.partition("-")
    return Bilingual(in_zh.format(n=number) + (f"之{inserted}" if dash else ""), in_en.format(n=unit.number))


def _stand_together(way: Sequence[Provision], other: Sequence[Provision]) -> bool:
    """Whether two units are of one kind and directly under the same one, so that their numbers can be counted up."""
    return (
        len(way) == len(other)
        and [one.key for one in way[:-1]] == [one.key for one in other[:-1]]
        and way[-1].unit == other[-1].unit
        and way[-1].unit not in {"heading", "proviso"}
    )


def _places(beside: Sequence[Sequence[Provision]], provisions: Mapping[str, Provision]) -> Bilingual:
    """Units that stand together, as one place."""
    above = [_step(unit, provisions) for unit in beside[0][:-1]]
    last = [_step(way[-1], provisions) for way in beside]
    zh = "".join(one.zh for one in above) + "、".join(one.zh for one in last)
    en = last[0].en
    if len(beside) > 1:
        _, word = _words(beside[0][-1], provisions)
        numbers = [way[-1].number for way in beside]
        kind = word.format(n="").strip()
        en = f"{kind}{_PLURAL} {', '.join(numbers[:-1])} and {numbers[-1]}"
    return Bilingual(zh, ", ".join([*(one.en for one in above), en]))
