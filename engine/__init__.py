"""Rulebook: policy as data.

>>> import engine
>>> rulebook = engine.load("lending-rules")                  # doctest: +SKIP
>>> judgment = engine.evaluate(rulebook, record)             # doctest: +SKIP
>>> judgment.decisions["renewal"].outcome                    # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostic, InputError
from engine.loading.library import Library, find_library

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

__all__ = ["Diagnostic", "InputError", "Interpreter", "Library", "evaluate", "load"]


def load(reference: str, *, rulebooks: Path | None = None) -> Rulebook:
    """The rulebook ``ID`` or ``ID@VERSION``, built and checked.

    ``rulebooks`` is the folder to look in; without it the places of :func:`engine.loading.library.find_library` are tried.
    Raises :class:`InputError` with every problem where it does not load.
    """
    return Library(find_library(rulebooks)).load(reference)


def evaluate(rulebook: Rulebook, record: Record, *, as_of: date | None = None, trace: bool = False) -> Judgment:
    """What a rulebook says of a record (see :meth:`engine.evaluation.interpreter.Interpreter.evaluate`).

    A rulebook is linked once and kept, so that many records can be decided one after the other. Raises :class:`LookupError`
    for a record of a subject that the rulebook does not decide.
    """
    return _interpreter(rulebook).evaluate(record, as_of=as_of, trace=trace)


_LINKED: dict[int, Interpreter] = {}
"""Interpreters by the identity of their rulebook, which each of them keeps alive."""


def _interpreter(rulebook: Rulebook) -> Interpreter:
    found = _LINKED.get(id(rulebook))
    if found is None:
        found = _LINKED[id(rulebook)] = Interpreter(rulebook)
    return found
