"""The table of what is executed of a text: for people as columns, for programs as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.executable import CLASSES
from engine.cli.console import BOLD, CYAN, DIM, RED, YELLOW, styled
from engine.cli.layout import Words, table, width_of_output
from engine.cli.options import Language
from engine.cli.wording import Wording
from engine.reporting.law_page import MARKS, natures_of, percent, row_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.executable import Class, LawTable, Tally, Unit
    from engine.language.facts import Bilingual

_CELLS: Final = 60
"""Cells of the bar."""
_COLOURS: Final[dict[Class, tuple[str, ...]]] = {
    "executed": (CYAN,), "judgement": (YELLOW,), "not_executable": (DIM,), "unused": (RED,),
}  # fmt: skip
_FILLS: Final[dict[Class, str]] = {"executed": "█", "judgement": "▒", "not_executable": "·", "unused": "×"}


def as_text(tables: Sequence[LawTable], language: Language) -> str:
    """For people: of each rulebook the shares, then every part counted, then unit by unit."""
    return "\n\n".join("\n".join(_paragraphs(one, Wording(language))) for one in tables)


def _paragraphs(one: LawTable, wording: Wording) -> Iterator[str]:
    book, tally = one.rulebook, one.tally
    yield f"{styled(f'{book.id}@{book.version}', BOLD)} {wording.of(book.title)}"
    yield _bar(tally)
    shares = [
        [Words(MARKS[class_]), Words(str(tally.classes[class_])), Words(percent(tally.share(class_))),
         Words(wording.phrase(f"class.{class_}"), _COLOURS[class_])]
        for class_ in CLASSES
    ]  # fmt: skip
    natures = [
        [Words(""), Words(str(count), (DIM,)), Words(share, (DIM,)), Words(f"  {wording.of(nature)}", (DIM,))]
        for nature, count, share in natures_of(tally, wording.phrases)
    ]
    after = CLASSES.index("not_executable") + 1
    total = [Words(""), Words(str(tally.total)), Words(""), Words(wording.phrase("coverage.all"))]
    titles = ["", wording.phrase("coverage.count"), wording.phrase("coverage.share"), wording.phrase("coverage.class")]
    yield _table(titles, [*shares[:after], *natures, *shares[after:], total])
    yield ""
    titles = [wording.phrase("coverage.count"), *MARKS.values(), wording.phrase("coverage.part")]
    yield _table(titles, [_part(unit, counted, wording) for unit, counted in one.parts])
    yield ""
    titles = ["", "", wording.phrase("coverage.says")]
    yield _table(titles, [line for unit in one.units for line in _unit(unit, wording)])


def _table(titles: list[str], rows: Sequence[Sequence[Words]]) -> str:
    width = width_of_output()
    return table([titles], rows, width) or table([titles], rows, None) or ""


def _bar(tally: Tally) -> str:
    """The shares as letters, each class at least one where it is there at all."""
    cells = {class_: max(1, round(_CELLS * tally.share(class_))) for class_ in CLASSES if tally.classes[class_]}
    return "".join(styled(_FILLS[class_] * count, *_COLOURS[class_]) for class_, count in cells.items())


def _part(unit: Unit, tally: Tally, wording: Wording) -> list[Words]:
    counts = [Words(str(tally.classes[class_] or ""), _COLOURS[class_]) for class_ in CLASSES]
    name = f"  {wording.of(unit.name)}" if unit.name else ""
    return [Words(str(tally.total)), *counts, Words(f"{wording.of(unit.cite)}{name}")]


def _unit(unit: Unit, wording: Wording) -> Iterator[list[Words]]:
    """A unit, with a second line for the second language."""
    row = row_of(unit, wording.phrases)
    both = wording.language is Language.BOTH
    for number, language in enumerate((Language.ZH, Language.EN) if both else (wording.language,)):
        said = Wording(language).of
        facts = [said(row.kind), said(row.class_)] if unit.class_ is not None else []
        shown = "; ".join([" · ".join(facts), *(said(detail) for detail in row.details)]) if facts else ""
        heading = " ".join(part for part in (said(unit.cite), said(row.name)) if part)
        yield [
            Words("" if number else row.mark or " ", _COLOURS[unit.class_] if unit.class_ else ()),
            Words("" if number else unit.provision.path, (DIM,)),
            Words(f"{heading} — {shown}" if shown else heading, (BOLD,) if unit.class_ is None else (DIM,) if number else ()),
        ]


def as_json(tables: Sequence[LawTable]) -> str:
    """For programs: each rulebook with its counts, its parts and its units."""
    return json.dumps({"rulebooks": [_table_as_json(one) for one in tables]}, ensure_ascii=False, indent=2)


def _table_as_json(one: LawTable) -> dict[str, Any]:
    book = one.rulebook
    return {
        "rulebook": book.id,
        "version": book.version,
        "digest": book.digest,
        "title": _wording(book.title),
        **_tally_as_json(one.tally),
        "parts": [
            {"path": unit.provision.path, "cite": _wording(unit.cite), **_tally_as_json(tally)} for unit, tally in one.parts
        ],
        "list": [_unit_as_json(unit) for unit in one.units],
    }


def _tally_as_json(tally: Tally) -> dict[str, Any]:
    return {
        "units": tally.total,
        "classes": {class_: {"units": tally.classes[class_], "share": round(tally.share(class_), 4)} for class_ in CLASSES},
        "natures": {nature or "unsaid": count for nature, count in tally.natures.most_common()},
    }


def _unit_as_json(unit: Unit) -> dict[str, Any]:
    provision = unit.provision
    return {
        "path": provision.path,
        "cite": _wording(unit.cite),
        "name": _wording(unit.name),
        "kind": provision.kind,
        "class": unit.class_ or "heading",
        "counted": unit.counts,
        "findings": [{"fact": fact.path, "label": _wording(fact.label), "ask": _wording(fact.ask)} for fact in unit.findings],
        "nature": provision.nature or None,
        "not_executable": _wording(provision.not_executable),
        "file": provision.place.file,
        "line": provision.place.line,
    }


def _wording(text: Bilingual | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
