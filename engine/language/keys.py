# ruff: noqa: E501 - a table is read by its rows, one a line
# fmt: off
"""The keys of every kind of file: for each block of a file its keys, what they say, and an example.

The builder refuses what the tables do not know, and the JSON Schemas are made from them, so that the two cannot differ.
Head words of conditions and values are in :mod:`engine.language.words`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

_WORDING: Final = "{zh: …, en: …}"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a block. ``shape`` names what stands after it, ``example`` is such a value, as YAML."""

    name: str
    shape: str
    meaning: str
    example: str
    required: bool = False


def names(*blocks: tuple[Key, ...]) -> tuple[str, ...]:
    """The names of all keys of some blocks."""
    return tuple(key.name for block in blocks for key in block)


# -- rulebook.yaml -----------------------------------------------------------------------------------------------------

PARAMETERS: Final = Key("parameters", "parameters", "numbers, dates and lists of the law, by name",
                        "{loan_limit: {value: 5, unit: volumes, label: {zh: …, en: most volumes at once}}}")
READINGS: Final = Key("readings", "readings", "places where the text admits more than one meaning, by name",
                      "{first_loan_day: {question: {zh: …, en: …}, chosen: counted, means: {zh: …, en: …}, "
                      "because: {zh: …, en: …}, alternatives: {not_counted: {means: {zh: …, en: …}, source: {zh: …, en: …}}}}}")
TERMS: Final = Key("terms", "terms", "defined words, by name: each a condition or a value",
                   "{is_junior: {label: {zh: …, en: a junior member}, fact: card.kind, is: junior}}")

DECISIONS: Final = Key("decisions", "decisions", "the questions that the rulebook answers, by name",
                       "{lending: {title: {zh: …, en: Lending}, outcomes: {granted: {zh: …, en: Granted}, refused: {zh: …, en: Refused}}, "
                       "rows: [{when: art1.p1, then: granted}, {otherwise: refused}]}}")
DISCREPANCIES: Final = Key("discrepancy", "discrepancies", "where the two languages differ",
                           "[{id: D1, severity: A, zh: …, en: …, note: {zh: …, en: …}, rule: {zh: …, en: …}, governs: zh}]")

HEAD: Final = (
    Key("rulebook", "text", "the id: the name of the rulebook's folder", "city-library", required=True),
    Key("version", "text", "the version: the name of the folder under enactments/", '"2030"', required=True),
    Key("title", "wording", "the title of the instrument", _WORDING, required=True),
    Key("authority", "wording", "who made it", _WORDING, required=True),
    Key("source", "wording", "where the printed text comes from", _WORDING, required=True),
    Key("governs", "language", "the language that governs where the two differ", "zh", required=True),
    Key("promulgated", "date", "the day on which it was promulgated", "2030-01-15"),
    Key("in_force", "date", "the first day of force", "2030-02-01", required=True),
    Key("until", "date", "the last day of force", "2031-01-31"),
    Key("subjects", "subjects", "whose records it decides, by the name of their vocabulary; the first is the main one",
        "{member: {facts_as_of: {date_of: {fact: card.scanned_at}}}}", required=True),
    Key("uses", "uses", "other rulebooks that this one rests on, with the day that selects their version",
        "{city-dues: {in_force_on: {date_of: {fact: card.scanned_at}}}}"),
    DISCREPANCIES, PARAMETERS, READINGS, TERMS, DECISIONS,
)
DECISION_FILE: Final = (
    Key("subject", "text", "about whom these decisions are, unless one says otherwise; else the main subject", "member"),
    replace(DECISIONS, required=True),
)
"""A file of ``decisions/``."""
SUBJECT: Final = (
    Key("law_as_of", "value", "the day whose law applies", "{date_of: {fact: card.scanned_at}}"),
    Key("facts_as_of", "value", "the day on which the record is looked at, unless the caller names one", "{fact: card.renewed_on}"),
)
USE: Final = (Key("in_force_on", "value", "the day whose version is used", "{fact: card.renewed_on}"),)

