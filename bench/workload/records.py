"""Seeded records for the workload, as lines of JSON: equal seeds and numbers give equal bytes.

``python -m bench.workload.records COUNT FILE [--seed N] [--holes]``. With ``--holes`` some stays lack their purpose, first or
last day, so that the days of a year are only known within bounds. Made up; the shares of each kind of case are chosen so that
every rule comes out true, false and unknown where it can.
"""

from __future__ import annotations

import argparse
import json
import os
from datetime import UTC, timedelta, timezone
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from bench.workload.rules import CLOSES_AT, NOT_COUNTED, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

SEED: Final = 20260801
BLOCK: Final = 25_000
"""Records that are drawn from one seed of their own."""
_ABROAD: Final = ("US", "GB", "FR", "JP", "VN", "ID", "MY", "TH", "IN", "DE", "CA", "KR", "PH", "BR", "ZA")
_PROGRAMMES: Final = ("general", "engineering", "business", "arts", "medicine", "dentistry", "chinese_medicine")
_SHARES_OF_PROGRAMMES: Final = (54, 12, 12, 8, 7, 5, 2)
_DEGREES: Final = ("high_school", "associate", "bachelor", "master", "doctor")
_SHARES_OF_DEGREES: Final = (7, 5, 58, 24, 6)
_PURPOSES: Final = ("tourism", "family_visit", "business", "residence", "study", *NOT_COUNTED)
_SHARES_OF_PURPOSES: Final = (30, 18, 10, 6, 6, 10, 8, 4, 4, 4)
_OTHER_DOCUMENTS: Final = ("cv", "toefl_report", "portfolio", "award_certificate")
_KINDS: Final = ("foreign", "dual", "former", "islands", "mainland", "national")
_SHARES_OF_KINDS: Final = (44, 20, 12, 13, 7, 4)
_ZONES: Final = (timezone(timedelta(hours=8)), UTC, timezone(timedelta(hours=-5)))
_SHARES_OF_ZONES: Final = (90, 5, 5)
_LOOKED_BACK: Final = 3300
"""Days before the semester in which stays lie: some lie before the longest period."""


def records(count: int, seed: int = SEED, *, holes: bool = False, start: int = 0) -> Iterator[dict[str, Any]]:
    """Records ``start`` to ``count``. ``holes`` takes fields out of the stays; the rest of the records stays as it is.

    They are drawn block by block, so that ``start`` at a multiple of :data:`BLOCK` skips what lies before it.
    """
    semesters = list(CLOSES_AT)
    for first in range(start, count, BLOCK):
        chance, taken = Random(f"{seed} {first}"), Random(f"{seed} {first} holes")
        for number in range(first, min(first + BLOCK, count)):
            record = _record(f"A{number:08d}", semesters[int(chance.random() * len(semesters))], chance)
            if holes:
                _take_fields(record, taken)
            yield record


def write(count: int, file: Path, seed: int = SEED, *, holes: bool = False) -> None:
    """The records as a file of lines, made on all cores; renamed at the end, so that half a file never looks like one."""
    beside = file.with_suffix(".part")
    blocks = [(first, min(first + BLOCK, count), seed, holes) for first in range(0, count, BLOCK)]
    with beside.open("wb") as lines, get_context("spawn").Pool(min(len(blocks), os.cpu_count() or 1)) as pool:
        lines.writelines(pool.imap(_lines, blocks))
    beside.rename(file)


def _lines(block: tuple[int, int, int, bool]) -> bytes:
    first, end, seed, holes = block
    return "".join(
        json.dumps(record, separators=(",", ":")) + "\n" for record in records(end, seed, holes=holes, start=first)
    ).encode()


def _record(name: str, semester: date, chance: Random) -> dict[str, Any]:
    draw = chance.random
    kind = chance.choices(_KINDS, _SHARES_OF_KINDS)[0]
    return (
        {"id": name}
        | _status(kind, semester, chance)
        | {
            "studied_as_overseas_chinese": draw() < 0.04,
            "placed_by_uec_this_year": draw() < 0.03,
            "hk_macao_permanent_resident": kind == "islands",
            "former_mainland": kind == "mainland",
            "intended_programme": chance.choices(_PROGRAMMES, _SHARES_OF_PROGRAMMES)[0],
            "semester_start": semester.isoformat(),
            "degree": chance.choices(_DEGREES, _SHARES_OF_DEGREES)[0],
            "work_months": max(0, int(chance.gauss(92, 38))),
            "toefl_ibt": None if draw() < 0.25 else min(120, max(10, int(chance.gauss(88, 16)))),
            "gmat": None if draw() < 0.4 else min(800, max(200, int(chance.gauss(570, 80)))),
            "english_country": draw() < 0.35,
            "documents": _documents(chance),
            "application_at": _moment(CLOSES_AT[semester], chance),
            "stays": None if draw() < 0.02 else _stays(semester, chance),
        }
    )


