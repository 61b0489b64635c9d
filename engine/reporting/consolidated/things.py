"""What is declared by name (parameters, terms, readings, decisions), in sentences, with what amendments did to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.language.expressions import Constant
from engine.language.record import Element
from engine.loading.amendments.manuscript import DECLARING
from engine.reporting.consolidated.history import day_of
from engine.reporting.consolidated.model import Saying, ShownThing
from engine.reporting.difference.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.language.facts import Bilingual
    from engine.language.rulebook import Decision, Parameter, Reading, Rulebook, Term
    from engine.reporting.consolidated.history import Historian, Past


class Things:
    """Shows what a version declares."""

    def __init__(self, past: Past, book: Rulebook, historian: Historian, voice: Voice) -> None:
        self.past, self.book, self.historian, self.voice = past, book, historian, voice
        self.phrases = historian.phrases

    def amended(self) -> Iterable[ShownThing]:
        """What amendments changed, put in, or repealed, in the order of the kinds and of the text."""
        names = [name for name in self.past.text.origins if name.partition(".")[0] in DECLARING]
        gone = [name for name in self.past.text.gone if name.partition(".")[0] in DECLARING and name not in names]
        for kind in DECLARING:
            for name in [*names, *gone]:
                if name.partition(".")[0] == kind and (found := self.named(name)) is not None:
                    yield found

    def named(self, name: str) -> ShownThing | None:
        """Something by its name (``parameters.NAME``); nothing where there is none, and never was."""
        kind, _, own = name.partition(".")
        found = _held(self.book, kind, own)
        if found is not None:
            made = self.historian.of_name(name)
            return ShownThing(name, kind, _label(found), tuple(self._sayings(kind, found, self.voice)), made.sign, made.sentences)
        origin = self.past.text.gone.get(name)
        if origin is None:
            return None
        before = self.past.book_before(self.past.index(origin))
        found = _held(before, kind, own)
        if found is None:
            return None
        told = tuple(self._sayings(kind, found, Voice(before, self.phrases)))
        return ShownThing(name, kind, _label(found), told, "removed", (self.historian.sentence(origin, name),))

    # -- sentences -------------------------------------------------------------------------------------------------

    def _sayings(self, kind: str, found: Any, voice: Voice) -> Iterable[Saying]:
        match kind:
            case "parameters":
                return self._parameter(found, voice)
            case "terms":
                return self._term(found, voice)
            case "readings":
                return self._reading(found)
            case _:
                return self._decision(found, voice)

    def _say(self, about: str, text: Bilingual) -> Saying:
        return Saying(self.historian.label(about), text)

    def _parameter(self, one: Parameter, voice: Voice) -> Iterable[Saying]:
        if one.value is not None:
            is_register = isinstance(one.value, tuple) and any(isinstance(item, Element) for item in one.value)
            values = one.value if is_register else (one.value,)
            for value in values:
                yield self._say("value", voice.value(value, one.type, self.book.id))
        for dated in one.values:
            told = self.phrases.say(
                "diff.dated", day=day_of(dated.first_day), value=voice.value(dated.value, one.type, self.book.id)
            )
            yield self._say("values", told)

    def _term(self, one: Term, voice: Voice) -> Iterable[Saying]:
        yield self._say("body", voice.words(self.book.id, one.subject).name(one.body))

    def _reading(self, one: Reading) -> Iterable[Saying]:
        yield self._say("chosen", one.options[one.chosen].means)
        for code, option in one.options.items():
            if code != one.chosen:
                yield self._say("options", option.means)

    def _decision(self, one: Decision, voice: Voice) -> Iterable[Saying]:
        words = voice.words(self.book.id, one.subject)
        for row in one.rows:
            then = voice.outcome(one.key, str(row.then.value)) if isinstance(row.then, Constant) else words.name(row.then)
            yield self._say("rows", words.row(row, then))
        if one.value is not None:
            yield self._say("value", words.name(one.value))


def _held(book: Rulebook, kind: str, name: str) -> Any:
    """What a rulebook declares under a kind and a name; of a term that is given arguments, one of its instances."""
    if kind == "terms":
        return book.terms.get(f"{book.id}:{name}") or next(
            (term for key, term in book.terms.items() if term.name == name and key.startswith(f"{book.id}:")), None
        )
    held: dict[str, Any] = {"parameters": book.parameters, "readings": book.readings, "decisions": book.decisions}
    return held[kind].get(f"{book.id}:{name}")


def _label(found: Any) -> Bilingual:
    for name in ("label", "title", "question"):
        label: Bilingual | None = getattr(found, name, None)
        if label is not None:
            return label
    raise TypeError(type(found))
