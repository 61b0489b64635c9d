"""The schema of a mapping: what an office calls its sheets, columns and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language import mapping_keys
from engine.loading.schemas.parts import any_of, block, by_name, closed, explained, list_of, ref

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema

_MEANINGS: Final = {
    "true": ("words for true", "[Y, V]"),
    "false": ("words for false", "[N]"),
    "unknown": ("words of cells about which nothing is known", "['?']"),
    "none": ("words for what never happened, or of a list without entries", "[never]"),
    "open": ("words for what goes on", "[to date]"),
}


def mapping_schema() -> Schema:
    """A mapping of an office's tables to the facts of a subject."""
    return {"title": "A mapping of an office's tables to facts", **block(mapping_keys.MAPPING), "$defs": _definitions()}


def _definitions() -> Schema:
    text: Schema = {"type": ["string", "number"], "minLength": 1}
    words = any_of(text, list_of(text))
    constant: Schema = {"type": ["string", "number", "boolean", "array"]}
    row: Schema = {"type": "integer", "minimum": 1}
    column: Schema = {**block(mapping_keys.MAPPED_COLUMN), "oneOf": [{"required": ["fact"]}, {"required": ["facts"]}]}
    return {
        "text": text,
        "boolean": {"type": "boolean"},
        "texts": words,
        "names": words,
        "number": row,
        "numbers_or_one": any_of(row, list_of(row, at_least=1)),
        "delimiter": {"enum": ["comma", "semicolon", "tab"]},
        "none_only": {"enum": ["none"]},
        "text_only": {"enum": ["text"]},
        "facts_by_path": by_name(constant),
        "words_for_codes": by_name(text, at_least_one=True),
        "codes_of_lists": by_name(ref("words_for_codes"), at_least_one=True),
        "words_of_cells": closed({name: explained(ref("texts"), name, *told) for name, told in _MEANINGS.items()}),
        "mapped_column": any_of(text, column),
        "mapped_columns": by_name(ref("mapped_column")),
        "mapped_sheet": block(mapping_keys.MAPPED_SHEET),
        "mapped_sheets": list_of(ref("mapped_sheet"), at_least=1),
    }
