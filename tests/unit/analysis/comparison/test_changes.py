"""What differs between two versions: told by unit and name, each once, and nothing that is no change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.analysis.comparison.changes import changes
from engine.analysis.comparison.hybrids import Hybrids
from tests.unit.analysis.comparison.two_versions import ARTICLES, HEAD, VOCABULARY, edited, load, only, told

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.rulebook import Rulebook

ADDED = """\
article: "{number}"
paragraphs:
  - paragraph: 1
    text: {{zh: 館長得另定開放時間；其時間應公告之。, en: The head librarian may set other hours and makes them known.}}
    kind: statement
    nature: delegation
    not_executable: {{zh: 授權, en: A delegation}}
"""


@pytest.fixture
def before(tmp_path: Path) -> Rulebook:
    return load(tmp_path / "before")


def test_a_version_and_itself_have_no_difference(before: Rulebook, tmp_path: Path) -> None:
    assert changes(before, before) == ()
    assert changes(before, load(tmp_path / "again")) == ()


def test_order_and_layout_are_no_change(before: Rulebook, tmp_path: Path) -> None:
    head, articles = edited(
        ("in: [adult, junior]", "in: [junior, adult]"),
        ("all: [art1.p1, art1.p2]", "all: [art1.p2, art1.p1]"),
        ("Nobody below sixteen may enter.", "Nobody  below\\n sixteen may enter."),
        ("{zh: 未滿十六歲者不得入室。, en: Nobody", '\n      zh: 未滿十六歲者不得入室。\n      en: "Nobody'),
        ("may enter.}\n    parameters", 'may enter."\n    parameters'),
        ("\n    kind: exception", "\n    source: {lines: [7]}\n    kind: exception"),
    )
    moved = {"30": articles["03"], "40": articles["01"], "50": articles["02"]}
    assert told(before, load(tmp_path / "after", head, moved)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("value: 16, unit: years", "value: 18, unit: years", ("parameter", "least_age", "least_age", ("value",))),
        ("最低年齡, en: Least age", "年齡下限, en: Least age", ("parameter", "least_age", "least_age", ("label.zh",))),
        ("below sixteen", "under sixteen", ("unit", "art1.p1", "art1.p1", ("text.en",))),
        ("forbids: {fact: blocked, is: true}", "requires: {fact: blocked, is: true}",
         ("unit", "art1.p2", "art1.p2", ("rule.forbids",))),
        ("forbids: {fact: blocked, is: true}", "forbids: {fact: blocked, is: true}\n    unless: {fact: card, is: guest}",
         ("unit", "art1.p2", "art1.p2", ("rule.unless",))),
        ("when: {fact: card, is: guest}", "when: {fact: card, is: junior}", ("unit", "art2.p2", "art2.p2", ("rule.when",))),
        ("kind: exception\n    when: {fact: card, is: guest}\n    lifts: [art2.p1]",
         "kind: requirement\n    forbids: {fact: card, is: guest}", ("unit", "art2.p2", "art2.p2", ("kind", "rule"))),
        ("at_least: {parameter", "more_than: {parameter", ("term", "is_old_enough", "is_old_enough", ("body",))),
        ("in: [adult, junior]", "in: [adult]", ("term", "holds_own_card", "holds_own_card", ("body",))),
        ("means: {zh: 計入, en: They count}", "means: {zh: 算, en: They count}",
         ("reading", "already_lent", "already_lent", ("options",))),
        ("{when: art3.p1, then: open}", "{when: art3.p1, then: closed}\n      - {when: {not: art3.p1}, then: open}",
         ("decision", "visit", "visit", ("rows",))),
        ("mapping: {age: years}", "mapping: {age: years_said}", ("unit", "art3.p1", "art3.p1", ("rule.mapping",))),
        ("reader: {facts_as_of: {fact: seen_on}}", "reader: {facts_as_of: {fact: seen_on}, law_as_of: {fact: seen_on}}",
         ("subject", "reader", "reader", ("law_as_of",))),
        ("zh: 閱覽規則", "zh: 閱覽辦法", ("head", "head", "head", ("title.zh",))),
    ],
)  # fmt: skip
def test_one_edit_is_one_change(
    before: Rulebook, tmp_path: Path, old: str, new: str, expected: tuple[str, str, str, tuple[str, ...]]
) -> None:
    assert told(before, load(tmp_path / "after", *edited((old, new)))) == [expected]


def test_a_rule_owns_its_instances_and_so_does_a_term(before: Rulebook, tmp_path: Path) -> None:
    found = only(before, load(tmp_path / "one", *edited(("requires: {term: is_old_enough}", "forbids: {term: is_old_enough}"))))
    assert found.keys_after == ("house:art1.p1", "house:art3.p1/art1.p1")
    found = only(before, load(tmp_path / "other", *edited(("at_least: {parameter", "more_than: {parameter"))))
    assert found.kind == "term"
    assert set(found.keys_after) == {"term house:is_old_enough", "term house:art3.p1/is_old_enough"}


def test_another_mapping_is_seen_beside_another_rule(before: Rulebook, tmp_path: Path) -> None:
    """Each tells its own change, and neither can be made without the other: what is applied is made of both."""
    edits = ("mapping: {age: years}", "mapping: {age: years_said}"), ("at_least: {parameter", "more_than: {parameter")
    after = load(tmp_path / "after", *edited(*edits))
    assert told(before, after) == [
        ("term", "is_old_enough", "is_old_enough", ("body",)), ("unit", "art3.p1", "art3.p1", ("rule.mapping",)),
    ]  # fmt: skip
    hybrids = Hybrids(before, after)
    assert [sorted(needs) for needs in hybrids.needs] == [[1], [0]]
    assert changes(after, hybrids.of([0])) == ()


def test_an_article_put_in_is_one_change_in_its_place(before: Rulebook, tmp_path: Path) -> None:
    articles = {**ARTICLES, "02-1": ADDED.format(number="2-1")}
    after = load(tmp_path / "after", *edited(("value: 5", "value: 6"), ("未滿十六歲者", "十六歲以下者"))[:1], articles)
    assert told(before, after) == [("unit", "", "art2-1", ("added",))]
    assert told(after, before) == [("unit", "art2-1", "", ("removed",))]
    assert only(before, after).keys_after == ("house:art2-1", "house:art2-1.p1")


def test_what_is_told_comes_in_the_order_of_the_text(before: Rulebook, tmp_path: Path) -> None:
    head, articles = edited(
        ("value: 5", "value: 6"), ("value: 16", "value: 17"), ("以五冊為限", "以六冊為限"), ("館內閱覽", "館內借閱"),
        ("title: {zh: 入室", "title: {zh: 入館"), ("in: [adult, junior]", "in: [adult]"),
    )  # fmt: skip
    after = load(tmp_path / "after", head, {**articles, "01-1": ADDED.format(number="1-1")})
    assert [one.name for one in changes(before, after)] == [
        "holds_own_card", "least_age", "art1-1", "art2.p1", "most_volumes", "art2.p2", "entry",
    ]  # fmt: skip


def renumbered(articles: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Article 2 becomes Article 4, and a new Article 2 stands in its place."""
    text = articles["02"].replace('article: "2"', 'article: "4"').replace("lifts: [art2.p1]", "lifts: [art4.p1]")
    head = HEAD.replace("cite: [art2]", "cite: [art4]").replace(
        "{term: holds_own_card}, art2.p1", "{term: holds_own_card}, art4.p1"
    )
    return head, {**articles, "02": ADDED.format(number="2"), "04": text}


