"""A batch from its inputs to its folder, which another run of the same goes on with, or finds done."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from engine.batch.assembly import NDJSON, PARQUET, REJECTIONS, Assembly, as_text
from engine.batch.counting import in_order, most_frequent
from engine.batch.cutting import cut
from engine.batch.deciding import DECISIONS, POSITION, Decider
from engine.batch.decision_log import DRAFTS
from engine.batch.edition_lines import versions_applied
from engine.batch.errors import BatchError, of_system
from engine.batch.job import COPIES, CSV, XLSX, Explained
from engine.batch.portions import Inputs
from engine.batch.sources import Kind, find_sources
from engine.batch.store import SUMMARY, Store, write_whole
from engine.evaluation.judgment import wording
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from engine.batch.counting import Counts
    from engine.batch.cutting import Cut
    from engine.batch.decision_log import BatchLog
    from engine.batch.job import Job
    from engine.batch.workers import Crew
    from engine.language.facts import Fact
    from engine.language.rulebook import Provision

FORMAT: Final = 1
"""Of the plan and of the chunks' files: what another version of them began is not gone on with."""
OUTPUTS: Final = (PARQUET, NDJSON, CSV, XLSX, REJECTIONS, SUMMARY)


class Phase(Enum):
    """What a batch is at."""

    LOOKING = "looking through the inputs"
    DRAWING = "drawing the sample"
    DECIDING = "deciding"
    WRITING = "writing the files"
    LOGGING = "logging"


@dataclass(frozen=True, slots=True)
class Finished:
    """A batch that is done: its summary, and whether it was done before."""

    summary: dict[str, Any]
    was_done: bool = False


def run_batch(
    job: Job,
    named: Sequence[str],
    folder: Path,
    *,
    explain: Explained | None,
    crew: Crew,
    version: str,
    force: bool = False,
    watch: Callable[[Phase, int, int], None] = lambda _phase, _done, _total: None,
    log: BatchLog | None = None,
) -> Finished:
    """Decide the records of the inputs that were named, and leave the files of the batch in the folder.

    ``explain`` is what was asked for, ``None`` for what their number suggests. ``version`` is the engine's. ``watch`` is told
    how much of what is done. ``log`` is the log in which its decisions come, if there is one; the job has a scribe then. Raises
    :class:`BatchError` for everything that keeps a batch from its end, but for a log: :class:`InputError`.
    """
    store = Store(folder)
    refuse_foreign(store, force=force)
    store.take()
    try:
        return _run(store, job, named, explain, crew, version, force, watch, log)
    except OSError as error:
        raise of_system(error, f'the batch cannot go on in "{folder}"') from error
    finally:
        if store.plan() is None:  # nothing was begun that somebody could go on with
            store.clear()
        store.release()


def _run(
    store: Store, job: Job, named: Sequence[str], explain: Explained | None, crew: Crew, version: str, force: bool,  # noqa: FBT001
    watch: Callable[[Phase, int, int], None], log: BatchLog | None,
) -> Finished:  # fmt: skip
    watch(Phase.LOOKING, 0, 0)
    whole = None if explain is None else explain is Explained.ALL
    inputs = Inputs(job.subject, job.vocabularies, job.mapping, job.encoding)
    sources = find_sources(named, store.spool, inputs.is_whole)
    found = cut(sources, store.spool, inputs.count, explain=whole, limit=job.limit)
    job = replace(job, explained=Explained.ALL if found.explained else Explained.OUTCOMES)
    plan = plan_of(job, found, version)
    before = store.summary()
    if before is not None and not force:
        if before.get("plan") != digest_of(plan):
            raise _other_plan(store, before, plan)
        if log is not None:
            log.must_have(digest_of(plan), before["written"], store.folder)
        store.clear()
        return Finished(before, was_done=True)
    begun = store.plan()
    if begun != plan:
        if begun is not None and not force:
            raise _other_plan(store, begun, plan)
        for name in (*OUTPUTS, *_copies_of(before)):
            (store.folder / name).unlink(missing_ok=True)
        store.begin(plan)
    elif force:
        (store.folder / SUMMARY).unlink(missing_ok=True)
    job = _drawn(store, job, found, crew, watch)
    counts = _decided(store, job, found, crew, watch)
    watch(Phase.WRITING, 0, 0)
    assembly = Assembly(store, job, found.chunks, _columns(store, job, found))
    total = assembly.write(counts)
    copies, untold = _spreadsheets(store, job, found)
    total["notes"] |= dict.fromkeys(untold, 1)
    summary = summary_of(job, plan, total, assembly.columns, assembly.written, version) | {"copies": copies}
    write_whole(store.out / SUMMARY, as_text(summary))
    if log is not None:
        log.append(
            store, digest_of(plan), len(found.chunks), assembly.doubled, assembly.written,
            lambda done, total: watch(Phase.LOGGING, done, total),
        )  # fmt: skip
    lines = (NDJSON,) if job.lines else ()
    store.publish([PARQUET, *lines, *job.spreadsheets, REJECTIONS, *copies, SUMMARY])
    store.clear()
    return Finished(summary)


