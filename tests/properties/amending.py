"""Random amendments of a random rulebook, as edits of its plain text that can be made one by one or together."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.properties.filings import Chance
    from tests.properties.rulebooks import Book

Plain = dict[str, Any]


@dataclass(frozen=True)
class Edit:
    """One edit: of which unit or declared thing, and what it does to the text."""

    of: str
    make: Callable[[Book], None]


def edited(book: Book, edits: Iterable[Edit]) -> Book:
    """The text with some edits."""
    found = deepcopy(book)
    for edit in edits:
        edit.make(found)
    return found


def edits_of(book: Book, chance: Chance, most: int) -> list[Edit]:
    """Some edits, each of another unit or thing."""
    possible = [*_of_parameters(book), *_of_readings(book), *_of_terms(book), *_of_decisions(book), *_of_units(book)]
    found: dict[str, Edit] = {}
    while possible and len(found) < most:
        edit = possible.pop(chance.below(len(possible)))
        found.setdefault(edit.of, edit)
    return list(found.values())


def _of_parameters(book: Book) -> Iterator[Edit]:
    for name, parameter in book.head["parameters"].items():
        value = parameter.get("value")
        if isinstance(value, bool) or (isinstance(value, int) and value):
            other = (not value) if isinstance(value, bool) else value + 1

            def set_(text: Book, name: str = name, other: object = other) -> None:
                text.head["parameters"][name]["value"] = other

            yield Edit(f"parameter {name}", set_)


def _of_readings(book: Book) -> Iterator[Edit]:
    for name, reading in book.head["readings"].items():
        other = next(iter(reading["alternatives"]))

        def choose(text: Book, name: str = name, other: str = other) -> None:
            own = text.head["readings"][name]
            own["alternatives"][own["chosen"]] = own["alternatives"].pop(other)
            own["chosen"] = other

        yield Edit(f"reading {name}", choose)


def _of_terms(book: Book) -> Iterator[Edit]:
    for name, term in book.head["terms"].items():
        own = [key for key in term if key not in {"label", "over", "given"}]
        if own in (["all"], ["any"]):

            def turn(text: Book, name: str = name, word: str = own[0]) -> None:
                term = text.head["terms"][name]
                term["not"] = {word: term.pop(word)}

            yield Edit(f"term {name}", turn)


def _of_decisions(book: Book) -> Iterator[Edit]:
    for name, decision in book.head["decisions"].items():
        if "rows" in decision:

            def turn(text: Book, name: str = name) -> None:
                rows = text.head["decisions"][name]["rows"]
                rows[0]["when"], rows[1]["when"] = rows[1]["when"], rows[0]["when"]

            yield Edit(f"decision {name}", turn)


def _of_units(book: Book) -> Iterator[Edit]:
    for article in range(len(book.units)):
        for paragraph, unit in enumerate(book.units[article]["paragraphs"]):
            path = f"art{article + 1}.p{paragraph + 1}"
            if {"requires", "forbids"} & unit.keys():

                def turn(text: Book, article: int = article, paragraph: int = paragraph) -> None:
                    own = text.units[article]["paragraphs"][paragraph]
                    word, other = ("requires", "forbids") if "requires" in own else ("forbids", "requires")
                    if own["kind"] == "entitlement":
                        own[word] = {"not": own[word]}
                    else:
                        own[other] = own.pop(word)

                yield Edit(path, turn)
            if "proviso" in unit:

                def lift(text: Book, article: int = article, paragraph: int = paragraph) -> None:
                    text.units[article]["paragraphs"][paragraph].pop("proviso")

                yield Edit(f"{path}.but", lift)
