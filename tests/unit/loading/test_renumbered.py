"""Which unit of one version is which of another, as the amendments between them say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.comparison.changes import changes
from engine.loading.renumbered import renumbered
from tests.unit.loading.amended import NEW, write

if TYPE_CHECKING:
    from pathlib import Path

    from engine.loading.library import Library


def between(library: Library, before: str, after: str) -> dict[str, str]:
    found = renumbered(library, library.load(f"club@{before}"), library.load(f"club@{after}"))
    return {old.partition(":")[2]: new.partition(":")[2] for old, new in found.items()}


def test_step_by_step_and_back(tmp_path: Path) -> None:
    """A unit that is renumbered in a unit that was before it is told by its whole path then; what moved along is not."""
    library = write(
        tmp_path,
        {"in_force": "2030-01-01", "changes": [{"renumber": "art5", "to": "art8"}]},
        {"in_force": "2031-01-01", "changes": [{"renumber": "art8.p1", "to": "art8.p4"}]},
    )
    assert between(library, "1", "2030-01-01") == {"art5": "art8"}
    assert between(library, "2030-01-01", "2031-01-01") == {"art8.p1": "art8.p4"}
    assert between(library, "1", "2031-01-01") == {"art5": "art8", "art5.p1": "art8.p4"}
    assert between(library, "2031-01-01", "1") == {"art8": "art5", "art8.p4": "art5.p1"}
    assert between(library, "1", "1") == {}


def test_a_new_unit_is_not_the_one_that_had_its_number(tmp_path: Path) -> None:
    library = write(
        tmp_path,
        {"in_force": "2030-01-01", "changes": [{"renumber": "art6", "to": "art7"}]},
        {"in_force": "2031-01-01", "changes": [{"repeal": "art7"}, {"insert_after": "art5", "unit": {"article": 7, **NEW}}]},
    )
    assert between(library, "1", "2031-01-01") == {}


def test_a_version_that_transitional_rules_make(tmp_path: Path) -> None:
    """The text of the later amendment without the earlier one."""
    library = write(
        tmp_path,
        {"in_force": "2030-01-01", "changes": [{"renumber": "art6", "to": "art7"}]},
        {"in_force": "2031-01-01", "changes": [{"renumber": "art5.p1", "to": "art5.p4"}]},
    )
    assert between(library, "2031-01-01", "1+2031-01-01") == {"art7": "art6"}


def test_two_versions_are_compared_with_it_and_with_their_transitional_rules(tmp_path: Path) -> None:
    """A unit that says something else altogether is still the one that was renumbered."""
    library = write(tmp_path, {
        "changes": [{"renumber": "art6", "to": "art7"},
                    {"set": "art6.text", "to": {"zh": "全然不同之內容", "en": "Nothing of it is left"}}],
        "transitional": [{"when": {"fact": "active"}, "apply": "previous"}],
    })  # fmt: skip
    before, after = library.load("club@1"), library.load("club")
    found = {(one.kind, one.before, one.after): one for one in changes(before, after, renumbered(library, before, after))}
    unit = found["unit", "art6", "art7"]
    assert (unit.matched, unit.aspects) == ("given", ("renumbered", "text.zh", "text.en"))
    assert found["transitional", "", "2030-01-01"].aspects == ("added",)
    assert set(found) == {("unit", "art6", "art7"), ("transitional", "", "2030-01-01")}