def _spreadsheets(store: Store, job: Job, found: Cut) -> tuple[list[str], list[str]]:
    """Write what is for spreadsheets; the names of copies of the inputs, and what there is to say of those without."""
    if not job.spreadsheets and not any(one.source.kind is Kind.TABLE for one in found.inputs):
        return [], []
    from engine.batch.spreadsheets import write_rejected_copies, write_spreadsheets  # noqa: PLC0415 - most need none

    write_spreadsheets(job, store.out / PARQUET, store.out)
    return write_rejected_copies(job, found.inputs, store.out / REJECTIONS, store.out)


def _copies_of(summary: dict[str, Any] | None) -> list[str]:
    """The copies that a batch left which is replaced now."""
    named = (summary or {}).get("copies", [])
    return [name for name in named if isinstance(name, str) and name.startswith(f"{COPIES}/") and ".." not in name]


def _drawn(store: Store, job: Job, found: Cut, crew: Crew, watch: Callable[[Phase, int, int], None]) -> Job:
    """The job with the largest number that is still in the sample: those of all ids are looked through first."""
    if job.sample is None:
        return job
    least = np.empty(0, np.uint64)
    done = 0
    for number, draws in crew.surveyed(job, store.folder, dict(enumerate(found.chunks))):
        least = np.unique(np.concatenate([least, draws]))[: job.sample]
        done += found.chunks[number].count
        watch(Phase.DRAWING, done, found.count)
    return replace(job, largest_draw=int(least[-1]) if len(least) else 0)


def _decided(store: Store, job: Job, found: Cut, crew: Crew, watch: Callable[[Phase, int, int], None]) -> dict[int, Counts]:
    """The counts of all chunks: of those that were finished before, and of the others when they are."""
    if job.scribe is not None:
        store.drop_without(DRAFTS, len(found.chunks))  # what was decided before somebody asked for a log
    counts = {number: kept for number in range(len(found.chunks)) if (kept := store.finished(number)) is not None}
    total = sum(chunk.count for chunk in found.chunks)
    done = sum(found.chunks[number].count for number in counts)
    watch(Phase.DECIDING, done, total)
    coming = {number: chunk for number, chunk in enumerate(found.chunks) if number not in counts}
    for number, those in crew.decided(job, store.folder, coming):
        counts[number] = those
        done += found.chunks[number].count
        watch(Phase.DECIDING, done, total)
    return counts


def _columns(store: Store, job: Job, found: Cut) -> pa.Schema:
    """The columns of the Parquet file, as the first chunk has them."""
    if not found.chunks:
        return Decider(job).evaluator.schema
    with pa.memory_map(str(store.of_chunk(0) / DECISIONS)) as file, pa.ipc.open_stream(file) as stream:
        inner = [field for field in stream.schema if field.name != POSITION and not field.name.endswith(".grounds")]
        return pa.schema(inner)


# -- the plan ----------------------------------------------------------------------------------------------------------


def plan_of(job: Job, found: Cut, version: str) -> dict[str, Any]:
    """Everything on which the files of a batch depend. The number of processes is not among it, nor is the time."""
    books: list[dict[str, str]] = []
    for whole in job.books:
        for book in with_used(whole).values():
            one = {"id": book.id, "version": book.version, "digest": book.digest}
            if one not in books:
                books.append(one)
    selector = {} if job.editions is None else {"versions_chosen_by": job.editions.selector.digest}
    return {
        "format": FORMAT,
        "engine": version,
        "rulebooks": books,
        **selector,
        "options": job.options() | {"explained": job.explained.value},
        "inputs": [one.as_json() for one in found.inputs],
        "chunks": [chunk.as_json() for chunk in found.chunks],
    }


def digest_of(plan: dict[str, Any]) -> str:
    """The digest of a plan."""
    return f"sha256:{hashlib.sha256(json.dumps(plan, sort_keys=True).encode()).hexdigest()}"


def refuse_foreign(store: Store, *, force: bool) -> None:
    """End where the folder is a file, or holds files of these names that no batch has left there."""
    if store.folder.exists() and not store.folder.is_dir():
        raise BatchError(f'"{store.folder}" is no folder', "name a folder with --out DIR; it is made where there is none")
    there = [name for name in OUTPUTS if (store.folder / name).exists()]
    if there and store.summary() is None and store.plan() is None and not force:
        raise BatchError(f'"{store.folder}" holds {there[0]} already', "name another folder, or have it replaced with --force")


