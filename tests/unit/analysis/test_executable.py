"""Which units of a text the facts decide, which somebody has to judge, and which are no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.analysis.executable import CLASSES, law_table
from engine.loading.library import Library
from tests.unit.analysis.small_library import RULEBOOK, VOCABULARY, write_library

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.executable import LawTable

FINDINGS = VOCABULARY + (
    "  findings.orderly: {type: boolean, finding: true, label: {zh: 守序, en: Keeps order}, ask: {zh: 請認定, en: Find out}}\n"
)
HEAD = RULEBOOK.replace("[art1.p1, art1.p2]", "[art10.p1, art10.p2]").replace("cite: [art1]", "cite: [art10]").replace(
    "cite: [art2]", "cite: [art9]"
)  # fmt: skip
ARTICLE_10 = """\
article: "10"
text: {zh: 下列之人得入室：, en: "These may enter:"}
terms:
  behaves: {label: {zh: 守序, en: orderly}, fact: findings.orderly}
paragraphs:
  - paragraph: 1
    text: {zh: 甲, en: a}
    kind: requirement
    requires: {fact: age, at_least: 16}
  - paragraph: 2
    text: {zh: 乙, en: b}
    kind: requirement
    requires: {any: [{term: behaves}, art10.p1]}
  - paragraph: 3
    sentences:
      - sentence: 1
        text: {zh: 丙, en: c}
        kind: requirement
        requires: art10.p2
      - sentence: 2
        text: {zh: 丁, en: d}
        kind: power
        when: {fact: age, less_than: 16}
  - paragraph: 4
    text: {zh: 戊, en: e}
    kind: requirement
    requires: {decision: entry, is: admitted}
  - paragraph: 5
    text: {zh: 己, en: f}
    kind: power
    finding: findings.orderly
"""
ARTICLE_9 = """\
article: "9"
text: {zh: 序文, en: Words}
paragraphs:
  - paragraph: 1
    text: {zh: 甲, en: a}
    kind: statement
    nature: basis
    not_executable: {zh: 僅為依據, en: It only says why}
  - paragraph: 2
    text: {zh: 乙, en: b}
    kind: definition
    terms:
      many: {label: {zh: 多, en: many}, count: loans, more_than: {parameter: few}}
    subparagraphs:
      - subparagraph: 1
        text: {zh: 丙, en: c}
        kind: definition
  - paragraph: 3
    text: {zh: 丁, en: d}
    kind: definition
    parameters:
      few: {value: 2, label: {zh: 少, en: few}}
      fewest: {by: {fact: card.issued_on}, values: [{from: 2020-01-01, value: 1}], label: {zh: 極少, en: fewest}}
  - paragraph: 4
    text: {zh: 戊, en: e}
    kind: effect
    when: {term: many}
    gives: {count: loans}
  - paragraph: 5
    text: {zh: 己, en: f}
    kind: definition
  - paragraph: 6
    text: {zh: 庚, en: g}
    kind: definition
    terms:
      quiet: {label: {zh: 靜, en: quiet}, fact: findings.orderly}
  - paragraph: 7
    text: {zh: 辛, en: h}
    kind: requirement
    requires: {term: quiet}
  - paragraph: 8
    text: {zh: 壬, en: i}
  - paragraph: 9
    text: {zh: 癸, en: j}
    kind: application
    applies: [art10.p2]
  - paragraph: 10
    text: {zh: 子, en: k}
    kind: application
    when: {fact: age, less_than: 16}
    applies: [art10.p1]
