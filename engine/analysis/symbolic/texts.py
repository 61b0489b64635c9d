"""Texts as numbers: codes, options, outcomes and wordings that occur, and others that do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import z3

from engine.analysis.symbolic.truths import conj, disj, ite, same

if TYPE_CHECKING:
    from collections.abc import Iterable


class Texts:
    """The number of each text that occurs somewhere, in the order in which it was first met.

    A number that was given to no text stands for some text that occurs nowhere; two such numbers for two of them.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def number(self, text: str) -> int:
        """The number of a text; a new one where it was not met before."""
        if text not in self._numbers:
            self._numbers[text] = len(self._texts)
            self._texts.append(text)
        return self._numbers[text]

    def text(self, number: int) -> str:
        """The text of a number; of one that was given to none, a text that occurs nowhere."""
        if 0 <= number < len(self._texts):
            return self._texts[number]
        candidate = f"text {abs(number)}" if number < 0 else f"text +{number}"
        while candidate in self._numbers:
            candidate += "'"
        return candidate

    def one_of(self, term: z3.ArithRef, codes: Iterable[str]) -> z3.BoolRef:
        """That a term is the number of one of these texts."""
        return disj(
            same_as(term, first) if first == last else conj([term >= first, term <= last])
            for first, last in _ranges(sorted(self.number(code) for code in codes))
        )

    def rank(self, term: z3.ArithRef, order: tuple[str, ...]) -> z3.ArithRef:
        """The place of a code in an order of codes (0: the first), of a term that is one of them."""
        numbers = [self.number(code) for code in order]
        if numbers == list(range(numbers[0], numbers[0] + len(numbers))):
            return term - numbers[0]
        found = whole(len(numbers) - 1)
        for place in reversed(range(len(numbers) - 1)):
            found = ite(same_as(term, numbers[place]), whole(place), found)
        return found


def whole(number: int) -> z3.ArithRef:
    """A whole number as a term."""
    return z3.IntVal(number)


def same_as(term: z3.ArithRef, number: int) -> z3.BoolRef:
    """That a term is this whole number."""
    return same(term, whole(number))


def _ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Sorted numbers as unbroken stretches, first and last."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] >= number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
