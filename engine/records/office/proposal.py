"""A mapping that is proposed from the headers and values of a file: what is not certain is marked, nothing is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics
from engine.language.facts import FactType
from engine.records.office.guesses import Guess, guess
from engine.records.office.headers import FIRST_ROWS, find_headers
from engine.records.office.mapping import SheetMapping, Target
from engine.records.office.plain import Names
from engine.records.office.rows import TOTALS
from engine.records.office.sheets import folded, folded_header
from engine.records.rejected import REASON_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.facts import Fact, Vocabulary
    from engine.records.office.headers import Headers
    from engine.records.office.sheets import Cell, Sheet, Tables

_SAMPLE: Final = 400
"""Rows that are looked at."""
_ALIKE: Final = 0.6
_ALIKE_SHEET: Final = 0.4
_CERTAIN: Final = 1.0
_BY_VALUES: Final = 0.65
_WEIGHT_OF_VALUES: Final = 0.4
_MOST_DISTINCT: Final = 0.98
_COVERED: Final = (1.0, 0.8)
"""How much of an abbreviation has to be in the name, in order: all of a short one."""
_NUMBER: Final = re.compile("[0-9]+|[一二三四五六七八九]")
_FIGURES: Final = {figure: number for number, figure in enumerate("一二三四五六七八九", start=1)}


@dataclass(slots=True)
class Column:
    """A column of a sheet: its header, the cells looked at, and what it is proposed to be."""

    number: int
    header: str
    cells: list[Cell]
    target: Target | None = None
    is_certain: bool = False
    guess: Guess = field(default_factory=Guess)


@dataclass(slots=True)
class ProposedSheet:
    """A sheet with what it is proposed to be; ``id_column`` is ``None`` where none looks like it, ``checks`` are by key."""

    sheet: Sheet
    headers: Headers
    header_rows: tuple[int, ...]
    columns: list[Column]
    id_column: Column | None = None
    list_path: str = ""
    is_decided: bool = True
    skip_rows: list[str] = field(default_factory=list)
    checks: dict[str, list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class Proposal:
    """The sheets of a file with what they are proposed to be, and the empty ones."""

    vocabulary: Vocabulary
    sheets: list[ProposedSheet]
    undecided: list[str]


def propose(tables: Tables, vocabulary: Vocabulary) -> Proposal:
    """What the tables seem to be. The first sheet whose ids are all different is that of the records."""
    names = Names(vocabulary)
    looked_at = [(sheet, _look(sheet, names)) for sheet in tables.sheets]
    proposed = [one for _, one in looked_at if one is not None]
    undecided = [sheet.name for sheet, one in looked_at if one is None and _is_filled(sheet)]
    _share_ids(proposed, names)
    main = _main_of(proposed, names)
    for one in proposed:
        if one is main:
            continue
        one.list_path, is_sure = _list_of(one, names)
        if not one.list_path:
            one.is_decided = False
        elif not is_sure:
            one.checks.setdefault("list", []).append("are the rows of this sheet its entries?")
    _settle_doubles(proposed)
    undecided += [one.sheet.name for one in proposed if not one.is_decided]
    decided = [one for one in proposed if one.is_decided]
    for one in decided:
        _use_same_ids(one, main)
    for one in decided:
        _bind(one, names, [other.list_path for other in decided if other.list_path])
    return Proposal(vocabulary, decided, undecided)


def _is_filled(sheet: Sheet) -> bool:
    return any(any(cells) for _, cells in islice(sheet.rows(), FIRST_ROWS))


# -- sheets ------------------------------------------------------------------------------------------------------------


def _look(sheet: Sheet, names: Names) -> ProposedSheet | None:
    """The headers and columns of a sheet, and which column seems to hold the ids."""
    first = list(islice(sheet.rows(), FIRST_ROWS))
    best, at = 0.0, 0
    for number, cells in first:
        texts = [cell.text for cell in cells if cell is not None and isinstance(cell.value, str)]
        others = sum(cell is not None and not isinstance(cell.value, str) for cell in cells)
        known = sum(_is_known(text, names) for text in texts)
        score = len({folded_header(text) for text in texts}) + 3 * known - 3 * others
        if len(texts) > 1 and score > best:
            best, at = score, number
    if not at:
        return None
    wide = any(area.first_row <= at <= area.last_row and area.last_column > area.first_column for area in sheet.merged)
    rows = (at, at + 1) if wide else (at,)
    headers = find_headers(sheet, SheetMapping((), ("",), (), header_rows=rows), frozenset(names.paths), Diagnostics())
    if headers is None:
        return None
    columns = {number: Column(number, text, []) for number, text in headers.texts.items() if text != REASON_HEADER}
    totals: list[str] = []
    for number, cells in islice(sheet.rows(), headers.last_row + _SAMPLE):
        if number <= headers.last_row:
            continue
        filled = [cell for cell in cells if cell is not None]
        if filled and folded(filled[0].text) in TOTALS:
            totals.append(filled[0].text.strip())
            continue
        for column, cell in enumerate(cells, start=1):
            if cell is not None and column in columns:
                columns[column].cells.append(cell)
    one = ProposedSheet(sheet, headers, rows if wide else (), list(columns.values()))
    if wide:
        one.checks.setdefault("header_row", []).append("do the headers take these two rows?")
    one.skip_rows = list(dict.fromkeys(totals))
    _find_ids(one, names)
    return one


def _is_known(text: str, names: Names) -> bool:
    word = folded_header(text)
    return word in names.ids or word in names.paths or any(word in labels for labels in names.labels.values())


def _find_ids(one: ProposedSheet, names: Names) -> None:
    """The column whose header is that of ids, else like it, else the first with a value in every row."""
    exact = [column for column in one.columns if folded_header(column.header) in names.ids]
    if exact:
        one.id_column = exact[0]
        return
    longest = max((len(column.cells) for column in one.columns), default=0)
    full = [column for column in one.columns if longest and len(column.cells) >= _MOST_DISTINCT * longest]
    ranked = sorted(full, key=lambda column: -max(_alike(folded_header(column.header), name) for name in names.ids))
    if ranked:
        near = _alike_any(ranked[0].header, names.ids) >= _ALIKE
        different = [column for column in full if len({cell.text for cell in column.cells}) == len(column.cells)]
        one.id_column = ranked[0] if near or not different else different[0]
        one.checks.setdefault("id", []).append("does this column hold the records' ids?")


def _share_ids(proposed: list[ProposedSheet], names: Names) -> None:
    """A header that stands in every sheet joins them: it is that of the ids, also where an id was given twice by mistake."""
    headers = [{folded_header(column.header) for column in one.columns} for one in proposed]
    common = set.intersection(*headers) if len(headers) > 1 else set()
    if len(common) != 1:
        return
    for one in proposed:
        if one.id_column is None or folded_header(one.id_column.header) not in names.ids:
            one.id_column = next(column for column in one.columns if folded_header(column.header) in common)
            one.checks["id"] = ["does this column hold the records' ids?"]


def _main_of(proposed: list[ProposedSheet], names: Names) -> ProposedSheet | None:
    """The sheet of the records: named like no list, with an id in each row that no other row has; the widest of them."""
    candidates = []
    for one in proposed:
        ids = [cell.text for cell in one.id_column.cells] if one.id_column else []
        if ids and len(set(ids)) >= _MOST_DISTINCT * len(ids) and not names.lists.get(folded_header(one.sheet.name)):
            candidates.append(one)
    if not candidates:
        candidates = [one for one in proposed if one.id_column is not None][:1]
    return max(candidates, key=lambda one: len(one.columns)) if candidates else None


def _list_of(one: ProposedSheet, names: Names) -> tuple[str, bool]:
    """The list whose entries the rows seem to be, and whether the sheet's name says so."""
    said = names.lists.get(folded_header(one.sheet.name), "")
    if said:
        return said, True
    scores: dict[str, float] = {}
    for path, labels in names.labels.items():
        if not path:
            continue
        alike = [max((_alike(folded_header(column.header), label) for label in labels), default=0.0) for column in one.columns]
        fields = sum(score for score in alike if score >= _ALIKE)
        fact = names.vocabulary.facts[path]
        name = _alike_any(one.sheet.name, [folded_header(fact.label.zh), folded_header(fact.label.en)])
        scores[path] = fields / max(1, len(one.columns) - 1) + (name if name >= _ALIKE else 0)
    best = max(scores, key=lambda path: scores[path], default="")
    return (best, False) if best and scores[best] >= _ALIKE_SHEET else ("", False)


