"""The solver that is asked: which of z3's ways decides these formulas fastest."""

from __future__ import annotations

import z3


def solver_within(milliseconds: int) -> z3.Solver:
    """A solver for one question, which says ``unknown`` when its time is over.

    Measured on the questions whether another number in a parameter of a shipped rulebook changes any decision of its longest
    kind, with three elements in each list: where it changes none, which takes longest, z3's own choice needs three to eight
    times as long. What helps is the older of its two solvers for whole numbers, and not to keep what was learned for a next
    question.
    """
    steps = z3.Then(
        "simplify", "propagate-values", "solve-eqs", "elim-uncnstr", z3.With("smt", **{"arith.solver": 2})
    )  # fmt: skip
    found: z3.Solver = steps.solver()
    found.set("timeout", milliseconds)
    return found
