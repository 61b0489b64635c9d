"""The benchmark runs, and says what it measured. No time is asserted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bench.measuring import Cost, NotDoneError, in_turns, program, work
from bench.picture import picture
from bench.report import machine, table
from bench.rows import Row

ROOT = Path(__file__).resolve().parents[3]
SVG = "{http://www.w3.org/2000/svg}"


def test_contenders_take_turns_and_the_median_counts() -> None:
    order: list[str] = []
    walls = {"a": iter([5.0, 1.0, 2.0]), "b": iter([3.0, 3.0, 9.0])}

    def contender(name: str) -> Cost:
        order.append(name)
        return Cost(next(walls[name]), 1)

    costs = in_turns({name: lambda name=name: contender(name) for name in walls}, 3)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
    assert {name: cost.wall for name, cost in costs.items()} == {"a": 2, "b": 3}
    assert order == ["a", "b", "b", "a", "a", "b"]


def test_work_and_programs_have_costs() -> None:
    assert work(lambda: sum(range(200_000)))().processor > 0
    cost = program(["-c", "kept = bytearray(64 << 20); import time; time.sleep(0.5)"], 30)()
    assert cost.wall >= 0.5
    assert cost.memory >= (64 << 20 if sys.platform == "linux" else 0)


def test_a_program_that_fails_or_lasts_too_long_is_not_done() -> None:
    with pytest.raises(NotDoneError, match="for this reason"):
        program(["-c", "raise SystemExit('for this reason')"], 30)()
    with pytest.raises(NotDoneError, match="longer than"):
        program(["-c", "import time; time.sleep(60)"], 0.3)()


def test_a_limit_is_held_from_below_or_from_above() -> None:
    assert Row("", "", measure=1.3, limit=1.3).held is True
    assert Row("", "", measure=1.4, limit=1.3).held is False
    assert Row("", "", measure=99, limit=100, at_least=True).held is False
    assert Row("", "", measure=1).held is None


def test_the_table_is_one_table() -> None:
    lines = table([("Part", [Row("a", "1 s", "b: 2 s", 0.5, 1.3), Row("c", "not measured", "why")])]).splitlines()
    assert len({line.count("|") for line in lines}) == 1
    assert "| a | 1 s | b: 2 s | 0.50× | ≤ 1.30× | yes |" in lines


def test_what_it_was_measured_on_names_no_machine() -> None:
    assert "Python" in machine()
    assert "/" not in machine().replace("https://", "")


def test_the_picture_is_an_svg_with_every_curve_and_straight_where_linear() -> None:
    drawn = ET.fromstring(picture({"linear": {10_000: 0.1, 100_000: 1, 1_000_000: 10}, "a < b": {10_000: 0.5}}))  # noqa: S314 - our own
    texts = [text.text for text in drawn.iter(f"{SVG}text")]
    assert "linear" in texts
    assert "a < b" in texts
    line = next(drawn.iter(f"{SVG}polyline"))
    points = [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
    (x1, y1), (x2, y2), (x3, y3) = points
    assert (y2 - y1) / (x2 - x1) == pytest.approx((y3 - y2) / (x3 - x2), abs=0.01)


def test_everything_runs_with_few_records(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "bench", "--quick", "--out", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert done.stdout.strip() in written
    assert "not measured" not in written
    assert (tmp_path / "cost.svg").exists()
