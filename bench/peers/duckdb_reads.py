"""DuckDB only reading the records with types, as a program of its own: ``python -m bench.peers.duckdb_reads FILE [THREADS]``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import duckdb

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

COLUMNS: Final = (
    "{'id': 'VARCHAR', 'nationalities': 'VARCHAR[]', 'held_roc_nationality': 'BOOLEAN', 'roc_nationality_lost_on': 'DATE', "
    "'household_registration_ever': 'BOOLEAN', 'studied_as_overseas_chinese': 'BOOLEAN', 'placed_by_uec_this_year': 'BOOLEAN', "
    "'hk_macao_permanent_resident': 'BOOLEAN', 'former_mainland': 'BOOLEAN', 'intended_programme': 'VARCHAR', "
    "'semester_start': 'DATE', 'degree': 'VARCHAR', 'work_months': 'INTEGER', 'toefl_ibt': 'INTEGER', 'gmat': 'INTEGER', "
    "'english_country': 'BOOLEAN', 'documents': 'VARCHAR[]', 'application_at': 'TIMESTAMPTZ', "
    """'stays': 'STRUCT("from" DATE, "to" DATE, purpose VARCHAR)[]'}"""
)


def relation(connection: duckdb.DuckDBPyConnection, file: Path | str) -> duckdb.DuckDBPyRelation:
    """The records of a file of lines, typed."""
    name = str(file).replace("'", "''")
    return connection.sql(f"select * from read_json('{name}', format='newline_delimited', columns={COLUMNS})")  # noqa: S608 - our own file


def connect(threads: int) -> duckdb.DuckDBPyConnection:
    """A connection that keeps the order of the lines, as the engine does."""
    connection = duckdb.connect()
    connection.execute(f"set threads={threads}; set preserve_insertion_order=true; set timezone='UTC'")
    return connection


def read_arrow(file: Path | str, threads: int) -> pa.Table:
    """The records as an Arrow table."""
    return relation(connect(threads), file).arrow().read_all()


def read_into_memory(file: Path | str, threads: int) -> int:
    """Read the records into a table of DuckDB's own; their number."""
    connection = connect(threads)
    relation(connection, file).create("records")
    return int(connection.sql("select count(*) from records").fetchall()[0][0])


if __name__ == "__main__":
    print(read_into_memory(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1))
