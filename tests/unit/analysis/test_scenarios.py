"""Reading and running scenarios: what is wrong with a file has its place, and every expectation is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.analysis.scenarios import Interpreters, run_all, scenarios_of
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from tests.unit.analysis.small_library import SCENARIOS, write_library

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.scenarios import Result
    from engine.language.diagnostics import Diagnostic

HEAD = "rulebook: reading-room\nbase: base.yaml\nscenarios:\n"
ONE = HEAD + "  - {{name: one, because: so it is, source: art1.p1, {}}}\n"


def ran(folder: Path, **files: str) -> tuple[list[Result], list[Diagnostic]]:
    interpreters = Interpreters(Library(write_library(folder, **files)))
    diagnostics = Diagnostics()
    results = list(run_all(scenarios_of(interpreters, "reading-room", diagnostics), interpreters))
    return results, diagnostics.in_order()


def differences(folder: Path, body: str) -> tuple[str, ...]:
    results, findings = ran(folder, scenarios=ONE.format(body))
    assert [str(finding) for finding in findings] == []
    assert len(results) == 1
    return results[0].differences


def finding(folder: Path, text: str) -> Diagnostic:
    results, findings = ran(folder, scenarios=text)
    assert results == []
    assert len(findings) == 1, [str(one) for one in findings]
    return findings[0]


def test_scenarios_that_hold_pass(tmp_path: Path) -> None:
    results, findings = ran(tmp_path)
    assert [str(one) for one in findings] == []
    assert [(result.scenario.name, result.differences) for result in results] == [
        ("sixteen", ()),
        ("fifteen", ()),
        ("blocked", ()),
    ]


def test_a_difference_says_what_was_expected_what_there_is_and_why(tmp_path: Path) -> None:
    assert differences(tmp_path, "with: {age: 15}, expect: {decisions: {entry: admitted}}") == (
        "entry: expected admitted, got refused because art1.p1",
    )


def test_an_open_decision_says_what_it_lacks(tmp_path: Path) -> None:
    assert differences(tmp_path, "without: [age], expect: {decisions: {entry: admitted}}") == (
        "entry: expected admitted, got undetermined for want of age",
    )


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("decisions: {loans_held: 1}", "loans_held: expected 1, got 0"),
        ("possible: {entry: [admitted, refused]}", "possible of entry: expected admitted, refused, got admitted"),
        ("provisions: {art1.p1: undetermined}", "art1.p1: expected undetermined, got satisfied"),
        ("missing: {entry: [age]}", "missing of entry: expected age, got nothing"),
        ("because: {entry: [[art1.p1]]}", "because of entry: expected art1.p1, got art1.p1 + art1.p2"),
        ("presumed: {entry: [age]}", "presumed of entry: expected age among them, got card.blocked"),
        ("turns_on_presumptions: {entry: []}", "turns_on_presumptions of entry: expected nothing, got card.blocked"),
        ("provisional_until: {entry: 2022-08-01}", "provisional_until of entry: expected 2022-08-01, got none"),
        ("duties: {art2.p1: true}", "duty art2.p1: expected true, got false"),
    ],
)
def test_every_kind_of_expectation_is_compared(tmp_path: Path, expect: str, difference: str) -> None:
    [found] = differences(tmp_path, f"expect: {{{expect}}}")
    assert found.startswith(difference)


@pytest.mark.parametrize(
    "expect",
    [
        "decisions: {loans_held: 0, entry: admitted}",
        "possible: {entry: [admitted]}",
        "missing: {entry: []}",
        "turns_on_readings: {entry: []}",
        "turns_on_presumptions: {entry: [card.blocked]}",
        "provisional_until: {entry: none}",
        "duties: {art2.p1: false}",
        "provisions: {'reading-room:art1.p1': satisfied}",
    ],
)
def test_what_is_so_is_no_difference(tmp_path: Path, expect: str) -> None:
    assert differences(tmp_path, f"expect: {{{expect}}}") == ()


@pytest.mark.parametrize(
    "changes", ["with: {card.blocked: true}", "with: {card: {blocked: true}}", "with: {card: {blocked: true}, age: 40}"]
)
def test_dotted_paths_and_nested_mappings_say_the_same(tmp_path: Path, changes: str) -> None:
    assert differences(tmp_path, f"{changes}, expect: {{decisions: {{entry: refused}}}}") == ()


def test_a_nested_change_leaves_the_rest_of_its_group(tmp_path: Path) -> None:
    interpreters = Interpreters(
        Library(
            write_library(tmp_path, scenarios=ONE.format("with: {card: {blocked: true}}, expect: {decisions: {entry: refused}}"))
        )
    )
    [scenario] = scenarios_of(interpreters, "reading-room", Diagnostics())
    assert str(scenario.record.facts["card.issued_on"]) == "2022-01-01"


def test_a_list_is_replaced_whole(tmp_path: Path) -> None:
    body = "with: {loans: [{from: 2022-01-01}, {from: 2022-02-01}]}, expect: {decisions: {loans_held: 2}}"
    assert differences(tmp_path, body) == ()


def test_a_whole_group_can_be_taken_away(tmp_path: Path) -> None:
    interpreters = Interpreters(
        Library(write_library(tmp_path, scenarios=ONE.format("without: [card], expect: {decisions: {entry: admitted}}")))
    )
    [scenario] = scenarios_of(interpreters, "reading-room", Diagnostics())
    assert "card.issued_on" not in scenario.record.facts


def test_the_base_may_stand_in_the_file(tmp_path: Path) -> None:
    text = SCENARIOS.replace("base: base.yaml", "base: {id: X, age: 20, loans: []}")
    results, findings = ran(tmp_path, scenarios=text, base="id: unused\n")
    assert [result.passed for result in results] == [True, True, True]
    # what is neither a base nor scenarios would silently count for nothing
    assert {one.code for one in findings} >= {"unknown-key"}


@pytest.mark.parametrize(
    ("text", "code", "line", "help_text"),
    [
        (ONE.format("expct: {}, expect: {decisions: {entry: admitted}}"), "unknown-key", 4, 'did you mean "expect"?'),
        (ONE.format("expect: {decision: {entry: admitted}}"), "unknown-key", 4, 'did you mean "decisions"?'),
        (ONE.format("expect: {decisions: {entri: admitted}}"), "unknown-decision", 4, 'did you mean "entry"?'),
        (ONE.format("expect: {decisions: {entry: admited}}"), "unknown-outcome", 4, 'did you mean "admitted"?'),
        (ONE.format("expect: {provisions: {art1.p9: satisfied}}"), "unknown-provision", 4, 'did you mean "art1.p'),
        (ONE.format("expect: {provisions: {art1: satisfied}}"), "no-rule", 4, ""),
        (ONE.format("expect: {duties: {art1.p1: true}}"), "no-duty", 4, ""),
        (ONE.format("expect: {missing: {entry: [agee]}}"), "unknown-fact", 4, 'did you mean "age"?'),
        (ONE.format("without: [agee], expect: {missing: {entry: []}}"), "unknown-fact", 4, 'did you mean "age"?'),
        (ONE.format("expect: {turns_on_readings: {entry: [x]}}"), "unknown-reading", 4, ""),
        (ONE.format("with: {age: old}, expect: {missing: {entry: []}}"), "wrong-type", 4, ""),
        (ONE.format("with: {agee: 3}, expect: {missing: {entry: []}}"), "unknown-fact", 4, 'did you mean "age"?'),
        (ONE.format("as_of: 2022-02-30, expect: {missing: {entry: []}}"), "no-date", 4, ""),
        (ONE.format("expect: {}"), "empty", 4, ""),
        (
            ONE.replace("art1.p1", "art9.p1").format("expect: {missing: {entry: []}}"),
            "unknown-provision",
            4,
            "did you mean",
        ),
        (HEAD.replace("base.yaml", "bas.yaml"), "unknown-base", 2, 'did you mean "base.yaml"?'),
        (HEAD.replace("reading-room", "reading-rom"), "wrong-identity", 1, 'write "reading-room"'),
        (HEAD.replace("reading-room", "reading-room@2"), "unknown-version", 1, "known here: 1"),
        (HEAD.replace("base:", "subject: author\nbase:"), "unknown-subject", 2, "known here: reader"),
        (HEAD + "  []\n", "empty", 4, ""),
    ],
)
def test_a_mistake_is_a_finding_with_its_place(tmp_path: Path, text: str, code: str, line: int, help_text: str) -> None:
    found = finding_about(tmp_path, text)
    assert (found.code, found.place.line) == (code, line)
    assert found.place.file.endswith("scenarios/entry.yaml")
    assert found.help.startswith(help_text)


def finding_about(folder: Path, text: str) -> Diagnostic:
    """The one finding about the scenarios; a base that nothing names any more is another matter."""
    results, findings = ran(folder, scenarios=text)
    assert results == []
    own = [one for one in findings if one.place.file.endswith("entry.yaml")]
    assert len(own) == 1, [str(one) for one in findings]
    return own[0]


def test_a_scenario_without_its_reason_is_refused(tmp_path: Path) -> None:
    text = HEAD + "  - {name: one, source: art1.p1, expect: {decisions: {entry: admitted}}}\n"
    assert "because" in finding(tmp_path, text).message


def test_two_scenarios_of_one_name_are_refused(tmp_path: Path) -> None:
    text = SCENARIOS.replace("name: fifteen", "name: sixteen")
    results, findings = ran(tmp_path, scenarios=text)
    assert [one.code for one in findings] == ["duplicate-name"]
    assert "entry.yaml:4:5" in findings[0].help
    assert len(results) == 2


def test_the_good_ones_run_beside_the_bad(tmp_path: Path) -> None:
    results, findings = ran(tmp_path, scenarios=SCENARIOS.replace("entry: refused", "entry: refussed", 1))
    assert [result.scenario.name for result in results] == ["sixteen", "blocked"]
    assert [one.code for one in findings] == ["unknown-outcome"]


def test_a_fault_of_the_base_is_said_once_at_its_own_place(tmp_path: Path) -> None:
    results, findings = ran(tmp_path, base="id: R\nage: old\n")
    assert results == []
    assert [(one.place.file.rpartition("/")[2], one.place.line) for one in findings] == [("base.yaml", 2)]


def test_a_rulebook_that_does_not_load_gives_its_findings(tmp_path: Path) -> None:
    results, findings = ran(tmp_path, article_1="article: '1'\nkindd: requirement\n")
    assert results == []
    assert findings
    assert all("scenarios" not in one.place.file for one in findings)
