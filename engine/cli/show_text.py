"""The text of a version for a terminal: a tree of its units, with signs of what amendments did that need no colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.cli.console import BOLD, CYAN, DIM, GREEN, RED, YELLOW
from engine.cli.layout import Branch, Words, tree, width_of_output
from engine.cli.options import Language
from engine.cli.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.facts import Bilingual
    from engine.reporting.consolidated.model import Act, Past, Period, Saying, Shown, ShownThing, ShownUnit, Sign

_SIGNS: Final[dict[Sign, tuple[str, str]]] = {
    "": ("", ""), "changed": ("~", YELLOW), "added": ("+", GREEN), "renumbered": ("→", CYAN), "removed": ("-", RED),
}  # fmt: skip


def as_text(shown: Shown, lang: Language) -> str:
    """The head, then every unit with its wording, its rule and its origin; of an excerpt only what was asked for."""
    printer = _Printer(Wording(lang))
    width = width_of_output()
    parts = [printer.past(one) for one in shown.leading]
    parts += [branch for unit in shown.units for branch in printer.unit(unit)]
    if shown.is_excerpt:
        parts += [printer.thing(one) for one in shown.things]
        return "\n".join(tree(part, width) for part in parts)
    root = printer.head(shown)
    root.below += parts
    return tree(root, width)


def list_of_versions(id_: str, periods: Iterable[Period], lang: Language) -> str:
    """The versions with their periods, the oldest first."""
    say = Wording(lang)
    root = Branch((Words(id_, (BOLD,)),))
    for one in periods:
        words = (Words(one.version, (BOLD,)), Words(f"  {say.of(one.days)}"), Words(f"  {say.of(one.made_by)}", (DIM,)))
        root.below.append(Branch(words))
    return tree(root, width_of_output())


class _Printer:
    def __init__(self, wording: Wording) -> None:
        self.say = wording
        self.languages = ("zh", "en") if wording.language is Language.BOTH else (wording.language.value,)

    # -- the head --------------------------------------------------------------------------------------------------

    def head(self, shown: Shown) -> Branch:
        say = self.say
        root = Branch((Words(f"{shown.id}@{shown.version} ", (BOLD,)), Words(say.of(shown.title))))
        root.add(f"{say.of(shown.authority)}; {say.of(shown.days)}", DIM)
        if shown.promulgated is not None:
            root.add(say.labelled(say.phrase("shown.promulgated"), say.of(shown.promulgated)), DIM)
        root.add(shown.digest, DIM)
        if shown.as_of is not None:
            root.add(say.labelled(say.phrase("shown.as_of"), say.of(shown.as_of)))
        if shown.applied:
            root.add(say.labelled(say.phrase("shown.rests_on"), say.of(shown.enacted)))
            self._acts(root, "shown.applied", shown.applied)
        if shown.later:
            self._acts(root, "shown.later", shown.later)
        if shown.head:
            about = root.add(say.phrase("shown.head"), BOLD)
            for one in shown.head:
                about.add(say.of(one), YELLOW)
        if shown.things:
            about = root.add(say.phrase("shown.things"), BOLD)
            about.below += [self.thing(one) for one in shown.things]
        return root

    def _acts(self, root: Branch, key: str, acts: Iterable[Act]) -> None:
        heading = root.add(self.say.phrase(key), BOLD)
        for act in acts:
            told = heading.add(self.say.of(act.title))
            told.add(self.say.labelled(self.say.phrase("shown.promulgated"), self.say.of(act.promulgated)))
            told.add(self.say.labelled(self.say.phrase("shown.days"), "; ".join(self.say.of(day) for day in act.days)))
            for reach in act.reaches:
                row = told.add(f"{self.say.phrase('shown.reaches')}", CYAN)
                self._wording(row, reach.text)
                row.add(self.say.of(reach.rule))

    # -- units and declarations ------------------------------------------------------------------------------------

    def unit(self, unit: ShownUnit) -> Iterable[Branch]:
        """A unit with its parts, and after it what was repealed behind it."""
        words = [*self._sign(unit.sign), Words(self.say.of(unit.cite), (BOLD,))]
        if unit.kind != "container":
            words.append(Words(f"  {self.say.phrase(f'kind.{unit.kind}')}", (CYAN,)))
        if unit.name is not None:
            words.append(Words(f"  {self.say.of(unit.name)}"))
        branch = Branch((*words, Words(f"  [{unit.path}]", (DIM,))))
        for one in unit.history:
            branch.add(self.say.of(one), _SIGNS[unit.sign][1])
        self._wording(branch, unit.text)
        self._sayings(branch, unit.sayings)
        for cite in unit.lifted_by:
            branch.add(self.say.labelled(self.say.phrase("shown.lifted_by"), self.say.of(cite)), YELLOW)
        for parting in unit.partings:
            branch.add(f"{parting.id} ({parting.severity}): zh {parting.zh} | en {parting.en}", YELLOW)
        if unit.was is not None:
            was = branch.add(self.say.phrase("shown.was"), RED)
            for text in unit.was.texts:
                self._wording(was, text)
        branch.below += [self.past(one) for one in unit.leading]
        branch.below += [part for below in unit.below for part in self.unit(below)]
        yield branch
        yield from (self.past(one) for one in unit.following)

    def past(self, one: Past) -> Branch:
        """What was repealed, at its place."""
        name = [Words(f"  {self.say.of(one.name)}")] if one.name is not None else []
        words = (*self._sign("removed"), Words(self.say.of(one.cite), (BOLD,)), *name, Words(f"  [{one.path}]", (DIM,)))
        branch = Branch(words)
        for sentence in one.history:
            branch.add(self.say.of(sentence), RED)
        was = branch.add(self.say.phrase("shown.was"), DIM)
        for text in one.texts:
            self._wording(was, text)
        return branch

    def thing(self, one: ShownThing) -> Branch:
        """Something declared by name."""
        branch = Branch((*self._sign(one.sign), Words(self.say.of(one.label), (BOLD,)), Words(f"  [{one.name}]", (DIM,))))
        for sentence in one.history:
            branch.add(self.say.of(sentence), _SIGNS[one.sign][1])
        self._sayings(branch, one.sayings)
        return branch

    def _sign(self, sign: Sign) -> list[Words]:
        mark, colour = _SIGNS[sign]
        return [Words(f"{mark} {self.say.phrase(f'shown.sign.{sign}')}  ", (colour,))] if sign else []

    def _sayings(self, branch: Branch, sayings: Iterable[Saying]) -> None:
        for one in sayings:
            branch.add(self.say.labelled(self.say.of(one.label), self.say.of(one.text)), DIM)

    def _wording(self, branch: Branch, text: Bilingual | None) -> None:
        """A wording, a line for each language."""
        if text is not None:
            for line in dict.fromkeys(text.in_language(language).strip() for language in self.languages):
                branch.add(line)
