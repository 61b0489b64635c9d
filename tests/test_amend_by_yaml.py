"""The work of a policy officer: amendments written in YAML alone, and decided as their wording says.

Each test copies the shipped rulebooks, edits the copy as text, and loads it. What is expected follows from the wording
of the provision, shipped or amended, that the test names.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import engine
from engine.analysis.findings import findings_of
from engine.analysis.scenarios import Interpreters, run, scenarios_of
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_file, read_source
from engine.loading.tree import plain
from engine.records.reading import read_record
from engine.records.schema import record_schema
from tests.unit.reporting.evaluations import evaluation_of, explanation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.evaluation.judgment import Judgment
    from engine.language.rulebook import Rulebook

ROOT = Path(__file__).resolve().parent.parent
REGULATION = "moe-international-students"
BROCHURE = "nthu-dual-emba"
ENACTMENT = f"{REGULATION}/enactments/2021-01-22"
ARTICLE_2 = f"{ENACTMENT}/articles/02.yaml"
HEAD = f"{ENACTMENT}/rulebook.yaml"
ENUMERATIONS = "vocabulary/enumerations.yaml"
APPLICANT = "vocabulary/applicant.yaml"


@dataclass(frozen=True, slots=True)
class Rulebooks:
    """A folder of rulebooks to edit and to decide by."""

    folder: Path

    def replace(self, file: str, old: str, new: str) -> None:
        """Put ``new`` where ``old`` stands, which must be at one place."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")

    def add_after(self, file: str, line: str, new: str) -> None:
        """Put more lines after one."""
        self.replace(file, line, line + new)

    def append(self, file: str, new: str) -> None:
        """Put more lines at the end."""
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + new, encoding="utf-8", newline="\n")

    def findings(self) -> list[str]:
        """The codes of what ``rulebook check`` finds."""
        return [finding.code for finding in findings_of(Library(self.folder))]

    def record_text(self, base: str, changes: Mapping[str, object]) -> str:
        """The base record of some scenarios with facts changed by their dotted paths; ``None`` takes one away."""
        tree = read_file(self.folder / REGULATION / "scenarios" / base, base, Diagnostics())
        assert tree is not None
        record: Any = plain(tree)
        for path, value in changes.items():
            *above, last = path.split(".")
            place = record
            for step in above:
                place = place.setdefault(step, {})
            if value is None:
                del place[last]
            else:
                place[last] = value
        return json.dumps(record, default=str)

    def decide(self, text: str, subject: str = "applicant", rulebook: str = REGULATION) -> Judgment:
        """The judgment of one rulebook about a record."""
        diagnostics = Diagnostics()
        tree = read_source(text, "record.yaml", diagnostics)
        assert tree is not None, diagnostics.in_order()
        record = read_record(tree, library(self.folder).vocabularies[subject], diagnostics)
        assert record is not None, diagnostics.in_order()
        return engine.evaluate(loaded(rulebook, self.folder), record)

    def eligibility(self, base: str, changes: Mapping[str, object], rulebook: str = REGULATION) -> str | None:
        """The outcome of the decision ``eligibility`` about a base record with changes."""
        return self.decide(self.record_text(base, changes), rulebook=rulebook).decisions["eligibility"].outcome

    def report(self, text: str, subject: str = "applicant") -> str:
        """The report about a record in both languages, as Markdown."""
        evaluation = evaluation_of(text, REGULATION, self.folder, subject)
        return explanation(evaluation, "both", "md")


@cache
def library(folder: Path) -> Library:
    """The library of a folder that is not edited any more."""
    return Library(folder)


@cache
def loaded(rulebook: str, folder: Path) -> Rulebook:
    """A rulebook of a folder that is not edited any more."""
    return engine.load(rulebook, rulebooks=folder)


def copied(into: Path) -> Rulebooks:
    shutil.copytree(ROOT / "rulebooks", into / "rulebooks")
    return Rulebooks(into / "rulebooks")


@pytest.fixture
def rulebooks(tmp_path: Path) -> Rulebooks:
    """A copy to leave half amended."""
    return copied(tmp_path)


SHIPPED = Rulebooks(ROOT / "rulebooks")


# -- 120 days become 150 -----------------------------------------------------------------------------------------------


def in_taiwan(days: int) -> dict[str, object]:
    """A visit of so many days in 2019: the day of entry does not count, the day of exit does."""
    entered = date(2019, 1, 1)
    return {"stays_in_taiwan": [{"from": entered, "to": entered + timedelta(days=days), "purpose": "visit"}]}


