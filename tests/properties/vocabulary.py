"""The made-up vocabulary of the random rulebooks, small and with everything that a vocabulary can say."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from engine.language.diagnostics import Diagnostics, Place
from engine.loading.tree import Entry, Mapping, Scalar, Sequence
from engine.loading.vocabulary import read_vocabulary
from engine.records.reading import RecordReader

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.loading.tree import Tree

_HERE: Final = Place("made-up")


def words(text: str) -> dict[str, str]:
    """A wording in both languages."""
    return {"zh": f"文 {text}", "en": text}


def tree(plain: Any) -> Tree:
    """Plain data as the tree that a YAML file with this content would be."""
    if isinstance(plain, dict):
        return Mapping({key: Entry(key, _HERE, tree(value)) for key, value in plain.items()}, _HERE)
    if isinstance(plain, (list, tuple)):
        return Sequence(tuple(tree(item) for item in plain), _HERE)
    if plain is None or isinstance(plain, bool):
        return Scalar(plain, {None: "null", True: "true", False: "false"}[plain], _HERE)
    return Scalar(plain, str(plain), _HERE)


def _codes(*codes: str) -> dict[str, Any]:
    return {"values": {code: words(code) for code in codes}}


def _fact(type_: str, **more: Any) -> dict[str, Any]:
    return {"type": type_, "label": words("a fact"), **more}


PLAIN: Final[dict[str, Any]] = {
    "vocabulary": "keeper",
    "title": words("keeper"),
    "offset": "+08:00",
    "enumerations": {
        "kind": _codes("red", "green", "blue"),
        "grade": {"ordered": True, **_codes("low", "middle", "high")},
        "coin": _codes("gold", "silver"),
    },
    "facts": {
        "id": _fact("text", identifier=True),
        "flags.a": _fact("boolean"),
        "flags.b": _fact("boolean"),
        "flags.presumed": _fact("boolean", presumed=False),
        "hives": _fact("integer"),
        "swarms": _fact("integer", may_be_none=True),
        "frames": _fact("integer", presumed=2),
        "honey": _fact("decimal", unit="kg"),
        "notice": _fact("integer", unit="days"),
        "pause": _fact("decimal", unit="days"),
        "kind": _fact("kind"),
        "grade": _fact("grade", may_be_none=True),
        "motto": _fact("text"),
        "joined_on": _fact("date"),
        "left_on": _fact("date", may_be_none=True),
        "lent_on": _fact("date", empty="none"),
        "scanned_at": _fact("datetime"),
        "tags": _fact("list", of="kind"),
        "gifts": _fact("list", of="kind", presumed=[]),
        "checks": _fact("list", of="boolean"),
        "tally": _fact("list", of="integer"),
        "feasts": _fact("list", of="date"),
        "stays": _fact(
            "list",
            interval=["from", "to"],
            of={
                "from": _fact("date"),
                "to": _fact("date", empty="open"),
                "kind": _fact("kind"),
                "noted": _fact("boolean", presumed=False),
            },
        ),
        "marks": _fact(
            "list",
            of={
                "grade": _fact("grade"),
                "score": _fact("integer"),
                "given_on": _fact("date", may_be_none=True),
                "amount": _fact("decimal", unit_from="coin"),
                "coin": _fact("coin"),
            },
        ),
    },
}

DAYS: Final = (
    "2020-01-01", "2019-12-31", "2020-02-28", "2020-02-29", "2020-03-01", "2018-06-15", "2021-02-28", "2021-03-01",
)  # fmt: skip
MOMENTS: Final = ("2020-02-29T12:00:00+08:00", "2020-02-28T23:30:00+00:00", "2020-01-01T00:00:00+08:00")
NUMBERS: Final = (0, 1, 2, 3)
WEIGHTS: Final = (Decimal(1), Decimal("0.5"), Decimal("2.25"))
NOTICES: Final = (1, 0, 60, 400)
PAUSES: Final = (Decimal("1.0"), Decimal(0), Decimal("60.00"))

DOMAINS: Final[dict[str, tuple[Any, ...]]] = {
    "flags.a": (True, False),
    "flags.b": (True, False),
    "flags.presumed": (True, False),
    "hives": NUMBERS,
    "swarms": (*NUMBERS, "none"),
    "frames": NUMBERS,
    "honey": WEIGHTS,
    "notice": NOTICES,
    "pause": PAUSES,
    "kind": ("red", "green", "blue"),
    "grade": ("low", "middle", "high", "none"),
    "motto": ("buzz", "hum"),
    "joined_on": DAYS,
    "left_on": (*DAYS, "none"),
    "lent_on": (*DAYS, "none"),
    "scanned_at": MOMENTS,
    "tags": ([], ["red"], ["green"], ["red", "green"], ["red", "red"], ["blue", "green", "red"]),
    "gifts": ([], ["red"], ["blue", "red"]),
    "checks": ([], [True], [False], [True, False], [True, True]),
    "tally": ([], [1], [2, 3], [0, 0, 1]),
    "feasts": ([], ["2020-02-29"], ["2020-01-01", "2021-03-01"]),
    "stays[].from": DAYS,
    "stays[].to": (*DAYS, None),
    "stays[].kind": ("red", "green", "blue"),
    "stays[].noted": (True, False),
    "marks[].grade": ("low", "middle", "high"),
    "marks[].score": NUMBERS,
    "marks[].given_on": (*DAYS, "none"),
    "marks[].amount": WEIGHTS,
    "marks[].coin": ("gold", "silver"),
}
"""What each fact and field can be, as a record writes it. ``None`` in ``stays[].to`` is an empty value: it goes on."""

PRESUMED: Final = ("flags.presumed", "frames", "gifts")
"""Facts with a presumption; among the fields, ``stays[].noted``."""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read as its file would be."""
    diagnostics = Diagnostics()
    found = read_vocabulary(tree(PLAIN), "keeper", {}, diagnostics)
    assert not diagnostics.found, [str(item) for item in diagnostics.found]
    return found


@cache
def _reader() -> RecordReader:
    return RecordReader(vocabulary())


def record(plain: dict[str, Any]) -> Record:
    """A record as the reader makes it of plain data; a fault in the data is the test's own."""
    diagnostics = Diagnostics()
    found = _reader().read(tree(plain), diagnostics)
    assert found is not None, [str(item) for item in diagnostics.found]
    return found
