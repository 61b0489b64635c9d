"""Bytes or text to a tree with places: the one door by which YAML and JSON come in.

Reading never constructs objects, never follows tags, anchors or merge keys, and never raises for what a text says:
whatever is wrong with it becomes a diagnostic with line and column, as many as can be found in one go.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Diagnostics, Place
from engine.loading.json_source import read_json
from engine.loading.yaml_source import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from engine.loading.tree import Tree

MAX_SIZE: Final = 8 * 1024 * 1024
"""Bytes of one file (characters of a text). A rulebook's files are below 1 MB; what is larger is something else."""
_MAX_REPORTED: Final = 10  # bad characters come in thousands (a binary file); a few of them tell the story
_BYTE_ORDER_MARK: Final = "\ufeff"
_UNFIT: Final = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_SEPARATORS: Final = frozenset("\x85\u2028\u2029")
_UTF8_HELP: Final = "save the file as UTF-8"


def read_file(path: Path, shown_as: str, diagnostics: Diagnostics) -> Tree | None:
    """The tree of a file, or ``None`` with diagnostics. ``shown_as`` is the file's name in every place."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_SIZE + 1)  # one more than allowed tells "too large" without reading all of it
    except OSError as error:
        reason = error.strerror or type(error).__name__
        diagnostics.error("unreadable-file", f"the file cannot be read: {reason}", Place(shown_as))
        return None
    return read_source(content, shown_as, diagnostics)


def read_source(text_or_bytes: str | bytes, file: str, diagnostics: Diagnostics) -> Tree | None:
    """The tree of one YAML or JSON document.

    ``file`` is the name shown in places; where it ends in ``.json`` the text must be JSON. ``None`` when there is no
    tree (not UTF-8, a syntax error, nested too deeply, empty); other problems (a tag, a repeated key, …) leave a tree
    with what could be read, and errors in ``diagnostics``.
    """
    if len(text_or_bytes) > MAX_SIZE:
        diagnostics.error("too-large", f"the file is larger than {MAX_SIZE // 1024 // 1024} MiB", Place(file))
        return None
    text = _decode(text_or_bytes, file, diagnostics) if isinstance(text_or_bytes, bytes) else text_or_bytes
    if text is None:
        return None
    text = text.removeprefix(_BYTE_ORDER_MARK)
    if not text.strip():
        diagnostics.error("empty-file", "the file is empty", Place(file))
        return None
    if file.lower().endswith(".json"):
        return read_json(text, file, diagnostics)
    if text.lstrip()[0] in "{[":
        # JSON under another name (standard input). Escapes of surrogate pairs and tabs between tokens are valid in JSON
        # and not in YAML 1.1 parsers, so JSON is asked first; what is not JSON is a YAML flow collection.
        attempt = Diagnostics()
        tree = read_json(text, file, attempt)
        if tree is not None:
            diagnostics.found += attempt.found
            return tree
    return read_yaml(_without_unfit(text, file, diagnostics), file, diagnostics)


def read_line(content: bytes, file: str, line: int, diagnostics: Diagnostics) -> Tree | None:
    """The tree of one line of a file with a JSON value a line; ``line`` is its number, from 1. ``None`` as :func:`read_source`.

    Only the first line of a file may begin with a byte order mark.
    """
    if len(content) > MAX_SIZE:
        diagnostics.error("too-large", f"the line is longer than {MAX_SIZE // 1024 // 1024} MiB", Place(file, line))
        return None
    text = _decode(content, file, diagnostics, line)
    return None if text is None else read_json(text, file, diagnostics, line)


def _decode(content: bytes, file: str, diagnostics: Diagnostics, first_line: int = 1) -> str | None:
    if first_line == 1 and content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        diagnostics.error("encoding", "the file is UTF-16", Place(file), _UTF8_HELP)
        return None
    if first_line == 1:
        content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line = before.count("\n") + first_line
        column = len(before) - (before.rfind("\n") + 1) + 1
        byte = content[error.start]
        message = f"the file is not UTF-8: byte {error.start + 1} is 0x{byte:02X}"
        diagnostics.error("encoding", message, Place(file, line, column), _UTF8_HELP)
        return None


def _without_unfit(text: str, file: str, diagnostics: Diagnostics) -> str:
    """The text with U+FFFD in place of what YAML must not contain, each of it reported.

    The separators U+0085, U+2028 and U+2029 are text in YAML 1.2 and line breaks in YAML 1.1: written raw, they would
    mean one thing here and another in an editor.
    """
    if not _UNFIT.search(text):
        return text
    count = 0
    for line, content in enumerate(re.split("\r\n|\n|\r", text), start=1):
        for match in _UNFIT.finditer(content):
            count += 1
            if count > _MAX_REPORTED:
                continue
            what = "line separator" if match[0] in _LINE_SEPARATORS else "control character"
            place = Place(file, line, match.start() + 1)
            help_text = f'write it in double quotes as "\\u{ord(match[0]):04X}", or leave it out'
            diagnostics.error("control-character", f"{what} U+{ord(match[0]):04X}", place, help_text)
    if count > _MAX_REPORTED:
        message = f"{count - _MAX_REPORTED} more control characters: this does not look like a text"
        diagnostics.error("control-character", message, Place(file))
    return _UNFIT.sub("\ufffd", text)
