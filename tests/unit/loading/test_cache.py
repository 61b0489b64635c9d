"""Rulebooks that are kept for the next command: the same as from their text, never out of date, never trusted blindly."""

from __future__ import annotations

import os
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

import engine
from engine.cli.application import app
from engine.language.diagnostics import InputError
from engine.loading.cache.plain import UnknownTypeError, plain, rebuilt
from engine.loading.cache.shelf import Shelf, users_shelf
from engine.loading.library import Library
from tests.unit.loading.small_rulebook import library

if TYPE_CHECKING:
    from engine.language.rulebook import Rulebook
    from engine.loading.amendments.consolidating import Text

RULEBOOKS = Path(__file__).parents[3] / "rulebooks"
USED, USING, ALONE = "moe-international-students", "nthu-dual-emba", "club"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of one small rulebook, to be changed."""
    return library(tmp_path / "rulebooks").folder


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "kept")


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rulebooks that were built from their text, in order."""
    built: list[str] = []
    really = Library.text

    def noted(self: Library, id_: str, version: str) -> Text:
        built.append(id_)
        return really(self, id_, version)

    monkeypatch.setattr(Library, "text", noted)
    return built


def head_of(folder: Path) -> Path:
    return next(folder.glob(f"{ALONE}/enactments/*/rulebook.yaml"))


def entries(shelf: Shelf) -> list[Path]:
    return sorted(shelf.folder.iterdir())


# -- the same as from the text -----------------------------------------------------------------------------------------


def test_a_rulebook_comes_back_with_all_that_it_says_and_every_place() -> None:
    whole = Library(RULEBOOKS)
    books = {id_: whole.load(id_) for id_ in (USED, USING)}
    for book in books.values():
        again: Rulebook = rebuilt(plain(book), books.__getitem__)
        assert again == book
        assert repr(again) == repr(book)  # equality leaves out the places


def test_what_was_loaded_once_is_not_built_again(shelf: Shelf, builds: list[str]) -> None:
    first = Library(RULEBOOKS, shelf).load(USING)
    assert builds == [USING, USED]
    again = Library(RULEBOOKS, shelf)
    second = again.load(USING)
    assert builds == [USING, USED]
    assert repr(second) == repr(first)
    assert again.load(USING) is second
    assert again.load(USED) is second.uses[USED].rulebook
    assert again.vocabularies == Library(RULEBOOKS).vocabularies


def test_what_is_shared_stays_shared() -> None:
    word = ("a", "b")
    one, other, table = rebuilt(plain((word, word, {"again": word})), pytest.fail)
    assert one is other is table["again"]


def test_true_is_not_one_and_text_is_not_a_number() -> None:
    values = (True, 1, "1", None, False, 0, 10**30, "")
    again = rebuilt(plain(values), pytest.fail)
    assert [(type(value), value) for value in again] == [(type(value), value) for value in values]


def test_what_no_rulebook_holds_is_not_kept(shelf: Shelf) -> None:
    with pytest.raises(UnknownTypeError, match="Fraction"):
        plain((Fraction(1, 3),))
    shelf.put("a", "00" * 32, Fraction(1, 3))
    assert shelf.take("a", "00" * 32, pytest.fail) is None


def test_a_command_says_the_same_with_and_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = RULEBOOKS.parent / "examples" / "applicants" / "dual-national.yaml"
    said = []
    for named in ("off", str(tmp_path / "kept"), str(tmp_path / "kept")):
        monkeypatch.setenv("RULEBOOK_CACHE", named)
        result = CliRunner().invoke(app, ["evaluate", str(record), "--rulebook", USING, "--format", "json", "--trace"])
        said.append((result.exit_code, result.output))
    assert said[0] == said[1] == said[2]
    assert len(list((tmp_path / "kept").iterdir())) == 3  # the vocabularies and two rulebooks


# -- never out of date -------------------------------------------------------------------------------------------------


