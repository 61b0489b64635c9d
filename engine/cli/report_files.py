"""The files of ``rulebook report``: each document written as it is made, several at a time where that takes long."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from engine.cli.console import harmless, say, stop
from engine.reporting.issuing import INDEX, FileNames, content_of, unseen
from engine.reporting.letters.document import in_order
from engine.reporting.overview.build import OverviewBuilder, refused_inputs
from engine.reporting.overview.model import Link
from engine.reporting.overview.page import page_of_overview

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from engine.cli.inputs import Inputs
    from engine.documents.tree import Document
    from engine.evaluation.editions import Considered
    from engine.language.record import Record
    from engine.reporting.issuing import Format, Issuer
    from engine.reporting.letters.called_for import Uncalled

_SLOW: Final = frozenset({"pdf", "docx"})
_WORTH_PROCESSES: Final = 8
"""Records; a process takes as long to start as a few letters take to be written."""
_MOST_AT_ONCE: Final = 4
_MOST_WAITING: Final = 64
_MOST_NAMED: Final = 20
_NOTHING_DUE: Final = "no letter is called for; --document list names those that there are"
_SUBJECT: Final = 'it is about a record of "{0}", and this is one of "{1}"'
_OUTCOME: Final = "it is for {0}: {1}; here {0} came to {2}"
_NO_DECISION: Final = "it is for the decision {0}, which the version that applies does not have"
_DUTY: Final = "it is for a duty under {0}, and none is due"


def make_ready(out: Path) -> None:
    """Make the folder, and try that a file can be written into it; what cannot be ends the command.

    Done before anything is logged: a decision that is in the log has its letters.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        _stop_unwritten(out, error)


def _stop_unwritten(out: Path, error: OSError) -> NoReturn:
    stop(f'the documents cannot be written to "{out}": {error.strerror or error}', "name another folder with --out DIR")


def write_papers(
    issuer: Issuer, judged: Iterable[tuple[Record, Considered]], codes: Sequence[str], out: Path, form: Format, inputs: Inputs
) -> None:
    """Write the documents about each record, and where there are several inputs the batch report that leads to them.

    Says which files these are, what no font can show, and which files of earlier runs lie beside them. ``codes`` are those of the
    records in the decision log, or none. A file that cannot be written ends the command. The folder is there.
    """
    asked, phrases = issuer.asked, issuer.office.phrases
    run = OverviewBuilder(phrases, decision=asked.decision, dated=asked.dated, roc=asked.roc)
    several = len(inputs.records) > 1 or bool(inputs.refused)
    names, files = FileNames(form), _Files(out, form, together=len(inputs.records) > _WORTH_PROCESSES)
    back = (phrases.say("report.back").in_language(in_order(asked.languages, "zh")[0]), INDEX) if several else None
    try:
        with files:
            for number, (record, considered) in enumerate(judged):
                papers = issuer.papers(considered, codes[number] if codes else "")
                for name, reason in issuer.uncalled(considered).items():
                    say(f"{harmless(record.id)}: {name} is not written: {_why(reason, record)}")
                if not papers and not asked.documents:
                    say(f"{harmless(record.id)}: {_NOTHING_DUE}")
                found = names.of(record.id, [paper.name for paper in papers])
                for paper, name in zip(papers, found, strict=True):
                    files.write(name, paper.document, back)
                if several:
                    letters = [paper.letter for paper in papers if paper.letter is not None]
                    links = [Link(paper.title, name) for paper, name in zip(papers, found, strict=True)]
                    run.add(considered, letters=letters, documents=links)
        if several:
            page = page_of_overview(run.overview(refused_inputs(inputs.refused)), phrases, asked.languages)
            _put(out / INDEX, page.encode())
            files.written.insert(0, INDEX)
    except OSError as error:
        _stop_unwritten(out, error)
    for name in files.written:
        typer.echo(str(out / name))
    _say_unseen(files.unseen)
    if not asked.documents:
        _say_older(out, form, files.written, several=several)


def _why(reason: Uncalled, record: Record) -> str:
    """Why a letter that was asked for is not written, in words."""
    if reason.subject:
        return _SUBJECT.format(reason.subject, record.subject)
    if reason.duties:
        return _DUTY.format(" or ".join(reason.duties))
    if not reason.came_to:
        return _NO_DECISION.format(reason.decision)
    return _OUTCOME.format(reason.decision, " or ".join(reason.outcomes), reason.came_to)


class _Files:
    """Writes documents to files, in processes beside this one where there are many that take long."""

    def __init__(self, out: Path, form: Format, *, together: bool) -> None:
        self.out, self.form = out, form
        self.written: list[str] = []
        self.unseen: set[str] = set()
        processes = min(os.cpu_count() or 1, _MOST_AT_ONCE) if together and form in _SLOW else 1
        self._pool = ProcessPoolExecutor(processes, get_context("spawn")) if processes > 1 else None
        self._waiting: list[Future[frozenset[str]]] = []
        self._stack = ExitStack()

    def __enter__(self) -> None:
        if self._pool is not None:
            self._stack.enter_context(self._pool)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._wait(0)
        elif self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
        self._stack.close()

    def write(self, name: str, document: Document, back: tuple[str, str] | None) -> None:
        """Write a document, now or soon."""
        self.written.append(name)
        if self._pool is None:
            self.unseen |= _write(document, self.form, self.out / name, back)
            return
        self._waiting.append(self._pool.submit(_write, document, self.form, self.out / name, back))
        self._wait(_MOST_WAITING)

    def _wait(self, most: int) -> None:
        """Wait until no more than so many are still to be written; what went wrong with one arises here."""
        while len(self._waiting) > most:
            self.unseen |= self._waiting.pop(0).result()


def _write(document: Document, form: Format, path: Path, back: tuple[str, str] | None) -> frozenset[str]:
    """Write a document to a file; the characters of it that no font has."""
    _put(path, content_of(document, form, back))
    return unseen(document) if form != "md" else frozenset()


def _put(path: Path, content: bytes) -> None:
    """Write a whole file or none: who interrupts the command finds no half of a letter."""
    coming = path.with_name(f".{path.name}.part")
    try:
        coming.write_bytes(content)
        coming.replace(path)
    except BaseException:
        coming.unlink(missing_ok=True)
        raise


def _say_older(out: Path, form: Format, written: Sequence[str], *, several: bool) -> None:
    """Warn of letters of earlier runs, about the same record, or in the folder of a batch: who sends all that lies there errs."""
    ours = set(written)
    stem = f"{min(written, key=len).removesuffix(form)}" if written else ""
    older = sorted(
        path.name
        for path in out.glob(f"*.{form}")
        if path.name not in ours and path.name != INDEX and (several or (stem and path.name.startswith(stem)))
    )
    if older:
        number = "an older document lies" if len(older) == 1 else f"{len(older)} older documents lie"
        say(f'warning: {number} in "{out}", which this run did not write: {harmless(older[0])}{" …" if len(older) > 1 else ""}')


def _say_unseen(marks: set[str]) -> None:
    """Warn of characters that would be empty boxes: who signs a letter has to know."""
    if marks:
        named = [f"{mark} (U+{ord(mark):04X})" for mark in sorted(marks)]
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        say(f"warning: no font has {', '.join(map(harmless, named[:_MOST_NAMED]))}{more}: these are empty boxes in the documents")
