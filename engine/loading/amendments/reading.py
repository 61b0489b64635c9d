"""An amendment's file: what it changes on which days, whom it reaches otherwise, and the facts that it brings along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.language import amendment_keys, keys
from engine.language.diagnostics import did_you_mean
from engine.language.words import UNITS
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.spelling import marks_help, without_marks

if TYPE_CHECKING:
    from datetime import date

    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.facts import Bilingual
    from engine.loading.tree import Mapping, Tree

APPLY: Final = ("previous", "amended")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change as it is written. ``word`` is a key of ``amendment_keys.CHANGES``; ``tree`` is what it puts in."""

    word: str
    target: str
    target_place: Place
    day: date
    place: Place
    tree: Tree | None = None
    becomes: str = ""
    leaves: Tree | None = None


@dataclass(frozen=True, slots=True)
class TransitionalRow:
    """Whom an amendment reaches otherwise than by its day, before the condition is read."""

    when: Tree
    apply: str
    subject: str
    place: Place
    text: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An amendment as it is written, with the digest of its file."""

    id: str
    amends: str
    title: Bilingual | None
    source: Bilingual | None
    promulgated: date
    in_force: date
    edits: tuple[Edit, ...]
    transitional: tuple[TransitionalRow, ...]
    vocabulary: Mapping | None
    place: Place
    digest: str


def read_act(tree: Tree, name: str, amends: str, digest: str, diagnostics: Diagnostics) -> Act | None:
    """An amendment from its tree, or nothing where it can't be told what it changes and when; problems are recorded.

    ``name`` and ``amends`` are what its file and folder are called, empty where a file lies anywhere.
    """
    try:
        return _ActReader(diagnostics).read(tree, name, amends, digest)
    except BrokenError:
        return None


class _ActReader(Reader):
    def read(self, tree: Tree, name: str, amends: str, digest: str) -> Act:
        head = self.mapping(tree, "an amendment", tree.place)
        head = self.check_keys(head, keys.names(amendment_keys.AMENDMENT), "an amendment")
        id_ = self.text(head.get("amendment"), "the amendment's id", head.place)
        amended = self.text(head.get("amends"), "amends", head.place)
        for key, written, folder in (("amendment", id_, name), ("amends", amended, amends)):
            if folder and written != folder:
                kind = "file" if key == "amendment" else "folder"
                way_out = marks_help(written) if without_marks(written) == folder else "give both the same name"
                place = head.entries[key].value.place
                self.diagnostics.error("wrong-identity", f'`{key}` is "{written}", but the {kind} is "{folder}"', place, way_out)
        promulgated = self.day(head.get("promulgated"), "promulgated", head.place)
        in_force = self.day(head.get("in_force"), "in_force", head.place)
        listed = self.sequence(head.get("changes"), "changes", head.place)
        if not listed.items:
            self.fail("empty", "an amendment changes something", listed.place)
        before = len(self.diagnostics.errors)
        edits = [edit for item in listed if (edit := self._attempted(item, in_force)) is not None]
        if len(self.diagnostics.errors) > before:
            raise BrokenError  # with some changes left out it would be another amendment
        return Act(
            id=id_,
            amends=amended,
            title=self.optional_bilingual(head.get("title"), "title"),
            source=self.optional_bilingual(head.get("source"), "source"),
            promulgated=promulgated,
            in_force=in_force,
            edits=tuple(edits),
            transitional=tuple(self._transitional(head)),
            vocabulary=self._vocabulary(head),
            place=head.place,
            digest=digest,
        )

    def _attempted(self, tree: Tree, in_force: date) -> Edit | None:
        try:
            return self._edit(self.mapping(tree, "a change", tree.place), in_force)
        except BrokenError:
            return None

    def _edit(self, change: Mapping, in_force: date) -> Edit:
        words = [word for word in amendment_keys.CHANGES if word in change]
        if len(words) != 1:
            message = "a change has one of these words" if not words else f"a change says one thing, not {' and '.join(words)}"
            written = next((entry.key for entry in change), "")
            way_out = f"one of: {', '.join(amendment_keys.CHANGES)}" if words else did_you_mean(written, amendment_keys.CHANGES)
            self.fail("no-change", message, change.place, way_out)
        word = words[0]
        inserted = word in {"insert_after", "insert_before", "insert_into"}
        allowed = (*keys.names(amendment_keys.CHANGES[word]), *(UNITS if inserted else ()))
        change = self.check_keys(change, allowed, f"`{word}`")
        target = change.entries[word].value
        return Edit(
            word=word,
            target=self.text(target, word, change.place),
            target_place=target.place,
            day=in_force if (own := change.get("in_force")) is None else self.day(own, "in_force", change.place),
            place=change.place,
            tree=self._tree(word, change, inserted=inserted),
            becomes=self.text(change.get("to"), "to", change.place) if word == "renumber" else "",
            leaves=change.get("leaves"),
        )

    def _tree(self, word: str, change: Mapping, *, inserted: bool) -> Tree | None:
        if inserted:
            given = [key for key in ("unit", *UNITS) if key in change]
            if len(given) != 1:
                self.fail("missing-key", "one new unit is put in", change.place, "unit: {article: …, …}")
            return self.mapping(change.get(given[0]), given[0], change.place)
        key = {"set": "to", "replace": "with", "insert": "with"}.get(word)
        if key is None:
            return None
        if key not in change:
            self.fail("missing-key", f"`{word}` says what stands there now", change.place, f"{key}: …")
        return change.entries[key].value if word == "set" else self.mapping(change.get(key), key, change.place)

    def _transitional(self, head: Mapping) -> list[TransitionalRow]:
        written = head.get("transitional")
        found = []
        for item in () if written is None else self.sequence(written, "transitional", head.place):
            row = self.mapping(item, "a transitional row", item.place)
            row = self.check_keys(row, keys.names(amendment_keys.TRANSITIONAL), "a transitional row")
            when, apply, subject = row.get("when"), row.get("apply"), row.get("subject")
            if when is None or apply is None:
                self.fail("missing-key", "a transitional row says `when`, and what to `apply`", row.place)
            text = self.optional_bilingual(row.get("text"), "text")
            about = "" if subject is None else self.text(subject, "subject", row.place)
            found.append(TransitionalRow(when, self.option(apply, "apply", APPLY), about, row.place, text))
        return found

    def _vocabulary(self, head: Mapping) -> Mapping | None:
        written = head.get("vocabulary")
        return None if written is None else self.mapping(written, "vocabulary", head.place)
