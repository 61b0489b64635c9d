"""Vocabularies: what they say is read, and whatever contradicts itself is found, each fault at its place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from engine.language.diagnostics import Diagnostics, Place
from engine.language.expressions import Compare, Constant
from engine.language.facts import Bilingual, Empty, FactType, Special
from engine.language.types import NumberType
from engine.loading.bilingual import read_bilingual
from engine.loading.source import read_source
from engine.loading.vocabulary import load_vocabularies

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic
    from engine.language.facts import Vocabulary

SHARED = """\
enumerations:
  grade:
    ordered: true
    values:
      low: {zh: 低, en: low}
      high: {zh: 高, en: high}
  cause:
    values:
      none: {zh: 無, en: no cause}
      other: {zh: 其他, en: another}
  currency:
    values:
      TWD: {zh: 新臺幣, en: New Taiwan dollar}
"""
HEAD = """\
vocabulary: pupil
title: {zh: 學童, en: Pupil}
offset: "+08:00"
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
"""


def load(folder: Path, facts: str = "", *, head: str = HEAD, shared: str | None = SHARED) -> tuple[Vocabulary, list[Diagnostic]]:
    if shared is not None:
        (folder / "enumerations.yaml").write_text(shared, encoding="utf-8")
    body = "".join(f"  {line}\n" for line in dedent(facts).splitlines())
    (folder / "pupil.yaml").write_text(head + body, encoding="utf-8")
    diagnostics = Diagnostics()
    vocabularies = load_vocabularies(folder, "v", diagnostics)
    return vocabularies["pupil"], diagnostics.found


def codes(found: list[Diagnostic]) -> list[str]:
    return [problem.code for problem in found]


def one(found: list[Diagnostic]) -> Diagnostic:
    (problem,) = found
    return problem


LABEL = "label: {zh: 甲, en: a}"


# What is read


def test_a_vocabulary_is_read(folder: Path) -> None:
    vocabulary, found = load(
        folder,
        """
        school.grade: {type: grade, label: {zh: 年級, en: Grade}, ask: {zh: 請說明, en: Say}, finding: true}
        school.fee: {type: decimal, unit: TWD, presumed: 10, label: {zh: 費, en: Fee}}
        left_on: {type: date, may_be_none: true, personal: true, label: {zh: 離校, en: Left on}}
        moved_on: {type: date, empty: none, label: {zh: 遷, en: Moved on}}
        signed_at: {type: datetime, presumed: 2022-01-01T08:00, label: {zh: 簽, en: Signed at}}
        held: {type: list, of: grade, presumed: [low], label: {zh: 級, en: Grades}}
        stays:
          type: list
          label: {zh: 留, en: Stays}
          interval: [from, to]
          presumed: []
          of:
            from: {type: date, label: {zh: 起, en: from}}
            to: {type: date, empty: open, label: {zh: 迄, en: to}}
            amount: {type: decimal, unit_from: money, label: {zh: 額, en: amount}}
            money: {type: currency, label: {zh: 幣, en: currency}}
        """,
    )
    assert found == []
    assert (vocabulary.subject, vocabulary.title, vocabulary.offset_minutes) == (
        "pupil",
        Bilingual("學童", "Pupil"),
        480,
    )
    grade = vocabulary.facts["school.grade"]
    assert (grade.type, grade.enumeration, grade.finding) == (FactType.ENUMERATION, "grade", True)
    assert (grade.ask, grade.label) == (Bilingual("請說明", "Say"), Bilingual("年級", "Grade"))
    assert grade.place == Place("v/pupil.yaml", 7, 3)
    fee = vocabulary.facts["school.fee"]
    assert (fee.unit, fee.has_presumption, fee.presumed, type(fee.presumed)) == ("TWD", True, Decimal(10), Decimal)
    left_on = vocabulary.facts["left_on"]
    assert (left_on.may_be_none, left_on.personal) == (True, True)
    assert vocabulary.facts["moved_on"].empty is Empty.NONE
    assert vocabulary.facts["signed_at"].presumed == datetime(2022, 1, 1, tzinfo=UTC)
    held = vocabulary.facts["held"]
    assert held.element_type is not None
    assert (held.element_type.enumeration, held.presumed, held.elements) == ("grade", ("low",), None)
    stays = vocabulary.facts["stays"]
    assert stays.elements is not None
    assert (list(stays.elements), stays.interval, stays.presumed) == (
        ["from", "to", "amount", "money"],
        ("from", "to"),
        (),
    )
    assert stays.elements["to"].empty is Empty.OPEN
    assert stays.elements["amount"].unit_from == "money"
    assert vocabulary.facts["id"].identifier


def test_an_enumeration_keeps_its_order(folder: Path) -> None:
    vocabulary, _ = load(folder)
    grade = vocabulary.enumerations["grade"]
    assert (list(grade.values), grade.ordered, grade.place) == (
        ["low", "high"],
        True,
        Place("v/enumerations.yaml", 2, 3),
    )
    assert not vocabulary.enumerations["cause"].ordered


def test_a_vocabulary_may_have_enumerations_of_its_own(folder: Path) -> None:
    own = "enumerations: {colour: {values: {red: {zh: 紅, en: red}}}}\n"
    vocabulary, found = load(folder, f"colour: {{type: colour, {LABEL}}}", head=own + HEAD, shared=None)
    assert found == []
    assert vocabulary.facts["colour"].enumeration == "colour"


@pytest.mark.parametrize(
    ("type_", "presumed", "value"),
    [
        ("boolean", "false", False), ("integer", "1", 1), ("text", '"1"', "1"), ("grade", "low", "low"),
        ("date", "2022-05-20", date(2022, 5, 20)), ("cause", "none", "none"),
    ],
)  # fmt: skip
def test_presumptions_are_normalised(folder: Path, type_: str, presumed: str, value: object) -> None:
    vocabulary, found = load(folder, f"a: {{type: {type_}, presumed: {presumed}, {LABEL}}}")
    assert found == []
    assert vocabulary.facts["a"].presumed == value


def test_what_may_be_none_may_be_presumed_to_be_none(folder: Path) -> None:
    vocabulary, found = load(folder, f"a: {{type: date, may_be_none: true, presumed: none, {LABEL}}}")
    assert found == []
    assert vocabulary.facts["a"].presumed is Special.NONE


def test_the_vocabularies_of_this_tree_have_no_faults(root: Path) -> None:
    diagnostics = Diagnostics()
    vocabularies = load_vocabularies(root / "rulebooks" / "vocabulary", "rulebooks/vocabulary", diagnostics)
    assert diagnostics.found == []
    files = {path.stem for path in (root / "rulebooks" / "vocabulary").glob("*.yaml")} - {"enumerations"}
    assert vocabularies.keys() == files


# Faults of a fact: (facts, code, line within the facts, words)


@pytest.mark.parametrize(
    ("fact", "code", "words"),
    [
        (f"{{tpye: date, type: date, {LABEL}}}", "unknown-key", 'did you mean "type"?'),
        (f"{{{LABEL}}}", "missing-key", "has no type"),
        (f"{{type: dat, {LABEL}}}", "unknown-type", 'did you mean "date"?'),
        (f"{{type: grad, {LABEL}}}", "unknown-type", 'did you mean "grade"?'),
        (f"{{type: enumeration, {LABEL}}}", "unknown-type", 'no type "enumeration"'),
        (f"{{type: [date], {LABEL}}}", "wrong-shape", "the type of"),
        ("date", "wrong-shape", "mapping"),
        ("{type: date}", "missing-key", "label"),
        ("{type: date, label: {zh: 甲}}", "missing-translation", 'the wording in "en" is missing'),
        ("{type: date, label: {zh: 甲, en: ''}}", "missing-translation", "is empty"),
        (f"{{type: date, {LABEL}, ask: {{en: Say}}}}", "missing-translation", 'the wording in "zh" is missing'),
        (f"{{type: date, {LABEL}, empty: never}}", "wrong-type", "empty is open, none or unknown"),
        (f"{{type: date, {LABEL}, empty: [open]}}", "wrong-type", "empty is open, none or unknown"),
        (f"{{type: date, {LABEL}, may_be_none: yes}}", "wrong-shape", "true or false"),
        (f"{{type: integer, {LABEL}, unit: [a]}}", "wrong-shape", "unit of"),
        (f"{{type: date, {LABEL}, unit: days}}", "contradiction", "only a number has a unit"),
        (f"{{type: integer, {LABEL}, empty: open}}", "contradiction", "only a date can be open"),
        (f"{{type: date, {LABEL}, empty: none, presumed: 2022-01-01}}", "contradiction", "presumed as well"),
        (f"{{type: list, of: grade, {LABEL}, may_be_none: true}}", "contradiction", "an empty list says"),
        (f"{{type: cause, {LABEL}, may_be_none: true}}", "contradiction", "a code of its enumeration"),
        (f"{{type: boolean, {LABEL}, may_be_none: true}}", "contradiction", "true or false, and never"),
        (f"{{type: boolean, {LABEL}, presumed: no}}", "wrong-presumption", 'the text "no" where true or false'),
        (f"{{type: integer, {LABEL}, presumed: 1.0}}", "wrong-presumption", "1.0 where a whole number is wanted"),
        (f"{{type: date, {LABEL}, presumed: 2022-02-30}}", "wrong-presumption", "does not exist"),
        (f"{{type: grade, {LABEL}, presumed: lwo}}", "wrong-presumption", 'did you mean "low"?'),
        (f"{{type: integer, {LABEL}, presumed: null}}", "wrong-presumption", "no value"),
        (f"{{type: integer, {LABEL}, presumed: unknown}}", "wrong-presumption", "no value"),
        (f"{{type: integer, {LABEL}, presumed: [1]}}", "wrong-presumption", "no value"),
        (f"{{type: list, of: grade, {LABEL}, presumed: low}}", "wrong-presumption", "write []"),
        (f"{{type: list, of: grade, {LABEL}, presumed: [x]}}", "wrong-presumption", "no code"),
        (f"{{type: list, {LABEL}}}", "missing-key", 'does not say "of" what'),
        (f"{{type: list, of: {{}}, {LABEL}}}", "missing-key", "no fields"),
        (f"{{type: list, of: list, {LABEL}}}", "wrong-type", "cannot be a list itself"),
        (f"{{type: list, of: {{x: {{type: list, {LABEL}}}}}, {LABEL}}}", "wrong-type", "cannot be a list itself"),
        (f"{{type: list, of: {{x.y: {{type: date, {LABEL}}}}}, {LABEL}}}", "wrong-name", "no dots"),
        (f"{{type: list, of: {{x: {{type: date, finding: true, {LABEL}}}}}, {LABEL}}}", "unknown-key", "finding"),
        (f"{{type: date, of: date, {LABEL}}}", "unknown-key", 'has no "of"'),
        (f"{{type: list, of: grade, interval: [a, b], {LABEL}}}", "wrong-shape", "names the first and the last"),
        (f"{{type: list, of: grade, interval: {{a: b}}, {LABEL}}}", "wrong-shape", "interval of"),
        (f"{{type: list, of: {{b: {{type: date, {LABEL}}}}}, interval: [b], {LABEL}}}", "wrong-shape", "[from, to]"),
        (f"{{type: list, of: {{b: {{type: date, {LABEL}}}}}, interval: [b, bb], {LABEL}}}", "unknown-field", '"b"?'),
        (f"{{type: list, of: {{b: {{type: text, {LABEL}}}}}, interval: [b, b], {LABEL}}}", "wrong-type", "is no date"),
        (f"{{type: decimal, unit_from: currenzy, {LABEL}}}", "unknown-field", "no sibling"),
    ],
)  # fmt: skip
def test_a_fault_of_a_fact_is_found_at_its_line(folder: Path, fact: str, code: str, words: str) -> None:
    _, found = load(folder, f"a: {fact}")
    problem = one(found)
    assert (problem.code, problem.place.file, problem.place.line) == (code, "v/pupil.yaml", 6)
    assert words in f"{problem.message} {problem.help}"


def test_one_fault_does_not_hide_the_next(folder: Path) -> None:
    _, found = load(folder, "a: {type: list, of: {x: {type: dat}, y: {}}, interval: [x, z], personal: maybe}\nb: 1")
    assert codes(found) == ["unknown-type", "missing-key", "missing-key", "wrong-shape", "unknown-field", "wrong-shape"]


def test_a_unit_is_either_fixed_or_taken_from_a_sibling(folder: Path) -> None:
    fields = f"m: {{type: currency, {LABEL}}}, n: {{type: decimal, unit: TWD, unit_from: m, {LABEL}}}"
    _, found = load(folder, f"a: {{type: list, {LABEL}, of: {{{fields}}}}}")
    assert one(found).message == 'the field "n": has either unit or unit_from'


def test_siblings_of_a_fact_have_the_same_dotted_beginning(folder: Path) -> None:
    amount = f"a.amount: {{type: decimal, unit_from: money, {LABEL}}}\n"
    assert load(folder, amount + f"a.money: {{type: currency, {LABEL}}}")[1] == []
    assert one(load(folder, amount + f"b.money: {{type: currency, {LABEL}}}")[1]).code == "unknown-field"
    assert one(load(folder, amount + f"a.money: {{type: integer, {LABEL}}}")[1]).code == "unknown-field"


# Faults of names


def test_a_fact_cannot_lie_inside_another(folder: Path) -> None:
    _, found = load(folder, f"a.b.c: {{type: date, {LABEL}}}\na.b: {{type: date, {LABEL}}}\na.bc: {{type: date, {LABEL}}}")
    problem = one(found)
    assert (problem.code, problem.place.line) == ("nested-fact", 6)
    assert "line 7" in problem.help


@pytest.mark.parametrize("name", ["A", "a-b", "a..b", ".a", "1a", "名"])
def test_names_are_small_letters_digits_and_underscores(folder: Path, name: str) -> None:
    assert one(load(folder, f"{name}: {{type: date, {LABEL}}}")[1]).code == "wrong-name"


@pytest.mark.parametrize("name", ["subject", "story", "story.zh"])
def test_the_words_of_a_record_are_no_facts(folder: Path, name: str) -> None:
    assert one(load(folder, f"{name}: {{type: date, {LABEL}}}")[1]).code == "reserved-name"


def test_one_fact_is_the_identifier(folder: Path) -> None:
    head = HEAD.replace("identifier: true, ", "")
    assert one(load(folder, head=head)[1]).code == "missing-identifier"
    second = one(load(folder, f"number: {{type: text, identifier: true, {LABEL}}}")[1])
    assert (second.code, second.place.line) == ("duplicate-identifier", 6)


def test_an_identifier_is_a_text(folder: Path) -> None:
    assert codes(load(folder, head=HEAD.replace("type: text", "type: integer"))[1]) == ["contradiction"]


# Faults of a file


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("vocabulary: pupil\n", "", "missing-key"),
        ("vocabulary: pupil", "vocabulary: pupils", "wrong-name"),
        ("vocabulary: pupil", "vocabulary: [pupil]", "wrong-name"),
        ("title: {zh: 學童, en: Pupil}\n", "", "missing-key"),
        ("title: {zh: 學童, en: Pupil}", "title: Pupil", "missing-translation"),
        ('"+08:00"', "8", "wrong-type"),
        ('"+08:00"', "[8]", "wrong-type"),
        ('"+08:00"', '"+25:00"', "wrong-type"),
        ("offset:", "ofset:", "unknown-key"),
    ],
)
def test_a_fault_of_the_head_is_found(folder: Path, old: str, new: str, code: str) -> None:
    assert codes(load(folder, head=HEAD.replace(old, new))[1]) == [code]


@pytest.mark.parametrize(("offset", "minutes"), [("-05:30", -330), ("+00:00", 0)])
def test_offsets_may_be_west(folder: Path, offset: str, minutes: int) -> None:
    assert load(folder, head=HEAD.replace("+08:00", offset))[0].offset_minutes == minutes


@pytest.mark.parametrize(
    "fact",
    ["{type: datetime, %s}", "{type: list, of: datetime, %s}", "{type: list, of: {x: {type: datetime, %s}}, %s}"],
)
def test_a_vocabulary_with_date_times_has_an_offset(folder: Path, fact: str) -> None:
    head = HEAD.replace('offset: "+08:00"\n', "")
    assert load(folder, head=head)[1] == []
    problem = one(load(folder, "a: " + fact.replace("%s", LABEL), head=head)[1])
    assert (problem.code, "offset" in problem.message) == ("missing-key", True)


@pytest.mark.parametrize("text", ["- a\n", "a\n"])
def test_a_vocabulary_is_a_mapping(folder: Path, text: str) -> None:
    vocabulary, found = load(folder, head=text)
    assert (codes(found), vocabulary.facts) == (["wrong-shape"], {})


def test_facts_are_a_mapping(folder: Path) -> None:
    head = HEAD[: HEAD.index("facts:")] + "facts: []\n"
    assert codes(load(folder, head=head)[1]) == ["wrong-shape"]


def test_a_file_that_cannot_be_read_gives_no_vocabulary(folder: Path) -> None:
    (folder / "pupil.yaml").write_text("a: [", encoding="utf-8")
    (folder / "enumerations.yaml").write_text("", encoding="utf-8")
    diagnostics = Diagnostics()
    assert load_vocabularies(folder, "v", diagnostics) == {}
    assert codes(diagnostics.found) == ["empty-file", "syntax"]


def test_a_folder_that_is_not_there_is_reported(folder: Path) -> None:
    diagnostics = Diagnostics()
    assert load_vocabularies(folder / "absent", "v", diagnostics) == {}
    assert codes(diagnostics.found) == ["unreadable-file"]


# Faults of enumerations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", ["wrong-shape"]),
        ("{}", ["missing-key"]),
        ("{enumeration: {}, enumerations: {}}", ["unknown-key"]),
        ("enumerations: []", ["wrong-shape"]),
        ("enumerations: {date: {values: {}}}", ["reserved-name"]),
        ("enumerations: {e: []}", ["wrong-shape"]),
        ("enumerations: {e: {}}", ["missing-key"]),
        ("enumerations: {e: {values: {}}}", ["missing-key"]),
        ("enumerations: {e: {ordered: 1, values: {a: {zh: 甲, en: a}}}}", ["wrong-shape"]),
        ("enumerations: {e: {order: true, values: {a: {zh: 甲, en: a}}}}", ["unknown-key"]),
        ("enumerations: {e: {values: {a: {zh: 甲}, b: x, c: {zh: [], en: c}, d: {zh: 丁, en: null}}}}",
         ["missing-translation", "missing-translation", "wrong-shape", "missing-translation"]),
    ],
)  # fmt: skip
def test_faults_of_enumerations_are_found(folder: Path, text: str, expected: list[str]) -> None:
    assert codes(load(folder, shared=text)[1]) == expected


def test_an_enumeration_has_one_home(folder: Path) -> None:
    head = "enumerations: {grade: {values: {x: {zh: 甲, en: x}}}}\n" + HEAD
    problem = one(load(folder, head=head)[1])
    assert (problem.code, problem.place) == ("duplicate-name", Place("v/pupil.yaml", 1, 16))


# Wordings


def test_a_wording_may_be_figures_alone() -> None:
    diagnostics = Diagnostics()
    tree = read_source("{zh: 2022, en: 2022.0}", "f.yaml", diagnostics)
    assert tree is not None
    assert read_bilingual(tree, diagnostics) == Bilingual("2022", "2022.0")
    assert diagnostics.found == []


def test_a_third_language_is_reported() -> None:
    diagnostics = Diagnostics()
    tree = read_source("{zh: 甲, en: a, zn: b}", "f.yaml", diagnostics)
    assert tree is not None
    assert read_bilingual(tree, diagnostics) == Bilingual("甲", "a")
    assert (one(diagnostics.found).code, one(diagnostics.found).place.column) == ("unknown-key", 16)


PLAUSIBLE = """\
parameters:
  least_age: {value: 3, unit: years, label: {zh: 年齡, en: least age}}
