"""The page side by side, to be read with the two texts in hand, and to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.analysis.comparison.wording import Segment
from engine.reporting.phrases import shipped_phrases
from engine.reporting.rendering import Renderer, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.facts import Bilingual
    from engine.reporting.difference.model import Difference, Entry, Line, Resting
    from engine.reporting.rendering import Languages


@dataclass(frozen=True, slots=True)
class Cell:
    """A text before or after in one language; of what was not there, no segments."""

    language: str
    segments: tuple[Segment, ...]

    @property
    def whole(self) -> bool:
        """Whether all of it came or went: then it is easier to read without a line through it."""
        return len(self.segments) == 1 and self.segments[0].fate != "same"


def page_of_difference(found: Difference, languages: Languages) -> str:
    """A self-contained HTML page."""
    phrases = shipped_phrases()
    shown = in_order(languages, found.governs)

    def wanted(line: Line) -> Sequence[str]:
        return [name for name in shown if name in line.languages] or line.languages

    def cells(line: Line, side: str) -> list[Cell]:
        """One side of a line: ``before`` or ``after``."""
        here = line.before if side == "before" else line.after
        if here is None:
            return []
        if line.sign == "moved":
            return _once([Cell(name, _plain(here, name)) for name in wanted(line)])
        elsewhere, marked = "added" if side == "before" else "removed", line.marked
        return _once([
            Cell(name, tuple(one for one in marked.in_language(name) if one.fate != elsewhere)) for name in wanted(line)
        ])  # fmt: skip

    def remark(line: Line) -> str:
        """The phrase that says that the language which was asked for stayed as it was."""
        return "" if any(name in line.languages for name in shown) else f"diff.only_in_{line.languages[0]}"

    return Renderer(phrases, languages).page(
        "diff", found.governs, found=found, cells=cells, remark=remark, word=_word, path=_path, by_kind=_by_kind, key=_key
    )


def _once(cells: list[Cell]) -> list[Cell]:
    """What is the same in both languages once."""
    return list({"".join(one.text for one in cell.segments): cell for cell in reversed(cells)}.values())[::-1]


def _plain(text: Bilingual, language: str) -> tuple[Segment, ...]:
    return (Segment("same", text.in_language(language)),)


def _word(entry: Entry) -> str:
    """The word for what happened to a thing: units are inserted and repealed."""
    return {"added": "inserted", "removed": "repealed"}.get(entry.sign, entry.sign) if entry.kind == "unit" else entry.sign


def _key(group: str, name: str) -> str:
    """The phrase of a group that is picked by a name."""
    return f"diff.{group}.{name}"


def _path(entry: Entry) -> str:
    return (entry.key_after or entry.key_before).partition(":")[2]


def _by_kind(rests: Sequence[Resting]) -> list[tuple[str, list[Resting]]]:
    """What only refers to a change, by its kind; what shows it in a sentence is told apart."""
    kinds = ("term", "unit", "decision")
    found = [(kind, [rest for rest in rests if rest.kind == kind and not rest.lines]) for kind in kinds]
    return [(kind, named) for kind, named in found if named]
