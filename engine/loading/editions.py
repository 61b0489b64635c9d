"""The editions of a rulebook: in which version it, and each rulebook that it uses, decides a record.

The choice is put as decisions of a rulebook of its own, so that whoever decides records can decide it: for each text with
several versions the version of the day, and for each amendment with transitional rules whether one of them holds.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from engine.language.expressions import AsOf, Compare, Constant, Row
from engine.language.facts import Bilingual
from engine.language.instrument import Edition
from engine.language.rulebook import Decision
from engine.language.types import BOOLEAN, DATE, OptionType
from engine.loading.tree import Mapping as Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from engine.language.expressions import Expression
    from engine.language.instrument import Editions, Version
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library

PREVIOUS, AMENDED, BY_DAY = "previous", "amended", "by_day"
"""What transitional rules say of an amendment: the text without it, with it, or what the day says."""
_UNTITLED: Final = Bilingual("", "")


def editions_of(library: Library, reference: str) -> Editions:
    """The editions of ``ID``, or of ``ID@VERSION`` in that version outright. Raises :class:`InputError`."""
    id_, at, written = reference.partition("@")
    version = library.named(id_, written) if at else None
    newest = library.load(reference, uses={} if version is None else contemporaries(library, id_, version))
    return editions_from(library, newest, fixed=bool(at))


def editions_from(library: Library, newest: Rulebook, *, fixed: bool = False) -> Editions:
    """The editions of a rulebook, given in its newest version; ``fixed``: in the given one outright."""
    texts = [(newest.id, newest, None)] if not fixed else []
    return LibraryEditions(library, newest.id, newest, [*texts, *_used_by(newest)], fixed=newest.version if fixed else "")


def contemporaries(library: Library, id_: str, version: str) -> dict[str, str]:
    """The versions, by id, of all that a version rests on which were in force on its last day; none for the newest."""
    if version == library.newest(id_):
        return {}
    period = library.timeline(id_).named(version)
    found: dict[str, str] = {}
    waiting = [(id_, version)]
    while waiting and period is not None and period.last_day is not None:
        head = library.text(*waiting.pop()).head
        uses = head.get("uses") if isinstance(head, Tree) else None
        for entry in uses if isinstance(uses, Tree) else ():
            on_that_day = library.timeline(entry.key).on(period.last_day) if entry.key in library.ids() else None
            if on_that_day is not None and entry.key not in found:
                found[entry.key] = on_that_day.name
                waiting.append((entry.key, on_that_day.name))
    return found


def _used_by(rulebook: Rulebook) -> Iterator[tuple[str, Rulebook, Expression | None]]:
    """Every rulebook that one rests on, directly or through another, with the day that chooses its version."""
    seen: set[str] = set()
    waiting = [rulebook]
    while waiting:
        for id_, use in waiting.pop(0).uses.items():
            if id_ not in seen:
                seen.add(id_)
                waiting.append(use.rulebook)
                yield id_, use.rulebook, use.in_force_on


class LibraryEditions:
    """The editions of a rulebook of a library; see :class:`engine.language.instrument.Editions`."""

    def __init__(
        self,
        library: Library,
        id_: str,
        newest: Rulebook,
        texts: Sequence[tuple[str, Rulebook, Expression | None]],
        *,
        fixed: str,
    ) -> None:
        self.library, self.id, self._newest = library, id_, newest
        self._fixed = {id_: fixed} if fixed else {}
        self._fixed |= {other: library.versions(other)[0] for other, _, _ in texts if len(library.versions(other)) == 1}
        self._open = [text for text in texts if text[0] not in self._fixed]
        self._ids = [id_, *(other for other, _, _ in texts if other != id_)]
        self._questions: dict[str, dict[str, Decision]] = {}
        if self._open:
            for subject in newest.subjects:
                self._questions[subject] = {one.name: one for one in self._asked(subject)}
        decisions = {one.key: one for asked in self._questions.values() for one in asked.values()}
        # with the decisions of the text: what a transitional rule names may rest on them
        self.selector: Rulebook | None = replace(newest, decisions={**newest.decisions, **decisions}) if self._open else None

    # -- the questions ---------------------------------------------------------------------------------------------

    def _asked(self, subject: str) -> Iterator[Decision]:
        """The decisions about versions that concern a subject's records."""
        for id_, text, day in self._open:
            own = day if day is not None and subject == self._newest.main_subject else AsOf(which="law", type=DATE)
            periods = self.library.timeline(id_).versions
            yield self._decision(_version_of(id_, subject), subject, [version.name for version in periods], [
                *((self._since(own, version.first_day), version.name) for version in reversed(periods[1:])),
                (None, periods[0].name),
            ])  # fmt: skip
            for amendment in dict.fromkeys(rule.amendment for rule in text.transitional if rule.subject == subject):
                rows = [(rule.when, rule.apply) for rule in text.transitional
                        if rule.amendment == amendment and rule.subject == subject]  # fmt: skip
                names = [PREVIOUS, AMENDED, BY_DAY]
                yield self._decision(_reach_of(id_, amendment, subject), subject, names, [*rows, (None, BY_DAY)])

    @staticmethod
    def _since(day: Expression, first: Any) -> Expression:
        return Compare(word="on_or_after", left=day, right=Constant(value=first, type=DATE), type=BOOLEAN)

    def _decision(
        self, name: str, subject: str, outcomes: Sequence[str], rows: Iterable[tuple[Expression | None, str]]
    ) -> Decision:
        type_ = OptionType(name, tuple(outcomes))
        return Decision(
            key=f"{self.id}:{name}",
            subject=subject,
            title=_UNTITLED,
            cite=(),
            outcomes=dict.fromkeys(outcomes, _UNTITLED),
            favourable=(),
            rows=tuple(Row(when=when, then=Constant(value=outcome, type=type_)) for when, outcome in rows),
            value=None,
            remark=None,
        )

    def questions(self, subject: str) -> tuple[str, ...]:
        """The names of the selector's decisions that concern a subject's records."""
        return tuple(self._questions.get(subject, ()))

    # -- the answers -----------------------------------------------------------------------------------------------

    def chosen(self, subject: str, possible: Mapping[str, tuple[str, ...]]) -> tuple[Edition, ...]:
        """The editions that are still possible, given the possible outcomes of each question; the oldest first."""
        candidates = [self._versions(id_, subject, possible) for id_ in self._ids]
        found = {
            tuple(name for _, name in texts): None
            for texts in product(*candidates)
            if self._meet(
                [(id_, period) for id_, (period, _) in zip(self._ids, texts, strict=True) if period is not None], subject
            )
        }
        return tuple(Edition(versions=dict(zip(self._ids, names, strict=True))) for names in found)

    def _meet(self, periods: list[tuple[str, Version]], subject: str) -> bool:
        """Whether some day lies in all of those periods among which the very same day chooses."""
        by_day: dict[Expression, list[tuple[date, date]]] = {}
        for id_, period in periods:
            versions = self.library.timeline(id_).versions
            first = date.min if period == versions[0] else period.first_day  # who comes before the first comes under it
            last = date.max if period == versions[-1] or period.last_day is None else period.last_day
            by_day.setdefault(self._day(id_, subject), []).append((first, last))
        return all(max(first for first, _ in together) <= min(last for _, last in together) for together in by_day.values())

    def _day(self, id_: str, subject: str) -> Expression:
        """The day that chooses the version of a text for a subject's records."""
        own = next((day for text, _, day in self._open if text == id_), None)
        if own is not None and subject == self._newest.main_subject:
            return own
        law: Expression = AsOf(which="law", type=DATE)
        return self._newest.subjects[subject].law_as_of or law

    def every(self, subject: str) -> tuple[Edition, ...]:
        """Every edition that some record of a subject can come under; the oldest first."""
        asked = self._questions.get(subject, {})
        return self.chosen(subject, {
            name: tuple(dict.fromkeys(row.then.value for row in one.rows if isinstance(row.then, Constant)))
            for name, one in asked.items()
        })  # fmt: skip

    def _versions(self, id_: str, subject: str, possible: Mapping[str, tuple[str, ...]]) -> list[tuple[Version | None, str]]:
        """The versions of one text that are still possible: each of its period, and what transitional rules make of it."""
        if id_ in self._fixed:
            return [(None, self._fixed[id_])]
        timeline = self.library.timeline(id_)
        said = {
            act.id: possible[_reach_of(id_, act.id, subject)]
            for act in timeline.acts
            if _reach_of(id_, act.id, subject) in self._questions[subject]
        }
        found: dict[tuple[Version | None, str], None] = {}
        for version in timeline.versions:
            if version.name not in possible[_version_of(id_, subject)]:
                continue
            for answers in product(*said.values()):
                reach = dict(zip(said, answers, strict=True))
                enacted = next(one for one in timeline.enactments if one.version == version.enactment)
                applied = [
                    step
                    for step in timeline.steps
                    if step.day >= enacted.in_force
                    and {PREVIOUS: False, AMENDED: True}.get(reach.get(step.act.id, BY_DAY), step.day <= version.first_day)
                ]
                found[version, timeline.text_of(version.enactment, applied).name] = None
        return list(found)

    def rulebook(self, edition: Edition) -> Rulebook:
        """The rulebook of an edition, with those that it uses, checked. Raises :class:`InputError` where it does not load."""
        others = {id_: version for id_, version in edition.versions.items() if id_ != self.id}
        return self.library.load(f"{self.id}@{edition.versions[self.id]}", uses=others)


def _version_of(id_: str, subject: str) -> str:
    return f"the version of {id_} for {subject}"


def _reach_of(id_: str, amendment: str, subject: str) -> str:
    return f"what the amendment {amendment} of {id_} says for {subject}"
