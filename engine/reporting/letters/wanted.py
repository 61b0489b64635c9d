"""What is wanting, one paper, payment or fact at a time: why of this person, how to supply it, from which provisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from engine.evaluation.code import Junction, Step
from engine.evaluation.linked import Asked, Decided
from engine.language.expressions import All, Compare, Constant, FactRef, FieldRef, Filter, Not, Quantified
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Application, Requirement
from engine.language.walk import below
from engine.reporting.known import missing_fact
from engine.reporting.letters.demands import OUT_OF_REACH, OneOf
from engine.reporting.letters.model import Wanted
from engine.reporting.letters.needs import Needed
from engine.reporting.letters.reached import asked_by
from engine.reporting.letters.reads import rests_on_findings
from engine.reporting.letters.stands import as_it_stands
from engine.reporting.letters.telling import run_on, told_in_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.evaluation.code import Code
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.expressions import Expression
    from engine.language.facts import Bilingual
    from engine.reporting.letters.telling import Telling

_MOST_TOLD: Final = 3
"""So many provisions are named that turn on a fact; all of them are cited."""


@dataclass(slots=True)
class _Item:
    """One thing that is wanting, gathered from every provision that asks for it."""

    what: list[Bilingual] = field(default_factory=list)
    because: dict[Bilingual, None] = field(default_factory=dict)
    as_it_stands: dict[Bilingual, None] = field(default_factory=dict)
    needed: dict[Bilingual, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)
    officer: bool = False


def wanted_of(telling: Telling, names: Iterable[str]) -> tuple[Wanted, ...]:
    """Everything that is wanting for some decisions, each thing once, in the order of the text; missing facts after it."""
    found = _Wanting(telling)
    for name in names:
        found.decision(name)
    return found.all()


class _Wanting:
    """Gathers what is wanting for one or several decisions."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self.items: dict[object, _Item] = {}
        self.facts: dict[str, dict[str, None]] = {}
        self.decisions: dict[str, dict[str, None]] = {}

    def decision(self, name: str) -> None:
        """What is wanting for a decision: of provisions that are not met, and facts on which others turn."""
        telling = self.telling
        result, ruling = telling.builder.results[name], telling.evaluation.plan.rulings[name]
        if telling.builder.tone(name) not in {"unfavourable", "undetermined"}:
            return
        for path in result.missing:
            self.facts.setdefault(path, {})
            self.decisions.setdefault(path, {})[name] = None
        if telling.versions is not None and result.is_open:
            return  # what a version would ask for is wanted only if it applies
        asked = asked_by(telling.builder.program, ruling)
        for group in telling.result(name).because:
            clauses = [telling.clause(key) for key in telling.builder.grounds(group) if key in asked]
            self._group([clause for clause in clauses if clause is not None], of_value=result.has_value)
        for clause in self._open_beside(ruling):
            self._turns_on(clause)

    def _group(self, clauses: list[Clause], *, of_value: bool) -> None:
        """What a reason comes to: where several provisions make it only together, any one of them would do.

        A value is made of provisions that hold and of others that do not; none of them is wanting.
        """
        for clause in clauses:
            if self.telling.value(clause) is UNKNOWN:
                self._turns_on(clause)
        if of_value:
            return
        failed = [one for one in clauses if self.telling.value(one) is FALSE and isinstance(one.rule, (Requirement, Application))]
        if len(failed) == 1:
            self._item(self.items.setdefault(_thing(failed[0]), _Item()), failed[0])
        elif failed:
            self._either(failed)

    def _turns_on(self, clause: Clause) -> None:
        for path in self.telling.missing(clause):
            self.facts.setdefault(path, {})[clause.key] = None

    # -- what is open beside what is wanting -----------------------------------------------------------------------

    def _open_beside(self, ruling: Ruling) -> Iterator[Clause]:
        """Provisions that nobody can decide yet although the outcome is there: whoever supplies the rest is asked for all."""
        rows = ruling.choice.rows if ruling.choice is not None else ()
        context, favourable = self.telling.evaluation.context, ruling.decision.favourable
        serving = [when for when, then in rows if when is not None and then.run(context, None) in favourable]
        if len(serving) == 1:
            yield from self._open_in(serving[0])
        for when, _ in rows:
            if when is not None:
                yield from self._open_below(when)

    def _open_in(self, code: Code) -> Iterator[Clause]:
        """Of a condition that asks for all of its parts. Where a mere fact is against it, the rest is asked of nobody."""
        match code:
            case Asked() if self.telling.value(code.clause) is not TRUE:
                if _combines(code.clause):
                    for part in code.clause.met:
                        yield from self._open_in(part)
                elif self.telling.value(code.clause) is UNKNOWN:
                    yield code.clause
            case Junction() if code.stops_at is FALSE:
                context = self.telling.evaluation.context
                if not any(part.run(context, None) is FALSE for part in code.below if not isinstance(part, Asked)):
                    for part in code.below:
                        yield from self._open_in(part)
            case _:
                return

    def _open_below(self, code: Code) -> Iterator[Clause]:
        """Of the decisions that a condition asks for, those that are not in favour."""
        match code:
            case Junction():
                for part in code.below:
                    yield from self._open_below(part)
            case Step() if isinstance(code.node, Compare) and isinstance(code.below[0], Decided):
                ruling = code.below[0].ruling
                if not set(ruling.possible(self.telling.evaluation.context)) <= set(ruling.decision.favourable):
                    yield from self._open_beside(ruling)
            case _:
                return

    # -- one thing -------------------------------------------------------------------------------------------------

    def _item(self, item: _Item, clause: Clause) -> None:
        if clause.key in item.keys:
            return
        telling, needed = self.telling, Needed(self.telling.explainer(), theirs=True)
        item.keys[clause.key] = None
        item.what.append(telling.label(clause.provision) or telling.cite(clause.key))
        item.because.update(dict.fromkeys(self._because(clause)))
        item.as_it_stands.update(dict.fromkeys(as_it_stands(needed, clause)))
        item.needed.update(dict.fromkeys(needed.sentences(needed.asked_by(clause))))
        item.officer = item.officer or self._rests_on_findings(clause)

    def _either(self, clauses: list[Clause]) -> None:
        """One thing or another."""
        item = self.items.setdefault(tuple(clause.key for clause in clauses), _Item())
        needed = Needed(self.telling.explainer(), theirs=True)
        what = [self.telling.label(clause.provision) or self.telling.cite(clause.key) for clause in clauses]
        item.what = [self.telling.phrases.joined(what, "or")]
        item.keys.update(dict.fromkeys(clause.key for clause in clauses))
        item.as_it_stands.update(dict.fromkeys(one for clause in clauses for one in as_it_stands(needed, clause)))
        ways = tuple(one for clause in clauses if (one := needed.asked_by(clause)) not in {None, OUT_OF_REACH})
        item.needed.update(dict.fromkeys(needed.sentences(OneOf(ways) if len(ways) > 1 else ways[0] if ways else None)))
        item.officer = all(self._rests_on_findings(clause) for clause in clauses)

    def _because(self, clause: Clause) -> list[Bilingual]:
        """Why it is asked of this person: what calls for it, rather than that nothing excludes it."""
        code = clause.called_for
        if code is None:
            return []
        parts = code.below if isinstance(code, Junction) and code.stops_at is FALSE else (code,)
        speaking = [part for part in parts if not isinstance(part.node, Not)] or list(parts)
        explainer = self.telling.explainer("because")
        lines = [line for part in speaking for line in explainer.why(part, None, TRUE, must=False)]
        return [told_in_one(self.telling.phrases, line, {"met", "plain"}) for line in lines]

    def _rests_on_findings(self, clause: Clause) -> bool:
        return rests_on_findings(self.telling.names, [part.node for part in clause.met if part.node is not None])

    def all(self) -> tuple[Wanted, ...]:
        """The items, then the missing facts, each with the provisions that turn on it."""
        return (*(self._wanted(item) for item in self.items.values()), *(self._fact(*one) for one in self.facts.items()))

    def _wanted(self, item: _Item) -> Wanted:
        phrases = self.telling.phrases
        because = [phrases.sentence(phrases.say("letter.wanted_because", x=one)) for one in item.because]
        stands = [phrases.sentence(phrases.say("letter.wanted_on_file", x=one)) for one in item.as_it_stands]
        quotes = self.telling.quotations.numbers(item.keys)
        return Wanted(
            what=phrases.joined(item.what, "clauses"),
            why=(*because, *stands),
            ask=run_on(list(item.needed)),
            cite=(self.telling.cites(item.keys),) if item.keys else (),
            officer=item.officer,
            quoted=next(iter(quotes), 0),
            quotes=quotes,
        )

    def _fact(self, path: str, keys: dict[str, None]) -> Wanted:
        found, phrases = missing_fact(self.telling.names, path), self.telling.phrases
        cites = list(dict.fromkeys(self._called(key) for key in keys))
        if not cites:  # the decision itself asks for it
            decisions = [self.telling.evaluation.plan.rulings[name].decision for name in self.decisions.get(path, ())]
            cites = [phrases.say("needed.label", label=decision.title) for decision in decisions]
            keys = {key: None for decision in decisions for key in decision.cite}
        why = [phrases.say("letter.wanted_for", cite=phrases.joined(cites))] if cites else []
        if len(cites) > _MOST_TOLD:
            shown = phrases.joined(cites[:_MOST_TOLD], "conditions")
            why = [phrases.say("letter.wanted_for_more", cite=shown, n=len(cites))]
        return Wanted(
            what=found.label,
            why=tuple(phrases.sentence(one) for one in why),
            ask=found.ask,
            cite=(self.telling.cites(keys),) if keys else (),
            officer=found.officer,
        )

    def _called(self, key: str) -> Bilingual:
        """A provision by its short name, else by its place."""
        label = self.telling.names.label(key)
        return self.telling.cite(key) if label is None else self.telling.phrases.say("needed.label", label=label)


