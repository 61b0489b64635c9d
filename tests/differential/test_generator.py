"""The generator against what it promises: every outcome, every way in, and facts that are really gone."""

from __future__ import annotations

import copy
from collections import Counter
from random import Random
from typing import Any

from tests.differential.generator import EMPTY_MEANS_SOMETHING, records, with_facts_removed
from tests.differential.oracle import decide, papers_wanting, routes_open
from tests.differential.oracle.papers import ITEMS

Record = dict[str, Any]  # JSON

LISTED = ("form", "permit", "credentials", "funds", "guardian", "other")
"""What the regulation's lists of papers ask for."""


def test_equal_seeds_give_equal_records() -> None:
    assert list(records(3, 20)) == list(records(3, 20))
    assert list(records(3, 20)) != list(records(4, 20))


def test_every_outcome_and_every_way_in_occurs() -> None:
    outcomes: Counter[tuple[str, str, str]] = Counter()
    routes: Counter[str] = Counter()
    papers: Counter[tuple[str, str]] = Counter()
    for record in records(2022, 3000):
        wanting = papers_wanting(record)
        papers.update((rulebook, item) for rulebook, items in wanting.items() for item in items if len(items) == 1)
        for rulebook, decisions in decide(record).items():
            outcomes.update((rulebook, decision, outcome) for decision, outcome in decisions.items())
        routes.update(routes_open(record))
    expected = {
        "moe-international-students": {
            "eligibility": {"eligible", "ineligible"},
            "reapplication": {"allowed", "barred"},
            "programme": {"open", "closed"},
            "application": {"may_apply", "may_not_apply"},
            "documents": {"complete", "incomplete"},
        },
        "nthu-dual-emba": {
            "eligibility": {"eligible", "ineligible"},
            "english": {"exempt", "certified", "interview"},
            "timeliness": {"on_time", "late", "not_open"},
            "fees": {"paid", "unpaid"},
            "documents": {"complete", "incomplete"},
            "application": {"accept_for_review", "request_documents", "reject"},
        },
    }
    assert set(outcomes) == {
        (rulebook, decision, outcome)
        for rulebook, decisions in expected.items()
        for decision, possible in decisions.items()
        for outcome in possible
    }
    assert min(outcomes.values()) >= 30  # one in a hundred, so that none occurs by luck alone
    assert set(routes) == {"art2.p1", "art2.p2", "art2.p3", "art2.p6", "art3.p1", "art3.p3"}
    assert min(routes.values()) >= 60
    wanted = {("nthu-dual-emba", item) for item in ITEMS} | {("moe-international-students", item) for item in LISTED}
    assert wanted <= {item for item, times in papers.items() if times >= 3}, wanted - set(papers)


def test_removed_facts_are_unknown_and_nothing_else_changes() -> None:
    rng = Random(5)  # records to test with, not secrets
    kinds: set[str] = set()
    for record in records(5, 300):
        before = copy.deepcopy(record)
        poorer, removed = with_facts_removed(record, rng)
        assert record == before
        assert removed
        assert poorer["id"] == record["id"]
        restored = copy.deepcopy(poorer)
        for path in removed:
            kinds.add(path.rpartition(".")[2])
            name = path.rpartition(".")[2]
            now, was, again = held_at(poorer, path), held_at(record, path), held_at(restored, path)
            assert now.get(name) == ("unknown" if name in EMPTY_MEANS_SOMETHING else None)
            if name in was:
                again[name] = was[name]
            else:
                del again[name]
        assert restored == record
    assert kinds >= EMPTY_MEANS_SOMETHING
    assert {"purpose", "held", "residences", "submitted_at"} <= kinds
    assert not {"documented", "institution_kind", "roc_father_at_birth", "prior_admissions", "id"} & kinds


def held_at(record: Record, path: str) -> Record:
    """The mapping in which a path's last name stands."""
    holder: Any = record
    for part in path.split(".")[:-1]:
        name, _, index = part.partition("[")
        holder = holder[name][int(index.rstrip("]"))] if index else holder[name]
    found: Record = holder
    return found
