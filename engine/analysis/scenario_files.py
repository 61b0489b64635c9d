"""Scenario files: what is expected of a rulebook, on which record, and why. Each mistake in one is a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final, get_args

from engine.analysis.expectations import Expectation, Matter
from engine.analysis.scenario_records import nested, overlaid, without
from engine.analysis.scenario_texts import Applied
from engine.evaluation.judgment import UNDETERMINED, Status
from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.expressions import NOWHERE
from engine.language.rulebook import Duty
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.source import read_file
from engine.loading.tree import Mapping, Scalar
from engine.records.reading import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date
    from pathlib import Path

    from engine.evaluation.editions import EditionsInterpreter
    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library
    from engine.loading.tree import Entry, Tree

_MATTERS: Final[tuple[Matter, ...]] = get_args(Matter)
_STATUSES: Final[tuple[str, ...]] = get_args(Status)
_LIKE_A_PATH: Final = re.compile(r"(?:[a-z0-9-]+:)?[a-z]+[0-9][a-z0-9.-]*")
_INDEX: Final = re.compile(r"\[[0-9]+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One record with what is expected of the judgment on it.

    ``asked`` is the rulebook as the file names it (``ID``: the version that the record's days choose; or ``ID@VERSION``), and
    ``rulebook`` is ``ID@VERSION`` with the version that is chosen (``undetermined`` where the record leaves several possible).
    """

    name: str
    because: str
    source: str
    asked: str
    rulebook: str
    record: Record
    as_of: date | None
    expectations: tuple[Expectation, ...]
    place: Place = field(compare=False, default=NOWHERE)


def read_scenarios(
    library: Library,
    id_: str,
    interpreter_of: Callable[[str], EditionsInterpreter],
    diagnostics: Diagnostics,
    folder: Path | None = None,
) -> list[Scenario]:
    """Every scenario about a rulebook, in the order of files and lines; what is wrong is recorded and left out.

    They lie in ``folder``, unless said beside the rulebook.
    ``interpreter_of`` gives the interpreter of the editions of ``ID`` or ``ID@VERSION``. Raises :class:`InputError` where a
    version under which some record comes does not load.
    """
    folder = library.folder / id_ / "scenarios" if folder is None else folder
    trees: dict[str, Tree] = {}
    for path in sorted(folder.glob("*.yaml")):
        tree = read_file(path, library.shown(path), diagnostics)
        if tree is not None:
            trees[path.name] = tree
    bases = {named for tree in trees.values() if (named := _base_name(tree))}
    found: list[Scenario] = []
    for name, tree in trees.items():
        if name not in bases:  # all else holds scenarios: a misspelt key must not make a file silently count for nothing
            found += _Suite(library, id_, folder, trees, diagnostics).read(tree, interpreter_of)
    return found


def _base_name(tree: Tree) -> str:
    base = tree.get("base") if isinstance(tree, Mapping) else None
    return base.text if isinstance(base, Scalar) else ""


