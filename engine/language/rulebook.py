"""A rulebook as a checked tree: provisions with their rules, parameters, readings, terms and decisions.

Keys are qualified: ``ID:PATH`` for provisions, ``ID:NAME`` for everything that is named.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from engine.language.expressions import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from engine.language.diagnostics import Place
    from engine.language.expressions import Expression, Row
    from engine.language.facts import Bilingual, Vocabulary
    from engine.language.types import Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """This must be so. Value ¬a ∨ u ∨ r, where r is ``requires``, or its denial under ``forbids``."""

    applies_when: Expression | None
    requires: Expression
    forbids: bool
    unless: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """One way to be allowed. Value a ∧ r. ``despite`` is for the reader."""

    applies_when: Expression | None
    requires: Expression
    despite: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifting:
    """The kind ``exception``: where its condition holds, what it ``lifts`` does not bind."""

    when: Expression
    unless: Expression | None
    lifts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What follows in law: a value, or an outcome of a decision."""

    when: Expression
    unless: Expression | None
    gives: Expression | None
    gives_outcome: tuple[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Somebody must do something; its condition says whether it is due."""

    when: Expression
    unless: Expression | None
    bearer: Bilingual
    action: Bilingual
    to: Bilingual | None
    deadline: Expression | Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """An authority may; ``finding`` is the fact in which it records its use."""

    when: Expression
    finding: str
    holder: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """Other provisions apply here, mutatis mutandis: ``applied`` are the keys of the instances."""

    when: Expression | None
    applied: tuple[str, ...]


Rule = Requirement | Entitlement | Lifting | Effect | Duty | Power | Application

Kind = Literal[
    "requirement", "entitlement", "exception", "effect", "duty", "power", "definition", "statement", "application",
    "container",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Where the two languages part: how, which governs (``neither`` is possible), and what the ``rule`` therefore does."""

    id: str
    severity: str
    zh: str
    en: str
    note: Bilingual | None
    rule: Bilingual | None
    governs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """This unit repeats another: the rule ``as_printed`` is compared, never executed; ``prevails`` is restated or this."""

    key: str
    as_printed: Expression | None
    prevails: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One enacted unit. ``unit`` and ``number`` name it; ``lifted_by`` are the exceptions that can lift it."""

    key: str
    kind: Kind
    subject: str
    unit: str
    number: str
    parent: str | None
    children: tuple[str, ...]
    title: Bilingual | None = None
    text: Bilingual | None = None
    label: Bilingual | None = None
    rule: Rule | None = None
    lifted_by: tuple[str, ...] = ()
    applied_from: str = ""
    discrepancies: tuple[Discrepancy, ...] = ()
    restates: Restatement | None = None
    not_executable: Bilingual | None = None
    nature: str = ""
    """Of a statement: one of :data:`engine.language.keys.NATURES`."""
    source_lines: tuple[int, ...] = ()
    place: Place = field(compare=False, default=NOWHERE)

    @property
    def path(self) -> str:
        """The path in its own text: ``art2.p5``."""
        return self.key.partition(":")[2]

    @property
    def rulebook(self) -> str:
        """The id of the rulebook in whose text it stands."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedValue:
    """A value of a parameter, and the first day on which it is in force."""

    first_day: date
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number, date, list or wording of the law. Dated values are chosen by the day that ``by`` gives.

    Of a register (a list of records) ``type`` holds the declaration of its fields, and ``value`` its rows.
    """

    key: str
    label: Bilingual
    type: Type
    value: Any
    cite: tuple[str, ...]
    by: Expression | None = None
    values: tuple[DatedValue, ...] = ()
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to read a text: what it means, and where it comes from (for the chosen one: why it was chosen)."""

    means: Bilingual
    source: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A place where the text admits more than one meaning. ``options`` holds the chosen one first."""

    key: str
    question: Bilingual
    chosen: str
    options: Mapping[str, Option]
    cite: tuple[str, ...]
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A defined word. ``over`` is the list of whose elements it speaks; ``name`` is as written, without arguments."""

    key: str
    name: str
    label: Bilingual
    subject: str
    over: str
    body: Expression
    cite: tuple[str, ...]
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A question with an answer: an outcome by ``rows``, or a ``value``."""

    key: str
    subject: str
    title: Bilingual
    cite: tuple[str, ...]
    outcomes: Mapping[str, Bilingual]
    favourable: tuple[str, ...]
    rows: tuple[Row, ...]
    value: Expression | None
    remark: Bilingual | None
    place: Place = field(compare=False, default=NOWHERE)

    @property
    def name(self) -> str:
        """The name without the rulebook."""
        return self.key.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whose records are decided, and the days that choose the law and the knowledge."""

    name: str
    vocabulary: Vocabulary
    law_as_of: Expression | None
    facts_as_of: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitional:
    """Whom an amendment reaches otherwise than by its day: ``previous`` is the text without it, ``amended`` that with it."""

    amendment: str
    subject: str
    when: Expression
    apply: Literal["previous", "amended"]
    place: Place = field(compare=False, default=NOWHERE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Another rulebook that this one rests on, and the day that selects its version."""

    rulebook: Rulebook
    in_force_on: Expression | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """One version of a rulebook, complete and checked. ``digest`` is over the content of its files."""

    id: str
    version: str
    title: Bilingual
    authority: Bilingual
    source: Bilingual
    governs: str
    promulgated: date | None
    in_force: date
    until: date | None
    digest: str
    subjects: Mapping[str, Subject]
    uses: Mapping[str, Use]
    provisions: Mapping[str, Provision]
    parameters: Mapping[str, Parameter]
    readings: Mapping[str, Reading]
    terms: Mapping[str, Term]
    decisions: Mapping[str, Decision]
    discrepancies: tuple[Discrepancy, ...] = ()
    """Where the two languages of the title part; those of the text are at its units."""
    transitional: tuple[Transitional, ...] = ()
    """Of the amendments of the instrument, in their order; of each the first row that holds decides."""

    @property
    def main_subject(self) -> str:
        """The subject of records that name none."""
        return next(iter(self.subjects))
