"""Two versions of a text over many records: read once, answered twice, and the flips traced to the changes that cause them.

Inputs are read as a batch reads them, chunk by chunk; what is found of a chunk does not depend on the others, but for records
that share an id with another: these are found at the end, and their chunks looked at once more without them.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pyarrow as pa

from engine.analysis.comparison.hybrids import Hybrids
from engine.analysis.impact.asked import Alone, Rows
from engine.analysis.impact.causes import MOST_TRIED, Attribution
from engine.analysis.impact.findings import Flip, Impact, Weighed
from engine.batch.assembly import rejection_of
from engine.batch.cutting import cut
from engine.batch.deciding import Wanted, facts_needed
from engine.batch.identity import place_in, twins
from engine.batch.lean import leave_pandas_aside
from engine.batch.portions import Inputs
from engine.batch.run import Phase
from engine.batch.sources import find_sources
from engine.evaluation.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from engine.analysis.impact.causes import Asked
    from engine.batch.cutting import Chunk
    from engine.batch.job import Job
    from engine.batch.portions import Portion
    from engine.evaluation.answers import Answer
    from engine.language.rulebook import Rulebook

_SEPARATE: Final = "spawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is asked: a batch under the old version (``job``), the new version, and what is known of renumbered units.

    ``statuses``: tell of every provision as well. ``most``: so many sets of changes are tried for one question.
    """

    job: Job
    after: Rulebook
    renumbered: Mapping[str, str]
    statuses: bool = False
    most: int = MOST_TRIED


class Weigher:
    """Looks at chunks of records under both versions. It is made once in a worker."""

    def __init__(self, task: Task) -> None:
        job = task.job
        self.task, self.job = task, job
        self.hybrids = Hybrids(job.rulebook, task.after, task.renumbered)
        self.decisions, _, _ = questions(task)
        self.before = Answers(job.rulebook, job.subject, self.decisions, job.as_of, statuses=task.statuses)
        self.after = Answers(task.after, job.subject, self.decisions, job.as_of, statuses=task.statuses)
        self.attribution = Attribution(self.hybrids, job.subject, self.decisions, job.as_of, task.most)
        needed = [facts_needed(job), facts_needed(replace(job, rulebook=task.after))]
        together = None if None in needed else frozenset().union(*(one for one in needed if one is not None))
        self.inputs = Inputs(job.subject, job.vocabularies, job.mapping, job.encoding, together)

    def weigh(self, chunk: Chunk, fallen: Collection[int] = ()) -> tuple[Weighed, pa.Table]:
        """What is found of a chunk, without the inputs at the positions ``fallen``; and the ids that are claimed in it."""
        found = Weighed()
        ids = []
        for portion in self.inputs.portions(chunk):
            wanted = self._wanted(portion, fallen)
            ids.append(wanted.ids())
            found.add(self._portion(wanted))
        return found, pa.concat_tables(ids)

    def _wanted(self, portion: Portion, fallen: Collection[int]) -> Wanted:
        rows = [
            _all([condition.mask(table) for condition in self.job.conditions], len(table))
            & ~np.isin(positions, list(fallen))
            for table, positions in portion.tables
        ]  # fmt: skip
        others = [
            all(condition.holds(record) for condition in self.job.conditions) and position not in fallen
            for position, record in portion.others
        ]
        return Wanted(portion, rows, np.array(others, np.bool_))

    def _portion(self, wanted: Wanted) -> Weighed:
        portion = wanted.portion
        found = Weighed(
            rejected=[one.as_json() for _, one in sorted(portion.rejected, key=lambda item: item[0])],
            notes={str(note): 1 for note in portion.notes},
        )
        flips: list[tuple[int, Flip]] = []
        for (table, positions), kept in zip(portion.tables, wanted.rows, strict=True):
            rows = np.flatnonzero(kept)
            if len(rows):
                ids = [table.ids[row] for row in rows.tolist()]
                answers = (self.before.of_table(table, rows), self.after.of_table(table, rows))
                flips += self._compare(found, Rows(table, rows), ids, positions[rows].tolist(), answers, portion)
        alone = [one for one, kept in zip(portion.others, wanted.others.tolist(), strict=True) if kept]
        if alone:
            records = [record for _, record in alone]
            each = [(self.before.of_record(record), self.after.of_record(record)) for record in records]
            answers = ({name: [one[name] for one, _ in each] for name in each[0][0]},
                       {name: [one[name] for _, one in each] for name in each[0][1]})  # fmt: skip
            flips += self._compare(found, Alone(records), [one.id for one in records], [at for at, _ in alone], answers, portion)
            found.decided += len(records)
        found.decided += sum(int(kept.sum()) for kept in wanted.rows)
        found.left_out = portion.read - len(found.rejected) - found.decided
        found.read = portion.read - found.left_out
        found.flips = [flip for _, flip in sorted(flips, key=lambda item: item[0])]
        return found

    def _compare(
        self,
        found: Weighed,
        asked: Asked,
        ids: Sequence[str],
        positions: Sequence[int],
        answers: tuple[Mapping[str, Sequence[Answer]], Mapping[str, Sequence[Answer]]],
        portion: Portion,
    ) -> Iterator[tuple[int, Flip]]:
        """Count which answer becomes which, and yield what became another, with its causes, by its position."""
        olds, news = answers
        renamed = {self.hybrids.names.get(key, key): column for key, column in olds.items()}
        for key in renamed.keys() & news.keys() - set(self.decisions):
            found.statuses.setdefault(key, Counter()).update(zip(renamed[key], news[key], strict=True))
        for name in self.decisions:
            old, new = olds[name], news[name]
            found.steps.setdefault(name, Counter()).update(zip(old, new, strict=True))
            places = [place for place in range(len(ids)) if old[place] != new[place]]
            if not places:
                continue
            causes = self.attribution.of(name, asked.some(places), [new[place] for place in places])
            for place, cause in zip(places, causes, strict=True):
                at = positions[place]
                where = str(place_in(portion.places.slice(at - portion.first, 1).to_pylist()[0]))
                yield at, Flip(ids[place], where, name, old[place], new[place], cause)