def test_what_says_the_same_under_another_number_was_renumbered(before: Rulebook, tmp_path: Path) -> None:
    """What refers to it says the same as before, and what moved along is not told."""
    after = load(tmp_path / "after", *renumbered(ARTICLES))
    assert told(before, after) == [("unit", "", "art2", ("added",)), ("unit", "art2", "art4", ("renumbered",))]
    assert [one.matched for one in changes(before, after)] == ["name", "content"]


def test_a_given_renumbering_is_believed(before: Rulebook, tmp_path: Path) -> None:
    """Also where the text is another altogether; without it the path is what counts."""
    head, articles = renumbered(ARTICLES)
    articles["04"] = (
        articles["04"]
        .replace("每次借書以五冊為限；逾限者應先還書。", "冊數另定。")
        .replace("Five volumes may be", "It is set how many are")
    )
    after = load(tmp_path / "after", head, articles)
    assert ("unit", "art2", "art4", ("renumbered",)) in told(before, after, {"art2": "art4"})
    assert ("unit", "art2.p1", "art4.p1", ("text.zh", "text.en")) in told(before, after, {"art2": "art4"})
    assert [one.matched for one in changes(before, after, {"house:art2": "house:art4"}) if "renumbered" in one.aspects] == [
        "given"
    ]


