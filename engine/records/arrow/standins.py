"""Words in the place of numbers, for a reader that knows numbers only there: ``"none"`` is written over with a number as long.

A column of numbers holds numbers for Arrow, and a record may say of any of them that it is ``unknown``, or ``none`` where the
vocabulary allows it. The numbers that stand in are such as the block does not contain.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.language.facts import FactType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from engine.language.facts import Fact, Vocabulary

NONE: Final = -99991
UNKNOWN: Final = -99999992
_TEXTS: Final = {b'"none"': b"%d" % NONE, b'"unknown"': b"%d" % UNKNOWN}
"""Each as long as the other, so that nothing moves."""
_COLONS: Final = (b":", b": ")
_NUMBERS: Final = frozenset({FactType.INTEGER, FactType.DECIMAL})


class StandIns:
    """Writes over the words that stand for numbers of a vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        names: dict[str, bool] = {}
        for name, fact in _named(vocabulary):
            names[name] = names.get(name, True) and fact.type in _NUMBERS
        self._keys = [f'"{name}"'.encode() + colon for name, is_number in names.items() if is_number for colon in _COLONS]

    def written_over(self, content: bytes) -> bytes | None:
        """The content with numbers for words; ``None`` where there are no such words, or a number of it is one of those."""
        if not self._keys:
            return None
        letters = np.frombuffer(content, np.uint8)
        changed: NDArray[np.uint8] | None = None
        for word, number in _TEXTS.items():
            found = np.fromiter((match.start() for match in re.finditer(word, content)), np.int64)
            places = self._after_keys(letters, found)
            if not len(places):
                continue
            if number in content:
                return None
            if changed is None:
                changed = letters.copy()
            for at, letter in enumerate(number):
                changed[places + at] = letter
        return None if changed is None else changed.tobytes()

    def _after_keys(self, letters: NDArray[np.uint8], found: NDArray[np.int64]) -> NDArray[np.int64]:
        is_value = np.zeros(len(found), np.bool_)
        for key in self._keys:
            starts = found - len(key)
            fits = starts >= 0
            for at, letter in enumerate(key):
                fits[fits] = letters[starts[fits] + at] == letter
                if not fits.any():
                    break
            is_value |= fits
        return found[is_value]


def _named(vocabulary: Vocabulary) -> Iterator[tuple[str, Fact]]:
    """Every fact and field under the names that its key can have."""
    for path, fact in vocabulary.facts.items():
        yield path, fact
        if "." in path:
            yield path.rpartition(".")[2], fact
        yield from (fact.elements or {}).items()
