"""One mistake is told once: what only follows from it is left out, so that the first line says what to mend."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.analysis.findings import findings_of
from engine.loading.library import Library

ROOT = Path(__file__).resolve().parents[2]
REGULATION = "moe-international-students/enactments/2021-01-22"
VOCABULARY = "vocabulary/applicant.yaml"
ARTICLE_2 = f"{REGULATION}/articles/02.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "rulebooks", tmp_path / "rulebooks")
    return tmp_path / "rulebooks"


def replace(folder: Path, old: str, new: str) -> None:
    path = folder / ARTICLE_2
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def found(folder: Path) -> list[tuple[str, str]]:
    """Where something is found, below the folder, and what."""
    return [(finding.place.file.rpartition("rulebooks/")[2], finding.code) for finding in findings_of(Library(folder))]


@pytest.mark.parametrize(("old", "new", "code"), [
    ("- {term: internship_stay}", "- {term: internship_stai}", "unknown-term"),  # deep below terms with arguments
    ("limit: {parameter: annual_stay_limit}", "limit: {parameter: exchange_cap}", "type-mismatch"),
    ("        value: 120\n", '        value: "120"\n', "untyped-literal"),
    ("  - paragraph: 2\n", "\t- paragraph: 2\n", "syntax"),  # no other article, nor the brochure, finds the names of Article 2
])  # fmt: skip
def test_one_mistake_in_a_text_is_one_finding(folder: Path, old: str, new: str, code: str) -> None:
    replace(folder, old, new)
    assert found(folder) == [(ARTICLE_2, code)]


def test_an_empty_head_is_one_finding(folder: Path) -> None:
    (folder / REGULATION / "rulebook.yaml").write_text("", encoding="utf-8")
    assert found(folder) == [(f"{REGULATION}/rulebook.yaml", "empty-file")]


@pytest.mark.parametrize("content", ["", "# facts to come\n", "facts: [", 'title: "…\n'])
def test_a_vocabulary_that_cannot_be_read_is_one_finding(folder: Path, content: str) -> None:
    (folder / VOCABULARY).write_text(content, encoding="utf-8")
    ((file, code),) = found(folder)
    assert file == VOCABULARY
    assert code in {"empty-file", "syntax"}


def test_code_lists_that_cannot_be_read_are_one_finding(folder: Path) -> None:
    (folder / "vocabulary" / "enumerations.yaml").write_text("", encoding="utf-8")
    assert found(folder) == [("vocabulary/enumerations.yaml", "empty-file")]


def test_a_missing_vocabulary_is_one_finding(folder: Path) -> None:
    (folder / VOCABULARY).unlink()
    ((file, code),) = found(folder)
    assert file.endswith("rulebook.yaml")  # there it is asked for
    assert code == "unknown-vocabulary"


def test_a_library_without_vocabularies_is_one_finding(folder: Path) -> None:
    shutil.rmtree(folder / "vocabulary")
    assert found(folder) == [("vocabulary", "unreadable-file")]


@pytest.mark.parametrize(("old", "new", "code"), [
    ("  nationality.held:\n    type: list\n", "  nationality.held:\n    type: lists\n", "unknown-type"),
    ("\nfacts:\n", "\nfcats:\n", "unknown-key"),
])  # fmt: skip
def test_a_mistake_in_a_vocabulary_is_one_finding(folder: Path, old: str, new: str, code: str) -> None:
    text = (folder / VOCABULARY).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (folder / VOCABULARY).write_text(text.replace(old, new), encoding="utf-8")
    assert found(folder) == [(VOCABULARY, code)]


@pytest.mark.parametrize(("article", "old", "new"), [
    ("08", 'article: "8"', "article: “8”"),
    ("02", "  - paragraph: 2\n", "  - paragraph: 2021-01-22\n"),
])  # fmt: skip
def test_a_unit_without_a_number_is_one_finding(folder: Path, article: str, old: str, new: str) -> None:
    path = folder / REGULATION / "articles" / f"{article}.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert found(folder) == [(f"{REGULATION}/articles/{article}.yaml", "wrong-number")]


def test_a_rulebook_without_a_head_is_told_so(folder: Path) -> None:
    (folder / REGULATION / "rulebook.yaml").unlink()
    (finding,) = findings_of(Library(folder))
    assert finding.code == "no-head"
    assert finding.place.file.endswith("rulebooks/moe-international-students/enactments")
    assert "enactments/VERSION/rulebook.yaml" in finding.help


@pytest.mark.parametrize("name", ["articles/31.yml", "31.yaml"])
def test_a_file_that_would_be_passed_over_in_silence_is_found(folder: Path, name: str) -> None:
    (folder / REGULATION / name).write_text('article: "31"\n', encoding="utf-8")
    assert found(folder) == [(f"{REGULATION}/{name}", "unread-file")]


def test_beside_no_error_what_is_unused_is_found(folder: Path) -> None:
    replace(folder, "            - {term: internship_stay}\n", "")
    (folder / "moe-international-students" / "harmless-edits.yaml").unlink()  # an edit of what is gone is no longer there
    assert found(folder) == [(ARTICLE_2, "unused-term")]
