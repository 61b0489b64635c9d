"""What facts and provisions are called: by the labels that vocabularies and rulebooks give them, and by their citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.citation import cite_unit, cite_units
from engine.language.facts import Bilingual
from engine.language.types import ListType, StructureType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.declarations import Declarations
    from engine.language.facts import Fact, Vocabulary
    from engine.language.rulebook import Provision
    from engine.reporting.display import Display
    from engine.reporting.phrases import Phrases


class Labels:
    """Names of facts and provisions of one program, or of a text that nobody runs, for one vocabulary."""

    def __init__(self, program: Declarations, vocabulary: Vocabulary, phrases: Phrases, display: Display) -> None:
        self.program = program
        self.vocabulary = vocabulary
        self.phrases = phrases
        self.display = display

    def fact(self, path: str) -> Bilingual:
        """The label of a fact, of a list, or of a field (``list[0].field`` or ``list.field``)."""
        found = self.declaration(path)
        return found.label if found is not None else Bilingual(path, path)

    def declaration(self, path: str) -> Fact | None:
        """How the vocabulary declares a fact or a field, by its path in a record."""
        bare, _, field = path.partition("[")
        listed = self.vocabulary.facts.get(bare) or self._register(bare) or self._elsewhere(bare)
        name = field.partition("].")[2]
        if listed is not None and name:
            return (listed.elements or {}).get(name)
        return listed

    def _elsewhere(self, path: str) -> Fact | None:
        """How another vocabulary declares a fact: a provision that is applied here can ask for what no record here says."""
        vocabularies = (one.vocabulary for book in self.program.rulebooks.values() for one in book.subjects.values())
        return next((one.facts[path] for one in vocabularies if path in one.facts), None)

    def _register(self, key: str) -> Fact | None:
        """How a register declares its fields."""
        parameter = self.program.parameters.get(key)
        match parameter and parameter.type:
            case ListType(element=StructureType(register=register)):
                return register
            case _:
                return None

    def place(self, key: str) -> Bilingual:
        """A provision's place in its own text."""
        return cite_unit(self.program.provisions[key], self.program.provisions)

    def text_of(self, key: str) -> str:
        """The id of the rulebook whose text a provision is cited from: of one that is applied, where it was enacted."""
        provision = self.program.provisions[key]
        return self.program.provisions.get(provision.applied_from, provision).rulebook

    def cite(self, key: str, within: str = "") -> Bilingual:
        """A provision's citation, with the title of its text unless the sentence stands ``within`` that text."""
        owner = self.text_of(key)
        if owner == within:
            return self.place(key)
        return self.phrases.say("join.place", text=self.program.rulebooks[owner].title, place=self.place(key))

    def cites(self, keys: Iterable[str], within: str = "") -> Bilingual:
        """Several citations, each once: text by text, the title of each said once, and what stands together counted up."""
        texts: dict[str, list[Provision]] = {within: []}
        for key in keys:
            provision = self.program.provisions[key]
            texts.setdefault(self.text_of(key), []).append(provision)
        found = []
        for text, units in texts.items():
            if units:
                places = self.phrases.joined(list(cite_units(units, self.program.provisions)), "cites")
                title = self.program.rulebooks[text].title
                found.append(places if text == within else self.phrases.say("join.place", text=title, place=places))
        return self.phrases.joined(found, "cites")

    def titled(self, key: str, within: str = "") -> Bilingual:
        """A provision's citation with its short name, where it has one."""
        cite, label = self.cite(key, within), self.label(key)
        return cite if label is None else self.phrases.say("join.cited", cite=cite, label=label)

    def label(self, key: str) -> Bilingual | None:
        """A provision's short name; none where the citation ends with it already, as that of a heading does."""
        provision = self.program.provisions[key]
        return provision.label if provision.unit != "heading" or provision.title is not None else None
