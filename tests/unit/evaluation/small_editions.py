"""The small library with a second version of its rulebook, and a selector that chooses between the two."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from engine.language.expressions import AsOf, Compare, Constant, Row
from engine.language.facts import Bilingual
from engine.language.instrument import Edition
from engine.language.one_text import OneText
from engine.language.rulebook import Decision
from engine.language.types import BOOLEAN, DATE, OptionType
from engine.loading.library import Library
from tests.unit.analysis.small_library import ARTICLE_1, RULEBOOK, write_library

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from engine.language.instrument import Editions
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


def write_days(folder: Path, second: str = SECOND) -> Path:
    """The library of the two versions, of which the day of a record chooses one: the first until 2021, the second from 2022."""
    root = write_library(folder, rulebook=RULEBOOK.replace("in_force: 2020-01-01", "in_force: 2020-01-01\nuntil: 2021-12-31"))
    _write(root, {
        f"{ROOM}/enactments/2/rulebook.yaml": second,
        f"{ROOM}/enactments/2/articles/01.yaml": ARTICLE_1.replace("value: 16", "value: 18"),
    })  # fmt: skip
    return root


def write_two(folder: Path, second: str = SECOND, selector: str = SELECTOR) -> Library:
    """The same library, with a selector by which a card that is blocked keeps the first version."""
    root = write_days(folder, second)
    _write(root, {
        "versions-of-reading-room/enactments/1/rulebook.yaml": selector,
        "versions-of-reading-room/enactments/1/articles/01.yaml": STATEMENT,
    })  # fmt: skip
    return Library(root)


def by_day(library: Library, reference: str) -> Editions:
    """The versions of a library's rulebook by the days on which they come into force; the one that is named outright."""
    if "@" in reference:
        return OneText(library.load(reference))
    books = {version: library.load(f"{reference}@{version}") for version in library.versions(reference)}
    (first, *later), newest = books, books[library.versions(reference)[-1]]
    type_, none = OptionType("version", tuple(books)), Bilingual("", "")
    law = AsOf(which="law", type=DATE)
    rows = [
        Row(when=Compare(word="on_or_after", left=law, right=Constant(value=books[one].in_force, type=DATE), type=BOOLEAN),
            then=Constant(value=one, type=type_))
        for one in reversed(later)
    ]  # fmt: skip
    decision = Decision(
        key=f"{reference}:the version", subject=newest.main_subject, title=none, cite=(), outcomes=dict.fromkeys(books, none),
        favourable=(), rows=(*rows, Row(when=None, then=Constant(value=first, type=type_))), value=None, remark=None,
    )  # fmt: skip
    return Two(reference, replace(newest, decisions={decision.key: decision}), books)


def _write(root: Path, files: Mapping[str, str]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def two_of(library: Library) -> Two:
    """The two versions, with the choice between them."""
    versions = {f"v{number}": library.load(f"{ROOM}@{number}") for number in (1, 2)}
    return Two(ROOM, library.load("versions-of-reading-room"), versions)
