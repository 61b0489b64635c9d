"""The vocabularies of a library: ``vocabulary/<subject>.yaml`` and ``vocabulary/enumerations.yaml``."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.language import keys
from engine.language.diagnostics import Place, did_you_mean
from engine.language.facts import Bilingual, Enumeration, FactType, Rounds, Vocabulary
from engine.loading.additions import SHARED, additions, with_addition
from engine.loading.bilingual import read_bilingual
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.facts import FactReader
from engine.loading.source import read_file
from engine.loading.tree import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.language.diagnostics import Diagnostics
    from engine.language.facts import Fact
    from engine.loading.tree import Entry, Mapping, Tree

ENUMERATIONS_FILE: Final = "enumerations.yaml"
RESERVED: Final = ("subject", "story")
"""Keys of a record that are no facts: whose record it is, and a description of an example."""
_BASE_TYPES: Final = frozenset(type_.value for type_ in FactType)
_PATH: Final = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_DAY_OF_THE_YEAR: Final = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_NO_LEAP_YEAR: Final = 2001
_OFFSET: Final = re.compile(r"([+-])([01][0-9]|2[0-3]):([0-5][0-9])")


def load_vocabularies(folder: Path, shown: str, diagnostics: Diagnostics, added: Iterable[Mapping] = ()) -> dict[str, Vocabulary]:
    """Every vocabulary of a folder by subject; ``shown`` is the folder's name in places.

    ``added`` is what amendments bring along; see :mod:`engine.loading.additions`.

    A vocabulary with errors is returned with what could be read of it; whether it may be used, ``diagnostics`` tells. None
    comes back of a file that cannot be read, and none at all without the shared code lists.
    """
    if not folder.is_dir():
        diagnostics.error("unreadable-file", "there is no such folder of vocabularies", Place(shown))
        return {}
    shared: dict[str, Enumeration] = {}
    enumerations_file = folder / ENUMERATIONS_FILE
    has_codes = True
    files = [path for path in sorted(folder.glob("*.yaml")) if path.name != ENUMERATIONS_FILE]
    brought = additions(added, [path.stem for path in files], diagnostics)
    if enumerations_file.exists():
        tree = read_file(enumerations_file, f"{shown}/{ENUMERATIONS_FILE}", diagnostics)
        has_codes = tree is not None
        if tree is not None:
            for addition in brought.get(SHARED, ()):
                tree = with_addition(tree, addition, diagnostics)
            shared = _read_shared(tree, diagnostics)
    vocabularies = {}
    for path in files:
        tree = read_file(path, f"{shown}/{path.name}", diagnostics)
        if tree is not None and has_codes:
            for addition in brought.get(path.stem, ()):
                tree = with_addition(tree, addition, diagnostics)
            vocabularies[path.stem] = read_vocabulary(tree, path.stem, shared, diagnostics)
    return vocabularies


def read_vocabulary(tree: Tree, subject: str, shared: dict[str, Enumeration], diagnostics: Diagnostics) -> Vocabulary:
    """One vocabulary from its tree. ``subject`` is its file's name, ``shared`` the enumerations that all may use."""
    return _VocabularyReader(subject, diagnostics).read(tree, shared)


def _read_shared(tree: Tree, diagnostics: Diagnostics) -> dict[str, Enumeration]:
    reader = Reader(diagnostics)
    try:
        mapping = reader.mapping(tree, "a file of enumerations", tree.place)
    except BrokenError:
        return {}
    mapping = reader.check_keys(mapping, keys.names(keys.ENUMERATIONS), "a file of enumerations")
    return _read_enumerations(mapping.get("enumerations"), tree.place, reader)


def _read_enumerations(tree: Tree | None, place: Place, reader: Reader) -> dict[str, Enumeration]:
    enumerations = {}
    try:
        mapping = reader.mapping(tree, "enumerations", place)
    except BrokenError:
        return {}
    for entry in mapping:
        if entry.key in _BASE_TYPES:
            message = f'an enumeration cannot be called "{entry.key}": that is a type'
            reader.diagnostics.error("reserved-name", message, entry.key_place)
            continue
        enumerations[entry.key] = _read_enumeration(entry, reader)
    return enumerations


