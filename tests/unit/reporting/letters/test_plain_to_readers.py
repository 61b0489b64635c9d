"""What a reader of letters would stumble over: empty tables, titles twice, blanks for what the text says, and silence on why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.documents.markdown import as_markdown
from engine.documents.text import without_isolates
from engine.evaluation.judgment import Remark
from engine.language.diagnostics import Diagnostics
from engine.language.facts import Bilingual
from engine.reporting.letters.called_for import Uncalled
from engine.reporting.letters.checks import check_letters
from engine.reporting.letters.declared import declared_letters
from engine.reporting.letters.document import document_of
from engine.reporting.letters.drafts import read_drafts
from engine.reporting.phrases import shipped_phrases
from engine.reporting.templating import Templates
from tests.unit.reporting.evaluations import RULEBOOKS, library
from tests.unit.reporting.letters.small_office import IN_FULL, SENDER, Office, letter, part

if TYPE_CHECKING:
    from pathlib import Path

    from engine.reporting.letters.document import Languages
    from engine.reporting.letters.model import Letter, LetterPart

ABOUT_THE_LAW = Remark(code="law-newer-than-library", day=date(2030, 1, 1), other=date(2029, 1, 1))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office"))


def kind(found: Letter, name: str) -> LetterPart:
    return next(one for one in found.parts if one.kind == name)


def shown(found: Letter, languages: Languages = "zh") -> str:
    return as_markdown(document_of(found, languages, Templates(shipped_phrases())))


def test_where_nothing_was_received_the_letter_says_none(office: Office) -> None:
    receipt = letter("receipt", part("received", title=Bilingual("收到者", "Received"), facts=("papers",)))
    [found] = office.letters(receipt, papers=[]).named("receipt")
    assert "無。" in shown(found)
    assert "None." in shown(found, "en")
    assert "|" not in shown(found).partition("適用之法規")[0]


def test_the_only_list_of_a_point_with_a_title_has_no_second_title(office: Office) -> None:
    titled = part("received", title=Bilingual("收到之件", "Received"), facts=("papers",))
    with_rows = part("received", title=Bilingual("收到之件", "Received"), facts=("age", "papers"))
    [alone] = office.letters(letter("receipt", titled)).named("receipt")
    [beside] = office.letters(letter("receipt", with_rows)).named("receipt")
    assert "文件" not in shown(alone).partition("適用之法規")[0]
    assert "文件" in shown(beside).partition("適用之法規")[0]


def test_a_wording_names_a_parameter_of_the_rulebook(office: Office) -> None:
    text = Bilingual("期末：{parameter:closes_on}。", "Last day: {parameter:closes_on}.")
    [found] = office.letters(letter("note", part("said", text=text))).named("note")
    assert kind(found, "said").text == Bilingual("期末：中華民國113年5月31日。", "Last day: 31 May 2024.")
    gone = Bilingual("{parameter:gone}", "{parameter:gone}")
    [found] = office.letters(letter("note", part("said", text=gone))).named("note")
    assert found.draft  # a version without it leaves a blank for it


def test_the_letters_own_words_on_remedy_give_way_to_the_offices(office: Office) -> None:
    own = Bilingual("請洽櫃檯。", "Ask at the desk.")
    declared = letter("refusal", part("remedy", text=own, cite=("reading-room:art1.p1",)), about="entry")
    [found] = office.letters(declared, sender=IN_FULL, dated=date(2024, 5, 1), age=10).named("refusal")
    assert (kind(found, "remedy").text, found.draft, len(found.quotations)) == (own, False, 1)
    words = Bilingual("得申訴。", "You can appeal.")
    sender = replace(SENDER, remedies=(("unfavourable", words),))
    [found] = office.letters(declared, sender=sender, age=10).named("refusal")
    assert (kind(found, "remedy").text, kind(found, "remedy").cite, found.quotations) == (words, (), ())


@pytest.mark.parametrize("unsaid", [{"address": None}, {"officer": None}, {"telephone": ""}, {"signatory": None}])
def test_a_blank_at_the_head_is_told_to_whoever_signs(office: Office, unsaid: dict[str, Any]) -> None:
    declared = letter("receipt", part("received", facts=("age",)))
    day = date(2024, 5, 1)
    [whole] = office.letters(declared, sender=IN_FULL, dated=day).named("receipt")
    [lacking] = office.letters(declared, sender=replace(IN_FULL, **unsaid), dated=day).named("receipt")
    [undated] = office.letters(declared, sender=IN_FULL).named("receipt")
    assert [one.draft for one in (whole, lacking, undated)] == [False, True, True]


def test_outcomes_stand_flush_left_and_numbers_flush_right(office: Office) -> None:
    [found] = office.letters(letter("fees", part("amounts", decisions=("entry", "fee")), about="fee"), hours=None).named("fees")
    assert [row.number for row in kind(found, "amounts").rows] == [False, True]


def test_who_has_no_name_on_file_is_told_by_the_file(office: Office) -> None:
    declared = letter("note", part("outcome"), to=(Bilingual("{person}", "{person}"),), about="entry")
    [found] = office.letters(declared, name=None).named("note")
    assert without_isolates(found.recipient[0].zh) == "讀者（案號R-1）"


def test_it_is_said_why_a_letter_is_not_written(office: Office) -> None:
    refusal = letter("refusal", part("outcome"), of="reader", about="entry", when={"entry": ("refused",)})
    other = letter("other", part("outcome"), of="book")
    notice = letter("notice", part("duties"), duties=("reading-room:art3.p2",))
    letters = office.letters(refusal, other, notice)
    assert letters.why_not(refusal) == Uncalled(decision="entry", outcomes=("refused",), came_to="admitted")
    assert letters.why_not(other) == Uncalled(subject="book")
    assert letters.why_not(notice) == Uncalled(duties=("reading-room:art3.p2",))
    assert office.letters(refusal, age=10).why_not(refusal) is None


@pytest.mark.parametrize(("place", "code"), [("{parameter:closes_at}", ""), ("{parameter:closes_on}", "unknown-parameter")])
def test_the_parameter_of_a_wording_has_to_be_there(tmp_path: Path, place: str, code: str) -> None:
    text = (RULEBOOKS / "nthu-dual-emba" / "letters" / "timeliness.yaml").read_text(encoding="utf-8")
    (tmp_path / "timeliness.yaml").write_text(text.replace("{parameter:telephone}", place), encoding="utf-8")
    diagnostics = Diagnostics()
    check_letters(read_drafts(tmp_path, "office", diagnostics), [library().load("nthu-dual-emba")], diagnostics)
    assert {one.code for one in diagnostics.found} == ({code} if code else set())


@pytest.mark.parametrize("id_", library().ids())
def test_no_point_of_a_letter_is_called_like_a_section_of_it(id_: str) -> None:
    letters = declared_letters(RULEBOOKS, library().load(id_))
    sections = {shipped_phrases().say(f"on_letter.{name}").zh.rstrip("：") for name in ("basis", "explanation", "subject")}
    assert [one.name for one in letters for part in one.parts if part.title and part.title.zh in sections] == []


def test_the_letters_of_the_brochure_say_whom_to_ask() -> None:
    book = library().load("nthu-dual-emba")
    own = [one for one in declared_letters(RULEBOOKS, book) if one.of]
    assert own
    without = [one.name for one in own if not any("{parameter:telephone}" in part.text.zh for part in one.parts if part.text)]
    assert without == []


def test_what_the_office_has_to_mend_is_told_to_it_alone(office: Office) -> None:
    letters = office.letters(letter("note", part("outcome"), about="entry"))
    letters.judgment = replace(letters.judgment, remarks=(Remark(code="no-day-of-knowledge"), ABOUT_THE_LAW))
    [found] = letters.named("note")
    assert [one.en for one in found.review] == [
        "Some of this depends on the day on which the record is looked at, and none is named."
    ]
    assert [len(one.remarks) for one in found.parts] == [1]
    assert found.review[0].zh in shown(found)
    assert "刪除" in shown(found)
