"""An office's own folder: who writes, its phrases, its templates, its letters. Nothing outside of the folder is read.

``office.yaml`` says who writes; ``phrases/zh.yaml`` and ``en.yaml`` hold single phrases in place of shipped ones,
``templates/letters/*.jinja`` single blocks, and ``letters/<rulebook>/*.yaml`` letters.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from engine.language import keys, office_keys
from engine.language.diagnostics import Diagnostics, InputError, Place, did_you_mean
from engine.loading.build.reading import BrokenError, Reader
from engine.loading.source import read_file
from engine.loading.tree import Sequence
from engine.reporting.letters.model import Sender
from engine.reporting.phrases import LANGUAGES, Phrases, phrases_of_file, places_of, shipped_phrases
from engine.reporting.template_files import TemplateFiles
from engine.reporting.templating import Templates

if TYPE_CHECKING:
    from engine.language.facts import Bilingual
    from engine.loading.tree import Mapping, Scalar, Tree
    from engine.reporting.model import Tone

SAYS: Final = "office.yaml"
_MOST_FILES: Final = 2_000
_KNOWN: Final = (SAYS, "phrases", "templates", "letters")


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office as letters see it. ``sender`` is none where no folder says who writes; ``folder`` is none for no office."""

    sender: Sender | None = None
    phrases: Phrases = field(default_factory=shipped_phrases)
    templates: Templates = field(default_factory=lambda: Templates(shipped_phrases()))
    folder: Path | None = None


def named_office(named: Path | None) -> Path | None:
    """The folder of the office: as named, else ``RULEBOOK_OFFICE``, else none."""
    return named or (Path(os.environ["RULEBOOK_OFFICE"]) if os.environ.get("RULEBOOK_OFFICE") else None)


def read_office(folder: Path | None) -> Office:
    """The office of a folder; without one, what is shipped. Raises :class:`InputError` with every problem."""
    if folder is None:
        return Office()
    diagnostics = Diagnostics()
    office = office_of(folder, diagnostics)
    if diagnostics.errors:
        raise InputError(diagnostics.in_order())
    return office


def office_of(folder: Path, diagnostics: Diagnostics) -> Office:
    """The office of a folder as far as it can be read; what is wrong goes to ``diagnostics``."""
    if not _is_closed(folder, diagnostics):
        return Office()
    shown = str(folder)
    sender = _sender(folder / SAYS, f"{shown}/{SAYS}", diagnostics)
    phrases = _phrases(folder / "phrases", f"{shown}/phrases", diagnostics)
    files = TemplateFiles(folder / "templates", f"{shown}/templates") if (folder / "templates").is_dir() else TemplateFiles()
    return Office(sender=sender, phrases=phrases, templates=Templates(phrases, files), folder=folder)


# -- the folder --------------------------------------------------------------------------------------------------------


def _is_closed(folder: Path, diagnostics: Diagnostics) -> bool:
    """Whether the folder is one and nothing in it leads out: a link to elsewhere could show any file of the machine."""
    if not folder.is_dir():
        diagnostics.error(
            "no-office", f'"{folder}" is no folder of an office', Place(str(folder)), "name a folder with --office DIR"
        )
        return False
    root, before = folder.resolve(), len(diagnostics.errors)
    for number, (where, folders, files) in enumerate(os.walk(folder)):
        for name in sorted([*folders, *files]):
            path = Path(where) / name
            if path.is_symlink() and not _leads_within(path, root):
                message = f"the link leads out of the folder of the office, to {path.readlink()}"
                diagnostics.error("link-outside", message, Place(str(path)), "put the file itself into the folder")
            elif path.exists() and not (path.is_file() or path.is_dir()):
                diagnostics.error("no-file", f'"{name}" is neither a file nor a folder', Place(str(path)), "take it away")
        if number * 10 + len(files) > _MOST_FILES:
            diagnostics.error("too-many-files", f"the folder holds more than {_MOST_FILES} files", Place(str(folder)),
                              "name the folder of an office alone")  # fmt: skip
            return False
    for name in _KNOWN:
        path = folder / name
        if path.is_file() if name != SAYS else path.is_dir():
            message = (
                f'"{name}" is a folder, and has to be a file' if name == SAYS else f'"{name}" is a file, and has to be a folder'
            )
            diagnostics.error(
                "no-folder" if name != SAYS else "no-file", message, Place(str(path)), "docs/letters.md says what lies where"
            )
    for path in sorted(folder.iterdir()):  # other files may lie there, such as a mapping of the office's tables
        if path.name not in _KNOWN and (near := get_close_matches(path.name, _KNOWN, n=1, cutoff=0.8)):
            message = f'"{path.name}" is nothing that an office says'
            diagnostics.warning("unknown-file", message, Place(str(path)), f'did you mean "{near[0]}"?')
    return len(diagnostics.errors) == before


def _leads_within(link: Path, root: Path) -> bool:
    try:
        return link.resolve().is_relative_to(root)
    except (RuntimeError, OSError):  # a link that leads to itself leads nowhere
        return False


# -- who writes --------------------------------------------------------------------------------------------------------


def _sender(file: Path, shown: str, diagnostics: Diagnostics) -> Sender | None:
    if not file.is_file():
        return None
    tree = read_file(file, shown, diagnostics)
    return None if tree is None else _OfficeReader(diagnostics).read(tree)


