"""Why an outcome came out: each ground with its provision, the facts, and what would have been needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.evaluation.linked import Asked
from engine.language.facts import Bilingual
from engine.language.logic import FALSE, TRUE, UNKNOWN
from engine.language.rulebook import Application, Entitlement, Requirement
from engine.reporting.checks import AT_LENGTH
from engine.reporting.letters.model import Ground, GroundsOf
from engine.reporting.letters.needs import Needed, OneOf
from engine.reporting.sentences import innermost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.evaluation.judgment import DecisionResult
    from engine.evaluation.linked import Clause, Ruling
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
    found = _Grounds(telling, ruling).all(result, tone)
    if not found:
        return None
    if lead is None and tone == "unfavourable" and len(found) > 1:
        lead = say("reason.each_alone")
    return GroundsOf(
        title=ruling.decision.title,
        outcome=builder.outcome(name),
        tone=tone,
        lead=None if lead is None else telling.phrases.sentence(_open_ended(lead)),
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

    def all(self, result: DecisionResult, tone: str) -> tuple[Ground, ...]:
        """Every ground of the outcome, in the order of the reasons."""
        groups = [keys for group in result.because if (keys := self.telling.builder.grounds(group))]
        if tone == "favourable":
            return self._in_order(list(dict.fromkeys(key for keys in groups for key in keys)))
        return tuple(found for keys in groups if (found := self._ground(keys, tone)) is not None)

    # -- against the person, open, or neither ----------------------------------------------------------------------

    def _ground(self, keys: Sequence[str], tone: str) -> Ground | None:
        if tone == "neutral":
            keys = [key for key in keys if not self.telling.builder.comes_to_nothing(key)] or keys[:1]
        clauses = {key: clause for key in keys if (clause := self.telling.clause(key)) is not None}
        if len(keys) == 1 or not clauses:
            return self._single(keys, clauses, tone)
        return self._several(keys, clauses, tone)

    def _single(self, keys: Sequence[str], clauses: dict[str, Clause], tone: str) -> Ground:
        key = keys[0]
        clause = clauses.get(key)
        needed: tuple[Bilingual, ...] = ()
        if clause is not None:
            lines = self.explainer.clause(clause)
            if tone == "unfavourable" and self.telling.value(clause) is not TRUE:
                needed = self.needed.sentences(self.needed.clause(clause))
        else:
            lines = self.explainer.ruling(self.ruling)
            if tone == "unfavourable":
                needed = self._of_rows()
        says = self._open(clause) if tone == "undetermined" and clause is not None else self._told(lines, key)
        return Ground(
            cite=self._cited(keys),
            label=self._label(keys),
            says=says,
            facts=() if _says_it_all(lines, says) else tuple(lines),
            needed=needed,
            quoted=self._quoted(keys),
        )

    def _several(self, keys: Sequence[str], clauses: dict[str, Clause], tone: str) -> Ground:
        values = [self.telling.value(clause) for clause in clauses.values()]
        lines = [self.explainer.asked(Asked(None, clause), TRUE) for clause in clauses.values()]
        needed: tuple[Bilingual, ...] = ()
        ways = all(value is FALSE for value in values)
        if tone == "undetermined":
            says = self._missing([path for clause in clauses.values() for path in self.telling.missing(clause)])
        elif tone == "unfavourable" and ways:
            says = self.say("letter.several_ways")
            needed = self._of_ways(list(clauses.values()))
        else:
            says = self.say("letter.together")
        return Ground(
            cite=self._cited(keys),
            label=None,
            says=self.telling.phrases.sentence(_open_ended(says)),
            facts=tuple(lines),
            needed=needed,
            quoted=self._quoted(keys),
        )

    def _of_ways(self, clauses: list[Clause]) -> tuple[Bilingual, ...]:
        """Any one of several ways would have done; what merely allows or effects something asks nothing of anybody."""
        asking = [clause for clause in clauses if isinstance(clause.rule, (Requirement, Entitlement, Application))]
        found = [needs for clause in asking or clauses if (needs := self.needed.clause(clause)) is not None]
        ways = [needs for needs in found if needs != OneOf(())]
        if len(ways) < 2:  # noqa: PLR2004 - alternatives are several
            return self.needed.sentences(ways[0]) if ways else ()
        return self.needed.sentences(OneOf(tuple(ways)))

    def _of_rows(self) -> tuple[Bilingual, ...]:
        """What the rows of a favourable outcome would have needed, where no provision carries the decision."""
        choice, decision = self.ruling.choice, self.ruling.decision
        if choice is None:
            return ()
        context = self.telling.evaluation.context
        rows = [when for when, then in choice.rows if when is not None and then.run(context, None) in decision.favourable]
        found = [needs for when in rows if (needs := self.needed.of(when, None, TRUE)) not in {None, OneOf(())}]
        return self.needed.sentences(OneOf(tuple(found)) if len(found) > 1 else found[0] if found else None)

    # -- in favour -------------------------------------------------------------------------------------------------

    def _in_order(self, keys: list[str]) -> tuple[Ground, ...]:
        """The provisions that an outcome in favour rests on, briefly: those that apply, ways that are open before all."""
        builder = self.telling.builder
        speaking = [key for key in keys if not builder.comes_to_nothing(key)]
        applying = [key for key in speaking if self._status(key) != "not_applicable"] or speaking
        quoted = len(applying) <= AT_LENGTH
        return tuple(self._met(key, quoted=quoted) for key in sorted(applying, key=self._is_no_way))

    def _met(self, key: str, *, quoted: bool) -> Ground:
        clause = self.telling.clause(key)
        status = "satisfied" if clause is None else self._status(key)
        word = "applies" if clause is None or not clause.judges else "not_applicable" if status == "not_applicable" else "met"
        return Ground(
            cite=self.telling.cite(key),
            label=self._label([key]),
            says=self.telling.phrases.sentence(self.say(f"letter.{word}")),
            quoted=self.telling.quotations.number(key) if quoted or not self._is_no_way(key) else 0,
        )

    def _is_no_way(self, key: str) -> bool:
        clause = self.telling.clause(key)
        return clause is None or not isinstance(clause.rule, Entitlement)

    def _status(self, key: str) -> str:
        clause = self.telling.clause(key)
        return "" if clause is None else self.telling.evaluation.status(clause)

    # -- words -----------------------------------------------------------------------------------------------------

    def _told(self, lines: list[Line], key: str) -> Bilingual:
        """The reason in a sentence: what the lines come to that do not serve, else what they come to."""
        wanted: tuple[set[Standing], ...] = ({"not_met"}, {"open"}, {"met", "plain"})
        tips = next((found for one in wanted if (found := innermost(lines, one))), [])
        told = list(dict.fromkeys(_open_ended(line.text) for line in tips))[:_MOST_SAID]
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
        return self.telling.phrases.sentence(_open_ended(self.say("letter.is_open", x=found)))

    def _cited(self, keys: Sequence[str]) -> Bilingual:
        return self.telling.phrases.joined([self.telling.cite(key) for key in keys], "list")

    def _label(self, keys: Sequence[str]) -> Bilingual | None:
        return self.telling.label(self.telling.builder.program.provisions[keys[0]]) if len(keys) == 1 else None

    def _quoted(self, keys: Sequence[str]) -> int:
        numbers = [self.telling.quotations.number(key) for key in keys]
        return next((number for number in numbers if number), 0)


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


def _says_it_all(lines: Sequence[Line], says: Bilingual) -> bool:
    """Whether the lines below would only say the same again."""
    return all(not line.below and _open_ended(line.text).zh in says.zh for line in lines)


def _open_ended(text: Bilingual) -> Bilingual:
    """A sentence without its closing mark, to stand in another."""
    return Bilingual(text.zh.rstrip("。："), text.en.rstrip(".:"))
