"""What all commands share of a terminal: streams, colours, messages, and ways to stop."""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NoReturn, TextIO

import typer

from engine.language.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic

RED: Final = "31"
GREEN: Final = "32"
YELLOW: Final = "33"
CYAN: Final = "36"
BOLD: Final = "1"
DIM: Final = "2"
_BREAKS: Final = re.compile(r"[\t\r\n]+")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]")
_READABLE: Final = "rulebook-readable"
_INVISIBLE: Final = re.compile("[\u2066-\u2069]")  # the reports keep the directions of scripts apart with these


class ExitStatus(IntEnum):
    """How a command ends."""

    DONE = 0
    FOUND_SOMETHING = 1
    WRONG_USE = 2


def prepare_streams() -> None:
    """Let every text be written, as UTF-8 whatever the locale says: names of files and of people know no locale."""
    codecs.register_error(_READABLE, _readable)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=_READABLE)


def _readable(error: UnicodeError) -> tuple[bytes, int]:
    """What is written for surrogates, which UTF-8 has none of: the letters whose bytes they stand for, else a mark.

    Python keeps the bytes of a file's name as surrogates where the locale cannot read them (PEP 383).
    """
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - the streams only write
    kept = error.object[error.start : error.end]
    try:
        letters = kept.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        letters = "\ufffd" * len(kept)
    return letters.encode(), error.end


def is_coloured(stream: TextIO) -> bool:
    """Whether a stream takes colours: a terminal, unless NO_COLOR (https://no-color.org) or a dumb one says no."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def styled(text: str, *codes: str, stream: TextIO | None = None) -> str:
    """A text in colours, where the stream (standard output unless named) takes them."""
    if not codes or not text or not is_coloured(stream if stream is not None else sys.stdout):
        return text
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m"


def harmless(text: str) -> str:
    """A text without control characters, in one line: what a user wrote must not steer a terminal."""
    return _CONTROL.sub("�", _INVISIBLE.sub("", _BREAKS.sub(" ", text)))


def say(text: str) -> None:
    """A message: it goes to standard error, so that results can be piped on."""
    typer.echo(text, err=True)


def engine_version() -> str:
    """The version of the installed package; a tree that is not installed has none."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to load, and seldom asked for

    try:
        return version("rulebook-engine")
    except PackageNotFoundError:
        return "(not installed)"


def number_of(count: int, thing: str) -> str:
    """A number of things in words: ``1 error``, ``2 errors``."""
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def stop(message: str, help_text: str = "") -> NoReturn:
    """End for a wrong use: what is wrong and a way out, exit status 2."""
    say(f"{styled('error:', RED, BOLD, stream=sys.stderr)} {message}")
    if help_text:
        say(f"  {styled('help:', CYAN, stream=sys.stderr)} {help_text}")
    raise typer.Exit(ExitStatus.WRONG_USE)


def write_page(page: str, path: Path) -> None:
    """Write a page to the file that ``--html`` names; the command ends where that cannot be."""
    try:
        path.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f'the page cannot be written to "{path}": {error.strerror or error}', "name another file with --html FILE")


def say_findings(diagnostics: Iterable[Diagnostic]) -> None:
    """Findings as messages, one after the other, each with its place and way out."""
    for finding in diagnostics:
        colour = RED if finding.severity is Severity.ERROR else YELLOW
        word = styled(f"{finding.severity.value}:", colour, BOLD, stream=sys.stderr)
        say(f"{harmless(str(finding.place))}: {word} {harmless(finding.message)} [{finding.code}]")
        if finding.help:
            say(f"  {styled('help:', CYAN, stream=sys.stderr)} {harmless(finding.help)}")
