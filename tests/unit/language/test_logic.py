"""The three-valued connectives, by Kleene's tables."""

from __future__ import annotations

from itertools import product

import pytest

from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth, agreement, disjunction, negation, truth

RANK = {FALSE: 0, UNKNOWN: 1, TRUE: 2}
"""Kleene's order, from the false to the true."""


@pytest.mark.parametrize("verdict", Truth)
def test_a_verdict_decides_no_if_by_accident(verdict: Truth) -> None:
    with pytest.raises(TypeError, match="compare it with `is`"):
        bool(verdict)


@pytest.mark.parametrize(("a", "b", "c"), list(product(Truth, repeat=3)))
def test_a_disjunction_is_the_greatest_of_its_parts(a: Truth, b: Truth, c: Truth) -> None:
    assert disjunction([a, b, c]) is max((a, b, c), key=RANK.__getitem__)


@pytest.mark.parametrize(("a", "denied"), [(TRUE, FALSE), (FALSE, TRUE), (UNKNOWN, UNKNOWN)])
def test_what_is_unknown_stays_unknown_when_denied(a: Truth, denied: Truth) -> None:
    assert negation(a) is denied


def test_any_of_nothing_does_not_hold() -> None:
    assert disjunction([]) is FALSE


@pytest.mark.parametrize(
    ("possibilities", "common"),
    [([TRUE, TRUE], TRUE), ([FALSE], FALSE), ([TRUE, FALSE], UNKNOWN), ([TRUE, UNKNOWN], UNKNOWN), ([], UNKNOWN)],
)
def test_only_what_every_possibility_says_is_known(possibilities: list[Truth], common: Truth) -> None:
    assert agreement(possibilities) is common


def test_a_boolean_is_a_verdict() -> None:
    assert (truth(value=True), truth(value=False)) == (TRUE, FALSE)