def test_a_likeness_is_told_as_one(before: Rulebook, tmp_path: Path) -> None:
    head, articles = renumbered(ARTICLES)
    articles["04"] = articles["04"].replace("五冊為限", "六冊為限").replace("Five volumes", "Six volumes")
    after = load(tmp_path / "after", head, articles)
    found = {one.after: one for one in changes(before, after)}
    assert (found["art4"].before, found["art4"].matched) == ("art2", "likeness")
    assert found["art4.p1"].aspects == ("text.zh", "text.en")


def test_paragraphs_that_change_places_were_renumbered(before: Rulebook, tmp_path: Path) -> None:
    head, articles = edited()
    first, second, third = articles["01"].partition("  - paragraph: 2\n")
    top, _, own = first.partition("  - paragraph: 1\n")
    articles["01"] = f"{top}  - paragraph: 1\n{third}  - paragraph: 2\n{own}"
    head = head.replace("all: [art1.p1, art1.p2]", "all: [art1.p2, art1.p1]")
    articles["03"] = articles["03"].replace("applies: [art1.p1]", "applies: [art1.p2]")
    after = load(tmp_path / "after", head, articles)
    assert second
    assert [(kind, old, new) for kind, old, new, aspects in told(before, after) if "renumbered" in aspects] == [
        ("unit", "art1.p2", "art1.p1"), ("unit", "art1.p1", "art1.p2"),
    ]  # fmt: skip
    assert {aspects for _, _, _, aspects in told(before, after)} == {("renumbered",)} | {
        aspects for kind, _, _, aspects in told(before, after) if kind in {"parameter", "term"}
    }


def test_a_path_that_another_unit_has_now_is_not_the_same_reference(before: Rulebook, tmp_path: Path) -> None:
    """Paragraph 1 is gone and 2 became 1: who asks for art1.p1 asks for something else than before."""
    top, _, rest = ARTICLES["01"].partition("  - paragraph: 1\n")
    second = rest.partition("  - paragraph: 2\n")[2]
    head = HEAD.replace("all: [art1.p1, art1.p2]", "all: [art1.p1]")
    articles = {"01": f"{top}  - paragraph: 1\n{second}", "02": ARTICLES["02"]}
    head = head.partition("  visit:\n")[0].replace("  visitor: {facts_as_of: {fact: seen_on}}\n", "")
    after = load(tmp_path / "after", head, articles)
    found = told(before, after)
    assert ("unit", "art1.p1", "", ("removed",)) in found
    assert ("unit", "art1.p2", "art1.p1", ("renumbered",)) in found
    assert ("decision", "entry", "entry", ("rows",)) in found


def test_a_new_fact_of_the_vocabulary_is_told(before: Rulebook, tmp_path: Path) -> None:
    vocabulary = VOCABULARY + "  deposit: {type: boolean, presumed: false, label: {zh: 押金, en: Deposit}}\n"
    vocabulary = vocabulary.replace("blocked: {type: boolean, presumed: false", "blocked: {type: boolean, presumed: true")
    after = load(tmp_path / "after", vocabulary=vocabulary)
    assert told(before, after) == [
        ("fact", "reader.blocked", "reader.blocked", ("presumed",)), ("fact", "", "reader.deposit", ("added",)),
    ]  # fmt: skip


def test_wording_alone_is_known_as_such(before: Rulebook, tmp_path: Path) -> None:
    assert only(before, load(tmp_path / "one", *edited(("below sixteen", "under sixteen")))).is_wording
    assert not only(before, load(tmp_path / "two", *edited(("is: true", "is: false")))).is_wording