_CITE: Final = Key("cite", "names", "the provisions that it rests on; unless said, the unit near which it stands", "[art1.p1, art2]")
_LABEL: Final = Key("label", "wording", "a short name: reasons and tables are written with it", _WORDING, required=True)

PARAMETER: Final = (
    Key("value", "constant_or_rows", "the value; a number may have a unit, other values have a type", "5"),
    Key("values", "dated_values", "values by day, in the order of their days; `by` chooses", "[{from: 2030-01-01, value: 5}]"),
    Key("by", "value", "the day that chooses among `values`", "{fact: card.renewed_on}"),
    Key("unit", "text", "days, weeks, months, years, or any other word", "volumes"),
    Key("type", "type", "a number or truth value needs none", "date"),
    Key("of", "elements", "of a register: the fields of its rows; `value` is then the list of rows",
        "{name: {type: text, label: {zh: …, en: name}}}"),
    _LABEL,
    _CITE,
)
DATED_VALUE: Final = (
    Key("from", "date", "the first day on which it is the value", "2030-01-01", required=True),
    Key("value", "constant", "the value from that day on", "5", required=True),
)
READING: Final = (
    Key("question", "wording", "what the text leaves open", _WORDING, required=True),
    _CITE,
    Key("chosen", "text", "the option by which is decided", "counted", required=True),
    Key("means", "wording", "what the chosen option says", _WORDING, required=True),
    Key("because", "wording", "why it was chosen", _WORDING, required=True),
    Key("alternatives", "alternatives", "the other options, by name",
        "{not_counted: {means: {zh: …, en: …}, source: {zh: …, en: …}}}", required=True),
)
ALTERNATIVE: Final = (
    Key("means", "wording", "what this option says", _WORDING, required=True),
    Key("source", "wording", "who reads it so", _WORDING, required=True),
)
TERM: Final = (
    _LABEL,
    _CITE,
    Key("over", "text", "the list of whose elements the term speaks; it is used inside a `where` over that list", "loans"),
    Key("given", "list_of_names", "the term's arguments, filled in by `with`", "[places]"),
    Key("subject", "text", "of whose facts it speaks; unless said, of the main subject's or its unit's", "member"),
)
DECISION: Final = (
    Key("subject", "text", "about whom is decided; unless said, the main subject", "member"),
    Key("title", "wording", "what is decided", _WORDING, required=True),
    _CITE,
    Key("outcomes", "outcomes", "the possible answers, by name", "{granted: {zh: …, en: Granted}, refused: {zh: …, en: Refused}}"),
    Key("favourable", "names", "the outcomes that one would want (colour and wording of reports)", "[granted]"),
    Key("rows", "decision_rows", "read in order; the first that holds gives the outcome",
        "[{when: art1.p1, then: granted}, {otherwise: refused}]"),
    Key("value", "value", "a number or date in place of outcomes and rows", "{add: [{fact: fine}, {parameter: card_charge}]}"),
    Key("remark", "wording", "what a reader of every such decision should know", _WORDING),
)
ROW: Final = (
    Key("when", "condition", "the condition of this row", ".s1"),
    Key("then", "value", "what the row gives", "{parameter: junior_limit}"),
    Key("otherwise", "value", "the last row: what holds when no other does", "{parameter: loan_limit}"),
)

# -- articles/*.yaml ---------------------------------------------------------------------------------------------------

NODE: Final = (
    Key("title", "wording", "the unit's heading", _WORDING),
    Key("text", "wording", "the unit's own wording, to the letter; its parts have theirs", _WORDING),
    Key("label", "wording", "a short name for tables and reasons", _WORDING),
    Key("kind", "kind", "what the unit says; a unit without a kind only holds others", "requirement"),
    Key("subject", "text", "of whom it speaks; unless said, as its parent", "member"),
    PARAMETERS, TERMS, READINGS,
    DISCREPANCIES,
    Key("not_executable", "wording", "why there is no rule to execute", _WORDING),
    Key("nature", "nature", "of a statement: what it is instead of a rule", "delegation"),
    Key("restates", "text", "the provision of another rulebook that this unit repeats", '"city-dues:art1.p1"'),
    Key("as_printed", "condition", "the rule as printed here: compared, never executed", "{fact: hours, at_least: {parameter: hours_needed}}"),
    Key("prevails", "prevails", "which of the two holds where they differ", "restated"),
    Key("source", "source", "where the wording stands in the printed source", "{lines: [12, 13]}"),
)
"""The keys that a node of any kind may have, besides its unit and its children."""

