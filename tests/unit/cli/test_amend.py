"""``rulebook amend``: a draft that is not edited loads, and changes nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics
from engine.loading.amendments.copying import Copyist, written
from engine.loading.amendments.drafting import Drafter
from engine.loading.library import Library
from engine.loading.tree import plain
from engine.loading.yaml_source import read_yaml
from engine.reporting.difference.build import difference
from tests.shipped import library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

ROOM = "reading-room"
SOME = {
    "moe-international-students": [
        "art2.p5.s2", "art3", "art4.p1.s1", "art27-1", "art9.title", "parameters.annual_stay_limit", "terms.stay_is_disregarded",
        "decisions.eligibility",
    ],
}  # fmt: skip
RENUMBERING = """\
amendment: first
amends: reading-room
promulgated: 2021-01-15
in_force: 2021-02-01
changes:
  - {renumber: art1.p2, to: art1.p3}
  - insert_into: art1
    unit:
      paragraph: 2
      label: {zh: 館員, en: Librarians}
      text: {zh: 館員不受限制。, en: Librarians may enter.}
      kind: exception
      when: {fact: age, at_least: 99}
      lifts: [art1.p3]
"""


def draft(id_: str, targets: list[str], folder: Path, run: Run, *arguments: str) -> Path:
    file = folder / "draft.yaml"
    result = run("amend", id_, *targets, "--out", file, *arguments)
    assert result.exit_code == 0, result.stderr
    return file


@pytest.mark.parametrize("id_", library().ids())
def test_an_unedited_draft_of_a_shipped_text_changes_nothing(id_: str, tmp_path: Path, run: Run) -> None:
    before = library().load(id_)
    paths = (
        SOME.get(id_) or [unit.path for unit in before.provisions.values() if unit.parent is None and not unit.applied_from][:4]
    )
    file = draft(id_, paths, tmp_path, run, "--in-force", "2030-02-01")
    after = Library(library().folder, drafts=[file]).load(f"{id_}@draft")
    assert after.version == "2030-02-01"
    assert difference(before, after).is_empty


@pytest.mark.parametrize("id_", library().ids())
def test_every_unit_is_copied_as_it_is_written(id_: str) -> None:
    """The lines that are copied say what the tree says; hardly one unit has to be written anew, without its comments."""
    drafter = Drafter(library(), id_, library().newest(id_), date(2030, 1, 1))
    for path in drafter.manuscript.paths():
        tree = drafter.manuscript.find(path)
        assert tree is not None
        for lines in (Copyist().copied(tree, tree), written(tree)):
            again = read_yaml("\n".join(lines) + "\n", "", Diagnostics())
            assert again is not None
            assert plain(again) == plain(tree), path


def test_comments_come_along(small: Path, run: Run) -> None:
    article = small / "rulebooks" / ROOM / "enactments" / "1" / "articles" / "01.yaml"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("    kind: requirement\n", "    kind: requirement   # by age\n", 1), encoding="utf-8")
    copied = draft(ROOM, ["art1.p1"], small, run).read_text(encoding="utf-8")
    assert "      kind: requirement   # by age\n" in copied
    assert "paragraph: 1\n" in copied
    assert "paragraph: 2,\n" not in copied


def test_references_in_a_copy_name_units_as_they_are_called_now(small: Path, run: Run) -> None:
    """The decision was written when Paragraph 3 was Paragraph 2; in a new text the old name would be another unit."""
    folder = small / "rulebooks" / ROOM / "amendments"
    folder.mkdir()
    (folder / "first.yaml").write_text(RENUMBERING, encoding="utf-8")
    library = Library(small / "rulebooks")
    file = draft(ROOM, ["decisions.entry", "art1"], small, run, "--in-force", "2022-01-01")
    assert "art1.p3" in file.read_text(encoding="utf-8").partition("replace: art1\n")[0]
    after = Library(small / "rulebooks", drafts=[file]).load(f"{ROOM}@draft")
    assert difference(library.load(ROOM), after).is_empty


def test_the_first_lines_say_how_to_go_on(small: Path, run: Run) -> None:
    assert small.is_dir()
    draft(ROOM, ["parameters.least_age"], small, run, "--in-force", "2022-01-01", "--promulgated", "2021-12-01")
    file = small / "draft.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# yaml-language-server: $schema=")
    commands = [line.partition(": rulebook ")[2].split() for line in lines[1:4] if ": rulebook " in line]
    assert [words[0] for words in commands] == ["check", "diff"]
    assert commands[1][1:3] == [f"{ROOM}@1", f"{ROOM}@draft"]
    for words in commands:
        assert run(*[str(file) if word == str(file) else word for word in words]).exit_code == 0


def test_a_draft_that_was_written_is_not_lost(small: Path, run: Run) -> None:
    file = draft(ROOM, ["art1"], small, run)
    before = file.read_text(encoding="utf-8")
    assert run("amend", ROOM, "art2", "--out", file).exit_code == 2
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["art7"], "nothing of that name"),
        (["parameters.least_agee"], 'did you mean "least_age"?'),
        (["art1", "art1.p1"], "have something in common"),
        (["art1", "--in-force", "2019-01-01"], "no text of reading-room is in force on 2019-01-01"),
        (["art1", "--in-force", "soon"], "--in-force"),
    ],
)
def test_what_is_not_there_is_told(small: Path, run: Run, arguments: list[str], told: str) -> None:
    assert small.is_dir()
    result = run("amend", ROOM, *arguments)
    assert result.exit_code == 2
    assert told in result.stderr
