"""The files that are read while measuring, made on the spot under ``out/bench/`` and kept there until they are deleted."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, Any, Final

from bench.measuring import TREE
from bench.workload.records import SEED, write
from tests.differential.generator import records, with_facts_removed

if TYPE_CHECKING:
    from pathlib import Path

FOLDER: Final = TREE / "out" / "bench"
_DRAWN: Final = 5_000
"""Realistic records that are drawn; a larger file has them again under other ids."""


def workload(count: int, *, holes: bool = False) -> Path:
    """Records of the workload as lines; with ``holes`` some fields of stays are unknown."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"workload-{SEED}{'-holes' if holes else ''}-{count}.ndjson"
    if not file.exists():
        write(count, file, holes=holes)
    return file


def as_parquet(lines: Path) -> Path:
    """The same records as Parquet: structures and lists nested, dates as text, as somebody would convert them."""
    file = lines.with_suffix(".parquet")
    if not file.exists():
        import pyarrow as pa  # noqa: PLC0415 - heavy
        import pyarrow.json as pj  # noqa: PLC0415 - the same
        import pyarrow.parquet as pq  # noqa: PLC0415 - the same

        first = pj.read_json(lines, read_options=pj.ReadOptions(block_size=1 << 28)).schema
        schema = pa.schema([pa.field(field.name, _days_as_text(field.type)) for field in first])
        table = pj.read_json(lines, parse_options=pj.ParseOptions(explicit_schema=schema))
        pq.write_table(table, file, row_group_size=16_384)
    return file


def _days_as_text(type_: Any) -> Any:
    """A type without the moments that pyarrow reads out of texts."""
    import pyarrow as pa  # noqa: PLC0415 - heavy

    if pa.types.is_list(type_):
        return pa.list_(_days_as_text(type_.value_type))
    if pa.types.is_struct(type_):
        return pa.struct([pa.field(field.name, _days_as_text(field.type)) for field in type_])
    return pa.string() if pa.types.is_timestamp(type_) or pa.types.is_null(type_) else type_


def applicants(count: int) -> Path:
    """Realistic records for the regulation and the brochure, some facts of every third unknown."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"applicants-{SEED}-{count}.ndjson"
    if not file.exists():
        chance = Random(SEED)
        drawn = [
            record if number % 3 else with_facts_removed(record, chance)[0]
            for number, record in enumerate(records(SEED, min(count, _DRAWN)))
        ]
        keys = _keys_of_numbers(drawn)
        lines = [json.dumps(_without_words(record, keys) | {"id": "#"}, separators=(",", ":")) for record in drawn]
        beside = file.with_suffix(".part")
        with beside.open("w", encoding="utf-8") as output:
            for number in range(count):
                output.write(lines[number % len(lines)].replace('"#"', f'"R-{number:08d}"', 1) + "\n")
        beside.rename(file)
    return file


def _keys_of_numbers(plain: Any) -> set[str]:
    """The keys under which a number or a truth value stands anywhere."""
    match plain:
        case dict():
            own = {key for key, value in plain.items() if isinstance(value, int | float)}
            return own.union(*map(_keys_of_numbers, plain.values()))
        case list():
            return set().union(*map(_keys_of_numbers, plain))
        case _:
            return set()


def _without_words(plain: Any, keys: set[str]) -> Any:
    """Nothing in place of the words ``unknown`` and ``none`` under some keys: a column of numbers has no room for them."""
    match plain:
        case dict():
            return {
                key: _without_words(value, keys) for key, value in plain.items() if not (key in keys and isinstance(value, str))
            }
        case list():
            return [_without_words(item, keys) for item in plain]
        case _:
            return plain
