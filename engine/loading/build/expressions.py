"""From the text of a condition or value to its checked expression: one head word, its arguments, comparison words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from engine.language import keys
from engine.language.expressions import All, AnyOf, Choose, FieldRef, IntervalsOf, Not, Row
from engine.language.types import (
    BOOLEAN,
    DATE,
    INTERVALS,
    BooleanType,
    IntervalsType,
    ListType,
    SpanType,
    StructureType,
    is_quantity_of_time,
)
from engine.language.words import ALSO_WRITTEN, COMPARISONS, WORDS
from engine.loading.build import arithmetic, lists, references, times
from engine.loading.build.comparisons import common, compared, meets
from engine.loading.build.literals import literal, untyped_literal
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.build.scope import Loop
from engine.loading.spelling import key_help
from engine.loading.tree import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from engine.language.diagnostics import Diagnostics
    from engine.language.expressions import Expression
    from engine.language.types import (
        Type,
    )
    from engine.language.words import Word
    from engine.loading.build.references import Names
    from engine.loading.build.scope import Scope
    from engine.loading.tree import Entry, Tree

Item = TypeVar("Item")
Built = TypeVar("Built")


class ExpressionBuilder(Reader):
    """Builds expressions; ``names`` finds what is declared elsewhere and builds it when it is first asked for."""

    def __init__(self, diagnostics: Diagnostics, names: Names) -> None:
        super().__init__(diagnostics)
        self.names = names

    # -- conditions ------------------------------------------------------------------------------------------------

    def condition(self, tree: Tree, scope: Scope) -> Expression:
        """Something that is true, false or unknown. A text is a provision."""
        if isinstance(tree, Scalar) and isinstance(tree.value, str):
            return references.provision(self, tree, scope)
        if isinstance(tree, Sequence):
            self.fail("wrong-shape", "a condition is wanted here, not a list", tree.place,
                      "say how its items combine: {all: […]} where each must hold, {any: […]} where one is enough")  # fmt: skip
        found = self.value(tree, scope)
        if not isinstance(found.type, BooleanType):
            self.fail("type-mismatch", f"a condition is wanted here, not {found.type}", tree.place,
                      f"compare it: {', '.join(COMPARISONS)}")  # fmt: skip
        return found

    def conditions(self, tree: Tree, scope: Scope, what: str) -> tuple[Expression, ...]:
        """A list of conditions; every broken one is recorded before this unwinds."""
        items = self.sequence(tree, what, tree.place)
        if not items.items:
            self.fail("empty", f"{what} is empty", tree.place, "say its conditions, or leave the key out")
        return self.each(items, lambda item: self.condition(item, scope))

    def each(self, items: Iterable[Item], build: Callable[[Item], Built]) -> tuple[Built, ...]:
        """What is built of each item; unwinds only after the last, so that every problem is found."""
        built: list[Built] = []
        broken = False
        for item in items:
            try:
                built.append(build(item))
            except BrokenError:
                broken = True
        if broken:
            raise BrokenError
        return tuple(built)

    # -- values ----------------------------------------------------------------------------------------------------

    def value(self, tree: Tree, scope: Scope, wanted: Type | None = None) -> Expression:
        """A value: a literal by the type wanted here, or a mapping with a head word."""
        if isinstance(tree, Mapping):
            return self._worded(tree, scope, wanted)
        if wanted is not None:
            return literal(self, tree, wanted, scope.vocabulary)
        if isinstance(tree, Sequence):
            self.fail("untyped-literal", "nothing here says what kind of list this is", tree.place,
                      "put it into a parameter with a type, and write {parameter: NAME}")  # fmt: skip
        return untyped_literal(self, tree)

    def value_of(self, tree: Tree, scope: Scope, wanted: Type, what: str) -> Expression:
        """A value that must be of one type."""
        found = self.value(tree, scope, wanted)
        if not meets(wanted, found.type):
            self.fail("type-mismatch", f"{what} wants {wanted}, not {found.type}", tree.place)
        return found

    def date(self, tree: Tree, scope: Scope, what: str) -> Expression:
        """A value that must be a date."""
        return self.value_of(tree, scope, DATE, what)

    def quantity(self, tree: Tree, scope: Scope, what: str) -> Expression:
        """A number of days, weeks, months or years."""
        found = self.value(tree, scope)
        if not is_quantity_of_time(found.type):
            self.fail("type-mismatch", f"{what} wants a quantity of time, not {found.type}", tree.place,
                      "a parameter with the unit days, weeks, months or years")  # fmt: skip
        return found

    def list_of(self, tree: Tree, scope: Scope) -> Expression:
        """A list: a text is the path of a list fact."""
        found = references.fact(self, tree, scope) if isinstance(tree, Scalar) else self.value(tree, scope)
        if not isinstance(found.type, ListType):
            self.fail("type-mismatch", f"a list is wanted here, not {found.type}", tree.place)
        return found

    def intervals(self, tree: Tree, scope: Scope) -> Expression:
        """Intervals: a list whose elements have two dates is read as the days that they cover."""
        found = references.fact(self, tree, scope) if isinstance(tree, Scalar) else self.value(tree, scope)
        if isinstance(found.type, (IntervalsType, SpanType)):
            return found
        if isinstance(found.type, ListType) and isinstance(found.type.element, StructureType):
            path = found.type.element.path
            bounds = (found.type.element.register or scope.vocabulary.facts[path]).interval
            if bounds:
                first, last = (FieldRef(name=name, depth=0, list_path=path, type=DATE, place=tree.place) for name in bounds)
                return IntervalsOf(list=found, first=first, last=last, type=INTERVALS, place=tree.place)
        self.fail("type-mismatch", f"intervals are wanted here, not {found.type}", tree.place)

    def window(self, tree: Tree, scope: Scope, what: str) -> Expression:
        """One unbroken stretch of days."""
        found = self.value(tree, scope)
        if not isinstance(found.type, SpanType):
            self.fail("type-mismatch", f"{what} wants a window, not {found.type}", tree.place,
                      "a window, an interval, or a term that is one")  # fmt: skip
        return found

    def loop(self, list_: Expression, mapping: Mapping, scope: Scope) -> Scope:
        """The scope of a ``where`` on the elements of a list."""
        element = list_.type.element if isinstance(list_.type, ListType) else None
        if not isinstance(element, StructureType):
            self.fail("type-mismatch", "the elements of this list have no fields", mapping.place,
                      "compare them directly: {some: …, is: …}")  # fmt: skip
        name = mapping.get("as")
        alias = self.text(name, "as", mapping.place) if name else ""
        return scope.inside(Loop(element.register or scope.vocabulary.facts[element.path], alias))

    def _worded(self, tree: Mapping, scope: Scope, wanted: Type | None) -> Expression:
        head = self._head(tree)
        self._check_beside(tree, WORDS[head.key])
        if head.key == "given":
            return compared(self, references.given(self, head, scope, wanted), tree, scope)
        if head.key == "choose":
            return compared(self, self._choose(head, scope, wanted), tree, scope)
        built = _BUILD[head.key](self, tree, head, scope)
        return built if head.key in _TAKES_COMPARISONS else compared(self, built, tree, scope)

    def _check_beside(self, tree: Mapping, word: Word) -> None:
        """Record every key beside a head word that is neither its argument nor a comparison; any of them unwinds."""
        allowed = (*word.allowed, *(COMPARISONS if word.value else ()))
        unknown = [entry for entry in tree if entry.key not in allowed]
        for entry in unknown:
            way_out = key_help(entry.key, allowed)
            if word.value and entry.key in ALSO_WRITTEN:
                way_out = f'write "{ALSO_WRITTEN[entry.key]}": {COMPARISONS[ALSO_WRITTEN[entry.key]]}'
            elif word.value:
                way_out = way_out or f"compare with one of: {', '.join(COMPARISONS)}"
            message = f'"{word.name}" has no key "{entry.key}"'
            self.diagnostics.error("unknown-key", message, entry.key_place, way_out)
        if unknown:
            raise BrokenError

    def _head(self, tree: Mapping) -> Entry:
        heads = [entry for entry in tree if entry.key in WORDS]
        if len(heads) == 1:
            return heads[0]
        keys = list(tree)
        if not heads:
            wrong = next((entry for entry in keys if entry.key not in COMPARISONS), None)
            if wrong is None:
                self.fail("no-word", "this says nothing to compare", tree.place, "begin with fact, field, term, …")
            self.fail("unknown-word", f'the language has no word "{wrong.key}"', wrong.key_place,
                      key_help(wrong.key, WORDS))  # fmt: skip
        both = " and ".join(f'"{entry.key}"' for entry in heads)
        self.fail("two-words", f"one mapping has one head word, this has {both}", heads[1].key_place,
                  "put each into a mapping of its own, under all or any")  # fmt: skip

    def _choose(self, head: Entry, scope: Scope, wanted: Type | None) -> Expression:
        known = wanted

        def then(tree: Tree) -> Expression:
            """What a row gives; a literal is of the type that the rows before it have."""
            nonlocal known
            found = self.value(tree, scope, known)
            known = known or found.type
            return found

        rows = self.rows(head.value, "choose", scope, then)
        for row in rows[1:]:
            if not meets(rows[0].then.type, row.then.type):
                message = f"the rows of a choice give one type, here {rows[0].then.type} and {row.then.type}"
                self.fail("type-mismatch", message, row.then.place)
        return Choose(rows=rows, type=common([row.then.type for row in rows]), place=head.key_place)

    def rows(self, tree: Tree, what: str, scope: Scope, then: Callable[[Tree], Expression]) -> tuple[Row, ...]:
        """Rows of when/then with ``otherwise`` as the last; also the rows of decisions."""
        items = self.sequence(tree, what, tree.place)
        if not items.items:
            self.fail("empty", f"{what} has no rows", tree.place)

        def row(item: Tree, *, last: bool) -> Row:
            mapping = self.mapping(item, f"a row of {what}", tree.place)
            mapping = self.check_keys(mapping, keys.names(keys.ROW), "a row")
            otherwise = mapping.get("otherwise")
            if otherwise is not None:
                if not last or "when" in mapping or "then" in mapping:
                    self.fail("dead-row", "`otherwise` stands alone in the last row", item.place,
                              "rows after it are never reached: move it to the end")  # fmt: skip
                return Row(when=None, then=then(otherwise), place=item.place)
            given, result = mapping.get("when"), mapping.get("then")
            if given is None or result is None:
                self.fail("missing-key", "a row has `when` and `then`, or `otherwise`", item.place)
            when, value = self.each((True, False), lambda is_when: self.condition(given, scope) if is_when else then(result))
            return Row(when=when, then=value, place=item.place)

        count = len(items)
        rows = self.each(enumerate(items), lambda numbered: row(numbered[1], last=numbered[0] == count - 1))
        if rows[-1].when is not None:
            self.fail("missing-otherwise", f"the last row of {what} is `otherwise`", rows[-1].place,
                      "say what holds when no row does: - otherwise: …")  # fmt: skip
        return rows


def _all(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    return All(parts=builder.conditions(head.value, scope, "all"), type=BOOLEAN, place=head.key_place)


def _any(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    return AnyOf(parts=builder.conditions(head.value, scope, "any"), type=BOOLEAN, place=head.key_place)


def _not(builder: ExpressionBuilder, _tree: Mapping, head: Entry, scope: Scope) -> Expression:
    return Not(part=builder.condition(head.value, scope), type=BOOLEAN, place=head.key_place)


_BUILD: Final[dict[str, Callable[[ExpressionBuilder, Mapping, Entry, Scope], Expression]]] = {
    "all": _all,
    "any": _any,
    "not": _not,
    **references.BUILD,
    **lists.BUILD,
    **times.BUILD,
    **arithmetic.BUILD,
}

_TAKES_COMPARISONS: Final = frozenset({"some", "every", "none", "filter", "all", "any", "not", "throughout"})
"""Words that are conditions already, or whose comparison words speak of each element."""
