"""Letters about nobody, which have everything or nothing: templates are tried with them before any record is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, get_args

from engine.language.facts import Bilingual
from engine.reporting.letters.declaration import Form
from engine.reporting.letters.model import (
    Check,
    Entries,
    Ground,
    GroundsOf,
    Letter,
    LetterPart,
    OnReading,
    Quotation,
    Row,
    Sender,
    Wanted,
    Way,
)
from engine.reporting.model import DutyLine, OtherReading, Presumption, RulebookLine
from engine.reporting.sentences import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.reporting.phrases import Phrases

FORMS: Final[tuple[Form, ...]] = get_args(Form)


HOSTILE: Final = "<b>{{7*7}}</b> & \u5d17 \U00020bb7"
"""A name as somebody might write it."""
_DAY: Final = date(2030, 2, 1)


def specimens(phrases: Phrases) -> Iterator[Letter]:
    """A letter of each form that has everything a letter can have, and one that has as little as it can."""
    made = _Specimens(phrases)
    for form in FORMS:
        yield made.full(form)
        yield made.bare(form)


class _Specimens:
    """Makes letters whose wordings are phrases: what they say is of no matter, that they say it in both languages is."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases
        self.name = Bilingual(*(f"\u2068{HOSTILE}\u2069",) * 2)
        self.label = phrases.say("on_letter.item")
        self.cite = phrases.say("join.place", text=phrases.say("on_letter.text"), place="1")
        self.sentence = phrases.sentence(phrases.say("reason.each_alone"))
        self.wording = Bilingual(f"{self.sentence.zh}\n{self.sentence.zh}", f"{self.sentence.en}\n{self.sentence.en}")
        self.day = Bilingual("2030-02-01", "2030-02-01")

    def parts(self) -> tuple[LetterPart, ...]:
        """One part of each kind, with all that it can have."""
        label, cite, sentence = self.label, self.cite, self.sentence
        rows = (Row(label=label, value=self.day, cite=cite, note=sentence), Row(label=label, value=None, total=True))
        listed = Entries(title=label, head=(label, cite), entries=((self.name, None), (self.name, self.day)))
        empty = Entries(title=label, head=(label,), entries=())
        checks = tuple(
            Check(what=label, state=state, cite=cite, due=self.day if state == "on" else None) for state in ("on", "off", "open")
        )
        duties = (
            DutyLine(sentence=sentence, to=label, deadline=self.day, cite=cite),
            DutyLine(sentence=sentence, to=None, deadline=None, cite=cite),
        )
        wanted = (
            Wanted(what=label, why=(sentence, sentence), ask=sentence, cite=(cite, cite), quoted=1),
            Wanted(what=label, why=(), ask=None, cite=(), officer=True),
        )
        return (
            LetterPart(kind="said", text=sentence, cite=(cite, cite)),
            LetterPart(kind="outcome", text=sentence, rows=(Row(label=label, value=self.day),), remarks=(sentence,)),
            LetterPart(kind="grounds", title=label, grounds=(self.grounds(),)),
            LetterPart(kind="grounds", text=sentence, grounds=(self.grounds(), self.grounds()), cite=(cite,)),
            LetterPart(kind="wanted", wanted=wanted, cite=(cite,)),
            LetterPart(kind="received", rows=rows, entries=(listed, empty)),
            LetterPart(kind="amounts", rows=rows, text=sentence),
            LetterPart(kind="checklist", checks=checks),
            LetterPart(kind="duties", duties=duties, cite=(cite,)),
            LetterPart(kind="fields", rows=rows),
            LetterPart(kind="remedy", text=sentence),
        )

    def grounds(self) -> GroundsOf:
        """The grounds of one decision, with lines below lines."""
        label, cite, sentence = self.label, self.cite, self.sentence
        below = (Line(sentence, "met"), Line(sentence, "open", (Line(sentence, "plain"),)))
        facts = (Line(sentence, "not_met", below), Line(sentence, "plain", lead=True))
        return GroundsOf(
            title=label,
            outcome=label,
            tone="unfavourable",
            lead=sentence,
            grounds=(
                Ground(cite=cite, label=label, says=sentence, facts=facts, needed=(sentence, sentence), quoted=1),
                Ground(cite=cite, label=None, says=sentence, needed=(sentence,)),
                Ground(
                    cite=cite,
                    label=None,
                    says=sentence,
                    ways=(Way(cite=cite, label=label, says=sentence, needed=sentence), Way(cite=cite, label=None, says=sentence)),
                    besides=sentence,
                    quoted=1,
                    quotes=(1, 2),
                ),
            ),
        )

    def full(self, form: Form) -> Letter:
        """A letter that has everything."""
        label, cite, sentence = self.label, self.cite, self.sentence
        sender = Sender(
            name=label,
            address=label,
            unit=label,
            officer=self.name,
            telephone="0000",
            email="office@example.org",
            website="https://example.org",
            signatory=self.name,
            reference="X {number} ({record})",
            handling=label,
        )
        return replace(
            self.bare(form),
            sender=sender,
            recipient=(self.name, label),
            governs="zh",
            tone="unfavourable",
            parts=self.parts(),
            quotations=(
                Quotation(number=1, cite=cite, text=label, label=label, wording=self.wording, difference=sentence),
                Quotation(number=2, cite=cite, text=label, label=None, wording=self.wording),
            ),
            readings=(
                OnReading(
                    question=label, means=label, cite=cite, others=(OtherReading(means=label, source=label, outcome=label),)
                ),
            ),
            presumptions=(Presumption(label=label, value=self.day, effect=sentence),),
            provisional=sentence,
            days=((label, self.day),),
            dated=_DAY,
            dated_shown=self.day,
            deadline=_DAY,
            deadline_shown=self.day,
            copies=(label, self.name),
            enclosures=(label, label),
            code="7Q4M-0ZKX-91PD",
            draft=True,
            review=(sentence,),
        )

    def bare(self, form: Form) -> Letter:
        """A letter that has as little as it can."""
        label = self.label
        nothing = GroundsOf(title=label, outcome=label, tone="neutral", lead=None, grounds=())
        book = RulebookLine(
            title=label, authority=label, version="2030", in_force=self.day, digest=f"sha256:{'0123456789abcdef' * 4}"
        )
        return Letter(
            name="specimen",
            form=form,
            title=label,
            sender=Sender(name=label),
            recipient=(),
            record="X-1",
            person=self.name,
            text=label,
            governs="en",
            about="specimen",
            decision=label,
            outcome=label,
            tone="neutral",
            subject=label,
            parts=(
                LetterPart(kind="outcome", rows=(Row(label=label, value=label),)),
                LetterPart(kind="received", entries=(Entries(title=label, head=(label,), entries=()),)),
                LetterPart(kind="grounds", grounds=(nothing,)),
                LetterPart(kind="remedy"),
            ),
            quotations=(),
            readings=(),
            presumptions=(),
            provisional=None,
            rulebooks=(book,),
            days=(),
            made_by=label,
        )
