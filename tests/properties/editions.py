"""Random editions: several random versions of one rulebook, and random rules on which of them a record comes under."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from tests.properties.filings import Chance
from tests.properties.rulebooks import Author, Book
from tests.properties.vocabulary import words
from tests.unit.evaluation.small_editions import Two

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook

_WORDS: Final = words("which version")
_DAYS: Final = ("2019-12-31", "2020-02-29", "2021-01-01")


def _transitional(chance: Chance) -> dict[str, Any]:
    """Whom a version reaches otherwise than by the day: conditions on all kinds of facts."""
    found: dict[str, Any] = chance.pick(
        (
            {"fact": "flags.a", "is": True},
            {"fact": "flags.presumed", "is": True},
            {"fact": "kind", "in": ["red", "blue"]},
            {"fact": "left_on", "on_or_after": "2020-02-29"},
            {"any": [{"fact": "flags.b", "is": False}, {"fact": "hives", "at_least": 2}]},
        )
    )
    return found


def selector(chance: Chance, versions: tuple[str, ...]) -> Rulebook:
    """Rules on the version: by the day of the law, and for some records otherwise."""
    rows = [
        {"when": {"as_of": "law", "before": day}, "then": version} for day, version in zip(_DAYS, versions[:-1], strict=False)
    ]
    for _ in range(chance.below(3)):
        rows.insert(chance.below(len(rows) + 1), {"when": _transitional(chance), "then": chance.pick(versions)})
    head = {
        "rulebook": "made-up-versions",
        "version": "1",
        **dict.fromkeys(("title", "authority", "source"), _WORDS),
        "governs": "en",
        "in_force": "2000-01-01",
        "subjects": {"keeper": {"facts_as_of": {"date_of": {"fact": "scanned_at"}}, "law_as_of": {"fact": "joined_on"}}},
        "decisions": {
            "version": {
                "title": _WORDS,
                "outcomes": dict.fromkeys(versions, _WORDS),
                "rows": [*rows, {"otherwise": versions[-1]}],
            }
        },
    }
    return Book(head).built()


def random_editions(chance: Chance, *, finite: bool, depth: int) -> Two:
    """Two or three versions, each a random text of its own. Some lack a decision that another has."""
    names = tuple(f"v{number + 1}" for number in range(2 + chance.below(2)))
    versions = {name: _version(chance, name, finite=finite, depth=depth) for name in names}
    return Two("made-up", selector(chance, names), versions)


def _version(chance: Chance, name: str, *, finite: bool, depth: int) -> Rulebook:
    book = Author(chance, finite=finite, depth=depth).book().built()
    decisions = dict(book.decisions)
    if chance.once_in(4):
        last = list(decisions)[-1]  # no other one rests on it
        cited = any(last == key for provision in book.provisions.values() for key in _given_by(provision))
        if not cited:
            del decisions[last]
    return replace(book, version=name, digest=f"sha256:{name}", decisions=decisions)


def _given_by(provision: Any) -> tuple[str, ...]:
    gives = getattr(provision.rule, "gives_outcome", None)
    return () if gives is None else gives[:1]


def by_seed(seed: int) -> Two:
    """Editions that are always the same ones for a number."""
    chance = Chance(random.Random(seed).randrange)
    return random_editions(chance, finite=bool(seed % 2), depth=1)
