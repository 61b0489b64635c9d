"""A batch on Spark: it hands batches of Arrow to the columnar evaluation, groups by id, and writes Parquet in parts.

Spark reads Parquet itself. Of other inputs its tasks get descriptions of chunks, and read them by paths that all of them see.
Nothing is resumed: Spark does again what a lost executor had not finished, and a batch that ended is begun anew.
"""

from __future__ import annotations

import hashlib
import heapq
import itertools
import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.batch.assembly import PARQUET, REJECTIONS, TWICE, as_text, rejection_of
from engine.batch.counting import added
from engine.batch.cutting import cut
from engine.batch.deciding import Decider
from engine.batch.errors import BatchError, of_system
from engine.batch.identity import MOST_TOLD, Twin, place_in
from engine.batch.job import Explained
from engine.batch.outcome_lines import compact
from engine.batch.portions import Inputs
from engine.batch.run import Finished, plan_of, refuse_foreign, summary_of
from engine.batch.sources import find_sources
from engine.batch.store import SUMMARY, Store, write_whole
from engine.distributed.carried import Carried
from engine.distributed.chunks import absolute
from engine.distributed.extras import demand
from engine.distributed.rows import FILE, ROW, Files, plain_address
from engine.distributed.spark_session import first_line, no_traceback, spark_session
from engine.distributed.spark_tasks import RAW, counting, deciding, deciding_rows, spark_schema, telling_rows
from engine.distributed.staging import (
    AT,
    CHUNK,
    CODE,
    COUNTED,
    DECIDED,
    FAILED,
    ID,
    LEFT_OUT,
    PLACE,
    REJECTED,
    STATE,
    TEXT,
    WRITTEN,
    message_of,
    staging_schema,
)
from engine.records.office.reading import is_one_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pyspark.sql import Column, DataFrame, Row, SparkSession

    from engine.batch.counting import Counts
    from engine.batch.cutting import Cut
    from engine.batch.job import Job
    from engine.language.diagnostics import Place

_STAGE: Final = "stage"
_SCHEME: Final = "://"
_NUMBER, _ANY, _PLACE, _RANK, _FIRST = "number_", "any_", "place_", "rank_", "first_"


def run_on_spark(
    master: str | None, job: Job, named: Sequence[str], folder: Path, *, version: str, force: bool = False
) -> Finished:
    """Decide the records of the inputs on a master (see :func:`spark_session`), and leave the files of the batch in the folder.

    ``decisions.parquet`` is a folder of parts, there are no ``decisions.ndjson`` and no explanations; all else is as
    :func:`engine.batch.run.run_batch` leaves it. Raises :class:`BatchError` for everything that keeps it from its end.
    """
    if job.sample is not None:
        raise BatchError(
            "--engine spark draws no sample", "use --engine local or dask, or take the records that you want with --where"
        )
    demand("spark", "pyspark", "pandas")
    parquet = [name for name in named if is_parquet(name)]
    gone = [name for name in parquet if _SCHEME not in name and not Path(name).exists()]
    if gone:
        raise BatchError(f'there is no file "{gone[0]}"')
    if job.limit is not None and parquet:
        raise BatchError(
            "--limit takes the first inputs, and Spark reads Parquet in no order", "take those that you want with --where"
        )
    if job.spreadsheets:
        raise BatchError("--engine spark writes Parquet only", "leave --csv and --xlsx out; --engine local and dask write them")
    job = replace(job, explained=Explained.OUTCOMES, lines=False)
    store = Store(folder)
    refuse_foreign(store, force=force)
    store.take()
    try:
        others = [name for name in named if not is_parquet(name)]
        inputs = Inputs(job.subject, job.vocabularies, job.mapping, job.encoding)
        sources = find_sources(others, store.spool, lambda path: is_one_office(path, inputs.vocabulary, job.mapping))
        found = cut(sources, store.spool, inputs.count, explain=False, limit=job.limit)
        with spark_session(master) as session, no_traceback():
            return _Run(session, job, store, found, parquet, version).finished()
    except OSError as error:
        raise of_system(error, f'the batch cannot go on in "{folder}"') from error
    finally:
        store.clear()