_UNLESS: Final = Key("unless", "condition", "where this holds, the rule does not", "{fact: card.kind, is: staff}")
_WHEN: Final = Key("when", "condition", "the condition; without it the rule always holds", "{fact: card.kind, is: junior}")
_APPLIES_WHEN: Final = Key("applies_when", "condition", "whom or what the rule concerns; without it everybody",
                           "{fact: card.kind, is: junior}")

RULES: Final[dict[str, tuple[Key, ...]]] = {
    "requirement": (
        _APPLIES_WHEN,
        Key("requires", "condition", "what must be so (either this or `forbids`)", "{all: [.s1, .s2]}"),
        Key("forbids", "condition", "what must not be so (either this or `requires`)", "{fact: fine, more_than: {parameter: least_fine}}"),
        _UNLESS,
    ),
    "entitlement": (
        _APPLIES_WHEN,
        Key("requires", "condition", "what allows it", "{fact: card.kind, is: adult}", required=True),
        Key("despite", "names", "the rules that do not stand in its way, for the reader", "[art2.p1]"),
    ),
    "exception": (
        _WHEN, _UNLESS,
        Key("lifts", "names", "the requirements, effects and duties of this rulebook that do not bind then", "[art2.p1]", required=True),
    ),
    "effect": (
        _WHEN, _UNLESS,
        Key("gives", "gives", "what follows: a value, or an outcome of a decision", "{decision: lending, outcome: refused}", required=True),
    ),
    "duty": (
        _WHEN, _UNLESS,
        Key("bearer", "wording", "who must do it", _WORDING, required=True),
        Key("action", "wording", "what is to be done", _WORDING, required=True),
        Key("to", "wording", "towards whom", _WORDING),
        Key("deadline", "deadline", "until when: a date, or in words", "{shift: {fact: card.renewed_on}, later: {parameter: extension}}"),
    ),
    "power": (
        _WHEN,
        Key("finding", "text", "the fact in which an officer records its use", "findings.card_withheld"),
        Key("holder", "wording", "who may", _WORDING),
    ),
    "definition": (),
    "statement": (),
    "application": (
        Key("applies", "names", "the provisions that apply here too (準用)", '[art2.p1, "city-dues:art1.p1"]', required=True),
        Key("mapping", "mapping_of_facts", "their facts → ours, or the one value that they have here",
            "{card.kind: ticket.kind, card.lost: {is: false}}"),
        _WHEN,
    ),
}
"""The keys of a rule by the kind of its node."""

KINDS: Final[dict[str, str]] = {
    "requirement": "this must be so (應, 不得)",
    "entitlement": "this is one way to be allowed (得)",
    "exception": "those are not bound by these (不受…之限制)",
    "effect": "what follows in law",
    "duty": "somebody must do something (應)",
    "power": "an authority may (得)",
    "definition": "what a word means",
    "statement": "nothing to execute: purpose, delegation, commencement",
    "application": "other provisions apply here (準用)",
}

NATURES: Final[dict[str, str]] = {
    "basis": "the legal basis or the purpose",
    "delegation": "leaves the rule to somebody else to make",
    "other_instrument": "governed by another instrument, which is not here",
    "commencement": "from when it is in force",
    "information": "tells something from which nothing follows in law",
    "aim": "an exhortation, or a plan without a test",
    "acknowledgement": "somebody declares to have understood",
    "repealed": "was repealed; only its number is left",
}
"""What a statement is, instead of a rule that could be executed."""

