"""The table of the benchmark in Markdown, with what it was measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.rows import CORES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.rows import Row

PACKAGES: Final = ("numpy", "pyarrow", "duckdb", "polars", "orjson", "dask", "distributed", "pyspark")


def table(parts: Iterable[tuple[str, Sequence[Row]]]) -> str:
    """One table; a line in bold for each part."""
    lines = ["| what | ours | beside it, in the same rounds | ratio or measure | limit | held |", "|---|---|---|--:|--:|:-:|"]
    for title, rows in parts:
        lines.append(f"| **{title}** | | | | | |")
        lines += [_line(row) for row in rows]
    return "\n".join(lines)


def _line(row: Row) -> str:
    limit = "" if row.limit is None else f"{'≥' if row.at_least else '≤'} {_number(row.limit)}{row.unit}"
    measure = "" if row.measure is None else f"{_number(row.measure)}{row.unit}"
    held = {True: "yes", False: "**no**", None: ""}[row.held]
    return f"| {row.what} | {row.ours} | {row.beside} | {measure} | {limit} | {held} |"


def _number(number: float) -> str:
    if number >= 100:
        return f"{number:,.0f}"
    return f"{number:.2f}" if number < 10 else f"{number:.1f}"


def machine() -> str:
    """What was measured on: processor, cores, memory, versions. No name and no path of a machine."""
    facts = [f"{_processor()}, {CORES} cores in use", f"{_memory()} of memory", f"{platform.system()}"]
    versions = [f"Python {platform.python_version()}", *(f"{name} {found}" for name in PACKAGES if (found := _version(name)))]
    return f"- Machine: {', '.join(facts)}\n- Versions: {', '.join(versions)}"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "an unknown amount"