class _Run:
    """One batch on a session."""

    def __init__(self, session: SparkSession, job: Job, store: Store, found: Cut, parquet: Sequence[str], version: str) -> None:
        self.session, self.job, self.store, self.found, self.version = session, job, store, found, version
        self.decider = Decider(job)
        self.columns = self.decider.columns
        self.chunks = [absolute(chunk) for chunk in found.chunks]
        self.rows = self._rows_of(parquet) if parquet else None
        self.files = self._files_of(self.rows) if self.rows is not None else Files()

    def finished(self) -> Finished:
        """Decide, group by id, write."""
        stage = str((self.store.hidden / _STAGE).resolve())
        self._staged().write.mode("overwrite").parquet(stage)
        rows = self.session.read.schema(spark_schema(staging_schema(self.columns))).parquet(stage)
        counts = self._counts(rows)
        doubles = self._doubles(rows)
        if doubles is not None:
            counts = _without(counts, self._counts_of(rows.where(_is(STATE, DECIDED)).join(doubles, ID, "left_semi")))
        written = self._write(rows, doubles)
        rejected = self._write_rejected(rows, doubles)
        plan = plan_of(self.job, replace(self.found, chunks=()), self.version)
        plan["inputs"] = [*self._inputs(), *plan["inputs"]]
        total = counts | {"rejected": rejected, "decided": counts["read"] - sum(rejected.values())}
        summary = summary_of(self.job, plan, total, self.columns, written, self.version) | {"copies": []}
        write_whole(self.store.folder / SUMMARY, as_text(summary))
        return Finished(summary)

    # -- deciding --------------------------------------------------------------------------------------------------

    def _staged(self) -> DataFrame:
        """A row for every input, decided in the tasks of Spark."""
        context = self.session.sparkContext
        carried = context.broadcast(Carried(pickle.dumps(self.job), self.version))
        schema = spark_schema(staging_schema(self.columns))
        of_rows = None if self.rows is None else _packed(self.rows).mapInArrow(deciding_rows(carried, self.files), schema)
        if not self.chunks and of_rows is not None:
            return of_rows
        chunks = [(number, pickle.dumps(chunk)) for number, chunk in enumerate(self.chunks, len(self.files.by_address))]
        described = self.session.createDataFrame(
            context.parallelize(chunks, max(1, len(chunks))), "number long, chunk binary"
        )  # one chunk a task: what is lost with an executor is little
        of_chunks = described.mapInArrow(deciding(carried), schema)
        return of_chunks if of_rows is None else of_rows.unionAll(of_chunks)

    def _rows_of(self, parquet: Sequence[str]) -> DataFrame:
        """The rows of Parquet files as Spark reads them, each with its file and its number there."""
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an extra

        addresses = [name if _SCHEME in name else Path(name).resolve().as_uri() for name in parquet]
        try:
            found = self.session.read.parquet(*addresses)
        except PySparkException as error:
            raise BatchError(
                f"Spark cannot read {', '.join(parquet)}: {first_line(error)}", "are these Parquet files?"
            ) from error
        from pyspark.sql import functions as f  # noqa: PLC0415 - an extra

        return found.select("*", f.col("_metadata.file_path").alias(FILE), f.col("_metadata.row_index").alias(ROW))

    def _files_of(self, rows: DataFrame) -> Files:
        """The files that Spark reads, in the order of their names, with the names under which the office knows them."""
        here = f"{Path.cwd()}/"
        found = sorted(map(plain_address, rows.inputFiles()))
        return Files({address: (number, address.removeprefix(here)) for number, address in enumerate(found)})

    def _counts(self, rows: DataFrame) -> Counts:
        """The counts of all chunks together. Raises :class:`BatchError` where a worker could not go on."""
        for row in rows.where(_is(STATE, FAILED)).limit(1).collect():
            raise message_of(row[TEXT])
        counts: Counts = {"read": 0, "left_out": 0, "notes": {}, "decisions": {}, "provisions": {}}
        for row in rows.where(_is(STATE, COUNTED)).select(_column(TEXT)).toLocalIterator():
            counts = added(counts, json.loads(row[TEXT]))
        return counts | {"read": counts["read"] - counts["left_out"]}

    def _inputs(self) -> Iterator[dict[str, Any]]:
        """The Parquet files for the summary; of those that are no files of this machine only the address."""
        for address, (_, shown) in self.files.by_address.items():
            path = Path(address)
            if _SCHEME in address or not path.is_file():
                yield {"file": shown, "size": None, "digest": None}
                continue
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            yield {"file": shown, "size": path.stat().st_size, "digest": f"sha256:{digest}"}

    # -- two records with one id -----------------------------------------------------------------------------------

    def _doubles(self, rows: DataFrame) -> DataFrame | None:
        """The ids that several records have, at least one of them decided, and how many; ``None`` where there is none."""
        from pyspark.sql import functions as f  # noqa: PLC0415 - an extra

        ids = rows.where(_column(ID).isNotNull()).groupBy(_column(ID))
        found = ids.agg(f.count("*").alias(_NUMBER), f.max(_is(STATE, DECIDED)).alias(_ANY))
        found = found.where((_column(_NUMBER) > 1) & _column(_ANY)).select(_column(ID), _column(_NUMBER)).persist()
        return found if found.count() else None

    def _counts_of(self, rows: DataFrame) -> Counts:
        """The counts of some decided rows."""
        counted = _packed(rows.select(*map(_column, self.columns.names))).mapInArrow(
            counting(self.columns, self.job.asked), "text string"
        )
        counts: Counts = {"decisions": {}, "provisions": {}}
        for row in counted.collect():
            counts = added(counts, json.loads(row["text"]))
        return counts

    def _twins(self, rows: DataFrame, doubles: DataFrame) -> Iterator[tuple[int, Twin, str]]:
        """Every record with another's id, in the order of the inputs, with the number of its chunk; of rows what stood there."""
        from pyspark.sql import Window  # noqa: PLC0415 - an extra
        from pyspark.sql import functions as f  # noqa: PLC0415 - the same

        places = [_column(f".{name}") for name in PLACE]
        own = rows.join(doubles, ID)
        own = own.select(*map(_column, (ID, _NUMBER, STATE, CHUNK, AT)), f.struct(*places).alias(_PLACE))
        in_order = Window.partitionBy(_column(ID)).orderBy(_column(CHUNK), _column(AT))
        numbered = own.withColumn(_RANK, f.row_number().over(in_order)).persist()
        first = numbered.where(_column(_RANK) <= MOST_TOLD + 1).groupBy(_column(ID))
        known = first.agg(f.array_sort(f.collect_list(f.struct(_column(_RANK), _column(_PLACE)))).alias(_FIRST))
        with_raw = numbered.join(known, ID)
        if self.rows is not None:
            with_raw = with_raw.join(self._raw_rows(self.rows, numbered), [CHUNK, AT], "left")
        else:
            with_raw = with_raw.withColumn(RAW, f.lit(""))
        for row in with_raw.where(_column(STATE).isin(DECIDED, LEFT_OUT)).orderBy(_column(CHUNK), _column(AT)).toLocalIterator():
            others = tuple(_place_of(one[_PLACE]) for one in row[_FIRST] if one[_RANK] != row[_RANK])[:MOST_TOLD]
            twin = Twin(row[AT], row[ID], _place_of(row[_PLACE]), row[STATE] == DECIDED, others, row[_NUMBER])
            yield row[CHUNK], twin, row[RAW] or ""

    def _raw_rows(self, rows: DataFrame, wanted: DataFrame) -> DataFrame:
        """What stood in some rows, read once more, by the number of their file and theirs in it."""
        from pyspark.sql import functions as f  # noqa: PLC0415 - an extra

        addresses = [row[FILE] for row in rows.select(_column(FILE)).distinct().collect()]
        numbered = [(address, self.files.by_address[plain_address(address)][0]) for address in addresses]
        numbers = self.session.createDataFrame(numbered, f"`{FILE}` string, `{_NUMBER}` long")
        those = wanted.select(_column(CHUNK).alias(_NUMBER), _column(AT).alias(ROW))
        own = rows.join(f.broadcast(numbers), FILE).join(those, [_NUMBER, ROW], "left_semi")
        carried = self.session.sparkContext.broadcast(Carried(pickle.dumps(self.job), self.version))
        own = own.select(*map(_column, rows.columns))
        return _packed(own).mapInArrow(telling_rows(carried, self.files), f"`{CHUNK}` long, `{AT}` long, `{RAW}` string")

    # -- writing ---------------------------------------------------------------------------------------------------

    def _write(self, rows: DataFrame, doubles: DataFrame | None) -> int:
        """Write the decisions in parts; how many there are."""
        written = rows.where(_is(STATE, DECIDED) & _column(WRITTEN))
        if doubles is not None:
            written = written.join(doubles, ID, "left_anti")
        target = self.store.folder / PARQUET
        if target.is_file():
            target.unlink()
        written.select(*map(_column, self.columns.names)).write.mode("overwrite").parquet(str(target.resolve()))
        return self.session.read.parquet(str(target.resolve())).count()

    def _write_rejected(self, rows: DataFrame, doubles: DataFrame | None) -> Counts:
        """Write the rejected inputs in the order of the inputs; how many there are of each kind."""
        refused = rows.where(_is(STATE, REJECTED)).orderBy(_column(CHUNK), _column(AT))
        lines = ((row[CHUNK], row[AT], row[CODE], row[TEXT]) for row in refused.toLocalIterator())
        both = heapq.merge(lines, () if doubles is None else self._told(self._twins(rows, doubles)))
        counts: Counts = {}
        with (self.store.folder / REJECTIONS).open("wb") as file:
            for _, _, code, text in both:
                counts[code] = counts.get(code, 0) + 1
                file.write(f"{text}\n".encode("utf-8", "replace"))
        return counts

    def _told(self, twins: Iterator[tuple[int, Twin, str]]) -> Iterator[tuple[int, int, str, str]]:
        """The rejections of records with one id, with what stood there, read once more."""
        for number, group in itertools.groupby(twins, key=lambda one: one[0]):
            those = [(twin, raw) for _, twin, raw in group]
            at = number - len(self.files.by_address)
            in_chunk = self.decider.inputs.raw(self.chunks[at], {twin.position for twin, _ in those}) if at >= 0 else {}
            for twin, raw in those:
                yield number, twin.position, TWICE, compact(rejection_of(twin, in_chunk.get(twin.position, raw)))


