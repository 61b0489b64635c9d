"""The small rulebook with amendments: written as a person writes them, and what comes of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.language.diagnostics import InputError
from engine.loading.library import Library
from engine.loading.schemas.parts import from_yaml
from tests.unit.loading.small_rulebook import BOTH, library

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.language.rulebook import Rulebook

MORE = """
- article: 5
  title: {zh: 借閱, en: Loans}
  paragraphs:
    - {paragraph: 1, kind: requirement, requires: {fact: age, at_least: 6}}
    - {paragraph: 2, kind: requirement, requires: ..p1}
    - paragraph: 3
      kind: requirement
      requires: {all: [.s1, art5.p1]}
      subparagraphs:
        - {subparagraph: 1, kind: requirement, requires: {fact: active}}
        - {subparagraph: 2, kind: requirement, forbids: {fact: kind, is: junior}}
      proviso: {proviso: true, kind: exception, lifts: [art5.p3], when: {fact: age, at_least: 65}}
- {article: 6, kind: requirement, requires: art5.p2}
"""
NEW = {"text": BOTH, "kind": "requirement", "requires": {"fact": "active"}}


def write(folder: Path, *amendments: dict[str, Any], head: dict[str, Any] | None = None) -> Library:
    """A library with the small rulebook, with more articles, and amendments that need only tell what matters."""
    found = library(folder, head, [texted(unit) for unit in from_yaml(MORE)])
    for amendment in amendments:
        add(folder, amendment)
    return Library(found.folder)


def add(folder: Path, amendment: dict[str, Any], rulebook: str = "club") -> Path:
    """Write an amendment beside a rulebook, with an id and days where it tells none."""
    day = str(amendment.get("in_force", "2030-01-01"))
    whole = {"amendment": day, "amends": rulebook, "promulgated": "2029-12-01", "in_force": day, **amendment}
    path = folder / rulebook / "amendments" / f"{whole['amendment']}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def dated(folder: Path, *amendments: dict[str, Any]) -> Library:
    """The small library; a member's law is that of the day on which he joined."""
    write(folder)
    head = folder / "club" / "enactments" / "1" / "rulebook.yaml"
    plain = json.loads(head.read_text(encoding="utf-8"))
    plain["subjects"] = {"member": {"law_as_of": {"fact": "joined_on"}}, "office": {}}
    head.write_text(json.dumps(plain), encoding="utf-8")
    for amendment in amendments:
        add(folder, amendment)
    return Library(folder)


def branch(folder: Path, version: str = "1", asks: str = "club:art6", **head: Any) -> None:
    """A rulebook that rests on the club's."""
    whole = {
        "rulebook": "branch", "version": version, "title": BOTH, "authority": BOTH, "source": BOTH, "governs": "zh",
        "in_force": "2020-01-01", "subjects": {"member": {"law_as_of": {"fact": "joined_on"}}}, "uses": {"club": None},
        "decisions": {"entry": {"title": BOTH, "cite": [asks], "outcomes": {"yes": BOTH, "no": BOTH},
                                "rows": [{"when": asks, "then": "yes"}, {"otherwise": "no"}]}},
        **head,
    }  # fmt: skip
    path = folder / "branch" / "enactments" / version / "rulebook.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole), encoding="utf-8")


def changed(folder: Path, *changes: dict[str, Any], **amendment: Any) -> Rulebook:
    """The small rulebook as one amendment makes it."""
    return write(folder, {"changes": list(changes), **amendment}).load("club")


def faults(found: Library, reference: str = "club") -> list[Diagnostic]:
    """What is wrong with a rulebook; the test fails where nothing is."""
    try:
        found.load(reference)
    except InputError as error:
        return list(error.diagnostics)
    raise AssertionError(f"{reference} loads")


def units(rulebook: Rulebook) -> list[str]:
    """The paths of its units, in the order in which they are held."""
    return [unit.path for unit in rulebook.provisions.values() if unit.rulebook == rulebook.id]


def texted(unit: Any) -> Any:
    """A unit with the wordings that it leaves out."""
    below = {key: [texted(part) for part in unit[key]] for key in ("paragraphs", "subparagraphs") if key in unit}
    proviso = {"proviso": {"text": BOTH, **unit["proviso"]}} if "proviso" in unit else {}
    return {"text": BOTH, **unit, **below, **proviso} if "paragraphs" not in unit else {**unit, **below}
