"""The examples in help: of the rulebooks and records that are there, so that each can be tried as it stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from engine.language.diagnostics import InputError
from engine.language.words import UNITS
from engine.loading.folders import find_library, shipped
from engine.loading.library import Library

_PLACEHOLDERS: Final = {
    "<id>": "RULEBOOK",
    "<record>": "record.yaml",
    "<case>": "A-0001",
    "<records>": "records",
    "<subject>": "SUBJECT",
    "<table>": "table.xlsx",
    "<before>": "RULEBOOK@VERSION",
    "<after>": "RULEBOOK@VERSION",
    "<amended>": "RULEBOOK",
    "<day>": "2030-06-01",
    "<unit>": "PATH",
    "<drafted>": "RULEBOOK",
    "<draft>": "amendment.yaml",
    "<scenarios>": "scenarios",
}

_FIRST_SUBJECT: Final = re.compile(r"^subjects: *\{? *\n? *(\w+):", re.MULTILINE)


def filled_in(text: str) -> str:
    """A help text with ``<id>``, ``<record>``, ``<case>`` (its id) and the like replaced by what is at hand."""
    if "<" not in text:
        return text
    for placeholder, word in (_PLACEHOLDERS | _at_hand()).items():
        text = text.replace(placeholder, word)
    return text


def _at_hand() -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        library = Library(find_library())
    except InputError:  # a RULEBOOK_PATH that is no folder is said when a command needs one
        return found
    examples = library.folder.parent / "examples"
    folders = sorted((examples if examples.is_dir() else shipped("examples")).glob("*/"))
    subjects = tuple(_main_subject(library, id_) for id_ in library.ids())
    records = [record for folder in folders if folder.name.startswith(subjects) for record in sorted(folder.glob("*.yaml"))]
    if records:
        found["<record>"], found["<records>"] = _shown(records[0]), _shown(records[0].parent)
        found["<case>"] = _id_in(records[0])
    for draft in sorted(file for folder in folders for file in folder.glob("amendment.yaml")):
        found |= {"<drafted>": _amended_by(draft), "<draft>": _shown(draft), "<scenarios>": _shown(draft.parent / "scenarios")}
    tables = [table for folder in folders for table in sorted(folder.glob("*.xlsx"))]
    if tables:
        found["<table>"] = _shown(tables[0])
    deciding = [id_ for id_ in library.ids() if records and records[0].parent.name.startswith(_main_subject(library, id_))]
    if library.ids():
        found["<id>"] = (deciding or library.ids())[-1]
        amended = max(deciding or library.ids(), key=lambda id_: len(library.versions(id_)))
        versions = library.versions(amended)
        periods = library.timeline(amended).versions
        found |= {"<amended>": amended, "<unit>": _first_unit(library, amended)}
        found |= {"<day>": periods[-1].first_day.isoformat()} if periods else {}
        found["<before>"], found["<after>"] = (f"{amended}@{name}" for name in (*versions[-2:-1], *versions[-1:] * 2)[:2])
    return found | _subject(library)


def _id_in(record: Path) -> str:
    """The id that a record gives itself, which a help text does not check."""
    found = re.search(r"^id: *[\"']?([^\s\"']+)", record.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else _PLACEHOLDERS["<case>"]


def _amended_by(draft: Path) -> str:
    """The rulebook that an amendment says it amends."""
    found = re.search(r"^amends: *[\"']?([^\s\"']+)", draft.read_text(encoding="utf-8"), re.MULTILINE)
    return found.group(1) if found else _PLACEHOLDERS["<drafted>"]


def _main_subject(library: Library, id_: str) -> str:
    """The subject that a head names first, after which the folder of its examples is called; a help text loads no rulebook."""
    head = library.folder / id_ / "enactments" / library.enactments(id_)[-1] / "rulebook.yaml"
    found = _FIRST_SUBJECT.search(head.read_text(encoding="utf-8"))
    return found.group(1) if found else "?"


def _first_unit(library: Library, id_: str) -> str:
    """The path of the unit with which a text begins."""
    texts = library.folder / id_ / "enactments" / library.enactments(id_)[-1] / "articles"
    for file in sorted(texts.glob("*.yaml"))[:1]:
        for unit, (step, _) in UNITS.items():
            found = re.search(rf"^{unit}: *[\"']?([^\s\"']+)", file.read_text(encoding="utf-8"), re.MULTILINE)
            if found:
                return f"{step}{found.group(1)}"
    return _PLACEHOLDERS["<unit>"]


def _subject(library: Library) -> dict[str, str]:
    """The subject of the rulebook's records, as its vocabulary is called."""
    vocabularies = sorted(path.stem for path in (library.folder / "vocabulary").glob("*.yaml"))
    return {"<subject>": vocabularies[0]} if vocabularies else {}


def _shown(path: Path) -> str:
    """A path from the working directory where it lies below."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
