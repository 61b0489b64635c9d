"""What is wanting, one paper, payment or fact at a time: why of this person, how to supply it, from which provisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.evaluation.code import Junction, Loop, Step
from engine.evaluation.linked import Asked, Decided
from engine.language.expressions import Compare, Constant, FactRef, FieldRef, Filter
from engine.language.facts import Bilingual
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Application, Requirement
from engine.language.walk import below
from engine.reporting.known import missing_fact
from engine.reporting.letters.model import Wanted
from engine.reporting.letters.needs import Needed
from engine.reporting.letters.telling import told_in_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.evaluation.code import Code
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.expressions import Expression
    from engine.reporting.letters.telling import Telling


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

    def decision(self, name: str) -> None:
        """What is wanting for a decision: of provisions that are not met, and facts on which others turn."""
        telling = self.telling
        result, ruling = telling.builder.results[name], telling.evaluation.plan.rulings[name]
        if telling.builder.tone(name) not in {"unfavourable", "undetermined"}:
            return
        for clause in self._lacking_of(ruling):
            self._clause(clause)
        grounds = [key for group in result.because for key in telling.builder.grounds(group)]
        for key in grounds:
            if (known := telling.clause(key)) is not None:
                self._clause(known)
        for path in result.missing:
            self.facts.setdefault(path, {})

    def _lacking_of(self, ruling: Ruling) -> Iterator[Clause]:
        """The provisions that a decision's conditions put together and that are not met or not known."""
        for when, _ in ruling.choice.rows if ruling.choice is not None else ():
            if when is not None:
                yield from self._lacking(when)

    def _lacking(self, code: Code) -> Iterator[Clause]:
        """Those of a condition; of alternatives only what other decisions among them lack, for any one of them would do."""
        match code:
            case Asked() if self.telling.value(code.clause) is not TRUE:
                if _combines(code.clause):
                    for part in code.clause.met:
                        yield from self._lacking(part)
                else:
                    yield code.clause
            case Junction():
                for part in code.below:
                    if code.stops_at is FALSE or not isinstance(part, Asked):
                        yield from self._lacking(part)
            case Step() if isinstance(code.node, Compare) and isinstance(code.below[0], Decided):
                ruling = code.below[0].ruling
                if not set(ruling.possible(self.telling.evaluation.context)) <= set(ruling.decision.favourable):
                    yield from self._lacking_of(ruling)
            case _:
                return

    def _clause(self, clause: Clause) -> None:
        value = self.telling.value(clause)
        if value is UNKNOWN:
            for path in self.telling.missing(clause):
                self.facts.setdefault(path, {})[clause.key] = None
        elif value is FALSE and isinstance(clause.rule, (Requirement, Application)):
            self._item(clause)

    def _item(self, clause: Clause) -> None:
        item = self.items.setdefault(_thing(clause), _Item())
        if clause.key in item.keys:
            return
        telling = self.telling
        explainer = telling.explainer("because")
        item.keys[clause.key] = None
        item.what.append(telling.label(clause.provision) or telling.cite(clause.key))
        if clause.called_for is not None:
            lines = explainer.why(clause.called_for, None, TRUE, must=False)
            item.because.update(dict.fromkeys(told_in_one(telling.phrases, line, {"met", "plain"}) for line in lines))
        lines = [line for line in telling.explainer().clause(clause) if line.standing in {"not_met", "open"}]
        item.as_it_stands.update(dict.fromkeys(told_in_one(telling.phrases, line, {"not_met", "open"}) for line in lines))
        needed = Needed(telling.explainer())
        item.needed.update(dict.fromkeys(needed.sentences(needed.clause(clause))))
        item.officer = item.officer or self._rests_on_findings(clause)

    def _rests_on_findings(self, clause: Clause) -> bool:
        """Whether all that is asked are findings of the authority."""
        read = [node for part in clause.met if part.node is not None for node in self._facts_of(part.node, set())]
        return bool(read) and all(self._is_finding(path) for path in read)

    def _facts_of(self, node: Expression, seen: set[str]) -> Iterator[str]:
        program = self.telling.builder.program
        for one in below(node):
            if isinstance(one, FactRef):
                yield one.path
            elif isinstance(one, FieldRef) and not one.of_register:
                yield f"{one.list_path}[].{one.name}"
            elif (key := getattr(one, "key", "")) in program.terms and key not in seen:
                yield from self._facts_of(program.terms[key].body, {*seen, key})

    def _is_finding(self, path: str) -> bool:
        declared = self.telling.names.declaration(path)
        return declared is not None and declared.finding

    def all(self) -> tuple[Wanted, ...]:
        """The items, then the missing facts, each with the provisions that turn on it."""
        return (*(self._wanted(item) for item in self.items.values()), *(self._fact(*one) for one in self.facts.items()))

    def _wanted(self, item: _Item) -> Wanted:
        phrases = self.telling.phrases
        because = [phrases.sentence(phrases.say("letter.wanted_because", x=one)) for one in item.because]
        stands = [phrases.sentence(phrases.say("letter.wanted_on_file", x=one)) for one in item.as_it_stands]
        numbers = [self.telling.quotations.number(key) for key in item.keys]
        return Wanted(
            what=phrases.joined(item.what, "clauses"),
            why=(*because, *stands),
            ask=_run_on(list(item.needed)),
            cite=(self.telling.cites(item.keys),) if item.keys else (),
            officer=item.officer,
            quoted=next((number for number in numbers if number), 0),
        )

    def _fact(self, path: str, keys: dict[str, None]) -> Wanted:
        found, phrases = missing_fact(self.telling.names, path), self.telling.phrases
        home = self.telling.builder.program.rulebook.id
        cites = list(dict.fromkeys(self.telling.names.titled(key, home) for key in keys))
        why = [phrases.say("letter.wanted_for", cite=phrases.joined(cites, "clauses"))] if cites else []
        return Wanted(
            what=found.label,
            why=tuple(phrases.sentence(one) for one in why),
            ask=found.ask,
            cite=(self.telling.cites(keys),) if keys else (),
            officer=found.officer,
        )