plausible:
  old_enough:
    label: {zh: 年齡足夠, en: old enough}
    elapsed: {from: {fact: born_on}, to: {fact: seen_on}}
    at_least: {parameter: least_age}
"""
DAYS = """\
born_on: {type: date, label: {zh: 生日, en: day of birth}}
seen_on: {type: date, label: {zh: 訪日, en: day of the visit}}
"""


def test_what_is_plausible_is_a_condition_that_stands_by_itself(tmp_path: Path) -> None:
    vocabulary, found = load(tmp_path, DAYS, head=PLAUSIBLE + HEAD)
    assert found == []
    (plausible,) = vocabulary.plausible
    assert (plausible.name, plausible.label) == ("old_enough", Bilingual("年齡足夠", "old enough"))
    assert isinstance(plausible.condition, Compare)
    assert plausible.condition.right == Constant(value=3, type=NumberType("years"))
    assert plausible.condition.right.type == NumberType("years")  # equality of nodes ignores types


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("least_age}", "greatest_age}", "unknown-parameter"),
        ("    at_least: {parameter: least_age}\n", "    at_least: {reading: age}\n", "unknown-reading"),
        ("{value: 3, unit: years,", "{values: [{from: 2020-01-01, value: 3}], by: {fact: born_on}, unit: years,", "wrong-shape"),
        ("{value: 3, unit: years, label: {zh: 年齡, en: least age}}", "3", "wrong-shape"),
        ("{fact: seen_on}", "{fact: seen}", "unknown-fact"),
        ("    at_least: {parameter: least_age}\n", "", "type-mismatch"),
        ("    label: {zh: 年齡足夠, en: old enough}\n", "", "missing-key"),
        ("plausible:", "plausible: 3\nfoo:", "unknown-key"),
        ("  old_enough:", "  other: 3\n  old_enough:", "wrong-shape"),
    ],
)
def test_a_mistake_in_what_is_plausible_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert PLAUSIBLE.count(old) == 1
    _, found = load(tmp_path, DAYS, head=PLAUSIBLE.replace(old, new) + HEAD)
    assert code in codes(found)
    assert all(problem.place.file == "v/pupil.yaml" for problem in found)


def test_a_parameter_that_nothing_plausible_uses_is_found(tmp_path: Path) -> None:
    parameters = PLAUSIBLE.partition("plausible:")[0]
    vocabulary, found = load(tmp_path, head=parameters + HEAD)
    assert codes(found) == ["unused-parameter"]
    assert vocabulary.plausible == ()


def test_where_a_fact_is_wrong_its_uses_are_not_told_as_well(tmp_path: Path) -> None:
    _, found = load(tmp_path, "born_on: {type: dates, label: {zh: 生日, en: day of birth}}", head=PLAUSIBLE + HEAD)
    assert codes(found) == ["unknown-type"]


CHANGEABLE = """\
vocabulary: guest
title: {zh: 客, en: Guest}
offset: "+00:00"
rounds: {label: {zh: 期, en: term}, fact: comes_on, each_year: ["09-01", "2-1"], along: [asked_at]}
facts:
  id: {type: text, identifier: true, label: {zh: 號, en: No}}
  comes_on: {type: date, label: {zh: 到, en: Comes on}}
  asked_at: {type: datetime, changeable: later, label: {zh: 問, en: Asked at}}
  paid: {type: boolean, changeable: true, label: {zh: 付, en: Paid}}
  bags:
    type: list
    changeable: added
    label: {zh: 袋, en: Bags}
    of:
      sealed: {type: boolean, changeable: true, label: {zh: 封, en: Sealed}}
      weight: {type: integer, label: {zh: 重, en: Weight}}