GIVEN_OUTCOME: Final = (
    Key("decision", "text", "the decision whose outcome follows", "lending", required=True),
    Key("outcome", "text", "the outcome", "refused", required=True),
)
FIXED_FACT: Final = (Key("is", "constant", "the value that the fact has in what is applied", "false", required=True),)
DISCREPANCY: Final = (
    Key("id", "text", "its stable id in the list of discrepancies", "D1", required=True),
    Key("severity", "text", "how much turns on it", "A", required=True),
    Key("zh", "text", "what the wording in zh says", "…", required=True),
    Key("en", "text", "what the wording in en says", "…", required=True),
    Key("note", "wording", "how the two differ", _WORDING),
    Key("rule", "wording", "what the rule therefore does", _WORDING),
    Key("governs", "governs", "the language that governs here, or neither", "zh", required=True),
)
SOURCE: Final = (Key("lines", "numbers", "lines of the printed source", "[12, 13]", required=True),)

# -- vocabulary/*.yaml -------------------------------------------------------------------------------------------------

_ENUMERATIONS: Final = Key("enumerations", "enumerations", "code lists, by name",
                           "{card_kind: {values: {adult: {zh: …, en: adult}, junior: {zh: …, en: junior}}}}")
VOCABULARY: Final = (
    Key("vocabulary", "text", "the subject: the name of this file", "member", required=True),
    Key("title", "wording", "what the subject is called", _WORDING, required=True),
    Key("offset", "offset", "the offset of date-times that carry none; also the place of `date_of`", '"+08:00"'),
    _ENUMERATIONS,
    Key("facts", "facts", "what a record may say, by dotted path", "{card.kind: {type: card_kind, label: {zh: …, en: kind of card}}}",
        required=True),
    replace(PARAMETERS, meaning="numbers, dates and lists that `plausible` needs, by name"),
    Key("plausible", "plausible_conditions", "what holds of everybody whom one is likely to meet, by name: examples are looked for among them first",
        "{renewed_before_scanned: {label: {zh: …, en: renewed before it was scanned}, fact: card.renewed_on, "
        "on_or_before: {date_of: {fact: card.scanned_at}}}}"),
    Key("rounds", "rounds", "when one can come again if nothing but time passes",
        '{label: {zh: …, en: term}, fact: card.renewed_on, each_year: ["02-01", "08-01"], along: [card.scanned_at]}'),
)
ROUNDS: Final = (
    Key("label", "wording", "what one round is called", _WORDING, required=True),
    Key("fact", "text", "the date that says for which round somebody comes", "card.renewed_on", required=True),
    Key("each_year", "days_of_the_year", "the first days of the rounds of every year, as month and day", '["02-01", "08-01"]', required=True),
    Key("along", "list_of_names", "other dates and date-times that move by the same time", "[card.scanned_at]"),
)
PLAUSIBLE: Final = (_LABEL,)
"""The keys of a plausible condition beside its head word."""
ENUMERATIONS: Final = (_ENUMERATIONS,)
ENUMERATION: Final = (
    Key("ordered", "boolean", "true: the order of the values is their rank, lowest first", "true"),
    Key("values", "codes", "the codes with their names", "{adult: {zh: …, en: adult}, junior: {zh: …, en: junior}}", required=True),
)
FIELD: Final = (
    Key("type", "type_of_fact", "boolean, integer, decimal, text, date, datetime, list, or an enumeration", "date", required=True),
    Key("label", "wording", "the fact's name", _WORDING, required=True),
    Key("ask", "wording", "how the fact can be supplied", _WORDING),
    Key("unit", "text", "the unit of a number", "hours"),
    Key("unit_from", "text", "the sibling that holds the unit of this number", "money"),
    Key("named_by", "text", "of a text: the enumeration by whose labels it is shown, where it is one of its codes", "language"),
    Key("empty", "empty", "what an empty value means: unknown (unless said), open or none", "open"),
    Key("may_be_none", "boolean", "true: can hold the word `none` (it never happened)", "true"),
    Key("presumed", "constant", "the value of an absent fact; reported whenever it is used", "false"),
    Key("personal", "boolean", "true: personal data, masked in logs", "true"),
    Key("changeable", "changeable", "whether the person can change it: true, added (elements can be added to a list), later (a day only moves on)",
        "true"),
)
"""The keys of a field of a list's elements."""
FACT: Final = (
    *FIELD,
    Key("of", "elements", "of a list: the type of its items, or the fields of its elements", "{taken_on: {type: date, label: {zh: …, en: taken on}}}"),
    Key("identifier", "boolean", "true: this fact tells one record from another", "true"),
    Key("finding", "boolean", "true: a matter of judgement that an officer records", "true"),
    Key("interval", "two_names", "of a list: the fields that bound each element", "[from, to]"),
)