def _other_plan(store: Store, begun: dict[str, Any], plan: dict[str, Any]) -> BatchError:
    which = ", ".join(_differences(begun, plan)) or "how it is cut"
    return BatchError(
        f'"{store.folder}" holds another batch; what differs: {which}', "name another folder, or have it replaced with --force"
    )


_AS_OPTION: Final = {
    "explained": "--explain",
    "decisions": "--decision",
    "lines": "--no-lines",
    "spreadsheets": "--csv or --xlsx",
}


def _differences(begun: dict[str, Any], plan: dict[str, Any]) -> list[str]:
    """What two plans (or a summary and a plan) disagree about, in words."""
    found: list[str] = []
    if begun.get("engine") != plan["engine"]:
        found.append(f"the version of the engine ({begun.get('engine')}, now {plan['engine']})")
    old = begun.get("rulebooks", [])
    changed = [book for book in plan["rulebooks"] if book not in old] + [book for book in old if book not in plan["rulebooks"]]
    found += [f"the rulebook {id_}" for id_ in dict.fromkeys(book["id"] for book in changed)]
    if begun.get("versions_chosen_by") != plan.get("versions_chosen_by"):
        found.append("which records come under which version")
    options = begun.get("options", {})
    found += [
        _AS_OPTION.get(name, f"--{name.replace('_', '-')}")
        for name, value in plan["options"].items()
        if options.get(name) != value
    ]
    files = {one.get("file"): one for one in begun.get("inputs", [])}
    found += [f"the input {one['file']}" for one in plan["inputs"] if files.get(one["file"]) != one]
    found += [f"the input {name}" for name in files if name not in {one["file"] for one in plan["inputs"]}]
    return found


# -- the summary -------------------------------------------------------------------------------------------------------


def summary_of(job: Job, plan: dict[str, Any], total: Counts, columns: pa.Schema, written: int, version: str) -> dict[str, Any]:
    """What ``summary.json`` says: the numbers, and everything on which they depend."""
    rejected = total["rejected"]
    provisions = [name for name in columns.names if ":" in name]
    rulebook, *others = plan["rulebooks"]
    uses = [book for book in others if book["id"] != rulebook["id"]]
    versions = {} if job.editions is None else {"versions": versions_applied(total)}
    chosen_by = {name: plan[name] for name in ("versions_chosen_by",) if name in plan}
    return {
        "rulebook": rulebook,
        "uses": uses,
        **versions,
        "engine": version,
        "options": plan["options"],
        "inputs": plan["inputs"],
        "read": total["read"],
        "decided": total["decided"],
        "rejected": sum(rejected.values()),
        "left_out": total["left_out"],
        "written": written,
        "explained": job.explained.value,
        "rejected_because": most_frequent(rejected),
        "notes": list(total["notes"]),
        **in_order(total, job.asked, provisions),
        "labels": labels_of(job, total, provisions),
        "rulebooks": plan["rulebooks"],
        **chosen_by,
        "plan": digest_of(plan),
    }


def labels_of(job: Job, total: Counts, provisions: Sequence[str]) -> dict[str, Any]:
    """What the names in the counts are called in both languages, so that nobody needs the rulebook to read them."""
    facts = job.vocabularies[job.subject].facts
    missing = {path for one in total["decisions"].values() for path in one["missing"]}
    units: dict[str, Provision] = {}
    for whole in job.books:
        for book in with_used(whole).values():
            units = {**book.provisions, **units}
    return {
        "decisions": {one.name: wording(one.title) for one in job.asked},
        "outcomes": {one.name: {word: wording(label) for word, label in one.outcomes.items()} for one in job.asked},
        "facts": {path: label for path in sorted(missing) if (label := _label_of_fact(path, facts)) is not None},
        "provisions": {key: wording(name) for key in provisions if (name := units[key].label or units[key].title) is not None},
    }


def _label_of_fact(path: str, facts: Mapping[str, Fact]) -> dict[str, str] | None:
    """The label of a fact, or of a list and its field (``loans[].to``)."""
    own, is_field, name = path.partition("[].")
    fact = facts.get(own)
    if fact is None or not is_field:
        return None if fact is None else wording(fact.label)
    field = (fact.elements or {}).get(name)
    if field is None:
        return wording(fact.label)
    return {"zh": f"{fact.label.zh}：{field.label.zh}", "en": f"{fact.label.en}: {field.label.en}"}