@pytest.fixture(scope="module")
def of_150_days(tmp_path_factory: pytest.TempPathFactory) -> Rulebooks:
    rulebooks = copied(tmp_path_factory.mktemp("150"))
    rulebooks.replace(ARTICLE_2, "        value: 120\n        unit: days\n", "        value: 150\n        unit: days\n")
    assert rulebooks.findings() == []
    return rulebooks


@pytest.mark.parametrize(("days", "before", "after"), [
    (120, "eligible", "eligible"),
    (121, "ineligible", "eligible"),
    (150, "ineligible", "eligible"),
    (151, "ineligible", "ineligible"),
])  # fmt: skip
def test_the_limit_of_days_is_one_number(of_150_days: Rulebooks, days: int, before: str, after: str) -> None:
    assert SHIPPED.eligibility("base-dual.yaml", in_taiwan(days)) == before
    assert of_150_days.eligibility("base-dual.yaml", in_taiwan(days)) == after


def test_article_3_keeps_the_limit_of_its_own(of_150_days: Rulebooks) -> None:
    assert of_150_days.eligibility("base-hk.yaml", in_taiwan(120)) == "eligible"
    assert of_150_days.eligibility("base-hk.yaml", in_taiwan(121)) == "ineligible"


def test_a_rulebook_that_uses_the_regulation_follows(of_150_days: Rulebooks) -> None:
    text = (ROOT / "examples/applicants/one-hundred-and-twenty-one-days.yaml").read_text(encoding="utf-8")
    assert SHIPPED.decide(text, rulebook=BROCHURE).decisions["eligibility"].outcome == "ineligible"
    assert of_150_days.decide(text, rulebook=BROCHURE).decisions["eligibility"].outcome == "eligible"


def test_the_scenarios_of_the_old_limit_fail_and_no_others(of_150_days: Rulebooks) -> None:
    """Elsewhere the limit shows only in what another reading of the text would say."""
    interpreters = Interpreters(library(of_150_days.folder))
    scenarios = scenarios_of(interpreters, REGULATION, Diagnostics())
    failed = [result for result in (run(scenario, interpreters) for scenario in scenarios) if not result.passed]
    names = {result.scenario.name for result in failed}
    assert {"121 days in a calendar year", "122 days in a calendar year"} <= names
    assert "119 days in a calendar year" not in names
    elsewhere = [result for result in failed if not str(result.scenario.source).startswith("art2.p5")]
    assert all(line.startswith("turns_on_readings") for result in elsewhere for line in result.differences)


# -- a fifth kind of stay that does not count --------------------------------------------------------------------------

FIFTH_KIND = """
      - subparagraph: 5
        text:
          zh: 經主管機關許可來臺從事志願服務。
          en: served in Taiwan as a volunteer with the permission of the competent authority.
        label: {zh: 志願服務, en: Volunteer service}
        kind: definition
        terms:
          volunteer_stay:
            label: {zh: 具證明之志願服務停留, en: a documented stay for volunteer service}
            over: stays_in_taiwan
            all:
              - {field: documented, is: true}
              - {field: purpose, is: volunteer_service}
"""


def volunteering(**fields: object) -> dict[str, object]:
    """200 days in Taiwan in 2019, for volunteer service unless the fields say otherwise."""
    stay = {"from": "2019-02-01", "to": "2019-08-20", "purpose": "volunteer_service", **fields}
    return {"stays_in_taiwan": [{name: value for name, value in stay.items() if value is not None}]}


def add_a_fifth_kind(rulebooks: Rulebooks) -> None:
    code = "      approved_internship: {zh: 經許可之實習, en: approved internship}\n"
    rulebooks.add_after(ENUMERATIONS, code, "      volunteer_service: {zh: 志願服務, en: volunteer service}\n")
    rulebooks.add_after(ARTICLE_2, "              - {term: internship_time_is_short}\n", FIFTH_KIND)


@pytest.fixture(scope="module")
def with_a_fifth_kind(tmp_path_factory: pytest.TempPathFactory) -> Rulebooks:
    rulebooks = copied(tmp_path_factory.mktemp("fifth"))
    add_a_fifth_kind(rulebooks)
    rulebooks.add_after(ARTICLE_2, "            - {term: internship_stay}\n", "            - {term: volunteer_stay}\n")
    assert rulebooks.findings() == []
    return rulebooks


