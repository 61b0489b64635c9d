"""Why an outcome came out: each ground with its provision, the facts, and what would have been needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Entitlement, Requirement
from engine.reporting.checks import AT_LENGTH
from engine.reporting.known import relied_on
from engine.reporting.letters.demands import OUT_OF_REACH, OneOf
from engine.reporting.letters.model import Ground, GroundsOf
from engine.reporting.letters.needs import Needed
from engine.reporting.letters.reached import asked_by
from engine.reporting.letters.serving import serving
from engine.reporting.letters.stands import as_it_stands
from engine.reporting.letters.telling import ends, open_ended, run_on
from engine.reporting.letters.ways import Ways

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.judgment import DecisionResult
    from engine.evaluation.linked import Clause, Ruling
    from engine.language.facts import Bilingual
    from engine.reporting.letters.demands import Needs
    from engine.reporting.letters.model import Way
    from engine.reporting.letters.telling import Telling
    from engine.reporting.sentences import Explainer, Line, Standing

_MOST_TELLING: Final = 2
"""So many facts are told of what is met."""


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
        facts=_flat(telling, telling.explainer().clause(clause)),
        quoted=telling.quotations.number(duty.provision),
    )
    title = telling.label(provision) or telling.cite(duty.provision)
    return GroundsOf(title=title, outcome=telling.phrases.say("standing.applies"), tone="neutral", lead=None, grounds=(ground,))


class _Grounds:
    """Makes the grounds of one decision. What was told under one of them is only named under the next.

    A letter's facts are flat sentences, those by which a provision stands as it does: how one leads to the other, the
    explanation shows.
    """

    def __init__(self, telling: Telling, ruling: Ruling) -> None:
        self.telling = telling
        self.ruling = ruling
        self.explainer: Explainer = telling.explainer("told")
        self.needed = Needed(self.explainer)
        self.ways = Ways(telling, self.needed)
        self.found: dict[frozenset[str], Ground] = {}
        self.keys: dict[frozenset[str], list[str]] = {}
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
        for keys in groups:
            self._add(keys, tone)
        return tuple(self.found.values())

    # -- against the person, open, or neither ----------------------------------------------------------------------

    def _add(self, keys: Sequence[str], tone: str) -> None:
        """One more ground; one of the same provisions as an earlier one is that one."""
        if tone == "neutral":
            keys = [key for key in keys if not self.telling.builder.comes_to_nothing(key)] or keys[:1]
        clauses = {key: clause for key in keys if key in self.asked and (clause := self.telling.clause(key)) is not None}
        same = frozenset(clauses or keys)
        if same in self.found:
            cited = list(dict.fromkeys((*(one for one in self.keys[same]), *keys)))
            quotes = self.telling.quotations.numbers(cited)
            self.found[same] = replace(self.found[same], cite=self.telling.cites(cited), quotes=quotes)
            return
        self.keys[same] = list(keys)
        self.found[same] = self._ground(keys, clauses, tone)

    def _ground(self, keys: Sequence[str], clauses: dict[str, Clause], tone: str) -> Ground:
        if not clauses:
            return self._of_facts(keys, tone)
        if len(clauses) == 1:
            ((key, clause),) = clauses.items()
            self.ways.told(key, len(self.found) + 1)
            return self._single([key, *(one for one in keys if one != key)], clause, tone)
        return self._several(keys, clauses, tone)

    def _single(self, keys: Sequence[str], clause: Clause, tone: str) -> Ground:
        """A provision by itself."""
        needed: tuple[Bilingual, ...] = ()
        if tone == "unfavourable" and self.telling.value(clause) is not TRUE:
            needed = self.needed.sentences(self.needed.clause(clause))
        if tone == "undetermined":
            return self._made(keys, self._open(clause), needed=needed)
        told = (self._wrong(clause) if needed else None) or self.ways.facts(clause)
        again = self.ways.told_before((told, run_on(needed)), (len(self.found) + 1, 0)) if needed else None
        if again is not None:
            return self._made(keys, again)
        return self._made(keys, self._said(told, keys[0]), needed=needed)

    def _wrong(self, clause: Clause) -> Bilingual | None:
        """What is so in place of what a requirement asks that certainly binds."""
        standing = clause.standing(self.telling.evaluation.context)
        if not isinstance(clause.rule, Requirement) or standing.called_for is not TRUE:
            return None
        return self.ways.enough(as_it_stands(Needed(self.telling.explainer("told")), clause))

    def _of_facts(self, keys: Sequence[str], tone: str) -> Ground:
        """Facts by themselves: no provision's rule is asked, and the decision's text is cited for it."""
        needed = self._of_rows() if tone == "unfavourable" else ()
        if tone == "undetermined":
            missing = self.telling.builder.results[self.ruling.decision.name].missing
            return self._made(keys, self._missing(missing), needed=needed)
        return self._made(keys, self._said(self.ways.of_lines(self._of_choice()), keys[0]), needed=needed)

    def _made(
        self, keys: Sequence[str], says: Bilingual, lines: Sequence[Line] = (), needed: tuple[Bilingual, ...] = ()
    ) -> Ground:
        quotes = self.telling.quotations.numbers((*keys, *self.ways.cited_within()))
        return Ground(
            cite=self.telling.cites(keys),
            label=self._label(keys),
            says=says,
            facts=tuple(lines),
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
        failing = tone == "unfavourable" and all(value is FALSE for value in values) and self.serving.issuperset(clauses)
        ways: tuple[Way, ...] = ()
        besides = None
        if tone == "undetermined":
            says = self._missing([path for clause in clauses.values() for path in self.telling.missing(clause)])
        elif failing:
            says = self.say("letter.several_ways")
            before = [key for key in clauses if key in self.ways.places]
            ways = self.ways.failing(clauses.values(), len(self.found) + 1)
            besides = self.ways.besides(before, ways)
        else:
            says = self.say("letter.together")
            if all(self._status(key) == "not_applicable" for key in clauses):
                says = self.say("letter.none_applies")
            ways = self.ways.together(clauses.values())
        made = self._made(keys, self.telling.phrases.sentence(open_ended(says)))
        return replace(made, label=None, ways=ways, besides=besides)

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
        """A provision in a line: how it stands, and the facts that say most."""
        lines = self.telling.explainer("met").clause(clause)
        if self._status(key) == "not_applicable":
            word, speaking = "not_applicable", lines
        else:
            word = "met" if clause.judges else "applies"
            speaking = [line for line in lines if line.standing == "met"] or lines
        saying = [line for line in speaking if line.below or not line.provision]
        told = ends(self.telling.phrases, saying[:1], {"met", "plain"})[:_MOST_TELLING]
        says = self.say(f"letter.{word}")
        if told:
            says = self.say(f"letter.{word}_by", x=self.telling.phrases.joined(told, "clauses"))
        return Ground(
            cite=self.telling.cite(key),
            label=self._label([key]),
            says=self.telling.phrases.sentence(says),
            quoted=self.telling.quotations.number(key) if quoted or not self._is_no_way(key) else 0,
        )

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

    def _said(self, told: Bilingual | None, key: str) -> Bilingual:
        """The reason as a sentence; where no fact is to tell, by what the provision is called."""
        if told is None:
            told = self.telling.label(self.telling.builder.program.provisions[key]) or self.telling.cite(key)
        return self.telling.phrases.sentence(told)

    def _open(self, clause: Clause) -> Bilingual:
        if self.telling.value(clause) is UNKNOWN:
            return self._missing(self.telling.missing(clause))
        return self._said(self.ways.facts(clause), clause.key)

    def _missing(self, paths: Sequence[str]) -> Bilingual:
        if not paths:
            return self.telling.phrases.sentence(self.say("letter.is_open_otherwise"))
        found = self.telling.facts_named(list(dict.fromkeys(paths)))
        return self.telling.phrases.sentence(open_ended(self.say("letter.is_open", x=found)))

    def _label(self, keys: Sequence[str]) -> Bilingual | None:
        return self.telling.beside_cite(keys[0])


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


def _flat(telling: Telling, lines: Sequence[Line]) -> tuple[Line, ...]:
    """What some lines come to, as lines with none below them."""
    told = ends(telling.phrases, lines, {"met", "not_met", "open", "plain"})
    return tuple(telling.explainer().line(one, "plain") for one in told)
