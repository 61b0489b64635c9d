"""Plain sentences on why a condition is what it is, made from the condition itself, with the values of the record.

Nothing here is written for one provision: a word of the language has a phrase, labels come from rulebooks and
vocabularies. ``wanted`` is the verdict that would serve; a line that does not have it says what must be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, assert_never

from engine.evaluation.code import Choice, Junction, Loop, Step
from engine.evaluation.linked import Asked, Decided, Named
from engine.evaluation.meaning.time import coverage
from engine.evaluation.values import OneOf, Range, Span
from engine.language.expressions import Compare, Constant, Not, Quantified, Throughout
from engine.language.facts import Bilingual, Special
from engine.language.logic import FALSE, TRUE, UNKNOWN, Truth, negation
from engine.language.rulebook import Application, Duty, Effect, Entitlement, Lifting, Power, Requirement
from engine.language.temporal.intervals import subtract
from engine.reporting import entries
from engine.reporting.compared import Compared
from engine.reporting.names import only_readings
from engine.reporting.weaker import without_implied

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from engine.evaluation.code import Code
    from engine.evaluation.context import Frame
    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.linked import Clause, Ruling
    from engine.evaluation.linked import Standing as StandingOfClause
    from engine.reporting.names import Names

Standing = Literal["met", "not_met", "open", "plain"]
MOST_BELOW_WHAT_IS_MET = 3
"""What serves needs no long proof: beyond so many lines its own line says enough."""
MOST_GAPS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence with what stands below it.

    ``provision`` is the key of the provision that it speaks of, if any; ``lead`` tells one that only opens others, ``entry``
    one that only names an entry of the list of the line above.
    """

    text: Bilingual
    standing: Standing
    below: tuple[Line, ...] = ()
    provision: str = ""
    lead: bool = False
    entry: bool = False


