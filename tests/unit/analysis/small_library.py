"""A library of one small rulebook, written into a folder, so that tests can break one thing at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

VOCABULARY = """\
vocabulary: reader
title: {zh: 讀者, en: Reader}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  name.en: {type: text, personal: true, label: {zh: 英文姓名, en: Name in English}}
  age: {type: integer, unit: years, label: {zh: 年齡, en: Age}, ask: {zh: 請附證件, en: Show a document}}
  card.blocked: {type: boolean, presumed: false, label: {zh: 停用, en: Card is blocked}}
  card.issued_on: {type: date, label: {zh: 發證日, en: Day of issue}}
  loans:
    type: list
    label: {zh: 借閱, en: Loans}
    interval: [from, to]
    of:
      from: {type: date, label: {zh: 起, en: From}}
      to: {type: date, empty: open, label: {zh: 訖, en: To}}
"""

OTHER_VOCABULARY = """\
vocabulary: author
title: {zh: 作者, en: Author}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  books: {type: integer, label: {zh: 著作數, en: Number of books}}
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
    facts_as_of: {fact: card.issued_on}
decisions:
  entry:
    title: {zh: 入室, en: Entry}
    cite: [art1]
    outcomes:
      admitted: {zh: 准許, en: Admitted}
      refused: {zh: 不准, en: Refused}
    favourable: [admitted]
    rows:
      - when: {all: [art1.p1, art1.p2]}
        then: admitted
      - otherwise: refused
  loans_held:
    title: {zh: 借閱數, en: Loans held}
    cite: [art2]
    value: {count: loans}
"""

ARTICLE_1 = """\
article: "1"
paragraphs:
  - paragraph: 1
    label: {zh: 年滿十六歲, en: Sixteen years of age}
    text: {zh: 未滿十六歲者不得入室。, en: Nobody below sixteen may enter.}
    parameters:
      least_age: {value: 16, unit: years, label: {zh: 最低年齡, en: Least age}}
    kind: requirement
    requires: {fact: age, at_least: {parameter: least_age}}
  - paragraph: 2
    label: {zh: 閱覽證未停用, en: A card that is not blocked}
    text: {zh: 閱覽證停用者不得入室。, en: Nobody whose card is blocked may enter.}
    kind: requirement
    forbids: {fact: card.blocked, is: true}
"""

ARTICLE_2 = """\
article: "2"
paragraphs:
  - paragraph: 1
    label: {zh: 通知, en: Notice}
    text: {zh: 借閱者，應通知館員。, en: Who borrows has to tell the librarian.}
    kind: duty
    when: {count: loans, at_least: 1}
    bearer: {zh: 讀者, en: The reader}
    action: {zh: 通知, en: gives notice}
    to: {zh: 館員, en: the librarian}
"""

BASE = """\
id: R-1
name: {en: A Reader}
age: 30
card: {issued_on: 2022-01-01}
loans: []
"""

SCENARIOS = """\
rulebook: reading-room
base: base.yaml
scenarios:
  - name: sixteen
    because: 未滿十六歲 does not include sixteen
    source: art1.p1
    with: {age: 16}
    expect:
      decisions: {entry: admitted, loans_held: 0}
      provisions: {art1.p1: satisfied}
      presumed: {entry: [card.blocked]}
      because: {entry: [[art1.p1, art1.p2]]}
      duties: {art2.p1: false}
  - name: fifteen
    because: 未滿十六歲
    source: art1.p1
    with: {age: 15}
    expect:
      decisions: {entry: refused}
      provisions: {art1.p1: not_satisfied}
  - name: blocked
    because: 閱覽證停用者
    source: art1.p2
    with: {card.blocked: true}
    expect:
      decisions: {entry: refused}
      provisions: {art1.p2: not_satisfied}
"""


def write_library(folder: Path, **files: str) -> Path:
    """Write the library into ``folder/rulebooks``; a file named here (``scenarios``, ``article_1``, …) is replaced."""
    root = folder / "rulebooks"
    book = root / "reading-room"
    places = {
        "vocabulary": (root / "vocabulary" / "reader.yaml", VOCABULARY),
        "other_vocabulary": (root / "vocabulary" / "author.yaml", OTHER_VOCABULARY),
        "rulebook": (book / "enactments" / "1" / "rulebook.yaml", RULEBOOK),
        "article_1": (book / "enactments" / "1" / "articles" / "01.yaml", ARTICLE_1),
        "article_2": (book / "enactments" / "1" / "articles" / "02.yaml", ARTICLE_2),
        "base": (book / "scenarios" / "base.yaml", BASE),
        "scenarios": (book / "scenarios" / "entry.yaml", SCENARIOS),
    }
    for name, (path, content) in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(files.get(name, content), encoding="utf-8")
    return root
