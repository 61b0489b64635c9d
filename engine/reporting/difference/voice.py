"""How one of the two versions speaks: its units by their places, its rules in full words, its values by their types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.citation import cite_unit
from engine.language.declarations import Declarations
from engine.language.expressions import Filter, Not, Quantified, Row
from engine.language.facts import Bilingual
from engine.language.record import Element
from engine.language.types import ListType, StructureType
from engine.reporting.display import Display
from engine.reporting.rule_words import RuleWords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.expressions import Expression
    from engine.language.facts import Fact, Vocabulary
    from engine.language.rulebook import Rulebook
    from engine.language.types import Type
    from engine.reporting.phrases import Phrases


class Voice:
    """Speaks for one version and all that it rests on."""

    def __init__(self, rulebook: Rulebook, phrases: Phrases) -> None:
        self.declared = Declarations(rulebook)
        self.phrases = phrases
        self._words: dict[tuple[str, str, bool], RuleWords] = {}

    def words(self, book: str, subject: str = "", *, exact: bool = False) -> RuleWords:
        """The words of a rulebook's rules about a subject; of no subject that it has, those of its first."""
        if (book, subject, exact) not in self._words:
            vocabulary = self._vocabulary(book, subject)
            display = Display(self.phrases, vocabulary, self.declared.enumerations(), roc=False)
            self._words[book, subject, exact] = RuleWords(self.declared, vocabulary, self.phrases, display, book, exact=exact)
        return self._words[book, subject, exact]

    def _vocabulary(self, book: str, subject: str) -> Vocabulary:
        held = self.declared.rulebooks.get(book, self.declared.rulebook)
        found = held.subjects.get(subject) or self.declared.rulebook.subjects.get(subject)
        return (found or held.subjects[held.main_subject]).vocabulary

    def subject(self, book: str, subject: str) -> Bilingual:
        """What a kind of subject is called."""
        return self._vocabulary(book, subject).title

    def place(self, key: str) -> Bilingual:
        """A unit's place in its own text."""
        return cite_unit(self.declared.provisions[key], self.declared.provisions)

    def cited(self, key: str, within: str) -> Bilingual:
        """A unit's place with its short name, and with the title of its text where that is another."""
        unit = self.declared.provisions.get(key)
        if unit is None:
            return Bilingual(key, key)
        return self.words(within).titled(unit.applied_from or key, within)

    def outcome(self, decision: str, code: str) -> Bilingual:
        """An outcome of a decision by its label and its code."""
        found = self.declared.decisions.get(decision)
        label = found.outcomes.get(code) if found is not None else None
        coded = Bilingual(code, code)
        return coded if label is None else self.phrases.say("diff.coded", label=label, code=code)

    def value(self, value: object, type_: Type, book: str) -> Bilingual:
        """A value of a parameter; a record of a register by its fields."""
        if isinstance(value, Bilingual):
            return value
        if isinstance(value, Element):
            return self._row_of_register(value, type_, book)
        return self.words(book).display.value(value, type_)

    def _row_of_register(self, row: Element, type_: Type, book: str) -> Bilingual:
        fields: Mapping[str, Fact] = {}
        element = type_.element if isinstance(type_, ListType) else type_
        if isinstance(element, StructureType) and element.register is not None:
            fields = element.register.elements or {}
        display = self.words(book).display
        shown = [
            self.phrases.say("join.label", label=fact.label, x=display.fact(row.values[name], fact, row))
            for name, fact in fields.items()
            if name in row.values
        ]
        return self.phrases.joined(shown, "clauses")

    def around(self, node: Expression | Row, words: RuleWords) -> Bilingual:
        """What stands around a difference, as the beginning of a sentence about it."""
        say = self.phrases.say
        match node:
            case Quantified():
                return say(f"diff.within.{node.word}", list=words.name(node.list))
            case Filter():
                return say("diff.within.filter", list=words.name(node.list))
            case Not():
                return say("diff.within.not")
            case Row():
                return say("diff.within.row", then=words.name(node.then))
            case _:
                return words.name(node)
