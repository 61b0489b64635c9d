"""Holds the rulebook of the workload against reference answers, decision by decision and rule by rule.

``python -m bench.workload.agree RECORDS.ndjson [--reference DIR]``: against a folder of reference answers (``ref_dec3.npy``, and
``ref_trace.npy`` with 0, 1, 2 for false, unknown, true, a column a rule in the order of :data:`bench.workload.rules.RULES`),
otherwise against the hand-written Python of this folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import engine
from bench.workload.by_hand import decide
from bench.workload.rules import OUTCOMES, RULEBOOKS, RULES, STATUS_CODES, keys_of_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any


def answers_by_rulebook(records: Iterable[dict[str, Any]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """For each record the number of its outcome and the truth of each rule (0, 1, 2), by the interpreter."""
    rulebook = engine.load("workload", rulebooks=RULEBOOKS)
    keys = keys_of_rules(rulebook)
    interpreter = engine.Interpreter(rulebook)
    for plain in records:
        judgment = interpreter.evaluate(engine.read(rulebook, plain))
        statuses = judgment.provisions
        yield (
            OUTCOMES.index(judgment.decisions["decision"].outcome or "undetermined"),
            tuple(STATUS_CODES[statuses[key]] for key in keys),
        )


def differences(found: Iterable[tuple[int, tuple[int, ...]]], wanted: Iterable[tuple[int, tuple[int, ...]]]) -> Counter[str]:
    """How often the decision, and each rule, came out otherwise; and how many records were compared."""
    count: Counter[str] = Counter()
    for (outcome, truths), (right_outcome, right_truths) in zip(found, wanted, strict=True):
        count["records"] += 1
        count["decision"] += outcome != right_outcome
        count.update(rule for rule, one, other in zip(RULES, truths, right_truths, strict=True) if one != other)
    return +count


def main() -> None:
    """Print what differs; exit with 1 where anything does."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("records", type=Path)
    options.add_argument("--reference", type=Path)
    options.add_argument("--limit", type=int, default=100_000)
    chosen = options.parse_args()
    with chosen.records.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, chosen.limit)]
    if chosen.reference:
        outcomes = np.load(chosen.reference / "ref_dec3.npy")[: len(records)].tolist()
        truths = map(tuple, np.load(chosen.reference / "ref_trace.npy")[: len(records)].tolist())
        wanted: list[tuple[int, tuple[int, ...]]] = list(zip(outcomes, truths, strict=True))
    else:
        wanted = [decide(record) for record in records]
    found = differences(answers_by_rulebook(records), wanted)
    compared = found.pop("records", 0)
    print(f"{compared} records, {len(RULES)} rules and the decision: " + ("all agree" if not found else f"differ {dict(found)}"))
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
