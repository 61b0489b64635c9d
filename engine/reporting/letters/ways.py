"""Several provisions that make one reason together: each by itself and briefly, the nearest first, and none told twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.documents.numbering import official_mark
from engine.language.facts import Bilingual
from engine.language.logic import FALSE, TRUE
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.reporting.letters.model import Way
from engine.reporting.letters.telling import MOST_SAID, ends
from engine.reporting.oneline import how_far

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from engine.evaluation.linked import Clause
    from engine.reporting.letters.needs import Needed
    from engine.reporting.letters.telling import Telling
    from engine.reporting.sentences import Line, Standing

_WANTED: Final[tuple[frozenset[Standing], ...]] = (
    frozenset({"not_met"}),
    frozenset({"open"}),
    frozenset({"met", "plain"}),
)

Place = tuple[int, int]
"""A ground by its number, and a way below it; 0 where the ground tells of that provision alone."""


class Ways:
    """Tells the ways of one decision's grounds. It remembers under which number each was told, and in which words."""

    def __init__(self, telling: Telling, needed: Needed) -> None:
        self.telling = telling
        self.needed = needed
        self.phrases = telling.phrases
        self.places: dict[str, Place] = {}
        self.words: dict[tuple[Bilingual | None, Bilingual | None], Place] = {}
        self.inner: dict[str, None] = {}

    def facts(self, clause: Clause, *, cited: bool = True) -> Bilingual | None:
        """The facts that a provision fails by, else those that are open, else those by which it holds; none without any.

        ``cited``: what fails by a provision further below is told with it.
        """
        lines = self.telling.explainer("told").clause(clause)
        standings = _WANTED[-1] if self.telling.value(clause) is TRUE else None

        def cite(key: str) -> Bilingual:
            self.inner[key] = None
            return self.telling.names.cite(key, clause.provision.rulebook)

        return self.of_lines(lines, standings, cite if cited else None)

    def of_lines(
        self,
        lines: Sequence[Line],
        standings: frozenset[Standing] | None = None,
        cited: Callable[[str], Bilingual] | None = None,
    ) -> Bilingual | None:
        """What some lines come to, in a clause of at most so many."""
        wanted = _WANTED if standings is None else (standings,)
        told = next((found for one in wanted if (found := ends(self.phrases, lines, one, cited))), [])
        return self.enough(told)

    def cited_within(self) -> tuple[str, ...]:
        """The provisions that were told within others since this was asked last."""
        found = tuple(self.inner)
        self.inner.clear()
        return found

    def enough(self, told: Sequence[Bilingual]) -> Bilingual | None:
        """So many of some clauses, and that there are more."""
        if not told:
            return None
        shown = self.phrases.joined(list(told[:MOST_SAID]), "clauses")
        if len(told) <= MOST_SAID:
            return shown
        return self.phrases.say("letter.facts_more", x=shown, n=len(told) - MOST_SAID)

    def told(self, key: str, ground: int) -> None:
        """A provision that a ground tells of by itself."""
        self.places.setdefault(key, (ground, 0))

    def failing(self, clauses: Iterable[Clause], ground: int) -> tuple[Way, ...]:
        """The ways that no ground told before, those first to which the least is wanting."""
        fresh = [clause for clause in clauses if clause.key not in self.places]
        asking = [one for one in fresh if isinstance(one.rule, (Requirement, Entitlement, Application))]
        found: list[Way] = []
        for clause in sorted(fresh, key=self._distance):
            found.append(self._failing(clause, (ground, len(found) + 1), asks=clause in asking or not asking))
        return tuple(found)

    def _distance(self, clause: Clause) -> tuple[int, int]:
        lines = self.telling.explainer().clause(clause)
        return how_far(lines), len(ends(self.phrases, lines, {"not_met", "open"}))

    def _failing(self, clause: Clause, place: Place, *, asks: bool) -> Way:
        facts = self.facts(clause) or self._status(clause)
        says, needed = self.phrases.sentence(facts), None
        if asks:
            needed = self.needed.in_one(self.needed.clause(clause))
        self.places[clause.key] = place
        words = (self.facts(clause, cited=False), needed)
        again = None if needed is None else self.told_before(words, place)
        return self._way(clause, says, needed) if again is None else self._way(clause, again, None)

    def told_before(self, words: tuple[Bilingual | None, Bilingual | None], place: Place) -> Bilingual | None:
        """That the same words, facts and what would have been needed, were told before; none the first time, or without facts."""
        before = self.words.setdefault(words, place)
        if before == place or words[0] is None:
            return None
        return self.phrases.sentence(self.phrases.say("letter.same_as", x=self.named([before])))

    def together(self, clauses: Iterable[Clause]) -> tuple[Way, ...]:
        """Provisions of which some hold and some do not: how each stands, and by which facts."""
        found = []
        for clause in clauses:
            facts, status = self.facts(clause), self._status(clause)
            says = status if facts is None else self.phrases.say("join.paren", x=status, note=facts)
            found.append(self._way(clause, self.phrases.sentence(says), None))
        return tuple(found)

    def _way(self, clause: Clause, says: Bilingual, needed: Bilingual | None) -> Way:
        label = self.telling.beside_cite(clause.key)
        return Way(cite=self.telling.cite(clause.key), label=label, says=says, needed=needed)

    def _status(self, clause: Clause) -> Bilingual:
        if not clause.judges:
            return self.phrases.say(f"standing.{'not_applicable' if self.telling.value(clause) is FALSE else 'applies'}")
        return self.phrases.say(f"standing.{self.telling.evaluation.status(clause)}")

    # -- by their numbers ------------------------------------------------------------------------------------------

    def besides(self, keys: Iterable[str], fresh: Sequence[Way]) -> Bilingual | None:
        """That the other ways of a ground were told before, and where."""
        places = sorted({self.places[key] for key in keys if key in self.places})
        if not places:
            return None
        said = self.phrases.say(f"letter.{'other_ways' if fresh else 'ways_again'}", x=self.named(places))
        return self.phrases.sentence(said)

    def named(self, places: Sequence[Place]) -> Bilingual:
        """Ways by the numbers that they have in the letter: those of one ground together."""
        by_ground: dict[int, list[int]] = {}
        for ground, way in places:
            by_ground.setdefault(ground, []).append(way)
        found = []
        for ground, ways in by_ground.items():
            number = self._number(ground, 0)
            below = [self._number(way, 1) for way in ways if way]
            key = "letter.way_of" if below else "letter.ground_number"
            found.append(self.phrases.say(key, ground=number, ways=self.phrases.joined(below)))
        return self.phrases.joined(found)

    def _number(self, number: int, below: int) -> Bilingual:
        """A number as the letter writes it, without the mark after it."""
        official = self.phrases.say("on_letter.numbers")
        zh = official_mark("zh-Hant-TW", below + (2 if official.zh else 1), number)
        en = official_mark("en", below + (2 if official.en else 1), number)
        return Bilingual(zh.rstrip("、"), en.rstrip("."))
