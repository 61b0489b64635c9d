# ruff: noqa: E501 - a table is read by its rows, one a line
# fmt: off
"""The keys of ``office.yaml``, in the folder of an office; see :mod:`engine.language.keys`."""

from __future__ import annotations

from typing import Final

from engine.language.keys import Key

_WORDING: Final = "{zh: …, en: …}"

OFFICE: Final = (
    Key("sender", "sender", "who writes", "{name: {zh: …, en: City Library}, telephone: 02-0000-0000}", required=True),
    Key("remedies", "remedies", "how to object or to send more, in the office's own words, by what came out", "{unfavourable: {zh: …, en: …}}"),
    Key("copies", "one_or_more_wordings", "who gets a copy of every letter", _WORDING),
)
SENDER: Final = (
    Key("name", "wording", "the authority, as its letterhead says it", _WORDING, required=True),
    Key("address", "wording", "where it is", _WORDING),
    Key("unit", "wording", "the unit that deals with it", _WORDING),
    Key("officer", "wording", "the officer in charge", _WORDING),
    Key("telephone", "text", "the number to call", "02-0000-0000"),
    Key("email", "text", "where to write", "loans@example.org"),
    Key("website", "text", "its page", "https://example.org"),
    Key("signatory", "wording", "who signs: office and name", _WORDING),
    Key("reference", "text", "the pattern of its numbers: {number} is left blank, {record} is the record", '"LIB {number}"'),
    Key("handling", "wording", "how fast its letters go", _WORDING),
)
REMEDIES: Final = (
    Key("unfavourable", "wording", "where the outcome is against the person", _WORDING),
    Key("undetermined", "wording", "where it is still open", _WORDING),
    Key("favourable", "wording", "where it is in favour", _WORDING),
    Key("neutral", "wording", "where it is neither", _WORDING),
)