def questions(task: Task) -> tuple[list[str], list[str], list[str]]:
    """The questions that are asked: of both versions, and those that only the old or only the new one has."""
    job = task.job
    olds = [decision.name for decision in job.asked]
    news = [one.name for one in task.after.decisions.values() if one.subject == job.subject]
    wanted = set(job.decisions)
    return (
        [name for name in olds if name in news],
        [name for name in olds if name not in news],
        [name for name in news if name not in olds and (name in wanted or len(olds) == _number_of(job))],
    )


def _number_of(job: Job) -> int:
    return sum(decision.subject == job.subject for decision in job.rulebook.decisions.values())


def weigh(
    task: Task,
    named: Sequence[str],
    spool: Path,
    jobs: int,
    watch: Callable[[Phase, int, int], None] = lambda _phase, _done, _total: None,
) -> Impact:
    """What the new version does to the records of the inputs that were named. ``spool`` is an empty folder to work in.

    Raises :class:`BatchError` where an input cannot be read at all, and :class:`InputError` where a table cannot be bound.
    """
    job = task.job
    watch(Phase.LOOKING, 0, 0)
    inputs = Inputs(job.subject, job.vocabularies, job.mapping, job.encoding)
    found = cut(find_sources(named, spool, inputs.is_whole), spool, inputs.count, explain=False, limit=job.limit)
    chunks = found.chunks
    total = sum(chunk.count for chunk in chunks)
    weighed: dict[int, Weighed] = {}
    files = [spool / f"ids-{number}.arrow" for number in range(len(chunks))]
    done = 0
    with _Workers(task, min(jobs, len(chunks))) as workers:
        for number, (one, ids) in workers.each([(chunk, ()) for chunk in chunks]):
            weighed[number] = one
            with files[number].open("wb") as file, pa.ipc.new_file(file, ids.schema) as stream:
                stream.write_table(ids)
            done += chunks[number].count
            watch(Phase.DECIDING, done, total)
        doubled = twins(files, sum(one.decided + one.left_out for one in weighed.values()))
        anew = list(doubled)
        again = workers.each([(chunks[number], tuple(twin.position for twin in doubled[number])) for number in anew])
        for place, (one, _) in again:
            number = anew[place]
            raw = inputs.raw(chunks[number], {twin.position for twin in doubled[number]})
            one.rejected += [rejection_of(twin, raw.get(twin.position, "")) for twin in doubled[number]]
            one.left_out -= len(doubled[number])
            one.read += len(doubled[number])
            weighed[number] = one
    whole = Weighed()
    for number in range(len(chunks)):
        whole.add(weighed[number])
    hybrids = Hybrids(job.rulebook, task.after, task.renumbered)
    decisions, only_before, only_after = questions(task)
    return Impact(
        before=job.rulebook, after=task.after, subject=job.subject, changes=hybrids.changes, needs=hybrids.needs,
        idle=hybrids.idle, decisions=tuple(decisions), only_before=tuple(only_before), only_after=tuple(only_after), found=whole,
    )  # fmt: skip


def _all(masks: Sequence[NDArray[np.bool_]], size: int) -> NDArray[np.bool_]:
    kept = np.ones(size, np.bool_)
    for mask in masks:
        kept &= mask
    return kept


# -- several processes -------------------------------------------------------------------------------------------------

_OWN: dict[str, Any] = {}


class _Workers:
    """Some processes that weigh chunks, or this one alone."""

    def __init__(self, task: Task, number: int) -> None:
        self.task, self.number = task, number
        self._pool: ProcessPoolExecutor | None = None
        self._alone: Weigher | None = None

    def __enter__(self) -> Self:
        if self.number > 1:
            context = multiprocessing.get_context(_SEPARATE)
            self._pool = ProcessPoolExecutor(self.number, context, _begin, (self.task,))
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def each(self, work: Sequence[tuple[Chunk, tuple[int, ...]]]) -> Iterator[tuple[int, tuple[Weighed, pa.Table]]]:
        """What is found of each chunk, in order."""
        if self._pool is not None:
            yield from enumerate(self._pool.map(_go, work))
            return
        for number, (chunk, fallen) in enumerate(work):
            self._alone = self._alone or Weigher(self.task)
            yield number, self._alone.weigh(chunk, fallen)


def _begin(task: Task) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_pandas_aside()
    _OWN["weigher"] = Weigher(task)


def _go(work: tuple[Chunk, tuple[int, ...]]) -> tuple[Weighed, pa.Table]:
    found: tuple[Weighed, pa.Table] = _OWN["weigher"].weigh(*work)
    return found
