"""Which versions a record comes under: by its days, by transitional rules, and with those of what the rulebook rests on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from engine.analysis.findings import findings_of
from engine.evaluation.editions import EditionsInterpreter
from engine.language.record import Record
from engine.loading.library import Library
from tests.unit.loading.amended import branch, dated, faults
from tests.unit.loading.small_rulebook import BOTH

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic

Plain = dict[str, Any]
LIMIT: Plain = {"set": "parameters.limit", "to": {"value": 40}}


def record(subject: str = "member", **facts: Any) -> Record:
    """A record of some facts; all else is missing."""
    return Record("x", subject, facts)


def chosen(library: Library, reference: str, day: str | None, as_of: date | None = None, **facts: Any) -> list[dict[str, str]]:
    """The versions under which a record comes, as it is now."""
    subject = facts.pop("subject", "member")
    known = facts | ({} if day is None else {"joined_on": date.fromisoformat(day)})
    found = EditionsInterpreter(library.editions(reference)).editions_of(record(subject, **known), as_of)
    return [dict(edition.versions) for edition in found]


def test_the_day_chooses(tmp_path: Path) -> None:
    library = dated(tmp_path, {"in_force": "2030-01-01", "changes": [LIMIT]})
    assert chosen(library, "club", "2029-12-31") == [{"club": "1"}]
    assert chosen(library, "club", "2030-01-01") == [{"club": "2030-01-01"}]
    assert chosen(library, "club", None) == [{"club": "1"}, {"club": "2030-01-01"}]
    assert chosen(library, "club", "2019-01-01") == [{"club": "1"}], "who comes before the first comes under it"
    assert chosen(library, "club@1", "2030-01-01") == [{"club": "1"}]


def test_previous_and_amended(tmp_path: Path) -> None:
    """The first row that holds decides; what a row leaves open leaves both texts possible."""
    rows = [{"when": {"fact": "active"}, "apply": "previous"}, {"when": {"fact": "age", "at_least": 65}, "apply": "amended"}]
    library = dated(tmp_path, {"changes": [LIMIT], "transitional": rows})
    new, old = [{"club": "2030-01-01"}], [{"club": "1"}]
    assert chosen(library, "club", "2031-01-01", active=True, age=70) == old
    assert chosen(library, "club", "2031-01-01", active=False, age=30) == new
    assert chosen(library, "club", "2025-01-01", active=False, age=70) == new
    assert chosen(library, "club", "2025-01-01", active=False, age=30) == old
    assert chosen(library, "club", "2031-01-01", age=30) == [*old, *new]
    assert chosen(library, "club", "2025-01-01", age=30) == old, "whether it is active makes no difference"


def test_only_the_amendment_of_the_row_is_taken_back(tmp_path: Path) -> None:
    library = dated(
        tmp_path,
        {"in_force": "2030-01-01", "changes": [LIMIT], "transitional": [{"when": {"fact": "active"}, "apply": "previous"}]},
        {"in_force": "2031-01-01", "changes": [{"set": "parameters.rate", "to": {"value": 60}}]},
    )
    found = chosen(library, "club", "2032-01-01", active=True)
    assert found == [{"club": "1+2031-01-01"}]
    book = library.load("club@1+2031-01-01")
    assert [book.parameters[f"club:{name}"].value for name in ("limit", "rate")] == [30, 60]
    assert {"club": "1+2031-01-01"} in [dict(one.versions) for one in library.editions("club").every("member")]


def test_another_subject_is_reached_by_rows_of_its_own(tmp_path: Path) -> None:
    row = {"when": {"fact": "seats", "at_least": 10}, "apply": "previous", "subject": "office"}
    library = dated(tmp_path, {"changes": [LIMIT], "transitional": [row]})
    day = date(2031, 1, 1)
    assert chosen(library, "club", None, day, subject="office", seats=12) == [{"club": "1"}]
    assert chosen(library, "club", None, day, subject="office", seats=9) == [{"club": "2030-01-01"}]
    assert chosen(library, "club", "2031-01-01") == [{"club": "2030-01-01"}]


def test_a_row_in_words_that_the_amendment_brings(tmp_path: Path) -> None:
    """The former text lacks them, and loads all the same."""
    term = {"label": BOTH, "fact": "age", "at_least": 65}
    library = dated(tmp_path, {
        "changes": [LIMIT, {"insert": "terms.old", "with": term}],
        "transitional": [{"when": {"term": "old"}, "apply": "previous"}],
    })  # fmt: skip
    assert library.load("club@1").transitional == ()
    assert chosen(library, "club", "2031-01-01", age=65) == [{"club": "1"}]
    assert chosen(library, "club", "2031-01-01", age=64) == [{"club": "2030-01-01"}]


# -- what a rulebook rests on --------------------------------------------------------------------------------------------


def test_versions_of_two_texts_whose_day_is_the_same_go_together(tmp_path: Path) -> None:
    """Only pairs that some day has: of two texts with two versions each there are three."""
    dated(tmp_path, {"in_force": "2030-01-01", "changes": [LIMIT]})
    branch(tmp_path)
    branch(tmp_path, "2", in_force="2031-01-01")
    library = Library(tmp_path)
    pairs = [{"branch": "1", "club": "1"}, {"branch": "1", "club": "2030-01-01"}, {"branch": "2", "club": "2030-01-01"}]
    assert chosen(library, "branch", None) == pairs
    assert [dict(one.versions) for one in library.editions("branch").every("member")] == pairs
    for day, pair in zip(("2029-12-31", "2030-12-31", "2031-01-01"), pairs, strict=True):
        assert chosen(library, "branch", day) == [pair]


def test_a_day_of_its_own_chooses_what_is_used(tmp_path: Path) -> None:
    dated(tmp_path, {"in_force": "2030-01-01", "changes": [LIMIT]})
    branch(tmp_path, uses={"club": {"in_force_on": {"date_of": {"fact": "scanned_at"}}}})
    branch(tmp_path, "2", in_force="2031-01-01", uses={"club": {"in_force_on": {"date_of": {"fact": "scanned_at"}}}})
    library = Library(tmp_path)
    assert len(chosen(library, "branch", None)) == 4
    assert chosen(library, "branch", "2031-01-01") == [{"branch": "2", "club": "1"}, {"branch": "2", "club": "2030-01-01"}]


def test_every_edition_covers_what_records_choose(tmp_path: Path) -> None:
    """Day by day around each border, whoever is reached by whichever row; and each of them loads."""
    rows = [{"when": {"fact": "active"}, "apply": "previous"}, {"when": {"fact": "age", "at_least": 65}, "apply": "amended"}]
    dated(
        tmp_path,
        {"in_force": "2030-01-01", "changes": [LIMIT], "transitional": rows},
        {"in_force": "2031-01-01", "changes": [{"set": "parameters.rate", "to": {"value": 60}}], "transitional": rows[1:]},
    )
    branch(tmp_path)
    library = Library(tmp_path)
    interpreter = EditionsInterpreter(library.editions("branch"))
    every = set(library.editions("branch").every("member"))
    found = set()
    for border in (date(2030, 1, 1), date(2031, 1, 1)):
        for day in (border - timedelta(days=1), border):
            for active in (True, False):
                for age in (30, 70):
                    facts: Plain = {"joined_on": day, "active": active, "age": age}
                    (edition,) = interpreter.editions_of(record(**facts))
                    assert edition in every
                    found.add(edition)
    assert found == every
    assert {interpreter.interpreter(edition).rulebook.uses["club"].rulebook.version for edition in every} == {
        edition.versions["club"] for edition in every
    }


# -- checking ------------------------------------------------------------------------------------------------------------


def found_in(folder: Path) -> list[Diagnostic]:
    """What `check` finds, warnings aside: the small rulebook leaves much unused."""
    return [one for one in findings_of(Library(folder)) if not one.code.startswith("unused-")]


def test_a_pair_of_versions_that_does_not_fit_is_found_once(tmp_path: Path) -> None:
    """The newest texts fit each other; the former branch rests on what the amendment repeals, while it is in force."""
    dated(tmp_path, {"in_force": "2030-01-01", "changes": [{"repeal": "art6"}]})
    branch(tmp_path)
    branch(tmp_path, "2", asks="club:art1", in_force="2031-01-01")
    (one,) = found_in(tmp_path)
    assert one.code == "unknown-provision"
    assert one.place.file.endswith("branch/enactments/1/rulebook.yaml")
    assert "the amendment 2030-01-01 repeals it" in one.help


def test_a_pair_that_no_day_has_is_not_checked(tmp_path: Path) -> None:
    dated(tmp_path, {"in_force": "2031-01-01", "changes": [{"repeal": "art6"}]})
    branch(tmp_path)
    branch(tmp_path, "2", asks="club:art1", in_force="2031-01-01")
    assert found_in(tmp_path) == []
    assert chosen(Library(tmp_path), "branch@1", "2025-01-01") == [{"branch": "1", "club": "1"}]


def test_a_gap_and_an_overlap_are_found(tmp_path: Path) -> None:
    for name, until, code in (("gap", "2030-06-30", "gap"), ("overlap", "2031-01-01", "overlap")):
        dated(tmp_path / name)
        branch(tmp_path / name, until=until)
        branch(tmp_path / name, "2", in_force="2031-01-01")
        (one,) = found_in(tmp_path / name)
        assert one.code == code
        assert one.place.file.endswith("branch/enactments/1/rulebook.yaml")
        assert one.help == "until: 2030-12-31, or leave it out"
        assert code in [found.code for found in faults(Library(tmp_path / name), "branch")]