def _without(left: Counts, right: Counts) -> Counts:
    """The difference of two counts; what becomes nothing is left out, as where it never was."""
    found: Counts = {}
    for name, value in left.items():
        if isinstance(value, dict):
            found[name] = _without(value, right.get(name, {}))
        elif value != right.get(name, 0) or name in {"read", "left_out", "known", "unknown"}:
            found[name] = value - right.get(name, 0)
    return found


def is_parquet(name: str) -> bool:
    """Whether Spark reads what is named so: a Parquet file, a folder of them, or an address of its own (``s3a://…``)."""
    path = Path(name)
    return _SCHEME in name or path.suffix == ".parquet" or (path.is_dir() and any(path.glob("*.parquet")))


def _column(name: str) -> Column:
    from pyspark.sql import functions as f  # noqa: PLC0415 - an extra

    return f.col(f"`{name}`")  # names have dots and colons


def _is(name: str, word: str) -> Column:
    return _column(name) == word


def _place_of(row: Row) -> Place:
    return place_in({name: row[f".{name}"] for name in PLACE})


def _packed(rows: DataFrame) -> DataFrame:
    """Rows as one column of structures: Spark hands over none of which the name has a dot."""
    from pyspark.sql import functions as f  # noqa: PLC0415 - an extra

    return rows.select(f.struct(*map(_column, rows.columns)).alias("row"))
