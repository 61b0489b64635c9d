"""What a scenario expects of a judgment, and in words how the judgment differs from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, assert_never

from engine.evaluation.judgment import UNDETERMINED, plain_value
from engine.evaluation.values import exact
from engine.language.expressions import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.evaluation.judgment import DecisionResult, Judgment
    from engine.language.diagnostics import Place

Matter = Literal[
    "decisions", "possible", "provisions", "missing", "because", "presumed", "turns_on_readings",
    "turns_on_presumptions", "provisional_until", "duties",
]  # fmt: skip
"""The keys of ``expect``."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that is expected: ``name`` is a decision, or for provisions and duties a qualified key.

    ``wanted`` is an outcome, status, number, truth value or text; for lists a tuple of them; for ``because`` a tuple of
    groups. Keys of provisions and readings are qualified.
    """

    matter: Matter
    name: str
    wanted: Any
    place: Place = field(compare=False, default=NOWHERE)


def differences(expectations: Iterable[Expectation], judgment: Judgment) -> tuple[str, ...]:
    """Each expectation that the judgment does not meet, in words: what was expected and what there is instead."""
    own = f"{judgment.rulebook.id}:"
    found = (_difference(expectation, judgment, own) for expectation in expectations)
    return tuple(text for text in found if text)


def _difference(expected: Expectation, judgment: Judgment, own: str) -> str:
    name, wanted = expected.name, expected.wanted
    match expected.matter:
        case "provisions":
            return _unlike(name.removeprefix(own), wanted, judgment.provisions[name])
        case "duties":
            duty = next(duty for duty in judgment.duties if duty.provision == name).as_json()
            wants_day = isinstance(wanted, str) and wanted != UNDETERMINED
            got = duty["deadline"] if wants_day and duty["due"] is True else duty["due"]
            return _unlike(f"duty {name.removeprefix(own)}", wanted, got)
        case "decisions":
            return _unlike_decision(judgment.decisions[name], wanted, own)
        case "possible" | "missing" | "turns_on_presumptions":
            got = getattr(judgment.decisions[name], expected.matter)
            return _unlike_set(f"{expected.matter} of {name}", wanted, got)
        case "turns_on_readings":
            keys = [key if ":" in key else f"{own}{key}" for key in judgment.decisions[name].turns_on_readings]
            return _unlike_set(f"turns_on_readings of {name}", wanted, keys)
        case "presumed":
            lacking = [path for path in wanted if path not in judgment.decisions[name].presumed]
            got = ", ".join(judgment.decisions[name].presumed) or "nothing"
            return f"presumed of {name}: expected {', '.join(lacking)} among them, got {got}" if lacking else ""
        case "because":
            groups = judgment.decisions[name].because
            same = {frozenset(group) for group in wanted} == {frozenset(group) for group in groups}
            return "" if same else f"because of {name}: expected {shown_groups(wanted, own)}, got {shown_groups(groups, own)}"
        case "provisional_until":
            day = plain_value(judgment.decisions[name].provisional_until) or "none"
            return _unlike(f"provisional_until of {name}", wanted, day)
        case _:
            assert_never(expected.matter)


def answer_of(result: DecisionResult) -> object:
    """A decision's answer as a scenario writes it: an outcome, a value, or ``undetermined``."""
    if not result.has_value:
        return result.outcome
    return UNDETERMINED if result.value is None or not exact(result.value) else plain_value(result.value)


def _unlike_decision(result: DecisionResult, wanted: object, own: str) -> str:
    got = answer_of(result)
    if _same(wanted, got):
        return ""
    reason = f" because {shown_groups(result.because, own)}" if result.because else ""
    if got == UNDETERMINED and result.missing:
        reason = f" for want of {', '.join(result.missing)}"
    return f"{result.name}: expected {_shown(wanted)}, got {_shown(got)}{reason}"


def _same(wanted: object, got: object) -> bool:
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(wanted, int | Decimal) and isinstance(got, int | float):
        return Decimal(wanted) == Decimal(str(got))
    return bool(wanted == got)


def _unlike(what: str, wanted: object, got: object) -> str:
    return "" if _same(wanted, got) else f"{what}: expected {_shown(wanted)}, got {_shown(got)}"


def _unlike_set(what: str, wanted: Iterable[str], got: Iterable[str]) -> str:
    if set(wanted) == set(got):
        return ""
    return f"{what}: expected {', '.join(wanted) or 'nothing'}, got {', '.join(got) or 'nothing'}"


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def shown_groups(groups: Iterable[Iterable[str]], own: str) -> str:
    """Groups of grounds in a line: ``art2.p2 + art3.p1, or art4.p1``; provisions of ``own`` without its id."""
    shown = [" + ".join(key.removeprefix(own) for key in group) for group in groups]
    return ", or ".join(shown) or "nothing"
