"""A small sound rulebook, into which a test puts one piece that is to be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.language.diagnostics import Severity
from engine.loading.library import Library
from engine.loading.schemas.parts import from_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic

Tree = dict[str, Any]
BOTH = {"zh": "字", "en": "word"}
FACTS = """
id: {type: text, identifier: true}
age: {type: integer}
stay: {type: integer, unit: days}
fine: {type: decimal, unit: TWD}
kind: {type: card_kind}
note: {type: text}
active: {type: boolean}
joined_on: {type: date}
scanned_at: {type: datetime}
tags: {type: list, of: text}
visits:
  type: list
  interval: [from, to]
  of:
    from: {type: date}
    to: {type: date, empty: open}
    reason: {type: text}
    cost: {type: decimal, unit_from: currency}
    currency: {type: currency}
    fine: {type: decimal, unit: TWD}
guests: {type: integer}
courses: {type: list, of: {name: {type: text}, hours: {type: integer}}}
"""
OFFICE = """
id: {type: text, identifier: true}
seats: {type: integer, unit: persons}
"""
ENUMERATIONS = {"card_kind": ["adult", "junior"], "currency": ["TWD", "USD"]}
HEAD = """
rulebook: club
version: "1"
governs: zh
in_force: 2020-01-01
subjects: {member: {}, office: {}}
parameters:
  extension: {value: 2, unit: years}
  limit: {value: 30, unit: days}
  rate: {value: 50, unit: TWD}
readings:
  entry:
    chosen: not_counted
    alternatives: {counted: {}}
  other:
    chosen: one
    alternatives: {two: {}}
terms:
  of_office: {subject: office, fact: seats, at_least: 10}
  given_one: {given: [wanted], fact: kind, is: {given: wanted}}
decisions:
  admission:
    outcomes: [admitted, refused]
    rows: [{when: art1, then: admitted}, {otherwise: refused}]
"""
UNITS = """
- {article: 1, kind: requirement, requires: {fact: active}}
- {article: 2, kind: effect, when: {fact: active}, gives: {parameter: rate}}
- {article: 3, kind: definition, terms: {grown: {fact: age, at_least: 20}}}
"""


def worded(head: Tree) -> Tree:
    """A head with the labels and wordings that it leaves out."""
    found: Tree = {"title": BOTH, "authority": BOTH, "source": BOTH, **head}
    found["parameters"] = _each(head["parameters"], {"label": BOTH})
    found["readings"] = _each(head["readings"], {"question": BOTH, "means": BOTH, "because": BOTH})
    for reading in found["readings"].values() if isinstance(found["readings"], dict) else ():
        if isinstance(reading, dict) and isinstance(reading.get("alternatives"), dict):
            reading["alternatives"] = _each(reading["alternatives"], {"means": BOTH, "source": BOTH})
    found["terms"] = _each(head["terms"], {"label": BOTH})
    found["decisions"] = _each(head["decisions"], {"title": BOTH})
    for decision in found["decisions"].values():
        if isinstance(decision, dict) and isinstance(decision.get("outcomes"), list):
            decision["outcomes"] = dict.fromkeys(decision["outcomes"], BOTH)
    return found


def _each(trees: Any, missing: Tree) -> Any:
    if not isinstance(trees, dict):
        return trees
    return {name: {**missing, **tree} if isinstance(tree, dict) else tree for name, tree in trees.items()}


def library(folder: Path, head: Tree | None = None, units: list[Tree] | None = None) -> Library:
    """A library with the small rulebook; ``head`` replaces whole keys of its head or adds to its declarations."""
    _write(folder / "vocabulary" / "enumerations.yaml", {
        "enumerations": {name: {"values": dict.fromkeys(codes, BOTH)} for name, codes in ENUMERATIONS.items()},
    })  # fmt: skip
    for subject, facts in (("member", FACTS), ("office", OFFICE)):
        tree = {"vocabulary": subject, "title": BOTH, "offset": "+08:00", "facts": _labelled(from_yaml(facts))}
        _write(folder / "vocabulary" / f"{subject}.yaml", tree)
    own = from_yaml(HEAD)
    for key, written in (head or {}).items():
        adds = isinstance(written, dict) and key in {"parameters", "readings", "terms", "decisions"}
        own[key] = {**own[key], **written} if adds else written
    _write(folder / "club" / "enactments" / "1" / "rulebook.yaml", worded(own))
    for index, unit in enumerate([*from_yaml(UNITS), *(units or [])]):
        _write(folder / "club" / "enactments" / "1" / "articles" / f"{index:02}.yaml", _texted(unit))
    return Library(folder)


def errors(found: Library) -> list[Diagnostic]:
    """The errors that loading the small rulebook finds."""
    found.built("club")
    return [finding for finding in found.diagnostics.in_order() if finding.severity is Severity.ERROR]


def _texted(unit: Tree) -> Tree:
    terms = {"terms": _each(unit["terms"], {"label": BOTH})} if "terms" in unit else {}
    return {"text": BOTH, **unit, **terms}


def _labelled(facts: Tree) -> Tree:
    found = {}
    for name, fact in facts.items():
        inner = {"of": _labelled(fact["of"])} if isinstance(fact.get("of"), dict) else {}
        found[name] = {"label": BOTH, **fact, **inner}
    return found


def _write(path: Path, content: Tree) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
