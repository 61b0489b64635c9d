"""The differences of two versions for a terminal: a tree by legal unit, with signs that need no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.cli.console import BOLD, CYAN, DIM, GREEN, RED, YELLOW
from engine.cli.layout import Branch, Words, tree, width_of_output
from engine.cli.options import Language
from engine.cli.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.analysis.comparison.wording import Segment
    from engine.language.facts import Bilingual
    from engine.reporting.difference.model import Difference, Entry, Group, Head, Line, Resting, Sign

SIGNS: Final[dict[Sign, str]] = {"changed": "~", "added": "+", "removed": "-", "moved": "↕", "renumbered": "→", "same": " "}
_COLOURS: Final[dict[Sign, tuple[str, ...]]] = {
    "changed": (YELLOW,), "added": (GREEN,), "removed": (RED,), "moved": (CYAN,), "renumbered": (CYAN,), "same": (DIM,),
}  # fmt: skip


def as_text(found: Difference, lang: Language) -> str:
    """The whole comparison: the versions, a line that sums up, and a tree for each place of the text."""
    printer = _Printer(Wording(lang))
    width = width_of_output()
    parts = [tree(printer.head(found), width)]
    parts += [tree(printer.group(group), width) for group in found.groups]
    return "\n\n".join(parts)


class _Printer:
    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.languages = ("zh", "en") if wording.language is Language.BOTH else (wording.language.value,)
        self.colon = wording.labelled("", "")

    def head(self, found: Difference) -> Branch:
        say = self.wording
        root = Branch((Words(found.after.id, (BOLD,)), Words(f"  {say.of(found.after.title)}")))
        for word, version in (("before", found.before), ("after", found.after)):
            root.below.append(self._version(say.phrase(f"diff.{word}"), version))
        root.add(say.of(found.summary), BOLD)
        return root

    def _version(self, word: str, version: Head) -> Branch:
        told = f"{self.wording.of(version.days)}  {version.digest}"
        return Branch((Words(f"{word} "), Words(version.version, (BOLD,)), Words(f"  {told}", (DIM,))))

    def group(self, group: Group) -> Branch:
        root = Branch((Words(self.wording.of(group.title), (BOLD,)),))
        root.below += [self._entry(entry) for entry in group.entries]
        return root

    # -- entries ---------------------------------------------------------------------------------------------------

    def _entry(self, entry: Entry) -> Branch:
        say = self.wording
        sign = say.phrase(f"diff.sign.{_word(entry)}")
        words = [Words(f"{SIGNS[entry.sign]} ", _COLOURS[entry.sign]), Words(sign, _COLOURS[entry.sign])]
        if entry.kind != "unit":
            words.append(Words(f"  {say.phrase(f'diff.one.{entry.kind}')}", (CYAN,)))
        words.append(Words(f"  {say.of(entry.name)}"))
        if entry.was is not None:
            words.append(Words(f"  ({say.phrase('diff.was', place=entry.was)})", (CYAN,)))
        branch = Branch((*words, Words(f"  [{_path(entry)}]", (DIM,))))
        if entry.guessed:
            branch.add(say.phrase("diff.guessed"), DIM)
        branch.below += [below for line in entry.lines for below in self._line(line)]
        branch.below += [self._entry(part) for part in entry.below]
        self._rests(branch, entry.rests)
        return branch

    def _line(self, line: Line) -> Iterator[Branch]:
        """A difference: its label, what is around it, and both wordings in one, a line for each language that differs."""
        label = (Words(self.wording.of(line.label), (CYAN,)),)
        note = (Words(f"  ({self.wording.of(line.note)})", _COLOURS[line.sign]),) if line.note is not None else ()
        within = tuple(Words(f"  {self.wording.of(one)}", (DIM,)) for one in line.within)
        if line.before is None and line.after is None:
            yield Branch((*label, *note))
            return
        texts = list(self._texts(line))
        if len(texts) == 1 and not within:
            yield Branch((*label, *note, Words(self.colon), *texts[0]))
            return
        branch = Branch((*label, *note, *within))
        branch.below += [Branch(text) for text in texts]
        yield branch

    def _texts(self, line: Line) -> Iterator[tuple[Words, ...]]:
        marked = None if line.sign == "moved" else line.marked
        shown = [name for name in self.languages if name in line.languages]
        if not shown:
            yield (Words(self.wording.phrase(f"diff.only_in_{line.languages[0]}"), (DIM,)),)
            shown = list(line.languages)
        told: dict[str, None] = {}
        for name in shown:
            if marked is None:
                text = line.after or line.before
                assert text is not None  # noqa: S101 - a line of neither has no texts
                words: tuple[Words, ...] = (Words(text.in_language(name).strip()),)
            else:
                segments = marked.in_language(name)
                words = (
                    _one_sided(segments[0]) if len(segments) == 1 and line.sign != "changed" else tuple(map(_segment, segments))
                )
            key = "".join(one.text for one in words)
            if key not in told:
                told[key] = None
                yield words

    def _rests(self, branch: Branch, rests: Iterable[Resting]) -> None:
        rests = list(rests)
        if not rests:
            return
        heading = branch.add(self.wording.phrase("diff.resting"), CYAN)
        for kind in ("term", "unit", "decision"):
            named = [rest for rest in rests if rest.kind == kind]
            for rest in [rest for rest in named if rest.lines]:
                told = Branch((Words(self.wording.of(rest.name)),))
                told.below += [Branch(text) for line in rest.lines for text in self._texts(line)]
                heading.below.append(told)
            others = [rest.name for rest in named if not rest.lines]
            if others:
                self._listed(heading, f"diff.rests.{kind}", others)

    def _listed(self, heading: Branch, label: str, names: list[Bilingual]) -> None:
        """Several names after a label, a line for each language."""
        told = self.wording.phrases.say(
            "join.label", label=self.wording.phrases.say(label), x=self.wording.phrases.joined(names, "clauses")
        )
        for text in dict.fromkeys(told.in_language(name) for name in self.languages):
            heading.add(text)


def _segment(segment: Segment) -> Words:
    match segment.fate:
        case "removed":
            return Words(f"[-{segment.text}-]", (RED,))
        case "added":
            return Words(f"{{+{segment.text}+}}", (GREEN,))
        case _:
            return Words(segment.text)


def _one_sided(segment: Segment) -> tuple[Words, ...]:
    """What came or went as a whole: one sign before it says so."""
    sign, colour = ("+ ", GREEN) if segment.fate == "added" else ("- ", RED)
    return (Words(f"{sign}{segment.text}", (colour,)),)


def _word(entry: Entry) -> str:
    return {"added": "inserted", "removed": "repealed"}.get(entry.sign, entry.sign) if entry.kind == "unit" else entry.sign


def _path(entry: Entry) -> str:
    return (entry.key_after or entry.key_before).partition(":")[2]