def _use_same_ids(one: ProposedSheet, main: ProposedSheet | None) -> None:
    """The ids of other sheets stand under the header that they have among the records."""
    if main is None or main.id_column is None or one is main:
        return
    for column in one.columns:
        if folded_header(column.header) == folded_header(main.id_column.header):
            one.id_column = column
            one.checks.pop("id", None)
            return


def _settle_doubles(proposed: list[ProposedSheet]) -> None:
    """A list has one sheet: of several that look like it, the later ones are to be decided."""
    taken: set[str] = set()
    for one in proposed:
        if one.list_path in taken or (not one.list_path and one.is_decided and "" in taken):
            one.is_decided = False
        taken.add(one.list_path)


# -- columns -----------------------------------------------------------------------------------------------------------


def _bind(one: ProposedSheet, names: Names, sheets_of_lists: list[str]) -> None:
    """Give each column the fact that its header and values fit best; no fact goes to two columns."""
    candidates = list(_candidates(names, one.list_path, sheets_of_lists))
    ranked: list[tuple[float, Column, Target, Guess]] = []
    for column in one.columns:
        if column is one.id_column:
            continue
        exact = names.target(column.header, one.list_path)
        for target, spoken in candidates:
            score, item = _score(column.header, spoken)
            if exact is not None and str(exact) == str(target):
                score = _CERTAIN
            elif score >= _CERTAIN:
                score -= 0.01
            chosen = Target(target.path, target.fact, target.field, item or (1 if target.item else 0)) if target.item else target
            if score < _ALIKE and not (column.cells and _tells(chosen, column, names.vocabulary)):
                continue
            found = guess(chosen, column.cells, names.vocabulary, column.header)
            ranked.append((max(score, _BY_VALUES) * (1 - _WEIGHT_OF_VALUES * (1 - found.share)), column, chosen, found))
    taken: set[str] = set()
    for score, column, target, found in sorted(ranked, key=lambda entry: -entry[0]):
        if column.target is not None or str(target) in taken or score < _ALIKE:
            continue
        column.target, column.guess = target, found
        column.is_certain = names.target(column.header, one.list_path) is not None
        taken.add(str(target))
    if one.list_path:
        _bind_interval(one, names.vocabulary, taken)


