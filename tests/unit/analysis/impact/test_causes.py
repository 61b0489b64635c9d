"""Which changes turn which answer: alone, only together, or either of several; and what they bring along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.analysis.comparison.hybrids import Hybrids, hybrid
from engine.analysis.impact.asked import Alone
from engine.analysis.impact.causes import Attribution, Causes
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.records.reading import read_records
from tests.properties.vocabulary import tree
from tests.unit.analysis.impact.amended import READERS, write_versions

if TYPE_CHECKING:
    from pathlib import Path

    from engine.language.record import Record


class Case:
    """The two versions with their records and the names of the changes."""

    def __init__(self, folder: Path) -> None:
        library = Library(write_versions(folder / "rulebooks"))
        before, after = library.load("house@1"), library.load("house@2")
        self.hybrids = Hybrids(before, after)
        found = Diagnostics()
        records = read_records([tree(one) for one in READERS], library.vocabularies, "reader", found)
        assert not found.errors
        self.records: dict[str, Record] = {record.id: record for record in records}
        self.number = {one.name: number for number, one in enumerate(self.hybrids.changes)}

    def causes(self, decision: str, record: str, answer: tuple[str, ...], most: int = 1000) -> Causes:
        """What is found for one record that is to be answered so."""
        attribution = Attribution(self.hybrids, "reader", [decision], most=most)
        (found,) = attribution.of(decision, Alone([self.records[record]]), [answer])
        return found

    def sets(self, *names: tuple[str, ...]) -> tuple[frozenset[int], ...]:
        """Sets of changes by the numbers that they have."""
        return tuple(frozenset(self.number[name] for name in one) for one in names)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_what_was_changed(case: Case) -> None:
    assert list(case.number) == ["art1.p1", "least_age", "art1.p2", "most_volumes", "art2-1", "most_for_juniors", "lending"]


@pytest.mark.parametrize(
    ("record", "decision", "answer", "causes"),
    [
        ("fifteen", "entry", ("admitted",), (("least_age",),)),
        ("blocked", "entry", ("admitted",), (("art1.p2",),)),
        ("blocked-and-fifteen", "entry", ("admitted",), (("least_age", "art1.p2"),)),
        ("five", "lending", ("not_lent",), (("most_volumes",),)),
        ("junior", "lending", ("not_lent",), (("lending",),)),
        ("junior-five", "lending", ("not_lent",), (("most_volumes",), ("lending",))),
    ],
)
def test_each_flip_has_its_smallest_causes(
    case: Case, record: str, decision: str, answer: tuple[str, ...], causes: tuple[tuple[str, ...], ...]
) -> None:
    assert case.causes(decision, record, answer) == Causes(case.sets(*causes))


def test_a_row_that_names_a_new_article_brings_it_along_with_its_number(case: Case) -> None:
    (row,) = case.sets(("lending",))
    assert case.hybrids.closed(row) == row | {case.number["art2-1"], case.number["most_for_juniors"]}
    assert Attribution(case.hybrids, "reader", ["lending"]).needed(row) == {
        case.number["art2-1"],
        case.number["most_for_juniors"],
    }


def test_what_only_came_or_is_only_wording_is_tried_nowhere(case: Case) -> None:
    assert case.hybrids.idle == {case.number[name] for name in ("art1.p1", "art2-1", "most_for_juniors")}
    assert Attribution(case.hybrids, "reader", ["entry"]).relevant("entry") == (case.number["least_age"], case.number["art1.p2"])


def test_a_search_that_is_cut_short_says_so(case: Case) -> None:
    found = case.causes("entry", "blocked-and-fifteen", ("admitted",), most=2)
    assert found == Causes(case.sets(("least_age", "art1.p2")), smallest=False, tried=1)
    assert case.causes("entry", "blocked-and-fifteen", ("admitted",), most=3).smallest


def test_an_answer_that_no_change_gives_has_no_cause(case: Case) -> None:
    assert case.causes("entry", "unchanged", ("refused",)) == Causes((), smallest=False, tried=2)


def test_a_change_of_other_versions_is_refused(case: Case, tmp_path: Path) -> None:
    other = Case(tmp_path / "again")
    assert other.hybrids.changes == case.hybrids.changes  # they say the same, so they are the same
    with pytest.raises(ValueError, match="no change between"):
        hybrid(case.hybrids.after, case.hybrids.before, [case.hybrids.changes[case.number["art2-1"]]])
