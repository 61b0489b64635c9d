# ruff: noqa: E501 - a table is read by its rows, one a line
# fmt: off
"""The keys of an amendment's file; see :mod:`engine.language.keys`."""

from __future__ import annotations

from typing import Final

from engine.language.keys import Key

_IN_FORCE: Final = Key("in_force", "date", "the day from which this change is in force, where it is not that of the amendment", "2030-08-01")
_NOTE: Final = Key("note", "wording", "why, in a sentence, for who reads the amendment", "{zh: …, en: …}")
_OF_CHANGE: Final = (_IN_FORCE, _NOTE)
_PATH: Final = "a unit by its path as it was before the amendment"
_DECLARED: Final = "or what is declared by name: parameters.NAME, readings.NAME, terms.NAME, decisions.NAME"

AMENDMENT: Final = (
    Key("amendment", "text", "the id: the name of the file", '"2030-02-01"', required=True),
    Key("amends", "text", "the rulebook that is amended", "city-library", required=True),
    Key("title", "wording", "what the amending act is called", "{zh: …, en: …}"),
    Key("source", "wording", "where the printed text of the amendment comes from", "{zh: …, en: …}"),
    Key("promulgated", "date", "the day on which it was promulgated", "2030-01-15", required=True),
    Key("in_force", "date", "the day from which it is in force; single changes may have days of their own, also earlier ones", "2030-02-01", required=True),
    Key("changes", "changes", "what it changes", "[{set: parameters.loan_limit, to: {value: 6}}, {repeal: art9}]", required=True),
    Key("transitional", "transitional_rows", "whom it reaches otherwise than by the day; the first row that holds decides",
        "[{when: {fact: card.renewed_on, before: 2030-02-01}, apply: previous}]"),
    Key("vocabulary", "vocabulary_additions", "facts and code lists that the amended text needs, by subject; under `enumerations`, of all subjects. Of a list or code list that is there already only what is new: its `of`, or `values`",
        "{member: {facts: {card.is_digital: {type: boolean, label: {zh: …, en: The card is digital}}}}}"),
)
CHANGES: Final[dict[str, tuple[Key, ...]]] = {
    "set": (
        Key("set", "text", f"what gets another value: a key of {_PATH} (art9.text), {_DECLARED}, or a key of the head", "parameters.loan_limit", required=True),
        Key("to", "anything", "the new value; of what is declared, the keys that change", "{value: 6}", required=True),
        *_OF_CHANGE,
    ),
    "replace": (
        Key("replace", "text", f"what is replaced whole: {_PATH}, {_DECLARED}", '"art9"', required=True),
        Key("with", "anything", "the new text with its rules", "{paragraph: 5, text: {zh: …, en: …}}", required=True),
        *_OF_CHANGE,
    ),
    "insert": (
        Key("insert", "text", "what is newly declared: parameters.NAME, readings.NAME, terms.NAME, decisions.NAME; before it the path of the unit near which it stands, if any", "terms.is_junior", required=True),
        Key("with", "anything", "the declaration", "{label: {zh: …, en: a junior member}, fact: card.kind, is: junior}", required=True),
        *_OF_CHANGE,
    ),
    "insert_after": (
        Key("insert_after", "text", "the unit, by its path after the amendment, after which one is put in", '"art9"', required=True),
        Key("unit", "node_of_any_unit", "the new unit with its rules; its own name (article, paragraph …) may stand in place of `unit`", '{article: "9-1", paragraphs: [{paragraph: 1, text: {zh: …, en: …}}]}'),
        *_OF_CHANGE,
    ),
    "insert_before": (
        Key("insert_before", "text", "the unit before which one is put in", '"art1"', required=True),
        Key("unit", "node_of_any_unit", "the new unit with its rules", '{article: "9-1"}'),
        *_OF_CHANGE,
    ),
    "insert_into": (
        Key("insert_into", "text", "the unit to whose parts one is added", '"art9"', required=True),
        Key("unit", "node_of_any_unit", "the new unit with its rules", "{subparagraph: 5, text: {zh: …, en: …}}"),
        *_OF_CHANGE,
    ),
    "repeal": (
        Key("repeal", "text", f"what is repealed: {_PATH}, one of its keys (art9.unless), {_DECLARED}", '"art8"', required=True),
        Key("leaves", "wording", "what is printed in place of a repealed unit; unless said, nothing: then its number is free", "{zh: …, en: …}"),
        *_OF_CHANGE,
    ),
    "renumber": (
        Key("renumber", "text", _PATH, '"art9.p6"', required=True),
        Key("to", "text", "its path afterwards; references written before follow it", '"art9.p5"', required=True),
        *_OF_CHANGE,
    ),
}
"""The changes of an amendment by the word that names what is changed."""
TRANSITIONAL: Final = (
    Key("when", "condition", "whom it concerns, in the words of the amended text", "{fact: card.renewed_on, before: 2030-02-01}", required=True),
    Key("apply", "transitional_text", "previous: the text without this amendment; amended: with it, also before its day", "previous", required=True),
    Key("subject", "text", "whose records it concerns; unless said, the main subject's", "member"),
    Key("text", "wording", "the transitional provision to the letter", "{zh: …, en: …}"),
)
