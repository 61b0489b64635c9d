"""A small vocabulary with every kind of fact, read as any vocabulary is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_source
from engine.loading.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary

PUPIL = """\
vocabulary: pupil
title: {zh: 學童, en: Pupil}
offset: "+08:00"
enumerations:
  grade:
    ordered: true
    values:
      low: {zh: 低年級, en: lower grades}
      high: {zh: 高年級, en: upper grades}
  cause: {values: {none: {zh: 無, en: no cause}, unknown: {zh: 不明, en: not found out}}}
  territory: {values: {VN: {zh: 越南, en: Vietnam}, "NO": {zh: 挪威, en: Norway}}}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  name.en: {type: text, personal: true, label: {zh: 姓名, en: Name}}
  school.grade: {type: grade, label: {zh: 年級, en: Grade}}
  school.seats: {type: integer, unit: persons, label: {zh: 名額, en: Seats}, ask: {zh: 請查, en: Ask the school}}
  school.fee.amount: {type: decimal, presumed: 10.5, label: {zh: 費, en: Fee}}
  school.open: {type: boolean, presumed: false, label: {zh: 開放, en: Open}}
  cause: {type: cause, label: {zh: 事由, en: Cause}}
  remark: {type: text, may_be_none: true, label: {zh: 備註, en: Remark}}
  left_on: {type: date, may_be_none: true, label: {zh: 離校, en: Left on}}
  moved_on: {type: date, empty: none, label: {zh: 遷, en: Moved on}}
  ends_on: {type: date, empty: open, label: {zh: 迄, en: Ends on}}
  signed_at: {type: datetime, label: {zh: 簽, en: Signed at}}
  held: {type: list, of: territory, label: {zh: 國, en: Territories}}
  stays:
    type: list
    label: {zh: 留, en: Stays}
    interval: [from, to]
    of:
      territory: {type: territory, label: {zh: 國, en: territory}}
      from: {type: date, label: {zh: 起, en: from}}
      to: {type: date, empty: open, label: {zh: 迄, en: to}}
      proven: {type: boolean, presumed: false, label: {zh: 證, en: proven}}
  lessons:
    type: list
    label: {zh: 課, en: Lessons}
    presumed: []
    of: {days: {type: decimal, label: {zh: 日, en: days}}}
"""
KEEPER = """\
vocabulary: keeper
title: {zh: 監護人, en: Keeper}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  income.yearly: {type: integer, label: {zh: 年收入, en: Yearly income}}
"""


def _vocabulary(text: str, subject: str) -> Vocabulary:
    diagnostics = Diagnostics()
    tree = read_source(text, f"{subject}.yaml", diagnostics)
    assert tree is not None
    vocabulary = read_vocabulary(tree, subject, {}, diagnostics)
    assert diagnostics.found == []
    return vocabulary


@pytest.fixture(scope="session")
def vocabularies() -> dict[str, Vocabulary]:
    """The vocabularies of two subjects, ``pupil`` and ``keeper``."""
    return {"pupil": _vocabulary(PUPIL, "pupil"), "keeper": _vocabulary(KEEPER, "keeper")}