@pytest.mark.parametrize(("stay", "outcome"), [
    (volunteering(documented=True), "eligible"),
    (volunteering(documented=False), "ineligible"),  # 具相關證明文件
    (volunteering(), "ineligible"),  # without proof on file none is presumed
    (volunteering(documented=True, purpose="visit"), "ineligible"),
    (volunteering(documented=True, purpose=None), "undetermined"),
])  # fmt: skip
def test_a_fifth_kind_of_stay(with_a_fifth_kind: Rulebooks, stay: dict[str, object], outcome: str) -> None:
    assert with_a_fifth_kind.eligibility("base-dual.yaml", stay) == outcome


def test_the_purpose_of_the_stay_is_asked_for(with_a_fifth_kind: Rulebooks) -> None:
    text = with_a_fifth_kind.record_text("base-dual.yaml", volunteering(documented=True, purpose=None))
    decision = with_a_fifth_kind.decide(text).decisions["eligibility"]
    assert (set(decision.possible), decision.missing) == ({"eligible", "ineligible"}, ("stays_in_taiwan[0].purpose",))


def test_a_kind_that_the_proviso_does_not_name_is_found(rulebooks: Rulebooks) -> None:
    add_a_fifth_kind(rulebooks)
    assert rulebooks.findings() == ["unused-term"]
    assert rulebooks.eligibility("base-dual.yaml", volunteering(documented=True)) == "ineligible"


def test_every_scenario_of_the_four_kinds_still_holds(with_a_fifth_kind: Rulebooks) -> None:
    interpreters = Interpreters(library(with_a_fifth_kind.folder))
    results = [run(scenario, interpreters) for scenario in scenarios_of(interpreters, REGULATION, Diagnostics())]
    assert [result.scenario.name for result in results if not result.passed] == []
    assert results


# -- a new way in, by a new fact ---------------------------------------------------------------------------------------

FACT = """
  scholarship.foreign_government:
    type: boolean
    presumed: false
    label: {zh: 受外國政府全額獎學金, en: Holds a full scholarship of a foreign government}
    ask: {zh: 請提供外國政府之獎學金證明。, en: Provide the award letter of the foreign government.}

"""
PARAGRAPH_7 = """
  - paragraph: 7
    text:
      zh: 具外國國籍，受外國政府全額獎學金來臺就學，且自始未曾在臺設有戶籍者，得依本辦法規定申請入學，不受第一項及第二項之限制。
      en: >-
        A person of foreign nationality who comes to study in Taiwan on a full scholarship of a foreign government and who
        has never had household registration in Taiwan may apply for admission under these Regulations and is not subject to
        the restrictions of Paragraphs 1 and 2.
    label: {zh: 受外國政府獎學金者, en: Holders of a scholarship of a foreign government}
    kind: entitlement
    despite: [art2.p1, art2.p2]
    requires:
      all:
        - {term: has_foreign_nationality}
        - {fact: scholarship.foreign_government}
        - {fact: nationality.household_registration_ever, is: false}
"""
SCHOLAR: dict[str, object] = {
    "overseas_chinese.studied_in_taiwan": True,  # closes Paragraph 1, and Paragraph 2 is not for those who never were nationals
    "scholarship.foreign_government": True,
}


def add_paragraph_7(rulebooks: Rulebooks) -> None:
    rulebooks.add_after(APPLICANT, "facts:\n", FACT)
    rulebooks.append(ARTICLE_2, PARAGRAPH_7)


@pytest.fixture(scope="module")
def with_paragraph_7(tmp_path_factory: pytest.TempPathFactory) -> Rulebooks:
    rulebooks = copied(tmp_path_factory.mktemp("way"))
    add_paragraph_7(rulebooks)
    rulebooks.replace(f"{ENACTMENT}/decisions/applicant.yaml", "art2.p3, art2.p6, art3.p1", "art2.p3, art2.p6, art2.p7, art3.p1")
    assert rulebooks.findings() == []
    return rulebooks


@pytest.mark.parametrize(("changes", "outcome"), [
    (SCHOLAR, "eligible"),
    (SCHOLAR | {"scholarship.foreign_government": False}, "ineligible"),
    (SCHOLAR | {"nationality.household_registration_ever": True}, "ineligible"),
    (SCHOLAR | {"nationality.household_registration_ever": None}, "undetermined"),
    (SCHOLAR | {"nationality.held": ["HK"]}, "ineligible"),
])  # fmt: skip
def test_a_new_way_in(with_paragraph_7: Rulebooks, changes: dict[str, object], outcome: str) -> None:
    assert with_paragraph_7.eligibility("base-foreign.yaml", changes) == outcome