class Explainer:
    """Explains one evaluation. What was explained once is only named when it is met again (``told``).

    ``must``: where a provision is not met, its lines say what must be; without it they only tell what is.
    """

    def __init__(self, evaluation: Evaluation, names: Names, *, must: bool = True) -> None:
        self.must = must
        self.evaluation = evaluation
        self.context = evaluation.context
        self.names = names
        self.phrases = names.phrases
        self.display = names.display
        self.told: set[str] = set()
        self.opened: set[str] = set()
        self.within = ""

    # -- conditions ------------------------------------------------------------------------------------------------

    def why(self, code: Code, frame: Frame | None, wanted: Truth, *, must: bool = True) -> list[Line]:
        """The lines that say why a condition holds, fails or is open. ``must``: lines that fail say what must be."""
        verdict = code.run(self.context, frame)
        match code:
            case Junction():
                return self._junction(code, frame, wanted, must=must)
            case Asked():
                return [self.asked(code, wanted)]
            case Named():
                return [self._named(code, frame, wanted, must=must)]
            case Loop() if isinstance(code.node, Quantified):
                return entries.lines(self, code, code.node, frame, wanted, must=must)
            case Step() if isinstance(code.node, Not):
                return self.why(code.below[0], frame, negation(wanted), must=must)
            case Step() if isinstance(code.node, Compare):
                return self._comparison(code, code.node, frame, wanted, must=must)
            case Step() if isinstance(code.node, Throughout):
                return [self._throughout(code, code.node, frame, wanted)]
            case Choice():
                parts = [part for part, _ in code.parts(self.context, frame) if not isinstance(part.node, Constant)]
                deciding = [part for part in parts if isinstance(part.run(self.context, frame), Truth)]
                return [line for part in deciding[-1:] for line in self.why(part, frame, wanted, must=must)]
            case _ if isinstance(code.node, Constant):
                return []  # an argument that is yes or no says nothing of anybody
            case _:
                label = self.names.name(code.node) if code.node is not None else self.display.word("unknown")
                return [self.yes_or_no(label, verdict, wanted, must=must)]

    def yes_or_no(self, label: Bilingual, verdict: Truth, wanted: Truth, *, must: bool, below: Sequence[Line] = ()) -> Line:
        """``label: yes``, and what it must be where it is not so."""
        if verdict is UNKNOWN:
            return self.line(self.phrases.say("sentence.unknown", label=label), "open", below)
        key = "sentence.so" if verdict is TRUE else "sentence.not_so"
        text = self.phrases.say(key, label=label, x=self.display.plain(verdict))
        if verdict is not wanted and must:
            text = self.phrases.say("sentence.must_be", x=text, wanted=self.display.plain(wanted))
        return self.line(text, standing(verdict, wanted), below)

    def line(self, text: Bilingual, stands: Standing, below: Sequence[Line] = (), provision: str = "") -> Line:
        """A sentence, closed by its mark, or opened by one where lines stand below it; the same line is said once."""
        kept: dict[tuple[str, str], Line] = {}
        for one in below:
            kept.setdefault((one.text.zh, one.text.en), one)
        return Line(self.phrases.sentence(text, leads=bool(kept)), stands, tuple(kept.values()), provision)

    def _junction(self, code: Junction, frame: Frame | None, wanted: Truth, *, must: bool) -> list[Line]:
        verdict = code.run(self.context, frame)
        parts = [part for part in code.below if part.run(self.context, frame) is verdict]
        if verdict is code.stops_at and verdict is wanted:
            parts = parts[:1]
        parts = [part for part in parts if part.node is None or not only_readings(part.node)]
        if code.stops_at is TRUE and verdict is FALSE:
            parts = without_implied(parts)
        one_of_them = len(parts) > 1 and code.stops_at is TRUE and wanted is TRUE and verdict is not TRUE
        found = [line for part in parts for line in self.why(part, frame, wanted, must=must and not one_of_them)]
        if not one_of_them or len(found) < 2:  # noqa: PLR2004 - a choice is between several
            return found
        lead = self.phrases.say("sentence.any_open" if verdict is UNKNOWN else "sentence.all_or_any")
        return [replace(self.line(lead, standing(verdict, wanted), found), lead=True)]

    def _named(self, code: Named, frame: Frame | None, wanted: Truth, *, must: bool) -> Line:
        verdict = code.run(self.context, frame)
        last, inner = code, code.inner(frame)
        while isinstance(last.body, Named):  # a word that only passes on to another
            last = last.body
            inner = last.inner(inner)
        below = self.why(last.body, inner, wanted, must=False)
        if (verdict is wanted and len(below) > MOST_BELOW_WHAT_IS_MET) or (verdict is UNKNOWN and code.key in self.opened):
            below = []
        if verdict is UNKNOWN:
            self.opened.add(code.key)
        return self.yes_or_no(code.term.label, verdict, wanted, must=must, below=below)

    def _comparison(self, code: Step, node: Compare, frame: Frame | None, wanted: Truth, *, must: bool) -> list[Line]:
        if only_readings(node):
            return []
        verdict = code.run(self.context, frame)
        left, right = code.below
        if isinstance(left, Decided):
            return [self._decided(left, node, verdict, wanted, must=must)]
        value, against = left.run(self.context, frame), right.run(self.context, frame)
        shown = self.display.value(value, node.left.type)
        told = Compared(node, self.names.name(node.left), shown, value, against)
        return [self.compared(told, verdict, wanted, must=must)]

    def compared(self, told: Compared, verdict: Truth, wanted: Truth, *, must: bool) -> Line:
        """``label: value, more than the limit``."""
        say, word = self.phrases.say, self.names.plain_word(told.node, told.node.word)
        if told.against is Special.NONE:
            return self._presence(told, verdict, wanted, must=must)
        right = self.against(told.node, told.against)
        if verdict is UNKNOWN:
            text = say(f"compare.{word}.whether", left=told.label, right=right)
            if isinstance(told.value, (Range, OneOf)):
                text = say("sentence.so_far", x=text, value=told.shown)
            return self.line(text, "open")
        if _says_all(told):
            text = say("presence.value", left=told.label, value=told.shown)
            if verdict is not wanted and wanted is TRUE and must:
                text = say("compare.wanted", x=text, must=say(f"compare.{word}.must", right=right))
        else:
            key = f"compare.{word}.{'holds' if verdict is TRUE else 'fails'}"
            text = say(key, left=told.label, value=told.shown, right=right)
        if verdict is not wanted and wanted is FALSE and must:
            text = say("sentence.must_not", x=text)
        return self.line(text, standing(verdict, wanted))

    def _presence(self, told: Compared, verdict: Truth, wanted: Truth, *, must: bool) -> Line:
        """Whether there is such a thing at all."""
        if verdict is UNKNOWN:
            return self.line(self.phrases.say("presence.whether", left=told.label), "open")
        wrong = "wanted" if told.value is Special.NONE else "unwanted"
        key = wrong if verdict is not wanted and must else "value"
        text = self.phrases.say(f"presence.{key}", left=told.label, value=told.shown)
        return self.line(text, standing(verdict, wanted))

    def against(self, node: Compare, value: object) -> Bilingual:
        """What a value is compared with, as it is and by its name."""
        return self.names.right(node) if isinstance(node.right, Constant) else self.names.with_name(value, node)

    def _decided(self, left: Decided, node: Compare, verdict: Truth, wanted: Truth, *, must: bool) -> Line:
        ruling = left.ruling
        outcomes = ruling.decision.outcomes
        possible = [outcomes[one] for one in ruling.possible(self.context) if one in outcomes]
        key = "sentence.outcome_open" if verdict is UNKNOWN and len(possible) > 1 else "sentence.outcome"
        text = self.phrases.say(key, title=ruling.decision.title, outcome=self.phrases.joined(possible, "or"))
        if verdict is not wanted and verdict is not UNKNOWN and must:
            key = "sentence.must_be" if wanted is TRUE else "sentence.must_be_other"
            text = self.phrases.say(key, x=text, wanted=self.names.right(node))
        return self.line(text, standing(verdict, wanted), self.ruling(ruling) if verdict is not wanted else ())

    def _throughout(self, code: Step, node: Throughout, frame: Frame | None, wanted: Truth) -> Line:
        verdict = code.run(self.context, frame)
        span, days = (operand.run(self.context, frame) for operand in code.below)
        slots = {"intervals": self.names.name(node.intervals), "window": self.names.name(node.window)}
        if isinstance(span, Span) and span.exact:
            slots["window"] = self.phrases.say("join.paren", x=slots["window"], note=self.display.span(span))
        if verdict is not FALSE or not isinstance(span, Span) or not span.exact:
            key = {TRUE: "covered", FALSE: "coverage_open", UNKNOWN: "coverage_open"}[verdict]
            return self.line(self.phrases.say(f"sentence.{key}", **slots), standing(verdict, wanted))
        missing = subtract(((span.start_low, span.end_high),), coverage(days).possible_runs())
        gaps = self.phrases.joined([self.display.run(start, end) for start, end in missing[:MOST_GAPS]])
        if len(missing) > MOST_GAPS:
            gaps = self.phrases.say("sentence.more_gaps", gaps=gaps)
        return self.line(self.phrases.say("sentence.gaps", gaps=gaps, **slots), standing(verdict, wanted))

    # -- provisions and decisions ----------------------------------------------------------------------------------

    def asked(self, code: Asked, wanted: Truth) -> Line:
        """A provision inside of a condition: whether it is met, and why."""
        clause = code.clause
        verdict = code.run(self.context, None)
        key = self._verb(code, verdict)
        text = self.phrases.say(f"sentence.{key}", cite=self.names.titled(clause.key, self.within))
        if clause.key in self.told:
            text = self.phrases.say("sentence.see_above", x=text)
            return self.line(text, standing(verdict, wanted), (), clause.key)
        below = self.clause(clause, applies=code.applies) if verdict is not wanted or not _is_long(clause) else ()
        return self.line(text, standing(verdict, wanted), below, clause.key)

    def _verb(self, code: Asked, verdict: Truth) -> str:
        if verdict is UNKNOWN:
            return "open"
        so = verdict is TRUE
        rule = code.clause.rule
        if code.applies:
            return "holds" if so else "does_not_hold"
        match rule:
            case Requirement() | Application():
                if so:
                    return {"not_applicable": "not_applicable", "undetermined": "met_or_not"}.get(
                        self.evaluation.status(code.clause), "met"
                    )
                return "not_met"
            case Entitlement():
                return "allows" if so else "does_not_allow"
            case Power() | Lifting() | Effect() | Duty():
                return "holds" if so else "does_not_hold"
            case _:
                assert_never(rule)

    def clause(self, clause: Clause, *, applies: bool = False) -> list[Line]:
        """Why a provision stands as it does: what calls for it, what lifts it, what it asks."""
        if not applies:
            self.told.add(clause.key)
        before, self.within = self.within, clause.provision.rulebook
        found = self._clause(clause, applies=applies)
        self.within = before
        if not clause.judges and clause.standing(self.context).value is not UNKNOWN:
            found = [_plain(line) for line in found]
        return list({(line.text.zh, line.text.en): line for line in reversed(found)}.values())[::-1]

    def _clause(self, clause: Clause, *, applies: bool) -> list[Line]:
        found = clause.standing(self.context)
        rule = clause.rule
        if not applies and _serves_anyway(clause, found):
            return self._whichever(clause)
        if clause.called_for is not None and found.called_for is not TRUE:
            below = self.why(clause.called_for, None, TRUE, must=False)
            if found.called_for is FALSE and isinstance(rule, (Requirement, Application)) and not applies:
                neutral = tuple(_neutral(line) for line in below)
                return [self.line(self.phrases.say("sentence.not_called_for"), "plain", neutral)]
            if found.called_for is FALSE or applies:
                return below
            return [*below, *self._asks(clause)] if found.met is not TRUE else below
        excused = [code for code in clause.excuses if code.run(self.context, None) is TRUE]
        if excused and isinstance(rule, Requirement):
            return [self._excuse(excused[0])]
        if excused:
            return self.why(excused[0], None, FALSE)
        called = [] if clause.called_for is None else self.why(clause.called_for, None, TRUE)
        if applies or not clause.met:
            return called
        asks = self._asks(clause)
        return asks if found.met is TRUE and asks else [*(_neutral(line) for line in called), *asks]

    def _asks(self, clause: Clause) -> list[Line]:
        wanted = FALSE if isinstance(clause.rule, Requirement) and clause.rule.forbids else TRUE
        return [line for part in clause.met for line in self.why(part, None, wanted, must=self.must)]

    def _whichever(self, clause: Clause) -> list[Line]:
        """Of what serves although it is open whether it binds: that what it asks is met, or that something lifts it."""
        for code in clause.excuses:
            if code.run(self.context, None) is TRUE:
                return [self._excuse(code)]
        return self._asks(clause)

    def _excuse(self, code: Code) -> Line:
        if isinstance(code, Asked):
            text = self.phrases.say("sentence.does_not_bind", cite=self.names.titled(code.clause.key, self.within))
            return self.line(text, "plain", self.clause(code.clause), code.clause.key)
        below = tuple(_neutral(line) for line in self.why(code, None, TRUE))
        return self.line(self.phrases.say("sentence.excused"), "plain", below)

    def ruling(self, ruling: Ruling) -> list[Line]:
        """Why a decision has its outcome: the row that holds, or those before ``otherwise`` that do not."""
        if ruling.choice is None:
            return []
        found: list[Line] = []
        several = len(ruling.possible(self.context)) > 1
        for when, then in ruling.choice.rows:
            if when is None:
                break
            verdict = when.run(self.context, None)
            serves = self._serves(ruling, then)
            if verdict is TRUE:
                return [*(found if several else ()), *self._row(when, serves)]
            if verdict is UNKNOWN or not several:
                found.extend(self._row(when, serves))
        return found

    def _serves(self, ruling: Ruling, then: Code) -> Truth | None:
        """Whether it would serve that a row holds: by the outcome that it leads to; none where none is favourable."""
        outcome = then.run(self.context, None)
        if not ruling.decision.favourable or not isinstance(outcome, str):
            return None
        return TRUE if outcome in ruling.decision.favourable else FALSE

    def _row(self, when: Code, serves: Truth | None) -> list[Line]:
        if serves is None:
            return [_plain(line) for line in self.why(when, None, TRUE, must=False)]
        return self.why(when, None, serves, must=False)


