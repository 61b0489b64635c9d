"""Where the folders are: that of the rulebooks, and those that travel with the package."""

from __future__ import annotations

import os
from pathlib import Path

from engine.language.diagnostics import Diagnostic, InputError, Place

SHIPPED = Path(__file__).resolve().parent.parent / "_shipped"
IN_TREE = Path(__file__).resolve().parent.parent.parent


def find_library(named: Path | None = None) -> Path:
    """The folder of rulebooks: as named, else ``RULEBOOK_PATH``, else in or above the working directory, else shipped.

    Raises :class:`InputError` where the named folder is none.
    """
    chosen = named or (Path(os.environ["RULEBOOK_PATH"]) if os.environ.get("RULEBOOK_PATH") else None)
    if chosen is not None:
        if not chosen.is_dir():
            message = f'"{chosen}" is no folder of rulebooks'
            raise InputError([Diagnostic("no-library", message, Place(str(chosen)), "name a folder with --rulebooks DIR")])
        return chosen
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "rulebooks" / "vocabulary").is_dir():
            return folder / "rulebooks"
    return shipped("rulebooks")


def shipped(name: str) -> Path:
    """A folder that travels with the package: in a wheel inside it, in a checkout beside it."""
    inside = SHIPPED / name
    return inside if inside.is_dir() else IN_TREE / name