def test_what_the_new_way_rests_on(with_paragraph_7: Rulebooks) -> None:
    decided = with_paragraph_7.decide(with_paragraph_7.record_text("base-foreign.yaml", SCHOLAR))
    assert decided.decisions["eligibility"].because == ((f"{REGULATION}:art2.p7",),)
    assert decided.provisions[f"{REGULATION}:art2.p7"] == "satisfied"
    assert decided.decisions["application"].outcome == "may_apply"

    absent = {key: value for key, value in SCHOLAR.items() if key != "scholarship.foreign_government"}
    refused = with_paragraph_7.decide(with_paragraph_7.record_text("base-foreign.yaml", absent)).decisions["eligibility"]
    assert refused.outcome == "ineligible"
    assert "scholarship.foreign_government" in refused.presumed
    assert (f"{REGULATION}:art2.p7",) in {(key,) for group in refused.because for key in group}

    asked = SCHOLAR | {"nationality.household_registration_ever": None}
    open_ = with_paragraph_7.decide(with_paragraph_7.record_text("base-foreign.yaml", asked)).decisions["eligibility"]
    assert open_.missing == ("nationality.household_registration_ever",)


def test_the_new_way_is_explained_in_both_languages(with_paragraph_7: Rulebooks) -> None:
    report = with_paragraph_7.report(with_paragraph_7.record_text("base-foreign.yaml", SCHOLAR))
    for sentence in (
        "第2條第7項",
        "Article 2, Paragraph 7",
        "受外國政府全額獎學金：是",
        "Holds a full scholarship of a foreign government: yes",
        "不受第一項及第二項之限制。",
        "is not subject to the restrictions of Paragraphs 1 and 2.",
    ):
        assert sentence in report


def test_a_way_that_no_decision_uses_is_found(rulebooks: Rulebooks) -> None:
    add_paragraph_7(rulebooks)
    assert rulebooks.findings() == ["unused-provision"]
    assert rulebooks.eligibility("base-foreign.yaml", SCHOLAR) == "ineligible"


def test_a_misspelt_fact_is_named_with_its_place_and_the_right_one(rulebooks: Rulebooks) -> None:
    add_paragraph_7(rulebooks)
    rulebooks.replace(ARTICLE_2, "{fact: scholarship.foreign_government}", "{fact: scholarship.foreign_goverment}")
    with pytest.raises(engine.InputError) as caught:
        engine.load(REGULATION, rulebooks=rulebooks.folder)
    (finding,) = [one for one in caught.value.diagnostics if one.code == "unknown-fact"]
    lines = (rulebooks.folder / ARTICLE_2).read_text(encoding="utf-8").splitlines()
    assert "scholarship.foreign_goverment" in lines[finding.place.line - 1]
    assert finding.place.file.endswith(f"rulebooks/{ARTICLE_2}")
    assert Path(finding.place.file).is_file()
    assert "scholarship.foreign_government" in finding.help


# -- a fee, a reading, an exception with a proviso, and a duty, about somebody new -------------------------------------

