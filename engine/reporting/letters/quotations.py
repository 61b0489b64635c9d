"""The provisions that a letter quotes: each once, those of a text together, in the order in which they are first named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from engine.language.facts import Bilingual
from engine.reporting.build import QUOTED_DIFFERENCES
from engine.reporting.letters.model import Ground, Quotation, Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.reporting.build import Builder
    from engine.reporting.letters.model import LetterPart

_Quoting = TypeVar("_Quoting", Ground, Wanted)


class Quotations:
    """Collects what is quoted. ``number`` gives the number of a provision, 0 where it has no words of its own."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.found: dict[str, Quotation] = {}

    def number(self, key: str) -> int:
        """The number under which a provision is quoted; it is quoted from now on."""
        builder = self.builder
        if key in self.found:
            return self.found[key].number
        provision = builder.program.provisions.get(key)
        wording = None if provision is None else builder.wording(provision)
        if provision is None or wording is None:
            return 0
        again = self._again(key, wording)
        if again is not None:
            self.found[key] = again
            return again.number
        self.found[key] = Quotation(
            number=len(self.in_order()) + 1,
            cite=builder.names.place(key),
            text=builder.program.rulebooks[provision.rulebook].title,
            label=provision.label or provision.title,
            wording=wording,
            difference=self._difference(key),
        )
        return self.found[key].number

    def numbers(self, keys: Iterable[str]) -> tuple[int, ...]:
        """The numbers of several provisions, each once; none for those without words of their own."""
        return tuple(dict.fromkeys(number for key in keys if (number := self.number(key))))

    def _difference(self, key: str) -> Bilingual | None:
        """How the two languages of a provision part, where that could change an outcome, and which of them decides."""
        found: list[Bilingual] = []
        for one in self.builder.program.provisions[key].discrepancies:
            if one.severity in QUOTED_DIFFERENCES:
                governs = self.builder.phrases.say(f"report.governs_{one.governs}")
                found.extend(said for said in (one.note, governs, one.rule) if said is not None)
        if not found:
            return None
        return Bilingual("".join(one.zh for one in found), " ".join(one.en for one in found))

    def in_order(self) -> tuple[Quotation, ...]:
        """All that is quoted, by number."""
        return tuple(dict.fromkeys(self.found.values()))

    def by_text(self) -> tuple[Quotation, ...]:
        """All that is quoted, what stands in one text together, numbered anew in this order."""
        texts: dict[Bilingual, list[Quotation]] = {}
        for one in self.in_order():
            texts.setdefault(one.text, []).append(one)
        ordered = [one for units in texts.values() for one in units]
        return tuple(replace(one, number=number) for number, one in enumerate(ordered, start=1))

    def numbered(self, parts: Iterable[LetterPart]) -> tuple[LetterPart, ...]:
        """The parts with the numbers that the quotations have in the end."""
        new = {(one.text, one.cite, one.wording): one.number for one in self.by_text()}
        numbers = {one.number: new[one.text, one.cite, one.wording] for one in self.in_order()}

        def of(one: _Quoting) -> _Quoting:
            quotes = tuple(sorted(numbers[number] for number in one.quotes))
            return replace(one, quoted=numbers.get(one.quoted, 0), quotes=quotes)

        return tuple(
            replace(
                part,
                grounds=tuple(replace(many, grounds=tuple(of(one) for one in many.grounds)) for many in part.grounds),
                wanted=tuple(of(one) for one in part.wanted),
            )
            for part in parts
        )

    def _again(self, key: str, wording: Bilingual) -> Quotation | None:
        """The same words at the same place, quoted before: a provision that is applied elsewhere stands where it stood."""
        cite, provision = self.builder.names.place(key), self.builder.program.provisions[key]
        text = self.builder.program.rulebooks[provision.rulebook].title
        return next((one for one in self.found.values() if (one.cite, one.text, one.wording) == (cite, text, wording)), None)