def _combines(clause: Clause) -> bool:
    """Whether a provision asks for others, all of them."""
    if clause.called_for is not None or clause.excuses:
        return False
    return all(isinstance(part, Asked) or (isinstance(part, Junction) and part.stops_at is FALSE) for part in clause.met)


def _thing(clause: Clause) -> object:
    """What tells one thing that is wanting from another: the list that is looked at, and which of its entries by their codes."""
    found = {(_list_of(node), codes) for part in clause.met for node in _looks(part) if (codes := frozenset(_codes_of(node)))}
    return found.pop() if len(found) == 1 else clause.key


def _looks(code: Code) -> Iterator[Filter | Quantified]:
    """Each look at a list: a filter by itself, or what is asked of the entries of one."""
    for node in below(code.node) if code.node is not None else ():
        if isinstance(node, (Filter, Quantified)) and frozenset(_codes_of(node)):
            yield node


def _codes_of(node: Filter | Quantified) -> Iterator[tuple[str, object]]:
    yield from _codes(node.condition)
    if isinstance(node.list, Filter):
        yield from _codes_of(node.list)


def _list_of(node: Filter | Quantified) -> str:
    listed = node.list
    while isinstance(listed, Filter):
        listed = listed.list
    return listed.path if isinstance(listed, FactRef) else ""


def _codes(node: Expression) -> Iterator[tuple[str, object]]:
    """The fields that have to be a certain code, of a condition that asks for all of its parts."""
    if isinstance(node, Compare) and node.word == "is" and isinstance(node.left, FieldRef) and isinstance(node.right, Constant):
        if isinstance(node.right.value, str):
            yield node.left.name, node.right.value
        return
    if isinstance(node, All):
        for part in node.parts:
            yield from _codes(part)
