"""How the cells of a column seem to be written: what a proposed mapping may say of it, for somebody to check."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import CellPlace
from engine.language.facts import Empty, FactType
from engine.loading.values import RefusedValueError, ValueReader
from engine.records.office.cells import CellReader, pieces_of
from engine.records.office.dates import EXCEL_NUMBER, ROC, FormError, form_of
from engine.records.office.mapping import Reads, Words
from engine.records.office.sheets import Cell, Fault, folded, narrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.language.facts import Enumeration, Fact, Vocabulary
    from engine.records.office.mapping import Target

SEPARATORS: Final = ("、", "；", ";", "\n", "，", ",", "|", "/", "／")
"""What may set apart several items in a cell, the likeliest first."""
_TRUE: Final = frozenset({"y", "t", "v", "✓", "✔", "☑", "o", "○", "1", "有"})
_FALSE: Final = frozenset({"n", "f", "x", "✗", "✘", "☐", "╳", "×", "0", "無"})
_UNKNOWN: Final = frozenset({"?", "-", "--", "—", "n/a", "na", "未知", "不詳", "待查", "待補", "未定"})
_NONE: Final = frozenset({"從未", "未曾", "未考", "never", "nil", "無此情形"})
_OPEN: Final = frozenset({"迄今", "至今", "現在", "present", "now", "to date"})
_FORMS: Final = (
    "YYYY/M/D", "YYYY.M.D", "YYYYMMDD", "RRR.M.D", "RRRMMDD", "RRR M D",
    "D/M/YYYY", "M/D/YYYY", "D-M-YYYY", "M-D-YYYY", "D.M.YYYY", "M.D.YYYY",
)  # fmt: skip
_FORMS_WITH_TIME: Final = (
    "YYYY/M/D h:mm", "YYYY/M/D h:mm:ss", "YYYY/M/D A hh:mm", "YYYY/M/D A hh:mm:ss", "YYYY/M/D A h:mm",
    "RRR/M/D h:mm", "YYYY-M-D h:mm",
)  # fmt: skip
_DAYS_OF_OUR_TIME: Final = range(7_000, 60_000)  # 1919 to 2064, as spreadsheets count days
_WITH_UNIT: Final = re.compile(
    r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?\s*(?P<after>[^0-9,.\s+-]+)|(?P<before>[^0-9\s+-]+)\s*[+-]?[0-9][0-9,.]*"
)
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_HERE: Final = CellPlace("", 0, 0)
_MOST_SHOWN: Final = 6


@dataclass(slots=True)
class Guess:
    """What a proposed mapping says of one column besides its fact: keys with YAML values, what to check, what to decide."""

    keys: dict[str, object] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    todo: list[str] = field(default_factory=list)
    share: float = 1.0
    """The share of the cells that can be read so."""
    words: dict[str, set[str]] = field(default_factory=dict)
    """Words that mean unknown, none or open in any column."""


def guess(target: Target, cells: Sequence[Cell], vocabulary: Vocabulary, header: str) -> Guess:
    """How cells seem to be written, if their column is for ``target``. ``header`` is only to name it."""
    fact = target.value_fact
    found = Guess()
    values = _split(target, cells, vocabulary, found)
    unread = [cell for cell in values if not _is_read(cell, fact, Reads(), vocabulary)]
    unread = _special_words(unread, fact, vocabulary, found)
    match fact.type:
        case FactType.BOOLEAN:
            unread = _truth(unread, found)
        case FactType.ENUMERATION:
            unread = _codes(unread, vocabulary.enumerations[fact.enumeration], found)
        case FactType.DATE:
            unread = _dates(values, unread, _FORMS, fact, vocabulary, found)
        case FactType.DATETIME:
            unread = _dates(values, unread, _FORMS_WITH_TIME, fact, vocabulary, found)
        case FactType.INTEGER | FactType.DECIMAL:
            unread = _numbers(unread, fact, vocabulary, found)
        case FactType.TEXT if any(isinstance(cell.value, int) and not isinstance(cell.value, bool) for cell in unread):
            found.keys["numbers"] = "text"
            found.checks.append("the workbook holds numbers here: are zeros before them lost?")
            unread = [cell for cell in unread if not isinstance(cell.value, int) or isinstance(cell.value, bool)]
        case _:
            pass
    if unread:
        shown = " / ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in unread[:_MOST_SHOWN]))
        if fact.type in {FactType.BOOLEAN, FactType.ENUMERATION}:
            found.todo.append(f"{header}: {shown}")
        else:
            found.checks.append(f"these will be rejected: {shown}")
    found.share = 1 - len(unread) / len(values) if values else 1.0
    return found


def _is_read(cell: Cell, fact: Fact, reads: Reads, vocabulary: Vocabulary) -> bool:
    try:
        scalar = CellReader(fact, reads, vocabulary.enumerations).read(cell, _HERE)
        if scalar is not None:
            ValueReader(vocabulary.enumerations, vocabulary.offset_minutes).read(scalar, fact)
    except RefusedValueError:
        return isinstance(cell.value, Fault)  # whose fault is not the mapping's
    return True


def _split(target: Target, cells: Sequence[Cell], vocabulary: Vocabulary, found: Guess) -> list[Cell]:
    """The items of the cells, where they hold several; the separators that do it best."""
    if target.fact.element_type is None or target.item:
        return list(cells)
    fact = target.value_fact
    texts = [cell for cell in cells if isinstance(cell.value, str)]
    chosen = [mark for mark in SEPARATORS if any(mark in cell.text for cell in texts)]
    if fact.type is FactType.ENUMERATION:  # a mark that is within names separates nothing
        codes = vocabulary.enumerations[fact.enumeration]
        chosen = [mark for mark in chosen if _knows_more(texts, mark, codes)] or chosen[:1]
    found.keys["split"] = chosen or [SEPARATORS[0], ";"]
    if not chosen:
        found.checks.append("no cell holds several: how would they be set apart?")
    return [
        Cell(piece, piece) if isinstance(cell.value, str) else cell
        for cell in cells
        for piece in (pieces_of(cell.text, chosen) if isinstance(cell.value, str) else [cell.text])
    ]


def _knows_more(cells: Iterable[Cell], mark: str, codes: Enumeration) -> bool:
    names = {narrow(name) for code, label in codes.values.items() for name in (code, label.zh, label.en)}
    return any(mark in cell.text and any(narrow(piece) in names for piece in pieces_of(cell.text, [mark])) for cell in cells)


def _special_words(cells: list[Cell], fact: Fact, vocabulary: Vocabulary, found: Guess) -> list[Cell]:
    """Take out the cells whose word seems to mean unknown, none or open."""
    allowed = [("unknown", _UNKNOWN)]
    if fact.may_be_none or fact.empty is Empty.NONE:
        allowed.append(("none", _NONE))
    if fact.empty is Empty.OPEN:
        allowed.append(("open", _OPEN))
    left = []
    for cell in cells:
        word = folded(cell.text)
        meaning = next((meaning for meaning, words in allowed if word in words and isinstance(cell.value, str)), "")
        reads = Reads(words=Words({word: frozenset({meaning})}))
        if meaning and _is_read(cell, fact, reads, vocabulary):
            found.words.setdefault(meaning, set()).add(narrow(cell.text))
        else:
            left.append(cell)
    return left


def _truth(cells: list[Cell], found: Guess) -> list[Cell]:
    true = _seen(cells, _TRUE)
    false = _seen(cells, _FALSE)
    if true or false:
        found.keys["words"] = {name: words for name, words in (("true", true), ("false", false)) if words}
        found.checks.append("is this what the words mean?")
    return [cell for cell in cells if folded(cell.text) not in _TRUE | _FALSE]


def _seen(cells: Iterable[Cell], words: frozenset[str]) -> list[str]:
    return sorted({narrow(cell.text) for cell in cells if folded(cell.text) in words})


def _codes(cells: list[Cell], enumeration: Enumeration, found: Guess) -> list[Cell]:
    """Words that are part of a code's name, or near it."""
    names = {narrow(name).casefold(): code for code, label in enumeration.values.items() for name in (code, label.zh, label.en)}
    codes: dict[str, str] = {}
    left = []
    for cell in cells:
        word = folded(cell.text)
        holding = {code for name, code in names.items() if len(name) > 1 and (name in word or (len(word) > 1 and word in name))}
        near = get_close_matches(word, names, n=1, cutoff=0.75)
        if len(holding) == 1 or near:
            codes[narrow(cell.text)] = holding.pop() if len(holding) == 1 else names[near[0]]
        else:
            left.append(cell)
    if codes:
        found.keys["codes"] = codes
        found.checks.append("is this what the words stand for?")
    return left


