"""The words about lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

import z3

from engine.analysis.symbolic.choice import alike
from engine.analysis.symbolic.comparison import compare, equal, ranked
from engine.analysis.symbolic.texts import whole
from engine.analysis.symbolic.truths import NO, conj, disj, ite, neg
from engine.analysis.symbolic.values import Items, Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.analysis.symbolic.texts import Texts


def quantified(word: Literal["some", "every", "none"], items: Items, verdicts: Sequence[z3.BoolRef]) -> z3.BoolRef:
    """``some``, ``every`` or ``none`` of the elements fit; ``verdicts`` says of each entry whether it does."""
    belongs = [present for present, _ in items.entries]
    match word:
        case "some":
            return disj(conj(pair) for pair in zip(belongs, verdicts, strict=True))
        case "none":
            return conj(neg(conj(pair)) for pair in zip(belongs, verdicts, strict=True))
        case "every":
            return conj(disj([neg(present), fits]) for present, fits in zip(belongs, verdicts, strict=True))
        case _:
            assert_never(word)


def filtered(items: Items, verdicts: Sequence[z3.BoolRef]) -> Items:
    """The elements that fit."""
    kept = [(conj([present, fits]), entry) for (present, entry), fits in zip(items.entries, verdicts, strict=True)]
    return Items(tuple(one for one in kept if one[0] is not NO))


def count(items: Items) -> Scalar:
    """How many elements there are."""
    return Scalar("number", _sum([ite(present, whole(1), whole(0)) for present, _ in items.entries]))


def total(items: Items, amounts: Sequence[Scalar]) -> Scalar:
    """The sum of the amounts; one that is ``none`` adds nothing."""
    return Scalar("number", _sum([
        ite(conj([present, neg(amount.none)]), *alike(amount.term, whole(0)))
        for (present, _), amount in zip(items.entries, amounts, strict=True)
        if amount.kind != "special"
    ]))  # fmt: skip


def _sum(terms: list[z3.ArithRef]) -> z3.ArithRef:
    if any(z3.is_real(term) for term in terms):
        terms = [alike(term, z3.RealVal(0))[0] for term in terms]
    return z3.Sum(terms) if len(terms) > 1 else terms[0] if terms else whole(0)


def extreme(
    word: Literal["latest", "earliest", "highest", "lowest"],
    items: Items,
    keys: Sequence[tuple[Scalar, ...]],
    ranks: tuple[tuple[str, ...], ...],
    texts: Texts,
) -> Items:
    """The elements that come last (``latest``, ``highest``) or first by their keys; all that tie. ``none`` takes no part."""
    last = word in {"latest", "highest"}
    placed = [
        tuple(ranked(value, rank, texts) if rank else value for value, rank in zip(key, ranks, strict=True)) for key in keys
    ]
    takes_part = [
        conj([present, *(neg(value.none) for value in key)]) for (present, _), key in zip(items.entries, placed, strict=True)
    ]
    found = []
    for index, (_, entry) in enumerate(items.entries):
        beaten = [
            conj([takes_part[other], _beyond(placed[other], placed[index]) if last else _beyond(placed[index], placed[other])])
            for other in range(len(items.entries))
            if other != index
        ]
        found.append((conj([takes_part[index], neg(disj(beaten))]), entry))
    return Items(tuple(one for one in found if one[0] is not NO))


def _beyond(key: tuple[Scalar, ...], other: tuple[Scalar, ...]) -> z3.BoolRef:
    """Whether the first key is greater: by its first value that differs."""
    if not key:
        return NO
    ahead = compare("more_than", key[0], other[0])
    return disj([ahead, conj([equal(key[0], other[0]), _beyond(key[1:], other[1:])])])
