"""What a comparison shows, in both languages: places of the text, and under each the lines that say what is another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from engine.analysis.comparison.wording import compared_wording, same_wording
from engine.reporting.phrases import LANGUAGES

if TYPE_CHECKING:
    from datetime import date

    from engine.analysis.comparison.wording import Segment
    from engine.language.facts import Bilingual

Sign = Literal["changed", "added", "removed", "moved", "renumbered", "same"]
"""What happened. ``same``: the thing itself is what it was, and its line only says what else must be known."""

Section = Literal["head", "text", "decisions", "vocabulary"]
"""The parts of a page, in their order."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Two wordings in one, in each language: what was kept, removed and added."""

    zh: tuple[Segment, ...]
    en: tuple[Segment, ...]

    def in_language(self, language: str) -> tuple[Segment, ...]:
        """The segments in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference. ``about`` is the aspect's name in :class:`engine.analysis.comparison.change.Change`, ``label`` its words.

    ``within`` are the statements around what differs, the outermost first; ``note`` says how it is to be taken.
    """

    about: str
    label: Bilingual
    sign: Sign
    before: Bilingual | None = None
    after: Bilingual | None = None
    within: tuple[Bilingual, ...] = ()
    note: Bilingual | None = None
    whole: frozenset[Bilingual] = frozenset()
    """Names and values in the sentences, each of which changes as a whole."""

    @property
    def marked(self) -> Marked:
        """Both wordings in one."""

        def segments(language: str) -> tuple[Segment, ...]:
            old = "" if self.before is None else self.before.in_language(language)
            new = "" if self.after is None else self.after.in_language(language)
            return compared_wording(old, new, {one.in_language(language) for one in self.whole})

        return Marked(segments("zh"), segments("en"))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is something to see: of what stayed the same in one of them, only the other."""
        if self.before is None or self.after is None:
            return LANGUAGES
        before, after = self.before, self.after
        found = tuple(name for name in LANGUAGES if not same_wording(before.in_language(name), after.in_language(name)))
        return found or LANGUAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Something that is what it was, and means another thing because it rests on what changed.

    ``lines`` are its sentences in which the change is to be seen; there are none where it refers only to a name.
    """

    kind: Literal["unit", "term", "decision"]
    key: str
    name: Bilingual
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that is another. ``below`` are the parts that came or went with it, ``rests`` what rests on it."""

    kind: str
    sign: Sign
    key_before: str
    key_after: str
    name: Bilingual
    was: Bilingual | None = None
    """Of what has another place or name: the old one."""
    guessed: bool = False
    lines: tuple[Line, ...] = ()
    below: tuple[Entry, ...] = ()
    rests: tuple[Resting, ...] = ()

    @property
    def anchor(self) -> str:
        """A name for links to it."""
        return (self.key_after or self.key_before).replace(":", "-") + f"-{self.kind}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A place of the text, or a part of the page that has no place, with all that differs there."""

    section: Section
    rulebook: str
    title: Bilingual
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A version as the head of the page names it. ``last_day`` is ``None`` until further notice."""

    id: str
    version: str
    title: Bilingual
    digest: str
    first_day: date
    last_day: date | None
    days: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two versions and what differs, in the order of the text. ``governs``: the language that comes first."""

    before: Head
    after: Head
    governs: str
    groups: tuple[Group, ...]
    summary: Bilingual

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.groups
