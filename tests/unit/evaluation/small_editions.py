"""The small library with a second version of its rulebook, and a selector that chooses between the two."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from engine.language.instrument import Edition
from engine.loading.library import Library
from tests.unit.analysis.small_library import ARTICLE_1, RULEBOOK, write_library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.language.rulebook import Rulebook

ROOM = "reading-room"

SECOND = (
    RULEBOOK.replace('version: "1"', 'version: "2"')
    .replace("in_force: 2020-01-01", "in_force: 2022-01-01")
    .replace("cite: [art2]\n    value", "cite: [art1]\n    value")
    .replace("admitted: {zh: 准許, en: Admitted}\n", "admitted: {zh: 准許, en: Admitted}\n      waits: {zh: 候補, en: Waits}\n")
    .replace(
        "      - otherwise: refused", "      - when: {count: loans, at_least: 3}\n        then: waits\n      - otherwise: refused"
    )
)
"""Since 2022: eighteen years of age, no duty, and a new outcome."""

SELECTOR = """\
rulebook: versions-of-reading-room
version: "1"
title: {zh: 版本, en: Versions}
authority: {zh: 圖書館, en: Library}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects:
  reader:
    facts_as_of: {fact: card.issued_on}
decisions:
  version:
    title: {zh: 版本, en: Version}
    cite: [art1]
    outcomes:
      "v1": {zh: 一, en: One}
      "v2": {zh: 二, en: Two}
    rows:
      - when: {as_of: law, before: 2022-01-01}
        then: "v1"
      - when: {fact: card.blocked, is: true}
        then: "v1"
      - otherwise: "v2"
"""
"""By the day of the card; a card that is blocked keeps what it had."""

STATEMENT = """\
article: "1"
text: {zh: 施行日。, en: In force.}
kind: statement
nature: commencement
not_executable: {zh: 施行, en: Commencement}
"""


@dataclass
class Two:
    """Editions of one rulebook, made by hand: an answer of the selector is the name of a version."""

    id: str
    selector: Rulebook | None
    versions: Mapping[str, Rulebook]
    asked: list[Edition] = field(default_factory=list)
    """The editions whose rulebook was asked for."""

    def questions(self, subject: str) -> tuple[str, ...]:
        """One question: which version."""
        return tuple(one.name for one in (self.selector.decisions if self.selector else {}).values() if one.subject == subject)

    def chosen(self, subject: str, possible: Mapping[str, tuple[str, ...]]) -> tuple[Edition, ...]:
        """The versions that are possible answers."""
        (name,) = self.questions(subject)
        return tuple(Edition(versions={self.id: version}) for version in self.versions if version in possible[name])

    def every(self, subject: str) -> tuple[Edition, ...]:
        """Both."""
        assert subject
        return tuple(Edition(versions={self.id: version}) for version in self.versions)

    def rulebook(self, edition: Edition) -> Rulebook:
        """A version, noted as asked for."""
        self.asked.append(edition)
        return self.versions[edition.versions[self.id]]


def write_two(folder: Path, second: str = SECOND, selector: str = SELECTOR) -> Library:
    """The library of the two versions, and of the selector."""
    root = write_library(folder)
    more = {
        f"{ROOM}/enactments/2/rulebook.yaml": second,
        f"{ROOM}/enactments/2/articles/01.yaml": ARTICLE_1.replace("value: 16", "value: 18"),
        "versions-of-reading-room/enactments/1/rulebook.yaml": selector,
        "versions-of-reading-room/enactments/1/articles/01.yaml": STATEMENT,
    }
    for name, content in more.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Library(root)


def two_of(library: Library) -> Two:
    """The two versions, with the choice between them."""
    versions = {f"v{number}": library.load(f"{ROOM}@{number}") for number in (1, 2)}
    return Two(ROOM, library.load("versions-of-reading-room"), versions)
