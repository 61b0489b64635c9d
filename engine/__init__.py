"""Rulebook: policy as data.

>>> import engine
>>> rulebook = engine.load("lending-rules")                  # doctest: +SKIP
>>> judgment = engine.evaluate(rulebook, record)             # doctest: +SKIP
>>> judgment.decisions["renewal"].outcome                    # doctest: +SKIP

``load`` gives one version of a rulebook. Where the law has changed, ``editions`` gives all of them, and each record is decided by
the version that its own days choose:

>>> editions = engine.editions("lending-rules")              # doctest: +SKIP
>>> judgment = engine.evaluate(editions, record)             # doctest: +SKIP
>>> judgment.rulebook.version                                # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from pathlib import Path

    from engine.evaluation.editions import EditionsInterpreter
    from engine.evaluation.interpreter import Interpreter
    from engine.evaluation.judgment import Judgment
    from engine.evaluation.straight.quick import QuickDecider
    from engine.language.diagnostics import Diagnostic, InputError
    from engine.language.instrument import Editions
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library

__all__ = ["Diagnostic", "InputError", "Interpreter", "Library", "Record", "editions", "evaluate", "load", "quick", "read"]

_WHERE: Final = {
    "Diagnostic": "engine.language.diagnostics",
    "InputError": "engine.language.diagnostics",
    "Interpreter": "engine.evaluation.interpreter",
    "Library": "engine.loading.library",
    "Record": "engine.language.record",
}
"""Where the names of this package are from. Each is imported when it is asked for: a command waits only for what it uses."""


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    return getattr(import_module(_WHERE[name]), name)


def load(reference: str, *, rulebooks: Path | None = None, amendments: Iterable[Path] = ()) -> Rulebook:
    """The rulebook ``ID`` (its newest version) or ``ID@VERSION``, built and checked.

    ``rulebooks`` is the folder to look in; without it the places of :func:`engine.loading.folders.find_library` are tried.
    What was loaded before and has not changed since comes from the user's cache (``RULEBOOK_CACHE`` names another folder, or
    is ``off``). ``amendments`` are files of drafts, read as if they lay among the rulebooks. Raises :class:`InputError` with
    every problem where it does not load.
    """
    from engine.loading.cache.shelf import users_shelf  # noqa: PLC0415 - see _WHERE
    from engine.loading.folders import find_library  # noqa: PLC0415 - see _WHERE
    from engine.loading.library import Library  # noqa: PLC0415 - see _WHERE

    return Library(find_library(rulebooks), users_shelf(), drafts=amendments).load(reference)


def editions(reference: str, *, rulebooks: Path | None = None, amendments: Iterable[Path] = ()) -> Editions:
    """The versions of ``ID`` among which the days of a record choose; of ``ID@VERSION``, that version outright.

    Of the rulebooks that it uses, the days choose in both cases. ``rulebooks`` and ``amendments`` are as in :func:`load`.
    Raises :class:`InputError` with every problem where the newest does not load; an older one is loaded when a record comes
    under it.
    """
    from engine.loading.cache.shelf import users_shelf  # noqa: PLC0415 - see _WHERE
    from engine.loading.folders import find_library  # noqa: PLC0415 - see _WHERE
    from engine.loading.library import Library  # noqa: PLC0415 - see _WHERE

    return Library(find_library(rulebooks), users_shelf(), drafts=amendments).editions(reference)


def read(rulebook: Rulebook, plain: Mapping[str, object], *, name: str = "record") -> Record:
    """Plain data, in the shape of the vocabulary's JSON Schema, as a typed record of one of the rulebook's subjects.

    The subject is the rulebook's main one, unless the data says ``subject``. ``name`` stands for a file in messages. Raises
    :class:`InputError` with every problem: unknown fields, wrong types, impossible dates.
    """
    from engine.language.diagnostics import Diagnostic, Diagnostics, InputError, Place, did_you_mean  # noqa: PLC0415 - see _WHERE
    from engine.loading.tree import tree_of  # noqa: PLC0415 - see _WHERE
    from engine.records.reading import read_record  # noqa: PLC0415 - see _WHERE

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
    rulebook: Rulebook | Editions, record: Record | Mapping[str, object], *, as_of: date | None = None, trace: bool = False
) -> Judgment:
    """What a rulebook says of a record (see :meth:`engine.evaluation.interpreter.Interpreter.evaluate`).

    With :func:`editions`, it is the version that the record's days choose which says it; while they leave several possible, what
    those say together. Plain data is read first (see :func:`read`). A rulebook is linked once and kept, so that many records can
    be decided one after the other. Raises :class:`LookupError` for a record of a subject that the rulebook does not decide, and
    :class:`InputError` where a version does not load.
    """
    from engine.language.record import Record  # noqa: PLC0415 - see _WHERE
    from engine.language.rulebook import Rulebook  # noqa: PLC0415 - see _WHERE

    if isinstance(rulebook, Rulebook):
        typed = record if isinstance(record, Record) else read(rulebook, record)
        return _interpreter(rulebook).evaluate(typed, as_of=as_of, trace=trace)
    interpreter = _of_editions(rulebook)
    typed = record if isinstance(record, Record) else read(interpreter.newest, record)
    return interpreter.evaluate(typed, as_of=as_of, trace=trace)


def quick(rulebook: Rulebook, subject: str | None = None) -> QuickDecider:
    """One version of a rulebook compiled to Python, for a subject's records one after the other.

    It is the main subject unless one is named.

    Called with a record, it gives possible outcomes and statuses without reasons: see
    :class:`engine.evaluation.straight.quick.QuickResult`, and its ``UnfitError`` for texts nested too deeply for it. Raises
    :class:`LookupError` for a subject that the rulebook does not decide.
    """
    from engine.evaluation.straight.quick import QuickDecider  # noqa: PLC0415 - see _WHERE

    return QuickDecider(rulebook, subject)


_LINKED: dict[int, Interpreter] = {}
"""Interpreters by the identity of their rulebook, which each of them keeps alive."""


def _interpreter(rulebook: Rulebook) -> Interpreter:
    found = _LINKED.get(id(rulebook))
    if found is None:
        from engine.evaluation.interpreter import Interpreter  # noqa: PLC0415 - see _WHERE

        found = _LINKED[id(rulebook)] = Interpreter(rulebook)
    return found


_CHOOSING: dict[int, EditionsInterpreter] = {}
"""The same for editions."""


def _of_editions(choosing: Editions) -> EditionsInterpreter:
    found = _CHOOSING.get(id(choosing))
    if found is None:
        from engine.evaluation.editions import EditionsInterpreter  # noqa: PLC0415 - see _WHERE

        found = _CHOOSING[id(choosing)] = EditionsInterpreter(choosing)
    return found
