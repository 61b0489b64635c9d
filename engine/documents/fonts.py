"""The fonts of documents: which letters they have, and as much of a font as a document needs. The only place with their files.

Noto Sans CJK TC has every letter of a letter in Chinese and English. It lacks many of other people's names (Ł, ș, Arabic,
Thai): those come from the Noto Sans of their script. Both are under the SIL Open Font License 1.1, which lets them be
embedded in any document; their packages come with the engine, so that a document looks the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import uharfbuzz as hb

from engine.documents.outlines import NO_INK, Pen, glyph
from engine.documents.sfnt import sfnt_of, tables_of, woff_of
from engine.documents.truetype import named, with_outlines
from engine.language.diagnostics import Diagnostic, InputError, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.documents.outlines import Glyph
    from engine.documents.tree import Tag

Weight = Literal["regular", "bold"]
Form = Literal["otf", "ttf", "woff"]
"""``otf`` as the font is; ``ttf`` with TrueType outlines, the only ones that Word embeds; ``woff`` packed for a browser."""

MAIN: Final = "Noto Sans CJK TC"
_FILES: Final = {
    "regular": ("cvttf_NotoSansCJK_Regular", "NotoSansCJKtc-Regular.otf"),
    "bold": ("cvttf_NotoSansCJK_Bold", "NotoSansCJKtc-Bold.otf"),
}
_FURTHER: Final = "manimgx_fonts"
_SCRIPTS: Final = (
    "Noto Sans",  # Latin with all its marks, Cyrillic, Greek
    "Noto Sans Arabic",
    "Noto Sans Armenian",
    "Noto Sans Bengali",
    "Noto Sans Devanagari",
    "Noto Sans Ethiopic",
    "Noto Sans Georgian",
    "Noto Sans Gujarati",
    "Noto Sans Gurmukhi",
    "Noto Sans Hebrew",
    "Noto Sans Kannada",
    "Noto Sans Khmer",
    "Noto Sans Lao",
    "Noto Sans Malayalam",
    "Noto Sans Myanmar",
    "Noto Sans Oriya",
    "Noto Sans Sinhala",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Thai",
    "Noto Sans Symbols",
    "Noto Emoji",
)
FAMILIES: Final = (MAIN, *_SCRIPTS)
"""The families in the order in which a letter is sought, by the names that CSS, Word and typst know them by."""

NARROW: Final = "‘’“”…—§·°×÷±"
"""Signs that the main family draws as wide as a Chinese letter, which tears an English line apart: ``the sender ’ s``.

In English they come from Noto Sans; a browser can take the main family's narrow ones (``font-feature-settings: "pwid"``).
"""

_LATIN: Final = "Noto Sans"
_UPRIGHT: Final = ("vert", "vrt2", "vkrn", "vpal", "vhal", "valt")  # for lines that run down
_KEPT_NAMES: Final = (0, 13, 14)  # whose it is, and under which licence
_WITHOUT_INK: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_UNSEEN: Final = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
"""What Unicode lets a program leave out: above all the selectors that ask for one of a letter’s shapes, as in names."""
_LETTER: Final = "[^\\W_\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
_WORD: Final = re.compile(f"{_LETTER}+(?:[’']{_LETTER}+)*")
"""Letters of a script that is written in words, and not in squares, with an apostrophe between them: O’Brien."""


@dataclass(frozen=True, slots=True)
class Subset:
    """A part of a font: the family it is of, the characters of it that were asked for, and the file."""

    family: str
    characters: frozenset[str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that one family sets."""

    text: str
    family: str


def files() -> tuple[Path, ...]:
    """The font files, the main family's first. Raises :class:`InputError` where a package is missing."""
    return _file(MAIN, "regular"), _file(MAIN, "bold"), *(_file(family, "regular") for family in _SCRIPTS)


def without_glyph(text: str) -> frozenset[str]:
    """The characters of a text that no font has. A document must not be written without telling its author of them."""
    wanted = {mark for mark in set(text) if unicodedata.category(mark) not in _WITHOUT_INK and not _UNSEEN.match(mark)}
    for family in FAMILIES:
        if not wanted:
            break
        wanted = {mark for mark in wanted if ord(mark) not in _has(family)}
    return frozenset(wanted)


def runs(text: str, lang: Tag = "zh-Hant-TW") -> tuple[Run, ...]:
    """The text in stretches of one family each.

    A word of which the main family lacks a letter is set whole in another that has them all: Łukasz in one face. In English
    the signs of :data:`NARROW` are in Noto Sans. A character that no family has stays with the main one.
    """
    joined: list[Run] = []
    for run in _runs(text, lang):
        if joined and joined[-1].family == run.family:
            joined[-1] = Run(joined[-1].text + run.text, run.family)
        else:
            joined.append(run)
    return tuple(joined)


def subset(characters: Iterable[str], weight: Weight, form: Form, family: str = MAIN, called: str = "") -> bytes:
    """A family with no more than these characters. Those that it lacks are left out; :func:`subsets` has them.

    ``called`` is the name that the font says it has, where that is not the family's: where fonts of several documents meet,
    two parts of one family must not be taken for each other.
    """
    return _cut(family, frozenset("".join(characters)), weight, form, called or family)


