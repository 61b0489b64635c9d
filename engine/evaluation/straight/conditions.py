"""Conditions as text: what combines them, and comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.meaning.comparison import compare_ranks, plain_operator, with_constant
from engine.evaluation.straight import known
from engine.evaluation.straight.forms import Forms, is_read, unit_of
from engine.language.expressions import (
    All,
    AnyOf,
    AsOf,
    Compare,
    Constant,
    DateOf,
    Elapsed,
    ElementRef,
    FactRef,
    FieldRef,
    Not,
    ParameterRef,
    ProvisionRef,
    Quantified,
    ReadingRef,
    TermRef,
    Throughout,
)
from engine.language.facts import Empty, Special
from engine.language.logic import TRUE, Truth
from engine.language.types import (
    BooleanType,
    DateTimeType,
    DateType,
    DurationType,
    EnumerationType,
    NumberType,
    OptionType,
    TextType,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.straight.writing import Block
    from engine.language.expressions import Expression

_SIGNS: Final = {
    "is": "==", "is_not": "!=", "in": "in", "not_in": "not in", "at_least": ">=", "on_or_after": ">=", "more_than": ">",
    "after": ">", "at_most": "<=", "on_or_before": "<=", "less_than": "<", "before": "<",
}  # fmt: skip
_MEMBERSHIP: Final = frozenset({"in", "not_in"})


class Conditions(Forms):
    """Writes conditions."""

    def truth(self, node: Expression, block: Block, special: int = 1) -> str:
        """A condition as a number. ``special`` is what a condition counts as that is ``none``."""
        outside = self._outside(node, block, "truth")
        if outside is not None:
            return outside
        match node:
            case All():
                return self._junction(node.parts, block, every=True)
            case AnyOf():
                return self._junction(node.parts, block, every=False)
            case Not():
                return f"DENIED[{self.truth(node.part, block)}]"
            case Compare():
                return self._comparison(node, block)
            case Quantified():
                return self.quantified(node, block)
            case Throughout():
                return f"NUMBER[throughout({self.value(node.window, block)}, {self.value(node.intervals, block)})]"
            case ProvisionRef():
                return self.named.provision(node)
            case FactRef():
                return f"NUMBER{special}[{self.named.fact(node.path)}]"
            case FieldRef():
                return f"NUMBER{special}[{self._field(node, block, 'None')}]"
            case Constant() if isinstance(node.value, Truth):
                return str(known.NUMBER[node.value])
            case TermRef():
                found, form = self.named.term(node, block)
                return found if form == "truth" else f"NUMBER{special}[{found}]"
            case _:
                return f"NUMBER{special}[{self.value(node, block)}]"

    def _junction(self, parts: Sequence[Expression], block: Block, *, every: bool) -> str:
        """What is at hand first; the rest only while it can still change the verdict."""
        sign, neutral = ("&", 3) if every else ("|", 0)
        quick: list[str] = []
        slow: list[Expression] = []
        codes, parts = self._codes_wanted(parts)
        for path, wanted in codes.items():
            fact, among = self.named.fact(path), block.names.constant(frozenset(wanted))
            some = f"{among}.issubset({fact})" if every else f"not {among}.isdisjoint({fact})"
            some = f"{block.names.constant(wanted[0])} in {fact}" if len(wanted) == 1 else some
            quick.append(f"((3 if {some} else 0) if type({fact}) is tuple else 1)")
        for part in parts:
            (quick.append(self.truth(part, block, neutral)) if self._is_quick(part) else slow.append(part))
        if not slow:
            return f"({f' {sign} '.join(quick)})"
        found = block.names.fresh()
        block.line(f"{found} = {f' {sign} '.join(quick) if quick else neutral}")
        for index, part in enumerate(slow):
            if index == 0 and not quick:
                block.line(f"{found} = {self.truth(part, block, neutral)}")
                continue
            with block.under(f"if {found}:" if every else f"if {found} != 3:"):
                block.line(f"{found} {sign}= {self.truth(part, block, neutral)}")
        return found

    def _codes_wanted(self, parts: Sequence[Expression]) -> tuple[dict[str, list[str]], list[Expression]]:
        """Of parts that ask whether a list fact has some code: the codes, by fact; and the other parts."""
        codes: dict[str, list[str]] = {}
        others = []
        for part in parts:
            match part:
                case Quantified(
                    word="some", list=FactRef() as fact, condition=Compare(word="is", left=ElementRef(depth=0)) as test
                ):
                    wanted = self.constant(test.right)
                    if isinstance(wanted, str) and not test.rank:
                        codes.setdefault(fact.path, []).append(wanted)
                        continue
                case _:
                    pass
            others.append(part)
        return codes, others

    @staticmethod
    def _is_quick(node: Expression) -> bool:
        """Whether a condition is read from variables, at most compared."""
        match node:
            case FactRef() | FieldRef() | ProvisionRef() | Constant() | ReadingRef():
                return True
            case TermRef():
                return node.depth is None
            case Not():
                return Conditions._is_quick(node.part)
            case Compare():
                return all(is_read(side) or isinstance(side, (TermRef, ParameterRef)) for side in (node.left, node.right))
            case _:
                return False

    # -- comparisons -----------------------------------------------------------------------------------------------

    def _comparison(self, node: Compare, block: Block) -> str:
        names, word = block.names, node.word
        if isinstance(node.left.type, DurationType):
            if isinstance(node.left, Elapsed):
                lasts = names.constant(known.elapsed(word, unit_of(node.right)))
                first = block.let(self.value(node.left.first, block))
                measured = f"{lasts}({first}, {self._values((node.left.last, node.right), block)})"
                there = self._is_there(node.left.last) and self._is_there(node.right)
                return f"(1 if {first} is UNKNOWN else {measured})" if there else measured
            left, right = self.value(node.left, block), self.value(node.right, block)
            return f"NUMBER[compare_duration({names.constant(word)}, {names.constant(unit_of(node.right))}, {left}, {right})]"
        constant = self.constant(node.right)
        if node.rank:
            return self._ranked(node, constant, block)
        if isinstance(constant, Truth) and isinstance(node.left.type, BooleanType) and word in {"is", "is_not"}:
            wanted = constant is TRUE
            found = self.truth(node.left, block, 0 if wanted else 3)  # `none` is neither true nor false
            return found if (word == "is") is wanted else f"DENIED[{found}]"
        if constant is not None and plain_operator(word, constant) is not None:
            if isinstance(node.left.type, (EnumerationType, OptionType)):
                return f"{names.constant(known.Compared(with_constant(word, constant)))}[{self.value(node.left, block)}]"
            left = block.let(self.value(node.left, block))
            limit = known.with_limit(word, constant)
            if word in _MEMBERSHIP and all(type(one) is str for one in constant):
                constant = frozenset(constant)
            plain = f"3 if {left} {_SIGNS[word]} {names.constant(constant)} else 0"
            return f"(({plain}) if {self._is_known(node.left, left)} else {names.constant(limit)}({left}))"
        left, right = block.let(self.value(node.left, block)), block.let(self.value(node.right, block))
        exactly = f"NUMBER[compare({names.constant(word)}, {left}, {right})]"
        if word in _MEMBERSHIP:
            return exactly
        both = f"{self._is_known(node.left, left)} and {self._is_known(node.right, right)}"
        return f"((3 if {left} {_SIGNS[word]} {right} else 0) if {both} else {exactly})"

    @staticmethod
    def _is_known(node: Expression, variable: str) -> str:
        """The test whether a value is plainly known, by the type that its expression has."""
        match node.type:
            case TextType() | EnumerationType() | OptionType():
                return f"type({variable}) is str"
            case DateType():
                return f"type({variable}) is date"
            case DateTimeType():
                return f"type({variable}) is datetime"
            case NumberType(whole=True):
                return f"type({variable}) is int"
            case _:
                return f"type({variable}) in KNOWN"

    def _is_there(self, node: Expression) -> bool:
        """Whether a value can surely not be ``none``."""
        match node:
            case FactRef():
                facts = [subject.vocabulary.facts for book in self.named.rulebooks for subject in book.subjects.values()]
                found = [one[node.path] for one in facts if node.path in one]
                return not any(fact.may_be_none or fact.empty is Empty.NONE for fact in found)
            case DateOf():
                return self._is_there(node.moment)
            case AsOf():
                return False
            case _:
                return self.constant(node) not in {None, Special.NONE} if isinstance(node, (Constant, ParameterRef)) else False

    def _ranked(self, node: Compare, constant: Any, block: Block) -> str:
        names = block.names
        left = block.let(self.value(node.left, block))
        rank = names.constant(node.rank)
        exactly = f"NUMBER[compare_ranks({names.constant(node.word)}, {rank}, {left}, {{}})]"
        if not isinstance(constant, str) or plain_operator(node.word, constant) is None or node.word in _MEMBERSHIP:
            return exactly.format(self.value(node.right, block))
        fitting = {code: known.NUMBER[compare_ranks(node.word, node.rank, code, constant)] for code in node.rank}
        return f"({names.constant(fitting)}[{left}] if type({left}) is str else {exactly.format(names.constant(constant))})"
