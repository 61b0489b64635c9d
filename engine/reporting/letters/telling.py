"""What the parts of one letter are made from: the record's evaluation, what the letter tells of, and what it has quoted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.evaluation.linked import Asked
from engine.language.facts import Bilingual
from engine.reporting.known import labelled
from engine.reporting.sentences import Explainer, innermost

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from engine.evaluation.interpreter import Evaluation
    from engine.evaluation.judgment import DecisionResult, DutyResult, Judgment
    from engine.evaluation.linked import Clause
    from engine.language.logic import Truth
    from engine.language.rulebook import Provision
    from engine.reporting.build import Builder
    from engine.reporting.letters.quotations import Quotations
    from engine.reporting.names import Names
    from engine.reporting.phrases import Phrases
    from engine.reporting.sentences import Line, Standing
    from engine.reporting.versions import VersionsBuilder

MOST_SAID: Final = 3
"""So many facts are told of one thing; where there are more, by what they come to, or how many more."""
_LONGEST_NOTE: Final = 110
"""A note of more Chinese characters than so is left to the explanation: the line itself says what it comes to."""
_MOST_TIPS: Final = 2
"""So many of the facts below a line are told with it in brackets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One letter in the making. ``about`` is its decision, ``duty`` the one that it is written for, if any.

    ``versions`` is there where it is open which of several versions applies; ``builder`` then tells of the newest.
    """

    builder: Builder
    quotations: Quotations
    judgment: Judgment
    about: str
    duty: DutyResult | None = None
    versions: VersionsBuilder | None = None
    remedy: Bilingual | None = None

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of the record."""
        return self.builder.evaluation

    @property
    def names(self) -> Names:
        """What things are called."""
        return self.builder.names

    @property
    def phrases(self) -> Phrases:
        """The phrases of both languages."""
        return self.builder.phrases

    def result(self, name: str) -> DecisionResult:
        """A decision as the version has it whose provisions are told."""
        return self.builder.results[name] if self.versions is None else self.evaluation.decision(name)

    def explainer(self, style: str = "") -> Explainer:
        """One who tells what is; what must be is told beside it. ``style`` names phrases that are told in place of others."""
        found = Explainer(self.evaluation, self.names, must=False)
        found.within = self.builder.program.rulebook.id
        if style:
            found.phrases = self.phrases.over(style)
        return found

    def clause(self, key: str) -> Clause | None:
        """A provision in execution; none for one that has no rule."""
        return self.builder.program.clauses.get(key)

    def value(self, clause: Clause) -> Truth:
        """What is known of a provision as a condition."""
        return clause.standing(self.evaluation.context).value

    def missing(self, clause: Clause) -> list[str]:
        """The facts on which it turns whether a provision holds."""
        return self.evaluation.reasons.missing(Asked(None, clause))

    def label(self, provision: Provision) -> Bilingual | None:
        """The short name of a provision, else its heading."""
        return provision.label or provision.title

    def beside_cite(self, key: str) -> Bilingual | None:
        """What stands in brackets after a citation: the short name; nothing where the citation ends with it already."""
        label, cite = self.label(self.builder.program.provisions[key]), self.cite(key)
        return None if label is None or label.zh in cite.zh else label

    def cite(self, key: str) -> Bilingual:
        """A provision's citation, with the title of its text where it is another than the one that decides."""
        return self.names.cite(key, self.builder.program.rulebook.id)

    def cites(self, keys: Iterable[str]) -> Bilingual:
        """Several citations, the title of each text said once."""
        return self.names.cites(keys, self.builder.program.rulebook.id)

    def facts_named(self, paths: list[str]) -> Bilingual:
        """Facts by their labels, as an enumeration."""
        return self.phrases.joined([labelled(self.names, path) for path in paths])

    def below(self, key: str) -> list[str]:
        """A provision and all units below it, in the order of the text."""
        provision = self.builder.program.provisions.get(key)
        if provision is None:
            return []
        return [key, *(inner for child in provision.children for inner in self.below(child))]


def open_ended(text: Bilingual) -> Bilingual:
    """A sentence without its closing mark, to stand in another."""
    return Bilingual(text.zh.rstrip("。："), text.en.rstrip(".:"))


def run_on(sentences: Sequence[Bilingual]) -> Bilingual | None:
    """Sentences one after the other; nothing where there is none."""
    if not sentences:
        return None
    return Bilingual("".join(one.zh for one in sentences), " ".join(one.en for one in sentences))


def ends(
    phrases: Phrases, lines: Sequence[Line], standings: Collection[Standing], cited: Callable[[str], Bilingual] | None = None
) -> list[Bilingual]:
    """What some lines come to, each a clause by itself: the innermost of those that stand so; of entries, what is so of which.

    ``cited`` gives the citation of a provision further below, which is then told with what stands below it.
    """
    found: list[Bilingual] = []
    for line in lines:
        if line.standing not in standings:
            continue
        if any(one.entry for one in line.below):
            told = [_of_entry(phrases, one, standings) for one in line.below if one.standing in standings]
            found.append(phrases.say("join.paren", x=open_ended(line.text), note=phrases.joined(told[:_MOST_TIPS], "clauses")))
            continue
        below = ends(phrases, line.below, standings, cited)
        if len(below) > MOST_SAID and not line.lead and not line.provision:
            below = []
        if below and line.provision and cited is not None:
            found.append(phrases.say("reason.one_line", sentence=phrases.joined(below, "clauses"), cite=cited(line.provision)))
        else:
            found.extend(below or [open_ended(line.text)])
    return list(dict.fromkeys(found))


def _of_entry(phrases: Phrases, line: Line, standings: Collection[Standing]) -> Bilingual:
    below = ends(phrases, line.below, standings)[:_MOST_TIPS]
    return phrases.say("join.label", label=open_ended(line.text), x=phrases.joined(below)) if below else open_ended(line.text)


def told_in_one(phrases: Phrases, line: Line, standings: Collection[Standing]) -> Bilingual:
    """A line with what it comes to in brackets, where that stands further below.

    Of one that only opens others, or names a provision, what it comes to is all that is told.
    """
    text = open_ended(line.text)
    below = [one for inner in line.below for one in innermost([inner], standings)]
    tips = list(dict.fromkeys(open_ended(one.text) for one in below))[:_MOST_TIPS]
    if not tips:
        return text
    note = phrases.joined(tips, "clauses")
    if len(note.zh) > _LONGEST_NOTE and not line.lead and not line.provision:
        return text
    return note if line.lead or line.provision else phrases.say("join.paren", x=text, note=note)
