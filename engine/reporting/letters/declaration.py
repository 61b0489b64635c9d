"""What a letter is about, as data: which outcomes call for it, to whom it goes, and which parts it has in which order.

A rulebook's letters stand in ``rulebooks/<id>/letters/<name>.yaml`` (``schemas/letter.schema.json``), those that every
rulebook has in ``reports/letters``, those of an office in ``<office>/letters/<id>``. They are no part of the law: a text's
digest is without them. Wording is a :class:`Bilingual` whose places (``{person}``) :data:`PLACES` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.diagnostics import Place
    from engine.language.facts import Bilingual

PLACES: Final = ("person", "record", "text", "decision", "outcome", "deadline", "dated", "sender")
"""What a wording of a letter can name in braces. ``deadline`` only where the letter has one."""
PARAMETER: Final = "parameter:"
"""Before the name of a parameter of the rulebook, in braces too: ``{parameter:telephone}`` is its value."""

DECISION: Final = "decision"
"""In ``when`` of a general letter: whatever decision is told; its outcomes are then :data:`KINDS_OF_OUTCOME`."""
KINDS_OF_OUTCOME: Final = ("favourable", "unfavourable", "neutral", "value", "undetermined")
"""``neutral``: of a decision that calls none of its outcomes favourable. ``value``: it has a value in place of outcomes."""
EVERY: Final = "every"
"""In ``duties`` of a general letter: every duty that is due and has an addressee."""

Form = Literal["letter", "receipt", "request", "schedule", "checklist", "notice"]
"""Which skeleton a letter has; each is a template of that name."""

PartKind = Literal[
    "said",  # a paragraph of its own wording
    "outcome",  # the decision's outcome or value, what is still possible, on what it turns
    "grounds",  # why: each ground with its provision, the facts, and what would have been needed
    "wanted",  # what is wanting, one paper or fact a line, with the reason, how to supply it, and the deadline
    "received",  # what the record says was received: the lists and facts named, none where a list is empty
    "amounts",  # decisions with values as a table: what, how much, from which provision
    "checklist",  # provisions and duties as a list to tick, each ticked as the judgment finds it
    "duties",  # duties that are due, with bearer, addressee and deadline
    "fields",  # facts as a form: label and value; blank where unknown
    "remedy",  # how to supplement, or to object: the office's own words, else its own, else lines to fill in
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a letter.

    ``decisions``: of which decisions it tells (``outcome``, ``grounds``, ``wanted``, ``amounts``); none is the one that the
    letter is about. ``provisions``: which provisions (``checklist``, ``duties``; a container stands for all below it).
    ``facts``: which facts, lists, or columns of lists (``loans.from``; ``received``, ``fields``). ``title`` heads it, ``text``
    is said before it (or is it). ``when``: it is left out unless one of these outcomes came out, of each decision that is
    named. Names are as in :class:`Declaration`. Of an amended text, what a version does not have is not named: a part that
    would then tell of nothing is left out.
    """

    kind: PartKind
    place: Place
    title: Bilingual | None = None
    text: Bilingual | None = None
    decisions: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] | None = None
    cite: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Where a letter's deadline comes from: a decision, a parameter or a fact that is a day or a moment."""

    decision: str = ""
    parameter: str = ""
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One letter.

    ``of`` is whose records it is about (none: of anybody's, in a general letter). ``about`` is the decision that it tells
    (none: the one that is asked for, or the main one). ``when`` names for each decision the outcomes that call for it, all of
    them together; ``undetermined`` is one of any decision, ``value`` that of one which has a value. ``duties``: it is written
    once for each of these provisions under which a duty is due, and only then. ``to`` is whom it goes to (none: the person of
    the record, or the duty's own addressee); several ``to`` are several letters. ``sender`` is
    who writes it where no office is named (none: the authority of the text). ``deadline``: none is the duty's own, where it
    is written for one. ``asked_only``: never written by itself, only when it, or the decision that it is about, is asked for.

    Decisions are named bare (``lending``): they are the rulebook's own. Provisions, duties, ``cite`` and the parameter of a
    deadline are whole keys (``city-library:art1.p1``), as the checked rulebook has them.

    A rulebook's letter stands in the place of the general one: for an outcome of a decision, where one that is ``about`` it
    and of the form ``letter`` or ``request`` is called for; for a duty, where one names the duty. Where nobody asks for a
    decision, there is a general letter on the main one only where no letter on an outcome is called for, or it is open.
    """

    name: str
    form: Form
    of: str
    place: Place
    title: Bilingual
    subject: Bilingual
    parts: tuple[Part, ...]
    about: str = ""
    when: Mapping[str, tuple[str, ...]] | None = None
    duties: tuple[str, ...] = ()
    to: tuple[Bilingual, ...] = ()
    sender: Bilingual | None = None
    copies: tuple[Bilingual, ...] = ()
    enclosures: tuple[Bilingual, ...] = ()
    deadline: Deadline | None = None
    asked_only: bool = False
