# ruff: noqa: E501 - a table is read by its rows, one a line
"""The words of the language, as a table: for each head word its arguments, what it says, and an example.

The builder refuses what the table does not know, and the JSON Schemas are made from it, so that the two cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Shape = Literal[
    "condition", "conditions", "value", "values", "list", "intervals", "interval_list", "window", "text", "number",
    "boolean", "rows", "texts", "mapping", "bounds", "span", "monthday", "counted", "rounding", "as_of", "calendar_year",
]  # fmt: skip
"""What may stand in an argument's place; each is a definition of the JSON Schema."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What may stand beside a head word. ``example`` is a value of it, as YAML."""

    name: str
    shape: Shape
    meaning: str
    example: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A head word. ``condition`` and ``value`` say where it may stand; ``shape`` is what stands after it."""

    name: str
    group: str
    shape: Shape
    meaning: str
    example: str
    arguments: tuple[Argument, ...] = ()
    value: bool = True

    @property
    def allowed(self) -> tuple[str, ...]:
        """The word and its arguments; comparison words may stand beside a value as well."""
        return (self.name, *(argument.name for argument in self.arguments))


COMPARISONS: Final[dict[str, str]] = {
    "is": "equal to",
    "is_not": "different from",
    "in": "one of",
    "not_in": "none of",
    "at_least": "this much or more (以上, 滿)",
    "more_than": "strictly more (逾, 超過)",
    "at_most": "this much or less (以下, 未逾)",
    "less_than": "strictly less (未滿)",
    "on_or_after": "that day or moment, or later",
    "after": "strictly later",
    "on_or_before": "that day or moment, or earlier",
    "before": "strictly earlier",
}
"""Comparison words and what they say. A comparison with the word none is false; ``is_not`` and ``not_in`` are true."""

ALSO_WRITTEN: Final[dict[str, str]] = {
    **dict.fromkeys(("以上", "滿", ">="), "at_least"),
    **dict.fromkeys(("逾", "超過", ">"), "more_than"),
    **dict.fromkeys(("以下", "未逾", "<="), "at_most"),
    **dict.fromkeys(("未滿", "<"), "less_than"),
    **dict.fromkeys(("=", "=="), "is"),
    "!=": "is_not",
}
"""How else comparison words are written, in laws and in other languages → the word here."""

COMPARED_WITH: Final[dict[str, str]] = {
    **dict.fromkeys(("is", "is_not"), "adult"),
    **dict.fromkeys(("in", "not_in"), "[adult, junior]"),
    **dict.fromkeys(("at_least", "more_than", "at_most", "less_than"), "{parameter: loan_limit}"),
    **dict.fromkeys(("on_or_after", "after", "on_or_before", "before"), "{parameter: opening_day}"),
}
"""An example, as YAML, of what stands after each comparison word."""

_WHERE = Argument("where", "condition", "which elements count", "{field: branch, is: north}")
_AS = Argument("as", "text", "a name for the element, to read its fields from inside another list", "loan")
_BY = Argument("by", "texts", "the field, or fields in order, that decide", "taken_on", required=True)
_ROUNDING = Argument("rounding", "rounding", "how the result is rounded", "half_up")
_PLACES = Argument("places", "number", "decimal places that remain (0 unless said)", "2")
_WITHIN = Argument("within", "window", "only the days of this window", "{term: period}")

_ALL_WORDS: Final = (
    Word("all", "logic", "conditions", "every one of these holds", "{all: [.s1, .s2]}", value=False),
    Word("any", "logic", "conditions", "at least one of these holds", "{any: [art2.p1, art2.p2]}", value=False),
    Word("not", "logic", "condition", "this does not hold", "{not: {term: is_in_arrears}}", value=False),
    Word("fact", "references", "text", "a fact of the record", "{fact: card.kind, in: [adult, junior]}"),
    Word("field", "references", "text", "a field of the list element at hand", "{field: branch, is: north}"),
    Word("parameter", "references", "text", "a number, date or list of the law", "{parameter: loan_limit}"),
    Word("reading", "references", "text", "the option in force of a reading", "{reading: first_loan_day, is: counted}"),
    Word("term", "references", "text", "a defined word", "{term: borrowed_at, with: {places: {parameter: city_branches}}}",
         (Argument("with", "mapping", "the term's arguments", "{places: {parameter: city_branches}}"),)),
    Word("given", "references", "text", "an argument, inside the term that is given it", "{field: branch, in: {given: places}}"),
    Word("provision", "references", "text", "whether a provision holds", "{provision: art7.p1.s2, applies: true}",
         (Argument("applies", "boolean", "true: ask whether it binds at all", "true"),)),
    Word("given_by", "references", "text", "the value that an effect gives", "{given_by: art5.p1.t1}"),
    Word("decision", "references", "text", "the outcome or value of a decision", "{decision: lending, is: refused}"),
    Word("some", "lists", "list", "at least one element fits", "{some: loans, where: {field: size, at_least: large}}", (_WHERE, _AS)),
    Word("every", "lists", "list", "all elements fit", "{every: loans, where: {field: renewed, is: true}}", (_WHERE, _AS)),
    Word("none", "lists", "list", "no element fits", "{none: loans, where: {field: lost, is: true}}", (_WHERE, _AS)),
    Word("count", "lists", "list", "how many elements fit", "{count: loans, where: {field: branch, is: north}, at_least: 2}", (_WHERE, _AS)),
    Word("total", "lists", "list", "the sum of a field over the elements that fit", "{total: fines, of: charge, unit: tokens}",
         (Argument("of", "text", "the field that is added up", "charge", required=True),
          Argument("unit", "text", "take the elements whose unit field says so", "tokens"), _WHERE, _AS)),
    Word("filter", "lists", "list", "the elements that fit", "{filter: loans, where: {field: branch, is: north}}", (_WHERE, _AS)),
    Word("latest", "lists", "list", "the elements with the last date", "{some: {latest: loans, by: taken_on}, where: {field: lost, is: true}}", (_BY, _WHERE, _AS)),
    Word("earliest", "lists", "list", "the elements with the first date", "{some: {earliest: loans, by: taken_on}, where: {field: lost, is: true}}", (_BY, _WHERE, _AS)),
    Word("highest", "lists", "list", "the elements with the highest value", "{some: {highest: loans, by: size}, where: {field: lost, is: true}}", (_BY, _WHERE, _AS)),
    Word("lowest", "lists", "list", "the elements with the lowest value", "{some: {lowest: loans, by: size}, where: {field: lost, is: true}}", (_BY, _WHERE, _AS)),
    Word("interval", "time", "bounds", "the days from one date to another, both included", "{interval: {from: {field: from}, to: {field: to}}}"),
    Word("union", "time", "interval_list", "the days of any of these", "{union: [loans, closures]}"),
    Word("minus", "time", "interval_list", "the days of the first that are not of the second", "{minus: [loans, closures]}"),
    Word("window", "time", "span", "a period that ends or starts on a day", "{window: {ending: {fact: card.renewed_on}, length: {parameter: membership}}}"),
    Word("days", "time", "intervals", "how many days these cover", "{every: {days: closures, within: {term: period}, per: calendar_year}, at_most: {parameter: limit}}",
         (_WITHIN,
          Argument("per", "calendar_year", "one number for each calendar year that the window touches", "calendar_year"),
          Argument("first_day", "counted", "whether the first day of each interval counts (counted unless said)",
                   "{reading: first_loan_day}"),
          Argument("last_day", "counted", "whether the last day of each interval counts (counted unless said)", "not_counted"))),
    Word("throughout", "time", "window", "every day of the window is covered", "{throughout: {term: period}, intervals: memberships}",
         (Argument("intervals", "intervals", "by these days", "memberships", required=True),), value=False),
    Word("length", "time", "intervals", "how long these last", "{length: memberships, at_least: {parameter: loyalty}}",
         (_WITHIN,)),
    Word("elapsed", "time", "bounds", "how long it is from one date to another by the calendar",
         "{elapsed: {from: {fact: card.joined_on}, to: {as_of: facts}}, at_least: {parameter: loyalty}}"),
    Word("shift", "time", "value", "a date moved by a quantity of time", "{shift: {fact: card.renewed_on}, later: {parameter: extension}}",
         (Argument("later", "value", "how much later", "{parameter: extension}"),
          Argument("earlier", "value", "how much earlier", "{parameter: extension}"))),
    Word("date_of", "time", "value", "the date of a date-time, at the place of the vocabulary", "{date_of: {fact: card.scanned_at}}"),
    Word("next", "time", "monthday", "the first day with this month and day, on or after a date", "{next: {month: 11, day: 30, from: {as_of: facts}}}"),
    Word("previous", "time", "monthday", "the last day with this month and day, on or before a date", "{previous: {month: 8, day: 1, from: {as_of: facts}}}"),
    Word("as_of", "time", "as_of", "the day of knowledge (facts) or the day whose law applies (law)", "{as_of: facts, after: {parameter: deadline}}"),
    Word("add", "arithmetic", "values", "the sum", "{add: [{fact: seats.reading_room}, {fact: seats.hall}]}"),
    Word("subtract", "arithmetic", "values", "the first less the second", "{subtract: [{fact: seats.hall}, {fact: seats.taken}]}"),
    Word("multiply", "arithmetic", "values", "the product; one of the two a constant or parameter", "{multiply: [{fact: seats.hall}, {parameter: rate}]}", (_ROUNDING, _PLACES)),
    Word("divide", "arithmetic", "values", "the quotient, rounded as said; the divisor a constant or parameter", "{divide: [{fact: hours}, 4], rounding: floor}",
         (Argument("rounding", "rounding", "how the result is rounded", "floor", required=True), _PLACES)),
    Word("minimum", "arithmetic", "values", "the least of these", "{minimum: [{fact: fine}, {parameter: cap}]}"),
    Word("maximum", "arithmetic", "values", "the greatest of these", "{maximum: [{fact: fine}, {parameter: least_fine}]}"),
    Word("round", "arithmetic", "value", "the number, rounded", "{round: {fact: fine}, rounding: half_up, places: 2}",
         (Argument("rounding", "rounding", "how", "half_up", required=True), _PLACES)),
    Word("choose", "choice", "rows", "the value of the first row whose condition holds",
         "{choose: [{when: {fact: card.kind, is: junior}, then: {parameter: junior_limit}}, {otherwise: {parameter: loan_limit}}]}"),
)  # fmt: skip

WORDS: Final[dict[str, Word]] = {word.name: word for word in _ALL_WORDS}
"""Every head word by name."""

ARGUMENTS: Final = frozenset(argument.name for word in _ALL_WORDS for argument in word.arguments)
"""Every key that may stand beside some head word and is no comparison."""

ROUNDINGS: Final = ("floor", "ceiling", "half_up", "half_even")

UNITS: Final[dict[str, tuple[str, str]]] = {
    "article": ("art", "articles"),
    "section": ("sec", "sections"),
    "heading": ("", "headings"),
    "paragraph": ("p", "paragraphs"),
    "subparagraph": ("s", "subparagraphs"),
    "item": ("i", "items"),
    "subitem": ("s", "subitems"),
    "sentence": ("t", "sentences"),
    "proviso": ("but", "proviso"),
    "note": ("n", "notes"),
}
"""Unit key → (prefix of its step in a path, key under which a parent lists such children)."""

CHILDREN_IN_READING_ORDER: Final = (
    "sentences", "proviso", "paragraphs", "subparagraphs", "items", "subitems", "articles", "sections", "headings", "notes",
)  # fmt: skip
"""The order in which a unit's parts are read after its own text, wherever the file writes them."""
