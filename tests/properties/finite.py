"""Random rulebooks about records of which there are so few that all of them can be tried."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.proof.answers import Extent
from engine.language.diagnostics import Diagnostics
from engine.loading.build.rulebook import build_rulebook
from engine.loading.vocabulary import read_vocabulary
from engine.records.reading import RecordReader
from tests.properties.vocabulary import tree, words

if TYPE_CHECKING:
    import random

    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

Plain = dict[str, Any]
_COLOURS: Final = ("red", "blue")
_MOST: Final = 1
OUTCOMES: Final = ("good", "fair", "poor")
PLAIN: Final[Plain] = {
    "vocabulary": "bee",
    "title": words("bee"),
    "enumerations": {"colour": {"values": {code: words(code) for code in _COLOURS}}},
    "facts": {
        "id": {"type": "text", "identifier": True, "label": words("id")},
        "a": {"type": "boolean", "label": words("a")},
        "b": {"type": "boolean", "presumed": False, "label": words("b")},
        "colour": {"type": "colour", "may_be_none": True, "label": words("colour")},
        "count": {"type": "integer", "label": words("count")},
        "marks": {"type": "list", "of": "colour", "label": words("marks")},
        "visits": {
            "type": "list",
            "label": words("visits"),
            "of": {"long": {"type": "boolean", "label": words("long")}, "colour": {"type": "colour", "label": words("colour")}},
        },
    },
}
EXTENT: Final = Extent(
    lists={"marks": 1, "visits": 1}, first_day=date(2000, 1, 1), last_day=date(2000, 1, 2), least=0, most=_MOST
)
"""The bounds within which :func:`all_records` has every record."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read as its file would be."""
    diagnostics = Diagnostics()
    found = read_vocabulary(tree(PLAIN), "bee", {}, diagnostics)
    assert not diagnostics.found, [str(item) for item in diagnostics.found]
    return found


@cache
def all_records() -> tuple[Record, ...]:
    """Every complete record within the bounds."""
    reader = RecordReader(vocabulary())
    marks = [[], *([code] for code in _COLOURS)]
    visits = [[], *([{"long": long, "colour": code}] for long in (True, False) for code in _COLOURS)]
    found = []
    for number, values in enumerate(product((True, False), (True, False), (*_COLOURS, "none"), range(_MOST + 1), marks, visits)):
        diagnostics = Diagnostics()
        plain = {"id": f"R{number}", **dict(zip(("a", "b", "colour", "count", "marks", "visits"), values, strict=True))}
        record = reader.read(tree(plain), diagnostics)
        assert record is not None, [str(item) for item in diagnostics.found]
        found.append(record)
    return tuple(found)


class Author:
    """Writes rulebooks at random: two requirements, an exception, a power of one over the other, a decision."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def book(self) -> Rulebook:
        """One rulebook."""
        units: list[Plain] = [
            {
                "article": str(number),
                "text": words("rule"),
                "kind": "requirement",
                self.chance.choice(["requires", "forbids"]): self.condition(2),
                **({"applies_when": self.condition(1)} if self.chance.random() < 0.5 else {}),
                **({"unless": self.condition(1)} if self.chance.random() < 0.4 else {}),
            }
            for number in (1, 2)
        ]
        units += [
            {"article": "3", "text": words("way in"), "kind": "entitlement", "requires": self.condition(2)},
            {"article": "4", "text": words("but"), "kind": "exception", "when": self.condition(2), "lifts": ["art1"]},
        ]
        rows: list[Plain] = [
            {"when": self.condition(1, named=True), "then": outcome} for outcome in self.chance.sample(OUTCOMES, 2)
        ]
        head = {
            "rulebook": "hive",
            "version": "1",
            **{key: words(key) for key in ("title", "authority", "source")},
            "governs": "zh",
            "in_force": "2000-01-01",
            "subjects": {"bee": {}},
            "decisions": {
                "stay": {
                    "title": words("stay"),
                    "cite": ["art1"],
                    "outcomes": {name: words(name) for name in OUTCOMES},
                    "favourable": ["good", "fair"],
                    "rows": [*rows, {"otherwise": self.chance.choice(OUTCOMES)}],
                }
            },
        }
        diagnostics = Diagnostics()
        built = build_rulebook(
            tree(head), [], [tree(unit) for unit in units], "sha256:0", {"bee": vocabulary()}, {}, diagnostics  # type: ignore[arg-type]  # a mapping
        )  # fmt: skip
        told = [item for item in diagnostics.errors if item.code not in {"dead-outcome", "dead-condition", "dead-row"}]
        assert built is not None, told
        assert not told, told
        return built.rulebook

    def condition(self, depth: int, *, named: bool = False) -> Any:
        """One condition, of provisions where it is ``named``."""
        if named and self.chance.random() < 0.6:
            parts = self.chance.sample(["art1", "art2", "art3"], self.chance.choice([1, 2]))
            return {self.chance.choice(["all", "any"]): [*parts, self.condition(0)]}
        if depth and self.chance.random() < 0.7:
            word = self.chance.choice(["all", "any", "not"])
            return {word: self.condition(depth - 1) if word == "not" else [self.condition(depth - 1) for _ in range(2)]}
        return self._leaf()

    def _leaf(self) -> Plain:
        colour = self.chance.choice(_COLOURS)
        leaves: list[Plain] = [
            {"fact": "a"},
            {"fact": "b", "is": False},
            {"fact": "colour", self.chance.choice(["is", "is_not"]): self.chance.choice([*_COLOURS, "none"])},
            {"fact": "count", self.chance.choice(["at_least", "less_than"]): 1},
            {self.chance.choice(["some", "every", "none"]): "marks", "is": colour},
            {"count": "marks", "is": {"fact": "count"}},
            {"some": "visits", "where": {"all": [{"field": "long"}, {"field": "colour", "is": {"fact": "colour"}}]}},
            {"every": "visits", "where": {"any": [{"field": "long", "is": False}, {"field": "colour", "is": colour}]}},
        ]
        return self.chance.choice(leaves)
