"""Times the parts of one decision on the example applicants, as ratios between things that run side by side."""

from __future__ import annotations

import argparse
import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.evaluation.interpreter import Interpreter
from engine.evaluation.straight.quick import QuickDecider
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_file
from engine.records.reading import read_record

if TYPE_CHECKING:
    from collections.abc import Callable

TREE = Path(__file__).resolve().parent.parent


def best(work: Callable[[], object], rounds: int, each: int = 1) -> float:
    """The least processor time of one of ``each`` pieces of work over some rounds, in microseconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) / each * 1e6


def additions() -> int:
    """A thousand bare additions: what everything is compared with."""
    total = 0
    for number in range(1000):
        total += number
    return total


def main() -> None:
    """Print one row a part: microseconds here, and how many bare additions that is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rulebook", default="nthu-dual-emba")
    options.add_argument("--records", type=Path, default=TREE / "examples" / "applicants")
    options.add_argument("--rounds", type=int, default=30)
    chosen = options.parse_args()

    library = Library(TREE / "rulebooks")
    rulebook = library.load(chosen.rulebook)
    vocabulary = library.vocabularies[rulebook.main_subject]
    interpreter, quickly = Interpreter(rulebook), QuickDecider(rulebook)
    paths = sorted(chosen.records.glob("*.yaml"))

    def read() -> list[object]:
        found = [read_record(read_file(path, path.name, Diagnostics()), vocabulary, Diagnostics()) for path in paths]
        return [record for record in found if record is not None]

    records = read()
    for record in records:
        interpreter.evaluate(record, trace=True).as_json()
    gc.collect()
    gc.freeze()

    count, rounds = len(records), chosen.rounds
    unit = best(additions, 200, 1000)
    rows = [
        ("load", best(lambda: Library(TREE / "rulebooks").load(chosen.rulebook), 5)),
        ("link", best(lambda: Interpreter(rulebook).plan(rulebook.main_subject), 5)),
        ("write out", best(lambda: QuickDecider(rulebook), 5)),
        ("read", best(read, rounds, count)),
        ("decide quickly", best(lambda: [quickly(record) for record in records], rounds, count)),
        ("decide", best(lambda: [interpreter.evaluate(record) for record in records], rounds, count)),
        ("decide + proof", best(lambda: [interpreter.evaluate(record, trace=True) for record in records], rounds, count)),
        ("decide + reasons", best(lambda: [interpreter.evaluate(record).as_json() for record in records], rounds, count)),
    ]
    print(f"{chosen.rulebook}, {count} records, a bare addition: {unit:.4f} µs")
    print(f"{'part':20}{'µs':>12}{'additions':>14}")
    for name, spent in rows:
        print(f"{name:20}{spent:12.1f}{spent / unit:14.0f}")


if __name__ == "__main__":
    main()
