"""Two versions of a small library: a text with everything in it that an amendment can change, and an edited copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.comparison.changes import changes
from engine.loading.library import Library

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.comparison.change import Change
    from engine.language.rulebook import Rulebook

VOCABULARY = """\
vocabulary: reader
title: {zh: 讀者, en: Reader}
enumerations:
  card: {values: {adult: {zh: 成人, en: adult}, junior: {zh: 兒童, en: junior}, guest: {zh: 訪客, en: guest}}}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  seen_on: {type: date, label: {zh: 查驗日, en: Seen on}}
  age: {type: integer, unit: years, label: {zh: 年齡, en: Age}}
  card: {type: card, label: {zh: 卡別, en: Card}}
  blocked: {type: boolean, presumed: false, label: {zh: 停用, en: Blocked}}
  volumes: {type: integer, label: {zh: 冊數, en: Volumes}}
"""
GUEST = """\
vocabulary: visitor
title: {zh: 訪客, en: Visitor}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  seen_on: {type: date, label: {zh: 查驗日, en: Seen on}}
  years: {type: integer, unit: years, label: {zh: 年齡, en: Age}}
  years_said: {type: integer, unit: years, label: {zh: 自述年齡, en: Age as told}}
"""
HEAD = """\
rulebook: house
version: "1"
title: {zh: 閱覽規則, en: Rules of the house}
authority: {zh: 圖書館, en: Library}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects:
  reader: {facts_as_of: {fact: seen_on}}
  visitor: {facts_as_of: {fact: seen_on}}
terms:
  holds_own_card:
    label: {zh: 持本人證, en: Holds a card of their own}
    fact: card
    in: [adult, junior]
decisions:
  entry:
    title: {zh: 入室, en: Entry}
    cite: [art1]
    outcomes: {admitted: {zh: 准許, en: Admitted}, refused: {zh: 不准, en: Refused}}
    rows:
      - {when: {all: [art1.p1, art1.p2]}, then: admitted}
      - {otherwise: refused}
  lending:
    title: {zh: 借書, en: Lending}
    cite: [art2]
    outcomes: {lent: {zh: 准借, en: Lent}, not_lent: {zh: 不准借, en: Not lent}}
    rows:
      - {when: {all: [{term: holds_own_card}, art2.p1, {decision: entry, is: admitted}]}, then: lent}
      - {otherwise: not_lent}
  visit:
    title: {zh: 參觀, en: Visit}
    cite: [art3]
    subject: visitor
    outcomes: {open: {zh: 開放, en: Open}, closed: {zh: 不開放, en: Closed}}
    rows:
      - {when: art3.p1, then: open}
      - {otherwise: closed}
"""
ARTICLES = {
    "01": """\
article: "1"
paragraphs:
  - paragraph: 1
    text: {zh: 未滿十六歲者不得入室。, en: Nobody below sixteen may enter.}
    parameters:
      least_age: {value: 16, unit: years, label: {zh: 最低年齡, en: Least age}}
    terms:
      is_old_enough:
        label: {zh: 已達年齡, en: Is old enough}
        fact: age
        at_least: {parameter: least_age}
    kind: requirement
    requires: {term: is_old_enough}
  - paragraph: 2
    text: {zh: 閱覽證停用者不得入室。, en: Nobody whose card is blocked may enter.}
    kind: requirement
    forbids: {fact: blocked, is: true}
""",
    "02": """\
article: "2"
paragraphs:
  - paragraph: 1
    text: {zh: 每次借書以五冊為限；逾限者應先還書。, en: Five volumes may be borrowed at a time; others are to be returned first.}
    parameters:
      most_volumes: {value: 5, label: {zh: 冊數上限, en: Most volumes}}
    readings:
      already_lent:
        question: {zh: 已借之冊是否計入？, en: Do volumes already lent count?}
        chosen: counted
        means: {zh: 計入, en: They count}
        because: {zh: 文義, en: The wording}
        alternatives: {not_counted: {means: {zh: 不計入, en: They do not}, source: {zh: 未載, en: Unsaid}}}
    kind: requirement
    requires: {any: [{fact: volumes, at_most: {parameter: most_volumes}}, {reading: already_lent, is: not_counted}]}
  - paragraph: 2
    text: {zh: 持訪客證者，前項冊數之限制不適用於館內閱覽之圖書。, en: "For guests, that limit does not bind for books read in."}
    kind: exception
    when: {fact: card, is: guest}
    lifts: [art2.p1]
""",
    "03": """\
article: "3"
paragraphs:
  - paragraph: 1
    text: {zh: 參觀者，準用第一條第一項之規定。, en: "Article 1, Paragraph 1 applies to visitors, mutatis mutandis."}
    subject: visitor
    kind: application
    applies: [art1.p1]
    mapping: {age: years}
""",
}


def load(folder: Path, head: str = HEAD, articles: dict[str, str] | None = None, vocabulary: str = VOCABULARY) -> Rulebook:
    """The text as written, loaded from files in a folder of its own."""
    version = folder / "house" / "enactments" / "1"
    (version / "articles").mkdir(parents=True)
    (folder / "vocabulary").mkdir()
    (folder / "vocabulary" / "reader.yaml").write_text(vocabulary, encoding="utf-8")
    (folder / "vocabulary" / "visitor.yaml").write_text(GUEST, encoding="utf-8")
    (version / "rulebook.yaml").write_text(head, encoding="utf-8")
    for name, text in (articles or ARTICLES).items():
        (version / "articles" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Library(folder).load("house")


def edited(*edits: tuple[str, str]) -> tuple[str, dict[str, str]]:
    """Head and articles in which each text stands in place of another; one that is nowhere is a fault of the test."""
    head, articles = HEAD, dict(ARTICLES)
    for old, new in edits:
        assert any(old in text for text in (head, *articles.values())), old
        head = head.replace(old, new)
        articles = {name: text.replace(old, new) for name, text in articles.items()}
    return head, articles


def told(
    before: Rulebook, after: Rulebook, renumbered: dict[str, str] | None = None
) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """The changes in short: kind, name before and after, aspects."""
    return [(one.kind, one.before, one.after, one.aspects) for one in changes(before, after, renumbered)]


def only(before: Rulebook, after: Rulebook) -> Change:
    """The one change that there is."""
    (found,) = changes(before, after)
    return found
