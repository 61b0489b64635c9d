"""The places of a wording filled in: a name in braces, and nothing else that braces could ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostic, InputError, did_you_mean
from engine.language.facts import Bilingual
from engine.reporting.letters.declaration import PARAMETER, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.language.diagnostics import Place

_BRACES: Final = re.compile(r"\{([^{}]*)\}|[{}]")


def is_place(name: str) -> bool:
    """Whether a letter can fill in what stands in braces, as far as its form tells: which parameters there are, it does not."""
    return name in PLACES or bool(name.startswith(PARAMETER) and name.removeprefix(PARAMETER))


def unknown_places(wording: Bilingual) -> Iterator[tuple[str, str]]:
    """What stands in braces (or is a brace by itself) and names no place, with the language in which it stands."""
    for language in ("zh", "en"):
        for found in _BRACES.finditer(wording.in_language(language)):
            if found[1] is None or not is_place(found[1]):
                yield found[0], language


def filled(wording: Bilingual, values: Mapping[str, Bilingual], place: Place) -> Bilingual:
    """A wording with its places filled in. What is filled in is not read again: braces in a name are a name's.

    Raises :class:`InputError` at ``place`` for a place that there is not.
    """
    wrong = [
        Diagnostic(
            "unknown-place",
            f'"{text}" in the wording in "{language}" names nothing that a letter can fill in',
            place,
            did_you_mean(text.strip("{}"), PLACES)
            or f"a wording can name {', '.join(f'{{{name}}}' for name in (*PLACES, f'{PARAMETER}NAME'))}",
        )
        for text, language in unknown_places(wording)
    ]
    if wrong:
        raise InputError(wrong)

    def in_language(language: str) -> str:
        return _BRACES.sub(lambda found: values[found[1]].in_language(language), wording.in_language(language))

    return Bilingual(in_language("zh"), in_language("en"))


def named_places(wording: Bilingual) -> frozenset[str]:
    """The places that a wording names, in either language."""
    return frozenset(found[1] for text in (wording.zh, wording.en) for found in _BRACES.finditer(text) if found[1])
