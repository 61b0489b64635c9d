"""A decision report as plain values: everything a template shows, decided before a template sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from engine.language.facts import Bilingual
    from engine.reporting.sentences import Line, Standing

Tone = Literal["favourable", "unfavourable", "undetermined", "neutral"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where the two languages of a quoted provision part. ``governs`` says which one decides, ``rule`` what follows."""

    cite: Bilingual
    zh: str
    en: str
    note: Bilingual | None
    rule: Bilingual | None
    governs: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A provision that a reason rests on. ``again`` names the reason under which it was explained before."""

    place: Bilingual
    text: Bilingual
    label: Bilingual | None
    wording: Bilingual | None
    verdict: Bilingual
    stands: Standing
    lines: tuple[Line, ...]
    again: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A requirement that stands in nobody's way, in a line of a table."""

    cite: Bilingual
    label: Bilingual | None
    verdict: Bilingual
    stands: Standing
    reason: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """One reason for an outcome: provisions that carry it together, some at length and some in a line of a table.

    ``lead`` says how they carry it.
    """

    title: Bilingual | None
    lead: Bilingual | None
    cited: tuple[Cited, ...]
    checks: tuple[Check, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def told_elsewhere(self) -> bool:
        """Whether some provision is only named: it was explained before, or it says nothing by itself."""
        return any(one.again is not None or not (one.lines or one.wording) for one in self.cited)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A fact as it was relied on."""

    label: Bilingual
    value: Bilingual
    presumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingFact:
    """A fact that the outcome still turns on, and how to supply it."""

    label: Bilingual
    ask: Bilingual
    officer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Presumption:
    """A fact that the file does not say, the value presumed for it, and whether the outcome turns on that."""

    label: Bilingual
    value: Bilingual
    effect: Bilingual
    turns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """Another way to read a text, where it comes from, and the outcome that it would lead to."""

    means: Bilingual
    source: Bilingual
    outcome: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLine:
    """A place where the text leaves room, how it is read here and why, and what another reading would lead to."""

    question: Bilingual
    cite: Bilingual
    means: Bilingual
    because: Bilingual
    others: tuple[OtherReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPart:
    """One decision of a report.

    ``news``: its reasons are not all explained under another decision already. ``brief`` stands for the reasons of a
    decision beside the main one that is favourable: nobody has to be told at length that nothing is wanting. ``value``
    tells a decision that gives a value from one with outcomes.
    """

    title: Bilingual
    outcome: Bilingual
    possible: Bilingual | None
    tone: Tone
    heading: Bilingual
    intro: Bilingual | None
    one_line: Bilingual
    bases: tuple[Basis, ...]
    missing: tuple[MissingFact, ...]
    readings: tuple[ReadingLine, ...]
    presumptions: tuple[Presumption, ...]
    provisional: Bilingual | None
    remark: Bilingual | None
    news: bool
    brief: Bilingual | None
    value: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A duty that is due: who must do what, for whom, and by when.

    ``short`` cites it within the text itself, ``due`` is the deadline by itself.
    """

    sentence: Bilingual
    to: Bilingual | None
    deadline: Bilingual | None
    cite: Bilingual
    short: Bilingual | None = None
    due: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookLine:
    """A text that decided, with its version and the digest of its files."""

    title: Bilingual
    authority: Bilingual
    version: str
    in_force: Bilingual
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderVersion:
    """What one of several versions that may apply says. ``heading`` names it."""

    heading: Bilingual
    main: DecisionPart
    others: tuple[DecisionPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One record's report. ``main`` is the decision that the report is about, ``others`` those beside it.

    ``versions`` are there where it is open which of several applies: the decisions are then what all of them say together.

    ``days`` are the day whose law applies and the day of knowledge, each with its name, as far as a rule asks for them.
    """

    record: str
    person: Bilingual
    subject: Bilingual
    text: Bilingual
    governs: str
    main: DecisionPart
    others: tuple[DecisionPart, ...]
    facts: tuple[FactLine, ...]
    differences: tuple[Difference, ...]
    duties: tuple[DutyLine, ...]
    conversions: tuple[Bilingual, ...]
    remarks: tuple[Bilingual, ...]
    rulebooks: tuple[RulebookLine, ...]
    days: tuple[tuple[Bilingual, Bilingual], ...]
    zone: Bilingual
    made_by: Bilingual
    versions: tuple[UnderVersion, ...] = ()
