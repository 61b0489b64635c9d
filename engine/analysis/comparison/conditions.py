"""Where two conditions or values part: the smallest statements that were replaced, added or taken away.

The order in which conditions stand side by side is no difference, and neither is where they stand in a file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final, Literal

from engine.language.expressions import All, AnyOf, Choose, Compare, Filter, Node, Not, Quantified, Row, children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.comparison.saying import Said, Teller
    from engine.language.expressions import Expression

Joint = Literal["", "all", "any"]
Within = tuple["Expression | Row", ...]
_ALIKE: Final = 0.5
"""The share of their nodes that two statements have in common where one is said to have become the other."""
_SIDE_BY_SIDE: Final[tuple[tuple[type[All | AnyOf], Joint], ...]] = ((All, "all"), (AnyOf, "any"))


@dataclass(frozen=True, slots=True)
class Parting:
    """One difference. Without ``before`` something was added, without ``after`` taken away; ``joint`` says to what.

    ``joint``: among conditions that must ``all`` hold, or of which ``any`` does. ``within``: what stands around it, the outermost
    first, where that is not the whole: the list of whose entries it speaks, the row whose condition it is, the denial.
    """

    before: Expression | None
    after: Expression | None
    joint: Joint = ""
    within: Within = ()


class Parter:
    """Finds where expressions of an old and a new version part. ``old`` and ``new`` tell what they say in the same names."""

    def __init__(self, old: Teller, new: Teller) -> None:
        self.old = old
        self.new = new

    def same(self, before: Expression | None, after: Expression | None) -> bool:
        """Whether two expressions say the same, in whatever order they write what has none."""
        return bool(self.old.said(before) == self.new.said(after))

    def partings(self, before: Expression, after: Expression) -> tuple[Parting, ...]:
        """The differences of two conditions, or of two values; none where they say the same."""
        return () if self.same(before, after) else tuple(self._partings(before, after, ()))

    def likeness(self, before: Expression | Row, after: Expression | Row) -> float:
        """How much two expressions have in common, from 0 to 1. Two that speak of the same thing have most."""
        if isinstance(before, Compare) and isinstance(after, Compare) and self.same(before.left, after.left):
            return 1.0
        ours, theirs = Counter(_heads(before, self.old)), Counter(_heads(after, self.new))
        return (ours & theirs).total() / max(ours.total(), theirs.total())

    # -- conditions side by side -----------------------------------------------------------------------------------

    def _partings(self, before: Expression, after: Expression, within: Within, *, nested: bool = False) -> list[Parting]:
        for kind, joint in _SIDE_BY_SIDE:
            if isinstance(before, kind) or isinstance(after, kind):
                found = self._of_members(_members(before, kind), _members(after, kind), joint, within, nested=nested)
                if found is not None:
                    return found
        narrowed = self._narrowed(before, after, within)
        return [Parting(before, after, "", within)] if narrowed is None else narrowed

    def _of_members(
        self, before: Sequence[Expression], after: Sequence[Expression], joint: Joint, within: Within, *, nested: bool
    ) -> list[Parting] | None:
        """The differences of conditions side by side; ``None`` where they have nothing to do with each other."""
        told_before, told_after = [self.old.said(one) for one in before], [self.new.said(one) for one in after]
        olds, news = _unmatched(before, told_before, told_after), _unmatched(after, told_after, told_before)
        pairs = self.paired(olds, news)
        if len(olds) == len(before) and not pairs:
            return None
        if nested and not len(olds) == len(news) == len(pairs):
            return None  # what was added or taken away in a group is said with the group
        became = {new: old for old, new in pairs}
        gone = set(range(len(olds))) - set(became.values())
        found = [Parting(olds[number], None, joint, within) for number in sorted(gone)]
        for number, new in enumerate(news):
            if number in became:
                found.extend(self._partings(olds[became[number]], new, within, nested=True))
            else:
                found.append(Parting(None, new, joint, within))
        return found

    def paired(self, olds: Sequence[Expression | Row], news: Sequence[Expression | Row]) -> list[tuple[int, int]]:
        """Which of the first became which of the second, by their places: those with the most in common, the most alike first."""
        scored = sorted(
            ((self.likeness(old, new), -abs(i - j), -i, -j) for i, old in enumerate(olds) for j, new in enumerate(news)),
            reverse=True,
        )
        found: dict[int, int] = {}
        for score, _, i, j in scored:
            if score >= _ALIKE and -i not in found and -j not in found.values():
                found[-i] = -j
        return sorted(found.items(), key=lambda pair: pair[1])

    # -- one thing in another --------------------------------------------------------------------------------------

    def _narrowed(self, before: Expression | Row, after: Expression | Row, within: Within) -> list[Parting] | None:
        """The differences inside the one part in which two nodes differ, where that part is or holds a condition."""
        if _head(before, self.old) != _head(after, self.new):
            return None
        old, new = _below(before), _below(after)
        if len(old) != len(new):
            return None
        differing = [(one, other) for one, other in zip(old, new, strict=True) if self.old.said(one) != self.new.said(other)]
        if len(differing) != 1:
            return None
        ours, theirs = differing[0]
        around = (*within, after) if isinstance(after, (Quantified, Filter, Not, Row)) else within
        if isinstance(ours, Row) or isinstance(theirs, Row) or not _holds_condition(after, theirs):
            return self._narrowed(ours, theirs, around)
        found = self._partings(ours, theirs, around)
        if isinstance(after, (Not, Quantified)) and len(found) == 1 and found[0].before is ours and found[0].after is theirs:
            return None  # all of it is another: the sentence around it says more than it alone
        return found


def _members(node: Expression, kind: type[All | AnyOf]) -> tuple[Expression, ...]:
    return node.parts if isinstance(node, kind) else (node,)


def _unmatched(these: Sequence[Expression], told: Sequence[Said], those: Sequence[Said]) -> list[Expression]:
    """Those of the first that have no equal among the second, each equal counted once."""
    left = Counter(those)
    found = []
    for one, said in zip(these, told, strict=True):
        if left[said] > 0:
            left[said] -= 1
        else:
            found.append(one)
    return found


def _head(node: Expression | Row, teller: Teller) -> tuple[Any, ...]:
    """What a node says without what stands below it: its kind and its words."""
    found: list[Any] = [type(node).__name__]
    for one in fields(node):
        value = getattr(node, one.name)
        parts = value if isinstance(value, tuple) else (value,)
        if one.compare and not any(isinstance(part, (Node, Row)) for part in parts):
            found.append((one.name, teller.said(value, one.name)))
    return tuple(found)


def _heads(node: Expression | Row, teller: Teller) -> Iterator[tuple[Any, ...]]:
    yield _head(node, teller)
    for part in _below(node):
        yield from _heads(part, teller)


def _below(node: Expression | Row) -> tuple[Expression | Row, ...]:
    """The parts of a node in their places; the rows of a choice as rows."""
    if isinstance(node, Row):
        return tuple(part for part in (node.when, node.then) if part is not None)
    return node.rows if isinstance(node, Choose) else children(node)


def _holds_condition(node: Expression | Row, part: Expression | Row) -> bool:
    """Whether a part is a condition of the node, and not a value that it looks at."""
    match node:
        case Quantified() | Filter():
            return part is node.condition
        case Not():
            return True
        case Row():
            return part is node.when
        case _:
            return False
