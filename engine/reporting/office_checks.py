"""What is wrong with an office's folder, found before a letter is written: its phrases, its templates, and what they come to.

What a template says can be looked at without running it: blocks that the base does not have, variables that there are not,
phrases by their keys. The rest is found by writing letters about nobody with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from jinja2 import meta, nodes

from engine.language.diagnostics import Diagnostics, InputError, Place, did_you_mean
from engine.reporting.letters.document import VALUES, document_of
from engine.reporting.letters.specimen import specimens
from engine.reporting.offices import office_of
from engine.reporting.phrases import places_of
from engine.reporting.template_files import SHIPPED
from engine.reporting.templating import GIVEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.reporting.letters.document import Languages
    from engine.reporting.templating import Templates

_LANGUAGES: Final[tuple[Languages, ...]] = ("zh", "en", "both")
_OF_A_BLOCK: Final = frozenset({"point"})
"""What the block of a part has, whoever writes it."""
_EXPLANATION: Final = frozenset({"report", "told", "versions", "turning", "besides", "facts"})
_BUILT_IN: Final = frozenset({"range", "super", "self", "loop", "caller", "varargs", "kwargs"})


def findings_of_office(folder: Path) -> list[Diagnostic]:
    """Everything that is wrong with the folder of an office, each with its place and a way out."""
    diagnostics = Diagnostics()
    office = office_of(folder, diagnostics)
    own = office.templates.files.own()
    if own:
        check_templates(office.templates, own, diagnostics)
        _check_names(folder / "templates", office.templates, diagnostics)
    return diagnostics.in_order()


def check_templates(templates: Templates, names: Sequence[str], diagnostics: Diagnostics) -> None:
    """What is wrong with templates: each by itself, then, where nothing is wrong yet, all of them in letters about nobody."""
    for name in names:
        if not name.startswith("letters/") and name != "explanation.jinja":
            continue
        finding = templates.parsed(name)
        if finding is not None:
            diagnostics.found.append(finding)
        else:
            _Checked(templates, name, diagnostics).all()
    if not diagnostics.errors:
        diagnostics.found += dict.fromkeys(_tried(templates))


def _tried(templates: Templates) -> Iterator[Diagnostic]:
    """What goes wrong when a letter of each form is written in each language."""
    for letter in specimens(templates.phrases):
        for languages in _LANGUAGES if letter.quotations else ("both",):  # what has little differs in no language
            try:
                document_of(letter, languages, templates)
            except InputError as error:
                yield from error.diagnostics
                if any(finding.code == "template-runs-on" for finding in error.diagnostics):
                    return  # it would run on in every other letter too, a second each


def _check_names(folder: Path, templates: Templates, diagnostics: Diagnostics) -> None:
    """Warn of templates that nothing asks for: they would change nothing."""
    own = templates.files.own()
    asked = {name.removeprefix(SHIPPED) for one in own for name in _references(templates, one)}
    shipped = [name for name in templates.files.list_templates() if name not in own or templates.files.path(f"{SHIPPED}{name}")]
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_dir() or file.name.startswith((".", "README")) or name in shipped or name in asked:
            continue
        place = Place(f"{templates.files.shown_as}/{name}")
        diagnostics.warning("unknown-file", f'no letter asks for a template "{name}"', place, did_you_mean(name, shipped))


def _references(templates: Templates, name: str) -> list[str]:
    tree = templates.tree(name)
    return [found for found in meta.find_referenced_templates(tree) if found] if tree is not None else []


class _Checked:
    """One template, looked at without running it."""

    def __init__(self, templates: Templates, name: str, diagnostics: Diagnostics) -> None:
        self.templates, self.name, self.diagnostics = templates, name, diagnostics
        tree = templates.tree(name)
        assert tree is not None  # noqa: S101 - it was parsed before
        self.tree = tree

    def all(self) -> None:
        """Everything that can be seen."""
        self._blocks()
        self._variables()
        self._phrases()

    def _place(self, node: nodes.Node) -> Place:
        return Place(self.templates.files.shown(self.name), node.lineno)

    def _base(self) -> tuple[nodes.Extends, str] | None:
        """What it extends, where that is said by name."""
        found = self.tree.find(nodes.Extends)
        if found is None or not isinstance(found.template, nodes.Const):
            return None
        return found, str(found.template.value)

    def _blocks(self) -> None:
        based = self._base()
        if based is None:
            return
        extends, base = based
        if base == self.name:
            self.diagnostics.error("template", "the template extends itself", self._place(extends), f'extend "{SHIPPED}{base}"')
            return
        known = _blocks_of(self.templates, base)
        for block in self.tree.find_all(nodes.Block):
            if known and block.name not in known and not _is_within(block, self.tree):
                message = f'"{base}" has no block "{block.name}": what stands in it would never be shown'
                self.diagnostics.error("unknown-block", message, self._place(block), did_you_mean(block.name, known))

    def _variables(self) -> None:
        values = _EXPLANATION if self.name == "explanation.jinja" else frozenset(VALUES)
        known = {*GIVEN, *values, *_OF_A_BLOCK, *_BUILT_IN}
        for tree in _chain(self.templates, self.name):
            known.update(_defined(tree))
        for name in sorted(meta.find_undeclared_variables(self.tree) - known):
            node = next((one for one in self.tree.find_all(nodes.Name) if one.name == name), self.tree)
            self.diagnostics.error("unknown-variable", f'there is no "{name}" here', self._place(node), did_you_mean(name, known))

    def _phrases(self) -> None:
        phrases = self.templates.phrases
        for call in self.tree.find_all(nodes.Call):
            if not isinstance(call.node, nodes.Name) or call.node.name not in {"said", "plural"} or not call.args:
                continue
            key = call.args[0]
            if not isinstance(key, nodes.Const):
                continue
            name = f"{key.value}.other" if call.node.name == "plural" else str(key.value)
            if not phrases.has(name):
                message = f'there is no phrase "{name}"'
                self.diagnostics.error("unknown-phrase", message, self._place(call), did_you_mean(name, phrases.zh))
                continue
            given = {keyword.key for keyword in call.kwargs}
            for place in sorted(places_of(phrases.zh[name]) - given) if call.dyn_kwargs is None else ():
                message = f'the phrase "{name}" has a place for {{{place}}}, and nothing is given for it'
                self.diagnostics.error("missing-placeholder", message, self._place(call), f"write said(…, l, {place}=…)")


def _chain(templates: Templates, name: str) -> list[nodes.Template]:
    """A template and those that it extends, one on the other, as far as they can be read."""
    found: list[nodes.Template] = []
    while (tree := templates.tree(name)) is not None and len(found) <= len(templates.files.list_templates()):
        found.append(tree)
        extends = tree.find(nodes.Extends)
        if extends is None or not isinstance(extends.template, nodes.Const):
            break
        name = str(extends.template.value)
    return found


def _blocks_of(templates: Templates, name: str) -> frozenset[str]:
    """The blocks of a template and of those that it extends."""
    return frozenset(block.name for tree in _chain(templates, name) for block in tree.find_all(nodes.Block))


def _defined(tree: nodes.Template) -> Iterator[str]:
    """The names that a template gives at its top: its blocks see them."""
    for node in tree.body:
        match node:
            case nodes.Macro(name=name) | nodes.Import(target=name):
                yield name
            case nodes.FromImport(names=names):
                yield from (name if isinstance(name, str) else name[1] for name in names)
            case nodes.Assign() | nodes.AssignBlock():
                yield from (target.name for target in node.find_all(nodes.Name) if target.ctx == "store")
            case _:
                pass  # what is shown gives no name


def _is_within(block: nodes.Block, tree: nodes.Template) -> bool:
    """Whether a block stands in another: then it is shown with that one."""
    return any(
        inner is block for outer in tree.find_all(nodes.Block) if outer is not block for inner in outer.find_all(nodes.Block)
    )
