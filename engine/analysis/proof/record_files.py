"""A witness as a record file: what the reader of records reads back to the same facts."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from engine.language.diagnostics import Diagnostics
from engine.language.facts import Special
from engine.language.record import Element
from engine.loading.source import read_source
from engine.records.reading import read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from engine.language.facts import Vocabulary
    from engine.language.record import Record

_PLAIN_WORD: Final = re.compile(r"[a-z][a-z0-9_]*|[A-Z]{3,}")
_OTHER_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "none", "open", "unknown"})
"""Words that some reader of YAML, or ours, takes for something else than a text."""


class UnreadableRecordError(ValueError):
    """A record that was written is not one that can be read."""


def as_text(record: Record, vocabulary: Vocabulary, story: Iterable[str] = ()) -> str:
    """The record as YAML, its facts in the order of the vocabulary. ``story`` are lines of comment at the top."""
    lines = [f"# {line}".rstrip() for line in story]
    lines += [f"subject: {record.subject}"]
    for path in vocabulary.facts:
        if path not in record.facts:
            continue
        value = record.facts[path]
        elements = [item for item in value if isinstance(item, Element)] if isinstance(value, tuple) else []
        lines.append(f"{path}:" if elements else f"{path}: {_written(value)}")
        lines += [f"  - {{{', '.join(_fields(element))}}}" for element in elements]
    return "\n".join(lines) + "\n"


def _fields(element: Element) -> Iterator[str]:
    for name, value in element.values.items():
        yield f"{name}: {_written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_written(item) for item in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Special):
        return value.value
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str):
        is_plain = _PLAIN_WORD.fullmatch(value) and value not in _OTHER_WORDS
        return value if is_plain else json.dumps(value, ensure_ascii=False)
    return str(value)


def from_text(text: str, vocabulary: Vocabulary) -> Record:
    """The record that a file with this text is. Raises :class:`UnreadableRecordError` where it is none."""
    diagnostics = Diagnostics()
    tree = read_source(text, "witness", diagnostics)
    record = None if tree is None else read_record(tree, vocabulary, diagnostics)
    if record is None or diagnostics.errors:
        raise UnreadableRecordError("; ".join(str(finding) for finding in diagnostics.in_order()))
    return record


def from_plain(plain: Mapping[str, Any], vocabulary: Vocabulary) -> Record:
    """The record that plain data are, in the shape of the vocabulary's JSON.

    Raises :class:`UnreadableRecordError` where they are none.
    """
    return from_text(json.dumps(plain, ensure_ascii=False, default=_exactly), vocabulary)


def _exactly(value: object) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(repr(value))