def subsets(text: str, weight: Weight, form: Form, lang: Tag = "zh-Hant-TW") -> tuple[Subset, ...]:
    """For each family that the text needs a font with no more than its characters, in the order of :data:`FAMILIES`."""
    by_family: dict[str, set[str]] = {}
    for run in runs(text, lang):
        by_family.setdefault(run.family, set()).update(run.text)
    return tuple(
        Subset(family, chosen := frozenset(by_family[family]), _cut(family, chosen, weight, form, family))
        for family in FAMILIES
        if family in by_family
    )


# -- which family sets what --------------------------------------------------------------------------------------------


def _runs(text: str, lang: Tag) -> Iterator[Run]:
    if not any(mark in NARROW or _lacking(mark) for mark in set(text)):
        if text:
            yield Run(text, MAIN)
        return
    at = 0
    for word in _WORD.finditer(_with_marks_as_letters(text)):
        yield from (Run(mark, _family_of(mark, lang)) for mark in text[at : word.start()])
        at = word.end()
        yield from _runs_of_word(text[word.start() : at], lang)
    yield from (Run(mark, _family_of(mark, lang)) for mark in text[at:])


def _with_marks_as_letters(text: str) -> str:
    """The text with a letter in the place of each mark that goes with a letter: regular expressions take it for none."""
    return "".join("a" if unicodedata.category(mark).startswith("M") else mark for mark in text)


def _runs_of_word(word: str, lang: Tag) -> Iterator[Run]:
    letters = [mark for mark in word if mark not in NARROW]
    whole = next((family for family in FAMILIES if all(ord(mark) in _has(family) for mark in letters)), None)
    for mark in word:
        family = whole or _family_of(mark, lang)
        yield Run(mark, _LATIN if mark in NARROW else family)


def _family_of(mark: str, lang: Tag) -> str:
    if lang == "en" and mark in NARROW:
        return _LATIN
    if not _lacking(mark):
        return MAIN
    return next((family for family in _SCRIPTS if ord(mark) in _has(family)), MAIN)


def _lacking(mark: str) -> bool:
    return ord(mark) not in _has(MAIN) and unicodedata.category(mark) not in _WITHOUT_INK


@cache
def _has(family: str) -> frozenset[int]:
    return frozenset(_face(family, "regular").unicodes)


# -- cutting -----------------------------------------------------------------------------------------------------------


def _cut(family: str, characters: frozenset[str], weight: Weight, form: Form, called: str) -> bytes:
    face = _face(family, weight)
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(ord(mark) for mark in characters)
    wanted.layout_feature_tag_set.difference_update(hb.Set(_tag(name) for name in _UPRIGHT))
    wanted.layout_feature_tag_set.add(_tag("pwid"))
    wanted.drop_table_tag_set.update(_tag(name) for name in ("VORG", "vhea", "vmtx", "DSIG"))
    if face.has_var_data:
        wanted.pin_axis_location(face, "wght", 700 if weight == "bold" else 400)
    plan = hb.SubsetPlan(face, wanted)
    tables = tables_of(plan.execute().blob.data)
    if form == "ttf" and "CFF " in tables:
        of_new = plan.new_to_old_glyph_mapping
        tables = with_outlines(tables, [_quadratic(family, weight, of_new[new]) for new in range(len(of_new))])
    says = {number: said for number in _KEPT_NAMES if (said := face.get_name(number))}
    font = sfnt_of(named(tables, called, bold=weight == "bold", says=says))
    return woff_of(font) if form == "woff" else font


@cache
def _quadratic(family: str, weight: Weight, number: int) -> Glyph:
    """A glyph of the whole font with TrueType's curves; the letters of a language come again in each document."""
    pen = Pen()
    _drawn(family, weight).draw_glyph(number, _strokes(), pen)
    return glyph(pen) if pen.strokes else NO_INK


@cache
def _strokes() -> hb.DrawFuncs:
    told = hb.DrawFuncs()
    told.set_move_to_func(lambda x, y, pen: pen.move((x, y)))
    told.set_line_to_func(lambda x, y, pen: pen.line((x, y)))
    told.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.cubic((a, b), (c, d), (x, y)))
    told.set_close_path_func(lambda _pen: None)
    return told


@cache
def _drawn(family: str, weight: Weight) -> hb.Font:
    return hb.Font(_face(family, weight))


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


# -- files -------------------------------------------------------------------------------------------------------------


@cache
def _face(family: str, weight: Weight) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(_file(family, weight))))


def _file(family: str, weight: Weight) -> Path:
    """The file of a family. The further families hold all weights in one file."""
    package, name = _FILES[weight] if family == MAIN else (_FURTHER, f"{family.replace(' ', '')}[wght].ttf")
    found = find_spec(package)
    for folder in found.submodule_search_locations or () if found else ():
        if (file := Path(folder, name)).is_file():
            return file
    raise InputError(
        [
            Diagnostic(
                "no-font",
                f"documents need the font file {name} of the package {package}, which is not installed",
                Place(package),
                "install the engine with all it needs: pip install --force-reinstall rulebook-engine",
            )
        ]
    )
