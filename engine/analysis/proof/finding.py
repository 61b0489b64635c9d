"""A goal pursued: a known record that does it, else the solver's, replayed and made small; or that there is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.proof.answers import Answer, Possibility, Reason, Witness
from engine.analysis.proof.ordinary import Ordinary
from engine.analysis.proof.posing import plausibly, with_plausible
from engine.analysis.proof.record_files import UnreadableRecordError, as_text, from_plain, from_text
from engine.analysis.proof.shrinking import elements_of, smaller
from engine.analysis.proof.sides import Sides, shown_answer
from engine.analysis.proof.slices import slice_for
from engine.analysis.proof.solving import Clock, OutOfTimeError, Solving
from engine.analysis.symbolic.values import UnencodableError
from engine.language.facts import FactType
from engine.language.record import Element

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from engine.analysis.proof.answers import Extent
    from engine.analysis.proof.goals import Goal
    from engine.analysis.proof.sides import Judged
    from engine.analysis.proof.solving import Model
    from engine.language.facts import Fact, Plausible, Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook

_SHARE_FOR_ANY: Final = 0.7
"""Of the time, what may go by until any record is found or excluded; the rest is for plausible ones."""
_SHARE_FOR_PLAUSIBLE: Final = 0.6
"""Of what is left then, what may go by until a plausible record is found or excluded; the rest is for fewer elements."""
_SHARE_FOR_FEWER: Final = 0.5
"""Of the time, what a search for fewer elements may take where a known record is a witness already."""
_SECONDS_FOR_FEWER: Final = 15.0
"""What each such search may take."""
_SECONDS_FOR_SHRINKING: Final = 10.0
_STORY_ID: Final = "witness"


class NotReplayedError(Exception):
    """The solver's record does not do what it was given for: an error of the formulas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pursuit:
    """What goals are pursued with: the rulebooks, of which records something is said, and records that are known.

    ``shown`` names for each side the decision of which a witness tells what it came to; nothing where there is none.
    """

    rulebooks: tuple[Rulebook, ...]
    subject: str
    extent: Extent
    known: tuple[Record, ...] = ()
    shown: tuple[str, ...] = ()


