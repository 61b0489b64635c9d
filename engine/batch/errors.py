"""What ends a batch before it is done, as a message with a way out."""

from __future__ import annotations

from typing import Final

GO_ON: Final = "what is finished is kept: run the same command to go on"


class BatchError(Exception):
    """A batch cannot begin or go on. The message says what is wrong and where, ``help`` a way out."""

    def __init__(self, message: str, help: str = "") -> None:  # noqa: A002 - as diagnostics call it
        self.help = help
        super().__init__(message)

    def __reduce__(self) -> tuple[type[BatchError], tuple[str, str]]:
        """How it travels from a worker: with its way out."""
        return type(self), (str(self), self.help)


def of_system(error: OSError, doing: str) -> BatchError:
    """The message for what the operating system refused: a full disk, a folder that may not be written, a file that is gone."""
    reason = error.strerror or type(error).__name__
    where = f" ({error.filename})" if error.filename else ""
    return BatchError(f"{doing}: {reason}{where}", GO_ON)