def test_a_changed_text_is_read_again(folder: Path, shelf: Shelf, builds: list[str]) -> None:
    old = Library(folder, shelf).load(ALONE)
    head = head_of(folder)
    head.write_text(head.read_text("utf-8") + "\n# a remark\n", "utf-8")
    new = Library(folder, shelf).load(ALONE)
    assert builds == [ALONE, ALONE]
    assert new.digest != old.digest
    head.write_text(head.read_text("utf-8").removesuffix("\n# a remark\n"), "utf-8")
    assert Library(folder, shelf).load(ALONE).digest == old.digest


@pytest.mark.parametrize("change", ["vocabulary", "file", "version", "broken"])
def test_whatever_else_would_be_read_counts_too(folder: Path, shelf: Shelf, builds: list[str], change: str) -> None:
    version = Library(folder, shelf).load(ALONE).version
    enactments = folder / ALONE / "enactments"
    match change:
        case "vocabulary":
            with (folder / "vocabulary" / "enumerations.yaml").open("a", encoding="utf-8") as stream:
                stream.write("\n# a remark\n")
        case "file":
            (enactments / version / "stray.yaml").write_text("a: 1\n", "utf-8")
        case "version":
            (enactments / "9999").mkdir()
            (enactments / "9999" / "rulebook.yaml").write_text("rulebook: x\n", "utf-8")
        case _:
            head_of(folder).write_text("rulebook: [\n", "utf-8")
    if change == "vocabulary":
        Library(folder, shelf).load(ALONE)
    else:
        with pytest.raises(InputError):
            Library(folder, shelf).load(ALONE)
    assert set(builds) == {ALONE}
    assert len(builds) == (3 if change == "version" else 2)  # of two versions both are looked at


def test_a_broken_text_is_never_kept(folder: Path, shelf: Shelf) -> None:
    head = head_of(folder)
    head.write_text(head.read_text("utf-8").replace('"governs"', '"unheard_of"'), "utf-8")
    said = []
    for _ in range(2):
        with pytest.raises(InputError) as error:
            Library(folder, shelf).load(ALONE)
        said.append(str(error.value))
    assert said[0] == said[1]
    assert "unheard_of" in said[0]


