"""Provisions and duties as lines to tick, each as the judgment finds it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from engine.language.logic import FALSE, TRUE
from engine.language.rulebook import Application, Duty, Entitlement, Requirement
from engine.reporting.letters.model import Check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.judgment import DutyResult
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Provision
    from engine.reporting.letters.telling import Telling
    from engine.reporting.model import DutyLine

_STATES: Final[dict[str, Literal["on", "off", "open"]]] = {
    "satisfied": "on",
    "not_satisfied": "off",
    "undetermined": "open",
}
_TO_DO: Final = frozenset({"acknowledgement"})
"""Natures of statements that tell somebody to do something. Others are lines to tick only where a letter names them."""


def checks_of(telling: Telling, provisions: Iterable[str]) -> tuple[Check, ...]:
    """What is to be done or shown under some provisions; a container stands for all below it.

    What does not apply is left out; whether a statement was followed the record does not say.
    """
    found: dict[str, Check] = {}
    for named in provisions:
        for key in telling.below(named):
            check = None if key in found else _check(telling, key, asked_for=key == named)
            if check is not None:
                found[key] = check
    return tuple(found.values())


def _check(telling: Telling, key: str, *, asked_for: bool) -> Check | None:
    provision = telling.builder.program.provisions[key]
    match provision.rule:
        case Duty():
            return _of_duty(telling, key)
        case Requirement() | Entitlement() | Application():
            clause = telling.clause(key)
            status = "undetermined" if clause is None else telling.judgment.provisions.get(key, "undetermined")
            if clause is not None and status == "undetermined" and telling.value(clause) is TRUE:
                status = "satisfied"
            state = _STATES.get(status)
            if state is None or (_only_gathers(telling, provision) and not asked_for):
                return None
            return _line(telling, provision, state)
        case _:
            to_do = provision.kind == "statement" and (asked_for or provision.nature in _TO_DO)
            return _line(telling, provision, "open") if to_do else None


def _only_gathers(telling: Telling, provision: Provision) -> bool:
    """Whether a unit has no words of its own: those below it say what is asked."""
    return bool(provision.children) and telling.builder.wording(provision) is None and provision.label is None


def _line(telling: Telling, provision: Provision, state: Literal["on", "off", "open"], due: Bilingual | None = None) -> Check:
    what = telling.label(provision) or telling.builder.wording(provision) or telling.cite(provision.key)
    return Check(what=what, state=state, cite=telling.cite(provision.key), due=due)


def _of_duty(telling: Telling, key: str) -> Check | None:
    """A duty that is due, or may be: whether it was done the record does not say."""
    duty = next((one for one in telling.judgment.duties if one.provision == key), None)
    if duty is None or duty.due is FALSE:
        return None
    line = telling.builder.duty(duty)
    return Check(what=line.sentence, state="open", cite=telling.cite(key), due=line.deadline)


def duties_of(telling: Telling, provisions: Iterable[str]) -> tuple[DutyLine, ...]:
    """The duties that are due under some provisions, or the one that the letter is written for; without names, all."""
    if telling.duty is not None:
        return (_duty(telling, telling.duty),)
    named = {key for one in provisions for key in telling.below(one)}
    due = [one for one in telling.judgment.duties if one.due is TRUE and (not named or one.provision in named)]
    return tuple(_duty(telling, one) for one in due if _is_there(telling, one))


def _duty(telling: Telling, duty: DutyResult) -> DutyLine:
    return replace(telling.builder.duty(duty), cite=telling.cite(duty.provision))


def _is_there(telling: Telling, duty: DutyResult) -> bool:
    return duty.provision in telling.builder.program.provisions
