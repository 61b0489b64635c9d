"""Every edition that the records of a subject can come under, with its texts: what travels to other processes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from engine.language.diagnostics import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.language.facts import Bilingual
    from engine.language.instrument import Edition, Editions
    from engine.language.rulebook import Decision, Rulebook


class UnlikeEditionsError(ValueError):
    """A decision has outcomes in one version and a value in another: no column holds both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsAtHand:
    """The :class:`~engine.language.instrument.Editions` for one subject, loaded; it needs no library.

    ``editions`` and ``books`` go together, the oldest first. ``by_answers`` are the editions for each answer to every question,
    ``faults`` those that do not load, with what is wrong with them: they matter only where a record comes under one.
    """

    id: str
    selector: Rulebook
    subject: str
    asked: tuple[str, ...]
    editions: tuple[Edition, ...]
    books: tuple[Rulebook, ...]
    by_answers: Mapping[tuple[str, ...], tuple[Edition, ...]]
    faults: Mapping[Edition, InputError] = field(default_factory=dict)

    @property
    def newest(self) -> Rulebook:
        """The rulebook of the last edition."""
        return self.books[-1]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions about the subject as all editions together have them.

        They come as the newest has them, then those that only older ones have; so do the outcomes of each.
        """
        return united_decisions(self.books, self.subject)

    def questions(self, subject: str) -> tuple[str, ...]:
        """The questions on which the choice turns."""
        self._must_be_about(subject)
        return self.asked

    def chosen(self, subject: str, possible: Mapping[str, tuple[str, ...]]) -> tuple[Edition, ...]:
        """The editions that some of the possible answers lead to."""
        self._must_be_about(subject)
        found = {edition for answers in product(*(possible[name] for name in self.asked)) for edition in self.by_answers[answers]}
        return tuple(edition for edition in (*self.editions, *self.faults) if edition in found)

    def every(self, subject: str) -> tuple[Edition, ...]:
        """All of them."""
        self._must_be_about(subject)
        return self.editions

    def rulebook(self, edition: Edition) -> Rulebook:
        """The rulebook of an edition. Raises :class:`InputError` where it does not load."""
        if edition in self.faults:
            raise self.faults[edition]
        return self.books[self.editions.index(edition)]

    def _must_be_about(self, subject: str) -> None:
        if subject != self.subject:
            message = f"these are the editions about a {self.subject}, not about a {subject}"
            raise LookupError(message)


def at_hand(editions: Editions, subject: str) -> EditionsAtHand | None:
    """The editions that a subject's records can come under, loaded; nothing where there is one only.

    Raises :class:`InputError` where none loads, and :class:`UnlikeEditionsError` where they can't stand in one table.
    """
    every = editions.every(subject)
    if editions.selector is None or len(every) == 1:
        return None
    asked = editions.questions(subject)
    decisions = {one.name: one for one in editions.selector.decisions.values() if one.subject == subject}
    answers = product(*(decisions[name].outcomes for name in asked))
    books: dict[Edition, Rulebook] = {}
    faults: dict[Edition, InputError] = {}
    for edition in every:
        try:
            books[edition] = editions.rulebook(edition)
        except InputError as error:
            faults[edition] = error
    if not books:
        raise next(iter(faults.values()))
    united_decisions(tuple(books.values()), subject)
    return EditionsAtHand(
        id=editions.id,
        selector=editions.selector,
        subject=subject,
        asked=asked,
        editions=tuple(books),
        books=tuple(books.values()),
        by_answers={one: editions.chosen(subject, _each(asked, one)) for one in answers},
        faults=faults,
    )


def _each(asked: Sequence[str], answers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {name: (answer,) for name, answer in zip(asked, answers, strict=True)}


def united_decisions(books: Sequence[Rulebook], subject: str) -> tuple[Decision, ...]:
    """The decisions of several versions (the oldest first) about a subject, as the newest that has them has them.

    Outcomes that only older versions have come last. Raises :class:`UnlikeEditionsError` where one has outcomes here and a
    value there.
    """
    found: dict[str, Decision] = {}
    for book in reversed(books):
        for decision in book.decisions.values():
            if decision.subject != subject:
                continue
            newer = found.setdefault(decision.name, decision)
            if (newer.value is None) != (decision.value is None):
                message = f'the decision "{decision.name}" has outcomes in one version of {book.id} and a value in another'
                raise UnlikeEditionsError(message)
            found[decision.name] = replace(newer, outcomes={**newer.outcomes, **_only(decision, newer)})
    return tuple(found.values())


def _only(decision: Decision, newer: Decision) -> dict[str, Bilingual]:
    return {name: label for name, label in decision.outcomes.items() if name not in newer.outcomes}
