"""The units of a text, and what is declared near them, before any rule is read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from engine.language import keys
from engine.language.diagnostics import did_you_mean
from engine.language.words import CHILDREN_IN_READING_ORDER, UNITS
from engine.loading.build.provisions import COMMON_KEYS, DECLARATION_KEYS, RULE_KEYS
from engine.loading.build.reading import BrokenError
from engine.loading.build.scope import Declared, NodeDraft
from engine.loading.spelling import marks_help, without_marks
from engine.loading.tree import Mapping, Scalar

if TYPE_CHECKING:
    from engine.language.diagnostics import Place
    from engine.loading.build.reading import Reader
    from engine.loading.build.scope import Draft
    from engine.loading.tree import Entry, Tree

_NUMBER = re.compile("[1-9][0-9]{0,3}(?:-[1-9][0-9]?)*")
"""``7``, ``7-1``; a date, whose parts begin with 0, is none."""
_WORD = re.compile("[a-z][a-z0-9_-]*")
_CHILD_KEYS = {children: unit for unit, (_, children) in UNITS.items()}


class NodeCollector:
    """Fills a draft with the nodes of its files and with the names that they declare."""

    def __init__(self, reader: Reader, draft: Draft) -> None:
        self.reader, self.draft = reader, draft

    def collect(self, tree: Tree, parent: NodeDraft | None, place: Place) -> str | None:
        """Register a node and everything below it; its path, or nothing where it can't be told."""
        try:
            mapping = self.reader.mapping(tree, "a unit of the text", place)
            unit, number = self._unit(mapping)
        except BrokenError:
            self.draft.incomplete = True
            return None
        prefix, _ = UNITS[unit]
        step = prefix if unit == "proviso" else f"{prefix}{number}"
        path = f"{parent.path}.{step}" if parent else step
        if path in self.draft.nodes:
            first = self.draft.nodes[path].tree.place
            self.reader.diagnostics.error("duplicate-unit", f'"{path}" is there already', mapping.place, f"first at {first}")
            return None
        subject = self.subject(mapping, parent.subject if parent else self.draft.subjects[0])
        node = NodeDraft(path, unit, number, parent.path if parent else None, mapping, subject)
        self.draft.nodes[path] = node
        self._check(node)
        mapping = node.tree
        self._declare(node)
        for key in CHILDREN_IN_READING_ORDER:
            written = mapping.get(key)
            if written is None or (key == unit == "proviso" and isinstance(written, Scalar)):
                continue
            try:
                items = (written,) if key == "proviso" else self.reader.sequence(written, key, mapping.place).items
            except BrokenError:
                self.draft.incomplete = True
                continue
            for item in items:
                child = self.collect(item, node, mapping.place)
                if child:
                    node.children.append(child)
                    self._check_child_unit(key, child, item)
        return path

    def _unit(self, mapping: Mapping) -> tuple[str, str]:
        units = [entry for entry in mapping if entry.key in UNITS and not self._is_child(entry)]
        if len(units) != 1:
            message = "a unit of the text says which it is" if not units else "a unit of the text has one number"
            self.reader.fail("no-unit", message, mapping.place, f"one of: {', '.join(UNITS)}")
        entry = units[0]
        if entry.key == "proviso":
            return "proviso", ""
        number = self.reader.text(entry.value, f"the number of the {entry.key}", entry.key_place)
        shape, wanted = (_WORD, "a word of small letters") if entry.key == "heading" else (_NUMBER, "a number")
        if not shape.fullmatch(number):
            example = "such as status" if entry.key == "heading" else "such as 7, or 7-1 for one put in after it"
            way_out = marks_help(number) if shape.fullmatch(without_marks(number)) else example
            self.reader.fail("wrong-number", f'`{entry.key}` is {wanted}, not "{number}"', entry.value.place, way_out)
        return entry.key, number

    @staticmethod
    def _is_child(entry: Entry) -> bool:
        """``proviso: true`` names a unit, ``proviso: {…}`` holds one."""
        return entry.key == "proviso" and isinstance(entry.value, Mapping)

    def _check_child_unit(self, key: str, child: str, item: Tree) -> None:
        unit = self.draft.nodes[child].unit
        if unit != _CHILD_KEYS[key]:
            self.reader.diagnostics.error("wrong-unit", f"`{key}` holds no {unit}", item.place,
                                          f"put it under `{UNITS[unit][1]}`")  # fmt: skip

    def subject(self, mapping: Mapping, inherited: str) -> str:
        """Of whom a unit or a file speaks: as it says, else as what is around it."""
        written = mapping.get("subject")
        if written is None:
            return inherited
        if isinstance(written, Scalar) and written.text in self.draft.subjects:
            return written.text
        name = written.text if isinstance(written, Scalar) else ""
        self.reader.diagnostics.error("unknown-subject", f'this rulebook decides no "{name}"', written.place,
                                      did_you_mean(name, self.draft.subjects))  # fmt: skip
        return inherited

    def _check(self, node: NodeDraft) -> None:
        tree = node.tree
        written = tree.get("kind")
        kind = "container"
        if written is not None:
            kind = written.text if isinstance(written, Scalar) else ""
            if kind not in RULE_KEYS or kind == "container":
                known = [name for name in RULE_KEYS if name != "container"]
                self.reader.diagnostics.error("unknown-kind", f'there is no kind "{kind}"', written.place,
                                              did_you_mean(kind, known))  # fmt: skip
                kind = "container"
        allowed = (node.unit, *COMMON_KEYS, *CHILDREN_IN_READING_ORDER, *RULE_KEYS[kind])
        what = f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" if kind != "container" else "a unit without a kind"
        node.tree = self.reader.check_keys(tree, allowed, what)
        node.misread = any(entry.key not in allowed for entry in tree)
        if "nature" in tree and kind != "statement":
            self.reader.diagnostics.error("wrong-key", "only a statement has a nature", tree.entries["nature"].key_place)
        if kind == "statement" and "not_executable" not in tree and not node.misread:
            self.reader.diagnostics.error("missing-key", "a statement says why it has no rule", tree.place,
                                          "not_executable: {zh: …, en: …}")  # fmt: skip
        if kind == "statement" and "nature" not in tree and not node.misread:
            self.reader.diagnostics.warning("no-nature", "a statement says what it is instead of a rule", tree.place,
                                            f"nature: one of {', '.join(keys.NATURES)}")  # fmt: skip

    def _declare(self, node: NodeDraft) -> None:
        for key in DECLARATION_KEYS:
            written = node.tree.get(key)
            if written is not None:
                self.declare(key, written, node.path, node.subject)

    def declare(self, key: str, tree: Tree, here: str, subject: str) -> None:
        """Register the named things under ``parameters``, ``readings``, ``terms`` or ``decisions``."""
        where: dict[str, Declared] = getattr(self.draft, f"declared_{key}")
        try:
            entries = self.reader.mapping(tree, key, tree.place)
        except BrokenError:
            return
        for entry in entries:
            if entry.key in where:
                first = where[entry.key].name_place
                message = f'"{entry.key}" is declared already'
                self.reader.diagnostics.error("duplicate-name", message, entry.key_place, f"first at {first}")
                continue
            if not isinstance(entry.value, Mapping):
                self.reader.diagnostics.error("wrong-shape", f'"{entry.key}" is a mapping', entry.key_place)
                continue
            own = entry.value.get("subject")
            about = own.text if isinstance(own, Scalar) else subject
            if about not in self.draft.subjects:
                self.reader.diagnostics.error("unknown-subject", f'this rulebook decides no "{about}"', entry.key_place,
                                              did_you_mean(about, self.draft.subjects))  # fmt: skip
                about = subject
            where[entry.key] = Declared(entry.key, entry.key_place, entry.value, here, about)
