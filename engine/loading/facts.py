"""One fact of a vocabulary, or one field of a list, from its entry; everything that contradicts itself is reported."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, TypeVar

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.facts import Bilingual, Changeable, Empty, Fact, FactType
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.tree import Mapping, Scalar, Sequence
from engine.loading.values import RefusedValueError, ValueReader, wanted

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Mapping as Lookup

    from engine.language.diagnostics import Diagnostics
    from engine.language.facts import Enumeration
    from engine.language.record import PlainValue, Value
    from engine.loading.tree import Entry, Tree

_Read = TypeVar("_Read")
_BASE_TYPES: Final = {type_.value: type_ for type_ in FactType if type_ is not FactType.ENUMERATION}
_NUMBERS: Final = frozenset({FactType.INTEGER, FactType.DECIMAL})
_DAYS: Final = frozenset({FactType.DATE, FactType.DATETIME})


class FactReader(Reader):
    """Reads facts against the enumerations of their vocabulary; ``offset_minutes`` is for presumed date-times."""

    def __init__(self, enumerations: Lookup[str, Enumeration], offset_minutes: int, diagnostics: Diagnostics) -> None:
        super().__init__(diagnostics)
        self._enumerations = enumerations
        self._values = ValueReader(enumerations, offset_minutes)

    def read(self, entry: Entry, *, inside_list: bool = False) -> Fact | None:
        """The fact, or ``None`` where its type cannot be known. ``inside_list``: it is a field of a list's elements."""
        what = f'the {"field" if inside_list else "fact"} "{entry.key}"'
        try:
            tree = self.mapping(entry.value, what, entry.key_place)
            known = keys.names(keys.FIELD) if inside_list else keys.names(keys.FACT)
            tree = self.check_keys(tree, (*known, "of"), what)  # `of` without a list is told below
            type_, enumeration = self._type(tree.get("type"), tree, what, inside_list=inside_list)
        except BrokenError:
            return None
        elements, element_type = self._elements(tree, type_, entry, what)
        presumed = tree.get("presumed")
        fact = Fact(
            path=entry.key,
            type=type_,
            label=self._wording(tree, "label", what) or Bilingual(entry.key, entry.key),
            enumeration=enumeration,
            unit=self._word(tree, "unit", what),
            unit_from=self._word(tree, "unit_from", what),
            named_by=self._named_by(tree, what),
            empty=self._empty(tree),
            may_be_none=self._flag(tree, "may_be_none", what),
            has_presumption=presumed is not None,
            identifier=self._flag(tree, "identifier", what),
            personal=self._flag(tree, "personal", what),
            finding=self._flag(tree, "finding", what),
            ask=self._wording(tree, "ask", what) if "ask" in tree else None,
            elements=elements,
            element_type=element_type,
            interval=self._interval(tree, elements, what),
            changeable=self._changeable(tree),
            place=entry.key_place,
        )
        self._check(fact, tree, what)
        return fact if presumed is None else replace(fact, presumed=self._presumed(presumed, fact, what))

    def check_units_of_siblings(self, facts: Lookup[str, Fact]) -> None:
        """Report every ``unit_from`` that names no sibling (a fact under the same dotted beginning, or a field)."""
        for fact in facts.values():
            if fact.elements:
                self.check_units_of_siblings(fact.elements)
            if not fact.unit_from or fact.place is None:
                continue
            beginning = fact.path.rpartition(".")[0]
            sibling = facts.get(f"{beginning}.{fact.unit_from}" if beginning else fact.unit_from)
            if sibling is None or sibling.type not in {FactType.ENUMERATION, FactType.TEXT}:
                message = f'unit_from of "{fact.path}" names no sibling that is a code or a text: "{fact.unit_from}"'
                near = did_you_mean(fact.unit_from, [path.rpartition(".")[2] for path in facts])
                self.diagnostics.error("unknown-field", message, fact.place, near)

    def _type(self, tree: Tree | None, fact: Mapping, what: str, *, inside_list: bool) -> tuple[FactType, str]:
        if tree is None:
            self.fail("missing-key", f"{what} has no type", fact.place, "add type: …")
        name = self.text(tree, f"the type of {what}", fact.place)
        if inside_list and name == FactType.LIST.value:
            self.fail("wrong-type", f"{what} is inside a list and cannot be a list itself", tree.place)
        if name not in _BASE_TYPES and name not in self._enumerations:
            known = [*_BASE_TYPES, *self._enumerations]
            self.fail("unknown-type", f'there is no type "{name}"', tree.place, did_you_mean(name, known))
        return (_BASE_TYPES[name], "") if name in _BASE_TYPES else (FactType.ENUMERATION, name)

    def _elements(self, tree: Mapping, type_: FactType, entry: Entry, what: str) -> tuple[Lookup[str, Fact] | None, Fact | None]:
        of = tree.get("of")
        if type_ is not FactType.LIST:
            if of is not None:
                self.diagnostics.error("unknown-key", f'{what} is no list and has no "of"', of.place)
            return None, None
        if isinstance(of, Mapping):
            fields = {}
            for field_entry in of:
                if "." in field_entry.key:
                    message = f'a field has no dots in its name: "{field_entry.key}"'
                    self.diagnostics.error("wrong-name", message, field_entry.key_place)
                elif (field := self.read(field_entry, inside_list=True)) is not None:
                    fields[field_entry.key] = field
            if not of.entries:
                self.diagnostics.error("missing-key", f"the elements of {what} have no fields", of.place)
            return fields, None
        if of is None:
            self.diagnostics.error("missing-key", f'{what} is a list and does not say "of" what', tree.place)
            return None, None
        try:
            element, enumeration = self._type(of, tree, f"the elements of {what}", inside_list=True)
        except BrokenError:
            return None, None
        return None, Fact(entry.key, element, Bilingual(entry.key, entry.key), enumeration, place=of.place)

    def _interval(self, tree: Mapping, elements: Lookup[str, Fact] | None, what: str) -> tuple[str, str] | None:
        interval = tree.get("interval")
        if interval is None:
            return None
        try:
            names = self.texts(interval, f"interval of {what}", tree.place)
        except BrokenError:
            return None
        if elements is None or len(names) != 2:  # noqa: PLR2004 - an interval has two ends
            message = f"interval of {what} names the first and the last field of a list's elements"
            self.diagnostics.error("wrong-shape", message, interval.place, "write interval: [from, to]")
            return None
        for name in names:
            if name not in elements:
                message = f'interval of {what} names no field: "{name}"'
                self.diagnostics.error("unknown-field", message, interval.place, did_you_mean(name, elements))
                return None
            if elements[name].type is not FactType.DATE:
                self.diagnostics.error("wrong-type", f'"{name}" bounds an interval and is no date', interval.place)
                return None
        return names[0], names[1]

    def _presumed(self, tree: Tree, fact: Fact, what: str) -> Value | None:
        """The presumed value, normalised; ``None`` when it was reported."""
        if fact.type is FactType.LIST:
            if isinstance(tree, Sequence) and (not tree.items or fact.element_type):
                items = [self._plain(item, fact.element_type or fact, what) for item in tree]
                return tuple(item for item in items if item is not None)
            help_text = "write [] for a list that is presumed to be empty"
            self.diagnostics.error("wrong-presumption", f"{what} is a list of structures", tree.place, help_text)
            return None
        return self._plain(tree, fact, what)

    def _plain(self, tree: Tree, fact: Fact, what: str) -> PlainValue | None:
        message = f"{what} presumes what is no value: {wanted(fact)} is wanted"
        if isinstance(tree, Scalar) and tree.value is not None:
            try:
                value, _ = self._values.read(tree, fact)
            except RefusedValueError as refusal:
                self.diagnostics.error("wrong-presumption", f"{what} presumes {refusal}", tree.place, refusal.help)
                return None
            if value is not None:
                return value
        self.diagnostics.error("wrong-presumption", message, tree.place)
        return None

    def _check(self, fact: Fact, tree: Mapping, what: str) -> None:
        """Report what the keys of one fact say against each other."""
        none_is_code = fact.enumeration and "none" in self._enumerations[fact.enumeration].values
        contradictions = {
            "only a text is named by an enumeration": fact.named_by and fact.type is not FactType.TEXT,
            "only a number has a unit": (fact.unit or fact.unit_from) and fact.type not in _NUMBERS,
            "has either unit or unit_from": fact.unit and fact.unit_from,
            "only a date can be open": fact.empty is Empty.OPEN and fact.type not in _DAYS,
            "is a list: an empty list says that there is none": fact.type is FactType.LIST
            and (fact.may_be_none or fact.empty is not Empty.UNKNOWN),
            '"none" is a code of its enumeration, and cannot mean that there is none': none_is_code
            and (fact.may_be_none or fact.empty is Empty.NONE),
            "an empty value cannot mean something and be presumed as well": fact.has_presumption
            and fact.empty is not Empty.UNKNOWN,
            "a truth value is true or false, and never `none`": fact.type is FactType.BOOLEAN
            and (fact.may_be_none or fact.empty is Empty.NONE),
            "an identifier is a text, always given and never presumed": fact.identifier
            and (fact.type is not FactType.TEXT or fact.has_presumption or fact.may_be_none),
            "only elements of a list are added": fact.changeable is Changeable.ADDED and fact.type is not FactType.LIST,
            "only a date moves to a later day": fact.changeable is Changeable.LATER and fact.type not in _DAYS,
            "an identifier, or what an officer finds, is nobody's own to change": fact.changeable is not Changeable.NEVER
            and (fact.identifier or fact.finding),
        }
        for message, contradicts in contradictions.items():
            if contradicts:
                self.diagnostics.error("contradiction", f"{what}: {message}", tree.place)

    def _named_by(self, tree: Mapping, what: str) -> str:
        name = self._word(tree, "named_by", what)
        if name and name not in self._enumerations:
            way_out = did_you_mean(name, list(self._enumerations))
            self.diagnostics.error("unknown-type", f'{what} is named by "{name}", which is no enumeration', tree.place, way_out)
        return name

    def _empty(self, tree: Mapping) -> Empty:
        scalar = tree.get("empty")
        words = {empty.value: empty for empty in Empty}
        if scalar is None:
            return Empty.UNKNOWN
        if isinstance(scalar, Scalar) and scalar.text in words:
            return words[scalar.text]
        self.diagnostics.error("wrong-type", "empty is open, none or unknown", scalar.place)
        return Empty.UNKNOWN

    def _changeable(self, tree: Mapping) -> Changeable:
        scalar = tree.get("changeable")
        words = {one.value: one for one in Changeable if one.value}
        if scalar is None or (isinstance(scalar, Scalar) and scalar.value is False):
            return Changeable.NEVER
        if isinstance(scalar, Scalar) and scalar.text in words:
            return words[scalar.text]
        self.diagnostics.error("wrong-type", "changeable is true, added or later", scalar.place)
        return Changeable.NEVER

    def _flag(self, tree: Mapping, key: str, what: str) -> bool:
        return bool(key in tree and self._attempt(lambda: self.boolean(tree.get(key), f"{key} of {what}", tree.place)))

    def _word(self, tree: Mapping, key: str, what: str) -> str:
        if key not in tree:
            return ""
        return self._attempt(lambda: self.text(tree.get(key), f"{key} of {what}", tree.place)) or ""

    def _wording(self, tree: Mapping, key: str, what: str) -> Bilingual | None:
        return self._attempt(lambda: self.bilingual(tree.get(key), f"{key} of {what}", tree.place))

    def _attempt(self, read: Callable[[], _Read]) -> _Read | None:
        """Go on after what was reported, so that one fault of a fact does not hide the next."""
        try:
            return read()
        except BrokenError:
            return None
