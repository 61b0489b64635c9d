"""Where the facts of a vocabulary stand in the columns of a table: in nested structures, or in columns with dotted names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyarrow as pa

from engine.language.diagnostics import Diagnostics, InputError, Place, did_you_mean
from engine.language.facts import FactType
from engine.records.arrow.cells import DECIMALS
from engine.records.reading import STORY_KEY, SUBJECT_KEY
from engine.records.shape import Group, group_facts

if TYPE_CHECKING:
    from collections.abc import Collection

    from engine.language.facts import Fact, Vocabulary

Steps = tuple[int, ...]
"""The way to an array: the number of a column, then of a field in its structure, and so on."""


@dataclass(slots=True)
class Layout:
    """The columns of one schema. ``misfits`` are groups that are no structure: whoever has a value there is irregular."""

    facts: dict[str, Steps] = field(default_factory=dict)
    subject: Steps | None = None
    misfits: list[Steps] = field(default_factory=list)


def layout_of(schema: pa.Schema, vocabulary: Vocabulary, file: str) -> Layout:
    """Where the facts stand in a schema.

    Raises :class:`InputError` where a column is no fact, or stands for one that another column holds as well: then no row
    can be read, as under a wrong heading. ``file`` is for its places.
    """
    finder = _Finder(vocabulary, file)
    for number, column in enumerate(schema):
        finder.column(column, (number,))
    if finder.diagnostics.found:
        raise InputError(finder.diagnostics.in_order())
    return finder.layout


class _Finder:
    def __init__(self, vocabulary: Vocabulary, file: str) -> None:
        self.layout = Layout()
        self.diagnostics = Diagnostics()
        self._root = group_facts(vocabulary.facts)
        self._facts = vocabulary.facts
        self._place = Place(file)

    def column(self, column: pa.Field, steps: Steps) -> None:
        if column.name == SUBJECT_KEY:
            self.layout.subject = steps
        elif column.name != STORY_KEY:
            self._node(column, column.name, resolve(self._root, column.name), steps)

    def _node(self, column: pa.Field, path: str, node: Group | Fact | None, steps: Steps) -> None:
        if node is None:
            help_text = did_you_mean(path, self._facts)
            self.diagnostics.error("unknown-fact", f'the column "{path}" is no fact', self._place, help_text)
        elif not isinstance(node, Group):
            self._fact(column, path, node, steps)
        elif pa.types.is_struct(column.type):
            for number, inner in enumerate(column.type):  # inside a group no name is dotted
                self._node(inner, f"{path}.{inner.name}", node.members.get(inner.name), (*steps, number))
        elif not pa.types.is_null(column.type):
            self.layout.misfits.append(steps)

    def _fact(self, column: pa.Field, path: str, fact: Fact, steps: Steps) -> None:
        if path in self.layout.facts:
            self.diagnostics.error("duplicate-key", f'two columns are "{path}"', self._place, "remove one of them")
        self.layout.facts[path] = steps
        if fact.elements is None or not _is_list(column.type) or not pa.types.is_struct(column.type.value_type):
            return
        names = [inner.name for inner in column.type.value_type]
        for name in names:
            if name not in fact.elements:
                message = f'the column "{path}" has elements with an unknown field "{name}"'
                self.diagnostics.error("unknown-field", message, self._place, did_you_mean(name, fact.elements))
        for name in {name for name in names if names.count(name) > 1}:
            self.diagnostics.error("duplicate-key", f'two fields of "{path}" are "{name}"', self._place, "remove one of them")


def resolve(root: Group, key: str) -> Group | Fact | None:
    """What a key at the top of a record names, dotted or not."""
    node: Group | Fact | None = root
    for word in key.split("."):
        if not isinstance(node, Group):
            return None
        node = node.members.get(word)
    return node


def _is_list(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


_TYPES = {FactType.BOOLEAN: pa.bool_(), FactType.INTEGER: pa.int64(), FactType.DECIMAL: DECIMALS}


def schema_of(vocabulary: Vocabulary, keys: Collection[str] = ()) -> pa.Schema:
    """The schema of records in JSON whose top has these keys; the first that reaches a fact is the one under which it stands.

    A fact that none of them reaches stands in nested groups, unless other facts have dotted names.
    No fact is reached by two keys of it, so that none can be given twice but under one key. Texts, codes, days and moments
    are text.
    """
    root = group_facts(vocabulary.facts)
    chosen: dict[str, list[str]] = {}
    is_flat = any(key in vocabulary.facts and "." in key for key in keys)
    for path in vocabulary.facts:
        words = path.split(".")
        spellings = [".".join(words[: count + 1]) for count in range(len(words))]
        unseen = path if is_flat else words[0]
        chosen.setdefault(next((key for key in keys if key in spellings), unseen), []).append(path)
    columns = [pa.field(SUBJECT_KEY, pa.string())]
    for key, paths in chosen.items():
        node = resolve(root, key)
        if node is not None:
            columns.append(pa.field(key, _type_of(node, frozenset(paths))))
    return pa.schema(columns)


def _type_of(node: Group | Fact, paths: frozenset[str]) -> pa.DataType:
    if isinstance(node, Group):
        inner = [(name, _type_of(member, paths)) for name, member in node.members.items() if _reaches(member, paths)]
        return pa.struct(inner)
    if node.type is not FactType.LIST:
        return _TYPES.get(node.type, pa.string())
    if node.elements is not None:
        return pa.list_(pa.struct([(name, _type_of(inner, paths)) for name, inner in node.elements.items()]))
    return pa.list_(_type_of(node.element_type, paths) if node.element_type else pa.string())


def _reaches(node: Group | Fact, paths: frozenset[str]) -> bool:
    if isinstance(node, Group):
        return any(_reaches(member, paths) for member in node.members.values())
    return node.path in paths