def _read_enumeration(entry: Entry, reader: Reader) -> Enumeration:
    ordered = False
    values: dict[str, Bilingual] = {}
    what = f'the enumeration "{entry.key}"'
    try:
        mapping = reader.mapping(entry.value, what, entry.key_place)
        mapping = reader.check_keys(mapping, keys.names(keys.ENUMERATION), what)
        if (tree := mapping.get("ordered")) is not None:
            ordered = reader.boolean(tree, f"ordered of {what}", mapping.place)
        codes = reader.mapping(mapping.get("values"), f"values of {what}", mapping.place)
    except BrokenError:
        return Enumeration(entry.key, values, ordered, entry.key_place)
    if not codes.entries:
        reader.diagnostics.error("missing-key", f"{what} has no values", codes.place)
    for code in codes:
        label = read_bilingual(code.value, reader.diagnostics)
        if label is not None:
            values[code.key] = label
    return Enumeration(entry.key, values, ordered, entry.key_place)


class _VocabularyReader(Reader):
    def __init__(self, subject: str, diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics)
        self._subject = subject

    def read(self, tree: Tree, shared: dict[str, Enumeration]) -> Vocabulary:
        empty = Vocabulary(self._subject, _untitled(self._subject), {}, shared, place=tree.place)
        before = len(self.diagnostics.errors)
        try:
            mapping = self.mapping(tree, "a vocabulary", tree.place)
        except BrokenError:
            return empty
        mapping = self.check_keys(mapping, keys.names(keys.VOCABULARY), "a vocabulary")
        self._check_name(mapping)
        enumerations = shared | self._own_enumerations(mapping, shared)
        offset = self._offset(mapping)
        facts = self._facts(mapping, enumerations, offset or 0)
        if offset is None and any(_has_datetime(fact) for fact in facts.values()):
            help_text = 'add offset: "+00:00", or the offset of the place whose dates these are'
            message = "a vocabulary with date-times says the offset of those which carry none"
            self.diagnostics.error("missing-key", message, mapping.place, help_text)
        title = self._title(mapping)
        rounds = self._rounds(mapping, facts)
        found = Vocabulary(self._subject, title, facts, enumerations, offset or 0, mapping.place, rounds=rounds)
        says_it = "plausible" in mapping or "parameters" in mapping
        if not says_it or len(self.diagnostics.errors) > before:  # what is wrong with a fact need not be told of its uses as well
            return found
        from engine.loading.build.plausible import plausible_conditions  # noqa: PLC0415 - most vocabularies need no builder

        return replace(found, plausible=plausible_conditions(mapping, found, self.diagnostics))

    def _check_name(self, mapping: Mapping) -> None:
        name = mapping.get("vocabulary")
        if name is None:
            self.diagnostics.error("missing-key", 'the key "vocabulary" is missing', mapping.place)
        elif not isinstance(name, Scalar) or name.text != self._subject:
            message = f'a vocabulary is called like its file: "{self._subject}"'
            self.diagnostics.error("wrong-name", message, name.place)

    def _title(self, mapping: Mapping) -> Bilingual:
        try:
            return self.bilingual(mapping.get("title"), "title", mapping.place)
        except BrokenError:
            return _untitled(self._subject)

    def _own_enumerations(self, mapping: Mapping, shared: dict[str, Enumeration]) -> dict[str, Enumeration]:
        tree = mapping.get("enumerations")
        if tree is None:
            return {}
        own = _read_enumerations(tree, tree.place, self)
        for name in own.keys() & shared.keys():
            message = f'the enumeration "{name}" is in {ENUMERATIONS_FILE} already'
            self.diagnostics.error("duplicate-name", message, own[name].place or tree.place)
        return own

    def _offset(self, mapping: Mapping) -> int | None:
        """Minutes east of UTC; ``None`` where the vocabulary gives none."""
        tree = mapping.get("offset")
        if tree is None:
            return None
        match = _OFFSET.fullmatch(tree.text) if isinstance(tree, Scalar) else None
        if match is None:
            self.diagnostics.error("wrong-type", "an offset is written as +HH:MM or -HH:MM", tree.place)
            return 0
        minutes = int(match[2]) * 60 + int(match[3])
        return -minutes if match[1] == "-" else minutes

    def _rounds(self, mapping: Mapping, facts: dict[str, Fact]) -> Rounds | None:
        """How time goes from one round to the next; ``None`` where nothing, or something wrong, is said of it."""
        try:
            if (written := mapping.get("rounds")) is None:
                return None
            tree = self.check_keys(self.mapping(written, "rounds", mapping.place), keys.names(keys.ROUNDS), "rounds")
            label = self.bilingual(tree.get("label"), "the label of rounds", tree.place)
            fact = self._day_fact(tree.get("fact"), facts, (FactType.DATE,), tree.place)
            each_year = self.sequence(tree.get("each_year"), "each_year of rounds", tree.place)
            days = sorted({self._day_of_the_year(day) for day in each_year})
            if not days:
                self.fail("empty", "each_year of rounds names no day", each_year.place, 'each_year: ["02-01", "08-01"]')
            both = (FactType.DATE, FactType.DATETIME)
            moved = self.sequence(tree.get("along"), "along of rounds", tree.place) if "along" in tree else ()
            along = tuple(self._day_fact(one, facts, both, tree.place) for one in moved)
        except BrokenError:
            return None
        return Rounds(label, fact, tuple(days), along, tree.place)

    def _day_fact(self, tree: Tree | None, facts: dict[str, Fact], types: tuple[FactType, ...], place: Place) -> str:
        """The path of a fact that is a day."""
        path = self.text(tree, "a fact of rounds", place)
        if path not in facts:
            self.fail("unknown-fact", f'rounds: unknown fact "{path}"', tree.place if tree else place, did_you_mean(path, facts))
        if facts[path].type not in types:
            self.fail(
                "wrong-type", f'rounds: "{path}" is no {" or ".join(one.value for one in types)}', tree.place if tree else place
            )
        return path

    def _day_of_the_year(self, tree: Tree) -> tuple[int, int]:
        """A month and a day that every year has."""
        text = self.text(tree, "a day of each_year", tree.place)
        match = _DAY_OF_THE_YEAR.fullmatch(text)
        try:
            day = date(_NO_LEAP_YEAR, int(match[1]), int(match[2])) if match else None
        except ValueError:
            day = None
        if day is None:
            self.fail("no-date", f'"{text}" is no day of every year', tree.place, 'write month and day: "02-01"')
        return day.month, day.day

    def _facts(self, mapping: Mapping, enumerations: dict[str, Enumeration], offset: int) -> dict[str, Fact]:
        try:
            facts_tree = self.mapping(mapping.get("facts"), "facts", mapping.place)
        except BrokenError:
            return {}
        reader = FactReader(enumerations, offset, self.diagnostics)
        facts: dict[str, Fact] = {}
        for entry in facts_tree:
            if self._is_name(entry, facts_tree) and (fact := reader.read(entry)) is not None:
                facts[entry.key] = fact
        reader.check_units_of_siblings(facts)
        self._check_identifier(facts, facts_tree)
        return facts

    def _is_name(self, entry: Entry, facts: Mapping) -> bool:
        path = entry.key
        if not _PATH.fullmatch(path):
            message = f'"{path}" is no name of a fact'
            help_text = "use small letters, digits and _, with dots between the parts"
            self.diagnostics.error("wrong-name", message, entry.key_place, help_text)
            return False
        if path.split(".", 1)[0] in RESERVED:
            message = f'a fact cannot be called "{path}": a record uses that word itself'
            self.diagnostics.error("reserved-name", message, entry.key_place)
            return False
        for cut in (index for index, character in enumerate(path) if character == "."):
            if path[:cut] in facts:
                message = f'"{path}" lies inside "{path[:cut]}", which is a fact itself'
                place = facts.entries[path[:cut]].key_place
                help_text = f'"{path[:cut]}" stands at line {place.line}; rename one of them'
                self.diagnostics.error("nested-fact", message, entry.key_place, help_text)
                return False
        return True

    def _check_identifier(self, facts: dict[str, Fact], tree: Mapping) -> None:
        identifiers = [fact for fact in facts.values() if fact.identifier]
        if not identifiers:
            message = "no fact is the identifier of a record"
            help_text = "add id: {type: text, identifier: true, label: …}"
            self.diagnostics.error("missing-identifier", message, tree.place, help_text)
        for fact in identifiers[1:]:
            message = f'"{identifiers[0].path}" is the identifier already'
            self.diagnostics.error("duplicate-identifier", message, fact.place or tree.place)


def _untitled(subject: str) -> Bilingual:
    """What stands for a title that was reported as missing: such a vocabulary is never used."""
    return Bilingual(subject, subject)


def _has_datetime(fact: Fact) -> bool:
    inner = [*(fact.elements or {}).values(), *([fact.element_type] if fact.element_type else [])]
    return fact.type is FactType.DATETIME or any(_has_datetime(field) for field in inner)
