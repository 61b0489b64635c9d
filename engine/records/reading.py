"""From a tree to a record: typed by the vocabulary, flat, with what is presumed; every problem has its place."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import did_you_mean
from engine.language.facts import FactType
from engine.language.record import Conversion, Element, Record
from engine.loading.tree import Mapping, Scalar, Sequence
from engine.loading.values import RefusedValueError, ValueReader, wanted
from engine.records.shape import Group, defaults_of, group_facts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Lookup

    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import PlainValue, Value
    from engine.loading.tree import Entry, Tree

SUBJECT_KEY: Final = "subject"
STORY_KEY: Final = "story"
"""Keys at the top of a record that are no facts: whose record it is, and the description of an example."""
_NO_OTHERS: Final[Lookup[str, Vocabulary]] = MappingProxyType({})


def read_record(
    tree: Tree, vocabulary: Vocabulary, diagnostics: Diagnostics, others: Lookup[str, Vocabulary] = _NO_OTHERS
) -> Record | None:
    """One record, or ``None`` with diagnostics: a record that is read in part must not be decided.

    ``others`` are the vocabularies of other subjects, to tell a fact that stands in the wrong record. For many records
    of one subject, keep a :class:`RecordReader`.
    """
    return RecordReader(vocabulary, others).read(tree, diagnostics)


def read_records(
    trees: Iterable[Tree], vocabularies: Lookup[str, Vocabulary], default_subject: str, diagnostics: Diagnostics
) -> list[Record]:
    """Every record without a fault, in order. Of several with one id none is read: nobody knows which is meant.

    A record is of ``default_subject`` (which must be in ``vocabularies``) unless it says otherwise.
    """
    readers: dict[str, RecordReader] = {}
    records: list[Record] = []
    first_places: dict[str, Place] = {}
    twice: set[str] = set()
    for tree in trees:
        subject = subject_of(tree, default_subject, vocabularies, diagnostics)
        if subject is None:
            continue
        if subject not in readers:
            readers[subject] = RecordReader(vocabularies[subject], vocabularies)
        record = readers[subject].read(tree, diagnostics)
        if record is None:
            continue
        if record.id in first_places:
            help_text = f"the first one is at {first_places[record.id]}"
            message = f'the id "{record.id}" was given to another record; neither is read'
            diagnostics.error("duplicate-id", message, tree.place, help_text)
            twice.add(record.id)
            continue
        first_places[record.id] = tree.place
        records.append(record)
    return [record for record in records if record.id not in twice]


def subject_of(tree: Tree, default: str, known: Iterable[str], diagnostics: Diagnostics) -> str | None:
    """Whose record it is: its ``subject``, or ``default``; ``None`` with a diagnostic where that is nobody known."""
    scalar = tree.get(SUBJECT_KEY) if isinstance(tree, Mapping) else None
    if scalar is None or (isinstance(scalar, Scalar) and scalar.value is None):
        return default
    subjects = list(known)
    if isinstance(scalar, Scalar) and scalar.text in subjects:
        return scalar.text
    shown = f'"{scalar.text}"' if isinstance(scalar, Scalar) else "this"
    help_text = did_you_mean(scalar.text, subjects) if isinstance(scalar, Scalar) else ""
    diagnostics.error("unknown-subject", f"{shown} is no subject that has a vocabulary", scalar.place, help_text)
    return None


class RecordReader:
    """Reads records of one subject; what can be worked out once for all of them is."""

    def __init__(self, vocabulary: Vocabulary, others: Lookup[str, Vocabulary] = _NO_OTHERS) -> None:
        self.vocabulary = vocabulary
        self.others = others
        self.root = group_facts(vocabulary.facts)
        self.defaults = defaults_of(vocabulary.facts)
        self.element_defaults = {path: defaults_of(fact.elements or {}) for path, fact in vocabulary.facts.items()}
        self.values = ValueReader(vocabulary.enumerations, vocabulary.offset_minutes)
        self.identifier = next((path for path, fact in vocabulary.facts.items() if fact.identifier), "id")

    def read(self, tree: Tree, diagnostics: Diagnostics) -> Record | None:
        """One record, or ``None`` with at least one diagnostic."""
        if not isinstance(tree, Mapping):
            diagnostics.error("wrong-shape", "a record is a mapping of facts to values", tree.place)
            return None
        before = len(diagnostics.found)
        reading = _Reading(self, diagnostics)
        reading.top(tree)
        if len(diagnostics.found) > before:
            return None
        return reading.record(tree.place)


class _Reading:
    """The reading of one record."""

    __slots__ = ("_conversions", "_diagnostics", "_facts", "_presumed", "_reader", "_seen", "_unknown")

    def __init__(self, reader: RecordReader, diagnostics: Diagnostics) -> None:
        self._reader = reader
        self._diagnostics = diagnostics
        self._facts: dict[str, Value] = {}
        self._presumed: list[str] = []
        self._conversions: list[Conversion] = []
        self._seen: dict[str, Place] = {}
        self._unknown: set[str] = set()  # said to be unknown: an empty value's meaning does not apply

    def record(self, place: Place) -> Record:
        """The record, when all of it was read without a fault."""
        for default in self._reader.defaults:
            path = default.path
            if path in self._facts or (path in self._unknown and not default.is_presumption):
                continue
            self._facts[path] = default.value
            if default.is_presumption:
                self._presumed.append(path)
        identifier = self._facts[self._reader.identifier]
        subject = self._reader.vocabulary.subject
        presumed, conversions = frozenset(self._presumed), tuple(self._conversions)
        return Record(str(identifier), subject, self._facts, presumed, conversions, place)

    def top(self, tree: Mapping) -> None:
        for entry in tree:
            if entry.key == SUBJECT_KEY:
                self._check_subject(entry.value)
            elif entry.key != STORY_KEY:
                self._entry(entry, *self._resolve(entry.key))
        identifier = self._reader.identifier
        if identifier not in self._seen or self._facts.get(identifier) == "":
            place = self._seen.get(identifier, tree.place)
            help_text = f'give it one, such as {identifier}: "A-0001"'
            self._diagnostics.error("missing-id", f'the record has no "{identifier}"', place, help_text)

    def _check_subject(self, tree: Tree) -> None:
        subject = self._reader.vocabulary.subject
        if not isinstance(tree, Scalar) or tree.value not in {None, subject}:
            message = f'the record is read as one of "{subject}", and says otherwise'
            self._diagnostics.error("wrong-subject", message, tree.place)

    def _resolve(self, key: str) -> tuple[str, Group | Fact | None, Group]:
        """A key at the top, dotted or not: its path, what it names, and the group where it should be."""
        node: Group | Fact | None = self._reader.root
        group = self._reader.root
        for word in key.split("."):
            if not isinstance(node, Group):
                return key, None, group
            group, node = node, node.members.get(word)
        return key, node, group

    def _entry(self, entry: Entry, path: str, node: Group | Fact | None, group: Group) -> None:
        if node is None:
            self._report_unknown(entry, path, group)
        elif not isinstance(node, Group):
            self._fact(entry, path, node)
        elif isinstance(entry.value, Mapping):
            for inner in entry.value:
                self._entry(inner, f"{path}.{inner.key}", node.members.get(inner.key), node)
        elif not _is_empty(entry.value):
            message = f"{path}: a mapping of its facts is wanted"
            self._diagnostics.error("wrong-shape", message, entry.value.place, did_you_mean("", node.members))

    def _fact(self, entry: Entry, path: str, fact: Fact) -> None:
        if path in self._seen:
            help_text = f"it stands first at line {self._seen[path].line}"
            self._diagnostics.error("duplicate-key", f"{path} stands here a second time", entry.key_place, help_text)
            return
        tree = entry.value
        if _is_empty(tree):  # the same as absent
            return
        self._seen[path] = tree.place
        value = self._list(tree, path, fact) if fact.type is FactType.LIST else self._plain(tree, path, fact)
        if value is not None:
            self._facts[path] = value
        else:
            self._unknown.add(path)

    def _plain(self, tree: Tree, path: str, fact: Fact) -> PlainValue | None:
        """The value; ``None`` where it is unknown, or wrong and reported."""
        if not isinstance(tree, Scalar):
            shape = "a list" if isinstance(tree, Sequence) else "a mapping"
            self._diagnostics.error("wrong-shape", f"{path}: {shape} where {wanted(fact)} is wanted", tree.place)
            return None
        try:
            value, was_roc = self._reader.values.read(tree, fact)
        except RefusedValueError as refusal:
            self._report_refusal(refusal, tree, path, fact)
            return None
        if was_roc and isinstance(value, date):
            self._conversions.append(Conversion(path, tree.text, value))
        return value

    def _list(self, tree: Tree, path: str, fact: Fact) -> Value | None:
        if isinstance(tree, Scalar) and tree.value == "unknown":
            return None
        if not isinstance(tree, Sequence):
            help_text = "put a dash before it, or brackets around it"
            self._diagnostics.error("wrong-shape", f"{path}: a list is wanted", tree.place, help_text)
            return None
        if fact.elements is not None:
            return tuple(self._element(item, f"{path}[{index}]", fact) for index, item in enumerate(tree.items))
        items = [self._item(item, f"{path}[{index}]", fact) for index, item in enumerate(tree.items)]
        return tuple(item for item in items if item is not None)

    def _item(self, tree: Tree, path: str, fact: Fact) -> PlainValue | None:
        element_type = fact.element_type
        before = len(self._diagnostics.found)
        value = None if element_type is None or _is_empty(tree) else self._plain(tree, path, element_type)
        if value is None and len(self._diagnostics.found) == before:
            help_text = "leave the whole list out if it is not known"
            self._diagnostics.error("wrong-type", f"{path}: an item of this list must be known", tree.place, help_text)
        return value

    def _element(self, tree: Tree, path: str, fact: Fact) -> Element:
        fields = fact.elements or {}
        values: dict[str, PlainValue] = {}
        unknown: set[str] = set()
        if not isinstance(tree, Mapping):
            message = f"{path}: a mapping of its fields is wanted"
            self._diagnostics.error("wrong-shape", message, tree.place, did_you_mean("", fields))
            return Element(path, values)
        for entry in tree:
            field = fields.get(entry.key)
            if field is None:
                message = f'{path}: unknown field "{entry.key}"'
                self._diagnostics.error("unknown-field", message, entry.key_place, did_you_mean(entry.key, fields))
            elif not _is_empty(entry.value):
                value = self._plain(entry.value, f"{path}.{entry.key}", field)
                if value is None:
                    unknown.add(entry.key)
                else:
                    values[entry.key] = value
        for default in self._reader.element_defaults[fact.path]:
            name = default.path
            if name in values or (name in unknown and not default.is_presumption):
                continue
            values[name] = default.value  # type: ignore[assignment]  # a field is never a list
            if default.is_presumption:
                self._presumed.append(f"{path}.{name}")
        if fact.interval is not None:
            self._check_interval(tree, path, values, fact.interval)
        return Element(path, values)

    def _check_interval(self, tree: Mapping, path: str, values: dict[str, PlainValue], interval: tuple[str, str]) -> None:
        first, last = values.get(interval[0]), values.get(interval[1])
        if isinstance(first, date) and isinstance(last, date) and last < first:
            place = tree.entries[interval[1]].value.place if interval[1] in tree else tree.place
            message = f"{path}: the interval ends ({last}) before it begins ({first})"
            self._diagnostics.error("interval-order", message, place)

    def _report_refusal(self, refusal: RefusedValueError, tree: Scalar, path: str, fact: Fact) -> None:
        if fact.personal:  # what a person is called is not for logs
            self._diagnostics.error(refusal.code, f"{path}: {wanted(fact)} is wanted", tree.place)
        else:
            self._diagnostics.error(refusal.code, f"{path}: {refusal}", tree.place, refusal.help)

    def _report_unknown(self, entry: Entry, path: str, group: Group) -> None:
        owners = [subject for subject, vocabulary in self._reader.others.items() if _knows(vocabulary, path)]
        elsewhere = [known for known in self._reader.vocabulary.facts if known.endswith(f".{path.rpartition('.')[2]}")]
        if owners and self._reader.vocabulary.subject not in owners:
            help_text = f"it is a fact of another subject: {', '.join(sorted(owners))}"
        elif len(elsewhere) == 1:
            help_text = f'did you mean "{elsewhere[0]}"?'
        elif "." in entry.key:
            help_text = did_you_mean(path, self._reader.vocabulary.facts)
        else:
            help_text = did_you_mean(entry.key, group.members)
        self._diagnostics.error("unknown-fact", f'unknown fact "{path}"', entry.key_place, help_text)


def _is_empty(tree: Tree) -> bool:
    return isinstance(tree, Scalar) and tree.value is None


def _knows(vocabulary: Vocabulary, path: str) -> bool:
    return any(known == path or known.startswith(f"{path}.") for known in vocabulary.facts)
