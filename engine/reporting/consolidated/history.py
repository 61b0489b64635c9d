"""Where the present text of each unit comes from, in sentences; and what the text said before a step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.language.citation import cite_unit
from engine.language.facts import Bilingual
from engine.language.temporal.roc import format_date
from engine.language.words import COMPARISONS, WORDS
from engine.loading.amendments.manuscript import DECLARING
from engine.loading.tree import Mapping
from engine.reporting.phrases import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engine.language.instrument import Origin
    from engine.language.rulebook import Rulebook
    from engine.loading.amendments.applying import ActStep
    from engine.loading.amendments.consolidating import Text
    from engine.loading.amendments.reading import Act, Edit
    from engine.loading.library import Library
    from engine.reporting.consolidated.model import Sign
    from engine.reporting.phrases import Phrases

_WHOLE: Final = ("replace", "insert")
"""What makes the text of a unit and of all that stands below it."""

_OTHERWISE: Final = {"discrepancy": "discrepancies", "means": "options_means", "alternatives": "options"}
"""Keys of files whose labels go by another name."""
_CONDITIONS: Final = frozenset({*WORDS, *COMPARISONS})


@dataclass(frozen=True, slots=True)
class Made:
    """What amendments did to a unit. ``whole`` is the unit above that was put in or replaced with it, if any."""

    sign: Sign
    sentences: tuple[Bilingual, ...]
    whole: str = ""


class Past:
    """The texts between the enactment and a version: each as it stood before one of the version's steps."""

    def __init__(self, library: Library, id_: str, version: str) -> None:
        self.library, self.id = library, id_
        self.text: Text = library.text(id_, version)
        found = library.timeline(id_).named(version)
        self.enactment = version if found is None else found.enactment

    @property
    def steps(self) -> Sequence[ActStep]:
        """The steps that are applied in the version."""
        return self.text.steps

    def index(self, origin: Origin) -> int:
        """Which of the steps an origin speaks of."""
        return next(index for index, step in enumerate(self.steps) if (step.act.id, step.day) == (origin.amendment, origin.day))

    def _name_before(self, index: int) -> str:
        return self.library.timeline(self.id).text_of(self.enactment, self.steps[:index]).name

    def book_before(self, index: int) -> Rulebook:
        """The rulebook as it stood just before a step. Raises :class:`InputError` where it does not load."""
        return self.library.load(f"{self.id}@{self._name_before(index)}")