# -- scenarios/*.yaml --------------------------------------------------------------------------------------------------

SCENARIOS: Final = (
    Key("rulebook", "text", "the rulebook that is tested: ID or ID@VERSION", "city-library", required=True),
    Key("subject", "text", "whose records these are; unless said, the main subject's", "member"),
    Key("about", "wording", "what these scenarios test", _WORDING),
    Key("base", "base", "a complete record, or the file beside this one that holds it", "base-member.yaml"),
    Key("scenarios", "scenarios", "what differs from the base, and what is expected then",
        "[{name: five volumes are allowed, because: the limit includes them, source: art1.p1, with: {volumes: 5}, "
        "expect: {decisions: {lending: granted}}}]", required=True),
)
SCENARIO: Final = (
    Key("name", "text", "what it shows, in a sentence", "five volumes are allowed", required=True),
    Key("because", "text", "why this is to be expected", "the limit includes the fifth volume", required=True),
    Key("source", "text", "a provision, or in words where the expectation comes from", "the statutes of the club, rule 3"),
    Key("with", "facts_by_path", "facts by dotted path in place of the base's; a list is replaced whole", "{volumes: 5}"),
    Key("without", "names", "facts, or beginnings of paths, that are taken away", "[findings]"),
    Key("as_of", "date", "the day on which the record is looked at", "2030-05-01"),
    Key("expect", "expectation", "what must come out; any of these keys", "{decisions: {lending: granted}}", required=True),
)
EXPECTATION: Final = (
    Key("decisions", "expected_values", "decision → outcome, `undetermined`, or a value", "{lending: granted}"),
    Key("possible", "expected_names", "decision → the outcomes that are still possible", "{lending: [granted, refused]}"),
    Key("provisions", "expected_statuses", "provision → satisfied, not_satisfied, undetermined or not_applicable", "{art1.p1: satisfied}"),
    Key("missing", "expected_names", "decision → the facts that it still turns on", "{lending: [volumes]}"),
    Key("because", "expected_groups", "decision → groups of provisions", "{lending: [[art1.p1]]}"),
    Key("presumed", "expected_names", "decision → facts that are among the presumed", "{lending: [card.lost]}"),
    Key("turns_on_readings", "expected_names", "decision → readings that it turns on", "{lending: [first_loan_day]}"),
    Key("turns_on_presumptions", "expected_names", "decision → presumptions that it turns on", "{lending: []}"),
    Key("provisional_until", "expected_dates", "decision → the day until which it is provisional", "{lending: 2030-08-01}"),
    Key("duties", "expected_duties", "duty → due or not, or the day until which it is due", "{art3.p1: true}"),
)

# -- harmless-edits.yaml -----------------------------------------------------------------------------------------------

HARMLESS_EDITS: Final = (
    Key("rulebook", "text", "the rulebook beside which the file stands", "city-library", required=True),
    Key("harmless", "harmless_edits", "edits of its rules that no scenario can notice, each with the reason",
        '[{edit: "art1.p1 requires: at_least → more_than", because: {zh: …, en: …}}]', required=True),
)
HARMLESS_EDIT: Final = (
    Key("edit", "text", "the edit, as `rulebook test --mutate` names it", '"art1.p1 requires: at_least → more_than"', required=True),
    Key("because", "wording", "why it cannot matter", _WORDING, required=True),
)
