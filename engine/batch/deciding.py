"""One chunk: read, decided, counted, and written as a chunk's files. What a worker does, and knows nothing of the others."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from engine.batch.conditions import draws
from engine.batch.counting import GROUNDS, added, counts_of, known_values
from engine.batch.identity import ids_table
from engine.batch.job import Explained
from engine.batch.outcome_lines import compact, outcome_lines
from engine.batch.portions import Inputs
from engine.evaluation.decided import TEXTS, table_of_judgments
from engine.evaluation.judgment import UNDETERMINED
from engine.evaluation.table import TableEvaluator
from engine.records.columns import UnfitError, table_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from engine.batch.counting import Counts
    from engine.batch.cutting import Chunk
    from engine.batch.job import Job
    from engine.batch.portions import Portion
    from engine.evaluation.judgment import Judgment
    from engine.language.fact_table import FactTable
    from engine.language.record import Record

POSITION: Final = ".position"
"""The column of a chunk's table that tells which of its inputs a row is about."""
DECISIONS, LINES, REJECTED, IDS = "decisions.arrow", "lines.ndjson", "rejected.arrow", "ids.arrow"
"""The files of a chunk: all decided records; the lines of those that are written out; what was rejected; the ids."""
REJECTED_SCHEMA: Final = pa.schema([("at", pa.int64()), ("code", pa.string()), ("line", pa.large_string())])
_FEW: Final = 20
"""Where fewer than one record in so many is wanted, a table of those is made and decided."""
_PACKED: Final = pa.ipc.IpcWriteOptions(compression="lz4")


class Decider:
    """Decides chunks of a job. It is made once in a worker: the rulebook is linked for all its chunks."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.evaluator = TableEvaluator(job.rulebook, job.subject, as_of=job.as_of, decisions=job.decisions)
        self.interpreter = self.evaluator.interpreter
        self.plan = self.interpreter.plan(job.subject)
        self.inputs = Inputs(job.subject, job.vocabularies)
        self.asked = [decision.name for decision in job.asked]
        self.columns = self.evaluator.schema
        explained = job.explained is Explained.ALL
        grounds = [pa.field(name + GROUNDS, TEXTS) for name in self.asked] if explained else []
        self.schema = pa.schema([pa.field(POSITION, pa.int64()), *self.columns, *grounds])

    # -- a whole chunk ---------------------------------------------------------------------------------------------

    def decide(self, chunk: Chunk, folder: Path) -> Counts:
        """Write the files of a chunk into a folder, and return its counts.

        Raises :class:`engine.batch.errors.BatchError` where an input changed, and :class:`OSError` where nothing can be written.
        """
        gc.disable()  # many records alive at once, and no rings among them: looking for those takes longer than deciding
        try:
            return self._decide(chunk, folder)
        finally:
            gc.enable()

    def _decide(self, chunk: Chunk, folder: Path) -> Counts:
        read = left_out = 0
        counts: Counts = {"decisions": {}, "provisions": {}}
        rejected: list[tuple[int, str, str]] = []
        ids: list[pa.Table] = []
        with (
            (folder / DECISIONS).open("wb") as decisions,
            pa.ipc.new_stream(decisions, self.schema, options=_PACKED) as stream,
            (folder / LINES).open("wb") as lines,
        ):
            for portion in self.inputs.portions(chunk):
                kept, others = self._wanted(portion)
                ids.append(_ids_of(portion, kept, others))
                table, explained = self._decided(portion, kept, [record for record, is_wanted in others if is_wanted])
                stream.write_table(table)
                counts = added(counts, counts_of(table, self.job.asked))
                if self.job.lines:
                    lines.write(self._lines(table, explained))
                rejected += [(at, one.first.code, compact(one.as_json())) for at, one in portion.rejected]
                read += portion.read
                left_out += len(kept) + len(others) - table.num_rows
        _write(folder / IDS, pa.concat_tables(ids))
        _write(folder / REJECTED, rejected_table(rejected))
        found = {"read": read - left_out, "left_out": left_out, "decided": read - left_out - len(rejected)}
        reasons: dict[str, int] = {}
        for _, code, _ in rejected:
            reasons[code] = reasons.get(code, 0) + 1
        return {**found, "rejected": reasons, **counts}

    # -- which records ---------------------------------------------------------------------------------------------

    def _wanted(self, portion: Portion) -> tuple[NDArray[np.bool_], list[tuple[tuple[int, Record], bool]]]:
        """Which rows of the table are decided, and which of the other records."""
        job, table = self.job, portion.table
        kept = np.ones(len(table), np.bool_)
        for condition in job.conditions:
            kept &= condition.mask(table)
        others = [(one, all(condition.holds(one[1]) for condition in job.conditions)) for one in portion.others]
        if job.largest_draw is not None:
            kept &= draws(table.ids, job.seed) <= job.largest_draw
            numbers = draws([record.id for _, record in portion.others], job.seed)
            others = [(one, held and bool(drawn <= job.largest_draw)) for (one, held), drawn in zip(others, numbers, strict=True)]
        return kept, others

    def survey(self, chunk: Chunk) -> NDArray[np.uint64]:
        """The least numbers that the ids of a chunk draw, as many as the sample is to have; nothing is decided."""
        found = [np.empty(0, np.uint64)]
        for portion in self.inputs.portions(chunk):
            kept, others = self._wanted(portion)
            ids = [id_ for id_, is_kept in zip(portion.table.ids, kept.tolist(), strict=True) if is_kept]
            ids += [record.id for (_, record), is_kept in others if is_kept]
            found.append(draws(ids, self.job.seed))
        return np.unique(np.concatenate(found))[: self.job.sample]

    # -- what is decided -------------------------------------------------------------------------------------------

    def _decided(
        self, portion: Portion, kept: NDArray[np.bool_], others: Sequence[tuple[int, Record]]
    ) -> tuple[pa.Table, list[Judgment]]:
        """The rows of the chunk's table in the order of the inputs; with the judgments where they are explained."""
        found, rows = self._in_columns(portion, kept)
        positions = rows
        if others:
            judgments = [self.interpreter.evaluate(record, as_of=self.job.as_of, decisions=self.asked) for _, record in others]
            alone = table_of_judgments(judgments, self.evaluator.schema)
            found = pa.concat_tables([found, alone]).unify_dictionaries()
            positions = np.concatenate([rows, np.array([position for position, _ in others], np.int64)])
        order = np.argsort(positions, kind="stable")
        if others:
            found = found.take(pa.array(order))
        found = found.add_column(0, POSITION, pa.array(positions[order]))
        if self.job.explained is not Explained.ALL:
            return found, []
        by_position = dict(others)
        at = {position: index for index, position in enumerate(portion.rows.tolist())}
        records = [by_position.get(position) or portion.table.record(at[position]) for position in positions[order].tolist()]
        explained = [self.interpreter.evaluate(record, as_of=self.job.as_of, decisions=self.asked) for record in records]
        for name in self.asked:
            grounds = [sorted({key for group in one.decisions[name].because for key in group}) for one in explained]
            found = found.append_column(pa.field(name + GROUNDS, TEXTS), pa.array(grounds, TEXTS))
        return found, explained

    def _in_columns(self, portion: Portion, kept: NDArray[np.bool_]) -> tuple[pa.Table, NDArray[np.int64]]:
        """The decisions on the wanted rows of the table, with their positions."""
        rows = portion.rows[kept]
        if kept.all():
            return self.evaluator.decide(portion.table), rows
        few = _few_of(portion.table, kept)
        if few is not None:
            return self.evaluator.decide(few), rows
        return self.evaluator.decide(portion.table).filter(pa.array(kept)), rows

    # -- what is written -------------------------------------------------------------------------------------------

    def _lines(self, table: pa.Table, explained: Sequence[Judgment]) -> bytes:
        """The lines of the records that are written out."""
        chosen = chosen_rows(table, self.asked, self.job.only)
        if self.job.explained is Explained.ALL:
            those = explained if chosen is None else [one for one, is_chosen in zip(explained, chosen, strict=True) if is_chosen]
            return "".join(f"{compact(one.as_json())}\n" for one in those).encode("utf-8", "replace")
        shown = table if chosen is None else table.filter(pa.array(chosen))
        return outcome_lines(shown, self.plan.reference, self.plan.uses, self.job.asked)


