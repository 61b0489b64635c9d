"""What is kept of one library: nothing that was read from other content than its files have now."""

from __future__ import annotations

import sys
from functools import cached_property
from typing import TYPE_CHECKING, Any

from engine.loading.cache.fingerprint import UnsureError, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from engine.language.rulebook import Rulebook
    from engine.loading.cache.shelf import Shelf


class Kept:
    """The entries of one library on a shelf. ``shown`` is how its folder is named in places."""

    def __init__(self, shelf: Shelf, folder: Path, shown: str) -> None:
        self.shelf = shelf
        self.folder = folder
        self.shown = shown

    @cached_property
    def _fingerprint(self) -> str | None:
        """Of the files as they were when they were first looked at; nothing where that cannot be said."""
        return self._look()

    def _look(self) -> str | None:
        try:
            return fingerprint(self.folder, self.shown)
        except UnsureError:
            return None

    def _name(self, what: str) -> str:
        return "\0".join((str(self.folder.resolve()), self.shown, str(sys.implementation.cache_tag), what))

    def find(self, what: str, used: Callable[[str], Rulebook]) -> Any:
        """What was kept under a name, as long as no file has changed; else ``None``."""
        return None if self._fingerprint is None else self.shelf.take(self._name(what), self._fingerprint, used)

    def keep(self, things: Mapping[str, Any]) -> None:
        """Keep what was read, by name; not where a file was changed while it was read."""
        if self._fingerprint is not None and self._look() == self._fingerprint:
            for what, thing in things.items():
                self.shelf.put(self._name(what), self._fingerprint, thing)
