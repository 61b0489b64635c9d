"""What is measured: each function gives rows of the table, ours beside something else in the same rounds."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import engine
from bench import inputs
from bench.measuring import TREE, Cost, NotDoneError, in_turns, program, work
from bench.workload.rules import RULEBOOKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    from engine.language.fact_table import FactTable
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
MICRO: Final = 1e6
RULES_FOR_ALL: Final = TREE / "rulebooks"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    ``measure`` is a ratio, ours by the other's, or has a ``unit``; ``limit`` is the most that it may be, or the least where
    ``at_least``.
    """

    what: str
    ours: str
    beside: str = ""
    measure: float | None = None
    limit: float | None = None
    at_least: bool = False
    unit: str = "×"
    goal: bool = True
    """It is a goal of the project, and not told for comparison only."""

    @property
    def held(self) -> bool | None:
        """Whether the limit is kept; none without one."""
        if self.measure is None or self.limit is None:
            return None
        return self.measure >= self.limit if self.at_least else self.measure <= self.limit


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is measured: numbers of records, rounds, and the seconds that one run of a program may take."""

    sizes: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    rounds: int = 3
    in_memory: int = 100_000
    one_by_one: int = 2_000
    applicants: int = 100_000
    longest: float = 60


@dataclass(slots=True)
class Curves:
    """Seconds and bytes by number of records, for the picture and for what is said of growth."""

    seconds: dict[str, dict[int, float]] = field(default_factory=dict)
    memory: dict[int, int] = field(default_factory=dict)


OURS: Final = "rulebook batch: NDJSON to decisions, every status"
READING: Final = "DuckDB only reading, with types"
NUMPY: Final = "DuckDB reading, NumPy by hand, written"
PYTHON: Final = "Python by hand, three values, written"


def installed(*names: str) -> bool:
    """Whether these libraries are there."""
    return all(find_spec(name) for name in names)


def _programs(count: int, scratch: Path, longest: float) -> dict[str, Callable[[], Cost]]:
    """From lines of JSON to written decisions, each a program of its own, from its start to its end."""
    file = str(inputs.workload(count))
    found = {OURS: _fresh(scratch / "ours", lambda out: program(_batch(file, "workload", RULEBOOKS, out), longest), count)}
    if installed("duckdb"):
        found[READING] = program(["-m", "bench.peers.duckdb_reads", file, str(CORES)], longest)
        found[NUMPY] = program(["-m", "bench.peers.numpy_by_hand", file, str(scratch / "numpy.parquet"), str(CORES)], longest)
    if installed("orjson"):
        found[PYTHON] = program(["-m", "bench.peers.python_by_hand", file, str(scratch / "python.parquet")], longest)
    return found


def _batch(file: str, rulebook: str, rulebooks: Path, out: Path) -> list[str]:
    command = ["-m", "engine.cli", "batch", file, "--rulebook", rulebook, "--rulebooks", str(rulebooks), "--out", str(out)]
    return [*command, "--explain", "none", "--jobs", str(CORES)]


def _fresh(out: Path, run: Callable[[Path], Callable[[], Cost]], count: int) -> Callable[[], Cost]:
    """The run of a batch, which wants its folder to be empty; it counts only where it decided every record."""
    once = run(out)

    def cleared() -> Cost:
        shutil.rmtree(out, ignore_errors=True)
        cost = once()
        decided = json.loads((out / "summary.json").read_text(encoding="utf-8"))["decided"]
        if decided != count:
            raise NotDoneError(f"decided {decided:,} of {count:,} records")
        return cost

    return cleared


def from_lines(settings: Settings, curves: Curves) -> Iterator[Row]:
    """From NDJSON to written decisions beside only reading it, by size; memory and growth."""
    given_up: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        for count in settings.sizes:
            programs = {
                name: run for name, run in _programs(count, Path(folder), settings.longest).items() if name not in given_up
            }
            rounds = settings.rounds if count >= 100_000 else min(settings.rounds, 1)  # small ones are mostly the start
            for name, cost in _each(programs, rounds, given_up).items():
                curves.seconds.setdefault(name, {})[count] = cost.wall
                if name == OURS:
                    curves.memory[count] = cost.memory
    for count in settings.sizes:
        ours = curves.seconds.get(OURS, {}).get(count)
        for name in (READING, NUMPY, PYTHON):
            other = curves.seconds.get(name, {}).get(count)
            if ours and other:
                is_goal = name == READING and count == max(settings.sizes)
                yield Row(f"{count:,} records, {OURS}", _rate(ours, count), f"{name}: {_rate(other, count)}", ours / other,
                          1.3 if is_goal else None, goal=is_goal)  # fmt: skip
    yield from _growth(curves, settings)
    for name, why in given_up.items():
        yield Row(name, "not measured", why, goal=name == OURS)
    if not installed("duckdb"):
        yield Row(READING, "not measured", "duckdb is not installed")


def _each(programs: Mapping[str, Callable[[], Cost]], rounds: int, given_up: dict[str, str]) -> dict[str, Cost]:
    """Those that can be done, in turns; the others are given up with the reason. A first run of each is not counted."""
    able = dict(programs)
    first: dict[str, Cost] = {}
    for name, run in programs.items():
        try:
            first[name] = run()  # from now on the files are in the cache of the system, for all alike
        except NotDoneError as error:
            given_up[name] = str(error)
            del able[name]
    return in_turns(able, rounds) if rounds else first


def _growth(curves: Curves, settings: Settings) -> Iterator[Row]:
    ours = curves.seconds.get(OURS, {})
    sizes = [size for size in settings.sizes if size in ours]
    if not sizes:
        return
    most = sizes[-1]
    yield Row(f"most memory of all processes, {most:,} records", f"{curves.memory[most] / 2**20:,.0f} MiB", "",
              curves.memory[most] / 2**20, 1024 if most >= 1_000_000 else None, unit=" MiB")  # fmt: skip
    if len(sizes) > 1:
        less = sizes[-2]
        share = (ours[most] / most) / (ours[less] / less)
        yield Row(f"seconds a record at {most:,} by those at {less:,}", f"{share:.2f}", "1 is linear", share, 1.15)


def _rate(seconds: float, count: int) -> str:
    return f"{seconds:.2f} s, {count / seconds:,.0f} records/s"


@cache
def _workload() -> Rulebook:
    return engine.load("workload", rulebooks=RULEBOOKS)


def _facts_of(file: Path) -> FactTable:
    """The records of a file as columns."""
    from engine.records.arrow.batches import BatchReader  # noqa: PLC0415 - heavy

    read = BatchReader(_workload().subjects["applicant"].vocabulary).read_lines(file.read_bytes(), file.name)
    if len(read.irregular):
        raise ValueError(f"{file.name}: {len(read.irregular)} records do not fit columns")
    return read.table


def _records_of(file: Path, limit: int | None = None) -> list[Record]:
    rulebook = _workload()
    return [engine.read(rulebook, plain) for plain in _plain(file, limit)]


def _plain(file: Path, limit: int | None = None) -> list[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for _, line in zip(range(limit or sys.maxsize), lines, strict=False)]


def deciding(settings: Settings) -> Iterator[Row]:
    """Tables in memory, one thread: the columnar evaluation beside NumPy by hand; unknown fields inside elements beside none."""
    from bench.workload import by_array  # noqa: PLC0415 - heavy
    from engine.evaluation.table import TableEvaluator  # noqa: PLC0415 - the same

    count = settings.in_memory
    evaluator = TableEvaluator(_workload())
    file = inputs.workload(count)
    facts, with_holes = _facts_of(file), _facts_of(inputs.workload(count, holes=True))
    contenders = {
        "ours": work(lambda: evaluator.decide(facts)),
        "holes": work(lambda: evaluator.decide(with_holes)),
        "numpy": work(lambda: by_array.decide(facts)),
    }
    if installed("duckdb"):
        from bench.peers.duckdb_reads import read_arrow  # noqa: PLC0415 - heavy

        vocabulary = _workload().subjects["applicant"].vocabulary
        table = read_arrow(file, 1)
        contenders["numpy from texts"] = work(lambda: by_array.decide(by_array.table_of_arrow(table, vocabulary)))
    costs = in_turns(contenders, settings.rounds, is_warm=False)
    each = {name: cost.wall / count * MICRO for name, cost in costs.items()}
    ours = f"{each['ours']:.2f} µs a record"
    if "numpy from texts" in each:
        yield Row(f"deciding alone, {count:,} records in memory, outcomes and every status", ours,
                  f"NumPy by hand, from Arrow's texts and days: {each['numpy from texts']:.2f}",
                  each["ours"] / each["numpy from texts"], 2)  # fmt: skip
    yield Row("the same", ours, f"NumPy by hand, from the very same numbers: {each['numpy']:.2f}", each["ours"] / each["numpy"],
              goal=False)  # fmt: skip
    yield Row("the same with unknown fields inside elements (bounds instead of numbers)", f"{each['holes']:.2f} µs a record",
              f"without: {each['ours']:.2f}", each["holes"] / each["ours"], 1.5)  # fmt: skip


def one_by_one(settings: Settings) -> Iterator[Row]:
    """One record at a time: every status and the outcome by hand-written Python, and the full explanation."""
    from bench.workload.by_hand import judge  # noqa: PLC0415 - only here

    count = settings.one_by_one
    file, other = inputs.workload(max(count, 10_000)), inputs.workload(max(count, 10_000), holes=True)
    plain, records, with_holes = _plain(file, count), _records_of(file, count), _records_of(other, count)
    rulebook = _workload()
    interpreter = engine.Interpreter(rulebook)
    contenders = {
        "hand": work(lambda: [judge(record) for record in plain]),
        "read": work(lambda: [engine.read(rulebook, record) for record in plain]),
        "explained": work(lambda: [interpreter.evaluate(record).as_json() for record in records]),
        "interpreter": work(lambda: [dict(interpreter.evaluate(record).provisions) for record in records]),
    }
    quick = getattr(engine, "quick", None)
    if quick is not None:
        straight = quick(rulebook)
        contenders["straight"] = work(lambda: [straight(record) for record in records])
        contenders["straight, holes"] = work(lambda: [straight(record) for record in with_holes])
    each = {name: cost.wall / count * MICRO for name, cost in in_turns(contenders, settings.rounds, is_warm=False).items()}
    by_hand = f"Python by hand: {each['hand']:.1f}"
    if "straight" in each:
        yield Row("one record at a time, outcome and every status", f"{each['straight']:.1f} µs", by_hand,
                  each["straight"] / each["hand"], 1)  # fmt: skip
        yield Row("the same with unknown fields inside elements", f"{each['straight, holes']:.1f} µs",
                  f"without: {each['straight']:.1f}", each["straight, holes"] / each["straight"], 1.5)  # fmt: skip
    yield Row(
        "the same by the interpreter", f"{each['interpreter']:.1f} µs", by_hand, each["interpreter"] / each["hand"], goal=False
    )
    yield Row("one record, the full explanation as JSON", f"{each['explained']:.1f} µs", "", each["explained"], 50, unit=" µs")
    yield Row("reading one record with every check of the vocabulary", f"{each['read']:.1f} µs", by_hand,
              each["read"] / each["hand"], goal=False)  # fmt: skip


def regulation(settings: Settings) -> Iterator[Row]:
    """The regulation with the brochure that uses it: all provisions, from files to written decisions."""
    count = settings.applicants
    lines = inputs.applicants(count)
    files = {"NDJSON": lines, "Parquet": inputs.as_parquet(lines)}
    given_up: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        programs = {
            kind: _fresh(
                Path(folder) / kind,
                lambda out, file=file: program(_batch(str(file), "nthu-dual-emba", RULES_FOR_ALL, out), settings.longest),  # type: ignore[misc]  # mypy cannot infer a lambda with a default
                count,
            )
            for kind, file in files.items()
        }
        costs = _each(programs, settings.rounds, given_up)
    for kind in files:
        what = f"regulation and brochure, all provisions, {count:,} records from {kind}"
        if kind in costs:
            rate = count / costs[kind].wall
            yield Row(what, _rate(costs[kind].wall, count), "", rate, 100_000, at_least=True, unit=" records/s", goal=True)
        else:
            yield Row(what, "not measured", given_up[kind])


def starting(settings: Settings) -> Iterator[Row]:
    """The start of commands, and loading what is needed."""
    example = next(iter(sorted((TREE / "examples" / "applicants").glob("*.yaml"))))
    evaluate = ["-m", "engine.cli", "evaluate", str(example), "--rulebook", "nthu-dual-emba", "--rulebooks", str(RULES_FOR_ALL)]
    costs = in_turns(
        {
            "bare": program(["-c", "pass"], settings.longest),
            "help": program(["-m", "engine.cli", "--help"], settings.longest),
            "evaluate": program(evaluate, settings.longest),
            "load": _loading,
        },
        settings.rounds,
    )
    bare = f"Python alone: {costs['bare'].wall:.3f} s"
    for name, what in (
        ("help", "start of a command, rulebook --help"),
        ("evaluate", "rulebook evaluate, one record, regulation and brochure"),
    ):
        seconds = costs[name].wall
        yield Row(what, f"{seconds:.3f} s", bare, seconds, 0.4, unit=" s")
    seconds = costs["load"].wall
    yield Row("loading and checking regulation and brochure, warm", f"{seconds:.3f} s", "", seconds, 0.3, unit=" s")


_LOAD: Final = """
import time, engine, pathlib, sys
start = time.perf_counter()
engine.load("nthu-dual-emba", rulebooks=pathlib.Path(sys.argv[1]))
print(time.perf_counter() - start)
"""


def _loading() -> Cost:
    """Loading in a new process, without the start of Python."""
    import subprocess  # noqa: PLC0415 - only here

    done = subprocess.run([sys.executable, "-c", _LOAD, str(RULES_FOR_ALL)], cwd=TREE, check=True, capture_output=True, text=True)
    return Cost(float(done.stdout), 0)


def measured(settings: Settings, curves: Curves, wanted: Iterable[str]) -> Iterator[tuple[str, list[Row], float]]:
    """Each part that is wanted: its title, its rows, the seconds that it took."""
    parts: dict[str, tuple[str, Callable[[], Iterator[Row]]]] = {
        "lines": ("From a file to written decisions", lambda: from_lines(settings, curves)),
        "deciding": ("Deciding alone", lambda: deciding(settings)),
        "one": ("One record at a time", lambda: one_by_one(settings)),
        "regulation": ("The regulation and the brochure", lambda: regulation(settings)),
        "start": ("Starting", lambda: starting(settings)),
    }
    for name in wanted:
        title, measure = parts[name]
        start = time.perf_counter()
        rows = list(measure())
        yield title, rows, time.perf_counter() - start


PARTS: Final = ("lines", "deciding", "one", "regulation", "start")
