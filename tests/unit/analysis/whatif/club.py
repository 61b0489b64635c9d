"""A club whose rules are small enough that every way in can be found by thinking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.analysis.whatif.asked import Asked
from engine.evaluation.editions import EditionsInterpreter
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_source
from engine.records.reading import read_record

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY: Final = """\
vocabulary: member
title: {zh: 會員, en: Member}
offset: "+08:00"
enumerations:
  paper: {values: {form: {zh: 表格, en: form}, photo: {zh: 照片, en: photograph}, licence: {zh: 執照, en: licence}}}
rounds:
  label: {zh: 期, en: term}
  fact: term_start
  each_year: ["08-01", "02-01"]
  along: [sent_at, seen_on]
facts:
  id: {type: text, identifier: true, label: {zh: 號, en: Number}}
  age: {type: integer, unit: years, label: {zh: 年齡, en: Age}}
  score: {type: integer, may_be_none: true, changeable: true, label: {zh: 分數, en: Score}}
  signed: {type: boolean, presumed: false, changeable: true, label: {zh: 已簽, en: Signed}}
  sent_at: {type: datetime, changeable: later, label: {zh: 送出, en: Sent at}}
  seen_on: {type: date, label: {zh: 閱, en: Seen on}}
  term_start: {type: date, label: {zh: 期初, en: First day of the term}}
  papers:
    type: list
    changeable: added
    label: {zh: 文件, en: Papers}
    of:
      kind: {type: paper, label: {zh: 種類, en: Kind}}
      stamped: {type: boolean, presumed: false, changeable: true, label: {zh: 蓋章, en: Stamped}}
      dated: {type: date, changeable: later, label: {zh: 日期, en: Dated}}
      pages: {type: integer, label: {zh: 頁, en: Pages}}
  memberships:
    type: list
    changeable: true
    label: {zh: 其他會籍, en: Other memberships}
    of: text
  absences:
    type: list
    presumed: []
    label: {zh: 離開, en: Absences}
    interval: [from, to]
    of:
      from: {type: date, label: {zh: 起, en: From}}
      to: {type: date, empty: open, label: {zh: 訖, en: To}}
"""
HEAD: Final = """\
rulebook: club
version: "1"
title: {zh: 會規, en: Rules}
authority: {zh: 會, en: Club}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects: {member: {law_as_of: {fact: seen_on}, facts_as_of: {fact: seen_on}}}
decisions:
  entry:
    title: {zh: 入會, en: Entry}
    cite: [art1]
    outcomes: {in: {zh: 准, en: Admitted}, out: {zh: 不准, en: Refused}}
    favourable: [in]
    rows:
      - {when: art1, then: in}
      - otherwise: out
"""
SOMEBODY: Final = """\
subject: member
id: A
age: 20
score: none
signed: false
sent_at: 2030-01-10T12:00:00
seen_on: 2030-01-11
term_start: 2030-02-01
papers: [{kind: form, stamped: false, dated: 2030-01-02, pages: 2}]
memberships: []
"""


def club(folder: Path, requires: str, vocabulary: str = VOCABULARY) -> EditionsInterpreter:
    """The club with one rule: what is required for entry, as YAML of one line."""
    (folder / "vocabulary").mkdir(parents=True, exist_ok=True)
    (folder / "vocabulary" / "member.yaml").write_text(vocabulary, encoding="utf-8")
    place = folder / "club" / "enactments" / "1"
    (place / "articles").mkdir(parents=True, exist_ok=True)
    (place / "rulebook.yaml").write_text(HEAD, encoding="utf-8")
    unit = f'article: "1"\ntext: {{zh: 入會之條件。, en: Conditions of entry.}}\nkind: requirement\nrequires: {requires}\n'
    (place / "articles" / "1.yaml").write_text(unit, encoding="utf-8")
    return EditionsInterpreter(Library(folder).editions("club"))


def asked(interpreter: EditionsInterpreter, edits: dict[str, str] | None = None, **more: Any) -> Asked:
    """Somebody who wants to enter; ``edits`` replace parts of the record."""
    text = SOMEBODY
    for old, new in (edits or {}).items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    diagnostics = Diagnostics()
    tree = read_source(text, "record", diagnostics)
    assert tree is not None
    record = read_record(tree, interpreter.newest.subjects["member"].vocabulary, diagnostics)
    assert record is not None, diagnostics.found
    return Asked(interpreter, record, "entry", ("in",), **more)
