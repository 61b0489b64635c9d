"""Rulebook: policy as data.

>>> import engine
>>> rulebook = engine.load("lending-rules")                  # doctest: +SKIP
>>> judgment = engine.evaluate(rulebook, record)             # doctest: +SKIP
>>> judgment.decisions["renewal"].outcome                    # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostic, Diagnostics, InputError, Place, did_you_mean
from engine.language.record import Record
from engine.loading.library import Library, find_library
from engine.loading.tree import tree_of
from engine.records.reading import read_record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from engine.evaluation.judgment import Judgment
    from engine.language.rulebook import Rulebook

__all__ = ["Diagnostic", "InputError", "Interpreter", "Library", "Record", "evaluate", "load", "read"]


def load(reference: str, *, rulebooks: Path | None = None) -> Rulebook:
    """The rulebook ``ID`` or ``ID@VERSION``, built and checked.

    ``rulebooks`` is the folder to look in; without it the places of :func:`engine.loading.library.find_library` are tried.
    Raises :class:`InputError` with every problem where it does not load.
    """
    return Library(find_library(rulebooks)).load(reference)


def read(rulebook: Rulebook, plain: Mapping[str, object], *, name: str = "record") -> Record:
    """Plain data, in the shape of the vocabulary's JSON Schema, as a typed record of one of the rulebook's subjects.

    The subject is the rulebook's main one, unless the data says ``subject``. ``name`` stands for a file in messages. Raises
    :class:`InputError` with every problem: unknown fields, wrong types, impossible dates.
    """
    diagnostics = Diagnostics()
    place = Place(name)
    subject = str(plain.get("subject") or rulebook.main_subject)
    own = rulebook.subjects.get(subject)
    if own is None:
        way_out = did_you_mean(subject, rulebook.subjects)
        raise InputError([Diagnostic("wrong-subject", f"{rulebook.id} decides no {subject}", place, way_out)])
    record = read_record(tree_of(dict(plain), place), own.vocabulary, diagnostics)
    if record is None:
        raise InputError(diagnostics.in_order())
    return record


def evaluate(
    rulebook: Rulebook, record: Record | Mapping[str, object], *, as_of: date | None = None, trace: bool = False
) -> Judgment:
    """What a rulebook says of a record (see :meth:`engine.evaluation.interpreter.Interpreter.evaluate`).

    Plain data is read first (see :func:`read`). A rulebook is linked once and kept, so that many records can be decided one
    after the other. Raises :class:`LookupError` for a record of a subject that the rulebook does not decide.
    """
    typed = record if isinstance(record, Record) else read(rulebook, record)
    return _interpreter(rulebook).evaluate(typed, as_of=as_of, trace=trace)


_LINKED: dict[int, Interpreter] = {}
"""Interpreters by the identity of their rulebook, which each of them keeps alive."""


def _interpreter(rulebook: Rulebook) -> Interpreter:
    found = _LINKED.get(id(rulebook))
    if found is None:
        found = _LINKED[id(rulebook)] = Interpreter(rulebook)
    return found
