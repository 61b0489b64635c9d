"""The phrases of reports, as data in both languages: one for each word, unit, comparison and heading."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics, InputError
from engine.language.facts import Bilingual
from engine.loading.folders import shipped
from engine.loading.source import read_file
from engine.loading.tree import Mapping, Scalar

if TYPE_CHECKING:
    from pathlib import Path

    from engine.loading.tree import Tree

LANGUAGES: Final = ("zh", "en")
Slot = Bilingual | str | int
_QUOTES: Final = {"zh": "「」『』", "en": "“”‘’"}
_NESTED: Final = {language: str.maketrans(marks[:2], marks[2:]) for language, marks in _QUOTES.items()}
"""Quotation marks within others are the single ones, as each language has it."""


_PLACE: Final = re.compile(r"\{\{|\}\}|\{([a-z][a-z0-9_]*)\}|[{}]")


class PhraseError(LookupError):
    """A phrase is asked for that the phrases of a language do not have, or without what it has a place for."""

    def __init__(self, message: str, key: str = "") -> None:
        """``key`` is the phrase that is meant."""
        super().__init__(message)
        self.key = key

    def __str__(self) -> str:
        return str(self.args[0])


def places_of(phrase: str) -> frozenset[str]:
    """The names in braces of a phrase. Raises :class:`ValueError` where a brace holds anything but a bare name.

    So no phrase reaches into what it is filled with (``{x.__class__}``), or asks for a million letters (``{x:>999999}``).
    """
    found = set()
    for place in _PLACE.finditer(phrase):
        if place[1]:
            found.add(place[1])
        elif len(place[0]) == 1:
            written = phrase[place.start() : phrase.find("}", place.start()) + 1] or place[0]
            raise ValueError(f'"{written}" is no place to fill in: write a name of small letters in braces, such as {{x}}')
    return frozenset(found)


class Phrases:
    """The phrases of both languages. ``zh`` and ``en`` are flat: the keys of the files joined by dots."""

    def __init__(self, zh: dict[str, str], en: dict[str, str]) -> None:
        self.zh = zh
        self.en = en

    def has(self, key: str) -> bool:
        """Whether both languages have the phrase."""
        return key in self.zh and key in self.en

    def over(self, prefix: str) -> Phrases:
        """The same phrases, those under ``prefix`` in the place of those of the same name without it."""
        changed = []
        for phrases in (self.zh, self.en):
            own = {key.removeprefix(f"{prefix}."): text for key, text in phrases.items() if key.startswith(f"{prefix}.")}
            changed.append({**phrases, **own})
        return Phrases(*changed)

    def say(self, key: str, **slots: Slot) -> Bilingual:
        """A phrase in both languages, its places filled in. Raises :class:`PhraseError` where a language lacks it."""
        return Bilingual(self._in("zh", key, slots), self._in("en", key, slots))

    def plural(self, key: str, number: object, **slots: Slot) -> Bilingual:
        """A phrase that differs by a number: ``KEY.one`` for exactly 1, else ``KEY.other``."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.other", **slots)

    def _in(self, language: str, key: str, slots: dict[str, Slot]) -> str:
        phrase = (self.zh if language == "zh" else self.en).get(key)
        if phrase is None:
            raise PhraseError(f'the phrases in "{language}" lack "{key}"', key)
        filled = {name: slot.in_language(language) if isinstance(slot, Bilingual) else slot for name, slot in slots.items()}
        opening, closing = _QUOTES[language][:1], _QUOTES[language][1:2]
        for name, value in filled.items():
            if isinstance(value, str) and opening in value and f"{opening}{{{name}}}{closing}" in phrase:
                filled[name] = value.translate(_NESTED[language])
        try:
            return phrase.format(**filled)  # its places are bare names: see places_of
        except KeyError as error:
            raise PhraseError(f'the phrase "{key}" has a place for {error}, and nothing is given for it', key) from None

    def joined(self, parts: list[Bilingual], by: str = "list") -> Bilingual:
        """Several wordings as an enumeration: ``list`` (and), ``or``; other keys have one mark between all of them."""
        return Bilingual(*(self._joined([part.in_language(name) for part in parts], by, name) for name in LANGUAGES))

    def _joined(self, parts: list[str], by: str, language: str) -> str:
        mark = self._in(language, f"join.{by}", {})
        end = self._in(language, f"join.{by}_end", {}) if by in {"list", "or"} else mark
        return mark.join(parts) if len(parts) < 2 else f"{mark.join(parts[:-1])}{end}{parts[-1]}"  # noqa: PLR2004 - one has no end

    def sentence(self, text: Bilingual, *, leads: bool = False) -> Bilingual:
        """A wording as a sentence: a capital at its beginning where the language has them, its mark at the end.

        One that leads to others ends with the mark that opens them, unless it has that mark within (``label: value``).
        """
        end = self.say("sentence.end", x=text)
        lead = self.say("sentence.lead", x=text) if leads else end
        mark = self.say("join.label", label="", x="")
        found = Bilingual(end.zh if mark.zh in text.zh else lead.zh, end.en if mark.en in text.en else lead.en)
        return Bilingual(found.zh, found.en[:1].upper() + found.en[1:])


def read_phrases(folder: Path) -> Phrases:
    """The phrases of a folder with ``zh.yaml`` and ``en.yaml``.

    Raises :class:`InputError` with every problem where they cannot be read.
    """
    diagnostics = Diagnostics()
    found = [phrases_of_file(folder / f"{name}.yaml", f"{folder.name}/{name}.yaml", diagnostics) for name in LANGUAGES]
    if diagnostics.errors:
        raise InputError(diagnostics.in_order())
    return Phrases(*({key: phrase.text for key, phrase in phrases.items()} for phrases in found))


def phrases_of_file(path: Path, shown_as: str, diagnostics: Diagnostics) -> dict[str, Scalar]:
    """The phrases of one file by their keys joined by dots, each with its place; what is wrong goes to ``diagnostics``."""
    found: dict[str, Scalar] = {}
    tree = read_file(path, shown_as, diagnostics)
    if tree is not None:
        _flatten(tree, "", found, diagnostics)
    return found


def _flatten(tree: Tree, prefix: str, into: dict[str, Scalar], diagnostics: Diagnostics) -> None:
    match tree:
        case Mapping():
            for entry in tree:
                _flatten(entry.value, f"{prefix}.{entry.key}" if prefix else entry.key, into, diagnostics)
        case Scalar():
            into[prefix] = tree
            try:
                places_of(tree.text)
            except ValueError as error:
                diagnostics.error("phrase", f'the phrase "{prefix}": {error}', tree.place, "a brace itself is written twice: {{")
        case _:
            diagnostics.error("phrase", "a phrase is a text", tree.place, "write the text behind its key")


@cache
def shipped_phrases() -> Phrases:
    """The phrases that travel with the package; read once."""
    return read_phrases(shipped("reports") / "phrases")
