"""What a template says of its columns: what is asked, how to write it, and what an empty cell means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.documents.text import without_isolates
from engine.language.facts import Bilingual, Empty, FactType
from engine.language.temporal.roc import RocStyle, format_roc
from engine.records.plain_layout import NO, NONE, SEPARATOR, YES, special_words, spellings, words_of_codes
from engine.reporting.display import Display
from engine.reporting.workbooks.columns import Band
from engine.reporting.workbooks.look import in_languages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from engine.language.facts import Fact, Vocabulary
    from engine.reporting.phrases import Phrases
    from engine.reporting.workbooks.columns import Column, Sheet

_TIME: Final = "17:00"


class Wording:
    """The words of one template. ``example`` is the day in examples of dates."""

    def __init__(self, phrases: Phrases, vocabulary: Vocabulary, language: str, example: date) -> None:
        self.phrases = phrases
        self.vocabulary = vocabulary
        self.language = language
        self.example = example
        self.display = Display(phrases, vocabulary, {}, roc=False)
        self.words = {name: words_of_codes(enumeration) for name, enumeration in vocabulary.enumerations.items()}

    def said(self, text: Bilingual, joint: str = "\n") -> str:
        """A wording in the languages of the template."""
        return without_isolates(in_languages(text, self.language, joint))

    def shown(self, word: Bilingual) -> str:
        """How the template writes a word of a cell."""
        both, zh, en = spellings(word)
        return {"both": both, "zh": zh}.get(self.language, en)

    def specials(self, fact: Fact) -> list[str]:
        """The words beside ordinary values, as the template offers them, each meaning once."""
        allowed = special_words(fact, self.words.get(fact.enumeration, {}))
        place = {"both": 0, "zh": 1}.get(self.language, 2)
        return [word for meaning in dict.fromkeys(allowed.values()) for word in [_one(allowed, meaning, place)]]

    def date_prompt(self) -> str:
        """What is said beside a cell for a date while somebody writes in it."""
        roc = format_roc(self.example, RocStyle.SHORT)
        return self.said(self.phrases.say("cell.date_prompt", iso=self.example.isoformat(), roc=roc))

    def comment(self, column: Column, sheet: Sheet, sheets: tuple[Sheet, ...]) -> str:
        """The comment of a heading, language by language."""
        parts = list(self._parts(column, sheet, sheets))
        languages = ("zh", "en") if self.language == "both" else (self.language,)
        return "\n\n".join(without_isolates("\n".join(part.in_language(language) for part in parts)) for language in languages)

    def _parts(self, column: Column, sheet: Sheet, sheets: tuple[Sheet, ...]) -> Iterator[Bilingual]:
        say, fact = self.phrases.say, column.fact
        yield fact.label
        if fact.ask is not None:
            yield fact.ask
        if column.band is Band.IDENTIFIER:
            yield say("cell.own") if sheet.listed is None else say("cell.whose", sheet=sheets[0].name)
            yield say("cell.empty_identifier")
            return
        yield self._way(fact, sheets)
        if fact.unit:
            yield say("cell.unit", unit=self._unit(fact.unit))
        if fact.unit_from and sheet.listed is not None:
            yield say("cell.unit_from", label=(sheet.listed.elements or {})[fact.unit_from].label)
        yield self._emptiness(fact)
        specials = self.specials(fact)
        if specials and fact.elements is None:
            yield say("cell.words", x=" / ".join(specials))
        if fact.personal:
            yield say("cell.personal")
        if fact.finding:
            yield say("cell.finding")

    def _way(self, fact: Fact, sheets: tuple[Sheet, ...]) -> Bilingual:
        """How a cell is written."""
        say = self.phrases.say
        match fact.type:
            case FactType.BOOLEAN:
                return say("cell.boolean", yes=self.shown(YES), no=self.shown(NO))
            case FactType.DATE:
                return say("cell.date", iso=self.example.isoformat(), roc=format_roc(self.example, RocStyle.SHORT))
            case FactType.DATETIME:
                return say("cell.datetime", iso=f"{self.example.isoformat()} {_TIME}")
            case FactType.LIST if fact.elements is not None:
                name = next(sheet.name for sheet in sheets if sheet.listed is fact)
                return say("cell.structures", sheet=name, none=self.shown(NONE))
            case FactType.LIST:
                coded = fact.element_type is not None and fact.element_type.type is FactType.ENUMERATION
                return say("cell.list" if coded else "cell.list_of_texts", mark=SEPARATOR)
            case _:
                return say(f"cell.{fact.type.value}")

    def _emptiness(self, fact: Fact) -> Bilingual:
        if fact.has_presumption:
            return self.phrases.say("cell.empty_presumed", value=self.display.fact(fact.presumed, fact))
        meaning = {Empty.UNKNOWN: "unknown", Empty.NONE: "none", Empty.OPEN: "open"}[fact.empty]
        return self.phrases.say(f"cell.empty_{meaning}")

    def _unit(self, unit: str) -> Bilingual:
        if not self.phrases.has(f"unit.{unit}.other"):
            return Bilingual(unit, unit)
        found = self.phrases.plural(f"unit.{unit}", 0, n="")
        return Bilingual(found.zh.strip(), found.en.strip())


def _one(allowed: dict[str, str], meaning: str, place: int) -> str:
    """The spelling of a special word in the languages of the template: they come as both, zh, en."""
    found = [word for word, said in allowed.items() if said == meaning]
    return found[min(place, len(found) - 1)]
