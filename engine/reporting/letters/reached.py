"""Which provisions a decision asks at all: others it only cites."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from engine.evaluation.linked import Asked, Decided, Given, Named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.code import Code
    from engine.evaluation.compile import Program
    from engine.evaluation.linked import Ruling

_FOUND: WeakKeyDictionary[Program, dict[str, frozenset[str]]] = WeakKeyDictionary()
"""What was found before: a batch asks the same of every record."""


def asked_by(program: Program, ruling: Ruling) -> frozenset[str]:
    """The keys of the provisions whose rules a decision can come to, whatever the record."""
    known = _FOUND.setdefault(program, {})
    if ruling.key not in known:
        known[ruling.key] = asked_in(ruling.codes)
    return known[ruling.key]


def asked_in(codes: Iterable[Code]) -> frozenset[str]:
    """The keys of the provisions whose rules some conditions can come to."""
    clauses: dict[str, None] = {}
    seen: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        match code:
            case Asked() | Given():
                if code.clause.key not in clauses:
                    clauses[code.clause.key] = None
                    waiting.extend(code.clause.codes)
            case Named() if f"term {code.key}" not in seen:
                seen.add(f"term {code.key}")
                waiting.append(code.body)
            case Decided() if f"decision {code.ruling.key}" not in seen:
                seen.add(f"decision {code.ruling.key}")
                waiting.extend(code.ruling.codes)
            case _:
                waiting.extend(code.below)
    return frozenset(clauses)
