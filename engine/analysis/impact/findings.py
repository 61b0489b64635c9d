"""What another version of a text does to some records: how many answers become which others, and which changes do it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.analysis.comparison.change import Change
    from engine.analysis.impact.causes import Causes, Set
    from engine.evaluation.answers import Answer
    from engine.language.rulebook import Rulebook

Step = tuple["Answer", "Answer"]
"""An answer before and after."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One record whose answer to one question is another: where it stands, both answers, and the changes that do it."""

    record: str
    place: str
    decision: str
    before: Answer
    after: Answer
    causes: Causes


@dataclass(slots=True)
class Weighed:
    """What was found of some records. Numbers of several of these add up: **read = decided + rejected**.

    ``left_out`` were not asked about. ``steps`` are by decision, ``statuses`` by provision (its new key), each with how many
    records go which way; ``rejected`` has a line for each input that is no record, in the order of the inputs.
    """

    read: int = 0
    decided: int = 0
    left_out: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    steps: dict[str, Counter[Step]] = field(default_factory=dict)
    statuses: dict[str, Counter[Step]] = field(default_factory=dict)
    flips: list[Flip] = field(default_factory=list)

    def add(self, other: Weighed) -> None:
        """Take in what was found of further records."""
        self.read += other.read
        self.decided += other.decided
        self.left_out += other.left_out
        self.rejected += other.rejected
        self.notes |= other.notes
        self.flips += other.flips
        for mine, theirs in ((self.steps, other.steps), (self.statuses, other.statuses)):
            for name, counts in theirs.items():
                mine.setdefault(name, Counter()).update(counts)


@dataclass(frozen=True, slots=True)
class Group:
    """Records that one question turns alike: the same answers, by the same changes."""

    decision: str
    before: Answer
    after: Answer
    causes: Causes
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """Two versions, the changes between them, and what they do to some records of a subject.

    ``needs`` tells for each change, by number, what it cannot stand without. ``decisions`` were asked in both versions;
    ``only_before`` and ``only_after`` are questions that one of the two does not have.
    """

    before: Rulebook
    after: Rulebook
    subject: str
    changes: tuple[Change, ...]
    needs: tuple[Set, ...]
    idle: Set
    decisions: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    found: Weighed

    @property
    def groups(self) -> list[Group]:
        """The flips by question, answers and causes: in the order of the questions, the largest group first."""
        by: dict[Any, list[Flip]] = {}
        for flip in self.found.flips:
            by.setdefault((flip.decision, flip.before, flip.after, flip.causes), []).append(flip)
        groups = [Group(one[0].decision, one[0].before, one[0].after, one[0].causes, tuple(one)) for one in by.values()]
        order = {name: place for place, name in enumerate(self.decisions)}
        return sorted(groups, key=lambda group: (order[group.decision], -len(group.flips)))

    def along(self, causes: Set) -> Set:
        """What goes along with a set of changes since they need it."""
        return causes.union(*(self.needs[number] for number in causes)) - causes

    def flipped(self) -> int:
        """How many records have another answer to some question."""
        return len({flip.record for flip in self.found.flips})

    def by_cause(self) -> list[tuple[int, int]]:
        """The changes, by number, with how many flips each is a cause of, alone or with others; in the order of the text."""
        counts: Counter[int] = Counter()
        for flip in self.found.flips:
            counts.update({number for one in flip.causes.sets for number in one})
        return sorted(counts.items())


def transitions(steps: Mapping[Step, int], outcomes: Sequence[str], undetermined: str) -> dict[tuple[str, str], int]:
    """How many go from which outcome to which: of what is undetermined, whatever is possible."""
    found: Counter[tuple[str, str]] = Counter()
    for (before, after), number in steps.items():
        found[_word(before, undetermined), _word(after, undetermined)] += number
    places = {name: place for place, name in enumerate([*outcomes, undetermined])}
    return dict(sorted(found.items(), key=lambda item: tuple(places.get(word, len(places)) for word in item[0])))


def _word(answer: Answer, undetermined: str) -> str:
    return answer[0] if len(answer) == 1 else undetermined
