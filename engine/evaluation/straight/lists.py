"""Lists as text: loops that stop as soon as nothing can change any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.evaluation.straight.forms import Forms
from engine.language.expressions import (
    Compare,
    Days,
    ElementRef,
    Extreme,
    FactRef,
    FieldRef,
    Filter,
    IntervalsOf,
    TermRef,
)
from engine.language.facts import Empty

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.straight.writing import Block
    from engine.language.expressions import (
        Count,
        Expression,
        Quantified,
        Total,
    )


class Lists(Forms):
    """Writes what is said of lists."""

    def sequence(self, node: Expression, block: Block) -> str:
        """A list: a tuple where it is known, else items."""
        outside = self._outside(node, block, "sequence")
        if outside is not None:
            return outside
        match node:
            case FactRef():
                fact = self.named.fact(node.path)
                return f"(ANY_ITEMS if {fact} is UNKNOWN else {fact})"
            case Filter():
                entries, belonging = self._gathered(block)
                complete, endless = self._each(node, block, lambda entry, truth: _append(block, entries, entry, belonging, truth))
                return block.let(f"gathered({entries}, {belonging}, {complete}, {endless})")
            case Extreme():
                return self._extreme(node, block)
            case Days() if node.per_calendar_year and isinstance(node.intervals, IntervalsOf):
                rows, complete = self._days_read(node.intervals, block)
                return block.let(f"days_per_year(*covered({rows}, {complete}), {self._year_arguments(node, block)})")
            case TermRef():
                found, form = self.named.term(node, block)
                return found if form == "sequence" else f"sequence({found})"
            case _:
                return f"sequence({self.value(node, block)})"

    @staticmethod
    def _gathered(block: Block) -> tuple[str, str]:
        entries, belonging = block.names.fresh(), block.names.fresh()
        block.line(f"{entries} = []")
        block.line(f"{belonging} = []")
        return entries, belonging

    def _each(self, node: Expression, block: Block, write: Callable[[str, str], None]) -> tuple[str, str]:
        """A loop over the entries that belong at least possibly.

        ``write`` gets the variable of an entry and that of the truth of its belonging. What comes back says whether the list
        is complete and whether it is endless.
        """
        if isinstance(node, Filter):

            def write_fitting(entry: str, truth: str) -> None:
                fits = block.let(self.truth(node.condition, block))
                with block.under(f"if {fits}:"):
                    write(entry, block.let(f"{fits} & {truth}"))

            return self._each(node.list, block, write_fitting)
        list_ = block.let(self.sequence(node, block))
        entry, truth = block.names.fresh("e"), block.names.fresh()
        with (
            block.under(f"for {entry}, {truth} in zip({list_}, SURE) if type({list_}) is tuple else pairs({list_}):"),
            block.inside(entry),
        ):
            write(entry, truth)
        return f"(type({list_}) is tuple or {list_}.complete)", f"(type({list_}) is not tuple and {list_}.endless)"

    def quantified(self, node: Quantified, block: Block) -> str:
        """Some, every or none of a list's elements fit, as a truth."""
        short = self._quickly(node, block)
        if short is not None:
            return short
        found = block.names.fresh()
        block.line(f"{found} = 0")

        def write(_entry: str, truth: str) -> None:
            fits = self.truth(node.condition, block)
            fits = f"DENIED[{fits}]" if node.word == "every" else fits
            fits = block.let(f"{fits} & {truth}")
            with block.under(f"if {fits} == 3:"):
                block.line(f"{found} = 3")
                block.line("break")
            block.line(f"{found} |= {fits}")

        complete, _ = self._each(node.list, block, write)
        with block.under(f"if not {found} and not {complete}:"):
            block.line(f"{found} = 1")
        return found if node.word == "some" else f"DENIED[{found}]"

    def _quickly(self, node: Quantified, block: Block) -> str | None:
        """The shorter ways: a code among the entries of a fact, and the days of each calendar year against a limit."""
        test = node.condition
        if not (isinstance(test, Compare) and isinstance(test.left, ElementRef) and test.left.depth == 0 and not test.rank):
            return None
        constant, word = self.constant(test.right), test.word
        days = node.list
        if node.word == "every" and word == "at_most" and type(constant) is int and isinstance(days, Days):
            if days.per_calendar_year and isinstance(days.intervals, IntervalsOf):
                rows, complete = self._days_read(days.intervals, block)
                arguments = self._year_arguments(days, block)
                return f"every_year_at_most({rows}, {complete}, {block.names.constant(constant)}, {arguments})"
            return None
        if node.word == "every" or not isinstance(days, FactRef):
            return None
        fact = self.named.fact(days.path)
        match constant:
            case str() if word == "is":
                some = f"{block.names.constant(constant)} in {fact}"
            case tuple() if word == "not_in" and all(type(one) is str for one in constant):
                some = f"not {block.names.constant(frozenset(constant))}.issuperset({fact})"
            case tuple() if word == "in" and all(type(one) is str for one in constant):
                some = f"not {block.names.constant(frozenset(constant))}.isdisjoint({fact})"
            case _:
                return None
        yes, no = (3, 0) if node.word == "some" else (0, 3)
        return f"(({yes} if {some} else {no}) if type({fact}) is tuple else 1)"

    def _year_arguments(self, node: Days, block: Block) -> str:
        assert node.within is not None  # noqa: S101 - days per calendar year have a window
        if self.constant(node.first_day) == self.constant(node.last_day) == "counted":  # as it is unless said
            return self.value(node.within, block)
        return self._values((node.within, node.first_day, node.last_day), block)

    def _days_read(self, node: IntervalsOf, block: Block) -> tuple[str, str]:
        """Of each entry its belonging, its first and its last day; and whether the list is complete."""
        rows = block.names.fresh()
        block.line(f"{rows} = []")

        def write(_entry: str, truth: str) -> None:
            block.line(f"{rows}.append(({truth}, {self._values((node.first, node.last), block)}))")

        complete, _ = self._each(node.list, block, write)
        return rows, complete

    def _count(self, node: Count, block: Block) -> str:
        belonging = block.names.fresh()
        block.line(f"{belonging} = []")
        complete, endless = self._each(node.list, block, lambda _entry, truth: block.line(f"{belonging}.append({truth})"))
        return block.let(f"count({belonging}, {complete}, {endless})")

    def _total(self, node: Total, block: Block) -> str:
        amounts, belonging = self._gathered(block)
        complete, _ = self._each(
            node.list, block, lambda _entry, truth: _append(block, amounts, self.value(node.of, block), belonging, truth)
        )
        return block.let(f"total({belonging}, {amounts}, {complete})")

    def _extreme(self, node: Extreme, block: Block) -> str:
        names = block.names
        entries, belonging = self._gathered(block)
        keys = names.fresh()
        block.line(f"{keys} = []")

        def write(entry: str, truth: str) -> None:
            key = "".join(f"{self.value(by, block)}, " for by in node.by)
            _append(block, entries, entry, belonging, truth)
            block.line(f"{keys}.append(({key}))")

        complete, _ = self._each(node.list, block, write)
        nullable = names.constant(tuple(self._may_be_none(by) for by in node.by))
        word, ranks = names.constant(node.word), names.constant(node.ranks)
        return block.let(f"extreme({word}, {entries}, {belonging}, {complete}, {keys}, {ranks}, {nullable})")

    def _may_be_none(self, node: Expression) -> bool:
        """Whether a field can hold ``none`` in the vocabulary of some subject that has its list."""
        if not isinstance(node, FieldRef):
            return True
        facts = [subject.vocabulary.facts for book in self.named.rulebooks for subject in book.subjects.values()]
        lists_ = [found[node.list_path] for found in facts if node.list_path in found]
        fields = [list_.elements[node.name] for list_ in lists_ if list_.elements and node.name in list_.elements]
        return any(field.may_be_none or field.empty is Empty.NONE for field in fields)


def _append(block: Block, entries: str, entry: str, belonging: str, truth: str) -> None:
    block.line(f"{entries}.append({entry})")
    block.line(f"{belonging}.append({truth})")
