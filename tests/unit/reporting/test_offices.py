"""An office's folder: what it says is taken over, what is wrong in it is told before a letter is written."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from engine.documents.html import as_html
from engine.language.diagnostics import Diagnostics, InputError
from engine.language.facts import Bilingual
from engine.reporting.letters.document import document_of
from engine.reporting.letters.specimen import specimens
from engine.reporting.office_checks import check_templates, findings_of_office
from engine.reporting.offices import named_office, read_office
from engine.reporting.phrases import shipped_phrases
from engine.reporting.templating import Templates
from tests.unit.reporting.evaluations import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

OFFICE = "sender: {name: {zh: 圖書館, en: Library}}\n"


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Path]:
    """A folder with some files, each by its path (``templates__letters__letter.jinja``)."""

    def folder(**files: str) -> Path:
        for name, content in {"office.yaml": OFFICE, **files}.items():
            path = tmp_path / "office" / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path / "office"

    return folder


def found(folder: Path) -> list[tuple[str, str, int]]:
    return [(finding.code, Path(finding.place.file).name, finding.place.line) for finding in findings_of_office(folder)]


def test_the_shipped_templates_have_nothing_wrong() -> None:
    diagnostics = Diagnostics()
    templates = Templates(shipped_phrases())
    check_templates(templates, templates.files.list_templates(), diagnostics)
    assert diagnostics.found == []


def test_the_example_of_an_office_has_nothing_wrong_and_is_taken_over() -> None:
    folder = ROOT / "examples" / "office"
    assert findings_of_office(folder) == []
    read = read_office(folder)
    assert read.sender is not None
    assert read.sender.name == Bilingual("國立示範大學", "National Example University")
    assert read.sender.remedy("unfavourable") is not None
    assert read.sender.remedy("favourable") is None
    assert read.phrases.say("on_letter.record") == Bilingual("申請編號：", "Application no.: ")


def test_one_changed_block_holds_for_every_form(office: Callable[..., Path]) -> None:
    letter = '{% extends "shipped/letters/letter.jinja" %}{% block copies %}<p>our own end</p>{% endblock %}'
    read = read_office(office(**{"templates__letters__letter.jinja": letter}))
    for one in specimens(read.phrases):
        text = as_html(document_of(one, "both", read.templates), fonts=False)
        assert "our own end" in text
        assert "no longer here" not in text


def test_no_office_is_no_mistake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RULEBOOK_OFFICE", raising=False)
    assert named_office(None) is None
    assert read_office(None).sender is None
    monkeypatch.setenv("RULEBOOK_OFFICE", str(tmp_path))
    assert named_office(None) == tmp_path
    assert named_office(Path("other")) == Path("other")


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder of an office"):
        read_office(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["office.yaml", "phrases", "templates/letters/letter.jinja", "letters/x/y.yaml"])
def test_nothing_is_read_through_a_link_that_leads_out(office: Callable[..., Path], tmp_path: Path, name: str) -> None:
    folder = office()
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    link = folder / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match="leads out of the folder") as error:
        read_office(folder)
    assert "put the file itself" in error.value.diagnostics[0].help


def test_what_is_no_file_is_told(office: Callable[..., Path]) -> None:
    folder = office(templates="a file", **{"phrases__zh.yaml__x": "a folder"})
    (folder / "office.yaml").unlink()
    (folder / "office.yaml").mkdir()
    (folder / "round").symlink_to("round")
    os.mkfifo(folder / "pipe")
    assert {(code, name) for code, name, _ in found(folder)} == {
        ("no-file", "office.yaml"),
        ("no-folder", "templates"),
        ("link-outside", "round"),
        ("no-file", "pipe"),
    }


def test_a_template_that_cannot_be_read_is_told(office: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder = office(**{"templates__letters__letter.jinja": "<p>a</p>"})
    opened = Path.open

    def refused(path: Path, mode: str = "r") -> object:
        if path.name == "letter.jinja":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    monkeypatch.setattr("pathlib.Path.open", refused)
    assert found(folder) == [("template", "letter.jinja", 1)]


def test_a_link_within_the_folder_is_followed(office: Callable[..., Path]) -> None:
    folder = office(**{"phrases__zh.yaml": "on_letter: {record: 編號}", "phrases__en.yaml": "on_letter: {record: no.}"})
    (folder / "other").mkdir()
    (folder / "other" / "zh.yaml").symlink_to(folder / "phrases" / "zh.yaml")
    assert read_office(folder).phrases.say("on_letter.record") == Bilingual("編號", "no.")


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("{}", "missing-key"),
        ("sender: {}", "missing-key"),
        ("sender: {name: {zh: 圖書館}}", "missing-translation"),
        ("sender: {name: {zh: 圖書館, en: Library}, adress: {zh: 路, en: road}}", "unknown-key"),
        ("sender: {name: {zh: 圖書館, en: Library}, reference: '{nmber}'}", "unknown-placeholder"),
        ("sender: {name: {zh: 圖書館, en: Library}, reference: '{number.x}'}", "unknown-placeholder"),
        (OFFICE + "remedies: {refused: {zh: 甲, en: A}}", "unknown-key"),
        (OFFICE + "copies: [{zh: 甲}]", "missing-translation"),
    ],
)
def test_what_office_yaml_cannot_say(office: Callable[..., Path], says: str, code: str) -> None:
    assert code in {finding[0] for finding in found(office(**{"office.yaml": says}))}


@pytest.mark.parametrize(
    ("zh", "en", "expected"),
    [
        ("on_letter: {recrd: 甲}", "on_letter: {recrd: A}", {("unknown-phrase", "zh.yaml"), ("unknown-phrase", "en.yaml")}),
        ("on_letter: {record: 甲}", "on_letter: {number: A}",
         {("unbalanced-translation", "zh.yaml"), ("unbalanced-translation", "en.yaml")}),
        ("on_letter: {deadline: '期限'}", "on_letter: {deadline: 'By {day}'}", {("missing-placeholder", "zh.yaml")}),
        ("on_letter: {deadline: '{day}{x}'}", "on_letter: {deadline: 'By {day}'}", {("unknown-placeholder", "zh.yaml")}),
        ("on_letter: {deadline: '{day.__class__}'}", "on_letter: {deadline: 'By {day}'}", {("phrase", "zh.yaml")}),
        ("on_letter: [a]", "on_letter: {record: A}", {("phrase", "zh.yaml"), ("unbalanced-translation", "en.yaml")}),
    ],
)  # fmt: skip
def test_what_phrases_cannot_say(office: Callable[..., Path], zh: str, en: str, expected: set[tuple[str, str]]) -> None:
    folder = office(**{"phrases__zh.yaml": zh, "phrases__en.yaml": en})
    assert {finding[:2] for finding in found(folder)} == expected
    with pytest.raises(InputError):
        read_office(folder)


def test_a_phrase_that_is_misspelt_is_told_what_it_may_mean(office: Callable[..., Path]) -> None:
    folder = office(**{"phrases__zh.yaml": "on_letter: {recrd: 甲}", "phrases__en.yaml": "on_letter: {recrd: A}"})
    assert {finding.help for finding in findings_of_office(folder)} == {'did you mean "on_letter.record"?'}


BASE = '{% extends "shipped/letters/letter.jinja" %}\n'


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (BASE + "{% block signatur %}{% endblock %}", ("unknown-block", 2)),
        (BASE + "{% block copies %}\n{{ lettr.title }}{% endblock %}", ("unknown-variable", 3)),
        (BASE + "{% block copies %}<p>{{ said('on_letter.nothing', 'zh') }}</p>{% endblock %}", ("unknown-phrase", 2)),
        (BASE + "{% block copies %}<p>{{ said('on_letter.deadline', 'zh') }}</p>{% endblock %}", ("missing-placeholder", 2)),
        (BASE + "{% block copies %}<p>{{ letter.titel }}</p>{% endblock %}", ("template", 2)),
        (BASE + "{% block copies %}<p>{{ letter.title }}</p>{% endblock %}", ("template", 2)),
        (BASE + "{% block copies %}<b>a</b>{% endblock %}", ("unknown-element", 2)),
        (BASE + "{% block copies %}\n<p>a{% endblock %}", ("not-well-formed", 3)),
        (BASE + "{% block copies %}{{ letter.__class__ }}{% endblock %}", ("template", 2)),
        (BASE + "{% block copies %}", ("template", 2)),
        (BASE + "{% block copies %}{% include '../office.yaml' %}{% endblock %}", ("template-not-found", 2)),
        ('{% extends "letters/letter.jinja" %}', ("template", 1)),
    ],
)
def test_what_a_template_cannot_do(
    office: Callable[..., Path], template: str, expected: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.reporting.letters.specimen.FORMS", ("letter",))
    folder = office(**{"templates__letters__letter.jinja": template})
    assert [(code, line) for code, file, line in found(folder) if file == "letter.jinja"][:1] == [expected]


def test_a_template_that_no_letter_asks_for_is_told(office: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reporting.letters.specimen.FORMS", ("notice",))
    folder = office(
        **{
            "templates__letters__leter.jinja": "<p>a</p>",
            "templates__letters__mine.jinja": "<p>b</p>",
            "templates__letters__notice.jinja": '{% extends "shipped/letters/notice.jinja" %}'
            '{% block copies %}{% include "letters/mine.jinja" %}{% endblock %}',
        }
    )
    (finding,) = findings_of_office(folder)
    assert finding.code == "unknown-file"
    assert finding.help == 'did you mean "letters/letter.jinja"?'
