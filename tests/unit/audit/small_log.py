"""Logs of decisions of the small library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.audit.decisions import Asked, Scribe
from engine.audit.log import LogWriter
from engine.audit.origin import Origin
from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics, Place
from engine.loading.library import Library
from engine.loading.tree import tree_of
from engine.records.reading import read_record

if TYPE_CHECKING:
    from pathlib import Path

    from engine.audit.entries import Draft, Head
    from engine.language.record import Record

TIME = "2030-02-01T09:00:00+08:00"
ORIGIN = Origin("1.0", "sha256:code", "sha256:vocabularies")


class Office:
    """An office with the small library, which decides and logs."""

    def __init__(self, root: Path) -> None:
        self.library = Library(root)
        self.interpreter = Interpreter(self.library.load("reading-room"))
        self.scribe = Scribe(Asked("reading-room"), ORIGIN, (self.interpreter.rulebook,), self.library.vocabularies)

    def record(self, id_: str, **facts: object) -> Record:
        """A record that is admitted, unless the facts say otherwise."""
        plain = {"id": id_, "age": 30, "loans": [], "card": {"issued_on": "2022-01-01"}, **facts}
        found = read_record(tree_of(plain, Place("r")), self.library.vocabularies["reader"], Diagnostics())
        assert found is not None
        return found

    def draft(self, id_: str, **facts: object) -> Draft:
        """The draft of its decision."""
        record = self.record(id_, **facts)
        return self.scribe.draft(record, self.interpreter.evaluate(record).as_json())

    def log(self, path: Path, *ids: str) -> list[Head]:
        """Append a decision on each record to a log."""
        with LogWriter(path, TIME) as writer:
            return writer.append([self.draft(id_) for id_ in ids])
