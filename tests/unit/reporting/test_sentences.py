"""Sentences say what the law asks and what the record has; what must be said comes from the law and the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.reporting import one_line_reason, outcome_label, report_of, sentences_of
from engine.reporting.build import Builder
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import EXAMPLES, RULEBOOKS, evaluation_of, example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from engine.reporting.sentences import Line

REGULATION = "moe-international-students"


def all_lines(lines: Iterable[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from all_lines(line.below)


def said(name: str, provision: str, changes: dict[str, object] | None = None) -> list[tuple[str, str]]:
    lines = sentences_of(example(name, changes), provision)
    return [(line.text.zh, line.text.en) for line in all_lines(lines)]


def test_the_121st_day_is_named_with_its_year_and_the_limit() -> None:
    """Article 2 Paragraph 5: no more than 120 days; the story has 121 in 2019."""
    zh, en = next(pair for pair in said("one-hundred-and-twenty-one-days", f"{REGULATION}:art2.p2") if "121" in pair[0])
    assert "2019年：121日，逾120日" in zh
    assert "2019: 121 days, more than 120 days" in en


def test_the_second_after_the_deadline_is_shown() -> None:
    """Section 5 closes at 17:00:00 on 20 May 2022."""
    ((zh, en),) = said("late-by-one-second", "nthu-dual-emba:sec5")
    assert "2022年5月20日17時00分01秒，晚於2022年5月20日17時00分" in zh
    assert "20 May 2022, 17:00:01, after 20 May 2022, 17:00" in en


def test_an_amount_has_its_currency() -> None:
    """Note 3 of section 4 asks US$250 for UTA; the story has nothing paid to it."""
    ((zh, en),) = said("fee-unpaid", "nthu-dual-emba:sec4.n3")
    assert zh.endswith("美金0元，未達美金250元（UTA 報名費）。")
    assert "US$0, less than US$250" in en


def test_what_bars_says_what_it_must_be() -> None:
    """Article 2 Paragraph 2 Subparagraph 1: never household registration."""
    lines = said("dual-national-with-household-registration", f"{REGULATION}:art2.p2.s1")
    assert (
        "曾在臺設有戶籍：是，應為「否」。",
        "Has ever had household registration in Taiwan: yes; must be “no”.",
    ) in lines


def test_a_length_is_told_by_the_calendar() -> None:
    """Permitted on 11 May 2014, applied on 10 May 2022: one day short of eight years."""
    lines = said("former-national-one-day-short", f"{REGULATION}:art2.p2.s2")
    assert any("7年11個月29日（2014年5月11日至2022年5月10日），未達8年" in zh for zh, _ in lines)
    assert any("7 years, 11 months, 29 days, from 11 May 2014 to 10 May 2022, less than 8 years" in en for _, en in lines)


def test_the_days_without_residence_are_named() -> None:
    """Two days in Hong Kong are two days of the six years that are not overseas (Article 2 Paragraph 5)."""
    residences = [
        {"territory": "US", "from": "1990-02-27", "to": "2020-02-28"},
        {"territory": "HK", "from": "2020-02-29", "to": "2020-03-01"},
        {"territory": "US", "from": "2020-03-02", "to": None},
    ]
    lines = said("dual-national", f"{REGULATION}:art2.p2", {"residences": residences})
    assert any("2020年2月29日至2020年3月1日" in zh and "並無" in zh for zh, _ in lines)
    assert any("29 February 2020 to 1 March 2020 not covered by" in en for _, en in lines)


def test_an_entry_of_a_list_is_told_by_the_fields_that_matter() -> None:
    """Article 4 Paragraph 2: dismissed for grades."""
    lines = said("dismissed-for-grades", f"{REGULATION}:art4.p2")
    zh, en = next(pair for pair in lines if "第1筆" in pair[0])
    assert "結束情形：遭退學" in zh
    assert "退學或喪失學籍之原因：學業成績不及格" in zh
    assert "How it ended: dismissed" in en


def test_a_missing_fact_is_said_to_be_unknown() -> None:
    lines = said("nationality-missing", f"{REGULATION}:art2.p1")
    assert ("申請時具有之國籍：不明。", "Nationalities held at the time of application: not known.") in lines


def test_one_line_reasons() -> None:
    late = example("late-by-one-second")
    assert one_line_reason(late, "application", "en").startswith("Time at which the application was completed: 20 May 2022")
    assert one_line_reason(late, "application", "zh").endswith("〔第5節〕")
    missing = example("nationality-missing")
    assert one_line_reason(missing, "application", "en") == "Missing: Nationalities held at the time of application"
    dual = example("dual-national")
    assert one_line_reason(dual, "eligibility", "zh") == "兼具或曾兼具中華民國國籍而連續居留海外之外國人〔第2條第2項〕"
    nearest = one_line_reason(example("one-hundred-and-twenty-one-days"), "application", "en")
    assert nearest.startswith("No way is open; nearest: ")
    assert "121 days, more than 120 days" in nearest
    assert outcome_label(dual, "application", "zh") == "受理審查"


def test_there_is_no_decision_of_that_name() -> None:
    with pytest.raises(KeyError):
        one_line_reason(example("dual-national"), "nothing", "en")


def test_a_definition_has_no_sentences() -> None:
    assert sentences_of(example("dual-national"), f"{REGULATION}:art2.p5") == []


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_sentence_mixes_languages_or_shows_a_key(path: object) -> None:
    """Chinese sentences have no English word but names, and neither has a code or a key of the rulebook."""
    stem = getattr(path, "stem", "")
    report = report_of(example(stem))
    parts = [report.main, *report.others]
    lines = [line for part in parts for basis in part.bases for cited in basis.cited for line in all_lines(cited.lines)]
    lines += [line for part in parts for basis in part.bases for line in all_lines(basis.lines)]
    assert lines
    for line in lines:
        assert not any("\u4e00" <= mark <= "\u9fff" for mark in line.text.en.replace("\u2068", "")), line.text.en
        for text in (line.text.zh, line.text.en):
            assert "_" not in text
            assert "{" not in text
            assert not text.startswith(("None of these is so.", "下列情形均無。")), "a lead with nothing below"
        assert line.text.zh.endswith(("。", "："))
        assert line.text.en.endswith((".", ":"))
        assert line.text.en[0] == line.text.en[0].upper()


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_lines_agree_with_the_outcome(path: object) -> None:
    """A provision that is not met has a sentence on what is wanting; one that is met has none."""
    evaluation = example(getattr(path, "stem", ""))
    for key in evaluation.program.clauses:
        clause = evaluation.program.clauses[key]
        if clause.provision.subject != "applicant":
            continue
        lines = list(all_lines(sentences_of(evaluation, key)))
        found = evaluation.status(clause)
        if found == "not_satisfied":
            assert any(line.standing == "not_met" for line in lines), key
        if found == "satisfied" and clause.judges:
            assert not any(line.standing == "not_met" for line in lines), (key, [line.text.en for line in lines])


def test_a_reading_tells_what_another_would_lead_to() -> None:
    """A degree expected before the semester counts by one reading only, so that by the other the applicant has none."""
    (reading,) = report_of(example("degree-expected")).main.readings
    assert reading.means.en == "A degree that is expected by the first day of the semester counts."
    assert [other.outcome.en for other in reading.others] == ["Reject"]


def test_a_presumption_is_told_with_its_weight() -> None:
    """Were the father a national, Paragraph 1 would be closed, and Paragraph 2 is to those who live in Taiwan."""
    report = report_of(example("resident-in-taiwan", {"nationality.roc_father_at_birth": None}))
    (presumption,) = report.main.presumptions
    assert presumption.label.zh == "出生時父為中華民國國民"
    assert presumption.value.en == "no"
    assert presumption.effect.en == "The outcome would be another, or open, without this presumption."
    assert "出生時父為中華民國國民" in [fact.label.zh for fact in report.facts if fact.presumed]


def test_dates_of_the_roc_calendar_are_told_as_written_and_as_read() -> None:
    report = report_of(example("roc-calendar"), roc=True)
    assert report.conversions
    assert [label.zh for label, _ in report.days] == ["法規基準日", "事實基準日"]
    assert all("中華民國111年" in day.zh for _, day in report.days)
    assert all(day.en.endswith("2022") for _, day in report.days)


def test_each_text_that_decided_is_named_with_its_digest() -> None:
    report = report_of(example("dual-national"))
    assert [book.title.en[:26] for book in report.rulebooks] == [
        "National Tsing Hua Univers",
        "Regulations Regarding Inte",
    ]
    assert all(book.digest.startswith("sha256:") for book in report.rulebooks)


def test_only_wording_that_is_quoted_brings_its_differences() -> None:
    """D56: the period runs to 17:00:00 itself in Chinese, to before it in English."""
    late = report_of(example("late-by-one-second"))
    assert any("下午 17:00 止" in one.zh and one.governs.en == "The Chinese text governs." for one in late.differences)
    barred = report_of(example("dismissed-for-grades"))
    assert not any("下午 17:00 止" in one.zh for one in barred.differences)


def test_a_quota_says_which_provision_gives_it() -> None:
    """Article 5 Paragraph 1 gives the places; vacancies (Paragraph 3) add none here, and are told after it."""
    text = (RULEBOOKS / REGULATION / "scenarios" / "base-institution.yaml").read_text(encoding="utf-8")
    evaluation = evaluation_of(text, REGULATION, subject="institution")
    builder = Builder(evaluation, shipped_phrases())
    builder.main = "quota"  # what the report is about, so that its grounds are told at length
    report = builder.report()
    assert (report.main.outcome.zh, report.main.outcome.en) == ("100人", "100 persons")
    assert report.main.one_line.zh == "以外加百分之十為原則〔第5條第1項第1句〕"
    ((first, *_),) = [basis.cited for basis in report.main.bases]
    assert first.place.en == "Article 5, Paragraph 1, Sentence 1"
    assert first.wording is not None
    assert "百分之十" in first.wording.zh
    assert report.days == ()
    admitted = one_line_reason(evaluation, "admitted_number", "zh")
    assert "90人" in admitted


def test_a_report_is_about_the_decision_in_which_others_come_together() -> None:
    """Whether a school stays within its places asks for the places; of equals, what was refused comes first."""
    text = (RULEBOOKS / REGULATION / "scenarios" / "base-institution.yaml").read_text(encoding="utf-8")
    assert report_of(evaluation_of(text, REGULATION, subject="institution")).main.title.en.startswith("Number actually admitted")
    assert report_of(example("dual-national")).main.title.en == "What happens to the application"


def test_a_requirement_that_is_met_or_does_not_apply_is_not_open() -> None:
    """Article 4 Paragraph 1: without earlier studies nobody is barred, whatever degrees the file leaves out."""
    evaluation = example("dual-national", {"education": None}, REGULATION)
    checks = [one for basis in report_of(evaluation).main.bases for one in basis.checks]
    one = next(one for one in checks if one.cite.zh == "第4條第1項")
    assert (one.verdict.zh, one.verdict.en, one.stands) == ("符合或不適用", "met, or does not apply", "met")
    lines = sentences_of(evaluation, f"{REGULATION}:art4.p1")
    assert {line.standing for line in all_lines(lines)} == {"met"}


@pytest.mark.parametrize("name", [path.stem for path in sorted(EXAMPLES.glob("*.yaml"))])
def test_no_sentence_has_two_marks(name: str) -> None:
    report = report_of(example(name))
    for part in (report.main, *report.others):
        for basis in part.bases:
            for line in all_lines([*basis.lines, *(line for one in basis.cited for line in one.lines)]):
                assert not line.text.zh.endswith(("：：", "。。", "：。", "。："))
                assert not (line.text.zh.endswith("：") and "：" in line.text.zh[:-1]), line.text.zh
                assert not line.text.en.endswith(("::", "..", ":.", ".:"))
                assert not (line.text.en.endswith(":") and ": " in line.text.en), line.text.en


def test_who_has_no_name_on_file_is_told_by_what_they_are() -> None:
    text = (RULEBOOKS / REGULATION / "scenarios" / "base-guardian.yaml").read_text(encoding="utf-8")
    report = report_of(evaluation_of(text, REGULATION, subject="guardian"))
    assert (report.person.zh, report.person.en) == (report.subject.zh, report.subject.en)


def test_a_value_that_does_not_come_about_says_what_is_wanting() -> None:
    """Article 12 Paragraph 1 extends a status after graduation; who still studies has none to extend."""
    text = (RULEBOOKS / REGULATION / "scenarios" / "base-student.yaml").read_text(encoding="utf-8")
    told = one_line_reason(evaluation_of(text, REGULATION, subject="student"), "status_ends_on", "zh")
    assert told.endswith("：否〔第12條第1項〕")
