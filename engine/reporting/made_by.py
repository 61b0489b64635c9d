"""By what a report or a letter was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.language.facts import Bilingual
    from engine.reporting.phrases import Phrases


def made_by(phrases: Phrases) -> Bilingual:
    """The sentence that names the engine and its version."""
    return phrases.say("report.engine", version=_version() or phrases.say("report.no_version"))


def _version() -> str:
    """The version of the installed package; in a tree that is not installed there is none."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import, and seldom asked for

    try:
        return version("rulebook-engine")
    except PackageNotFoundError:
        return ""
