"""What a loaded rulebook depends on, as one number: every file that could be read for it, and who read it."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.loading.yaml_source import YAML_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENGINE: Final = Path(__file__).resolve().parent.parent.parent


class UnsureError(Exception):
    """It cannot be said what a folder holds: a file that lies elsewhere (a link), or cannot be read."""


def fingerprint(folder: Path, shown: str) -> str:
    """SHA-256 over a library (vocabularies, and all versions of all rulebooks) and over what reads it, in hexadecimal.

    ``shown`` is how the folder is named in places. Raises :class:`UnsureError`.
    """
    sum_ = hashlib.sha256(f"{_reader()}\0{shown}\0".encode())
    try:
        for part in sorted([folder / "vocabulary", *folder.glob("*/enactments"), *folder.glob("*/amendments")]):
            for path in _files(part):
                content = path.read_bytes()
                sum_.update(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
                sum_.update(content)
    except (OSError, UnicodeError) as error:
        raise UnsureError from error
    return sum_.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """All files below a folder, in an order that is always the same."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_symlink():
            raise UnsureError(entry.path)
        if entry.is_dir():
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


@cache
def _reader() -> str:
    """The version of Python and of the YAML parser, and the content of the code that reads, checks and holds rulebooks.

    The engine's own version would not do: whoever works on it changes the code, and not the version.
    """
    sum_ = hashlib.sha256(f"{sys.version}\0{YAML_VERSION}\0".encode())
    for part in ("language", "loading"):
        for path in sorted((_ENGINE / part).rglob("*.py")):
            content = path.read_bytes()
            sum_.update(f"{path.relative_to(_ENGINE).as_posix()}\0{len(content)}\0".encode())
            sum_.update(content)
    return sum_.hexdigest()