def _bind_interval(one: ProposedSheet, vocabulary: Vocabulary, taken: set[str]) -> None:
    """Where two columns of days are left, and the two fields that bound an entry, they are these, in order."""
    fact = vocabulary.facts[one.list_path]
    bounds = [Target(fact.path, fact, name) for name in fact.interval or () if f"{fact.path}.{name}" not in taken]
    left = []
    for column in one.columns:
        if column.target is None and column is not one.id_column and column.cells and bounds:
            found = guess(bounds[-1], column.cells, vocabulary, column.header)
            if found.share >= _MOST_DISTINCT and not found.todo:
                left.append((column, found))
    if len(bounds) == len(left) == len(fact.interval or ()):
        for (column, found), target in zip(left, bounds, strict=True):
            column.target, column.guess = target, found


def _candidates(names: Names, list_path: str, sheets_of_lists: list[str]) -> Iterable[tuple[Target, tuple[str, ...]]]:
    """The facts that a column may be for, with what their header may be; entries of lists by number where no sheet has them."""
    facts = names.vocabulary.facts
    if list_path:
        for fact in (facts[list_path].elements or {}).values():
            yield Target(list_path, facts[list_path], fact.path), _spoken(fact)
        return
    for fact in facts.values():
        if fact.identifier or fact.path in sheets_of_lists:
            continue
        if fact.elements is None:
            yield Target(fact.path, fact), _spoken(fact)
            if fact.element_type is not None:
                yield Target(fact.path, fact, item=1), tuple(f"{word}#" for word in _spoken(fact))
            continue
        for inner in fact.elements.values():
            words = tuple(f"{outer}{word}#" for outer in (*_spoken(fact), "") for word in (*_spoken(inner), ""))
            yield Target(fact.path, fact, inner.path, 1), tuple(word for word in words if word != "#")


