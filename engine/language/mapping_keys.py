# ruff: noqa: E501 - a table is read by its rows, one a line
# fmt: off
"""The keys of a mapping of an office's tables; see :mod:`engine.language.keys`."""

from __future__ import annotations

from typing import Final

from engine.language.keys import Key

_WORDS: Final = Key("words", "words_of_cells", "what cells say for true and false, and for unknown, none and open",
                    "{true: [Y, V], false: [N], unknown: ['?'], none: [never], open: [to date]}")
_DATES: Final = Key("dates", "texts", "forms of dates, in place of ISO and R.O.C. ones: YYYY, RRR (R.O.C. year), MM or M, DD or D, hh, h, mm, ss, A; "
                    "or roc, or excel_date_number", "[D/M/YYYY, excel_date_number]")
_OPTIONAL: Final = Key("optional", "boolean", "true: it may be missing from a file", "true")

MAPPING: Final = (
    Key("mapping", "text", "what this layout is called", "city branch 2030", required=True),
    Key("subject", "text", "whose records these are: the name of their vocabulary", "member", required=True),
    Key("encoding", "text", "of files of separated values; unless said, it is found out", "cp950"),
    Key("delimiter", "delimiter", "the mark between values: comma, semicolon or tab; unless said, it is found out", "semicolon"),
    _WORDS,
    Key("codes", "codes_of_lists", "the office's own words for codes, by code list", "{card_kind: {grown-up: adult}}"),
    _DATES,
    Key("sheets", "mapped_sheets", "the sheets that are read", "[{sheet: Members, id: Card no., columns: {Kind: card.kind}}]", required=True),
    Key("ignore_sheets", "texts", "sheets that are not read on purpose", "[Notes]"),
    Key("todo", "texts", "sheets about which nobody has decided yet: they have to be read or ignored", "[Notes]"),
)
MAPPED_SHEET: Final = (
    Key("sheet", "texts", "the sheet's name, or several spellings; of files, the name without its ending; not said: the only sheet", "Members"),
    Key("list", "text", "the list whose entries the rows are; unless said, each row is a record", "loans"),
    Key("id", "texts", "the header of the column with the record's id", "Card no.", required=True),
    Key("id_numbers", "text_only", "text: where the column of ids holds a whole number, its figures are the id", "text"),
    Key("header_row", "numbers_or_one", "the row of headers, or the rows; unless said, it is found by its headers", "3"),
    Key("first_row", "number", "the first row that is read below the headers", "5"),
    Key("columns", "mapped_columns", "the columns by header: each a fact, or how it is read", "{Kind: card.kind, Day: {fact: card.renewed_on, dates: [D/M/YYYY]}}"),
    Key("ignore", "texts", "columns that are not read on purpose", "[Remarks]"),
    Key("always", "facts_by_path", "what is so of every row", "{card.lost: false}"),
    Key("without_rows", "none_only", "none: a record without rows here has no entry; unless said, that is unknown", "none"),
    Key("without_items", "names", "lists whose columns are all empty have no entry; unless said, that is unknown", "[loans]"),
    Key("skip_rows", "texts", "words in the column of ids of rows that are no records", "[Total]"),
    _OPTIONAL,
    Key("todo", "texts", "what nobody has decided yet: columns to bind or ignore, words to explain", "[Remarks]"),
)
MAPPED_COLUMN: Final = (
    Key("fact", "text", "the fact, or on a list's sheet the field", "card.kind"),
    Key("facts", "names", "the facts or fields of a cell that is split into parts", "[from, to]"),
    Key("also", "texts", "other spellings of the header", "[Type]"),
    Key("letter", "text", "the column's letter, in place of its header", "F"),
    Key("item", "number", "of a column about one entry of a list: the number of the entry, from 1", "2"),
    Key("split", "texts", "what separates several items or parts in one cell", "[',', ';']"),
    Key("codes", "words_for_codes", "the office's own words for codes in this column", "{grown-up: adult}"),
    _WORDS, _DATES,
    Key("numbers", "text_only", "text: where a cell holds a whole number, its figures are the text", "text"),
    Key("thousands", "text", "the mark that groups figures", '","'),
    Key("leave_out", "texts", "what may stand before or after a number", "[EUR]"),
    Key("empty", "text", "what an empty cell says, in place of what the vocabulary says", "unknown"),
    _OPTIONAL,
)
