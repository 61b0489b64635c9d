"""The decisions of a batch in a decision log: all of them once, however often the batch was interrupted.

The workers write the drafts of the entries beside the other files of a chunk. When all chunks are done, and before the files of
the batch are given out, they are appended chunk by chunk, in the order of the inputs. A run of a batch has a name, which its
folder keeps until the batch is done: who goes on counts what the log has of this run, and appends the rest.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from engine.audit.entries import Draft
from engine.audit.file import in_silence, reading
from engine.audit.log import LogWriter
from engine.batch.errors import BatchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from engine.audit.entries import Head
    from engine.batch.identity import Twin
    from engine.batch.store import Store

DRAFTS: Final = "drafts.ndjson"
"""The file of a chunk with its drafts: a line each, ``[position, content, erasable]``."""


@dataclass(slots=True)
class BatchLog:
    """A log for the decisions of one batch. ``notes`` are what there is to say of the file, ``head`` is its end."""

    path: Path
    logged_at: str
    waiting: Callable[[], None] = in_silence
    head: Head | None = None
    notes: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Raise :class:`InputError` where nothing can be appended: before hours of work, not behind them."""
        with LogWriter(self.path, self.logged_at, self.waiting) as writer:
            self._take_over(writer)

    def append(
        self,
        store: Store,
        plan: str,
        chunks: int,
        doubled: Mapping[int, Sequence[Twin]],
        total: int,
        watch: Callable[[int, int], None],
    ) -> None:
        """Append the decisions of all chunks, less those that fell out since another record has their id; ``total`` of them.

        Raises :class:`InputError` where that cannot be done; what was appended is not appended again.
        """
        run, is_new = store.run()
        done = 0 if is_new else sum(1 for batch in _batches(self.path, run) if batch["run"] == run)
        at = 0
        for number in range(chunks):
            fallen = {twin.position for twin in doubled.get(number, ())}
            drafts = list(_drafts(store.of_chunk(number) / DRAFTS, fallen))
            left = [
                replace(one, batch=f'{{"at":{place},"of":{total},"plan":"{plan}","run":"{run}"}}')
                for place, one in enumerate(drafts, at + 1)
                if place > done
            ]
            if left:
                with LogWriter(self.path, self.logged_at, self.waiting) as writer:
                    writer.append(left)
                    self._take_over(writer)
            at += len(drafts)
            watch(at, total)

    def must_have(self, plan: str, written: int, folder: Path) -> None:
        """Raise :class:`BatchError` where the log has not all decisions of a batch that is done."""
        runs: dict[str, int] = {}
        for batch in _batches(self.path, plan):
            runs[batch["run"]] = runs.get(batch["run"], 0) + (batch["plan"] == plan)
        if written and written not in runs.values():
            message = f'"{folder}" holds this batch already, and "{self.path}" has not its {written} decisions'
            raise BatchError(message, "have it decided again, and logged, with --force")

    def _take_over(self, writer: LogWriter) -> None:
        self.head = writer.head
        self.notes += [note for note in writer.notes if note not in self.notes]


def draft_line(position: int, draft: Draft) -> bytes:
    """The line of a draft in a chunk's file."""
    return f"{json.dumps([position, draft.content, draft.erasable], ensure_ascii=False)}\n".encode()


def _drafts(path: Path, fallen: set[int]) -> Iterator[Draft]:
    with path.open("rb") as file:
        for line in file:
            position, content, erasable = json.loads(line)
            if position not in fallen:
                yield Draft(content, erasable)


def _batches(path: Path, name: str) -> Iterable[dict[str, Any]]:
    """What the entries of a log say of their batch, of those in which a run or plan is named."""
    wanted = name.encode()
    with reading(path) as (file, size):
        end = 0
        while end < size and (line := file.readline(size - end)):
            end += len(line)
            if wanted in line[:_BEGINNING] and line.endswith(b"\n"):
                batch = _batch_in(line)
                if batch is not None:
                    yield batch


_BEGINNING: Final = 1024
"""Bytes in which the batch of an entry stands: it comes first."""


def _batch_in(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line).get("batch")
    except (ValueError, AttributeError):
        return None
    return found if isinstance(found, dict) and {"run", "plan"} <= found.keys() else None