"""


def read_changeable(tmp_path: Path, text: str) -> tuple[Vocabulary, list[str]]:
    (tmp_path / "guest.yaml").write_text(text, encoding="utf-8")
    diagnostics = Diagnostics()
    found = load_vocabularies(tmp_path, "vocabulary", diagnostics)["guest"]
    return found, [one.code for one in diagnostics.errors]


def test_what_somebody_can_change_and_when_time_goes_on(tmp_path: Path) -> None:
    guest, errors = read_changeable(tmp_path, CHANGEABLE)
    assert errors == []
    assert {path: fact.changeable.value for path, fact in guest.facts.items()} == {
        "id": "", "comes_on": "", "asked_at": "later", "paid": "true", "bags": "added"
    }  # fmt: skip
    assert {name: one.changeable.value for name, one in (guest.facts["bags"].elements or {}).items()} == {
        "sealed": "true",
        "weight": "",
    }
    assert guest.rounds is not None
    assert (guest.rounds.fact, guest.rounds.each_year, guest.rounds.along) == ("comes_on", ((2, 1), (9, 1)), ("asked_at",))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("changeable: later", "changeable: sooner", "wrong-type"),
        ("paid: {type: boolean, changeable: true", "paid: {type: boolean, changeable: later", "contradiction"),
        ("paid: {type: boolean, changeable: true", "paid: {type: boolean, changeable: added", "contradiction"),
        ("paid: {type: boolean, changeable: true", "paid: {type: boolean, finding: true, changeable: true", "contradiction"),
        ("identifier: true", "identifier: true, changeable: true", "contradiction"),
        ("fact: comes_on", "fact: came_on", "unknown-fact"),
        ("fact: comes_on", "fact: asked_at", "wrong-type"),
        ("along: [asked_at]", "along: [paid]", "wrong-type"),
        ('"09-01", "2-1"', '"02-29"', "no-date"),
        ('"09-01", "2-1"', "soon", "no-date"),
        ('"09-01", "2-1"', "", "empty"),
        ("along:", "beside:", "unknown-key"),
        ("label: {zh: 期, en: term}, ", "", "missing-key"),
    ],
)
def test_a_mistake_in_what_somebody_can_change_is_found(tmp_path: Path, old: str, new: str, code: str) -> None:
    assert CHANGEABLE.count(old) == 1
    assert code in read_changeable(tmp_path, CHANGEABLE.replace(old, new))[1]
