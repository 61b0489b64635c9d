"""The cells of one column as values of its fact: by the mapping's words and forms, and never by their looks."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NoReturn, assert_never

from engine.language.diagnostics import did_you_mean
from engine.language.facts import Empty, FactType
from engine.language.temporal.roc import DateFormatError, parse_date
from engine.loading.scalars import NumberRangeError, resolve
from engine.loading.spelling import code_help
from engine.loading.tree import Scalar
from engine.loading.values import RefusedValueError, wanted
from engine.records.office.dates import EXCEL_NUMBER, ROC, FormError, form_of
from engine.records.office.sheets import Cell, Fault, folded, narrow
from engine.records.plain_layout import NO, NONE, OPEN, UNKNOWN, YES, spellings, words_of_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.diagnostics import Place
    from engine.language.facts import Enumeration, Fact
    from engine.records.office.dates import Form
    from engine.records.office.mapping import Reads

PLAIN_WORDS: Final[Mapping[str, frozenset[str]]] = {
    folded(word): frozenset({meaning})
    for meaning, words in (
        ("true", (*spellings(YES), "true")),
        ("false", (*spellings(NO), "false")),
        ("none", spellings(NONE)),
        ("open", spellings(OPEN)),
        ("unknown", spellings(UNKNOWN)),
    )
    for word in words
}
"""The words that are understood in every table."""
_GROUPED: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_ZEROS: Final = re.compile("0+")
_PADDED: Final = re.compile(r"[+-]?0[0-9]+(?:\.[0-9]*)?")
_WHOLE: Final = re.compile("[0-9]+")
_UNAMBIGUOUS_ROC: Final = re.compile("民國|年")
_SHAPE_OF_A_DATE: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2,3}([/-])[0-9]{1,2}\\1[0-9]{1,2}|.*年.*月.*日")
_CLOCK: Final = re.compile("h", re.IGNORECASE)
_LONGEST_SHOWN: Final = 60
_FIRST_EXCEL_DAY, _LAST_EXCEL_DAY = 61, 2_958_465  # 1900-03-01, before which spreadsheets disagree, to 9999-12-31
_NUMBERS: Final = frozenset({FactType.INTEGER, FactType.DECIMAL})
_DAYS: Final = frozenset({FactType.DATE, FactType.DATETIME})


class CellReader:
    """Reads the cells of one column as scalars of a record's tree. ``epoch_1904`` is how the workbook counts days."""

    def __init__(self, fact: Fact, reads: Reads, enumerations: Mapping[str, Enumeration], *, epoch_1904: bool = False) -> None:
        self.fact = fact
        self._reads = reads
        self._epoch_1904 = epoch_1904
        self._enumeration = enumerations.get(fact.enumeration)
        self._codes = _codes(self._enumeration) if self._enumeration else {}
        self._forms = tuple(form_of(written) for written in reads.dates if written not in {EXCEL_NUMBER, ROC})
        self.numbers_as_text = 0
        """How many numbers were read from cells that hold them as text."""

    def read(self, cell: Cell | None, place: Place) -> Scalar | None:
        """The scalar, or ``None`` for what stands as if it were not there. Raises :class:`RefusedValueError`."""
        if cell is None:
            if self._reads.empty is None:
                return None
            cell = Cell(self._reads.empty, self._reads.empty)
        value = cell.value
        if isinstance(value, Fault):
            raise RefusedValueError(value.code, value.reason, value.help)
        if isinstance(value, str) and (special := self._special(value, place)) is not _ORDINARY:
            return special if isinstance(special, Scalar) else None
        match self.fact.type:
            case FactType.BOOLEAN:
                return self._truth(cell, place)
            case FactType.INTEGER | FactType.DECIMAL:
                return self._number(cell, place)
            case FactType.TEXT:
                return self._text(cell, place)
            case FactType.DATE:
                return self._date(cell, place)
            case FactType.DATETIME:
                return self._moment(cell, place)
            case FactType.ENUMERATION:
                return self._code(cell, place)
            case FactType.LIST:
                self._refuse(cell, 'only "none" or nothing is wanted here: the entries stand elsewhere')
            case _:
                assert_never(self.fact.type)

    def special(self, text: str, place: Place) -> Scalar | None:
        """What a word says in place of an ordinary value; ``None`` for a word that says no such thing."""
        found = self._special(text, place)
        return found if isinstance(found, Scalar) else None

    def knows_code(self, text: str) -> bool:
        """Whether a text names a code."""
        return self._enumeration is not None and (folded(text) in self._reads.codes or narrow(text) in self._codes)

    # -- words -----------------------------------------------------------------------------------------------------

    def _special(self, text: str, place: Place) -> object:
        """What a word means in place of an ordinary value: a scalar, ``None`` for unknown, or ``_ORDINARY``."""
        word = folded(text)
        found = self._meant(self._reads.words.meanings.get(word, frozenset()), text, place)
        if found is not _ORDINARY:
            return found
        if self.knows_code(text):
            return _ORDINARY
        for meanings in (self._reads.general_words.meanings, PLAIN_WORDS):
            if meanings is PLAIN_WORDS and self.fact.type is FactType.TEXT and text != "none":
                return _ORDINARY  # nobody has said that these words of a text are any
            found = self._meant(meanings.get(word, frozenset()), text, place)
            if found is not _ORDINARY:
                return found
        return _ORDINARY

    def _meant(self, meanings: frozenset[str], text: str, place: Place) -> object:
        fact = self.fact
        for meaning in ("true", "false"):
            if meaning in meanings and fact.type is FactType.BOOLEAN:
                return Scalar(meaning == "true", text, place)
        codes = self._enumeration.values if self._enumeration is not None else {}  # a code of that name is the code
        may_be_none = fact.may_be_none or fact.empty is Empty.NONE or fact.type is FactType.LIST
        if "none" in meanings and may_be_none and "none" not in codes:
            return Scalar("none", text, place)
        if "open" in meanings and fact.empty is Empty.OPEN and "open" not in codes:
            return Scalar("open", text, place)
        if "unknown" in meanings:
            if fact.type is not FactType.TEXT and "unknown" not in codes:
                return Scalar("unknown", text, place)
            if fact.empty is not Empty.UNKNOWN:
                raise RefusedValueError("wrong-type", f"this cannot be unknown here: an empty cell means {fact.empty.value}")
            return None
        return _ORDINARY

    # -- types -----------------------------------------------------------------------------------------------------

    def _truth(self, cell: Cell, place: Place) -> Scalar:
        if isinstance(cell.value, bool):
            return Scalar(cell.value, cell.text, place)
        meanings = self._reads.words.meanings.get(folded(cell.text), self._reads.general_words.meanings.get(folded(cell.text)))
        found = self._meant(meanings or frozenset(), cell.text, place)
        if isinstance(found, Scalar):  # a number that the mapping lists as a word
            return found
        self._refuse(cell, way_out="say in the mapping which words are true and false: `words: {true: […], false: […]}`")

    def _number(self, cell: Cell, place: Place) -> Scalar:
        value = cell.value
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            if "%" in cell.format:
                self._refuse(cell, "the cell shows a percentage: it is not said which number is meant",
                             "give the cell an ordinary format of numbers, and write the number that is meant")  # fmt: skip
            if isinstance(value, Decimal) and not value.is_finite():
                self._refuse(cell)
            return Scalar(value, cell.text, place)
        if not isinstance(value, str):
            self._refuse(cell)
        text = self._bare(narrow(value))
        if self._reads.thousands and self._reads.thousands in text:
            grouped = text.replace(self._reads.thousands, ",")
            if not _GROUPED.fullmatch(grouped):
                self._refuse(cell, way_out=f"figures are grouped by three: 1{self._reads.thousands}500")
            text = grouped.replace(",", "")
        try:
            number = resolve(text) if text else None
        except NumberRangeError:
            number = None
        if number is None or isinstance(number, str | bool):
            self._refuse(cell, way_out=self._way_out_of_number(text))
        self.numbers_as_text += not (self._reads.leave_out or self._reads.thousands)  # else the mapping expects them
        return Scalar(number, cell.text, place)

    def _bare(self, text: str) -> str:
        """The text without what the mapping says may stand beside a number."""
        for beside in self._reads.leave_out:
            word = narrow(beside)
            text = text.removeprefix(word).removesuffix(word).strip()
        return text

    def _way_out_of_number(self, text: str) -> str:
        if _GROUPED.fullmatch(text):
            return 'if the comma groups figures, say so in the mapping: `thousands: ","`'
        if _PADDED.fullmatch(text):
            return "a number has no zeros before it; if this is no number, the column belongs to another fact"
        if found := re.fullmatch(r"(?:[^0-9+-]*)([+-]?[0-9][0-9.]*)(.*)", text):
            return f'write {found[1]} alone, or say in the mapping what may stand beside a number: `leave_out: ["…"]`'
        return "write the number in figures"

    def _text(self, cell: Cell, place: Place) -> Scalar:
        value = cell.value
        if isinstance(value, str):
            return Scalar(value, value, place)
        if isinstance(value, int) and not isinstance(value, bool):
            if self._reads.numbers_are_text:
                text = f"{value:0{len(cell.format)}d}" if _ZEROS.fullmatch(cell.format) else str(value)
                return Scalar(text, text, place)
            raise RefusedValueError(
                "number-for-text",
                f"the cell holds the number {cell.text} where a text is wanted: zeros before it would be lost",
                "give the column the format Text and write the value anew; "
                "or, if no zeros are missing, say `numbers: text` of the column in the mapping",
            )
        self._refuse(cell, way_out="give the column the format Text and write the value anew")

    def _code(self, cell: Cell, place: Place) -> Scalar:
        value = cell.value
        if isinstance(value, bool | datetime | time | timedelta | Decimal):
            self._refuse(cell)
        word = narrow(cell.text)
        code = self._reads.codes.get(word.casefold(), self._codes.get(word))
        if code is None:
            enumeration = self._enumeration
            assert enumeration is not None  # noqa: S101 - only a code list has this type
            help_text = code_help(word, enumeration)
            known = did_you_mean(word.casefold(), self._reads.codes) if self._reads.codes else ""
            if not help_text and known.startswith("did"):
                help_text = known
            own = f'or say in the mapping what it stands for: `codes: {{"{_cut(word)}": …}}`'
            message = f'{enumeration.name} has no code "{_cut(cell.text)}"'
            raise RefusedValueError("unknown-code", message, f"{help_text}; {own}" if help_text else own[3:])
        return Scalar(code, cell.text, place)

    # -- days ------------------------------------------------------------------------------------------------------

    def _date(self, cell: Cell, place: Place) -> Scalar:
        value = cell.value
        if isinstance(value, datetime):
            if value.time() != time():
                self._refuse(cell, "a date has no time of day", "leave the time out")
            return Scalar(value.date().isoformat(), cell.text, place)
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and EXCEL_NUMBER in self._reads.dates:
            return Scalar(self._day_of_number(value, cell).date().isoformat(), cell.text, place)
        found = {self._by_form(form, cell) for form in self._forms if not form.has_time} - {None}
        if isinstance(value, str) and (usual := self._usual(narrow(value))):
            found |= {usual}
        if len(found) > 1:
            self._refuse(cell, "the date can be read in several of the forms that the mapping names")
        if not found:
            self._refuse_day(cell)
        return Scalar(found.pop(), cell.text, place)

    def _by_form(self, form: Form, cell: Cell) -> str | None:
        """The day in a form that the mapping names, written in its calendar."""
        if isinstance(cell.value, bool) or not isinstance(cell.value, str | int):
            return None
        try:
            moment = form.read(narrow(cell.text))
        except FormError as error:
            raise RefusedValueError("no-date", str(error)) from error
        if moment is None:
            return None
        if form.is_roc:
            return f"民國{moment.year - 1911}年{moment.month}月{moment.day}日"
        return moment.date().isoformat() if not form.has_time else moment.isoformat()

    def _usual(self, text: str) -> str | None:
        """The text where it is a date that needs no mapping; where one names forms, a R.O.C. date says that it is one."""
        if self._reads.dates and ROC not in self._reads.dates:
            try:
                _, is_roc = parse_date(text)
            except DateFormatError:
                return None
            return text if not is_roc or _UNAMBIGUOUS_ROC.search(text) else None
        try:
            parse_date(text)
        except DateFormatError as error:
            if self._forms:
                return None
            raise RefusedValueError("no-date", str(error), self._help_of_forms(text)) from error
        return text

    def _refuse_day(self, cell: Cell) -> NoReturn:
        value = cell.value
        if isinstance(value, int) and not isinstance(value, bool):
            help_text = self._help_of_forms(str(value))
            if not help_text and _FIRST_EXCEL_DAY <= value <= _LAST_EXCEL_DAY:
                day = self._day_of_number(value, cell).date()
                help_text = f"if it is Excel's number of {day}, give the cell a format of dates, or say `dates: [{EXCEL_NUMBER}]`"
            raise RefusedValueError("no-date", f"the number {value} where {wanted(self.fact)} is wanted", help_text)
        if isinstance(value, str) and _SHAPE_OF_A_DATE.fullmatch(narrow(value)):
            try:
                parse_date(value)
            except DateFormatError as error:  # a day that does not exist
                raise RefusedValueError("no-date", str(error)) from error
        if self._reads.dates and isinstance(value, str):
            raise RefusedValueError("no-date", f"{_cut(value)}: this is no date in a form that the mapping names "
                                               f"({', '.join(self._reads.dates)})", "write YYYY-MM-DD")  # fmt: skip
        self._refuse(cell)

    def _help_of_forms(self, text: str) -> str:
        """Forms that a mapping could name, where the text has several parts of figures."""
        shapes = (
            ("[0-9]{4}([/.])[0-9]{1,2}[/.][0-9]{1,2}", "YYYY{0}M{0}D"),
            ("[0-9]{3}([.])[0-9]{1,2}[.][0-9]{1,2}", "RRR{0}M{0}D"),
        )
        for shape, form in shapes:
            if found := re.fullmatch(shape, text):
                return f"or say in the mapping: `dates: [{form.format(found[1])}]`"
        if re.fullmatch("[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}", text):
            mark = re.sub("[0-9]", "", text)[0]
            return f"or say in the mapping which comes first: `dates: [D{mark}M{mark}YYYY]` or `dates: [M{mark}D{mark}YYYY]`"
        figures = {8: "YYYYMMDD", 7: "RRRMMDD", 6: "RRRMMDD"}
        if _WHOLE.fullmatch(text) and len(text) in figures:
            return f"if these are the figures of a date, say so in the mapping: `dates: [{figures[len(text)]}]`"
        return ""

    def _day_of_number(self, number: int | Decimal, cell: Cell) -> datetime:
        """The moment that a spreadsheet's number stands for."""
        base = datetime(1904, 1, 1) if self._epoch_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
        if not (0 if self._epoch_1904 else _FIRST_EXCEL_DAY) <= number <= _LAST_EXCEL_DAY:
            self._refuse(cell, f"the number {cell.text} is no day of a spreadsheet")
        moment = base + timedelta(seconds=round(float(number) * 86_400))
        if self.fact.type is FactType.DATE and moment.time() != time():
            self._refuse(cell, "a date has no time of day", "leave the time out")
        return moment

    def _moment(self, cell: Cell, place: Place) -> Scalar:
        value = cell.value
        if isinstance(value, datetime):
            if value.time() == time() and not _CLOCK.search(cell.format):
                self._refuse(
                    cell, "the time of day is missing", "write date and time, and give the cell a format that shows both"
                )
            return Scalar(value.isoformat(), cell.text, place)
        if isinstance(value, Decimal) and EXCEL_NUMBER in self._reads.dates:
            return Scalar(self._day_of_number(value, cell).isoformat(), cell.text, place)
        if isinstance(value, str):
            found = {self._by_clock(form, cell) for form in self._forms if form.has_time} - {None}
            if len(found) > 1:
                self._refuse(cell, "the time can be read in several of the forms that the mapping names")
            return Scalar(found.pop() if found else narrow(value), cell.text, place)  # what is none is refused with the record
        self._refuse(cell)

    def _by_clock(self, form: Form, cell: Cell) -> str | None:
        try:
            moment = form.read(narrow(cell.text))
        except FormError as error:
            raise RefusedValueError("no-date-time", str(error)) from error
        return None if moment is None else moment.isoformat()

    # -- refusing --------------------------------------------------------------------------------------------------

    def _refuse(self, cell: Cell, message: str = "", way_out: str = "") -> NoReturn:
        kinds = {bool: "the truth value", int: "the number", Decimal: "the number", datetime: "the date", str: "the text"}
        kind = kinds.get(type(cell.value), "the time")
        shown = f'"{_cut(cell.text)}"' if isinstance(cell.value, str) else cell.text
        raise RefusedValueError("wrong-type", message or f"{kind} {shown} where {wanted(self.fact)} is wanted", way_out)


_ORDINARY: Final = object()


def _codes(enumeration: Enumeration) -> dict[str, str]:
    return {narrow(word): code for word, code in words_of_codes(enumeration).items()}


def pieces_of(text: str, separators: Iterable[str], *, keep_empty: bool = False) -> list[str]:
    """The parts of a cell between its separators, in order, without the spaces around them; empty ones only if asked for."""
    marks = sorted((mark for separator in separators for mark in {separator, narrow(separator)} if mark), key=len, reverse=True)
    if not marks:
        return [text]
    pieces = re.split("|".join(re.escape(mark) for mark in marks), text)
    return [piece.strip() for piece in pieces if keep_empty or piece.strip()]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
