"""What keeps a log from being written or read, as a finding with its place and a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.diagnostics import Diagnostic, InputError, Place

if TYPE_CHECKING:
    from pathlib import Path


def refused(code: str, message: str, log: Path, help: str = "", line: int = 1) -> InputError:  # noqa: A002 - as diagnostics call it
    """The error to raise."""
    return InputError([Diagnostic(code, message, Place(str(log), line), help)])


def of_system(error: OSError, doing: str, log: Path) -> InputError:
    """The error for what the operating system refused: no such folder, a full disk, a file of somebody else."""
    reason = error.strerror or type(error).__name__
    return refused("log-unusable", f"{doing}: {reason}", log)