def _status(kind: str, semester: date, chance: Random) -> dict[str, Any]:
    draw = chance.random
    abroad = _ABROAD[int(draw() * len(_ABROAD))]
    held: bool | None = False
    registered: bool | None = False
    lost: str | None = None
    match kind:
        case "foreign":
            nationalities = [abroad] if draw() < 0.93 else sorted({abroad, _ABROAD[int(draw() * len(_ABROAD))]})
            held = None if draw() < 0.07 else False
        case "dual":
            nationalities, held = ["TW", abroad], True
            registered = _perhaps(draw(), 0.1, 0.35)
        case "former":
            nationalities, held = [abroad], True
            registered = _perhaps(draw(), 0.2, 0.8)
            if draw() < 0.9:
                lost = (semester - timedelta(days=int(365 + draw() * 19 * 365))).isoformat()
        case "islands":
            nationalities = ["HK" if draw() < 0.85 else "MO"]
            held = None if draw() < 0.15 else False
        case "mainland":
            nationalities = ["CN"] if draw() < 0.7 else ["CN", abroad]
            held = _perhaps(draw(), 0.25, 0.4)
        case _:
            nationalities, held = ["TW"], True
            registered = None if draw() < 0.1 else True
    return {
        "nationalities": nationalities,
        "held_roc_nationality": held,
        "roc_nationality_lost_on": lost,
        "household_registration_ever": registered,
    }


def _perhaps(drawn: float, unknown: float, true: float) -> bool | None:
    """Unknown below the first share, true from there up to the second, false above."""
    return None if drawn < unknown else drawn < true


def _documents(chance: Random) -> list[str]:
    wanting = chance.choices((0, 1, 2), (80, 13, 7))[0]
    papers = chance.sample(REQUIRED, len(REQUIRED) - wanting)
    return papers + [paper for paper in _OTHER_DOCUMENTS if chance.random() < 0.35]


def _moment(closes_at: datetime, chance: Random) -> str:
    """A time of application: one in eleven comes too late; a tenth is written in another zone."""
    moment = closes_at + timedelta(seconds=int((chance.random() * 66 - 60) * 86400))
    return moment.astimezone(chance.choices(_ZONES, _SHARES_OF_ZONES)[0]).isoformat()


def _stays(semester: date, chance: Random) -> list[dict[str, Any]]:
    """Stays in order of time that do not touch."""
    draw = chance.random
    count = int(draw() * draw() * 9)
    lengths = [int(60 + draw() * 200) if draw() < 0.28 else int(3 + draw() * 42) for _ in range(count)]
    breaks = sorted(int(draw() * (_LOOKED_BACK + 30 - sum(lengths) - 2 * count)) for _ in range(count))
    found = []
    day, gone = semester - timedelta(days=_LOOKED_BACK), 0
    for length, at in zip(lengths, breaks, strict=True):
        start = day + timedelta(days=at + gone)
        gone += length + 2
        purpose = chance.choices(_PURPOSES, _SHARES_OF_PURPOSES)[0]
        found.append({"from": start.isoformat(), "to": (start + timedelta(days=length - 1)).isoformat(), "purpose": purpose})
    return found


def _take_fields(record: dict[str, Any], chance: Random) -> None:
    """Something of one stay in five is not known."""
    for stay in record["stays"] or ():
        if chance.random() < 0.2:
            stay[("purpose", "from", "to")[int(chance.random() * 3)]] = None


def main() -> None:
    """Write a file of records."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int)
    options.add_argument("file", type=Path)
    options.add_argument("--seed", type=int, default=SEED)
    options.add_argument("--holes", action="store_true")
    chosen = options.parse_args()
    write(chosen.count, chosen.file, chosen.seed, holes=chosen.holes)


if __name__ == "__main__":
    main()
