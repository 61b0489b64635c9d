"""A rulebook written inside an example: its facts, declarations and units, as a library in a folder.

What a real rulebook must say and an example need not (labels, wordings, titles) is filled in with the name itself.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics
from engine.language.words import UNITS
from engine.loading.library import Library
from engine.loading.schemas.parts import as_json, from_yaml
from engine.loading.source import read_source
from engine.records.reading import RecordReader

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from engine.evaluation.judgment import Judgment
    from engine.language.record import Record

Tree = dict[str, Any]
MAIN = "member"
ONLY = "it"
"""The question of a file that asks one."""


def example_file(path: Path) -> Tree:
    """The content of an example file, as JSON holds it."""
    found: Tree = from_yaml(path.read_text(encoding="utf-8"))
    return found


def questions(content: Tree) -> dict[str, Tree]:
    """What a file asks: by name a ``condition`` or a ``value``."""
    own = {key: content[key] for key in ("condition", "value") if key in content}
    return {**({ONLY: own} if own else {}), **content.get("ask", {})}


class InlineRulebook:
    """The rulebook of an example file, loaded and ready to decide."""

    def __init__(self, content: Tree, folder: Path) -> None:
        self.questions = questions(content)
        _write(folder / "vocabulary" / "enumerations.yaml", {"enumerations": _enumerations(content)})
        subjects = {MAIN: content.get("facts", {}), **content.get("other_subjects", {})}
        for subject, facts in subjects.items():
            _write(folder / "vocabulary" / f"{subject}.yaml", _vocabulary(subject, facts))
        _write(folder / "club" / "enactments" / "1" / "rulebook.yaml", self._head(content, list(subjects)))
        for index, unit in enumerate(content.get("articles", [])):
            _write(folder / "club" / "enactments" / "1" / "articles" / f"{index:02}.yaml", _worded(unit))
        self.library = Library(folder)
        self.interpreter = Interpreter(self.library.load("club"))

    def record(self, facts: Tree) -> Record:
        """A record of the example's own subject, or of the one that it names."""
        diagnostics = Diagnostics()
        subject = facts.get("subject", MAIN)
        tree = read_source(json.dumps({"id": "R", **facts}), "record.json", diagnostics)
        assert tree is not None
        record = RecordReader(self.library.vocabularies[subject]).read(tree, diagnostics)
        assert record is not None, "\n".join(str(finding) for finding in diagnostics.in_order())
        return record

    def judge(self, facts: Tree, as_of: date | None) -> Judgment:
        """What the rulebook says of a record; ``as_of`` is the day of knowledge."""
        return self.interpreter.evaluate(self.record(facts), as_of=as_of, trace=True)

    def _head(self, content: Tree, subjects: list[str]) -> Tree:
        both = _both("club")
        decisions = {name: _decision(name, tree) for name, tree in content.get("decisions", {}).items()}
        decisions |= {name: _question(name, asked) for name, asked in self.questions.items()}
        head: Tree = {
            "rulebook": "club",
            "version": "1",
            "title": both,
            "authority": both,
            "source": both,
            "governs": "en",
            "in_force": "2000-01-01",
            "subjects": {name: content.get("days", {}) if name == MAIN else {} for name in subjects},
            "decisions": decisions,
        }
        for kind in ("parameters", "terms"):
            head[kind] = {name: {"label": _both(name), **tree} for name, tree in content.get(kind, {}).items()}
        head["readings"] = {name: _reading(tree) for name, tree in content.get("readings", {}).items()}
        return head


def _both(name: str) -> Tree:
    return {"zh": name, "en": name}


def _write(path: Path, content: Tree) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _enumerations(content: Tree) -> Tree:
    """Code lists as lists of codes; ``ordered`` where they are written so."""
    found = {}
    for name, written in content.get("enumerations", {}).items():
        codes = written["ordered"] if isinstance(written, dict) else written
        found[name] = {"ordered": isinstance(written, dict), "values": {code: _both(code) for code in codes}}
    return found


def _vocabulary(subject: str, facts: Tree) -> Tree:
    identifier = {"type": "text", "identifier": True}
    own = {name: _fact(name, fact) for name, fact in {"id": identifier, **facts}.items()}
    return {"vocabulary": subject, "title": _both(subject), "offset": "+08:00", "facts": own}


def _fact(name: str, fact: str | Tree) -> Tree:
    """A fact; a text is its type."""
    tree: Tree = {"type": fact} if isinstance(fact, str) else dict(fact)
    if isinstance(tree.get("of"), dict):
        tree["of"] = {field: _fact(field, inner) for field, inner in tree["of"].items()}
    return {"label": _both(name), **tree}


def _decision(name: str, tree: Tree) -> Tree:
    found = {"title": _both(name), **tree}
    if "outcomes" in tree:
        found["outcomes"] = {outcome: _both(outcome) for outcome in tree["outcomes"]}
    return found


def _question(name: str, asked: Tree) -> Tree:
    own = {"title": _both(name), **({"subject": asked["subject"]} if "subject" in asked else {})}
    if "value" in asked:
        return {**own, "value": asked["value"]}
    rows = [{"when": asked["condition"], "then": "holds"}, {"otherwise": "fails"}]
    return {**own, "outcomes": {"holds": _both("holds"), "fails": _both("fails")}, "rows": rows}


def _reading(tree: Tree) -> Tree:
    options = {name: {"means": _both(name), "source": _both(name)} for name in tree["alternatives"]}
    given = _both("because")
    return {"question": given, "means": given, "because": given, "chosen": tree["chosen"], "alternatives": options}


def _worded(unit: Tree) -> Tree:
    """A unit with a wording, its declarations with labels, and the same for everything below it."""
    found = {"text": _both("text"), **unit}
    for kind in ("parameters", "terms"):
        if kind in unit:
            found[kind] = {name: {"label": _both(name), **tree} for name, tree in unit[kind].items()}
    for _, children in UNITS.values():
        if isinstance(unit.get(children), list):
            found[children] = [_worded(child) for child in unit[children]]
        elif isinstance(unit.get(children), dict):
            found[children] = _worded(unit[children])
    return found


__all__ = ["MAIN", "ONLY", "InlineRulebook", "as_json", "example_file", "questions"]
