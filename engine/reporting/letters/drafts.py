"""A letter's file as it is written: its declaration, and every name in it with its place.

Whether the names exist is asked of each version of the rulebook (:mod:`engine.reporting.letters.checks`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, cast

from engine.language import keys, letter_keys
from engine.language.diagnostics import Place, did_you_mean
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.source import read_file
from engine.loading.tree import Entry, Mapping, Scalar, Sequence
from engine.reporting.letters.declaration import PARAMETER, PLACES, Deadline, Declaration, Part
from engine.reporting.letters.places import is_place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.language.diagnostics import Diagnostics
    from engine.language.facts import Bilingual
    from engine.loading.tree import Tree
    from engine.reporting.letters.declaration import Form, PartKind

Sort = Literal["subject", "decision", "value", "outcome", "provision", "duty", "fact", "parameter"]
"""What a name is to be. ``value`` is a decision that has one."""

IN_ONE_LANGUAGE: Final = ("person", "sender", "text")
"""Places that a wording can have in one language alone: one language names whom the other calls you and us."""
_BRACES: Final = re.compile(r"\{([^{}]*)\}|[{}]")
_A_NAME: Final = 'a letter is called like its file: write "{}", or rename the file'


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it is written. ``within`` is the decision of an outcome; ``is_day``: what it names has to be a day or moment."""

    sort: Sort
    name: str
    place: Place
    within: str = ""
    is_day: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter with the names in it; those of the declaration are as they are written. ``says_deadline``: where it is said."""

    letter: Declaration
    named: tuple[Named, ...]
    says_deadline: Place | None = None


def read_drafts(folder: Path, shown: str, diagnostics: Diagnostics) -> list[Draft]:
    """The letters of a folder, in the order of their names; what is wrong is recorded, and such a letter left out."""
    found = []
    for path in sorted(folder.glob("*.yml")):
        diagnostics.error("unread-file", "this file is not read", Place(f"{shown}/{path.name}"), f"call it {path.stem}.yaml")
    for path in sorted(folder.glob("*.yaml")):
        tree = read_file(path, f"{shown}/{path.name}", diagnostics)
        before = len(diagnostics.errors)
        draft = None if tree is None else _LetterReader(diagnostics).read(tree, path.stem)
        if draft is not None and len(diagnostics.errors) == before:
            found.append(draft)
    return found


class _LetterReader(Reader):
    """One file."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics)
        self.named: list[Named] = []
        self.says_deadline: Place | None = None

    def read(self, tree: Tree, stem: str) -> Draft | None:
        try:
            letter = self.check_keys(self.mapping(tree, "a letter", tree.place), keys.names(letter_keys.LETTER), "a letter")
            return Draft(self._letter(letter, stem), tuple(self.named), self.says_deadline)
        except BrokenError:
            return None

    def _letter(self, tree: Mapping, stem: str) -> Declaration:
        name = self.text(tree.get("letter"), "`letter`, its name,", tree.place)
        if name != stem:
            self.diagnostics.error("wrong-identity", f'`letter` is "{name}", but the file is "{stem}.yaml"',
                                   tree.entries["letter"].value.place, _A_NAME.format(stem))  # fmt: skip
        when, about = self._when(tree, "when"), self._one(tree, "about", "decision")
        return Declaration(
            name=name,
            form=cast("Form", self._word(tree, "form", letter_keys.FORMS)),
            of=self._one(tree, "of", "subject"),
            place=tree.place,
            title=self._wording(tree, "title"),
            subject=self._wording(tree, "subject"),
            parts=tuple(self._parts(tree)),
            about=about or (next(iter(when)) if when and len(when) == 1 else ""),
            when=when,
            duties=self._names(tree, "duties", "duty"),
            to=self._wordings(tree, "to"),
            sender=self._wording(tree, "from") if "from" in tree else None,
            copies=self._wordings(tree, "copies"),
            enclosures=self._wordings(tree, "enclosures"),
            deadline=self._deadline(tree),
            asked_only=(written := tree.get("asked_only")) is not None and self.boolean(written, "`asked_only`", tree.place),
        )

    # -- names ---------------------------------------------------------------------------------------------------------

    def _one(self, tree: Mapping, key: str, sort: Sort) -> str:
        written = tree.get(key)
        if written is None:
            return ""
        name = self.text(written, f"`{key}`", tree.place)
        self.named.append(Named(sort, name, written.place))
        return name

    def _names(self, tree: Mapping, key: str, sort: Sort) -> tuple[str, ...]:
        written = tree.get(key)
        placed = () if written is None else self.placed_texts(written, f"`{key}`")
        self.named += [Named(sort, name, place) for name, place in placed]
        return tuple(name for name, _ in placed)

    def _word(self, tree: Mapping, key: str, known: Iterable[str]) -> str:
        written = tree.get(key)
        return self.option(written, key, known) if written is not None else self.text(None, f"`{key}`", tree.place)

    def _when(self, tree: Mapping, key: str) -> dict[str, tuple[str, ...]] | None:
        """Outcomes by decision."""
        if (written := tree.get(key)) is None:
            return None
        when = {}
        for entry in self.mapping(written, f"`{key}`", written.place):
            outcomes = self.placed_texts(entry.value, f"an outcome of {entry.key}")
            self.named.append(Named("decision", entry.key, entry.key_place))
            self.named += [Named("outcome", outcome, place, within=entry.key) for outcome, place in outcomes]
            when[entry.key] = tuple(outcome for outcome, _ in outcomes)
        if not all(when.values()) or not when:
            self.fail("empty", f"`{key}` names no outcome", written.place, "write it as {DECISION: OUTCOME}")
        return when

    def _deadline(self, tree: Mapping) -> Deadline | None:
        if (written := tree.get("deadline")) is None:
            return None
        known = keys.names(letter_keys.DEADLINE)
        mapping = self.check_keys(self.mapping(written, "`deadline`", written.place), known, "a deadline")
        if len(mapping.entries) != 1:
            self.fail("wrong-shape", "a deadline comes from one of decision, parameter and fact", written.place,
                      "write it as {parameter: NAME}")  # fmt: skip
        entry = next(iter(mapping))
        name = self.text(entry.value, f"the {entry.key} of the deadline", entry.value.place)
        sort: Sort = "value" if entry.key == "decision" else cast("Sort", entry.key)
        self.named.append(Named(sort, name, entry.value.place, is_day=True))
        return Deadline(**{entry.key: name})

    # -- parts ---------------------------------------------------------------------------------------------------------

    def _parts(self, tree: Mapping) -> Iterable[Part]:
        parts = self.sequence(tree.get("parts"), "`parts`", tree.place)
        if not parts.items:
            self.diagnostics.error("empty", "the letter has no part", parts.place)
        for item in parts:
            try:
                yield self._part(item)
            except BrokenError:
                continue

    def _part(self, item: Tree) -> Part:
        bare = Mapping({"part": Entry("part", item.place, item)}, item.place)
        tree = bare if isinstance(item, Scalar) else self.mapping(item, "a part", item.place)
        kind = self._word(tree, "part", letter_keys.PARTS)
        told = letter_keys.PARTS[kind][1]
        known = (*keys.names(letter_keys.PART), *([told] if told else []))
        tree = self.check_keys(tree, known, f"a part `{kind}`")
        part = Part(
            kind=cast("PartKind", kind),
            place=tree.place,
            title=self._wording(tree, "title") if "title" in tree else None,
            text=self._wording(tree, "text") if "text" in tree or kind == "said" else None,
            decisions=self._names(tree, "decisions", "decision"),
            provisions=self._names(tree, "provisions", "provision"),
            facts=self._names(tree, "facts", "fact"),
            when=self._when(tree, "when"),
            cite=self._names(tree, "cite", "provision"),
        )
        if (told == "facts" and not part.facts) or (kind == "checklist" and not part.provisions):
            self.fail("missing-key", f"a part `{kind}` has to say of which {told} it tells", tree.place, f"add `{told}: [NAME]`")
        return part

    # -- wordings ------------------------------------------------------------------------------------------------------

    def _wordings(self, tree: Mapping, key: str) -> tuple[Bilingual, ...]:
        """One wording or a list of them."""
        if (written := tree.get(key)) is None:
            return ()
        items = written.items if isinstance(written, Sequence) else (written,)
        return tuple(self._checked(item, f"`{key}`") for item in items)

    def _wording(self, tree: Mapping, key: str) -> Bilingual:
        written = tree.get(key)
        if written is None:
            return self.bilingual(None, f"`{key}`", tree.place)
        return self._checked(written, f"`{key}`")

    def _checked(self, tree: Tree, what: str) -> Bilingual:
        """A wording whose places are those that a letter can fill in."""
        wording = self.bilingual(tree, what, tree.place)
        assert isinstance(tree, Mapping)  # noqa: S101 - else there was no wording
        places = {language: self._places(language, tree) for language in ("zh", "en")}
        for one, other in (("zh", "en"), ("en", "zh")):
            for place in sorted(places[one] - places[other] - {*IN_ONE_LANGUAGE}):
                if is_place(place):
                    self.diagnostics.error("unbalanced-translation", f"{{{place}}} stands in the wording in {one} only",
                                           tree.entries[other].value.place, f"say it in {other} too")  # fmt: skip
        if "deadline" in places["zh"] | places["en"]:
            self.says_deadline = self.says_deadline or tree.place
        return wording

    def _places(self, language: str, tree: Mapping) -> set[str]:
        written = tree.entries[language].value
        text = written.text if isinstance(written, Scalar) else ""
        names = set()
        for brace in _BRACES.finditer(text):
            if brace[1] is None:
                way_out = "braces hold what is filled in, {person}, and nothing else"
                self.diagnostics.error("unbalanced-braces", "a brace without its other half", written.place, way_out)
            elif not is_place(brace[1]):
                message = f"a letter cannot fill in {brace[0]}"
                self.diagnostics.error("unknown-placeholder", message, written.place, did_you_mean(brace[1], PLACES))
            else:
                names.add(brace[1])
                if brace[1].startswith(PARAMETER):
                    self.named.append(Named("parameter", brace[1].removeprefix(PARAMETER), written.place))
        return names
