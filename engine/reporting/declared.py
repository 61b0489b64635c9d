"""What sentences take their names from: everything that a rulebook and those it rests on declare, by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.facts import Enumeration
    from engine.language.rulebook import Decision, Parameter, Provision, Reading, Rulebook, Term


class Declared(Protocol):
    """Everything declared, by key: a program has it, and so have the declarations of a text that nobody runs."""

    @property
    def rulebooks(self) -> Mapping[str, Rulebook]:
        """The rulebooks by id."""

    @property
    def provisions(self) -> Mapping[str, Provision]:
        """The units."""

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The numbers, dates and lists of the law."""

    @property
    def readings(self) -> Mapping[str, Reading]:
        """The places that can be read in several ways."""

    @property
    def terms(self) -> Mapping[str, Term]:
        """The defined words."""

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """The questions with an answer."""


class Declarations:
    """What one version declares, with all that it rests on, without anything being made ready to run."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rulebooks: dict[str, Rulebook] = with_used(rulebook)
        self.provisions: dict[str, Provision] = {}
        self.parameters: dict[str, Parameter] = {}
        self.readings: dict[str, Reading] = {}
        self.terms: dict[str, Term] = {}
        self.decisions: dict[str, Decision] = {}
        self.enumerations: dict[str, Enumeration] = {}
        for book in reversed(self.rulebooks.values()):
            self.provisions.update(book.provisions)
            self.parameters.update(book.parameters)
            self.readings.update(book.readings)
            self.terms.update(book.terms)
            self.decisions.update(book.decisions)
            for subject in book.subjects.values():
                self.enumerations.update(subject.vocabulary.enumerations)
