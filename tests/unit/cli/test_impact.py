"""``rulebook impact``: tables, JSON, values and a page; and how it ends."""

from __future__ import annotations

import csv
import json
import re
import shutil
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from tests.unit.analysis.comparison.two_versions import HEAD
from tests.unit.analysis.impact.amended import READERS, reader, write_versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., Any]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions and some readers, in the working directory."""
    write_versions(tmp_path / "rulebooks")
    (tmp_path / "readers.json").write_text(json.dumps(READERS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_changes_and_why_in_tables(house: Path, run: Run) -> None:
    shown = run("impact", "house@1", "house@2", "readers.json", "--lang", "en")
    assert shown.exit_code == 0
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert "9 read: 9 decided, 0 rejected." in lines
    assert "Records of which some decision changes: 6." in lines
    assert "Refused → Admitted 3" in lines
    least, unless = "Value “Least age” (Article 1, Paragraph 1)", "Article 1, Paragraph 2"
    both = f"{least} and {unless} together"
    assert f"blocked-and-fifteen Entry Refused Admitted {both}" in lines
    number = "Value “Most volumes” (Article 2, Paragraph 1)"
    row = "Decision “Lending” (and with it Article 2-1 and Value “Most volumes for juniors” (Article 2-1, Paragraph 1))"
    assert f"junior-five Lending Lent Not lent {number}; or {row}" in lines
    assert "Article 1, Paragraph 1 – wording" in lines
    assert house.is_dir()


def test_for_programs(house: Path, run: Run) -> None:
    shown = run("impact", "house@1", "house@2", "readers.json", "--format", "json", "--provisions")
    found = json.loads(shown.stdout)
    assert (found["read"], found["decided"], found["rejected"], found["left_out"]) == (9, 9, [], 0)
    assert [(one["kind"], one["after"]) for one in found["changes"] if one["changes_answers"]] == [
        ("parameter", "least_age"), ("unit", "art1.p2"), ("parameter", "most_volumes"), ("decision", "lending"),
    ]  # fmt: skip
    assert {"before": "refused", "after": "admitted", "records": 3} in found["decisions"]["entry"]["outcomes"]
    (flip,) = [one for one in found["flips"] if (one["record"], one["decision"]) == ("junior", "lending")]
    assert flip["after"] == {"outcome": "not_lent", "possible": ["not_lent"]}
    assert [[found["changes"][one]["after"] for one in chosen] for chosen in flip["causes"]] == [["lending"]]
    assert [found["changes"][one]["after"] for one in found["changes"][flip["causes"][0][0]]["needs"]] == [
        "art2-1", "most_for_juniors",
    ]  # fmt: skip
    assert {"before": "not_satisfied", "after": "satisfied", "records": 2} in found["provisions"]["house:art1.p1"]
    assert found["before"][0]["version"] == "1"
    assert house.is_dir()


def test_as_a_table_of_values_that_no_spreadsheet_runs(house: Path, run: Run) -> None:
    (house / "readers.json").write_text(json.dumps([reader("=SUM(1)", age=15), reader("plain", age=15)]), encoding="utf-8")
    assert run("impact", "house@1", "house@2", "readers.json", "--csv", "out.csv").exit_code == 0
    with (house / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["record"], row["decision"], row["before"], row["after"]) for row in rows] == [
        ("'=SUM(1)", "entry", "refused", "admitted"), ("'=SUM(1)", "lending", "not_lent", "lent"),
        ("plain", "entry", "refused", "admitted"), ("plain", "lending", "not_lent", "lent"),
    ]  # fmt: skip
    assert {row["causes"] for row in rows} == {"parameter house:least_age"}
    assert {row["smallest"] for row in rows} == {"true"}


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_as_a_page_with_pictures(house: Path, run: Run, lang: str) -> None:
    (house / "readers.json").write_text(json.dumps([*READERS, reader("<b>&", age=15)]), encoding="utf-8")
    assert run("impact", "house@1", "house@2", "readers.json", "--html", "out.html", "--lang", lang).exit_code == 0
    page = (house / "out.html").read_text(encoding="utf-8")
    assert ("入室" in page) == (lang != "en")
    assert ("Article 1, Paragraph 2" in page) == (lang != "zh")
    assert "&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    assert "src=" not in page  # all of it is in the one file
    pictures = re.findall(r"<svg class=\"flows\".*?</svg>", page, re.DOTALL)
    assert len(pictures) == 2
    for picture in pictures:
        drawn = ET.fromstring(picture)  # noqa: S314 - written a line above
        assert len([one for one in drawn.iter("path") if one.get("class") == "turns"]) >= 1
        assert all(float(one.get("height") or 0) > 0 for one in drawn.iter("rect"))


def test_rejected_inputs_are_told_and_end_it_with_one(house: Path, run: Run) -> None:
    (house / "readers.json").write_text(json.dumps([reader("a", age=15), reader("b", age="old")]), encoding="utf-8")
    shown = run("impact", "house@1", "house@2", "readers.json", "--lang", "en", "--html", "out.html")
    assert shown.exit_code == 1
    assert "2 read: 1 decided, 1 rejected." in shown.stdout
    assert "age" in shown.stdout.splitlines()[-1]
    assert "Rejected inputs" in (house / "out.html").read_text(encoding="utf-8")


def test_a_version_and_itself(house: Path, run: Run) -> None:
    shown = run("impact", "house@2", "house@2", "readers.json", "--lang", "zh")
    assert shown.exit_code == 0
    assert "兩版本並無不同。" in shown.stdout
    assert "各項決定均無變動。" in shown.stdout
    assert house.is_dir()


def test_other_ways_to_ask(house: Path, run: Run) -> None:
    asked = ("impact", "house@1", "house@2", "readers.json", "--format", "json")
    found = json.loads(run(*asked, "--decision", "entry", "--where", "age<20", "--limit", 4).stdout)
    assert (found["decided"], list(found["decisions"])) == (2, ["entry"])
    cut = json.loads(run(*asked, "--most", 2).stdout)
    (flip,) = [one for one in cut["flips"] if (one["record"], one["decision"]) == ("blocked-and-fifteen", "entry")]
    assert (len(flip["causes"][0]), flip["smallest"]) == (2, False)
    told = run(*asked[:-2], "--most", 2, "--lang", "en").stdout
    assert "this need not be the smallest" in told
    assert house.is_dir()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("house@1", "house@3", "readers.json"), 'has no version "3"'),
        (("house@1", "horse@2", "readers.json"), 'there is no rulebook "horse"'),
        (("house@1", "house@2", "nobody.json"), 'there is no file "nobody.json"'),
        (("house@1", "house@2", "readers.json", "--decision", "entri"), 'there is no "entri"'),
        (("house@1", "house@2", "readers.json", "--subject", "dog"), 'there is no "dog"'),
        (("house@1", "house@2", "readers.json", "--where", "age~3"), "--where"),
        (("house@1", "house@2", "readers.json", "--most", "none"), "no number above 0"),
        (("house@1", "house@2", "readers.json", "--csv", "readers.json/impact.csv"), "cannot be written"),
    ],
)
def test_wrong_use_is_said_with_a_way_out(house: Path, run: Run, arguments: tuple[str, ...], message: str) -> None:
    shown = run("impact", *arguments)
    assert shown.exit_code == 2
    assert message in shown.stderr
    assert house.is_dir()


def test_long_lists_are_cut_in_the_terminal_and_whole_in_a_file(house: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.cli.impact_text.MOST_LISTED", 2)
    monkeypatch.setattr("engine.reporting.impact.page.MOST_LISTED", 3)
    asked = ("impact", "house@1", "house@2", "readers.json", "--lang", "en")
    assert "+ 7: --csv FILE" in run(*asked).stdout
    shown = run(*asked, "--csv", "out/out.csv", "--html", "out/out.html")
    assert "7 more are in the table of values (--csv FILE)." in shown.stdout
    assert "6 more are in the table of values (--csv FILE)." in (house / "out" / "out.html").read_text(encoding="utf-8")
    assert len((house / "out" / "out.csv").read_text(encoding="utf-8").splitlines()) == 10


def test_decisions_with_a_value(tmp_path: Path, run: Run) -> None:
    """A value that is not known yet, one that is none, and one that is another now."""
    value = "lending:\n    title: {zh: 借書, en: Lending}\n    cite: [art2]\n    value: {choose: [{when: art1.p2, then: {parameter: most_volumes}}, {otherwise: {fact: volumes}}]}\n"  # noqa: E501 - as the file has it
    begin, _, rest = HEAD.partition("lending:\n")
    visit = rest[rest.index("  visit:\n") :]
    write_versions(tmp_path / "rulebooks", (("value: 5, label", "value: 4, label"),), article=False)
    for version in ("1", "2"):
        head = tmp_path / "rulebooks" / "house" / "enactments" / version / "rulebook.yaml"
        text = f"{begin}{value}{visit}".replace('version: "1"', f'version: "{version}"')
        head.write_text(text.replace("in_force: 2020", f"in_force: 202{version}"), encoding="utf-8")
    records = [reader("a"), reader("b", blocked=True, volumes=None), reader("c", blocked=True, volumes=5)]
    (tmp_path / "readers.json").write_text(json.dumps(records), encoding="utf-8")
    asked = ("impact", "house@1", "house@2", tmp_path / "readers.json", "--rulebooks", tmp_path / "rulebooks")
    lines = [" ".join(line.split()) for line in run(*asked, "--lang", "en").stdout.splitlines()]
    assert "Lending 5 → 4 1" in lines
    assert "not known yet unchanged 1" in lines
    found = json.loads(run(*asked, "--format", "json").stdout)
    assert [(one["record"], one["before"]["outcome"], one["after"]["outcome"]) for one in found["flips"]] == [("a", "5", "4")]


RESTING = """\
rulebook: branch
version: "1"
title: {zh: 分館規則, en: Rules of the branch}
authority: {zh: 分館, en: Branch}
source: {zh: 測試, en: A test}
governs: zh
in_force: 2020-01-01
subjects:
  reader: {facts_as_of: {fact: seen_on}}