class _OfficeReader(Reader):
    """``office.yaml``."""

    def read(self, tree: Tree) -> Sender | None:
        try:
            office = self.check_keys(self.mapping(tree, "an office", tree.place), keys.names(office_keys.OFFICE), "an office")
            written = self.mapping(office.get("sender"), "`sender`, who writes,", tree.place)
            says = self.check_keys(written, keys.names(office_keys.SENDER), "a sender")
            return self._sender(says, self._remedies(office.get("remedies")), self._wordings(office.get("copies"), "`copies`"))
        except BrokenError:
            return None

    def _sender(self, says: Mapping, remedies: tuple[tuple[Tone, Bilingual], ...], copies: tuple[Bilingual, ...]) -> Sender:
        return Sender(
            name=self.bilingual(says.get("name"), "`name`", says.place),
            address=self._wording(says, "address"),
            unit=self._wording(says, "unit"),
            officer=self._wording(says, "officer"),
            telephone=self._line(says, "telephone"),
            email=self._line(says, "email"),
            website=self._line(says, "website"),
            signatory=self._wording(says, "signatory"),
            reference=self._reference(says),
            handling=self._wording(says, "handling"),
            remedies=remedies,
            copies=copies,
        )

    def _wording(self, says: Mapping, key: str) -> Bilingual | None:
        return self.optional_bilingual(says.get(key), f"`{key}`")

    def _line(self, says: Mapping, key: str) -> str:
        written = says.get(key)
        return "" if written is None else self.text(written, f"`{key}`", says.place)

    def _reference(self, says: Mapping) -> str:
        pattern = self._line(says, "reference")
        try:
            unknown = places_of(pattern) - {"number", "record"}
        except ValueError as error:
            self.fail("unknown-placeholder", f"`reference`: {error}", says.entries["reference"].value.place)
        if unknown:
            names = ", ".join(sorted(f"{{{name}}}" for name in unknown))
            place = says.entries["reference"].value.place
            self.fail("unknown-placeholder", f"`reference` cannot fill in {names}", place, "it knows {number} and {record}")
        return pattern

    def _remedies(self, tree: Tree | None) -> tuple[tuple[Tone, Bilingual], ...]:
        if tree is None:
            return ()
        known = keys.names(office_keys.REMEDIES)
        says = self.check_keys(self.mapping(tree, "`remedies`", tree.place), known, "`remedies`")
        return tuple(
            (cast("Tone", entry.key), self.bilingual(entry.value, f"`{entry.key}`", says.place))
            for entry in says
            if entry.key in known
        )

    def _wordings(self, tree: Tree | None, what: str) -> tuple[Bilingual, ...]:
        if tree is None:
            return ()
        items = tree.items if isinstance(tree, Sequence) else (tree,)
        return tuple(self.bilingual(item, what, tree.place) for item in items)


# -- phrases -----------------------------------------------------------------------------------------------------------


def _phrases(folder: Path, shown: str, diagnostics: Diagnostics) -> Phrases:
    """The shipped phrases with the office's in their places."""
    ours = shipped_phrases()
    if not folder.is_dir():
        return ours
    own: dict[str, dict[str, Scalar]] = {}
    for language in LANGUAGES:
        file = folder / f"{language}.yaml"
        own[language] = phrases_of_file(file, f"{shown}/{file.name}", diagnostics) if file.is_file() else {}
    for path in sorted(folder.iterdir()):
        if path.name not in {f"{language}.yaml" for language in LANGUAGES} and not path.name.startswith((".", "README")):
            diagnostics.warning(
                "unknown-file", f'"{path.name}" holds no phrases', Place(f"{shown}/{path.name}"), "they are zh.yaml and en.yaml"
            )
    right: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
    for language, other in (LANGUAGES, LANGUAGES[::-1]):
        shipped = ours.zh if language == "zh" else ours.en
        for key, phrase in own[language].items():
            if _is_right(key, phrase, shipped, diagnostics):
                right[language][key] = phrase.text
            if key in shipped and key not in own[other]:
                message = f'the phrase "{key}" is changed in "{language}" only'
                diagnostics.error("unbalanced-translation", message, phrase.place, f"add {key} to {shown}/{other}.yaml")
    return Phrases({**ours.zh, **right["zh"]}, {**ours.en, **right["en"]})


def _is_right(key: str, phrase: Scalar, shipped: dict[str, str], diagnostics: Diagnostics) -> bool:
    """Whether there is such a phrase, and whether it says all that the shipped one says, and no more."""
    if key not in shipped:
        diagnostics.error("unknown-phrase", f'there is no phrase "{key}"', phrase.place, did_you_mean(key, shipped))
        return False
    wanted = places_of(shipped[key])
    try:
        found = places_of(phrase.text)
    except ValueError:
        return False  # told when it was read
    for name in sorted(found - wanted):
        way_out = did_you_mean(name, wanted) or "it has no places"
        diagnostics.error("unknown-placeholder", f'nothing is filled in for {{{name}}} in "{key}"', phrase.place, way_out)
    for name in sorted(wanted - found):
        message = f'the phrase "{key}" leaves out {{{name}}}: what stands there would be lost'
        diagnostics.error("missing-placeholder", message, phrase.place, f"say {{{name}}} where it belongs: {shipped[key]}")
    return found == wanted