SUMMER_STUDENT = """
vocabulary: summer_student
title: {zh: 暑期班學生, en: Summer school student}
offset: "+08:00"
enumerations:
  course_kind:
    values:
      language: {zh: 語文班, en: language course}
      culture: {zh: 文化班, en: culture course}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  course.kind: {type: course_kind, label: {zh: 班別, en: Kind of course}}
  course.from: {type: date, label: {zh: 開課日, en: First day of the course}}
  course.to: {type: date, label: {zh: 結業日, en: Last day of the course}}
  registered_on: {type: date, label: {zh: 報名日, en: Day of registration}}
  nominated: {type: boolean, label: {zh: 由姊妹校薦送, en: Nominated by a partner school}}
  nominees: {type: integer, unit: persons, label: {zh: 該校薦送人數, en: Nominees of that school}}
"""
ARTICLE_31 = """
article: "31"
subject: summer_student
title: {zh: 暑期班, en: Summer schools}
paragraphs:
  - paragraph: 1
    text:
      zh: 暑期班學費每週新臺幣一千五百元；不滿一週者，以一週計。
      en: The fee of a summer school is NT$1,500 a week; a part of a week counts as a week.
    label: {zh: 暑期班學費, en: Fee of a summer school}
    parameters:
      weekly_fee: {value: 1500, unit: TWD, label: {zh: 每週學費, en: Fee for a week}}
      days_of_a_week: {value: 7, unit: days, label: {zh: 一週之日數, en: Days of a week}}
    readings:
      first_day_of_course:
        question: {zh: 開課當日是否計入？, en: "Does the first day of the course count?"}
        chosen: counted
        means: {zh: 計入, en: It counts}
        because: {zh: 開課當日已受課。, en: There is a lesson on that day.}
        alternatives:
          not_counted:
            means: {zh: 不計入, en: It does not count}
            source: {zh: 民法第一百二十條第二項, en: "Civil Code, Article 120 Paragraph 2"}
    terms:
      course_weeks:
        label: {zh: 暑期班週數, en: weeks of the course}
        divide:
          - days: {interval: {from: {fact: course.from}, to: {fact: course.to}}}
            first_day: {reading: first_day_of_course}
            last_day: counted
          - {parameter: days_of_a_week}
        rounding: ceiling
        places: 0
    kind: effect
    when: {fact: course.kind, in: [language, culture]}
    gives: {multiply: [{term: course_weeks}, {parameter: weekly_fee}]}
  - paragraph: 2
    text:
      zh: 學生應於開課十四日前報名。
      en: A student shall register at least 14 days before the course begins.
    label: {zh: 開課十四日前報名, en: Registration 14 days before the course}
    parameters:
      days_before: {value: 14, unit: days, label: {zh: 開課前日數, en: Days before the course}}
    kind: requirement
    requires:
      fact: registered_on
      on_or_before: {shift: {fact: course.from}, earlier: {parameter: days_before}}
  - paragraph: 3
    text:
      zh: 由姊妹校薦送者，不受前項規定之限制。
      en: A student nominated by a partner school is not bound by the previous paragraph.
    label: {zh: 姊妹校薦送, en: Nominated by a partner school}
    kind: exception
    when: {fact: nominated}
    unless: {term: too_many_nominees}
    lifts: [art31.p2]
    proviso:
      proviso: true
      text:
        zh: 但該校薦送逾二人者，不在此限。
        en: However, this does not apply where that school nominates more than two.
      label: {zh: 薦送逾二人, en: More than two nominees}
      parameters:
        most_nominees: {value: 2, unit: persons, label: {zh: 薦送人數上限, en: Most nominees}}
      kind: definition
      terms:
        too_many_nominees:
          label: {zh: 該校薦送逾二人, en: more than two nominees of that school}
          fact: nominees
          more_than: {parameter: most_nominees}
  - paragraph: 4
    text:
      zh: 學校應於受理報名之班次開課後十五日內，將學生名冊報教育部備查。
      en: The school shall report the list of those whom it accepted to the Ministry of Education within 15 days of the beginning.
    label: {zh: 名冊報備, en: Report of the list}
    parameters:
      report_days: {value: 15, unit: days, label: {zh: 報備期限, en: Days for the report}}
    kind: duty
    when: art31.p2
    bearer: {zh: 學校, en: the school}
    action: {zh: 將學生名冊報部備查, en: report the list of students}
    to: {zh: 教育部, en: the Ministry of Education}
    deadline: {shift: {fact: course.from}, later: {parameter: report_days}}
"""
DECISIONS = """\
decisions:
  summer_fee:
    subject: summer_student
    title: {zh: 暑期班學費（第三十一條）, en: Fee of the summer school (Article 31)}
    cite: [art31.p1]
    value: {given_by: art31.p1}

  summer_registration:
    subject: summer_student
    title: {zh: 暑期班報名（第三十一條）, en: Registration for the summer school (Article 31)}
    cite: [art31.p2]
    outcomes:
      accepted: {zh: 受理, en: Accepted}
      refused: {zh: 不受理, en: Refused}
    favourable: [accepted]
    rows:
      - when: art31.p2
        then: accepted
      - otherwise: refused
"""
IN_TIME = "2022-06-17"  # 14 days before the course begins on 2022-07-01
TOO_LATE = "2022-06-18"