class Pursuer:
    """Pursues one goal after the other with the same rulebooks."""

    def __init__(self, pursuit: Pursuit) -> None:
        plain = Sides(pursuit.rulebooks, pursuit.subject, pursuit.extent.as_of)
        first, *others = pursuit.rulebooks
        self._plausible = plain.vocabulary.plausible
        first = with_plausible(first, pursuit.subject, self._plausible)
        self.pursuit = pursuit
        self.sides = Sides((first, *others), pursuit.subject, pursuit.extent.as_of)
        self.ordinary = Ordinary(plain.vocabulary, pursuit.known)
        self._judged = [self.sides.judged(record) for record in pursuit.known if pursuit.extent.covers(record)]

    def pursue(self, goal: Goal, seconds: float, *, small: bool = True) -> Possibility:
        """Whether a record within the bounds does what a goal asks, found out within about so many seconds.

        ``small``: of all witnesses a small and ordinary one is wanted; else any will do.
        """
        clock = Clock(seconds)
        vocabulary = slice_for(goal, self.pursuit.rulebooks, self.sides.vocabulary)
        try:
            found = self._known(goal, vocabulary, clock) if small else None
            found = found or self._solved(goal, vocabulary, clock, small=small)
        except UnencodableError as error:
            found = Possibility(answer=Answer.UNDECIDED, reason=Reason.UNENCODABLE, detail=_told(error))
        except OutOfTimeError:
            found = Possibility(answer=Answer.UNDECIDED, reason=Reason.TIME, detail=f"{seconds:g}")
        except (NotReplayedError, UnreadableRecordError) as error:
            found = Possibility(answer=Answer.UNDECIDED, reason=Reason.NOT_REPLAYED, detail=str(error))
        return replace(found, seconds=clock.spent)

    # -- known records ---------------------------------------------------------------------------------------------

    def _known(self, goal: Goal, vocabulary: Vocabulary, clock: Clock) -> Possibility | None:
        """The smallest witness that a known record leads to; the solver is only asked for one with fewer elements."""
        for judged in self._judged:
            if not judged.does(goal):
                continue
            whole = self._completed(judged.record, vocabulary)
            if whole is None or not self._does(whole, goal) or self._unlike(whole, None, vocabulary.plausible):
                continue
            try:
                solving = Solving(self.sides.rulebooks, vocabulary, self.pursuit.extent)
                wanted = [solving.formula(goal), solving.formula(tuple(map(plausibly, vocabulary.plausible)))]
                small, as_of, fewest = self._smallest(whole, None, goal, solving, wanted, clock.part(_SHARE_FOR_FEWER))
            except (NotReplayedError, UnencodableError):  # what the interpreter says of a known record is enough
                small, as_of, fewest = self._small(whole, None, goal, vocabulary, ()), None, False
            witness = replace(self._shown(small, as_of, goal, vocabulary), fewest=fewest)
            return Possibility(answer=Answer.FOUND, witness=witness)
        return None

    def _completed(self, record: Record, vocabulary: Vocabulary) -> Record | None:
        """A known record that says every fact of a slice and no other; ``None`` where one has no ordinary value."""
        facts: dict[str, Any] = {}
        for path, fact in vocabulary.facts.items():
            value = record.facts.get(path, () if fact.type is FactType.LIST else None)
            if isinstance(value, tuple):
                facts[path] = tuple(
                    Element(item.path, self._filled(item.values, fact.elements or {}, f"{path}."))
                    if isinstance(item, Element)
                    else item
                    for item in value
                )
            else:
                facts |= self._filled({path: value}, {path: fact}, "")
        parts = [
            facts,
            *(item.values for value in facts.values() if isinstance(value, tuple) for item in value if isinstance(item, Element)),
        ]
        if any(value is None for values in parts for value in values.values()):
            return None
        return replace(record, facts=facts, presumed=frozenset(), conversions=())

    def _filled(self, values: Mapping[str, Any], fields: Mapping[str, Fact], beginning: str) -> dict[str, Any]:
        """The values of some fields, ordinary ones for those which are not known; ``None`` where there is no ordinary one."""
        found = {}
        for name, field in fields.items():
            known = values.get(name)
            ordinary = self.ordinary.values(field, f"{beginning}{name}", None) if known is None else []
            found[name] = ordinary[0] if ordinary else known
        return found

    # -- the solver's ----------------------------------------------------------------------------------------------

    def _solved(self, goal: Goal, vocabulary: Vocabulary, clock: Clock, *, small: bool) -> Possibility:
        solving = Solving(self.sides.rulebooks, vocabulary, self.pursuit.extent)
        wanted = solving.formula(goal)
        plausible = solving.formula(tuple(plausibly(one) for one in vocabulary.plausible))
        seeks_plausible = small and bool(vocabulary.plausible)
        is_plausible, shown_implausible = False, False
        try:
            model = solving.look([wanted], clock.part(_SHARE_FOR_ANY) if seeks_plausible else clock)
        except OutOfTimeError:
            if not seeks_plausible:
                raise
            model = solving.look([wanted, plausible], clock)  # fewer records to look through
            if model is None:  # of the others nobody knows
                raise OutOfTimeError from None
            is_plausible = True
        if model is None:
            return Possibility(answer=Answer.NEVER, premises=solving.premises)
        if seeks_plausible and not is_plausible:
            try:
                better = solving.look([wanted, plausible], clock.part(_SHARE_FOR_PLAUSIBLE))
                is_plausible, shown_implausible = better is not None, better is None
                model = better or model
            except OutOfTimeError:
                pass
        record, as_of = self._replayed(model, goal, vocabulary), self._day(model)
        fewest = False
        if small:
            also = [wanted, plausible] if is_plausible else [wanted]
            record, as_of, fewest = self._smallest(record, as_of, goal, solving, also, clock)
        witness = self._shown(record, as_of, goal, vocabulary)
        witness = replace(witness, fewest=fewest, no_plausible=shown_implausible)
        return Possibility(answer=Answer.FOUND, witness=witness, premises=solving.premises)

    def _smallest(
        self, record: Record, as_of: date | None, goal: Goal, solving: Solving, wanted: list[Any], clock: Clock
    ) -> tuple[Record, date | None, bool]:
        """The smallest record that is found in the time, its day, and whether none has fewer elements."""
        vocabulary = solving.record.vocabulary
        allowed = self._unlike(record, as_of, vocabulary.plausible)
        record = self._small(record, as_of, goal, vocabulary, allowed)
        try:
            while elements := elements_of(record, vocabulary):
                model = solving.look([*wanted, solving.elements < elements], Clock(min(clock.left, _SECONDS_FOR_FEWER)))
                if model is None:
                    break
                as_of = self._day(model)
                record = self._small(self._replayed(model, goal, vocabulary), as_of, goal, vocabulary, allowed)
        except OutOfTimeError:
            return record, as_of, False
        return record, as_of, True

    def _day(self, model: Model) -> date | None:
        """The day on which a model's record is looked at; nothing where the rulebooks say which that is."""
        if self.pursuit.extent.as_of is not None:
            return self.pursuit.extent.as_of
        named = [book.subjects[self.pursuit.subject].facts_as_of is not None for book in self.pursuit.rulebooks]
        return None if all(named) else model.as_of

    def _replayed(self, model: Model, goal: Goal, vocabulary: Vocabulary) -> Record:
        record = from_plain(self._identified(model.plain, vocabulary), vocabulary)
        if not self._does(record, goal, self._day(model)):
            raise NotReplayedError(as_text(record, vocabulary))
        return record

    @staticmethod
    def _identified(plain: dict[str, object], vocabulary: Vocabulary) -> dict[str, object]:
        identifier = next(path for path, fact in vocabulary.facts.items() if fact.identifier)
        return {**plain, identifier: _STORY_ID} if "." not in identifier else plain

    # -- what becomes of either ------------------------------------------------------------------------------------

    def _does(self, record: Record, goal: Goal, as_of: date | None = None) -> bool:
        return self.sides.judged(record, as_of).does(goal)

    def _unlike(self, record: Record, as_of: date | None, plausible: Sequence[Plausible]) -> tuple[Plausible, ...]:
        """What is plausible and not so of a record."""
        judged = self.sides.judged(record, as_of)
        return tuple(one for one in plausible if not judged.does((plausibly(one),)))

    def _small(
        self, record: Record, as_of: date | None, goal: Goal, vocabulary: Vocabulary, allowed: tuple[Plausible, ...]
    ) -> Record:
        """The record made smaller, no less plausible than before: ``allowed`` is what it may contradict."""
        kept = [one for one in vocabulary.plausible if one not in allowed]

        def still(candidate: Record) -> bool:
            judged = self.sides.judged(candidate, as_of)
            return self.pursuit.extent.covers(candidate) and judged.does(goal) and judged.does(tuple(map(plausibly, kept)))

        return smaller(record, vocabulary, self.ordinary, still, Clock(_SECONDS_FOR_SHRINKING))

    def _shown(self, record: Record, as_of: date | None, goal: Goal, vocabulary: Vocabulary) -> Witness:
        """The witness as it is shown: what its file says, read anew, and decided once more.

        Raises :class:`NotReplayedError` where that does not do what was asked.
        """
        identifier = next(path for path, fact in vocabulary.facts.items() if fact.identifier)
        record = replace(record, id=_STORY_ID, facts={**record.facts, identifier: _STORY_ID}, presumed=frozenset())
        text = as_text(record, vocabulary)
        record = from_text(text, self.sides.vocabulary)
        judged = self.sides.judged(record, as_of)
        if not judged.does(goal):
            raise NotReplayedError(text)
        return Witness(
            record=record,
            text=text,
            said=self._said(judged),
            elements=elements_of(record, vocabulary),
            unusual=tuple(
                path
                for path, fact in vocabulary.facts.items()
                if not fact.identifier and path in record.facts and not self.ordinary.is_ordinary(fact, record.facts[path])
            ),
            as_of=as_of,
            implausible=self._unlike(record, as_of, vocabulary.plausible),
        )

    def _said(self, judged: Judged) -> tuple[str, ...]:
        return tuple(shown_answer(judged.answer(side, name)) for side, name in enumerate(self.pursuit.shown))


def _told(error: UnencodableError) -> str:
    """Why something cannot be put into terms, and where it stands, if that is known."""
    return f"{error.why} ({error.place})" if error.place.file else error.why
