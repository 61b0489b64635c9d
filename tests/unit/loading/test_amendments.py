"""What an amendment does to a text: each of its words, its days, and what is told of a mistake in it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from engine.language.expressions import All, Compare, Constant, ProvisionRef
from engine.language.rulebook import Lifting, Requirement
from engine.loading.library import Library
from tests.unit.loading.amended import NEW, add, changed, faults, units, write
from tests.unit.loading.small_rulebook import BOTH

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.rulebook import Rulebook

Plain = dict[str, Any]
OTHER = {"zh": "別", "en": "another"}


def asked(rulebook: Rulebook, path: str) -> str:
    """The unit that a requirement asks for."""
    rule = rulebook.provisions[f"club:{path}"].rule
    assert isinstance(rule, Requirement)
    assert isinstance(rule.requires, ProvisionRef)
    return rule.requires.key.partition(":")[2]


# -- the words -----------------------------------------------------------------------------------------------------------


def test_set_a_value(tmp_path: Path) -> None:
    found = changed(tmp_path, {"set": "parameters.limit", "to": {"value": 40}})
    assert found.parameters["club:limit"].value == 40
    assert found.parameters["club:limit"].label.en == "word", "what is not told stays"
    assert found.version == "2030-01-01"
    assert found.in_force == date(2030, 1, 1)


def test_set_a_key_of_a_unit_and_of_the_head(tmp_path: Path) -> None:
    found = changed(tmp_path, {"set": "art5.p1.text", "to": OTHER}, {"set": "art5.p1.requires.at_least", "to": 7},
                    {"set": "title", "to": OTHER}, {"set": "readings.entry.chosen", "to": "counted"},
                    {"set": "readings.entry.alternatives", "to": {"not_counted": {"means": BOTH, "source": BOTH}}})  # fmt: skip
    unit = found.provisions["club:art5.p1"]
    assert unit.text is not None
    assert unit.text.en == "another"
    rule = unit.rule
    assert isinstance(rule, Requirement)
    assert isinstance(rule.requires, Compare)
    assert isinstance(rule.requires.right, Constant)
    assert rule.requires.right.value == 7
    assert found.title.en == "another"
    assert found.readings["club:entry"].chosen == "counted"


def test_replace_a_unit_and_a_declaration(tmp_path: Path) -> None:
    found = changed(tmp_path, {"replace": "art5.p3", "with": {"paragraph": 3, **NEW}},
                    {"replace": "terms.grown", "with": {"label": OTHER, "fact": "age", "at_least": 18}})  # fmt: skip
    assert "art5.p3" in units(found)
    assert not [path for path in units(found) if path.startswith("art5.p3.")], "all below it went with it"
    assert next(term for term in found.terms.values() if term.name == "grown").label.en == "another"


def test_insert_a_declaration_at_the_head_and_near_a_unit(tmp_path: Path) -> None:
    term = {"label": BOTH, "fact": "age", "at_least": 12}
    found = changed(tmp_path, {"insert": "terms.half_grown", "with": term}, {"insert": "art6.terms.near", "with": term},
                    {"set": "art5.p2.requires", "to": {"all": [{"term": "half_grown"}, {"term": "near"}]}})  # fmt: skip
    cites = {term.name: term.cite for term in found.terms.values()}
    assert cites["half_grown"] == ()
    assert cites["near"] == ("club:art6",)


def test_units_are_put_in_by_their_numbers(tmp_path: Path) -> None:
    """Whichever neighbour is named; one that is put in beside another new one, or into it, finds it there."""
    found = changed(
        tmp_path,
        {"insert_after": "art10", "unit": {"article": 11, **NEW}},
        {"insert_after": "art9", "unit": {"article": 10, **NEW}},
        {"insert_after": "art6", "unit": {"article": 9, **NEW}},
        {"insert_before": "art1", "unit": {"article": "5-1", **NEW}},
        {"insert_into": "art5", "unit": {"paragraph": 4, "text": BOTH}},
        {"insert_into": "art5.p4", "unit": {"subparagraph": 1, **NEW}},
    )
    assert [path for path in units(found) if "." not in path] == [
        "art1", "art2", "art3", "art5", "art5-1", "art6", "art9", "art10", "art11",
    ]  # fmt: skip
    assert found.provisions["club:art5"].children[-1] == "club:art5.p4"
    assert found.provisions["club:art5.p4"].children == ("club:art5.p4.s1",)


def test_a_unit_under_its_own_name_and_a_proviso(tmp_path: Path) -> None:
    lifting = {"proviso": True, "text": BOTH, "kind": "exception", "lifts": ["art6"], "when": {"fact": "active"}}
    new = {"insert_after": "art6", "article": {"article": 7, **NEW}}
    found = changed(tmp_path, new, {"insert_into": "art6", "proviso": lifting})
    assert "art7" in units(found)
    assert found.provisions["club:art6"].lifted_by == ("club:art6.but",)


def test_repeal_takes_a_unit_out_or_leaves_words(tmp_path: Path) -> None:
    found = changed(tmp_path, {"repeal": "art6"}, {"repeal": "art5.p3.but", "note": BOTH},
                    {"repeal": "art2", "leaves": {"zh": "（刪除）", "en": "(deleted)"}}, {"repeal": "terms.grown"},
                    {"repeal": "art5.p3.s2"})  # fmt: skip
    assert units(found) == ["art1", "art2", "art3", "art5", "art5.p1", "art5.p2", "art5.p3", "art5.p3.s1"]
    stub = found.provisions["club:art2"]
    assert (stub.nature, stub.rule) == ("repealed", None)
    assert stub.text is not None
    assert stub.text.zh == "（刪除）"
    assert found.provisions["club:art5.p3"].lifted_by == ()
    assert not any(term.name == "grown" for term in found.terms.values())


def test_repeal_a_key(tmp_path: Path) -> None:
    found = changed(tmp_path, {"repeal": "art5.title"})
    assert found.provisions["club:art5"].title is None


# -- renumbering ---------------------------------------------------------------------------------------------------------


def test_what_refers_to_a_unit_follows_it(tmp_path: Path) -> None:
    """Absolute and relative references, `lifts`, and those of decisions."""
    found = changed(tmp_path, {"renumber": "art5", "to": "art8"}, {"renumber": "art1", "to": "art4"})
    assert asked(found, "art6") == "art8.p2"
    assert asked(found, "art8.p2") == "art8.p1"
    lifting = found.provisions["club:art8.p3.but"].rule
    assert isinstance(lifting, Lifting)
    assert lifting.lifts == ("club:art8.p3",)
    assert [path for path in units(found) if "." not in path] == ["art2", "art3", "art4", "art6", "art8"]
    when = found.decisions["club:admission"].rows[0].when
    assert isinstance(when, ProvisionRef)
    assert when.key == "club:art4"


def test_parts_move_inside_what_moves(tmp_path: Path) -> None:
    """`to` is the whole path afterwards; relative references are read where they were written."""
    found = changed(tmp_path, {"renumber": "art5", "to": "art8"}, {"renumber": "art5.p1", "to": "art8.p5"})
    assert [path for path in units(found) if path.startswith("art8.")] == [
        "art8.p2", "art8.p3", "art8.p3.but", "art8.p3.s1", "art8.p3.s2", "art8.p5",
    ]  # fmt: skip
    assert asked(found, "art8.p2") == "art8.p5"
    assert asked(found, "art6") == "art8.p2"


def test_two_units_change_places(tmp_path: Path) -> None:
    found = changed(tmp_path, {"renumber": "art5.p1", "to": "art5.p2"}, {"renumber": "art5.p2", "to": "art5.p1"})
    assert asked(found, "art5.p1") == "art5.p2", "the second asked for the first, and does so still"
    assert asked(found, "art6") == "art5.p1"


def test_a_number_that_a_repeal_frees_in_the_same_step(tmp_path: Path) -> None:
    library = write(tmp_path, {"changes": [{"repeal": "art2"}, {"renumber": "art3", "to": "art2"}]})
    found = library.load("club")
    assert found.provisions["club:art2"].kind == "definition"
    assert "art3" not in units(found)
    assert [one.action for one in library.origins("club", "2030-01-01")["art2"]] == ["renumber"]


def test_a_number_that_a_renumbering_frees_in_the_same_step(tmp_path: Path) -> None:
    """Text of the step itself speaks in the numbers after it."""
    found = changed(
        tmp_path,
        {"renumber": "art5.p2", "to": "art5.p4"},
        {"insert_after": "art5.p1", "unit": {"paragraph": 2, **NEW, "requires": "art5.p4"}},
        {"set": "art5.p2.requires", "to": {"fact": "age", "at_least": 8}},
    )
    assert asked(found, "art5.p2") == "art5.p4"
    assert asked(found, "art6") == "art5.p4", "written before"
    rule = found.provisions["club:art5.p4"].rule
    assert isinstance(rule, Requirement)
    assert isinstance(rule.requires, Compare), "the target of `set` is the path before"


def test_a_later_amendment_speaks_in_later_numbers(tmp_path: Path) -> None:
    library = write(
        tmp_path,
        {"in_force": "2030-01-01", "changes": [{"renumber": "art5.p1", "to": "art5.p4"}]},
        {"in_force": "2031-01-01", "changes": [{"renumber": "art5.p4", "to": "art5.p6"},
                                               {"replace": "art6", "with": {"article": 6, **NEW, "requires": "art5.p6"}}]},
    )  # fmt: skip
    assert library.versions("club") == ["1", "2030-01-01", "2031-01-01"]
    assert asked(library.load("club@2030-01-01"), "art5.p2") == "art5.p4"
    found = library.load("club")
    assert (asked(found, "art5.p2"), asked(found, "art6")) == ("art5.p6", "art5.p6")
    told = library.origins("club", "2031-01-01")["art5.p6"]
    assert [(one.amendment, one.was) for one in told] == [("2030-01-01", "art5.p1"), ("2031-01-01", "art5.p4")]


def test_what_is_applied_elsewhere_follows_with_both_its_numbers(tmp_path: Path) -> None:
    """An instance is called HERE/THERE; a relative reference in what is applied is read where it was written."""
    write(tmp_path)
    articles = tmp_path / "club" / "enactments" / "1" / "articles"
    for number, more in ((7, {"kind": "application", "applies": ["art5.p2"]}),
                         (8, {"kind": "requirement", "requires": "art7/art5.p1"})):  # fmt: skip
        text = json.dumps({"article": number, "text": BOTH, **more})
        (articles / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    assert asked(Library(tmp_path).load("club"), "art8") == "art7/art5.p1"
    add(tmp_path, {"changes": [{"renumber": "art7", "to": "art9"}, {"renumber": "art5.p1", "to": "art5.p2"},
                               {"renumber": "art5.p2", "to": "art5.p1"}]})  # fmt: skip
    found = Library(tmp_path).load("club")
    assert asked(found, "art8") == "art9/art5.p2"
    assert asked(found, "art9/art5.p1") == "art9/art5.p2"


def test_what_an_amendment_brings_follows_a_later_one(tmp_path: Path) -> None:
    """Relative and absolute references of a unit that was put in, and a transitional row, wherever it stands in the file."""
    unit = {"paragraph": 4, "text": BOTH, "kind": "requirement", "requires": {"all": ["..p1", "art5.p2"]}}
    swap = [{"renumber": "art5.p1", "to": "art5.p2"}, {"renumber": "art5.p2", "to": "art5.p1"}]
    write(tmp_path)
    for rows_first in (True, False):
        row = {"transitional": [{"when": {"provision": "art5.p1"}, "apply": "previous"}]}
        content = {"changes": [*swap, {"insert_into": "art5", "unit": unit}]}
        add(tmp_path, {"in_force": "2030-01-01", **(row | content if rows_first else content | row)})
        add(tmp_path, {"in_force": "2031-01-01", "changes": [{"renumber": "art5.p1", "to": "art5.p9"}]})
        library = Library(tmp_path)
        for version, first in (("2030-01-01", "art5.p1"), ("2031-01-01", "art5.p9")):
            book = library.load(f"club@{version}")
            rule = book.provisions["club:art5.p4"].rule
            assert isinstance(rule, Requirement)
            assert isinstance(rule.requires, All)
            assert [part.key for part in rule.requires.parts if isinstance(part, ProvisionRef)] == [
                f"club:{first}",
                "club:art5.p2",
            ]
            when = book.transitional[0].when
            assert isinstance(when, ProvisionRef)
            assert when.key == f"club:{first}", rows_first


def test_a_unit_in_place_of_a_repealed_one_in_the_same_step(tmp_path: Path) -> None:
    library = write(tmp_path, {"changes": [{"repeal": "art5.p1"}, {"insert_into": "art5", "unit": {"paragraph": 1, **NEW}}]})
    assert asked(library.load("club"), "art5.p2") == "art5.p1"
    assert [one.action for one in library.origins("club", "2030-01-01")["art5.p1"]] == ["insert"]


def test_two_amendments_of_one_day_of_which_one_renumbers_what_the_other_changes(tmp_path: Path) -> None:
    """Nobody can say whose numbers are meant, unless one was promulgated before the other."""
    first = {"amendment": "a", "in_force": "2030-01-01", "changes": [{"renumber": "art5.p1", "to": "art5.p2"},
                                                                     {"renumber": "art5.p2", "to": "art5.p1"}]}  # fmt: skip
    second = {"amendment": "b", "in_force": "2030-01-01", "changes": [{"set": "art5.p1.text", "to": OTHER}]}
    told = faults(write(tmp_path / "one", first, second))
    assert [one.code for one in told] == ["changed-twice"]
    assert told[0].place.file.endswith("b.yaml")
    library = write(tmp_path / "two", first, second | {"promulgated": "2029-12-31"})
    text = library.load("club").provisions["club:art5.p1"].text
    assert text is not None
    assert text.en == "another"


def test_another_rulebook_refers_to_what_was_renumbered(tmp_path: Path) -> None:
    """One that came into force before follows the renumbering; one that came after it speaks in the numbers of then."""
    library = write(tmp_path, {"changes": [{"renumber": "art5.p1", "to": "art5.p2"}, {"renumber": "art5.p2", "to": "art5.p1"}]})
    for id_, day in (("early", "2025-01-01"), ("late", "2031-01-01")):
        head = {
            "rulebook": id_, "version": "1", "title": BOTH, "authority": BOTH, "source": BOTH, "governs": "zh", "in_force": day,
            "subjects": {"member": {}}, "uses": {"club": None},
            "decisions": {"entry": {"title": BOTH, "cite": ["club:art5.p1"], "outcomes": {"yes": BOTH, "no": BOTH},
                                    "rows": [{"when": "club:art5.p1", "then": "yes"}, {"otherwise": "no"}]}},
        }  # fmt: skip
        add_rulebook(library.folder, id_, head)
    library = Library(library.folder)
    for id_, path in (("early", "art5.p2"), ("late", "art5.p1")):
        decision = library.load(id_).decisions[f"{id_}:entry"]
        assert isinstance(decision.rows[0].when, ProvisionRef)
        assert (decision.rows[0].when.key, decision.cite) == (f"club:{path}", (f"club:{path}",))
    before = library.load("early", uses={"club": "1"}).decisions["early:entry"]
    assert before.cite == ("club:art5.p1",)


def add_rulebook(folder: Path, id_: str, head: Plain) -> None:
    """Write a rulebook of a head alone."""
    path = folder / id_ / "enactments" / "1" / "rulebook.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(head, ensure_ascii=False), encoding="utf-8")


# -- days ----------------------------------------------------------------------------------------------------------------


def limits(library: Library) -> list[tuple[str, Any]]:
    return [(name, library.load(f"club@{name}").parameters["club:limit"].value) for name in library.versions("club")]


def test_several_days_in_one_amendment_also_before_its_promulgation(tmp_path: Path) -> None:
    library = write(tmp_path, {"promulgated": "2029-06-01", "changes": [
        {"set": "parameters.limit", "to": {"value": 40}, "in_force": "2029-01-01"},
        {"set": "parameters.rate", "to": {"value": 60}},
        {"set": "parameters.limit", "to": {"value": 50}, "in_force": "2030-07-01"},
    ]})  # fmt: skip
    assert limits(library) == [("1", 30), ("2029-01-01", 40), ("2030-01-01", 40), ("2030-07-01", 50)]
    assert [version.last_day for version in library.timeline("club").versions] == [
        date(2028, 12, 31), date(2029, 12, 31), date(2030, 6, 30), None,
    ]  # fmt: skip
    assert library.named("club", "2029-05-05") == "2029-01-01"
    assert library.named("club", "2019-12-31") is None
    assert library.load("club@2029-01-01").promulgated == date(2029, 6, 1)
    assert library.load("club@2029-01-01").until == date(2029, 12, 31)


def test_an_amendment_is_called_by_its_id_when_it_is_wholly_in_force(tmp_path: Path) -> None:
    library = write(tmp_path, {"amendment": "second-act", "changes": [
        {"set": "parameters.rate", "to": {"value": 60}},
        {"set": "parameters.limit", "to": {"value": 50}, "in_force": "2030-07-01"},
    ]})  # fmt: skip
    assert library.named("club", "second-act") == "2030-07-01"


def test_what_was_known_on_a_day(tmp_path: Path) -> None:
    write(tmp_path, {"promulgated": "2029-06-01", "changes": [{"set": "parameters.limit", "to": {"value": 40}}]})
    assert limits(Library(tmp_path, known_on=date(2029, 5, 31))) == [("1", 30)]
    assert limits(Library(tmp_path, known_on=date(2029, 6, 1))) == [("1", 30), ("2030-01-01", 40)]


def test_a_draft_lies_anywhere(tmp_path: Path) -> None:
    shelf, drafts = tmp_path / "rulebooks", tmp_path / "drafts"
    write(shelf)
    draft = add(drafts, {"changes": [{"set": "parameters.limit", "to": {"value": 40}}]})
    assert limits(Library(shelf)) == [("1", 30)]
    assert limits(Library(shelf, drafts=[draft])) == [("1", 30), ("2030-01-01", 40)]


def test_new_facts_come_along(tmp_path: Path) -> None:
    facts = {"member": {"facts": {"lent": {"type": "integer", "label": BOTH}}}}
    found = changed(tmp_path, {"set": "art6.requires", "to": {"fact": "lent", "at_most": 3}}, vocabulary=facts)
    assert "lent" in found.subjects["member"].vocabulary.facts


# -- mistakes ------------------------------------------------------------------------------------------------------------

LIMIT: Plain = {"set": "parameters.limit", "to": {"value": 40}}
UNIT7: Plain = {"article": 7, **NEW}
FACT: Plain = {"type": "integer", "label": BOTH}
WRONG: list[tuple[str, Plain, str, str, str]] = [
    (
        "a target that is misspelt",
        {"changes": [{"set": "parameters.limits", "to": {"value": 4}}]},
        "unknown-target",
        '"parameters.limits"',
        'did you mean "limit"?',
    ),
    ("a unit that is nowhere", {"changes": [{"repeal": "art55"}]}, "unknown-target", '"art55"', 'did you mean "art5"?'),
    (
        "a unit to renumber that is nowhere",
        {"changes": [{"renumber": "art5.p9", "to": "art5.p8"}]},
        "unknown-target",
        '"art5.p9"',
        "did you mean",
    ),
    (
        "an anchor that is nowhere",
        {"changes": [{"insert_after": "art66", "unit": UNIT7}]},
        "unknown-target",
        '"art66"',
        'did you mean "art6"?',
    ),
    (
        "a unit near which nothing can stand",
        {"changes": [{"insert": "art66.terms.x", "with": {"label": BOTH, "fact": "active"}}]},
        "unknown-target",
        '"art66.terms.x"',
        'did you mean "art6"?',
    ),
    ("a key that no unit has", {"changes": [{"set": "art5.titel", "to": BOTH}]}, "unknown-target", '"art5.titel"', "title"),
    (
        "a key in what is no mapping",
        {"changes": [{"set": "art6.requires.fact", "to": "age"}]},
        "unknown-target",
        '"art6.requires.fact"',
        "requires",
    ),
    ("one thing changed twice", {"changes": [LIMIT, LIMIT]}, "changed-twice", '"parameters.limit"', "write both changes as one"),
    (
        "a unit changed with one above it",
        {"changes": [{"set": "art5.p3.s1.text", "to": BOTH}, {"repeal": "art5.p3"}]},
        "changed-twice",
        '"art5.p3"',
        "is changed at",
    ),
    (
        "a unit renumbered twice",
        {"changes": [{"renumber": "art6", "to": "art7"}, {"renumber": "art6", "to": "art8"}]},
        "changed-twice",
        '{"renumber": "art6", "to": "art8"',
        "",
    ),
    ("a whole unit that is set", {"changes": [{"set": "art6", "to": NEW}]}, "no-value", '"art6"', "art6.text"),
    (
        "a key that is replaced",
        {"changes": [{"replace": "art6.text", "with": BOTH}]},
        "no-target",
        '"art6.text"',
        "set: art6.text",
    ),
    ("what is inserted is no name", {"changes": [{"insert": "art7", "with": UNIT7}]}, "no-target", '"art7"', "insert_after"),
    (
        "what is inserted is there already",
        {"changes": [{"insert": "terms.grown", "with": {"label": BOTH, "fact": "active"}}]},
        "duplicate-name",
        '"terms.grown"',
        "set: terms.grown",
    ),
    ("a unit of another number", {"changes": [{"replace": "art6", "with": UNIT7}]}, "wrong-number", '{"article"', "renumber"),
    (
        "a unit that leaves its place",
        {"changes": [{"renumber": "art5.p1", "to": "art6.p1"}]},
        "wrong-number",
        '{"renumber"',
        "insert it there",
    ),
    ("an article that becomes a paragraph", {"changes": [{"renumber": "art6", "to": "p6"}]}, "wrong-number", '{"renumber"', ""),
    (
        "a unit that is there already",
        {"changes": [{"insert_after": "art5", "unit": {"article": 6, **NEW}}]},
        "duplicate-unit",
        '{"article"',
        "`replace: art6`",
    ),
    (
        "a number that another has",
        {"changes": [{"renumber": "art5.p1", "to": "art5.p2"}]},
        "duplicate-unit",
        '{"renumber"',
        "repeal",
    ),
    (
        "an article's number that another has",
        {"changes": [{"renumber": "art5", "to": "art6"}]},
        "duplicate-unit",
        '{"renumber"',
        "repeal",
    ),
    ("no unit is put in", {"changes": [{"insert_after": "art6", "unit": NEW}]}, "no-unit", '{"text"', "article"),
    (
        "before the first text",
        {"changes": [{**LIMIT, "in_force": "2019-06-01"}]},
        "out-of-force",
        '{"set"',
        "in_force: 2020-01-01",
    ),
    (
        "repealed, and still used",
        {"changes": [{"repeal": "art5.p2"}]},
        "unknown-provision",
        "",
        "the amendment 2030-01-01 repeals it",
    ),
    (
        "a term repealed, and still used",
        {"changes": [{"repeal": "terms.grown"}, {"set": "art6.requires", "to": {"term": "grown"}}]},
        "unknown-term",
        '"grown"',
        "the amendment 2030-01-01 repeals it",
    ),
    (
        "a transitional row about nobody here",
        {"changes": [LIMIT], "transitional": [{"when": {"fact": "active"}, "apply": "previous", "subject": "guest"}]},
        "wrong-subject",
        '{"when"',
        "member",
    ),
    (
        "a transitional row that applies nothing",
        {"changes": [LIMIT], "transitional": [{"when": {"fact": "active"}, "apply": "former"}]},
        "unknown-option",
        '"former"',
        "previous",
    ),
    (
        "a transitional row about an unknown fact",
        {"changes": [LIMIT], "transitional": [{"when": {"fact": "activ"}, "apply": "previous"}]},
        "unknown-fact",
        '"activ"',
        "active",
    ),
    (
        "a fact that is there already",
        {"changes": [LIMIT], "vocabulary": {"member": {"facts": {"age": FACT}}}},
        "duplicate-name",
        '"age"',
        "",
    ),
    ("no change", {"changes": []}, "empty", "[]", ""),
    ("a change that nobody knows", {"changes": [{"repel": "art6"}]}, "no-change", '{"repel"', "repeal"),
    ("two changes in one", {"changes": [{"repeal": "art6", **LIMIT}]}, "no-change", '{"repeal"', ""),
    ("another rulebook", {"amends": "clubs", "changes": [LIMIT]}, "wrong-identity", '"clubs"', "same name"),
    ("a day that is none", {"changes": [LIMIT], "promulgated": "2029-02-30"}, "no-date", '"2029-02-30"', ""),
]


@pytest.mark.parametrize(("amendment", "code", "at", "way_out"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_mistake_is_told_with_its_place_and_a_way_out(
    tmp_path: Path, amendment: Plain, code: str, at: str, way_out: str
) -> None:
    library = write(tmp_path)
    amends = amendment.get("amends")
    file = add(tmp_path, {key: value for key, value in amendment.items() if key != "amends"})
    if amends:
        file.write_text(file.read_text(encoding="utf-8").replace('"amends": "club"', f'"amends": "{amends}"'), encoding="utf-8")
    told = faults(Library(library.folder))
    assert len(told) == 1, [one.message for one in told]
    assert told[0].code == code
    assert way_out in told[0].help
    if at:
        assert told[0].place.file.endswith("club/amendments/2030-01-01.yaml")
        line = file.read_text(encoding="utf-8").splitlines()[told[0].place.line - 1]
        assert line[told[0].place.column - 1 :].startswith(at)
