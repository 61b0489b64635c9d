"""Letters of a small library: its room asks for an age, for papers, and for one of two ways in; and it tells others of losses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import engine
from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.language.diagnostics import Place
from engine.language.facts import Bilingual
from engine.loading.library import Library
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declaration import DECISION, EVERY, KINDS_OF_OUTCOME, Declaration, Part
from engine.reporting.letters.model import Sender
from engine.reporting.phrases import shipped_phrases
from tests.unit.analysis.small_library import write_library

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.language.rulebook import Rulebook
    from engine.reporting.letters.declaration import PartKind

HERE = Place("letter.yaml", 3, 1)
SENDER = Sender(name=Bilingual("本館", "The library"))
IN_FULL = Sender(
    name=SENDER.name,
    address=Bilingual("書街1號", "1 Book Street"),
    officer=Bilingual("林小姐", "Ms Lin"),
    telephone="02-0000",
    signatory=Bilingual("館長", "The librarian"),
)
"""One whose letters have nothing left open at their head."""

VOCABULARY = """\
vocabulary: reader
title: {zh: 讀者, en: Reader}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  name.zh: {type: text, personal: true, label: {zh: 中文姓名, en: Name in Chinese}}
  name.en: {type: text, personal: true, label: {zh: 英文姓名, en: Name in English}}
  age: {type: integer, unit: years, label: {zh: 年齡, en: Age}, ask: {zh: 請附證件。, en: Show a document.}}
  came_on: {type: date, label: {zh: 來館日, en: Day of the visit}}
  works_here: {type: boolean, presumed: false, label: {zh: 於本館任職, en: Works at the library}}
  abroad: {type: boolean, label: {zh: 居住國外, en: Lives abroad}}
  trusted:
    type: boolean
    finding: true
    label: {zh: 館員認定可信, en: Librarian's finding of trust}
    ask: {zh: 請館員認定。, en: A librarian must decide.}
  hours: {type: integer, label: {zh: 時數, en: Hours}}
  papers:
    type: list
    changeable: added
    label: {zh: 文件, en: Papers}
    ask: {zh: 請列出文件。, en: List the papers.}
    of:
      kind: {type: paper_kind, label: {zh: 種類, en: Kind}}
      signed: {type: boolean, changeable: true, presumed: false, label: {zh: 經簽名, en: Signed}}
      translated: {type: boolean, changeable: true, presumed: false, label: {zh: 附譯本, en: With a translation}}
  losses:
    type: list
    presumed: []
    label: {zh: 遺失, en: Losses}
    of:
      title: {type: text, label: {zh: 書名, en: Title}}
      lost_on: {type: date, label: {zh: 遺失日, en: Lost on}}
      reported: {type: boolean, presumed: false, label: {zh: 已通報, en: Reported}}
enumerations:
  paper_kind:
    values:
      form: {zh: 申請表, en: form}
      proof: {zh: 身分證明, en: proof of identity}
"""
RULEBOOK = """\
rulebook: reading-room
version: "1"
title: {zh: 閱覽室規則, en: Rules of the reading room}
authority: {zh: 圖書館, en: Library}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects:
  reader:
    facts_as_of: {fact: came_on}
parameters:
  closes_on: {type: date, value: 2024-05-31, label: {zh: 截止日, en: Last day}, cite: art1}
  fee_an_hour: {value: 20, unit: TWD, label: {zh: 每小時費用, en: Fee for an hour}, cite: art3.p1}
  first_fee: {value: 100, unit: TWD, label: {zh: 開卡費, en: Fee for the card}, cite: art3.p1}
decisions:
  entry:
    title: {zh: 入室, en: Entry}
    cite: [art1]
    outcomes:
      admitted: {zh: 准許, en: Admitted}
      refused: {zh: 不准, en: Refused}
    favourable: [admitted]
    rows:
      - when: {all: [art1.p1, {any: [art1.p2, art1.p3]}]}
        then: admitted
      - otherwise: refused
  papers:
    title: {zh: 文件, en: Papers}
    cite: [art2]
    outcomes:
      complete: {zh: 齊備, en: Complete}
      incomplete: {zh: 欠缺, en: Incomplete}
    favourable: [complete]
    rows:
      - when: {all: [art2.p1, art2.p2, art2.p3, art2.p4]}
        then: complete
      - otherwise: incomplete
  fee_for_hours:
    title: {zh: 時數費, en: Fee for the hours}
    cite: [art3.p1]
    value: {multiply: [{fact: hours}, {parameter: fee_an_hour}]}
  fee:
    title: {zh: 費用, en: Fee}
    cite: [art3.p1]
    remark: {zh: 不含影印。, en: Without copies.}
    value: {add: [{decision: fee_for_hours}, {parameter: first_fee}]}
"""
ARTICLE_1 = """\
article: "1"
title: {zh: 入室, en: Entry}
paragraphs:
  - paragraph: 1
    label: {zh: 年滿十六歲, en: Sixteen years of age}
    text: {zh: 未滿十六歲者不得入室。, en: Nobody below sixteen may enter.}
    discrepancy:
      - id: T1
        severity: A
        zh: 未滿
        en: below
        note: {zh: 二者有異。, en: They differ.}
        rule: {zh: 滿者得入。, en: Who is sixteen may enter.}
        governs: zh
    parameters:
      least_age: {value: 16, unit: years, label: {zh: 最低年齡, en: Least age}}
    kind: requirement
    requires: {fact: age, at_least: {parameter: least_age}}
  - paragraph: 2
    label: {zh: 館員, en: Staff}
    text: {zh: 於本館任職者得入室。, en: Who works here may enter.}
    kind: entitlement
    requires: {fact: works_here}
  - paragraph: 3
    label: {zh: 可信者, en: The trusted}
    text: {zh: 經認定可信者得入室。, en: The trusted may enter.}
    kind: entitlement
    requires: {fact: trusted}
"""
ARTICLE_2 = """\
article: "2"
paragraphs:
  - paragraph: 1
    label: {zh: 申請表, en: Form}
    text: {zh: 應繳申請表。, en: A form must be handed in.}
    kind: requirement
    requires: {some: {filter: papers, where: {field: kind, is: form}}, where: {field: signed, is: true}}
  - paragraph: 2
    label: {zh: 身分證明, en: Proof of identity}
    text: {zh: 應繳身分證明。, en: Identity must be proved.}
    kind: requirement
    requires: {count: {filter: papers, where: {field: kind, is: proof}}, at_least: 1}
  - paragraph: 3
    label: {zh: 居住國外者之譯本, en: A translation by those who live abroad}
    text: {zh: 居住國外者，身分證明應附譯本。, en: Who lives abroad must have the proof translated.}
    kind: requirement
    applies_when: {fact: abroad, is: true}
    requires: {some: {filter: papers, where: {field: kind, is: proof}}, where: {field: translated, is: true}}
  - paragraph: 4
    label: {zh: 可信者之認定, en: Trust}
    text: {zh: 應認定可信。, en: Trust must be found.}
    kind: requirement
    requires: {fact: trusted}
"""
ARTICLE_3 = """\
article: "3"
paragraphs:
  - paragraph: 1
    text: {zh: 每小時二十元。, en: Twenty dollars an hour.}
    kind: statement
    nature: basis
    not_executable: {zh: 金額由決定計算。, en: The decision reckons it.}
  - paragraph: 2
    label: {zh: 遺失之通報, en: Losses are reported}
    text: {zh: 遺失者應通報。, en: Losses are to be reported.}
    kind: duty
    when: {some: losses, where: {field: reported, is: false}}
    bearer: {zh: 本館, en: the library}
    action: {zh: 通報遺失, en: report the losses}
    to: {zh: 主管機關, en: the authority}
    deadline: {parameter: closes_on}
"""


def part(kind: PartKind, **more: Any) -> Part:
    return Part(kind=kind, place=HERE, **more)


def letter(name: str, *parts: Part, **more: Any) -> Declaration:
    more = {"form": "letter", "of": "", "title": Bilingual("函", "Letter"), "subject": Bilingual("主旨", "Subject"), **more}
    return Declaration(name=name, place=HERE, parts=parts, **more)


GENERAL = (
    *(letter(kind, part("outcome"), part("grounds"), part("wanted"), when={DECISION: (kind,)}) for kind in KINDS_OF_OUTCOME),
    letter("every-duty", part("duties"), form="notice", duties=(EVERY,)),
)
RECORD: dict[str, Any] = {
    "id": "R-1",
    "name": {"en": "A Reader"},
    "age": 30,
    "came_on": "2024-05-01",
    "works_here": True,
    "abroad": False,
    "trusted": True,
    "hours": 3,
    "papers": [{"kind": "form", "signed": True}, {"kind": "proof", "translated": True}],
}


def loaded(folder: Path) -> Rulebook:
    root = write_library(
        folder,
        vocabulary=VOCABULARY,
        rulebook=RULEBOOK,
        article_1=ARTICLE_1,
        article_2=ARTICLE_2,
        article_3="",
        base="id: R-1\n",
        scenarios="rulebook: reading-room\nbase: base.yaml\nscenarios: []\n",
    )
    (root / "reading-room" / "enactments" / "1" / "articles" / "03.yaml").write_text(ARTICLE_3, encoding="utf-8")
    return Library(root).load("reading-room")


class Office:
    """Writes letters about a reader, some facts changed; a fact that is ``None`` is not known."""

    def __init__(self, folder: Path) -> None:
        self.rulebook = loaded(folder)
        self.interpreter = Interpreter(self.rulebook)

    def evaluation(self, **facts: Any) -> Evaluation:
        """The evaluation of the record with some facts changed."""
        record = {name: value for name, value in (RECORD | facts).items() if value is not None}
        read = engine.read(self.rulebook, record)
        return Evaluation(self.interpreter.plan(read.subject), read, None)

    def letters(self, *declared: Declaration, sender: Sender = SENDER, dated: date | None = None, **facts: Any) -> Letters:
        """The letters about it, by these declarations, else by the general ones."""
        return Letters(self.evaluation(**facts), shipped_phrases(), declared or GENERAL, sender=sender, dated=dated)