def _spoken(fact: Fact) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys((folded_header(fact.label.zh), folded_header(fact.label.en), folded_header(fact.path.rpartition(".")[2])))
    )


def _score(header: str, spoken: Iterable[str]) -> tuple[float, int]:
    """How much a header is like one of the names, and the number in it; names that end in # need a number."""
    word = folded_header(header)
    figure = _NUMBER.search(word)
    item = (_FIGURES.get(figure[0]) or int(figure[0]) if len(figure[0]) < 3 else 0) if figure else 0  # noqa: PLR2004 - entries are few
    bare = word.replace(figure[0], "", 1) if figure else word
    best = 0.0
    for name in spoken:
        if item or not name.endswith("#"):
            best = max(best, _alike(bare, name[:-1]) if name.endswith("#") else _alike(word, name))
    return best, item


def _alike(one: str, other: str) -> float:
    """How alike two folded words are, from 0 to 1: one that holds the other is rather alike."""
    if one == other:
        return _CERTAIN
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 1 and shorter in longer and (not shorter.isascii() or len(shorter) > 3):  # noqa: PLR2004 - "id" is in "identity"
        return 0.7 + 0.25 * len(shorter) / len(longer)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    covered = sum(block.size for block in matcher.get_matching_blocks()) / len(shorter) if shorter else 0
    if not shorter.isascii() and len(shorter) > 2 and covered >= _COVERED[len(shorter) > 4]:  # noqa: PLR2004 - an abbreviation
        return max(matcher.ratio(), _ALIKE + 0.1 * covered)
    return matcher.ratio()


def _alike_any(text: str, names: Iterable[str]) -> float:
    return max((_alike(folded_header(text), name) for name in names), default=0.0)


def _tells(target: Target, column: Column, vocabulary: Vocabulary) -> bool:
    """Whether the values by themselves tell the fact: codes of a list, or moments, that no other fact has."""
    fact = target.value_fact
    if fact.type is FactType.DATETIME and not target.field:
        moments = [one for one in vocabulary.facts.values() if one.type is FactType.DATETIME]
        return len(moments) == 1 and guess(target, column.cells, vocabulary, column.header).share >= _MOST_DISTINCT
    if not fact.enumeration or target.item or len(column.cells) < 3:  # noqa: PLR2004 - fewer tell nothing
        return False
    users = [
        one
        for known in vocabulary.facts.values()
        for one in (known, known.element_type, *(known.elements or {}).values())
        if one is not None and one.enumeration == fact.enumeration
    ]
    enumeration = vocabulary.enumerations[fact.enumeration]
    words = {folded(name) for code, label in enumeration.values.items() for name in (code, label.zh, label.en)}
    known = sum(folded(cell.text) in words for cell in column.cells)
    return len(users) == 1 and 2 * known >= len(column.cells)
