"""What another version changes, as tables in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.cli.console import BOLD, DIM, YELLOW, styled
from engine.cli.layout import Words, card, line, table, width_of_output
from engine.cli.wording import Wording
from engine.reporting.impact.page import change_rows, counted, questions, shown
from engine.reporting.impact.words import Words as InWords

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from engine.analysis.impact.findings import Impact
    from engine.cli.options import Language

MOST_LISTED: Final = 50
"""Records that a terminal lists."""


def text_of(impact: Impact, language: Language, *, has_values: bool) -> str:
    """The tables, one after the other. ``has_values``: all records stand in a file as well."""
    wording, words = Wording(language), InWords(impact)
    parts = [*_head(impact, wording, words), *_tables(impact, wording, words)]
    left = len(impact.found.flips) - MOST_LISTED
    if left > 0:
        more = wording.phrase("impact.more", n=left) if has_values else f"+ {left}: --csv FILE"
        parts.append(more)
    parts += [_line(f"{one['file']}: {one['reason']}", YELLOW) for one in impact.found.rejected[:MOST_LISTED]]
    return "\n\n".join(part for part in parts if part)


def _head(impact: Impact, wording: Wording, words: InWords) -> Iterator[str]:
    before, after = impact.before, impact.after
    yield _line(f"{before.id}@{before.version} → {after.id}@{after.version}", BOLD)
    said = [wording.phrase("impact.intro"), *(wording.of(sentence) for sentence in counted(impact, words))]
    yield "\n".join(said)


def _tables(impact: Impact, wording: Wording, words: InWords) -> Iterator[str]:
    phrase, of = wording.phrase, wording.of
    heads: tuple[str, ...] = ("impact.decision", "impact.before", "impact.after", "impact.number")
    asked = [
        (of(one.title) if place == 0 else "", of(way.before), f"→ {of(way.after)}" if way.changes else phrase("impact.same"),
         f"{way.number:,}", (BOLD,) if way.changes else (DIM,))
        for one in questions(impact, words)
        for place, way in enumerate(one.ways)
    ]  # fmt: skip
    yield _titled(phrase("impact.outcomes"), [phrase(key) for key in heads], asked)
    heads = ("impact.decision", "impact.before", "impact.after", "impact.number", "impact.cause")
    causes = [
        (of(words.title(group.decision)), of(shown(words, group, after=False)), of(shown(words, group, after=True)),
         f"{len(group.flips):,}", of(words.causes(group.causes)), ())
        for group in impact.groups
    ]  # fmt: skip
    yield _titled(phrase("impact.causes"), [phrase(key) for key in heads], causes)
    changes = [
        (of(row.name), str(row.flips) if not row.is_idle else "–", of(row.what), (DIM,) if row.is_idle else ())
        for row in change_rows(impact, words)
    ]  # fmt: skip
    yield _titled(phrase("impact.changes"), [phrase(key) for key in ("impact.change", "impact.flips", "impact.what")], changes)
    statuses = [
        (key, f"{number:,}", f"{phrase(f'standing.{a[0]}')} → {phrase(f'standing.{b[0]}')}", ())
        for key, counts in impact.found.statuses.items()
        for (a, b), number in sorted(counts.items())
        if a != b
    ]
    titles = [phrase(key) for key in ("impact.provision", "impact.number", "impact.after")]
    yield _titled(phrase("impact.provisions"), titles, statuses)
    heads = ("impact.record", "impact.decision", "impact.before", "impact.after", "impact.cause")
    flips = [
        (flip.record, of(words.title(flip.decision)), of(shown(words, flip, after=False)), of(shown(words, flip, after=True)),
         of(words.causes(flip.causes)), ())
        for flip in impact.found.flips[:MOST_LISTED]
    ]  # fmt: skip
    yield _titled(phrase("impact.records"), [phrase(key) for key in heads], flips)


def _titled(title: str, heads: Sequence[str], rows: Sequence[tuple[object, ...]]) -> str:
    """A table under its title; nothing where it has no rows. The last of a row's values are its colours."""
    if not rows:
        return ""
    cells = [[Words(str(text), row[-1]) for text in row[:-1]] for row in rows]  # type: ignore[arg-type]  # codes of a style
    width = width_of_output()
    shown_ = table([heads], cells, width)
    if shown_ is None and width is not None:
        shown_ = "\n".join(card([(*line(f"{head}: ", DIM), cell) for head, cell in zip(heads, row, strict=True)], width)
                           for row in cells)  # fmt: skip
    return f"{styled(title, BOLD)}\n{shown_}"


def _line(text: str, *codes: str) -> str:
    return "".join(styled(one.text, *one.codes) for one in line(text, *codes))
