"""Registers: parameters that are lists of records, with fields of their own. A register leaves nothing open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.facts import Empty, Fact, FactType, Special
from engine.language.record import Element
from engine.loading.build.reading import BrokenError
from engine.loading.facts import FactReader
from engine.loading.tree import Scalar
from engine.loading.values import RefusedValueError, ValueReader

if TYPE_CHECKING:
    from engine.language.facts import Bilingual, Vocabulary
    from engine.language.record import PlainValue
    from engine.loading.build.expressions import ExpressionBuilder
    from engine.loading.tree import Entry, Mapping, Tree


def register_fields(builder: ExpressionBuilder, key: str, label: Bilingual, of: Tree, vocabulary: Vocabulary) -> Fact:
    """What the rows of a register hold, declared as the fields of a list of records are. Its path is the register's ``key``."""
    reader = FactReader(vocabulary.enumerations, vocabulary.offset_minutes, builder.diagnostics)
    declared = builder.mapping(of, "the fields of a register", of.place)
    fields: dict[str, Fact] = {}
    for entry in declared:
        if "." in entry.key:
            builder.fail("wrong-name", f'a field has no dots in its name: "{entry.key}"', entry.key_place)
        field = reader.read(entry, inside_list=True)
        if field is None:
            raise BrokenError
        fields[entry.key] = field
    if not fields:
        builder.fail("empty", "the rows of a register have fields", of.place)
    return Fact(path=key, type=FactType.LIST, label=label, elements=fields, place=of.place)


def register_rows(builder: ExpressionBuilder, fact: Fact, written: Tree, vocabulary: Vocabulary) -> tuple[Element, ...]:
    """The rows of a register. A value that is not written is ``none``, ``open`` or presumed as its field says, else an error."""
    values = ValueReader(vocabulary.enumerations, vocabulary.offset_minutes)
    fields = fact.elements or {}

    def row(numbered: tuple[int, Tree]) -> Element:
        number, tree = numbered
        mapping = builder.check_keys(builder.mapping(tree, "a row of a register", tree.place), fields, "a row of this register")
        found = {name: _value(builder, mapping.entries.get(name), field, values, mapping) for name, field in fields.items()}
        return Element(f"{fact.path}[{number}]", found)

    return builder.each(enumerate(builder.sequence(written, "the rows of a register", written.place)), row)


def _value(builder: ExpressionBuilder, entry: Entry | None, field: Fact, values: ValueReader, row: Mapping) -> PlainValue:
    written = entry.value if entry else None
    if written is None or (isinstance(written, Scalar) and written.value is None):
        if field.empty is not Empty.UNKNOWN:
            return Special(field.empty.value)
        if field.has_presumption:
            presumed: PlainValue = field.presumed
            return presumed
        builder.fail("missing-key", f'this row does not say its "{field.path}"', row.place,
                     "a register leaves nothing open: write it, or let the field say what an empty one means")  # fmt: skip
    if not isinstance(written, Scalar):
        builder.fail("wrong-shape", f'"{field.path}" is one value', written.place)
    try:
        value, _ = values.read(written, field)
    except RefusedValueError as refusal:
        builder.fail(refusal.code, f'"{field.path}": {refusal}', written.place, refusal.help)
    if value is None:
        builder.fail("wrong-type", f'"{field.path}" can\'t be unknown in a register', written.place,
                     "what the text leaves open is a fact of the record")  # fmt: skip
    return value
