"""The whole proof of a judgment as a tree: each thing in full where it is first met, then by its name and value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from engine.cli.console import BOLD, DIM, GREEN, RED, YELLOW
from engine.cli.layout import Branch, Words, line
from engine.cli.wording import shown_value
from engine.language.facts import Bilingual

if TYPE_CHECKING:
    from engine.cli.wording import Wording
    from engine.evaluation.judgment import Judgment

COLOURS_OF_STATUS: Final = {
    "satisfied": (GREEN,),
    "not_satisfied": (RED,),
    "undetermined": (YELLOW,),
    "not_applicable": (DIM,),
}
_FIELD_OF_ANY: Final = "[]."


def proof_tree(judgment: Judgment, wording: Wording) -> Branch:
    """The trace of a judgment, from its decisions down; the words are the keys of its JSON form."""
    proof = _Proof(judgment.trace, wording)
    root = Branch(line("trace", BOLD))
    root.below += [proof.node(f"decision {judgment.rulebook.id}:{name}") for name in judgment.decisions]
    return root


class _Proof:
    def __init__(self, trace: dict[str, Any], wording: Wording) -> None:
        self.trace, self.wording = trace, wording
        self.told: set[str] = set()

    def node(self, key: str) -> Branch:
        """A decision, provision or term with what it rests on."""
        node = self.trace["nodes"][key]
        answer = node.get("status") or shown_value(node.get("elements") or node.get("value"))
        named = key if " " in key else f"{node['kind']} {key}"
        words = [Words(named, (BOLD,)), Words(" = "), Words(answer, COLOURS_OF_STATUS.get(answer, ()))]
        if key in self.told:
            return Branch((*words, Words("  (above)" if "from" in node else "", (DIM,))))
        self.told.add(key)
        label = node.get("title") or node.get("label")
        branch = Branch((*words, Words(f"  {self.wording.of(Bilingual(**label))}" if label else "", (DIM,))))
        for lifting in node.get("lifted_by", ()):
            branch.add(f"lifted by {lifting}", YELLOW)
        for path in node.get("facts", ()):
            self._fact(branch, path)
        for name in node.get("parameters", ()):
            parameter = self.trace["parameters"][name]
            unit = f" {parameter['unit']}" if "unit" in parameter else ""
            branch.add(f"parameter {name} = {shown_value(parameter['value'])}{unit}", DIM)
        for name in node.get("readings", ()):
            branch.add(f"reading {name} = {self.trace['readings'][name]}", DIM)
        branch.below += [self.node(below) for below in node.get("from", ())]
        return branch

    def _fact(self, branch: Branch, path: str) -> None:
        """A fact; a field of a list's elements once for each of them."""
        facts = self.trace["facts"]
        list_path, of_any, field = path.partition(_FIELD_OF_ANY)
        paths = [path]
        if of_any:
            paths = [known for known in facts if known.startswith(f"{list_path}[") and known.endswith(f"].{field}")]
            paths = paths or [list_path]
        for each in paths:
            fact = facts.get(each)
            if fact is not None:
                presumed = " (presumed)" if fact.get("presumed") else ""
                branch.add(f"fact {each} = {shown_value(fact['value'])}{presumed}", DIM)
