# ruff: noqa: E501 - a table is read by its rows, one a line
# fmt: off
"""The keys of a letter; see :mod:`engine.language.keys`."""

from __future__ import annotations

from typing import Final

from engine.language.keys import Key

_WORDING: Final = "{zh: …, en: …}"
_WHEN: Final = Key("when", "outcomes_by_decision", "the outcomes that call for it, by decision, all of them together: those of the decision, "
                   "or undetermined; of a decision that has a value: value", "{lending: refused}")

FORMS: Final[dict[str, str]] = {
    "letter": "tells an outcome, with its reasons",
    "receipt": "says what was received",
    "request": "asks for what is wanting",
    "schedule": "lists amounts",
    "checklist": "lists what is to be done, to be ticked",
    "notice": "tells an authority something, as a filled-in form",
}
"""What a letter is like as a whole."""

LETTER: Final = (
    Key("letter", "text", "its name: the name of the file", "refusal", required=True),
    Key("form", "form", "what it is like as a whole: letter, receipt, request, schedule, checklist or notice", "letter", required=True),
    Key("of", "text", "whose records it is about; unless said, the main subject's", "member"),
    Key("title", "wording", "what the document is called", _WORDING, required=True),
    Key("subject", "wording", "what it says, in a sentence at its head", _WORDING, required=True),
    Key("about", "text", "the decision that it tells; unless said, the only one of `when`, else the one that is asked for", "lending"),
    _WHEN,
    Key("duties", "names", "it is written for each of these duties that is due, and only then", "[art3.p1]"),
    Key("from", "wording", "who writes it where no office is named; unless said, the authority of the text", _WORDING),
    Key("to", "one_or_more_wordings", "whom it goes to, if not the person or the duty's own addressee; each gets a letter", _WORDING),
    Key("copies", "one_or_more_wordings", "who gets a copy", _WORDING),
    Key("enclosures", "one_or_more_wordings", "what goes with it", _WORDING),
    Key("deadline", "letter_deadline", "where its deadline comes from", "{parameter: last_day}"),
    Key("asked_only", "boolean", "true: written only where it, or its decision, is asked for", "true"),
    Key("parts", "letter_parts", "what it consists of, in this order", "[outcome, {part: grounds, decisions: [lending]}, remedy]", required=True),
)
DEADLINE: Final = (
    Key("decision", "text", "a decision with a value that is a day or a moment", "last_day_to_return"),
    Key("parameter", "text", "a parameter that is a day or a moment", "last_day"),
    Key("fact", "text", "a fact that is a day or a moment", "card.renewed_on"),
)
"""Exactly one of them."""

PARTS: Final[dict[str, tuple[str, str]]] = {
    "said": ("a paragraph of its own wording", ""),
    "outcome": ("the outcome or value, what is still possible, on what it turns", "decisions"),
    "grounds": ("why: each ground with its provision, the facts, and what would have been needed", "decisions"),
    "wanted": ("what is wanting, one paper or fact a line, with the reason and how to supply it", "decisions"),
    "received": ("what the record says was received; none where a list is empty", "facts"),
    "amounts": ("decisions with values as a table", "decisions"),
    "checklist": ("provisions as a list to tick, as the judgment finds them", "provisions"),
    "duties": ("duties that are due: who, what, towards whom, by when", "provisions"),
    "fields": ("facts as a form: label and value, a blank where unknown", "facts"),
    "remedy": ("how to supplement or object, in the office's words, else in its `text`, else lines to fill in", ""),
}
"""The parts of a letter: what each is, and which key names of what it tells."""

PART: Final = (
    Key("part", "part_kind", "which part it is", "grounds", required=True),
    Key("title", "wording", "its heading", _WORDING),
    Key("text", "wording", "what is said before it; of `said`, all that it says; {parameter:NAME} is the value of a parameter", _WORDING),
    Key("when", "outcomes_by_decision", "it is left out unless these outcomes came out", "{lending: refused}"),
    Key("cite", "names", "the provisions that what is said rests on", "[art1.p1]"),
)
"""The keys of any part."""
TOLD: Final[dict[str, Key]] = {
    "decisions": Key("decisions", "names", "of which decisions it tells; unless said, the one that the letter is about", "[lending]"),
    "provisions": Key("provisions", "names", "which provisions; a unit stands for all below it", "[art3]"),
    "facts": Key("facts", "names", "which facts, lists, or columns of lists of the record", "[name.en, loans.from]"),
}
"""The key that names of what a part tells."""
