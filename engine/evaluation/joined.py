"""What several judgments on one record say together, each of them under an edition that is possible.

What all of them say is so, whichever edition turns out to apply; the rest is open. A provision, duty or decision that only some
of the editions have is open too: whether it is there at all is what nobody knows yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.evaluation.cases import places_in
from engine.evaluation.judgment import (
    UNDETERMINED,
    DecisionResult,
    DutyResult,
    Judgment,
    RulebookReference,
    Statuses,
)
from engine.evaluation.values import joined
from engine.language.logic import FALSE, TRUE, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from engine.evaluation.editions import Considered
    from engine.evaluation.judgment import Remark, Status
    from engine.language.logic import Truth


def joined_judgment(judgments: Sequence[Judgment], considered: Considered) -> Judgment:
    """What the judgments under the possible editions (the oldest first, at least one) say together."""
    newest = judgments[-1]
    return Judgment(
        record=newest.record,
        subject=newest.subject,
        rulebook=_reference([judgment.rulebook for judgment in judgments]),
        uses=tuple(_uses(judgments)),
        law_as_of=_common(judgment.law_as_of for judgment in judgments),
        facts_as_of=_common(judgment.facts_as_of for judgment in judgments),
        decisions={
            name: joined_decision(name, [judgment.decisions.get(name) for judgment in judgments], considered)
            for name in _names(judgment.decisions for judgment in judgments)
        },
        duties=tuple(_duties(judgments)),
        provisions=Statuses(lambda: _statuses(judgments)),
        remarks=tuple(_remarks(judgments, considered)),
        trace=_traces(judgments, considered),
    )


def _names(of_each: Iterable[Iterable[str]]) -> list[str]:
    """Names as the newest has them, then those that only older ones have."""
    return list(dict.fromkeys(name for names in reversed(list(of_each)) for name in names))


def _common(days: Iterable[date | None]) -> date | None:
    """The day on which all agree."""
    found = set(days)
    return found.pop() if len(found) == 1 else None


# -- the texts ---------------------------------------------------------------------------------------------------------


def _reference(references: Sequence[RulebookReference]) -> RulebookReference:
    """The text itself where there is one, else that its version is open."""
    versions = tuple(dict.fromkeys(references))
    if len(versions) == 1:
        return versions[0]
    return RulebookReference(id=versions[0].id, version=UNDETERMINED, digest="", versions=versions)


def _uses(judgments: Sequence[Judgment]) -> Iterator[RulebookReference]:
    for id_ in _names([use.id for use in judgment.uses] for judgment in judgments):
        yield _reference([use for judgment in judgments for use in judgment.uses if use.id == id_])


# -- decisions ---------------------------------------------------------------------------------------------------------


def joined_decision(name: str, results: Sequence[DecisionResult | None], considered: Considered) -> DecisionResult:
    """One decision as the editions together leave it; nothing stands for an edition that has no such decision."""
    there = [result for result in results if result is not None]
    newest = there[-1]
    alike = [result for result in there if result.has_value == newest.has_value and result.unit == newest.unit]
    may_lack = len(alike) < len(results)
    why = _WhyTogether(name, alike, considered)
    if newest.has_value:
        value = UNKNOWN if may_lack else joined(UNKNOWN if one.value is None else one.value for one in alike)
        found = DecisionResult(name, (), why, value=value, unit=newest.unit)
    else:
        found = DecisionResult(name, _possible(name, alike, considered), why, may_lack=may_lack)
    why.result = found
    return found


def _possible(name: str, results: Sequence[DecisionResult], considered: Considered) -> tuple[str, ...]:
    """Every outcome that some edition leaves possible, in the order in which the newest edition declares them."""
    possible = {outcome for result in results for outcome in result.possible}
    plans = [evaluation.plan for evaluation in considered.evaluations]
    declared = _names(plan.rulings[name].decision.outcomes for plan in plans if name in plan.rulings)
    return tuple(outcome for outcome in declared if outcome in possible)


class _WhyTogether:
    """The :class:`~engine.evaluation.judgment.WhyDecided` of a decision under several editions."""

    __slots__ = ("considered", "name", "result", "results")

    def __init__(self, name: str, results: Sequence[DecisionResult], considered: Considered) -> None:
        self.name, self.results, self.considered = name, results, considered
        self.result: DecisionResult

    def because(self) -> tuple[tuple[str, ...], ...]:
        """The groups under each edition, without repetition."""
        return tuple(dict.fromkeys(group for result in self.results for group in result.because))

    def missing(self) -> tuple[str, ...]:
        """What is missing under each edition, and that on which the choice among them turns."""
        if not self.result.is_open:
            return ()
        found = dict.fromkeys(path for result in self.results for path in result.missing)
        found |= dict.fromkeys(self.considered.choice.missing)
        return tuple(sorted(found, key=places_in(self.considered.newest.plan.subject.vocabulary)))

    def presumed(self) -> tuple[str, ...]:
        """The presumptions on which the outcome rests under each edition, and those on which the choice rests."""
        own = {path for result in self.results for path in result.presumed}
        return tuple(sorted(own.union(self.considered.choice.presumed)))

    def turns_on_presumptions(self) -> tuple[str, ...]:
        """Those without which it would come out otherwise, be it under another edition."""
        own = {path for result in self.results for path in result.turns_on_presumptions}
        now = self.result.possible, self.result.value
        chosen_by = set(self.considered.choice.presumed) - own
        return tuple(sorted(own.union(p for p in chosen_by if self.considered.answers_without(p, self.name) != now)))

    def turns_on_readings(self) -> tuple[str, ...]:
        """The readings under whose alternatives some edition decides otherwise."""
        home, now = self.considered.interpreter.editions.id, (self.result.possible, self.result.value)
        found = {name for result in self.results for name in result.turns_on_readings}
        for name in set(self.considered.choice.turns_on_readings) - found:
            if any(answer != now for answer in self.considered.answers_under(name, self.name)):
                found.add(name)
        return tuple(sorted(found, key=lambda name: name if ":" in name else f"{home}:{name}"))

    def provisional_until(self) -> date | None:
        """The last day that is looked at under any edition."""
        return max((day for result in self.results if (day := result.provisional_until) is not None), default=None)


# -- duties and provisions ---------------------------------------------------------------------------------------------


def _duties(judgments: Sequence[Judgment]) -> Iterator[DutyResult]:
    """Every duty, due only if it is under all editions. One that they word otherwise is another one, and due under some."""
    by_content: dict[tuple[Any, ...], list[DutyResult]] = {}
    for judgment in reversed(judgments):
        for duty in judgment.duties:
            content = (duty.provision, duty.bearer, duty.action, duty.to, duty.deadline)
            by_content.setdefault(content, []).append(duty)
    for several in by_content.values():
        there, lacking = [duty.due for duty in several], len(judgments) - len(several)
        yield _due(several[0], _in_all([*there, *[FALSE] * lacking]))


def _in_all(values: Sequence[Truth]) -> Truth:
    if all(value is TRUE for value in values):
        return TRUE
    return FALSE if all(value is FALSE for value in values) else UNKNOWN


def _due(duty: DutyResult, due: Truth) -> DutyResult:
    return DutyResult(
        provision=duty.provision, bearer=duty.bearer, action=duty.action, to=duty.to, deadline=duty.deadline, due=due
    )


def _statuses(judgments: Sequence[Judgment]) -> dict[str, Status]:
    """The status on which all editions agree; of a provision that one of them lacks nobody knows how it stands."""
    found: dict[str, Status] = {}
    for key in _names(judgment.provisions for judgment in judgments):
        statuses: set[Status] = {judgment.provisions.get(key, "undetermined") for judgment in judgments}
        found[key] = statuses.pop() if len(statuses) == 1 else "undetermined"
    return found


def _remarks(judgments: Sequence[Judgment], considered: Considered) -> Iterator[Remark]:
    of_choice = considered.choice.remarks if len(judgments) > 1 else ()
    yield from dict.fromkeys([*of_choice, *(remark for judgment in judgments for remark in judgment.remarks)])


def _traces(judgments: Sequence[Judgment], considered: Considered) -> Any:
    """The proof under each edition; nothing where none was asked for."""
    if len(judgments) == 1 or judgments[0].trace is None:
        return judgments[0].trace
    pairs = zip(considered.choice.editions, judgments, strict=True)
    return {"editions": [{"versions": dict(edition.versions), "trace": judgment.trace} for edition, judgment in pairs]}