def _dates(
    values: list[Cell], unread: list[Cell], forms: tuple[str, ...], fact: Fact, vocabulary: Vocabulary, found: Guess
) -> list[Cell]:
    """The forms in which the dates are written that need to be named."""
    chosen: list[str] = []
    numbers = [cell for cell in unread if isinstance(cell.value, int) and not isinstance(cell.value, bool)]
    if numbers and all(cell.value in _DAYS_OF_OUR_TIME for cell in numbers):
        chosen.append(EXCEL_NUMBER)
        found.checks.append("are these numbers days as spreadsheets count them?")
    counts = Counter({form: sum(_fits(cell, form) for cell in unread) for form in forms})
    left = [cell for cell in unread if EXCEL_NUMBER not in chosen or cell not in numbers]
    while left:
        form, count = max(((form, sum(_fits(cell, form) for cell in left)) for form in forms), key=lambda one: one[1])
        if not count:
            break
        chosen.append(form)
        twin = _other_order(form)
        if twin != form and counts.get(twin) == counts[form]:
            found.checks.append(f"{form} or {twin}? no date here tells which comes first")
        elif twin != form and counts.get(twin):
            found.checks.append(f"does the day or the month come first? {form} fits more of them than {twin}")
        left = [cell for cell in left if not _fits(cell, form)]
    if chosen:
        if any(_is_roc(cell) for cell in values):
            chosen.append(ROC)
        found.keys["dates"] = chosen
        if not found.checks:
            found.checks.append("is this how the dates are written?")
    reads = Reads(dates=tuple(chosen))
    return [cell for cell in left if not _is_read(cell, fact, reads, vocabulary)]


