"""Why an outcome came out: each ground with its provision, the facts, and what would have been needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.evaluation.linked import Asked
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.reporting.checks import AT_LENGTH
from engine.reporting.known import relied_on
from engine.reporting.letters.model import Ground, GroundsOf
from engine.reporting.letters.needs import OUT_OF_REACH, Needed, OneOf
from engine.reporting.letters.reached import asked_by
from engine.reporting.letters.serving import serving
from engine.reporting.letters.stands import as_it_stands
from engine.reporting.letters.telling import open_ended, told_in_one
from engine.reporting.sentences import innermost

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.evaluation.judgment import DecisionResult
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.facts import Bilingual
    from engine.reporting.letters.needs import Needs
    from engine.reporting.letters.telling import Telling
    from engine.reporting.sentences import Explainer, Line, Standing

_MOST_SAID: Final = 3
"""So many sentences are the reason in a line; the rest stands below it."""


def grounds_of(telling: Telling, name: str) -> GroundsOf | None:
    """The grounds of a decision; nothing where there is none to tell."""
    builder, say = telling.builder, telling.phrases.say
    result, ruling = builder.results[name], telling.evaluation.plan.rulings[name]
    tone = builder.tone(name)
    lead = None
    if telling.versions is not None:
        if result.is_open:
            return _under_versions(telling, name)
        lead = say("letter.same_in_each")
    found = _Grounds(telling, ruling).all(telling.result(name), tone)
    if not found:
        return None
    if lead is None and tone == "unfavourable" and len(found) > 1:
        lead = say("letter.each_alone")
    return GroundsOf(
        title=ruling.decision.title,
        outcome=builder.outcome(name),
        tone=tone,
        lead=None if lead is None else telling.phrases.sentence(open_ended(lead)),
        grounds=found,
    )


def grounds_of_duty(telling: Telling) -> GroundsOf | None:
    """Why the duty is due for which a letter is written."""
    duty = telling.duty
    clause = None if duty is None else telling.clause(duty.provision)
    if duty is None or clause is None:
        return None
    provision = clause.provision
    says = telling.phrases.say("letter.duty", bearer=duty.bearer, action=duty.action)
    ground = Ground(
        cite=telling.cite(duty.provision),
        label=telling.label(provision),
        says=telling.phrases.sentence(says),
        facts=tuple(telling.explainer().clause(clause)),
        quoted=telling.quotations.number(duty.provision),
    )
    title = telling.label(provision) or telling.cite(duty.provision)
    return GroundsOf(title=title, outcome=telling.phrases.say("standing.applies"), tone="neutral", lead=None, grounds=(ground,))


class _Grounds:
    """Makes the grounds of one decision. What was explained under one of them is only named under the next."""

    def __init__(self, telling: Telling, ruling: Ruling) -> None:
        self.telling = telling
        self.ruling = ruling
        self.explainer: Explainer = telling.explainer()
        self.needed = Needed(self.explainer)
        self.say = telling.phrases.say
        self.asked = asked_by(telling.builder.program, ruling)
        self.serving = serving(ruling, telling.evaluation.context)

    def all(self, result: DecisionResult, tone: str) -> tuple[Ground, ...]:
        """Every ground of the outcome, in the order of the reasons."""
        groups = [keys for group in result.because if (keys := self.telling.builder.grounds(group))]
        if result.has_value:
            return self._of_value(groups, tone)
        if tone == "favourable":
            return self._in_order(list(dict.fromkeys(key for keys in groups for key in keys)))
        return tuple(found for keys in groups if (found := self._ground(keys, tone)) is not None)

    # -- against the person, open, or neither ----------------------------------------------------------------------

    def _ground(self, keys: Sequence[str], tone: str) -> Ground | None:
        if tone == "neutral":
            keys = [key for key in keys if not self.telling.builder.comes_to_nothing(key)] or keys[:1]
        clauses = {key: clause for key in keys if key in self.asked and (clause := self.telling.clause(key)) is not None}
        if not clauses:
            return self._of_facts(keys, tone)
        if len(clauses) == 1:
            ((key, clause),) = clauses.items()
            return self._single([key, *(one for one in keys if one != key)], clause, tone)
        return self._several(keys, clauses, tone)

    def _single(self, keys: Sequence[str], clause: Clause, tone: str) -> Ground:
        """A provision by itself."""
        lines = self.explainer.clause(clause)
        needed: tuple[Bilingual, ...] = ()
        if tone == "unfavourable" and self.telling.value(clause) is not TRUE:
            needed = self.needed.sentences(self.needed.clause(clause))
        if tone == "undetermined":
            return self._made(keys, self._open(clause), lines, needed)
        wrong = self._wrong(clause) if needed else None
        return self._made(keys, self._told(lines, keys[0]) if wrong is None else wrong, lines, needed)

    def _wrong(self, clause: Clause) -> Bilingual | None:
        """What is so in place of what a requirement asks that certainly binds."""
        standing = clause.standing(self.telling.evaluation.context)
        if not isinstance(clause.rule, Requirement) or standing.called_for is not TRUE:
            return None
        told = as_it_stands(Needed(self.telling.explainer()), clause)[:_MOST_SAID]
        return self.telling.phrases.sentence(self.telling.phrases.joined(told, "clauses")) if told else None

    def _of_facts(self, keys: Sequence[str], tone: str) -> Ground:
        """Facts by themselves: no provision's rule is asked, and the decision's text is cited for it."""
        lines = self._of_choice()
        needed = self._of_rows() if tone == "unfavourable" else ()
        missing = self.telling.builder.results[self.ruling.decision.name].missing
        return self._made(keys, self._missing(missing) if tone == "undetermined" else self._told(lines, keys[0]), lines, needed)

    def _made(self, keys: Sequence[str], says: Bilingual, lines: list[Line], needed: tuple[Bilingual, ...]) -> Ground:
        quotes = self.telling.quotations.numbers(keys)
        return Ground(
            cite=self.telling.cites(keys),
            label=self._label(keys),
            says=says,
            facts=() if _says_it_all(lines, says) else tuple(lines),
            needed=needed,
            quoted=next(iter(quotes), 0),
            quotes=quotes,
        )

    def _of_choice(self) -> list[Line]:
        """Why a row of the decision holds; of what is left when none does, why those do not that would have served."""
        choice, decision = self.ruling.choice, self.ruling.decision
        context = self.telling.evaluation.context
        found: list[Line] = []
        for when, then in choice.rows if choice is not None else ():
            if when is None:
                break
            verdict = when.run(context, None)
            lines = self.explainer.why(when, None, TRUE, must=False)
            if verdict is TRUE:
                serves = then.run(context, None) in decision.favourable
                return [*found, *(lines if serves else map(_plain, lines))]
            if verdict is UNKNOWN or not decision.favourable or then.run(context, None) in decision.favourable:
                found.extend(lines)
        return found

    def _several(self, keys: Sequence[str], clauses: dict[str, Clause], tone: str) -> Ground:
        values = [self.telling.value(clause) for clause in clauses.values()]
        lines = list({(line.text.zh, line.text.en): line for line in self._lines(clauses.values())}.values())
        needed: tuple[Bilingual, ...] = ()
        ways = all(value is FALSE for value in values) and self.serving.issuperset(clauses)
        if tone == "undetermined":
            says = self._missing([path for clause in clauses.values() for path in self.telling.missing(clause)])
        elif tone == "unfavourable" and ways:
            says = self.say("letter.several_ways")
            needed = self._of_ways(list(clauses.values()))
        elif all(self._status(key) == "not_applicable" for key in clauses):
            says = self.say("letter.none_applies")
        else:
            says = self.say("letter.together")
        return replace(
            self._made(keys, self.telling.phrases.sentence(open_ended(says)), lines, needed), label=None, facts=tuple(lines)
        )

    def _lines(self, clauses: Iterable[Clause]) -> list[Line]:
        return [self.explainer.asked(Asked(None, clause), TRUE) for clause in clauses]

    def _of_ways(self, clauses: list[Clause]) -> tuple[Bilingual, ...]:
        """Any one of several ways would have done; what merely allows or effects something asks nothing of anybody."""
        asking = [clause for clause in clauses if isinstance(clause.rule, (Requirement, Entitlement, Application))]
        found = [needs for clause in asking or clauses if (needs := self.needed.clause(clause)) is not None]
        ways = [needs for needs in found if needs != OUT_OF_REACH]
        if len(ways) < 2:  # noqa: PLR2004 - alternatives are several
            return self.needed.sentences(ways[0]) if ways else ()
        return self.needed.sentences(OneOf(tuple(ways)))

    def _of_rows(self) -> tuple[Bilingual, ...]:
        """What an outcome in favour would have needed of the rows: no other row before it, and one of its own."""
        choice, decision = self.ruling.choice, self.ruling.decision
        context = self.telling.evaluation.context
        against: Needs | None = None
        ways: list[Needs] = []
        for when, then in choice.rows if choice is not None else ():
            serves = then.run(context, None) in decision.favourable
            if when is None:
                ways = [] if serves else ways
            elif serves and (found := self.needed.of(when, None, TRUE)) not in {None, OUT_OF_REACH}:
                ways.append(found)
            elif not serves and against is None and when.run(context, None) is TRUE:
                against = self.needed.of(when, None, FALSE)
        way = OneOf(tuple(ways)) if len(ways) > 1 else ways[0] if ways else None
        return tuple(dict.fromkeys((*self.needed.sentences(against), *self.needed.sentences(way))))

    # -- in favour -------------------------------------------------------------------------------------------------

    def _in_order(self, keys: list[str]) -> tuple[Ground, ...]:
        """The provisions that an outcome in favour rests on, briefly: those that apply, ways that are open before all."""
        clauses = {key: clause for key in keys if key in self.asked and (clause := self.telling.clause(key)) is not None}
        if not clauses:
            return (self._of_facts(keys, "favourable"),) if keys else ()
        speaking = [key for key in clauses if not self.telling.builder.comes_to_nothing(key)] or list(clauses)
        applying = [key for key in speaking if self._status(key) != "not_applicable"] or speaking
        quoted = len(applying) <= AT_LENGTH
        return tuple(self._met(key, clauses[key], quoted=quoted) for key in sorted(applying, key=self._is_no_way))

    def _met(self, key: str, clause: Clause, *, quoted: bool) -> Ground:
        """A provision in a line: how it stands, and the fact that says most."""
        lines = self.explainer.clause(clause)
        if self._status(key) == "not_applicable":
            word, speaking = "not_applicable", lines
        else:
            word = "met" if clause.judges else "applies"
            speaking = [line for line in lines if line.standing == "met"] or lines
        told = [self._in_brief(line) for line in speaking[:1]]
        says = self.say(f"letter.{word}")
        return Ground(
            cite=self.telling.cite(key),
            label=self._label([key]),
            says=self.telling.phrases.sentence(self.say("join.paren", x=says, note=told[0]) if told else says),
            quoted=self.telling.quotations.number(key) if quoted or not self._is_no_way(key) else 0,
        )

    def _in_brief(self, line: Line) -> Bilingual:
        """A line by itself; of one that names a provision, what that comes to."""
        return told_in_one(self.telling.phrases, line, {"met", "plain"}) if line.provision else open_ended(line.text)

    def _is_no_way(self, key: str) -> bool:
        clause = self.telling.clause(key)
        return clause is None or not isinstance(clause.rule, Entitlement)

    def _status(self, key: str) -> str:
        clause = self.telling.clause(key)
        return "" if clause is None else self.telling.evaluation.status(clause)

    # -- of a value ------------------------------------------------------------------------------------------------

    def _of_value(self, groups: list[list[str]], tone: str) -> tuple[Ground, ...]:
        """What a value rests on: the provisions together, with the facts and the numbers of the law that it was made of."""
        keys = list(dict.fromkeys(key for keys in groups for key in keys)) or list(self.ruling.decision.cite)
        telling = self.telling
        kept = [key for key in keys if not telling.builder.comes_to_nothing(key)] or keys
        if not kept:
            return ()
        lines = [*self._facts_read(), *self._numbers_read()]
        missing = telling.builder.results[self.ruling.decision.name].missing
        if tone == "undetermined":
            said = self.say("outcome.undetermined")
            if missing:
                said = self.say("letter.amount_open", x=telling.facts_named(list(missing)))
            says = telling.phrases.sentence(open_ended(said))
        else:
            says = telling.phrases.sentence(self.say("letter.rests_on" if lines else "letter.as_written"))
        found = self._made(kept, says, lines, ())
        return (found if len(kept) == 1 else replace(found, label=None),)

    def _facts_read(self) -> list[Line]:
        """The facts that a value was made of."""
        telling = self.telling
        support = telling.evaluation.reasons.support(telling.evaluation.plan.asked[self.ruling.decision.name])
        told = relied_on(telling.evaluation, telling.names, support.facts)
        said = [self.say("join.label", label=one.label, x=one.value) for one in told]
        return [self.explainer.line(one, "plain") for one in said]

    def _numbers_read(self) -> list[Line]:
        """The numbers and days of the law that it was made of, with where they stand."""
        telling = self.telling
        support = telling.evaluation.reasons.support(telling.evaluation.plan.asked[self.ruling.decision.name])
        found = []
        for key, value in support.parameters.items():
            parameter = telling.builder.program.parameters[key]
            if isinstance(value, (int, Decimal, date)) and not isinstance(value, bool):
                shown = self.say("join.label", label=parameter.label, x=telling.names.display.value(value, parameter.type))
                said = self.say("join.paren", x=shown, note=telling.cites(parameter.cite)) if parameter.cite else shown
                found.append(self.explainer.line(said, "plain"))
        return found

    # -- words -----------------------------------------------------------------------------------------------------

    def _told(self, lines: list[Line], key: str) -> Bilingual:
        """The reason in a sentence: what the lines come to that do not serve, else what they come to."""
        wanted: tuple[set[Standing], ...] = ({"not_met"}, {"open"}, {"met", "plain"})
        standings: set[Standing] = next((one for one in wanted if innermost(lines, one)), {"plain"})
        speaking = [line for line in lines if line.standing in standings]
        told = list(dict.fromkeys(told_in_one(self.telling.phrases, line, standings) for line in speaking))[:_MOST_SAID]
        if told:
            return self.telling.phrases.sentence(self.telling.phrases.joined(told, "clauses"))
        provision = self.telling.builder.program.provisions[key]
        says = self.telling.label(provision) or self.telling.cite(key)
        return self.telling.phrases.sentence(says)

    def _open(self, clause: Clause) -> Bilingual:
        if self.telling.value(clause) is UNKNOWN:
            return self._missing(self.telling.missing(clause))
        return self._told(self.telling.explainer().clause(clause), clause.key)

    def _missing(self, paths: Sequence[str]) -> Bilingual:
        if not paths:
            return self.telling.phrases.sentence(self.say("letter.is_open_otherwise"))
        found = self.telling.facts_named(list(dict.fromkeys(paths)))
        return self.telling.phrases.sentence(open_ended(self.say("letter.is_open", x=found)))

    def _label(self, keys: Sequence[str]) -> Bilingual | None:
        return self.telling.label(self.telling.builder.program.provisions[keys[0]])


def _under_versions(telling: Telling, name: str) -> GroundsOf:
    """Where it is open which version applies, and they differ: what each of them says."""
    versions, phrases = telling.versions, telling.phrases
    assert versions is not None  # noqa: S101 - the caller asked
    found = []
    for builder in versions.builders:
        if name in builder.results:
            heading, book = versions.heading(builder.evaluation), builder.program.rulebook
            says = phrases.say("letter.under_version", heading=heading, outcome=builder.outcome(name))
            found.append(Ground(cite=book.title, label=None, says=phrases.sentence(says)))
    return GroundsOf(
        title=telling.evaluation.plan.rulings[name].decision.title,
        outcome=telling.builder.outcome(name),
        tone="undetermined",
        lead=versions.which,
        grounds=tuple(found),
    )


def _plain(line: Line) -> Line:
    """A line that speaks neither for nor against: what is so calls for an outcome that nobody wished for."""
    stands: Standing = "plain" if line.standing == "met" else line.standing
    return replace(line, standing=stands, below=tuple(_plain(one) for one in line.below))


def _says_it_all(lines: Sequence[Line], says: Bilingual) -> bool:
    """Whether the lines below would only say the same again."""
    return all(not line.below and open_ended(line.text).zh in says.zh for line in lines)
