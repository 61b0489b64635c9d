"""The texts that apply to the record of a scenario: what an expectation can speak of."""

from __future__ import annotations

from collections import ChainMap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.evaluation.interpreter import Interpreter
from engine.evaluation.judgment import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.evaluation.editions import EditionsInterpreter
    from engine.evaluation.linked import Ruling
    from engine.language.record import Record
    from engine.language.rulebook import Provision, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What there is to speak of in the texts that apply to one record, by key or name; ``version`` is that of the first text."""

    version: str
    provisions: Mapping[str, Provision]
    clauses: Mapping[str, None]
    readings: Mapping[str, Reading]
    rulings: Mapping[str, list[Ruling]]

    @classmethod
    def to(cls, interpreter: EditionsInterpreter, subject: str, record: Record | None, as_of: date | None) -> Applied:
        """Of the versions that a record's days choose; of a record with errors nobody knows them, and the newest is taken."""
        if record is None:
            found = [Interpreter(interpreter.newest).plan(subject)]
        else:
            found = [evaluation.plan for evaluation in interpreter.under_each(record, as_of).evaluations]
        rulings: dict[str, list[Ruling]] = {}
        for plan in found:
            for name, ruling in plan.rulings.items():
                rulings.setdefault(name, []).append(ruling)
        versions = {plan.reference.version for plan in found}
        return cls(
            version=versions.pop() if len(versions) == 1 else UNDETERMINED,
            provisions=ChainMap(*(plan.program.provisions for plan in found)),
            clauses=dict.fromkeys(clause.key for plan in found for clause in plan.clauses),
            readings=ChainMap(*(plan.program.readings for plan in found)),
            rulings=rulings,
        )
