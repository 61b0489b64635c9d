"""The page about what an amendment does: pictures, tables, and the records that it touches."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.analysis.impact.findings import transitions
from engine.language.facts import Bilingual
from engine.reporting.impact.picture import LEFT, RIGHT, THICK, picture_of
from engine.reporting.impact.words import Words
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.analysis.impact.findings import Flip, Group, Impact, Step
    from engine.reporting.impact.picture import Picture
    from engine.reporting.rendering import Languages

MOST_LISTED: Final = 2000
"""Records that a page lists; a table of values has all of them."""
UNDETERMINED: Final = "undetermined"


@dataclass(frozen=True, slots=True)
class Way:
    """How many records go from one answer to one, in words."""

    before: Bilingual
    after: Bilingual
    number: int
    changes: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its title, which answers became which, and their picture where some became others."""

    name: str
    title: Bilingual
    ways: tuple[Way, ...]
    picture: Picture | None
    left: tuple[Bilingual, ...]
    right: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change with the number of flips that it causes; ``is_idle``: it can change no decision by itself."""

    name: Bilingual
    what: Bilingual
    flips: int
    is_idle: bool


def page_of_impact(impact: Impact, languages: Languages) -> str:
    """A self-contained HTML page."""
    from engine.reporting.rendering import Renderer  # noqa: PLC0415 - templates are slow to import, and terminals need none

    words = Words(impact)
    listed = impact.found.flips[:MOST_LISTED]
    return Renderer(shipped_phrases(), languages).page(
        "impact",
        impact.after.governs,
        impact=impact,
        words=words,
        asked=questions(impact, words),
        changes=change_rows(impact, words),
        groups=impact.groups,
        flips=listed,
        more=len(impact.found.flips) - len(listed),
        rejected=impact.found.rejected[:MOST_LISTED],
        numbers=counted(impact, words),
        shown=lambda flip, after: shown(words, flip, after=after),
        across=(LEFT, RIGHT, THICK),
    )


def counted(impact: Impact, words: Words) -> list[Bilingual]:
    """The sentences with the numbers."""
    found = impact.found
    said = [words.say("impact.read", read=f"{found.read:,}", decided=f"{found.decided:,}", rejected=f"{len(found.rejected):,}")]
    if found.left_out:
        said.append(words.say("impact.left_out", n=f"{found.left_out:,}"))
    said.append(words.say("impact.flipped", n=f"{impact.flipped():,}") if found.flips else words.say("impact.nothing"))
    if not impact.changes:
        said.append(words.say("impact.no_change"))
    for key, names in (("only_before", impact.only_before), ("only_after", impact.only_after)):
        said += [words.say(f"impact.{key}", x=name) for name in names]
    return said


def shown(words: Words, flip: Flip | Group, *, after: bool) -> Bilingual:
    """The answer on a record before or after."""
    return words.answer(flip.decision, flip.after if after else flip.before, after=after)


def questions(impact: Impact, words: Words) -> list[Asked]:
    """Each question with its answers before and after; those of which some became others first have pictures."""
    found = []
    for name in impact.decisions:
        decision = impact.after.decisions[f"{impact.after.id}:{name}"]
        steps = impact.found.steps.get(name, Counter())
        flows = transitions(steps, list(decision.outcomes), UNDETERMINED)
        changed = {(a, b) for a, b in flows if a != b}
        ways = tuple(_ways(words, name, steps, flows))
        drawn = picture_of(flows, [*decision.outcomes, UNDETERMINED]) if changed and len(flows) <= _DRAWN else None
        left = tuple(_short(words.outcome(name, bar.word, after=False)) for bar in drawn.left) if drawn else ()
        right = tuple(_short(words.outcome(name, bar.word, after=True)) for bar in drawn.right) if drawn else ()
        found.append(Asked(name, words.title(name), ways, drawn, left, right))
    return found


def _short(label: Bilingual) -> Bilingual:
    """As much of a label as has room beside a bar; the table below the picture has all of it."""

    def cut(text: str, most: int) -> str:
        return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"

    return Bilingual(cut(label.zh, 12), cut(label.en, 24))


def _ways(words: Words, name: str, steps: Mapping[Step, int], flows: Mapping[tuple[str, str], int]) -> Iterator[Way]:
    """The answers before and after with their numbers; of values that are many, how many stay and how many do not."""
    otherwise = sum(number for (a, b), number in steps.items() if a != b and len(a) > 1 and len(b) > 1)
    if len(flows) > _DRAWN:
        stays = sum(number for (a, b), number in flows.items() if a == b)
        value = words.say("impact.value")
        yield Way(value, words.say("impact.same"), stays, changes=False)
        yield Way(value, words.say("impact.value_other"), sum(flows.values()) - stays, changes=True)
        return
    for (a, b), number in flows.items():
        before, after = words.outcome(name, a, after=False), words.outcome(name, b, after=True)
        is_open = a == b == UNDETERMINED
        if number - otherwise * is_open:
            yield Way(before, after, number - otherwise * is_open, a != b)
        if otherwise and is_open:
            yield Way(before, words.say("impact.possible_other"), otherwise, changes=True)


_DRAWN: Final = 40
"""More bands than these would be no picture."""


def change_rows(impact: Impact, words: Words) -> list[ChangeRow]:
    """The changes in the order of the text."""
    flips = dict(impact.by_cause())
    return [
        ChangeRow(words.name(change), words.what(change), flips.get(number, 0), number in impact.idle)
        for number, change in enumerate(impact.changes)
    ]
