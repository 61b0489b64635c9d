"""The letters of one version of a rulebook: which names it has, and a letter without those that it does not have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from engine.evaluation.judgment import UNDETERMINED
from engine.language.diagnostics import did_you_mean
from engine.language.expressions import NOWHERE
from engine.language.facts import FactType
from engine.language.rulebook import Duty
from engine.language.types import DateTimeType, DateType
from engine.language.walk import with_used
from engine.reporting.letters.declaration import Deadline
from engine.reporting.letters.drafts import Named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engine.language.rulebook import Decision, Rulebook
    from engine.reporting.letters.declaration import Declaration, Part
    from engine.reporting.letters.drafts import Sort

VALUE: Final = "value"
"""In place of an outcome: a decision that has a value has it."""


class UnknownError(LookupError):
    """A version does not have what a name names."""

    def __init__(self, code: str, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.way_out = code, message, way_out


def known_in(rulebook: Rulebook, subject: str, named: Named) -> None:
    """Whether a version has what a name names; raises :class:`UnknownError` where it does not."""
    about = subject or rulebook.main_subject
    match named.sort:
        case "subject":
            if named.name not in rulebook.subjects:
                raise UnknownError("unknown-subject", f'"{rulebook.id}" decides no "{named.name}"',
                                   did_you_mean(named.name, rulebook.subjects))  # fmt: skip
        case "decision" | "value":
            _decision(rulebook, about, named)
        case "outcome":
            decision = rulebook.decisions.get(f"{rulebook.id}:{named.within}")
            known = () if decision is None else outcomes_of(decision)
            if decision is not None and named.name not in known:
                raise UnknownError(
                    "unknown-outcome", f'{named.within} has no outcome "{named.name}"', did_you_mean(named.name, known)
                )
        case "provision" | "duty":
            _provision(rulebook, about, named)
        case "fact":
            _fact(rulebook, about, named)
        case "parameter":
            parameters = {key.removeprefix(f"{rulebook.id}:"): one for key, one in rulebook.parameters.items()}
            if named.name not in parameters:
                raise UnknownError(
                    "unknown-parameter", f'there is no parameter "{named.name}"', did_you_mean(named.name, parameters)
                )
            _day(named, is_day=isinstance(parameters[named.name].type, DateType | DateTimeType))


def outcomes_of(decision: Decision) -> tuple[str, ...]:
    """What a decision can come to: its outcomes, or ``value``; and ``undetermined``."""
    return (*(decision.outcomes or (VALUE,)), UNDETERMINED)


def _decision(rulebook: Rulebook, subject: str, named: Named) -> None:
    known = {one.name: one for one in rulebook.decisions.values() if one.subject == subject}
    if named.name not in known:
        raise UnknownError("unknown-decision", f'there is no decision "{named.name}" about this subject',
                           did_you_mean(named.name, known))  # fmt: skip
    value = known[named.name].value
    if named.sort == "value" and value is None:
        raise UnknownError("wrong-type", f'"{named.name}" has outcomes and no value', "name a decision with a value")
    _day(named, is_day=value is not None and isinstance(value.type, DateType | DateTimeType))


def _provision(rulebook: Rulebook, subject: str, named: Named) -> None:
    home = f"{rulebook.id}:"
    if named.sort == "provision":
        if whole(rulebook, named.name) in _provisions(rulebook):
            return
        known = [key.removeprefix(home) for key in _provisions(rulebook)]
        raise UnknownError("unknown-provision", f'there is no provision "{named.name}"', did_you_mean(named.name, known))
    duties = [
        key.removeprefix(home)
        for key, one in rulebook.provisions.items()
        if isinstance(one.rule, Duty) and one.subject == subject
    ]
    if whole(rulebook, named.name).removeprefix(home) in duties:
        return
    there = whole(rulebook, named.name) in _provisions(rulebook)
    message = f'"{named.name}" is no duty about this subject' if there else f'there is no provision "{named.name}"'
    raise UnknownError("no-duty" if there else "unknown-provision", message, did_you_mean(named.name, duties))


def _fact(rulebook: Rulebook, subject: str, named: Named) -> None:
    if subject not in rulebook.subjects:
        return
    facts = dict(rulebook.subjects[subject].vocabulary.facts)
    columns = {f"{path}.{field}": one for path, fact in facts.items() for field, one in (fact.elements or {}).items()}
    known = facts if named.is_day else facts | columns
    if named.name not in known:
        raise UnknownError("unknown-fact", f'unknown fact "{named.name}"', did_you_mean(named.name, known))
    _day(named, is_day=known[named.name].type in {FactType.DATE, FactType.DATETIME})


def _day(named: Named, *, is_day: bool) -> None:
    if named.is_day and not is_day:
        raise UnknownError("wrong-type", f'"{named.name}" is no day and no moment', "a deadline comes from one that is")


def whole(rulebook: Rulebook, name: str) -> str:
    """The whole key of a provision or parameter: of the rulebook itself unless it names another."""
    other, colon, _ = name.partition(":")
    return name if colon and other in with_used(rulebook) else f"{rulebook.id}:{name}"


def _provisions(rulebook: Rulebook) -> dict[str, object]:
    """The provisions of a rulebook and of those that it rests on, by their whole keys."""
    return {key: one for book in with_used(rulebook).values() for key, one in book.provisions.items()}


# -- a letter in a version ---------------------------------------------------------------------------------------------


def resolved(letter: Declaration, rulebook: Rulebook) -> Declaration | None:
    """A letter as a version can write it, with whole keys; nothing where what it is about, or calls for it, is not there."""
    of = letter.of or rulebook.main_subject
    here = _Here(rulebook, of)
    when = here.when(letter.when)
    duties = here.keys("duty", letter.duties)
    if of not in rulebook.subjects or (letter.when and not when) or (letter.duties and not duties):
        return None
    if letter.about and not here.names("decision", (letter.about,)):
        return None
    return replace(
        letter,
        of=of,
        when=when,
        duties=duties,
        deadline=here.deadline(letter.deadline),
        parts=tuple(part for one in letter.parts if (part := here.part(one)) is not None),
    )


class _Here:
    """What of a letter's names one version has."""

    def __init__(self, rulebook: Rulebook, subject: str) -> None:
        self.rulebook, self.subject = rulebook, subject

    def _has(self, sort: Sort, name: str, within: str = "") -> bool:
        try:
            known_in(self.rulebook, self.subject, Named(sort, name, NOWHERE, within))
        except UnknownError:
            return False
        return True

    def names(self, sort: Sort, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(name for name in names if self._has(sort, name))

    def keys(self, sort: Sort, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(whole(self.rulebook, name) for name in self.names(sort, names))

    def when(self, when: Mapping[str, tuple[str, ...]] | None) -> dict[str, tuple[str, ...]] | None:
        """The outcomes that there are; nothing where a decision is not there, or none of the outcomes that are named."""
        if when is None or len(self.names("decision", when)) < len(when):
            return None
        found = {
            decision: tuple(one for one in outcomes if self._has("outcome", one, within=decision))
            for decision, outcomes in when.items()
        }
        return found if all(found.values()) else None

    def deadline(self, deadline: Deadline | None) -> Deadline | None:
        if deadline is None:
            return None
        return Deadline(
            decision="".join(self.names("value", [deadline.decision])) if deadline.decision else "",
            parameter="".join(self.keys("parameter", [deadline.parameter])) if deadline.parameter else "",
            fact="".join(self.names("fact", [deadline.fact])) if deadline.fact else "",
        )

    def part(self, part: Part) -> Part | None:
        decisions = self.names("decision", part.decisions)
        provisions = self.keys("provision", part.provisions)
        facts = self.names("fact", part.facts)
        when = self.when(part.when)
        for written, there in (
            (part.decisions, decisions),
            (part.provisions, provisions),
            (part.facts, facts),
            (part.when, when),
        ):
            if written and not there:
                return None
        return replace(
            part, decisions=decisions, provisions=provisions, facts=facts, when=when, cite=self.keys("provision", part.cite)
        )
