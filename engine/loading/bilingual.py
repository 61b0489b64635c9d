"""A wording in both languages, ``{zh: …, en: …}``: everywhere in a rulebook, and never in one language alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import did_you_mean
from engine.language.facts import Bilingual
from engine.loading.tree import Mapping, Scalar

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.loading.tree import Tree

LANGUAGES: Final = ("zh", "en")


def read_bilingual(tree: Tree, diagnostics: Diagnostics) -> Bilingual | None:
    """Both wordings, or ``None`` with a diagnostic for each language that is missing, empty or no text."""
    if not isinstance(tree, Mapping):
        help_text = "write it as {zh: …, en: …}"
        diagnostics.error("missing-translation", "a wording in both languages is wanted here", tree.place, help_text)
        return None
    for entry in tree:
        if entry.key not in LANGUAGES:
            help_text = did_you_mean(entry.key, LANGUAGES)
            diagnostics.error("unknown-key", f'a wording has no language "{entry.key}"', entry.key_place, help_text)
    misspelt = any(entry.key not in LANGUAGES for entry in tree)  # then what is missing was given another name
    wordings = [_wording(tree, language, diagnostics) for language in LANGUAGES if language in tree or not misspelt]
    return Bilingual(*wordings) if len(wordings) == len(LANGUAGES) and all(wordings) else None


def _wording(tree: Mapping, language: str, diagnostics: Diagnostics) -> str:
    """The wording in one language; empty when it was reported."""
    scalar = tree.get(language)
    if scalar is None:
        diagnostics.error("missing-translation", f'the wording in "{language}" is missing', tree.place)
    elif not isinstance(scalar, Scalar):
        diagnostics.error("wrong-shape", f'the wording in "{language}" is no text', scalar.place)
    elif not scalar.text.strip() or scalar.value is None:
        diagnostics.error("missing-translation", f'the wording in "{language}" is empty', scalar.place)
    else:
        return scalar.text  # as written: a wording of figures alone ("2022") needs no quotation marks
    return ""
