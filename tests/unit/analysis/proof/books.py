"""Small rulebooks about visitors of a pool, in several versions, of which every answer can be found by thinking."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from engine.analysis.proof.answers import Extent
from engine.loading.library import Library

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY: Final = """\
vocabulary: visitor
title: {zh: 訪客, en: Visitor}
offset: "+00:00"
enumerations:
  ticket: {values: {day: {zh: 日票, en: day ticket}, season: {zh: 季票, en: season ticket}}}
facts:
  id: {type: text, identifier: true, label: {zh: 號, en: Number}}
  age: {type: integer, unit: years, label: {zh: 年齡, en: Age}}
  swims: {type: boolean, label: {zh: 會游泳, en: Can swim}}
  guided: {type: boolean, presumed: false, label: {zh: 有人陪, en: Comes with somebody}}
  ticket: {type: ticket, label: {zh: 票, en: Ticket}}
  seen_on: {type: date, label: {zh: 到訪日, en: Day of the visit}}
  fines:
    type: list
    label: {zh: 罰款, en: Fines}
    of:
      amount: {type: integer, label: {zh: 金額, en: Amount}}
      paid: {type: boolean, label: {zh: 已繳, en: Paid}}
"""
PLAUSIBLE: Final = """\
parameters:
  oldest: {value: 110, unit: years, label: {zh: 最高年齡, en: Greatest age}}
  newborn: {value: 0, unit: years, label: {zh: 出生, en: Age at birth}}
plausible:
  of_an_age:
    label: {zh: 年齡合理, en: has an age that people have}
    fact: age
    at_least: {parameter: newborn}
    at_most: {parameter: oldest}
"""
HEAD: Final = """\
rulebook: pool
version: "VERSION"
title: {zh: 泳池規則, en: Rules of the pool}
authority: {zh: 泳池, en: Pool}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects: {visitor: {facts_as_of: {fact: seen_on}}}
parameters:
  least_age: {value: 12, unit: years, label: {zh: 最低年齡, en: Least age}}
  most_fines: {value: 100, label: {zh: 罰款上限, en: Most fines}}
readings:
  owing:
    question: {zh: 何者為欠款, en: What is owing}
    chosen: unpaid
    means: {zh: 未繳者, en: what is unpaid}
    because: {zh: 通常, en: as usual}
    alternatives: {everything: {means: {zh: 全部, en: everything}, source: {zh: 別說, en: another view}}}
decisions:
  entry:
    title: {zh: 入場, en: Entry}
    cite: [art1]
    outcomes: {in: {zh: 准, en: Admitted}, watched: {zh: 陪同, en: Admitted under watch}, out: {zh: 不准, en: Refused}}
    favourable: [in, watched]
    rows:
      - {when: {all: [art1, art2, {fact: swims}]}, then: in}
      - {when: {all: [art1, art2]}, then: watched}
      - otherwise: out
  owed:
    title: {zh: 欠款, en: Owed}
    cite: [art2]
    value: {term: owed}
terms:
  owed:
    label: {zh: 欠款, en: what is owed}
    cite: art2
    total: fines
    of: amount
    where: {any: [{field: paid, is: false}, {reading: owing, is: everything}]}
"""
UNITS: Final = """\
article: "1"
text: {zh: 十二歲以上。, en: Twelve and older.}
kind: requirement
requires: {fact: age, at_least: {parameter: least_age}}
---
article: "2"
text: {zh: 欠款不逾百。, en: No more than a hundred owed.}
kind: requirement
requires: {term: owed, at_most: {parameter: most_fines}}
---
article: "3"
text: {zh: 有人陪者不限年齡。, en: Who comes with somebody may be younger.}
kind: exception
when: {fact: guided}
lifts: [art1]
"""
Edits = dict[str, str]


def pool(folder: Path, plausible: str = PLAUSIBLE, **versions: Edits) -> Library:
    """A library with a version of the rules for each name: the rules above with some texts replaced by others."""
    (folder / "vocabulary").mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary" / "visitor.yaml").write_text(VOCABULARY + plausible, encoding="utf-8")
    for year, (version, edits) in enumerate(versions.items(), 2020):
        text = f"{HEAD.replace('VERSION', version).replace('in_force: 2020', f'in_force: {year}')}\n=====\n{UNITS}"
        for old, new in edits.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        head, _, units = text.partition("\n=====\n")
        place = folder / "pool" / "enactments" / version
        (place / "articles").mkdir(parents=True, exist_ok=True)
        (place / "rulebook.yaml").write_text(head, encoding="utf-8")
        for number, unit in enumerate(units.split("---\n")):
            (place / "articles" / f"{number}.yaml").write_text(unit, encoding="utf-8")
    return Library(folder)


def extent(**more: Any) -> Extent:
    """Records with at most two fines, of the years from 2000 to 2029."""
    known: dict[str, Any] = {
        "lists": {"fines": 2}, "first_day": date(2000, 1, 1), "last_day": date(2029, 12, 31), "least": -1000, "most": 1000,
    }  # fmt: skip
    return Extent(**{**known, **more})