def _combines(clause: Clause) -> bool:
    """Whether a provision asks for others, all of them."""
    if clause.called_for is not None or clause.excuses:
        return False
    return all(isinstance(part, Asked) or (isinstance(part, Junction) and part.stops_at is FALSE) for part in clause.met)


def _thing(clause: Clause) -> object:
    """What tells one thing that is wanting from another: the list that is looked at, and which of its entries by their codes."""
    for part in clause.met:
        for node in _filters(part):
            codes = frozenset(_codes(node.condition))
            if codes:
                return _list_of(node), codes
    return clause.key


def _filters(code: Code) -> Iterator[Filter]:
    if isinstance(code, (Loop, Step)) and code.node is not None:
        for node in below(code.node):
            if isinstance(node, Filter):
                yield node


def _list_of(node: Filter) -> str:
    listed: Expression = node
    while isinstance(listed, Filter):
        listed = listed.list
    return listed.path if isinstance(listed, FactRef) else ""


def _codes(node: Expression) -> Iterator[tuple[str, object]]:
    """The fields that have to be a certain code, of a condition that asks for all of its parts."""
    if isinstance(node, Compare) and node.word == "is" and isinstance(node.left, FieldRef) and isinstance(node.right, Constant):
        if isinstance(node.right.value, str):
            yield node.left.name, node.right.value
        return
    for part in getattr(node, "parts", ()) if type(node).__name__ == "All" else ():
        yield from _codes(part)


def _run_on(sentences: list[Bilingual]) -> Bilingual | None:
    if not sentences:
        return None
    return Bilingual("".join(one.zh for one in sentences), " ".join(one.en for one in sentences))