"""


def table(folder: Path) -> LawTable:
    files = {"vocabulary": FINDINGS, "rulebook": HEAD, "article_1": ARTICLE_10, "article_2": ARTICLE_9}
    return law_table(Library(write_library(folder, **files)).load("reading-room"))


def test_units_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    assert [unit.provision.path for unit, _ in table(tmp_path).parts] == ["art9", "art10"]


def test_the_class_of_each_unit(tmp_path: Path) -> None:
    found = {unit.provision.path: unit.class_ for unit in table(tmp_path).units}
    assert found == {
        "art9": "judgement",  # as its parts
        "art9.p1": "not_executable",
        "art9.p2": "executed",  # its term is used
        "art9.p2.s1": "executed",  # a part of it
        "art9.p3": "executed",  # its parameter is used in a term that is used
        "art9.p4": "executed",
        "art9.p5": "unused",
        "art9.p6": "judgement",  # its term is a finding
        "art9.p7": "judgement",
        "art9.p8": "unused",  # no kind, and no parts
        "art9.p9": "judgement",  # as what is applied
        "art9.p10": "executed",
        "art10": "judgement",
        "art10.p1": "executed",
        "art10.p2": "judgement",  # through a term
        "art10.p3": None,  # a heading
        "art10.p3.t1": "executed",  # what another unit of the text leaves to judgement is counted there
        "art10.p3.t2": "judgement",  # a power, whoever decides on it
        "art10.p4": "executed",  # a decision by units of this text
        "art10.p5": "judgement",
    }


def test_the_findings_are_named(tmp_path: Path) -> None:
    found = {unit.provision.path: [fact.path for fact in unit.findings] for unit in table(tmp_path).units if unit.findings}
    assert found == {path: ["findings.orderly"] for path in ("art9.p6", "art9.p7", "art9.p9", "art10.p2", "art10.p5")}


def test_everything_with_wording_is_counted_once(tmp_path: Path) -> None:
    found = table(tmp_path)
    tally = found.tally
    assert tally.total == 19
    assert [tally.classes[class_] for class_ in CLASSES] == [8, 8, 1, 2]
    assert dict(tally.natures) == {"basis": 1}
    assert sum(tally.share(class_) for class_ in CLASSES) == pytest.approx(1)
    assert [part.total for _, part in found.parts] == [12, 7]


def test_a_text_without_units_has_no_shares(tmp_path: Path) -> None:
    head = HEAD.partition("decisions:")[0]
    empty = 'article: "9"\ntitle: {zh: 刪除, en: Deleted}\n'
    library = Library(write_library(tmp_path, rulebook=head, article_1=empty.replace("9", "10"), article_2=empty))
    tally = law_table(library.load("reading-room")).tally
    assert (tally.total, tally.share("executed")) == (0, 0.0)


DEFINING = 'article: "2"\nkind: definition\ntext: {zh: 乙, en: b}\n'
OTHER_HEAD = """\
rulebook: upper-rules
version: "1"
title: {zh: 上位規則, en: Upper rules}
authority: {zh: 市, en: City}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2019-01-01
subjects: {reader: {}}
decisions:
  conduct:
    title: {zh: 行為, en: Conduct}
    outcomes: {good: {zh: 良, en: Good}, bad: {zh: 劣, en: Bad}}
    rows: [{when: art1.p1, then: good}, {otherwise: bad}]
"""
OTHER_ARTICLE = """\
article: "1"
paragraphs:
  - paragraph: 1
    text: {zh: 甲, en: a}
    kind: requirement
    requires: {term: orderly}
  - paragraph: 2
    text: {zh: 乙, en: b}
    kind: definition
    terms:
      orderly: {label: {zh: 守序, en: orderly}, fact: findings.orderly}
  - paragraph: 4
    text: {zh: 丁, en: d}
    kind: power
    finding: findings.orderly
  - paragraph: 3
    text: {zh: 丙, en: c}
    kind: definition
    parameters:
      ages: {value: 16, unit: years, label: {zh: 年齡, en: ages}}
"""
USING = """\
article: "1"
paragraphs:
  - paragraph: 1
    text: {zh: 甲, en: a}
    kind: requirement
    requires: "upper-rules:art1.p1"
  - paragraph: 2
    text: {zh: 乙, en: b}
    kind: requirement
    requires: {decision: "upper-rules:conduct", is: good}
  - paragraph: 3
    text: {zh: 丙, en: c}
    kind: requirement
    requires: {fact: age, at_least: {parameter: "upper-rules:ages"}}
  - paragraph: 5
    text: {zh: 戊, en: e}
    kind: requirement
    requires: "upper-rules:art1.p4"
  - paragraph: 4
    text: {zh: 丁, en: d}
    kind: definition
    restates: "upper-rules:art1.p2"
    prevails: restated
"""


def test_other_texts_are_looked_through_and_may_use_what_is_defined(tmp_path: Path) -> None:
    head = RULEBOOK.partition("decisions:")[0] + "uses:\n  upper-rules: {in_force_on: {fact: card.issued_on}}\n"
    root = write_library(tmp_path, vocabulary=FINDINGS, rulebook=head, article_1=USING, article_2=DEFINING)
    upper = root / "upper-rules" / "enactments" / "1"
    (upper / "articles").mkdir(parents=True)
    (upper / "rulebook.yaml").write_text(OTHER_HEAD, encoding="utf-8")
    (upper / "articles" / "01.yaml").write_text(OTHER_ARTICLE, encoding="utf-8")
    library = Library(root)
    own, used = library.load("reading-room"), library.load("upper-rules")
    assert {unit.provision.path: unit.class_ for unit in law_table(own).units if unit.counts} == {
        "art1.p1": "judgement",
        "art1.p2": "judgement",
        "art1.p3": "executed",
        "art1.p4": "judgement",  # as what it restates
        "art1.p5": "judgement",  # a power of the other text
        "art2": "unused",
    }
    alone = {unit.provision.path: unit.class_ for unit in law_table(used).units}
    together = {unit.provision.path: unit.class_ for unit in law_table(used, [own, used]).units}
    assert (alone["art1.p3"], together["art1.p3"]) == ("unused", "executed")
    assert together["art1.p2"] == "judgement"
