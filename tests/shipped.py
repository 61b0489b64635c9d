"""The shipped rulebooks, read once in each worker, for tests that neither change them nor ask how they are read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from engine.loading.library import Library

RULEBOOKS: Final = Path(__file__).resolve().parent.parent / "rulebooks"


@cache
def library() -> Library:
    """All of them; each is read when it is first asked for."""
    return Library(RULEBOOKS)
