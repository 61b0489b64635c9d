"""One chunk: read, decided, counted, and written as a chunk's files. What a worker does, and knows nothing of the others."""

from __future__ import annotations

import gc
import json
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from engine.batch.conditions import draws
from engine.batch.counting import GROUNDS, added, counts_of, open_values
from engine.batch.decision_log import DRAFTS, draft_line
from engine.batch.edition_lines import lines_by_edition
from engine.batch.identity import Standing, ids_table
from engine.batch.job import Explained
from engine.batch.outcome_lines import compact, outcome_lines
from engine.batch.portions import Inputs
from engine.evaluation.decided import TEXTS
from engine.evaluation.editions_table import EditionsTable
from engine.evaluation.judgment import UNDETERMINED
from engine.evaluation.table import TableEvaluator
from engine.language.expressions import FactRef, FieldRef
from engine.language.reach import facts_read
from engine.language.rulebook import Power
from engine.language.walk import all_expressions, below, with_used
from engine.records.columns import UnfitError, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from engine.batch.counting import Counts
    from engine.batch.cutting import Chunk
    from engine.batch.job import Job
    from engine.batch.portions import Portion
    from engine.evaluation.judgment import Judgment
    from engine.language.fact_table import FactTable
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

POSITION: Final = ".position"
"""The column of a chunk's table that tells which of its inputs a row is about."""
DECISIONS, LINES, REJECTED, IDS = "decisions.arrow", "lines.ndjson", "rejected.arrow", "ids.arrow"
"""The files of a chunk: all decided records; the lines of those that are written out; what was rejected; the ids."""
REJECTED_SCHEMA: Final = pa.schema([("at", pa.int64()), ("code", pa.string()), ("line", pa.large_string())])
_FEW: Final = 20
"""Where fewer than one record in so many is wanted, a table of those is made and decided."""
_NO_CLAIM: Final = "no-record"
"""The code of rows that name a record which is not there: they are not a second one."""
_PACKED: Final = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A portion with what of it is decided: of which rows of each table, and of which of the other records."""

    portion: Portion
    rows: Sequence[NDArray[np.bool_]]
    others: NDArray[np.bool_]

    def ids(self) -> pa.Table:
        """The ids that inputs claim, with what becomes of each (see :mod:`engine.batch.identity`)."""
        portion = self.portion
        claimed = [(at, one.id) for at, one in portion.rejected if one.id and one.first.code != _NO_CLAIM]
        ids = [id_ for table, _ in portion.tables for id_ in table.ids]
        ids += [record.id for _, record in portion.others] + [id_ for _, id_ in claimed]
        alone = [at for at, _ in portion.others] + [at for at, _ in claimed]
        positions = np.concatenate([*(rows for _, rows in portion.tables), np.array(alone, np.int64)])
        refused = np.full(len(claimed), Standing.REJECTED, np.int8)
        standing = np.concatenate([*(kept.astype(np.int8) for kept in self.rows), self.others.astype(np.int8), refused])
        return ids_table(ids, positions, portion.places.take(pa.array(positions - portion.first)), standing)

    def ids_wanted(self) -> list[str]:
        """The ids of the records that are decided."""
        found = [record.id for (_, record), kept in zip(self.portion.others, self.others.tolist(), strict=True) if kept]
        for (table, _), kept in zip(self.portion.tables, self.rows, strict=True):
            found += [table.ids[row] for row in np.flatnonzero(kept).tolist()]
        return found


class Decider:
    """Decides chunks of a job. It is made once in a worker: the rulebook is linked for all its chunks."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.evaluator = (
            TableEvaluator(job.rulebook, job.subject, as_of=job.as_of, decisions=job.decisions)
            if job.editions is None
            else EditionsTable(job.editions, as_of=job.as_of, decisions=job.decisions)
        )
        self.interpreter = self.evaluator.interpreter
        self.inputs = Inputs(job.subject, job.vocabularies, job.mapping, job.encoding, facts_needed(job))
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
        notes: dict[str, int] = {}
        with (
            (folder / DECISIONS).open("wb") as decisions,
            pa.ipc.new_stream(decisions, self.schema, options=_PACKED) as stream,
            (folder / LINES).open("wb") as lines,
            (folder / DRAFTS).open("wb") if self.job.scribe is not None else nullcontext() as drafts,
        ):
            for portion in self.inputs.portions(chunk):
                wanted = self.wanted(portion)
                ids.append(wanted.ids())
                table, explained = self.decided(wanted)
                stream.write_table(table)
                counts = added(counts, counts_of(table, self.job.asked))
                written = self._lines(table, explained) if self.job.lines or drafts is not None else b""
                if self.job.lines:
                    lines.write(written)
                if drafts is not None:
                    drafts.writelines(self._drafts(wanted, table, written))
                rejected += [(at, one.first.code, compact(one.as_json())) for at, one in portion.rejected]
                read += portion.read
                left_out += portion.read - len(portion.rejected) - table.num_rows
                notes |= {str(note): 1 for note in portion.notes}
        _write(folder / IDS, pa.concat_tables(ids))
        _write(folder / REJECTED, rejected_table(rejected))
        found = {"read": read - left_out, "left_out": left_out, "decided": read - left_out - len(rejected)}
        reasons: dict[str, int] = {}
        for _, code, _ in rejected:
            reasons[code] = reasons.get(code, 0) + 1
        return {**found, "rejected": reasons, "notes": notes, **counts}

    # -- which records ---------------------------------------------------------------------------------------------

    def wanted(self, portion: Portion) -> Wanted:
        """Which records of a portion are decided: those of which all conditions are true, and that were drawn."""
        job = self.job
        rows = [self._drawn(table.ids, [condition.mask(table) for condition in job.conditions]) for table, _ in portion.tables]
        ids = [record.id for _, record in portion.others]
        held = [np.array([condition.holds(record) for _, record in portion.others], np.bool_) for condition in job.conditions]
        return Wanted(portion, rows, self._drawn(ids, held))

    def _drawn(self, ids: Sequence[str], masks: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
        kept = np.ones(len(ids), np.bool_)
        for mask in masks:
            kept &= mask
        if self.job.largest_draw is not None:
            kept &= draws(ids, self.job.seed) <= self.job.largest_draw
        return kept

    def survey(self, chunk: Chunk) -> NDArray[np.uint64]:
        """The least numbers that the ids of a chunk draw, as many as the sample is to have; nothing is decided."""
        found = [draws(self.wanted(portion).ids_wanted(), self.job.seed) for portion in self.inputs.portions(chunk)]
        return np.unique(np.concatenate(found))[: self.job.sample]

    # -- what is decided -------------------------------------------------------------------------------------------

    def decided(self, wanted: Wanted) -> tuple[pa.Table, list[Judgment]]:
        """The rows of the chunk's table in the order of the inputs; with the judgments where they are explained."""
        portion = wanted.portion
        tables = [self._in_columns(table, kept) for (table, _), kept in zip(portion.tables, wanted.rows, strict=True)]
        places = [rows[kept] for (_, rows), kept in zip(portion.tables, wanted.rows, strict=True)]
        others = [one for one, is_wanted in zip(portion.others, wanted.others.tolist(), strict=True) if is_wanted]
        if others:
            judgments = [self.interpreter.evaluate(one, as_of=self.job.as_of, decisions=self.asked) for _, one in others]
            tables.append(self.evaluator.of_judgments(judgments))
            places.append(np.array([position for position, _ in others], np.int64))
        positions = np.concatenate([np.empty(0, np.int64), *places])
        order = np.argsort(positions, kind="stable")
        found = pa.concat_tables(tables).unify_dictionaries() if tables else self.columns.empty_table()
        if len(tables) > 1:
            found = found.take(pa.array(order))
        found = found.add_column(0, POSITION, pa.array(positions[order]))
        if self.job.explained is not Explained.ALL:
            return found, []
        explained = self._explained(wanted, dict(others), positions[order].tolist())
        for name in self.asked:
            grounds = [_grounds_of(one, name) for one in explained]
            found = found.append_column(pa.field(name + GROUNDS, TEXTS), pa.array(grounds, TEXTS))
        return found, explained

    def _explained(self, wanted: Wanted, others: Mapping[int, Record], positions: Sequence[int]) -> list[Judgment]:
        """The judgments on the wanted records, in the order of the inputs."""
        records = _records(wanted, others, positions)
        return [self.interpreter.evaluate(record, as_of=self.job.as_of, decisions=self.asked) for record in records]

    def _in_columns(self, table: FactTable, kept: NDArray[np.bool_]) -> pa.Table:
        """The decisions on the wanted rows of a table."""
        if kept.all():
            return self.evaluator.decide(table)
        few = _few_of(table, kept)
        return self.evaluator.decide(table).filter(pa.array(kept)) if few is None else self.evaluator.decide(few)

    # -- what is written -------------------------------------------------------------------------------------------

    def _lines(self, table: pa.Table, explained: Sequence[Judgment]) -> bytes:
        """The lines of the records that are written out."""
        chosen = chosen_rows(table, self.asked, self.job.only)
        if self.job.explained is Explained.ALL:
            those = explained if chosen is None else [one for one, is_chosen in zip(explained, chosen, strict=True) if is_chosen]
            return "".join(f"{compact(one.as_json())}\n" for one in those).encode("utf-8", "replace")
        shown = table if chosen is None else table.filter(pa.array(chosen))
        if isinstance(self.evaluator, EditionsTable):
            return lines_by_edition(shown, self.evaluator)
        plan = self.evaluator.interpreter.plan(self.job.subject)
        return outcome_lines(shown, plan.reference, plan.uses, self.job.asked)

    def _drafts(self, wanted: Wanted, table: pa.Table, lines: bytes) -> Iterator[bytes]:
        """The drafts of the entries of a log, for the records that are written out on these lines."""
        assert self.job.scribe is not None  # noqa: S101 - there is a log
        chosen = chosen_rows(table, self.asked, self.job.only)
        positions = table.column(POSITION).to_numpy()
        written = (positions if chosen is None else positions[chosen]).tolist()
        records = _records(wanted, dict(wanted.portion.others), written)
        for position, record, line in zip(written, records, lines.splitlines(), strict=True):
            yield draft_line(position, self.job.scribe.draft(record, json.loads(line)))


def _records(wanted: Wanted, others: Mapping[int, Record], positions: Sequence[int]) -> Iterator[Record]:
    """The records at some positions of a portion; ``others`` are those that stand in no table."""
    rows = {at: (table, row) for table, those in wanted.portion.tables for row, at in enumerate(those.tolist())}
    for position in positions:
        record = others.get(position)
        if record is None:
            table, row = rows[position]
            record = table.record(row)
        yield record


def _grounds_of(judgment: Judgment, name: str) -> list[str]:
    """The provisions on which a decision rests; none where its version has no such decision."""
    decision = judgment.decisions.get(name)
    return [] if decision is None else sorted({key for group in decision.because for key in group})


def facts_needed(job: Job) -> frozenset[str] | None:
    """The facts that some provision or condition reads; ``None`` for all, where records are looked at one by one or logged."""
    if job.explained is Explained.ALL or job.scribe is not None:
        return None
    found = {condition.fact.path for condition in job.conditions}
    for rulebook in (*job.books, *([] if job.editions is None else [job.editions.selector])):
        found |= facts_read(rulebook, job.subject).keys()
        for book in with_used(rulebook).values():
            found |= _read_anywhere(book)
    return frozenset(found & job.vocabularies[job.subject].facts.keys())


def _read_anywhere(book: Rulebook) -> set[str]:
    """The facts that stand in a rulebook: every provision has a status, whether a decision asks for it or not."""
    found = {rule.finding for unit in book.provisions.values() if isinstance(rule := unit.rule, Power)}
    for _, expression in all_expressions(book):
        for node in below(expression):
            if isinstance(node, FactRef):
                found.add(node.path)
            elif isinstance(node, FieldRef):
                found.add(node.list_path)
    return found


def chosen_rows(table: pa.Table, decisions: Sequence[str], only: str | None) -> NDArray[np.bool_] | None:
    """Which rows are written out: those of which a decision has that outcome; ``None`` for all."""
    if only is None:
        return None
    chosen = np.zeros(table.num_rows, np.bool_)
    for name in decisions:
        if pa.types.is_dictionary(table.schema.field(name).type):
            chosen |= np.array([word == only for word in table.column(name).to_pylist()], np.bool_)
        elif only == UNDETERMINED:
            chosen |= np.array(open_values(table, name).to_pylist(), np.bool_)
    return chosen


def rejected_table(rejected: Sequence[tuple[int, str, str]]) -> pa.Table:
    """Rejected inputs as a table: position, the code of the first problem, and the line; in the order of the inputs."""
    ordered = sorted(rejected, key=lambda one: one[0])
    return pa.table([pa.array([one[at] for one in ordered], type_) for at, type_ in enumerate(REJECTED_SCHEMA.types)],
                    schema=REJECTED_SCHEMA)  # fmt: skip


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
