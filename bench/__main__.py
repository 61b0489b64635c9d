"""Measures what Rulebook costs, beside other ways to do the same, and writes the table and the picture: ``make bench``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.measuring import TREE
from bench.picture import picture
from bench.report import machine, table
from bench.rows import PARTS, Curves, Settings, measured

if TYPE_CHECKING:
    from bench.rows import Row

QUICK: Final = Settings(sizes=(400,), rounds=0, in_memory=200, one_by_one=50, applicants=100, longest=60)
"""As little as shows that everything runs; its numbers say nothing."""


def main() -> None:
    """Measure, print the table, write it beside a picture. Exits with 1 where a program that was to be measured failed."""
    chosen = _options()
    settings = QUICK if chosen.quick else Settings(tuple(sorted(chosen.sizes)), chosen.rounds, longest=chosen.longest)
    curves = Curves()
    parts: list[tuple[str, list[Row]]] = []
    for title, rows, seconds in measured(settings, curves, chosen.parts or PARTS):
        print(f"{title}: {seconds:.0f} s", file=sys.stderr, flush=True)
        parts.append((title, rows))
    found = table(parts)
    print(found)
    chosen.out.mkdir(parents=True, exist_ok=True)
    drawn = {name: curve for name, curve in curves.seconds.items() if curve}
    (chosen.out / "RESULTS.md").write_text(_page(found, is_drawn=bool(drawn), settings=settings), encoding="utf-8")
    if drawn:
        (chosen.out / "cost.svg").write_text(picture(drawn), encoding="utf-8")
    sys.exit(any(row.ours == "not measured" and row.goal for _, rows in parts for row in rows))


def _options() -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    options.add_argument("--sizes", type=_sizes, default=Settings().sizes, help="numbers of records, with commas between")
    options.add_argument("--rounds", type=int, default=Settings().rounds, help="how often each is run; the median counts")
    options.add_argument("--longest", type=float, default=Settings().longest, help="seconds after which a program is given up")
    options.add_argument("--quick", action="store_true", help="a few records only, to see that it runs")
    options.add_argument("--out", type=Path, default=TREE / "bench", help="where RESULTS.md and cost.svg are written")
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all unless named")
    return options.parse_args()


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(part.replace("_", "")) for part in text.replace(" ", ",").split(",") if part)


def _page(found: str, *, is_drawn: bool, settings: Settings) -> str:
    picture_of_it = "![Cost against size](cost.svg)\n\n" if is_drawn else ""
    return (
        "# What it costs: measured\n\n"
        f"By `make bench`, {settings.rounds} rounds in turns, medians. [README.md](README.md) says what each line means.\n\n"
        f"{machine()}\n\n{found}\n\n{picture_of_it}"
    )


if __name__ == "__main__":
    main()
