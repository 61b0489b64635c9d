"""Which letters a judgment calls for, and about what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.language.logic import TRUE
from engine.language.walk import main_decisions
from engine.reporting.letters.declaration import DECISION, EVERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.evaluation.judgment import DutyResult, Judgment
    from engine.reporting.build import Builder
    from engine.reporting.letters.declaration import Declaration

_IN_PLACE_OF_GENERAL = ("letter", "request")
"""Forms of a rulebook's letter that stand in the place of the general letter on an outcome."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One letter to write: its declaration, the decision that it tells, and the duty for which it is written, if any."""

    declaration: Declaration
    about: str
    duty: DutyResult | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncalled:
    """Why a letter that was asked for by its name is not written: the first of these that there is.

    It is about records of another ``subject``; it is for other ``outcomes`` than a ``decision`` came to (``came_to``, empty
    where this version has no such decision); none of its ``duties`` is due.
    """

    subject: str = ""
    decision: str = ""
    outcomes: tuple[str, ...] = ()
    came_to: str = ""
    duties: tuple[str, ...] = ()


class Calls:
    """Asks which of some declarations a judgment calls for."""

    def __init__(self, builder: Builder, judgment: Judgment, declarations: Iterable[Declaration]) -> None:
        self.builder = builder
        self.judgment = judgment
        subject = builder.evaluation.record.subject
        self.declarations = [one for one in declarations if one.of in {"", subject}]

    def due(self, decision: str = "") -> Iterator[Call]:
        """What is called for: letters on outcomes, the rulebook's in place of the general ones; then what duties call for.

        With a decision, only letters on its outcome, also those that have to be asked for. Without one, the main decision has a
        general letter where no letter of the rulebook tells anything, or where all else comes together in it and it is open.
        """
        main = decision or self.builder.main
        own = list(self._own(decision))
        told = {call.about for call in own if call.declaration.form in _IN_PLACE_OF_GENERAL}
        if main not in told and (decision or not own or self._is_open(main)):
            yield from self._general(main)
        yield from own
        if not decision:
            yield from self._of_duties()

    def _is_open(self, main: str) -> bool:
        """Whether the decision in which all others come together is open; of several beside each other each speaks for itself."""
        together = main_decisions(self.builder.program.rulebook, self.builder.evaluation.record.subject)
        return together == [main] and self.kind(main) == "undetermined"

    def named(self, name: str, decision: str = "") -> Iterator[Call]:
        """Letters of a name, where what they say is so: the outcomes came out for which they are, the duty is due."""
        for one in self.declarations:
            about = self._about(one, decision)
            if one.name == name and (one.when is None or self._is_met(one, about)):
                if one.duties:
                    yield from self._for_duties(one, self._due_under(one))
                else:
                    yield Call(declaration=one, about=about)

    def why_not(self, one: Declaration, decision: str = "") -> Uncalled | None:
        """Why there is no letter of a declaration; nothing where there is one."""
        if one.of not in {"", self.builder.evaluation.record.subject}:
            return Uncalled(subject=one.of)
        about = self._about(one, decision)
        for name, outcomes in (one.when or {}).items():
            general = name == DECISION and not one.of
            if not (self.kind(about) in outcomes if general else self.came_out(name, outcomes)):
                return Uncalled(decision=about if general else name, outcomes=tuple(outcomes), came_to=self._came_to(name, about))
        if one.duties and not self._due_under(one):
            return Uncalled(duties=one.duties)
        return None

    def _came_to(self, name: str, about: str) -> str:
        """What a decision came to, in the words of ``when``."""
        if name == DECISION:
            return self.kind(about)
        result = self.builder.results.get(name)
        if result is None:
            return ""
        return self.kind(name) if result.has_value else result.outcome or ""

    def _about(self, one: Declaration, decision: str) -> str:
        return one.about if one.about in self.builder.results else decision or self.builder.main

    def _own(self, decision: str) -> Iterator[Call]:
        for one in self.declarations:
            if one.of and (decision or not one.asked_only) and not one.duties and one.when is not None:
                about = self._about(one, decision)
                if (not decision or about == decision) and self._is_met(one, about):
                    yield Call(declaration=one, about=about)

    def _general(self, decision: str) -> Iterator[Call]:
        for one in self.declarations:
            if not one.of and not one.asked_only and not one.duties and self._is_met(one, decision):
                yield Call(declaration=one, about=decision)

    def _is_met(self, one: Declaration, about: str) -> bool:
        """Whether every decision that a letter names has an outcome that calls for it. It calls for itself by naming some."""
        when = one.when or {}
        return bool(when) and all(
            self.kind(about) in outcomes if name == DECISION and not one.of else self.came_out(name, outcomes)
            for name, outcomes in when.items()
        )

    def kind(self, name: str) -> str:
        """The kind of an outcome, by which general letters are called for."""
        tone = self.builder.tone(name)
        return "value" if tone == "neutral" and self.builder.results[name].has_value else tone

    def came_out(self, name: str, outcomes: Sequence[str]) -> bool:
        """Whether a decision has one of some outcomes. One that a version does not have did not come out at all."""
        result = self.builder.results.get(name)
        if result is None:
            return False
        if result.has_value:
            return self.kind(name) in outcomes
        return result.outcome in outcomes

    # -- duties ----------------------------------------------------------------------------------------------------

    def _of_duties(self) -> Iterator[Call]:
        own = [one for one in self.declarations if one.duties and EVERY not in one.duties]
        named = {key for one in own for key in one.duties}
        for one in self.declarations:
            if one.duties and not one.asked_only:
                due = self._due_under(one)
                if EVERY in one.duties:
                    due = [duty for duty in due if duty.provision not in named]
                if one.when is None or self._is_met(one, self._about(one, "")):
                    yield from self._for_duties(one, due)

    def _due_under(self, one: Declaration) -> list[DutyResult]:
        due = [duty for duty in self.judgment.duties if duty.due is TRUE and duty.provision in self.builder.program.clauses]
        if EVERY in one.duties:
            return [duty for duty in due if duty.to is not None]
        return [duty for key in one.duties for duty in due if duty.provision == key]

    def _for_duties(self, one: Declaration, due: Iterable[DutyResult]) -> Iterator[Call]:
        for duty in due:
            yield Call(declaration=one, about=self._about(one, ""), duty=duty)
