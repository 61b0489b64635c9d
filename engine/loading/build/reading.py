"""Taking a text's tree apart: the keys it may have, texts, lists, dates; each wrong shape a diagnostic."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from engine.language.diagnostics import did_you_mean
from engine.language.temporal.roc import DateFormatError, parse_date
from engine.loading.bilingual import read_bilingual
from engine.loading.spelling import key_help, marks_help, meant_key
from engine.loading.tree import Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.facts import Bilingual
    from engine.loading.tree import Tree


class BrokenError(Exception):
    """Something here can't be built; its diagnostic is already recorded. Unwinds to the next thing worth reading."""


class Reader:
    """Reads trees, recording what is wrong in ``diagnostics``."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        self.diagnostics = diagnostics

    def fail(self, code: str, message: str, place: Place, way_out: str = "") -> NoReturn:
        """Record an error and leave what is being read."""
        self.diagnostics.error(code, message, place, way_out)
        raise BrokenError

    def wrong(self, tree: Tree | None, what: str, wanted: str, place: Place, way_out: str = "") -> NoReturn:
        """Record that something is missing, or not what is wanted; ``place`` is that of what should hold it."""
        if tree is None:
            self.fail("missing-key", f"{what} is missing", place)
        self.fail("wrong-shape", f"{what} is {wanted}", tree.place, way_out)

    def mapping(self, tree: Tree | None, what: str, place: Place) -> Mapping:
        """A mapping, or an error that says ``what`` should be one."""
        if isinstance(tree, Mapping):
            return tree
        self.wrong(tree, what, "a mapping of keys to values", place)

    def sequence(self, tree: Tree | None, what: str, place: Place) -> Sequence:
        """A list, or an error that says ``what`` should be one."""
        if isinstance(tree, Sequence):
            return tree
        self.wrong(tree, what, "a list", place, "write it as [a, b] or with dashes")

    def check_keys(self, mapping: Mapping, allowed: Iterable[str], what: str) -> Mapping:
        """Record every key that ``what`` does not know.

        What comes back has misspelt keys as they were meant, so that nothing is missed whose key is only misspelt.
        """
        known = list(allowed)
        entries = dict(mapping.entries)
        for entry in mapping:
            if entry.key in known:
                continue
            message = f'{what} has no key "{entry.key}"'
            self.diagnostics.error("unknown-key", message, entry.key_place, key_help(entry.key, known))
            meant = meant_key(entry.key, known)
            if meant and meant not in entries:
                del entries[entry.key]
                entries[meant] = Entry(meant, entry.key_place, entry.value)
        return Mapping(entries, mapping.place)

    def text(self, tree: Tree | None, what: str, place: Place) -> str:
        """A scalar as it is written: ``7-1``, ``2``, ``refused``."""
        if isinstance(tree, Scalar) and tree.text and not isinstance(tree.value, bool):
            return tree.text
        self.wrong(tree, what, "a text", place)

    def texts(self, tree: Tree | None, what: str, place: Place) -> tuple[str, ...]:
        """One text or a list of them."""
        if isinstance(tree, Scalar):
            return (self.text(tree, what, place),)
        return tuple(self.text(item, what, place) for item in self.sequence(tree, what, place))

    def placed_texts(self, tree: Tree, what: str) -> tuple[tuple[str, Place], ...]:
        """One text or a list of them, each with its place."""
        items = tree.items if isinstance(tree, Sequence) else (tree,)
        return tuple((self.text(item, what, tree.place), item.place) for item in items)

    def option(self, tree: Tree, what: str, known: Iterable[str]) -> str:
        """One of a few words."""
        options = tuple(known)
        text = self.text(tree, what, tree.place)
        if text not in options:
            self.fail("unknown-option", f'`{what}` can\'t be "{text}"', tree.place, did_you_mean(text, options))
        return text

    def boolean(self, tree: Tree | None, what: str, place: Place) -> bool:
        """A truth value."""
        if isinstance(tree, Scalar) and isinstance(tree.value, bool):
            return tree.value
        self.wrong(tree, what, "true or false", place)

    def whole_number(self, tree: Tree | None, what: str, place: Place) -> int:
        """A whole number."""
        if isinstance(tree, Scalar) and isinstance(tree.value, int) and not isinstance(tree.value, bool):
            return tree.value
        self.wrong(tree, what, "a whole number", place)

    def day(self, tree: Tree | None, what: str, place: Place) -> date:
        """A date, also of the R.O.C. calendar."""
        text = self.text(tree, what, place)
        try:
            return parse_date(text)[0]
        except DateFormatError as error:
            self.fail("no-date", f"{what}: {error}", place if tree is None else tree.place, marks_help(text))

    def bilingual(self, tree: Tree | None, what: str, place: Place) -> Bilingual:
        """A wording in both languages; a missing one is recorded and this unwinds."""
        if tree is None:
            self.fail("missing-key", f"{what} is missing", place, "write it as {zh: …, en: …}")
        before = len(self.diagnostics.errors)
        read = read_bilingual(tree, self.diagnostics)
        if read is None or len(self.diagnostics.errors) > before:
            raise BrokenError
        return read

    def optional_bilingual(self, tree: Tree | None, what: str) -> Bilingual | None:
        """A wording in both languages, where there is one."""
        return None if tree is None else self.bilingual(tree, what, tree.place)