def summer_student(last_day: str = "2022-07-14", **facts: object) -> str:
    """Somebody in a language course that begins on 1 July 2022."""
    course = {"kind": "language", "from": "2022-07-01", "to": last_day}
    return json.dumps({"subject": "summer_student", "id": "S-1", "course": course, **facts})


@pytest.fixture(scope="module")
def with_summer_schools(tmp_path_factory: pytest.TempPathFactory) -> Rulebooks:
    rulebooks = copied(tmp_path_factory.mktemp("summer"))
    (rulebooks.folder / "vocabulary/summer_student.yaml").write_text(SUMMER_STUDENT, encoding="utf-8")
    (rulebooks.folder / ENACTMENT / "articles/31.yaml").write_text(ARTICLE_31, encoding="utf-8")
    rulebooks.add_after(HEAD, "  language_centre_student: {}\n", "  summer_student: {facts_as_of: {fact: registered_on}}\n")
    (rulebooks.folder / ENACTMENT / "decisions/summer-student.yaml").write_text(DECISIONS, encoding="utf-8")
    assert rulebooks.findings() == []
    return rulebooks


@pytest.mark.parametrize(("last_day", "fee", "turns_on"), [
    ("2022-07-07", 1500, ()),  # 7 days are a week; so are 6
    ("2022-07-08", 3000, ("first_day_of_course",)),  # 8 days begin a second week; 7 would not
    ("2022-07-14", 3000, ()),
    ("2022-07-15", 4500, ("first_day_of_course",)),
])  # fmt: skip
def test_a_fee_is_computed(with_summer_schools: Rulebooks, last_day: str, fee: int, turns_on: tuple[str, ...]) -> None:
    text = summer_student(last_day, registered_on=IN_TIME, nominated=False)
    decision = with_summer_schools.decide(text, "summer_student").decisions["summer_fee"]
    assert (decision.value, decision.unit, decision.turns_on_readings) == (fee, "TWD", turns_on)


@pytest.mark.parametrize(("facts", "outcome", "missing"), [
    ({"registered_on": IN_TIME, "nominated": False}, "accepted", ()),
    ({"registered_on": TOO_LATE, "nominated": False}, "refused", ()),
    ({"registered_on": TOO_LATE, "nominated": True, "nominees": 2}, "accepted", ()),
    ({"registered_on": TOO_LATE, "nominated": True, "nominees": 3}, "refused", ()),
    ({"registered_on": TOO_LATE, "nominated": True}, "undetermined", ("nominees",)),
    ({"registered_on": TOO_LATE, "nominees": 3}, "refused", ()),
    ({"registered_on": IN_TIME}, "accepted", ()),
])  # fmt: skip
def test_an_exception_and_its_proviso(
    with_summer_schools: Rulebooks, facts: dict[str, object], outcome: str, missing: tuple[str, ...]
) -> None:
    judgment = with_summer_schools.decide(summer_student(**facts), "summer_student")  # type: ignore[arg-type]
    decision = judgment.decisions["summer_registration"]
    assert (decision.outcome, decision.missing) == (outcome, missing)
    (duty,) = judgment.duties
    assert duty.as_json()["due"] == {"accepted": True, "refused": False, "undetermined": "undetermined"}[outcome]


def test_a_duty_has_its_deadline(with_summer_schools: Rulebooks) -> None:
    judgment = with_summer_schools.decide(summer_student(registered_on=IN_TIME), "summer_student")
    assert [duty.as_json() for duty in judgment.duties] == [
        {
            "provision": f"{REGULATION}:art31.p4",
            "bearer": {"zh": "學校", "en": "the school"},
            "action": {"zh": "將學生名冊報部備查", "en": "report the list of students"},
            "to": {"zh": "教育部", "en": "the Ministry of Education"},
            "deadline": "2022-07-16",
            "due": True,
        }
    ]


def test_the_new_subject_has_its_schema_and_its_report(with_summer_schools: Rulebooks) -> None:
    vocabulary = library(with_summer_schools.folder).vocabularies["summer_student"]
    assert {"course", "registered_on", "nominated", "nominees"} <= set(record_schema(vocabulary)["properties"])
    text = summer_student("2022-07-15", registered_on=IN_TIME, nominated=False)
    report = with_summer_schools.report(text, "summer_student")
    for sentence in (
        "新臺幣4,500元",
        "NT\\$4,500",
        "開課當日是否計入？",
        "Does the first day of the course count?",
        "2022年7月16日<br>16 July 2022",
    ):
        assert sentence in report