uses:
  house: {in_force_on: {fact: seen_on}}
decisions:
  branch_entry:
    title: {zh: 入分館, en: Entry to the branch}
    cite: ["house:art1.p1"]
    outcomes: {admitted: {zh: 准許, en: Admitted}, refused: {zh: 不准, en: Refused}}
    rows:
      - {when: "house:art1.p1", then: admitted}
      - {otherwise: refused}
"""


def test_a_rulebook_that_rests_on_what_changes(house: Path, run: Run) -> None:
    folder = house / "rulebooks" / "branch" / "enactments" / "1"
    folder.mkdir(parents=True)
    (folder / "rulebook.yaml").write_text(RESTING, encoding="utf-8")
    shown = run("impact", "house@1", "house@2", "readers.json", "--rulebook", "branch", "--format", "json")
    assert shown.exit_code == 0, shown.stderr
    found = json.loads(shown.stdout)
    assert [(one["rulebook"], one["after"]) for one in found["changes"] if one["flips"]] == [("house", "least_age")]
    assert {flip["record"] for flip in found["flips"]} == {"fifteen", "blocked-and-fifteen"}
    told = run("impact", "house@1", "house@2", "readers.json", "--rulebook", "branch", "--lang", "en").stdout
    assert "Value “Least age” (Article 1, Paragraph 1) (Rules of the house)" in told
    assert "names no version" in run("impact", "house", "house@2", "readers.json", "--rulebook", "branch").stderr
    assert "does not rest on branch" in run("impact", "branch@1", "branch@1", "readers.json", "--rulebook", "house").stderr


def test_a_unit_that_an_amendment_renumbered_is_the_same(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its text was replaced with the number, so that nothing else would show it."""
    write_versions(tmp_path / "rulebooks", (), article=False)
    shutil.rmtree(tmp_path / "rulebooks" / "house" / "enactments" / "2")
    amendments = tmp_path / "rulebooks" / "house" / "amendments"
    amendments.mkdir()
    (amendments / "2030-01-01.yaml").write_text(AMENDMENT, encoding="utf-8")
    (tmp_path / "readers.json").write_text(json.dumps(READERS), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = run("impact", "house@1", "house@2030-01-01", "readers.json", "--format", "json")
    assert shown.exit_code == 0, shown.stderr
    found = {(one["before"], one["after"]): one for one in json.loads(shown.stdout)["changes"]}
    assert found["art1.p2", "art1.p3"]["matched"] == "given"
    assert found["art1.p2", "art1.p3"]["aspects"] == ["renumbered", "text.zh", "text.en"]
    assert json.loads(shown.stdout)["flips"] == []


AMENDMENT = """\
amendment: "2030-01-01"
amends: house
promulgated: 2029-12-01
in_force: 2030-01-01
changes:
  - renumber: art1.p2
    to: art1.p3
  - set: art1.p2.text
    to: {zh: 證件失效者，館員得請其離去。, en: The staff sends away holders of void cards.}
  - insert_after: art1.p1
    unit:
      paragraph: 2
      text: {zh: 館員得查驗證件。, en: The staff may inspect cards.}
      kind: statement
      nature: information
      not_executable: {zh: 說明, en: It only informs}
"""