def standing(verdict: Truth, wanted: Truth) -> Standing:
    """How a verdict stands to the one that would serve."""
    if verdict is UNKNOWN:
        return "open"
    return "met" if verdict is wanted else "not_met"


def _says_all(told: Compared) -> bool:
    """Whether the value says by itself how it compares: nothing at all, or a number beside zero."""
    if told.value is Special.NONE:
        return True
    return told.against == 0 and told.node.word in {"more_than", "at_most"}


def _plain(line: Line) -> Line:
    """A line on what comes about, or does not: whether that serves anybody, the provision does not say."""
    stands: Standing = "open" if line.standing == "open" else "plain"
    return replace(line, standing=stands, below=tuple(_plain(one) for one in line.below))


def _neutral(line: Line, depth: int = 1) -> Line:
    """A line that is neither for nor against: it only says to whom a provision speaks, and that shortly."""
    if (depth or line.lead) and line.below:
        left = depth if line.lead else depth - 1
        return replace(line, standing="plain", below=tuple(_neutral(one, left) for one in line.below))
    closed = Bilingual(line.text.zh.rstrip("：。") + "。", line.text.en.rstrip(":.") + ".") if line.below else line.text
    return replace(line, standing="plain", text=closed, below=())


def _serves_anyway(clause: Clause, found: StandingOfClause) -> bool:
    """Whether a requirement stands in nobody's way although it is open whether it binds: what it asks is met."""
    return isinstance(clause.rule, (Requirement, Application)) and found.called_for is UNKNOWN and found.value is TRUE


def _is_long(clause: Clause) -> bool:
    """Whether a provision only combines others, whose proof is given where they are cited themselves."""
    return any(isinstance(part, Junction) for part in clause.met)


def innermost(lines: Sequence[Line], standings: Collection[Standing]) -> list[Line]:
    """The sentences at the ends of some lines that stand so: those that name a value."""
    found: list[Line] = []
    for line in lines:
        if line.standing in standings:
            found.extend(innermost(line.below, standings) or [line])
    return found
