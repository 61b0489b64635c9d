"""The phrases of reports, as data in both languages: one for each word, unit, comparison and heading."""

from __future__ import annotations

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


class PhraseError(LookupError):
    """A phrase is asked for that the phrases of a language do not have."""


class Phrases:
    """The phrases of both languages. ``zh`` and ``en`` are flat: the keys of the files joined by dots."""

    def __init__(self, zh: dict[str, str], en: dict[str, str]) -> None:
        self.zh = zh
        self.en = en

    def has(self, key: str) -> bool:
        """Whether both languages have the phrase."""
        return key in self.zh and key in self.en

    def say(self, key: str, **slots: Slot) -> Bilingual:
        """A phrase in both languages, its places filled in. Raises :class:`PhraseError` where a language lacks it."""
        return Bilingual(self._in("zh", key, slots), self._in("en", key, slots))

    def plural(self, key: str, number: object, **slots: Slot) -> Bilingual:
        """A phrase that differs by a number: ``KEY.one`` for exactly 1, else ``KEY.other``."""
        return self.say(f"{key}.one" if number == 1 else f"{key}.other", **slots)

    def _in(self, language: str, key: str, slots: dict[str, Slot]) -> str:
        phrase = (self.zh if language == "zh" else self.en).get(key)
        if phrase is None:
            message = f'the phrases in "{language}" lack "{key}"'
            raise PhraseError(message)
        filled = {name: slot.in_language(language) if isinstance(slot, Bilingual) else slot for name, slot in slots.items()}
        return phrase.format(**filled)

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
    found = []
    for language in LANGUAGES:
        path = folder / f"{language}.yaml"
        flat: dict[str, str] = {}
        tree = read_file(path, f"{folder.name}/{path.name}", diagnostics)
        if tree is not None:
            _flatten(tree, "", flat)
        found.append(flat)
    if diagnostics.errors:
        raise InputError(diagnostics.in_order())
    return Phrases(*found)


def _flatten(tree: Tree, prefix: str, into: dict[str, str]) -> None:
    match tree:
        case Mapping():
            for entry in tree:
                _flatten(entry.value, f"{prefix}.{entry.key}" if prefix else entry.key, into)
        case Scalar():
            into[prefix] = tree.text
        case _:
            message = f"{tree.place}: a phrase is a text"
            raise PhraseError(message)


@cache
def shipped_phrases() -> Phrases:
    """The phrases that travel with the package; read once."""
    return read_phrases(shipped("reports") / "phrases")