def chosen_rows(table: pa.Table, decisions: Sequence[str], only: str | None) -> NDArray[np.bool_] | None:
    """Which rows are written out: those of which a decision has that outcome; ``None`` for all."""
    if only is None:
        return None
    chosen = np.zeros(table.num_rows, np.bool_)
    for name in decisions:
        if pa.types.is_dictionary(table.schema.field(name).type):
            chosen |= np.array([word == only for word in table.column(name).to_pylist()], np.bool_)
        elif only == UNDETERMINED:
            chosen |= np.array([not known for known in known_values(table, name).to_pylist()], np.bool_)
    return chosen


def rejected_table(rejected: Sequence[tuple[int, str, str]]) -> pa.Table:
    """Rejected inputs as a table: position, the code of the first problem, and the line; in the order of the inputs."""
    ordered = sorted(rejected, key=lambda one: one[0])
    return pa.table([pa.array([one[at] for one in ordered], type_) for at, type_ in enumerate(REJECTED_SCHEMA.types)],
                    schema=REJECTED_SCHEMA)  # fmt: skip


def _ids_of(portion: Portion, kept: NDArray[np.bool_], others: Sequence[tuple[tuple[int, Record], bool]]) -> pa.Table:
    ids = [*portion.table.ids, *(record.id for (_, record), _ in others)]
    positions = np.concatenate([portion.rows, np.array([position for (position, _), _ in others], np.int64)])
    wanted = np.concatenate([kept, np.array([is_wanted for _, is_wanted in others], np.bool_)])
    return ids_table(ids, positions, portion.places.take(pa.array(positions - portion.first)), wanted)


def _few_of(table: FactTable, kept: NDArray[np.bool_]) -> FactTable | None:
    """The wanted records as a table of their own, where they are so few that this is worth it."""
    wanted = np.flatnonzero(kept)
    if len(wanted) * _FEW > len(kept):
        return None
    try:
        return table_of([table.record(index) for index in wanted.tolist()], table.vocabulary)
    except UnfitError:  # they had room together with the others, at another scale
        return None


def _write(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file, pa.ipc.new_file(file, table.schema) as stream:
        stream.write_table(table)
