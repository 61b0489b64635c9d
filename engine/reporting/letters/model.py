"""A letter as plain values: everything its template shows, decided before the template sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from engine.language.facts import Bilingual
    from engine.reporting.letters.declaration import Form, PartKind
    from engine.reporting.model import DutyLine, OtherReading, Presumption, RulebookLine, Tone
    from engine.reporting.sentences import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes, from the office's ``office.yaml``; what it does not say is empty, and the letter leaves a blank for it.

    ``name`` is the authority of the text where no office is named; it is then ``assumed``, and a letter that somebody else
    writes than who made the text names that one in its place. ``reference`` is the pattern of the office's numbers, in
    which ``{number}`` is left blank and ``{record}`` is the record. ``remedies`` are the office's own words on how to supplement
    or to object, by the tone of the outcome; ``copies`` are to whom copies of all its letters go. ``handling`` is how fast.
    """

    name: Bilingual
    address: Bilingual | None = None
    unit: Bilingual | None = None
    officer: Bilingual | None = None
    telephone: str = ""
    email: str = ""
    website: str = ""
    signatory: Bilingual | None = None
    reference: str = ""
    handling: Bilingual | None = None
    remedies: tuple[tuple[Tone, Bilingual], ...] = ()
    copies: tuple[Bilingual, ...] = ()
    assumed: bool = False

    def remedy(self, tone: Tone) -> Bilingual | None:
        """The office's words for an outcome of this tone; none where it has said nothing."""
        return dict(self.remedies).get(tone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One of several provisions of a reason: how it stands by which facts, and what it would have needed, a sentence each."""

    cite: Bilingual
    label: Bilingual | None
    says: Bilingual
    needed: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One reason: a provision, what it asks, the facts it rests on, and what would have been needed.

    ``says`` is the reason in a sentence; ``facts`` the sentences below it, with their marks; ``needed`` what would have been
    needed, in sentences (none where the reason speaks for the person). A reason of several provisions has ``ways`` in their
    place, each told under the first ground that has it; ``besides`` says where the others of this one are told. ``quoted`` is
    the number of the quotation below, ``quotes`` those of all, where there are several.
    """

    cite: Bilingual
    label: Bilingual | None
    says: Bilingual
    facts: tuple[Line, ...] = ()
    needed: tuple[Bilingual, ...] = ()
    ways: tuple[Way, ...] = ()
    besides: Bilingual | None = None
    quoted: int = 0
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundsOf:
    """The grounds of one decision. ``lead`` says how they stand together; ``outcome`` is the decision's."""

    title: Bilingual
    outcome: Bilingual
    tone: Tone
    lead: Bilingual | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One paper, payment or fact that is wanting: what, why of this person, how to supply it, and from which provision.

    ``officer``: it is the authority's own finding, and nothing to ask of the person.
    """

    what: Bilingual
    why: tuple[Bilingual, ...]
    ask: Bilingual | None
    cite: tuple[Bilingual, ...]
    officer: bool = False
    quoted: int = 0
    quotes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of a table of facts or amounts.

    ``value`` none: not known, and a blank to fill in. ``total``: it sums up others. ``number``: its value is one.
    """

    label: Bilingual
    value: Bilingual | None
    cite: Bilingual | None = None
    note: Bilingual | None = None
    total: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """A list of the record as a table: the labels of its fields, and the entries."""

    title: Bilingual
    head: tuple[Bilingual, ...]
    entries: tuple[tuple[Bilingual | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A line to tick: what is to be done or shown, how it stands, by when, and where that is written."""

    what: Bilingual
    state: Literal["on", "off", "open"]
    cite: Bilingual
    due: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """One part; which of its fields are filled goes by its ``kind``. A part that has nothing to say is not in the letter."""

    kind: PartKind
    title: Bilingual | None = None
    text: Bilingual | None = None
    grounds: tuple[GroundsOf, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    rows: tuple[Row, ...] = ()
    entries: tuple[Entries, ...] = ()
    checks: tuple[Check, ...] = ()
    duties: tuple[DutyLine, ...] = ()
    remarks: tuple[Bilingual, ...] = ()
    cite: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A provision to the letter, with the text it stands in. ``number`` is the one that grounds name it by."""

    number: int
    cite: Bilingual
    text: Bilingual
    label: Bilingual | None
    wording: Bilingual
    difference: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnReading:
    """A reading on which the outcome turns, in one sentence, and the others."""

    question: Bilingual
    means: Bilingual
    cite: Bilingual
    others: tuple[OtherReading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter about one record. ``name`` is its declaration's; ``tone`` that of the outcome it tells.

    ``draft``: it tells of an outcome that is still open, or a wording has a blank that an officer has to fill in. ``review`` is
    what whoever signs has to know, and nobody else.
    """

    name: str
    form: Form
    title: Bilingual
    sender: Sender
    recipient: tuple[Bilingual, ...]
    record: str
    person: Bilingual
    text: Bilingual
    governs: str
    about: str
    decision: Bilingual
    outcome: Bilingual
    tone: Tone
    subject: Bilingual
    parts: tuple[LetterPart, ...]
    quotations: tuple[Quotation, ...]
    readings: tuple[OnReading, ...]
    presumptions: tuple[Presumption, ...]
    provisional: Bilingual | None
    rulebooks: tuple[RulebookLine, ...]
    days: tuple[tuple[Bilingual, Bilingual], ...]
    made_by: Bilingual
    dated: date | None = None
    dated_shown: Bilingual | None = None
    deadline: date | None = None
    deadline_shown: Bilingual | None = None
    copies: tuple[Bilingual, ...] = ()
    enclosures: tuple[Bilingual, ...] = ()
    code: str = ""
    draft: bool = False
    review: tuple[Bilingual, ...] = ()