class _Suite(Reader):
    """One file of scenarios."""

    def __init__(self, library: Library, id_: str, folder: Path, trees: dict[str, Tree], diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics)
        self.library, self.id, self.folder, self.trees = library, id_, folder, trees
        self.names: dict[str, Place] = {}
        self.interpreter: EditionsInterpreter
        self.rulebook: Rulebook
        self.asked: str
        self.applied: Applied
        self.records: RecordReader

    def read(self, tree: Tree, interpreter_of: Callable[[str], EditionsInterpreter]) -> list[Scenario]:
        found = []
        try:
            suite = self.mapping(tree, "a file of scenarios", tree.place)
            self.check_keys(suite, keys.names(keys.SCENARIOS), "a file of scenarios")
            self._open(suite, interpreter_of)
            base = self._base(suite)
            listed = self.sequence(suite.get("scenarios"), "scenarios", suite.place)
        except BrokenError:
            return []
        if not listed.items:
            self.diagnostics.error("empty", "the list holds no scenario", listed.place)
        for item in listed:
            before = len(self.diagnostics.errors)
            try:
                scenario = self._scenario(self.mapping(item, "a scenario", item.place), base)
            except BrokenError:
                continue
            if scenario is not None and len(self.diagnostics.errors) == before:
                found.append(scenario)
        return found

    # -- the head --------------------------------------------------------------------------------------------------

    def _open(self, suite: Mapping, interpreter_of: Callable[[str], EditionsInterpreter]) -> None:
        """Which rulebook the file is about, and whose records."""
        written = suite.get("rulebook")
        reference = self.text(written, "the rulebook of the scenarios", suite.place)
        place = written.place if written else suite.place
        id_, _, version = reference.partition("@")
        if id_ != self.id:
            self.fail("wrong-identity", f'the scenarios beside "{self.id}" are about "{id_}"', place,
                      f'write "{self.id}", or put the file beside that rulebook')  # fmt: skip
        if version and version not in self.library.versions(id_):
            self.fail("unknown-version", f'"{id_}" has no version "{version}"', place,
                      did_you_mean(version, self.library.versions(id_)))  # fmt: skip
        self.asked = reference
        self.interpreter = interpreter_of(reference)
        self.rulebook = self.interpreter.newest
        self.subject = self.rulebook.main_subject
        if (tree := suite.get("subject")) is not None:
            self.subject = self.text(tree, "the subject of the scenarios", tree.place)
            if self.subject not in self.rulebook.subjects:
                self.fail("unknown-subject", f'"{self.id}" decides no "{self.subject}"', tree.place,
                          did_you_mean(self.subject, self.rulebook.subjects))  # fmt: skip
        self.optional_bilingual(suite.get("about"), "what the scenarios are about")
        vocabularies = self.library.vocabularies
        self.records = RecordReader(self.rulebook.subjects[self.subject].vocabulary, vocabularies)

    def _base(self, suite: Mapping) -> Mapping:
        tree = suite.get("base")
        if isinstance(tree, Scalar):
            name = self.text(tree, "the base record", tree.place)
            if name not in self.trees:
                if not (self.folder / name).is_file():  # else what is wrong with it has been said
                    beside = [path.name for path in self.folder.glob("*.yaml")]
                    self.fail("unknown-base", f'there is no "{name}" beside the scenarios', tree.place,
                              did_you_mean(name, beside))  # fmt: skip
                raise BrokenError
            tree = self.trees[name]
        record = self.mapping(tree, "the base record", suite.place)
        if self.records.read(record, self.diagnostics) is None:
            raise BrokenError
        return nested(record)

    # -- a scenario ------------------------------------------------------------------------------------------------

    def _scenario(self, tree: Mapping, base: Mapping) -> Scenario | None:
        self.check_keys(tree, keys.names(keys.SCENARIO), "a scenario")
        name = self.text(tree.get("name"), "the name of a scenario", tree.place)
        because = self.text(tree.get("because"), "because, the sentence on why this is expected,", tree.place)
        if name in self.names:
            self.diagnostics.error("duplicate-name", f'another scenario is called "{name}"', tree.place,
                                   f"the first one is at {self.names[name]}")  # fmt: skip
        self.names.setdefault(name, tree.place)
        written = tree.get("as_of")
        as_of = None if written is None else self.day(written, "as_of", written.place)
        record = self.records.read(self._tree(tree, base), self.diagnostics)
        self.applied = Applied.to(self.interpreter, self.subject, record, as_of)
        source = self._source(tree)
        expectations = tuple(self._expectations(tree))
        if record is None:
            return None
        return Scenario(name=name, because=because, source=source, asked=self.asked,
                        rulebook=f"{self.rulebook.id}@{self.applied.version}", record=record, as_of=as_of,
                        expectations=expectations, place=tree.place)  # fmt: skip

    def _source(self, tree: Mapping) -> str:
        written = tree.get("source")
        source = self.text(written, "source, where the expectation comes from,", tree.place)
        key = self._qualified(source)
        if written and _LIKE_A_PATH.fullmatch(source) and key not in self.applied.provisions:
            own = f"{self.rulebook.id}:"
            known = [name.removeprefix(own) for name in self.applied.provisions if name.startswith(own)]
            self.diagnostics.error("unknown-provision", f'there is no provision "{source}"', written.place,
                                   did_you_mean(source, known))  # fmt: skip
        return source

    def _tree(self, tree: Mapping, base: Mapping) -> Mapping:
        """The base, with what differs and without what is taken away."""
        record = base
        if (changes := tree.get("with")) is not None:
            record = overlaid(record, self.mapping(changes, "with", tree.place))
        if (taken := tree.get("without")) is not None:
            vocabulary = self.records.vocabulary.facts
            for item in self.sequence(taken, "without", tree.place):
                path = self.text(item, "a fact that is taken away", item.place)
                if path not in vocabulary and not any(known.startswith(f"{path}.") for known in vocabulary):
                    self.diagnostics.error("unknown-fact", f'unknown fact "{path}"', item.place,
                                           did_you_mean(path, vocabulary))  # fmt: skip
                record = without(record, path.split("."))
        return Mapping(record.entries, tree.place)

    # -- what is expected ------------------------------------------------------------------------------------------

    def _expectations(self, tree: Mapping) -> Iterable[Expectation]:
        expect = self.mapping(tree.get("expect"), "expect", tree.place)
        self.check_keys(expect, _MATTERS, "expect")
        found = []
        for matter in _MATTERS:
            if (written := expect.get(matter)) is None:
                continue
            for entry in self.mapping(written, matter, written.place):
                try:
                    found.append(self._expectation(matter, entry))
                except BrokenError:
                    continue
        if not found and not expect.entries:
            self.diagnostics.error("empty", "the scenario expects nothing", expect.place)
        return found

    def _expectation(self, matter: Matter, entry: Entry) -> Expectation:
        tree, what = entry.value, f"{matter} of {entry.key}"
        if matter in {"provisions", "duties"}:
            name = self._judged(entry.key, entry.key_place, duty=matter == "duties")
            judged = self._status(tree, what) if matter == "provisions" else self._due(tree, what)
            return Expectation(matter, name, judged, entry.key_place)
        wanted = self._wanted(matter, self._decision(entry), tree, what)
        return Expectation(matter, entry.key, wanted, entry.key_place)

    def _wanted(self, matter: Matter, outcomes: tuple[str, ...], tree: Tree, what: str) -> object:
        match matter:
            case "decisions":
                return self._answer(tree, outcomes, what)
            case "possible":
                return tuple(self._known(item, outcomes, what) for item in self.sequence(tree, what, tree.place))
            case "because":
                groups = self.sequence(tree, what, tree.place)
                return tuple(
                    tuple(self._judged(self.text(key, what, key.place), key.place)
                          for key in self.sequence(group, f"a group of {what}", group.place))
                    for group in groups
                )  # fmt: skip
            case "turns_on_readings":
                items = self.sequence(tree, what, tree.place)
                return tuple(self._reading(self.text(item, what, item.place), item.place) for item in items)
            case "provisional_until":
                text = self.text(tree, what, tree.place)
                return text if text == "none" else self.day(tree, what, tree.place).isoformat()
            case _:
                items = self.sequence(tree, what, tree.place)
                return tuple(self._fact(self.text(item, what, item.place), item.place) for item in items)

    def _decision(self, entry: Entry) -> tuple[str, ...]:
        """The outcomes of the decision that is named; none where it has a value."""
        decisions = self.applied.rulings
        if entry.key not in decisions:
            self.fail("unknown-decision", f'there is no decision "{entry.key}" about this subject', entry.key_place,
                      did_you_mean(entry.key, decisions))  # fmt: skip
        return tuple(dict.fromkeys(outcome for one in decisions[entry.key] for outcome in one.decision.outcomes))

    def _answer(self, tree: Tree, outcomes: tuple[str, ...], what: str) -> str | int | Decimal | bool:
        if outcomes:
            return self._known(tree, (*outcomes, UNDETERMINED), what)
        if isinstance(tree, Scalar) and isinstance(tree.value, int | Decimal | bool):
            return tree.value
        return self.text(tree, what, tree.place)

    def _known(self, tree: Tree, known: tuple[str, ...], what: str) -> str:
        text = self.text(tree, what, tree.place)
        if text not in known:
            self.fail("unknown-outcome", f'{what}: there is no "{text}"', tree.place, did_you_mean(text, known))
        return text

    def _status(self, tree: Tree, what: str) -> str:
        return self._known(tree, _STATUSES, what)

    def _due(self, tree: Tree, what: str) -> bool | str:
        if isinstance(tree, Scalar) and tree.value == UNDETERMINED:
            return UNDETERMINED
        if isinstance(tree, Scalar) and isinstance(tree.value, str):
            return self.day(tree, what, tree.place).isoformat()
        return self.boolean(tree, what, tree.place)

    def _qualified(self, key: str) -> str:
        return key if ":" in key else f"{self.rulebook.id}:{key}"

    def _judged(self, key: str, place: Place, *, duty: bool = False) -> str:
        """The qualified key of a provision that has a rule about this subject."""
        full = self._qualified(key)
        provisions = self.applied.provisions
        if full not in self.applied.clauses:
            if full in provisions:
                self.fail("no-rule", f'"{key}" has no rule about a {self.subject}, so it has no status', place)
            known = [name.removeprefix(f"{self.rulebook.id}:") for name in self.applied.clauses]
            self.fail("unknown-provision", f'there is no provision "{key}"{self._in_version()}', place, did_you_mean(key, known))
        if duty and not isinstance(provisions[full].rule, Duty):
            self.fail("no-duty", f'"{key}" is no duty', place)
        return full

    def _in_version(self) -> str:
        """Which version is meant, where the record's days choose among several."""
        return f" in version {self.applied.version}" if self.interpreter.editions.selector is not None else ""

    def _reading(self, name: str, place: Place) -> str:
        """A reading's qualified key; a bare name is this rulebook's, else that of the one in use which has it."""
        readings = self.applied.readings
        own = self._qualified(name)
        if own in readings:
            return own
        elsewhere = [key for key in readings if key.partition(":")[2] == name]
        if len(elsewhere) != 1:
            known = [key.removeprefix(f"{self.rulebook.id}:") for key in readings]
            self.fail("unknown-reading", f'there is no reading "{name}"', place, did_you_mean(name, known))
        return elsewhere[0]

    def _fact(self, path: str, place: Place) -> str:
        facts = self.records.vocabulary.facts
        list_path, bracket, rest = _INDEX.sub("[]", path).partition("[]")
        fact = facts.get(list_path)
        if fact is None or (bracket and rest.lstrip(".") not in (fact.elements or {})):
            self.fail("unknown-fact", f'unknown fact "{path}"', place, did_you_mean(path, facts))
        return path
