"""Everything that a rulebook and those it rests on declare, by key, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.walk import with_used

if TYPE_CHECKING:
    from engine.language.facts import Enumeration
    from engine.language.rulebook import Decision, Parameter, Provision, Reading, Rulebook, Term


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
        for book in reversed(self.rulebooks.values()):
            self.provisions.update(book.provisions)
            self.parameters.update(book.parameters)
            self.readings.update(book.readings)
            self.terms.update(book.terms)
            self.decisions.update(book.decisions)

    def enumerations(self) -> dict[str, Enumeration]:
        """The code lists of all subjects, by name."""
        return {
            name: enumeration
            for book in reversed(self.rulebooks.values())
            for subject in book.subjects.values()
            for name, enumeration in subject.vocabulary.enumerations.items()
        }
