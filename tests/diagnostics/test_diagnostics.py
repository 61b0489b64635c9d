"""Each mistake is told where it stands, with a way out; what is no mistake is not.

A fixture is put into the library beside it, at the place that its first line names. Its next lines say what must be
found in it, nothing more and nothing less: ``# expect: LINE:COLUMN CODE HELP``, where HELP is a part of the help (or
``-`` for none); ``(warning)`` stands before the help of what is none of the errors. ``# structural`` says that the JSON
Schema refuses the file too.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics, Severity
from engine.loading.library import Library
from engine.loading.schema import findings_by_schema, schema_of
from engine.loading.source import read_file

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
GOOD = sorted((HERE / "good").glob("*.yaml"))
EXPECTED = re.compile(r"# expect: (?P<line>\d+):(?P<column>\d+) (?P<code>[a-z-]+) (?P<warning>\(warning\) )?(?P<help>.+)")
PLACES = {
    "article": "club/enactments/1/articles/02.yaml",
    "rulebook": "club/enactments/1/rulebook.yaml",
    "used": "federation/enactments/1/rulebook.yaml",
    "vocabulary": "vocabulary/member.yaml",
    "enumerations": "vocabulary/enumerations.yaml",
}
"""Where a fixture of each kind is put."""
ASKED_FOR = (
    "alias", "anchor", "cycle", "dead-outcome", "dead-row", "duplicate-key", "missing-argument", "missing-key",
    "missing-otherwise", "missing-translation", "no-date", "no-text", "tag", "two-words", "type-mismatch", "unknown-argument",
    "unknown-citation", "unknown-decision", "unknown-fact", "unknown-key", "unknown-parameter", "unknown-provision",
    "unknown-reading", "unknown-rulebook", "unknown-term", "unknown-word", "unused-provision", "wrong-lift",
)  # fmt: skip
"""What loading must find, whatever else it finds."""


def kind_of(file: Path) -> str:
    first = file.read_text(encoding="utf-8-sig").partition("\n")[0]
    assert first.startswith("# as: "), file
    return first.removeprefix("# as: ").strip()


def found_in(file: Path, folder: Path) -> list[Diagnostic]:
    """What loading finds in a fixture that is put into a copy of the library."""
    library = folder / "library"
    shutil.copytree(HERE / "library", library)
    place = library / PLACES[kind_of(file)]
    shutil.copyfile(file, place)
    loaded = Library(library)
    for id_ in loaded.ids():
        loaded.built(id_)
    return [finding for finding in loaded.diagnostics.in_order() if finding.place.file.endswith(PLACES[kind_of(file)])]


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_mistake_is_told_where_it_stands(file: Path, tmp_path: Path) -> None:
    wanted = list(EXPECTED.finditer(file.read_text(encoding="utf-8")))
    assert wanted, "a fixture says what is to be found"
    found = found_in(file, tmp_path)
    assert [(finding.place.line, finding.place.column, finding.code) for finding in found] == sorted(
        (int(line["line"]), int(line["column"]), line["code"]) for line in wanted
    ), [str(finding) for finding in found]
    by_place = {(int(line["line"]), int(line["column"]), line["code"]): line for line in wanted}
    for finding in found:
        line = by_place[finding.place.line, finding.place.column, finding.code]
        assert (finding.severity is Severity.WARNING) == bool(line["warning"])
        assert finding.message
        if line["help"] == "-":
            assert finding.help == ""
        else:
            assert line["help"] in finding.help


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_what_is_no_mistake_is_not_told(file: Path, tmp_path: Path) -> None:
    assert [str(finding) for finding in found_in(file, tmp_path)] == []


@pytest.mark.parametrize("file", [*BAD, *GOOD], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_the_schema_refuses_what_is_structural_and_nothing_else(file: Path) -> None:
    tree = read_file(file, file.name, Diagnostics())
    if tree is None:
        return  # no tree, nothing that a schema could be held against
    kind = kind_of(file)
    findings = findings_by_schema(schema_of("rulebook" if kind == "used" else kind), tree)
    structural = "\n# structural\n" in file.read_text(encoding="utf-8-sig")
    assert bool(findings) == structural, [str(finding) for finding in findings]


def test_the_library_itself_is_sound() -> None:
    library = Library(HERE / "library")
    for id_ in library.ids():
        library.load(id_)
    assert [finding for finding in library.diagnostics.found if finding.severity is Severity.ERROR] == []


def test_there_is_a_fixture_of_everything_that_loading_must_find() -> None:
    codes = {line["code"] for file in BAD for line in EXPECTED.finditer(file.read_text(encoding="utf-8"))}
    assert set(ASKED_FOR) - codes == set()


def test_all_mistakes_of_a_file_are_told() -> None:
    assert max(len(EXPECTED.findall(file.read_text(encoding="utf-8"))) for file in BAD) >= 3
