"""A small text and an amendment of it, of which some changes do something alone, some only together, and some nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.unit.analysis.comparison.two_versions import ARTICLES, GUEST, HEAD, VOCABULARY, edited

if TYPE_CHECKING:
    from pathlib import Path

NEW_ARTICLE = """\
article: "2-1"
paragraphs:
  - paragraph: 1
    text: {zh: 兒童每次借書以二冊為限。, en: Juniors may borrow two volumes at a time.}
    parameters:
      most_for_juniors: {value: 2, label: {zh: 兒童冊數上限, en: Most volumes for juniors}}
    kind: requirement
    applies_when: {fact: card, is: junior}
    requires: {fact: volumes, at_most: {parameter: most_for_juniors}}
"""

AMENDED: tuple[tuple[str, str], ...] = (
    ("value: 16, unit: years", "value: 14, unit: years"),
    ("forbids: {fact: blocked, is: true}", "forbids: {fact: blocked, is: true}\n    unless: {fact: card, is: adult}"),
    ("未滿十六歲者不得入室", "未滿十四歲者不得入室"),
    ("value: 5, label", "value: 4, label"),
    ("art2.p1, {decision: entry", "art2.p1, art2-1.p1, {decision: entry"),
)
"""Younger readers may enter; an adult's blocked card no longer matters; the wording; fewer volumes; a new article for juniors,
which the decision on lending asks about."""


def write_versions(root: Path, amended: tuple[tuple[str, str], ...] = AMENDED, *, article: bool = True) -> Path:
    """A library with the text as version 1, and as amended as version 2."""
    vocabulary = root / "vocabulary"
    vocabulary.mkdir(parents=True)
    (vocabulary / "reader.yaml").write_text(VOCABULARY, encoding="utf-8")
    (vocabulary / "visitor.yaml").write_text(GUEST, encoding="utf-8")
    head, articles = edited(*amended)
    head = head.replace('version: "1"', 'version: "2"').replace("in_force: 2020-01-01", "in_force: 2030-01-01")
    if article:
        articles = {**articles, "02-1": NEW_ARTICLE}
    for version, text, units in (("1", HEAD, ARTICLES), ("2", head, articles)):
        folder = root / "house" / "enactments" / version
        (folder / "articles").mkdir(parents=True)
        (folder / "rulebook.yaml").write_text(text, encoding="utf-8")
        for name, unit in units.items():
            (folder / "articles" / f"{name}.yaml").write_text(unit, encoding="utf-8")
    return root


def reader(id_: str, **facts: Any) -> dict[str, Any]:
    """A reader who may enter and borrow; ``facts`` are others, ``None`` what is not known."""
    known = {"id": id_, "seen_on": "2031-05-01", "age": 30, "card": "adult", "blocked": False, "volumes": 1} | facts
    return {name: value for name, value in known.items() if value is not None}


READERS = (
    reader("unchanged"),
    reader("fifteen", age=15),
    reader("blocked", blocked=True),
    reader("blocked-and-fifteen", age=15, blocked=True),
    reader("five", volumes=5),
    reader("junior", card="junior", volumes=3),
    reader("junior-five", card="junior", volumes=5),
    reader("of-unknown-age", age=None),
    reader("unknown-volumes", volumes=None, card="junior"),
)
