"""Case by case: what three values leave open, but every value of one missing fact decides the same way.

Three-valued logic does not see that a condition and its denial exhaust all cases. Where a decision stays open, each missing
fact that can only be one of a few things is tried with each of them; an outcome that no value leads to is not possible.
Sound, for the fact must turn out to be one of them; and the interpreter's own meaning is only made sharper by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.evaluation.reasons import Reasons, Support, together
from engine.language.facts import Empty, FactType, Special

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.evaluation.code import Code
    from engine.evaluation.context import Context
    from engine.evaluation.linked import Decided, Ruling
    from engine.evaluation.reasons import Groups
    from engine.evaluation.variants import Variants
    from engine.language.facts import Fact, Vocabulary

MOST_VALUES: Final = 16
"""A fact that can be more things than this is not tried."""
MOST_FACTS: Final = 8
"""So many missing facts are tried, in the order of the vocabulary."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is possible; ``contexts`` are the record itself, or the cases of the one fact that settled it."""

    possible: tuple[Any, ...]
    contexts: tuple[Context, ...]


class Cases:
    """Finds what is possible in one evaluation and its variants, and what that rests on."""

    def __init__(self, variants: Variants, vocabulary: Vocabulary, day_codes: dict[str, Code | None]) -> None:
        self.variants = variants
        self.vocabulary = vocabulary
        self.day_codes = day_codes
        self._found: dict[tuple[int, int], Finding] = {}
        self._reasons: dict[int, Reasons] = {}

    def reasons(self, context: Context) -> Reasons:
        """The reasons of one context; made once."""
        found = self._reasons.get(id(context))
        if found is None:
            found = self._reasons[id(context)] = Reasons(context, self.day_codes)
        return found

    def missing(self, asked: Decided, context: Context) -> list[str]:
        """The facts that a decision still turns on, in the order in which the vocabulary has them."""
        found = self.reasons(context).missing(asked)
        return found if len(found) < 2 else sorted(found, key=places_in(self.vocabulary))  # noqa: PLR2004 - one is in order

    def find(self, asked: Decided, context: Context) -> Finding:
        """What is possible for a decision in a context."""
        ruling = asked.ruling
        possible = ruling.possible(context)
        if len(possible) <= 1:
            return Finding(possible, (context,))
        key = ruling.slot, id(context)
        if key not in self._found:
            self._found[key] = self._by_cases(asked, possible, context)
        return self._found[key]

    def _by_cases(self, asked: Decided, possible: tuple[Any, ...], context: Context) -> Finding:
        for path in self.missing(asked, context)[:MOST_FACTS]:
            contexts = tuple(self.variants.with_fact(context, path, value) for value in self._values(path))
            if not contexts:
                continue
            excluded = self._never_reached(asked.ruling, contexts, possible)
            if excluded:
                possible = tuple(outcome for outcome in possible if outcome not in excluded)
                if len(possible) == 1:
                    return Finding(possible, contexts)
        return Finding(possible, (context,))

    @staticmethod
    def _never_reached(ruling: Ruling, contexts: tuple[Context, ...], possible: tuple[Any, ...]) -> set[Any]:
        """Those of the possible outcomes to which no case leads. What was ruled out before does not count as reached."""
        excluded = set(possible)
        for context in contexts:
            excluded.difference_update(ruling.possible(context))
            if not excluded:
                break
        return excluded

    def _values(self, path: str) -> tuple[Any, ...]:
        """Everything that a missing fact can turn out to be; nothing where that is too much, or not a list of cases."""
        list_path, bracket, rest = path.partition("[")
        fact = self.vocabulary.facts.get(list_path)
        if bracket and fact is not None and fact.elements is not None:
            fact = fact.elements.get(rest.partition("].")[2])
        if fact is None:
            return ()
        values = _domain(fact, self.vocabulary)
        if values and (fact.may_be_none or fact.empty is Empty.NONE):
            values = (*values, Special.NONE)
        return values if len(values) <= MOST_VALUES else ()

    # -- what it rests on ------------------------------------------------------------------------------------------

    def support(self, asked: Decided, finding: Finding) -> Support:
        """What the finding rests on: in every case together."""
        if len(finding.contexts) == 1:
            return self.reasons(finding.contexts[0]).support(asked)
        found = Support()
        for context in finding.contexts:
            found.add(self.reasons(context).support(asked))
        return found

    def grounds(self, asked: Decided, finding: Finding) -> Groups:
        """The groups of provisions that ground the finding: in cases, one group of each case together."""
        if len(finding.contexts) == 1:
            return self.reasons(finding.contexts[0]).grounds(asked.ruling)
        return together([self.reasons(context).grounds(asked.ruling) for context in finding.contexts])


def places_in(vocabulary: Vocabulary) -> Callable[[str], tuple[int, int, int]]:
    """Where a missing fact stands in the vocabulary: its list, its element, its field."""
    order = {path: place for place, path in enumerate(vocabulary.facts)}

    def place(path: str) -> tuple[int, int, int]:
        list_path, bracket, rest = path.partition("[")
        if not bracket:
            return order[path], 0, 0
        index, _, name = rest.partition("].")
        return order[list_path], int(index), list(vocabulary.facts[list_path].elements or {}).index(name)

    return place


def _domain(fact: Fact, vocabulary: Vocabulary) -> tuple[Any, ...]:
    if fact.type is FactType.BOOLEAN:
        return True, False
    if fact.type is FactType.ENUMERATION:
        return tuple(vocabulary.enumerations[fact.enumeration].values)
    return ()
