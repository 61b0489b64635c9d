"""A comparison as plain values for programs: the shape of ``rulebook diff --format json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.language.facts import Bilingual
    from engine.reporting.difference.model import Difference, Entry, Head, Line, Marked, Resting


def as_plain(found: Difference) -> dict[str, Any]:
    """The whole comparison."""
    return {
        "rulebook": found.after.id,
        "before": _head(found.before),
        "after": _head(found.after),
        "summary": _text(found.summary),
        "groups": [
            {
                "section": group.section,
                "rulebook": group.rulebook,
                "title": _text(group.title),
                "changes": [_entry(entry) for entry in group.entries],
            }
            for group in found.groups
        ],
    }


def _head(head: Head) -> dict[str, Any]:
    return {
        "version": head.version,
        "title": _text(head.title),
        "digest": head.digest,
        "first_day": head.first_day.isoformat(),
        "last_day": head.last_day.isoformat() if head.last_day is not None else None,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "change": entry.sign,
        "before": entry.key_before or None,
        "after": entry.key_after or None,
        "name": _text(entry.name),
        "was": _text(entry.was),
        "guessed": entry.guessed,
        "differences": [_line(line) for line in entry.lines],
        "parts": [_entry(part) for part in entry.below],
        "affects": [_resting(rest) for rest in entry.rests],
    }


def _line(line: Line) -> dict[str, Any]:
    both = line.before is not None and line.after is not None
    return {
        "about": line.about,
        "label": _text(line.label),
        "change": line.sign,
        "within": [_text(one) for one in line.within],
        "note": _text(line.note),
        "before": _text(line.before),
        "after": _text(line.after),
        "marked": _marked(line.marked) if both else None,
    }


def _marked(marked: Marked) -> dict[str, list[dict[str, str]]]:
    return {name: [{segment.fate: segment.text} for segment in marked.in_language(name)] for name in ("zh", "en")}


def _resting(rest: Resting) -> dict[str, Any]:
    return {"kind": rest.kind, "key": rest.key, "name": _text(rest.name), "sentences": [_line(line) for line in rest.lines]}


def _text(text: Bilingual | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
