"""Which unit of the old text is which of the new: by path, and where they were renumbered, by what they say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from engine.analysis.comparison.saying import Teller, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engine.analysis.comparison.change import Matched
    from engine.analysis.comparison.saying import Said
    from engine.language.rulebook import Provision

_ALIKE: Final = 0.8
"""The share of their letters that two wordings have in common where one is held to be the other, renumbered and amended."""

_UNLIKE: Final = 0.5
"""The share below which everything else must lie, the unit of the same path included."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit of the old text and the one of the new that it is, by their keys, and why."""

    before: str
    after: str
    matched: Matched


class Text:
    """The units of one version of a text, and what each says with all below it, paths aside."""

    def __init__(self, provisions: Mapping[str, Provision]) -> None:
        self.units = {key: unit for key, unit in provisions.items() if not unit.applied_from}
        self.all = provisions
        self._said: dict[str, Said] = {}
        self._wording: dict[str, str] = {}
        self._teller = Teller(self._by_wording)

    @property
    def tops(self) -> list[str]:
        """The units on top, in the order of the files."""
        return [key for key, unit in self.units.items() if unit.parent is None]

    def said(self, key: str) -> Said:
        """What a unit says with all below it; who is referred to is told by his wording, since his number may be another."""
        if key not in self._said:
            unit = self.units[key]
            bare = replace(
                unit, key="", number="", parent=None, children=(), lifted_by=(), source_lines=(), discrepancies=(), restates=None
            )
            parts = tuple((self.units[part].unit, _step(part), self.said(part)) for part in unit.children)
            self._said[key] = self._teller.said(bare), parts
        return self._said[key]

    def _by_wording(self, name: str) -> Said:
        unit = self.all.get(name)
        if unit is None:
            return name
        return unit.kind, *(worded(text) for text in (unit.title, unit.text, unit.label) if text is not None)

    def wording(self, key: str) -> str:
        """The text of a unit with all below it, in both languages."""
        if key not in self._wording:
            unit = self.units[key]
            own = [part for text in (unit.title, unit.text) if text is not None for part in (text.zh, text.en)]
            self._wording[key] = "\n".join([*own, *(self.wording(part) for part in unit.children)]).strip()
        return self._wording[key]


def _step(key: str) -> str:
    """The last step of a path: ``p2`` of ``ID:art2.p2``."""
    return key.partition(":")[2].rpartition(".")[2]


def likeness(one: str, other: str) -> float:
    """The share of their letters that two wordings have in common, in order; 0 where one of them says nothing."""
    if not one or not other:
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _UNLIKE or matcher.quick_ratio() < _UNLIKE:
        return 0.0
    return matcher.ratio()


class Matching:
    """Finds the pairs of two versions of one text; ``renumbered`` are those that the caller knows, by key."""

    def __init__(self, before: Text, after: Text, renumbered: Mapping[str, str]) -> None:
        self.before, self.after = before, after
        self.pairs: dict[str, Pair] = {}
        self._taken: set[str] = set()
        for old, new in renumbered.items():
            if old in before.units and new in after.units:
                self._pair(old, new, "given")
        self._among(before.tops, after.tops)
        self._moved()

    def _pair(self, old: str, new: str, matched: Matched) -> None:
        if old not in self.pairs and new not in self._taken:
            self.pairs[old] = Pair(old, new, matched)
            self._taken.add(new)

    def _among(self, olds: Sequence[str], news: Sequence[str]) -> None:
        """Match units that stand under one and the same unit, or on top, and then what is below each."""
        self._alike_in_path(olds, news, to_the_letter=True)
        self._to_the_letter(olds, news)
        self._by_likeness(olds, news)
        self._alike_in_path(olds, news, to_the_letter=False)
        for old in olds:
            if old in self.pairs:
                self._among(self.before.units[old].children, self.after.units[self.pairs[old].after].children)

    def _free(self, olds: Iterable[str], news: Iterable[str]) -> tuple[list[str], list[str]]:
        return [key for key in olds if key not in self.pairs], [key for key in news if key not in self._taken]

    def _alike_in_path(self, olds: Sequence[str], news: Sequence[str], *, to_the_letter: bool) -> None:
        olds, news = self._free(olds, news)
        by_step = {_step(key): key for key in news}
        for old in olds:
            new = by_step.get(_step(old))
            if new is not None and (not to_the_letter or self.before.said(old) == self.after.said(new)):
                self._pair(old, new, "name")

    def _to_the_letter(self, olds: Iterable[str], news: Iterable[str]) -> None:
        """Match those of another path that say the same, where one unit on either side says it."""
        olds, news = self._free(olds, news)
        there: dict[Said, list[str]] = {}
        for new in news:
            there.setdefault(self.after.said(new), []).append(new)
        here: dict[Said, list[str]] = {}
        for old in olds:
            here.setdefault(self.before.said(old), []).append(old)
        for said, same in here.items():
            if len(same) == 1 and len(there.get(said, ())) == 1 and self.before.wording(same[0]):
                self._pair(same[0], there[said][0], "content")

    def _by_likeness(self, olds: Iterable[str], news: Iterable[str]) -> None:
        """Match those of another path that are much alike, where nothing else is like either of them."""
        olds, news = self._free(olds, news)
        olds = [key for key in olds if self.before.wording(key)]
        news = [key for key in news if self.after.wording(key)]
        if not olds or not news or ({_step(key) for key in olds} == {_step(key) for key in news} and len(olds) == 1):
            return
        scores = {(old, new): likeness(self.before.wording(old), self.after.wording(new)) for old in olds for new in news}
        for (old, new), score in scores.items():
            others = [found for pair, found in scores.items() if (pair[0] == old) != (pair[1] == new)]
            if score >= _ALIKE and max(others, default=0.0) < _UNLIKE and _step(old) != _step(new):
                self._pair(old, new, "likeness")

    def _moved(self) -> None:
        """Match what went below another unit, where it says the same and nothing else does."""
        olds, news = self._free(self.before.units, self.after.units)
        count = len(self.pairs)
        self._to_the_letter(olds, news)
        for old in list(self.pairs)[count:]:
            self._among(self.before.units[old].children, self.after.units[self.pairs[old].after].children)