def test_a_text_that_changes_while_it_is_read_is_not_kept(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    really, head = Library.text, head_of(folder)

    def changed(self: Library, id_: str, version: str) -> Text:
        head.write_text(head.read_text("utf-8") + "# a remark\n", "utf-8")
        return really(self, id_, version)

    monkeypatch.setattr(Library, "text", changed)
    Library(folder, shelf).load(ALONE)
    assert not shelf.folder.exists() or len(entries(shelf)) == 1  # the vocabularies, read before it changed


def test_a_link_leads_to_where_nobody_looked(folder: Path, shelf: Shelf, builds: list[str], tmp_path: Path) -> None:
    head = head_of(folder)
    head.rename(tmp_path / "elsewhere.yaml")
    head.symlink_to(tmp_path / "elsewhere.yaml")
    Library(folder, shelf).load(ALONE)
    Library(folder, shelf).load(ALONE)
    assert builds == [ALONE, ALONE]


def test_places_are_named_from_where_one_stands(folder: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    places = []
    for standing in (folder.parent, folder):
        monkeypatch.chdir(standing)
        for _ in range(2):
            found = Library(folder, shelf).load(ALONE)
            places.append(next(iter(found.decisions.values())).place.file)
    assert places[0] == places[1] == f"rulebooks/{places[2]}"
    assert places[2] == places[3]


# -- never trusted blindly ---------------------------------------------------------------------------------------------


def test_only_the_user_reads_and_writes_it(shelf: Shelf) -> None:
    shelf.put("a", "00" * 32, ("kept",))
    (entry,) = entries(shelf)
    assert stat.S_IMODE(entry.stat().st_mode) == 0o600
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700


def test_a_damaged_entry_is_as_none(shelf: Shelf) -> None:
    shelf.put("a", "00" * 32, ("kept", ("inside", 1)))
    (entry,) = entries(shelf)
    whole = entry.read_bytes()
    assert shelf.take("a", "00" * 32, pytest.fail) == ("kept", ("inside", 1))
    for at in range(len(whole)):
        entry.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert shelf.take("a", "00" * 32, pytest.fail) is None, at
        entry.write_bytes(whole[:at])
        assert shelf.take("a", "00" * 32, pytest.fail) is None, at


def test_an_entry_of_other_content_is_as_none(shelf: Shelf) -> None:
    shelf.put("a", "00" * 32, ("kept",))
    assert shelf.take("a", "01" * 32, pytest.fail) is None
    assert shelf.take("b", "00" * 32, pytest.fail) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owners here")
def test_what_others_own_or_may_write_is_as_none(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put("a", "00" * 32, ("kept",))
    (entry,) = entries(shelf)
    entry.chmod(0o620)
    assert shelf.take("a", "00" * 32, pytest.fail) is None
    entry.chmod(0o644)
    assert shelf.take("a", "00" * 32, pytest.fail) == ("kept",)
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    assert shelf.take("a", "00" * 32, pytest.fail) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_link_or_a_pipe_in_its_place_is_as_none(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("a", "00" * 32, ("kept",))
    (entry,) = entries(shelf)
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert shelf.take("a", "00" * 32, pytest.fail) is None
    entry.unlink()
    os.mkfifo(entry)
    assert shelf.take("a", "00" * 32, pytest.fail) is None


def test_where_nothing_can_be_written_nothing_is_kept(folder: Path, tmp_path: Path, builds: list[str]) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    for _ in range(2):
        Library(folder, Shelf(tmp_path / "file")).load(ALONE)
    assert builds == [ALONE, ALONE]


def test_many_at_once_find_a_whole_entry_or_none(shelf: Shelf) -> None:
    thing = tuple(f"word {number}" for number in range(2000))

    def both(_: int) -> Any:
        shelf.put("a", "00" * 32, thing)
        return shelf.take("a", "00" * 32, pytest.fail)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(both, range(64))) == {thing}
    assert len(entries(shelf)) == 1


def test_the_oldest_entries_make_room(shelf: Shelf) -> None:
    for number in range(70):
        shelf.put(str(number), "00" * 32, number)
        os.utime(max(entries(shelf), key=lambda entry: entry.stat().st_mtime_ns), (number, number))
    assert len(entries(shelf)) == 64
    assert shelf.take("69", "00" * 32, pytest.fail) == 69
    assert shelf.take("0", "00" * 32, pytest.fail) is None


# -- where it is -------------------------------------------------------------------------------------------------------


def test_the_folder_is_named_or_that_of_the_platform(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", "linux")
    assert users_shelf({"RULEBOOK_CACHE": "off"}) is None

    def folder(**environment: str) -> Path:
        found = users_shelf(environment)
        assert found is not None
        return found.folder

    named = str(tmp_path / "named")
    assert folder(RULEBOOK_CACHE=named) == tmp_path / "named"
    assert folder(XDG_CACHE_HOME=named) == tmp_path / "named" / "rulebook"
    assert folder(XDG_CACHE_HOME="relative") == tmp_path / ".cache" / "rulebook"
    assert folder() == tmp_path / ".cache" / "rulebook"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert folder() == tmp_path / "Library" / "Caches" / "rulebook"
    monkeypatch.setattr(sys, "platform", "win32")
    assert folder(LOCALAPPDATA=named) == tmp_path / "named" / "rulebook"
    assert users_shelf({}) is None


def test_who_has_no_home_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        message = "no home"
        raise RuntimeError(message)

    monkeypatch.setattr(Path, "home", nowhere)
    monkeypatch.setattr(sys, "platform", "linux")
    assert users_shelf({}) is None


def test_the_public_way_to_load_uses_it(folder: Path, shelf: Shelf, builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULEBOOK_CACHE", str(shelf.folder))
    assert engine.load(ALONE, rulebooks=folder) == engine.load(ALONE, rulebooks=folder)
    assert builds == [ALONE]


def test_a_check_reads_every_text(folder: Path, shelf: Shelf, builds: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULEBOOK_CACHE", str(shelf.folder))
    engine.load(ALONE, rulebooks=folder)
    CliRunner().invoke(app, ["check", ALONE, "--rulebooks", str(folder)])
    assert builds == [ALONE, ALONE]
