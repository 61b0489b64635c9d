"""Forms of dates that an office writes, where its mapping says so: ``D/M/YYYY``, ``RRRMMDD``, ``YYYY/M/D h:mm``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

EXCEL_NUMBER: Final = "excel_date_number"
"""A number is a day as spreadsheets count them."""
ROC: Final = "roc"
"""The forms of the R.O.C. calendar that every record may have: 111/05/20, 民國111年5月20日."""

_FIRST_YEAR_BEFORE: Final = 1911
_TOKENS: Final = {
    "YYYY": r"(?P<year>[0-9]{4})",
    "RRR": r"(?P<roc>[0-9]{1,3})",
    "MM": r"(?P<month>[0-9]{2})",
    "M": r"(?P<month>[0-9]{1,2})",
    "DD": r"(?P<day>[0-9]{2})",
    "D": r"(?P<day>[0-9]{1,2})",
    "hh": r"(?P<hour>[0-9]{2})",
    "h": r"(?P<hour>[0-9]{1,2})",
    "mm": r"(?P<minute>[0-9]{2})",
    "ss": r"(?P<second>[0-9]{2})",
    "A": r"(?P<half>AM|PM|am|pm|上午|下午)",
}
_TOKEN: Final = re.compile("YYYY|RRR|MM|M|DD|D|hh|h|mm|ss|A")
_OPEN_ENDED: Final = frozenset({"RRR", "M", "D", "h"})
_AFTERNOON: Final = frozenset({"pm", "下午"})
_NOON: Final = 12


class FormError(ValueError):
    """A form of dates says too little, or a date does not exist; the message says why."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``has_time`` tells a moment from a day."""

    written: str
    pattern: re.Pattern[str]
    has_time: bool

    @property
    def is_roc(self) -> bool:
        """Whether its years are of the R.O.C. calendar."""
        return "roc" in self.pattern.groupindex

    def read(self, text: str) -> datetime | None:
        """The moment, midnight for a day; ``None`` where the text has another form.

        Raises :class:`FormError` where it has this form and there is no such day or time.
        """
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        parts = found.groupdict()
        year = int(parts["roc"]) + _FIRST_YEAR_BEFORE if self.is_roc else int(parts["year"])
        hour = int(parts.get("hour") or 0)
        if parts.get("half"):
            if not 1 <= hour <= _NOON:
                raise FormError(f"{text}: there is no hour {hour} in half a day")
            hour = hour % _NOON + (_NOON if parts["half"].casefold() in _AFTERNOON else 0)
        if self.is_roc and int(parts["roc"]) == 0:
            raise FormError(f"{text}: the R.O.C. calendar has no year 0")
        try:
            return datetime(  # noqa: DTZ001 - the vocabulary knows the offset
                year, int(parts["month"]), int(parts["day"]), hour, int(parts.get("minute") or 0), int(parts.get("second") or 0)
            )
        except ValueError as error:
            raise FormError(f"{text}: there is no such day or time, read as {self.written}") from error


@lru_cache(maxsize=256)
def form_of(written: str) -> Form:
    """The form that a mapping names.

    Raises :class:`FormError` for one by which a date could be read in two ways, or none at all.
    """
    pieces: list[str] = []
    names: list[str] = []
    at, before = 0, ""
    for token in _TOKEN.finditer(written):
        between = written[at : token.start()]
        if any(mark.isalnum() and mark.isascii() for mark in between):
            raise FormError(f'"{between}" is no part of a form of dates')
        if not between and before in _OPEN_ENDED and token[0] != "A" and not (before == "RRR" and token[0] == "MM"):
            raise FormError(f"{before} and {token[0]} need a mark between them, or two figures each (MM, DD)")
        pieces += [_literal(between), _TOKENS[token[0]]]
        names.append(token[0])
        at, before = token.end(), token[0]
    if any(mark.isalnum() and mark.isascii() for mark in written[at:]):
        raise FormError(f'"{written[at:]}" is no part of a form of dates')
    kinds = ["year" if name in {"YYYY", "RRR"} else name[0] if name != "A" else "A" for name in names]
    if sorted(kind for kind in kinds if kind in {"year", "M", "D"}) != ["D", "M", "year"]:
        raise FormError("a form of dates has one year (YYYY, or RRR of the R.O.C. calendar), one M or MM, and one D or DD")
    has_time = "h" in kinds
    if (("m" in kinds or "s" in kinds or "A" in kinds) and not has_time) or (has_time and "m" not in kinds):
        raise FormError("a time is written as h:mm or hh:mm:ss, with A for AM and PM")
    if any(kinds.count(kind) > 1 for kind in kinds):
        raise FormError("a part of the date stands twice")
    return Form(written, re.compile("".join(pieces) + _literal(written[at:])), has_time)


def _literal(text: str) -> str:
    """What stands between the parts, spaces allowed to be several."""
    return r"\s*".join(re.escape(piece) for piece in re.split(r"\s+", text)) if text else ""