def _fits(cell: Cell, form: str) -> bool:
    try:
        return isinstance(cell.value, str | int) and form_of(form).read(narrow(cell.text)) is not None
    except FormError:
        return False


def _other_order(form: str) -> str:
    """The form with day and month changed about, where the year does not come first."""
    return form if form.startswith(("Y", "R")) else form.translate({ord("D"): "M", ord("M"): "D"})


def _is_roc(cell: Cell) -> bool:
    return isinstance(cell.value, str) and _fits(cell, "RRR/M/D")


def _numbers(cells: list[Cell], fact: Fact, vocabulary: Vocabulary, found: Guess) -> list[Cell]:
    beside: set[str] = set()
    thousands = ""
    for cell in cells:
        text = narrow(cell.text)
        if unit := _WITH_UNIT.fullmatch(text):
            beside.add(unit["after"] or unit["before"])
        if _GROUPED.search(text):
            thousands = ","
    if thousands:
        found.keys["thousands"] = thousands
        found.checks.append("does the comma group figures?")
    if beside and len(beside) <= _MOST_SHOWN:
        found.keys["leave_out"] = sorted(beside)
        found.checks.append("may this be left out, or does it change the number?")
    reads = Reads(thousands=thousands, leave_out=tuple(sorted(beside)))
    return [cell for cell in cells if not _is_read(cell, fact, reads, vocabulary)]
