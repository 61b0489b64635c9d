"""What decides besides the rulebook: the engine's code and the vocabularies, each as one digest.

The version of the engine does not do alone: whoever works on it changes the code, and not the version. The digest of a rulebook
does not cover the vocabularies, in which codes are grouped and absent facts presumed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.audit.canonical import DIGEST
from engine.loading.amendments.consolidating import digest

if TYPE_CHECKING:
    from engine.loading.library import Library

_ENGINE: Final = Path(__file__).resolve().parent.parent
_DECIDING: Final = ("evaluation", "language", "loading", "records")
"""The rooms of the engine on which the outcome of a decision can depend."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The engine that decides, by its version and the digest of its code; and the digest of the vocabularies' files."""

    version: str
    code: str
    vocabularies: str


def origin_of(library: Library, version: str) -> Origin:
    """What decides under a library, now. ``version`` is the engine's."""
    folder = library.folder / "vocabulary"
    return Origin(version, code_digest(), digest(sorted(folder.glob("*.yaml")), folder))


@cache
def code_digest() -> str:
    """The digest of the code on which decisions depend."""
    sum_ = hashlib.sha256()
    for room in _DECIDING:
        for path in sorted((_ENGINE / room).rglob("*.py")):
            content = path.read_bytes()
            sum_.update(f"{path.relative_to(_ENGINE).as_posix()}\0{len(content)}\0".encode())
            sum_.update(content)
    return f"{DIGEST}{sum_.hexdigest()}"
