"""Conditions and values: each head word is a branch with its arguments and, on a value, the comparison words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.keys import ROW
from engine.language.words import COMPARED_WITH, COMPARISONS, ROUNDINGS, WORDS
from engine.loading.schemas.parts import (
    any_of,
    branching,
    by_name,
    closed,
    either,
    exactly,
    explained,
    from_yaml,
    list_of,
    property_of,
    ref,
)

if TYPE_CHECKING:
    from engine.language.keys import Key
    from engine.language.words import Argument, Word
    from engine.loading.schemas.parts import (
        Schema,
    )

_TEXT: Final[Schema] = {"type": ["string", "number"], "minLength": 1}
_MEMBERSHIP: Final = frozenset({"in", "not_in"})
_JUST_A_NAME: Final[Schema] = {"type": "string"}
"""A head word that is also a key beside head words (``given``): as a head it is a name, as a key it lists names."""
_WHOLE: Final[Schema] = {"type": "integer"}


def words_with(own: tuple[Key, ...] = ()) -> Schema:
    """A mapping with one head word: a branch for each. ``own`` are keys that stand beside it."""
    own_keys = {key.name: explained({}, key.name, key.meaning, key.example) for key in own}
    required = tuple(key.name for key in own if key.required)
    shapes: dict[str, list[str]] = {}
    arguments = [argument for word in WORDS.values() for argument in word.arguments]
    parts: tuple[Word | Argument | Key, ...] = (*WORDS.values(), *arguments, *own)
    for part in parts:
        known = shapes.setdefault(part.name, [])
        if part.shape not in known:
            known.append(part.shape)
    values = {
        exactly(name): ref(found[0]) if len(found) == 1 else any_of(*(ref(shape) for shape in found))
        for name, found in shapes.items()
    }
    values |= {exactly(name): ref("members" if name in _MEMBERSHIP else "value") for name in COMPARISONS}
    return branching(values, (_branch(word, own_keys, required) for word in WORDS.values()))


def _branch(word: Word, own: Schema, required: tuple[str, ...]) -> Schema:
    head: Schema = {
        "description": word.meaning,
        "markdownDescription": f"{word.meaning}\n\n```yaml\n{word.example}\n```",
        "examples": [_after(word.name, from_yaml(word.example))],
    }
    properties = {**own, word.name: {**head, **_JUST_A_NAME} if word.name in own else head}
    for argument in word.arguments:
        properties[argument.name] = explained({}, argument.name, argument.meaning, argument.example)
    if word.value:
        properties |= {name: ref(f"compared_{name}") for name in COMPARISONS}
    needed = (word.name, *(argument.name for argument in word.arguments if argument.required), *required)
    return {"title": f"{word.name} ({word.group})", **closed(properties, needed)}


def _after(name: str, example: object) -> object:
    """What stands after a head word in its example, however deep."""
    match example:
        case dict() if name in example:
            return example[name]
        case dict():
            return next((found for item in example.values() if (found := _after(name, item)) is not None), None)
        case _:
            return None


def _comparisons() -> Schema:
    return {f"compared_{name}": explained({}, name, meaning, COMPARED_WITH[name]) for name, meaning in COMPARISONS.items()}


def _rows(then: Schema) -> Schema:
    """Rows of ``when`` and ``then``, the last of which is ``otherwise``."""
    when, result, otherwise = (property_of(key) for key in ROW)
    for key in (result, otherwise):
        del key["$ref"]
    return list_of(
        any_of(
            closed({"when": when, "then": {**result, **then}}, ("when", "then")),
            closed({"otherwise": {**otherwise, **then}}, ("otherwise",)),
        ),
        at_least=1,
    )


def _part(name: str, meaning: str, example: str, schema: Schema | None = None) -> Schema:
    return {name: explained(schema or ref("value"), name, meaning, example)}


def expression_definitions() -> Schema:
    """The definitions that conditions and values need; their names are the shapes of the tables."""
    literal: Schema = {"type": ["string", "number", "boolean"], "minLength": 1}
    day = "{fact: card.renewed_on}"
    return {
        "worded": {"description": "one head word with its arguments", **words_with()},
        "literal": literal,
        "constant": any_of(literal, list_of(literal)),
        "condition": {
            "description": "something that is true, false or unknown; a text is a provision: .s1, art2.p1, ID:art2.p1",
            **any_of(ref("worded"), {"type": "string", "minLength": 1}, {"type": "boolean"}),
        },
        "conditions": list_of(ref("condition"), at_least=1),
        "value": {"description": "a literal, or a head word", **any_of(ref("worded"), literal)},
        "values": list_of(ref("value"), at_least=1),
        "members": any_of(list_of(literal, at_least=1), ref("worded")),
        "list": {"description": "the path of a list fact, or a head word", **any_of(ref("path"), ref("worded"))},
        "intervals": {
            "description": "the path of a list whose elements have two dates, or a head word of time",
            **any_of(ref("path"), ref("worded")),
        },
        "interval_list": list_of(ref("intervals"), at_least=1),
        "window": {"description": "a window, an interval, or a term that is one", **ref("worded")},
        "path": {"type": "string", "minLength": 1},
        "text": _TEXT,
        "texts": any_of(_TEXT, list_of(_TEXT, at_least=1)),
        "number": _WHOLE,
        "boolean": {"type": "boolean"},
        "mapping": by_name(any_of(ref("worded"), literal, list_of(literal))),
        "rows": _rows(any_of(ref("value"), list_of(literal))),
        "decision_rows": _rows(ref("text")),
        "bounds": {
            **closed({
                **_part("from", "the first day", day),
                **_part("to", "the last day", day),
            }),
            "minProperties": 1,
        },
        "span": {
            **closed({
                **_part("ending", "the last day", day),
                **_part("starting", "the first day", day),
                **_part("length", "how long: a quantity of days, weeks, months or years", "{parameter: membership}"),
                **_part("not_counting", "days that do not count: the window reaches further by as many", "closures",
                                      ref("intervals")),
            }, ("length",)),
            **either("ending", "starting"),
        },
        "monthday": closed({
            **_part("month", "the month", "11", {"type": "integer", "minimum": 1, "maximum": 12}),
            **_part("day", "the day of the month", "30", {"type": "integer", "minimum": 1, "maximum": 31}),
            **_part("from", "the date from which is looked", day),
        }, ("month", "day", "from")),
        "counted": any_of({"enum": ["counted", "not_counted"]}, ref("worded")),
        "rounding": {"enum": list(ROUNDINGS)},
        "as_of": {"enum": ["facts", "law"]},
        "calendar_year": {"enum": ["calendar_year"]},
        **_comparisons(),
    }  # fmt: skip