class Historian:
    """Says what amendments did to units, to what is declared, and to the head."""

    def __init__(self, past: Past, book: Rulebook, phrases: Phrases) -> None:
        self.past, self.book, self.phrases = past, book, phrases

    def of_unit(self, path: str) -> Made:
        """What was done to a unit, and to those above it with it; what a later text of the whole replaced is left out."""
        index, origins = self.past.index, self.past.text.origins
        steps = path.split(".")
        above = [".".join(steps[:length]) for length in range(1, len(steps))]
        wholes = [(index(one), name, one) for name in above for one in origins.get(name, ()) if one.action in _WHOLE]
        last = max(wholes, key=lambda found: found[0]) if wholes else None
        own = [one for one in origins.get(path, ()) if last is None or index(one) >= last[0]]
        begins = max((at for at, one in enumerate(own) if one.action == "insert"), default=0)  # before it, another was called so
        own = own[begins:]
        sentences = [self.sentence(one, path) for one in own]
        if last is not None:
            sentences.insert(0, self._with(last[2], last[1]))
        actions = [*((last[2].action,) if last is not None else ()), *(one.action for one in own)]
        provision = self.book.provisions.get(f"{self.book.id}:{path}")
        is_left = provision is not None and provision.nature == "repealed" and actions[-1:] == ["repeal"]
        return Made("removed" if is_left else _sign(actions), tuple(sentences), last[1] if last is not None else "")

    def of_name(self, name: str) -> Made:
        """What was done to something declared (``parameters.NAME``), or to a key of the head."""
        origins = self.past.text.origins.get(name, ())
        return Made(_sign([one.action for one in origins]), tuple(self.sentence(one, name) for one in origins))

    # -- sentences -------------------------------------------------------------------------------------------------

    def sentence(self, origin: Origin, name: str) -> Bilingual:
        """What one amendment did to something."""
        step = self.past.steps[self.past.index(origin)]
        slots = {"act": called(step.act, self.phrases), "day": day_of(origin.day)}
        edit = next(one for one in step.edits if one.place == origin.place)
        if origin.action == "renumber":
            was = self.past.book_before(self.past.index(origin)).provisions[f"{self.book.id}:{origin.was}"]
            cite = cite_unit(was, self.past.book_before(self.past.index(origin)).provisions)
            return self.phrases.say("shown.by.renumber", was=cite, **slots)
        whole = self._whole_of(edit, name)
        if whole is not None:
            return self.phrases.say("shown.whole.repeal", cite=whole, **slots)
        what = self._parts(edit) if origin.action in {"set", "repeal"} else []
        if not what:
            return self.phrases.say(f"shown.by.{'replace' if origin.action == 'set' else origin.action}", **slots)
        key = "shown.by.set" if origin.action == "set" else "shown.by.repeal_part"
        return self.phrases.say(key, what=self.phrases.joined(what), **slots)

    def _before(self, edit: Edit) -> Rulebook:
        return self.past.book_before(next(index for index, step in enumerate(self.past.steps) if edit in step.edits))

    def _whole_of(self, edit: Edit, name: str) -> Bilingual | None:
        """The unit with which something declared in it was repealed; nothing where it was repealed by itself."""
        if name.partition(".")[0] not in DECLARING or name in edit.target:
            return None
        before = self._before(edit)
        unit = before.provisions.get(f"{before.id}:{edit.target}")
        return None if unit is None else cite_unit(unit, before.provisions)

    def _with(self, origin: Origin, whole: str) -> Bilingual:
        step = self.past.steps[self.past.index(origin)]
        cite = cite_unit(self.book.provisions[f"{self.book.id}:{whole}"], self.book.provisions)
        slots = {"act": called(step.act, self.phrases), "day": day_of(origin.day)}
        return self.phrases.say(f"shown.whole.{origin.action}", cite=cite, **slots)

    def _parts(self, edit: Edit) -> list[Bilingual]:
        """What of a unit or declaration a change speaks of, by the names of its keys; nothing where of all of it."""
        steps = edit.target.split(".")
        kind = next((index for index, step in enumerate(steps) if step in DECLARING), None)
        if kind is None:
            before = self._before(edit)
            lengths = range(len(steps), 0, -1)
            length = next((one for one in lengths if f"{before.id}:{'.'.join(steps[:one])}" in before.provisions), 0)
            return [self.label(key) for key in steps[length:][:1]]
        keys = steps[kind + 2 :][:1] or (list(edit.tree.entries) if isinstance(edit.tree, Mapping) else [])
        labels = [self.label("body" if steps[kind] == "terms" and key in _CONDITIONS else key) for key in keys]
        return list(dict.fromkeys(labels))

    def label(self, key: str) -> Bilingual:
        """What a key of a file is called."""
        name = _OTHERWISE.get(key, key)
        known = (f"diff.about.{name}", f"diff.about.rule_{name}")
        return next((self.phrases.say(one) for one in known if self.phrases.has(one)), Bilingual(key, key))


def called(act: Act, phrases: Phrases) -> Bilingual:
    """An amendment by its title, or by its id where it has none."""
    return phrases.say("shown.untitled", id=act.id) if act.title is None else phrases.say("shown.titled", title=act.title)


def day_of(day: date) -> Bilingual:
    """A day in both languages."""
    return Bilingual(*(format_date(day, language) for language in LANGUAGES))


def _sign(actions: Sequence[str]) -> Sign:
    if "insert" in actions:
        return "added"
    if {"set", "replace", "repeal"} & set(actions):
        return "changed"
    return "renumbered" if actions else ""
