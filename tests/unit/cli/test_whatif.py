"""``rulebook whatif``: its answers in words and as data about the records that travel with the rulebooks, and its wrong uses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.shipped import library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.cli.conftest import Run

BROCHURE = ("--rulebook", "nthu-dual-emba")


@pytest.fixture(autouse=True)
def tree(in_tree: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped rulebooks and examples."""
    monkeypatch.setattr("engine.cli.options.Library", lambda *_, **__: library())
    return in_tree


def answer(run: Run, name: str, *options: str) -> dict[str, Any]:
    done = run("whatif", f"examples/applicants/{name}.yaml", *BROCHURE, "--format", "json", *options)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_fee_that_is_wanting_is_one_change(run: Run) -> None:
    found = answer(run, "fee-unpaid")
    assert (found["decision"], found["outcome"], found["wanted"]) == ("application", "request_documents", ["accept_for_review"])
    (way,) = found["changes"]["alternatives"]
    assert way["changes"] == [
        {"kind": "added", "path": "fees[1]", "before": None, "after": {"payee": "uta", "amount": 250, "currency": "USD"}}
    ]
    assert (way["sure"], way["outcome"], found["changes"]["fewest"]) == (True, "accept_for_review", 1)


def test_the_fee_in_words_of_both_languages(run: Run) -> None:
    record = "examples/applicants/fee-unpaid.yaml"
    english = run("whatif", record, *BROCHURE, "--lang", "en").stdout
    assert "One change turns the outcome." in english
    assert "Add to “Fees received”: Payee: University of Texas at Arlington; Amount: US$250  [fees[1]]" in english
    assert "19 April 2022, the day on which the record is looked at" in english
    chinese = run("whatif", record, *BROCHURE, "--lang", "zh").stdout
    assert "變更一項，即改變結果。" in chinese
    assert "於「已收費用」增列" in chinese
    assert "change" not in chinese


def test_a_paper_that_is_wanting_is_one_change(run: Run, tree: Path, tmp_path: Path) -> None:
    text = (tree / "examples/applicants/vietnamese-manager.yaml").read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "type: recommendation_letter" not in line]
    assert len(kept) == len(text.splitlines()) - 1
    (tmp_path / "record.yaml").write_text("\n".join(kept), encoding="utf-8")
    done = run("whatif", tmp_path / "record.yaml", *BROCHURE, "--format", "json")
    (way,) = json.loads(done.stdout)["changes"]["alternatives"]
    (change,) = way["changes"]
    assert change["kind"] == "added"
    assert change["after"]["type"] == "recommendation_letter"
    assert change["after"]["count"] == 2
    assert "language" not in change["after"] or change["after"]["language"] in {"en", "zh"}


def test_one_day_too_many_is_over_in_a_later_semester(run: Run) -> None:
    found = answer(run, "one-hundred-and-twenty-one-days", "--decision", "eligibility")
    assert found["changes"]["answer"] == "none"
    time = found["time"]
    assert (time["answer"], time["outcome"], time["day"], time["provisional_until"]) == (
        "found",
        "eligible",
        "2025-08-01",
        "2025-08-01",
    )
    assert time["moved"]["application.submitted_at"].startswith("2025-03-08T22:10:00")
    whole = answer(run, "one-hundred-and-twenty-one-days")
    assert whole["time"]["answer"] == "none"
    assert whole["time"]["because"]
    assert whole["time"]["parts"]["eligibility"]["day"] == "2025-08-01"
    assert answer(run, "one-hundred-and-twenty-one-days", "--decision", "eligibility", "--years", "2")["time"]["answer"] == "none"


def test_the_semester_before_is_one_too_early(run: Run, tree: Path, tmp_path: Path) -> None:
    text = (tree / "examples/applicants/one-hundred-and-twenty-one-days.yaml").read_text(encoding="utf-8")
    for first_day, submitted, outcome in (
        ("2025-02-01", "2024-09-08T22:10:00-05:00", "ineligible"),
        ("2025-08-01", "2025-03-08T22:10:00-05:00", "eligible"),
    ):
        moved = text.replace("semester_start: 2022-08-01", f"semester_start: {first_day}")
        (tmp_path / "record.yaml").write_text(moved.replace("2022-03-08T22:10:00-05:00", submitted), encoding="utf-8")
        done = run("evaluate", tmp_path / "record.yaml", *BROCHURE, "--format", "json", "--decision", "eligibility")
        assert json.loads(done.stdout)["decisions"]["eligibility"]["outcome"] == outcome


def test_what_was_sent_late_stays_late(run: Run) -> None:
    said = run("whatif", "examples/applicants/late-by-one-second.yaml", *BROCHURE, "--lang", "en").stdout
    assert "Nothing that is this person's own to change turns this outcome. It rests on:" in said
    assert "Application period (Section 5)" in said


def test_one_day_short_is_made_good_by_sending_it_a_day_later(run: Run) -> None:
    found = answer(run, "former-national-one-day-short")
    (way,) = found["changes"]["alternatives"]
    (change,) = way["changes"]
    assert change["path"] == "application.submitted_at"
    assert change["after"].startswith("2022-05-11T00:00:00")


def test_what_is_missing_is_asked_for_first(run: Run) -> None:
    found = answer(run, "nationality-missing", "--decision", "eligibility")
    assert (found["changes"]["answer"], found["missing"]) == ("open", ["nationality.held"])
    assert found["time"]["answer"] == "open"
    said = run(
        "whatif", "examples/applicants/nationality-missing.yaml", *BROCHURE, "--decision", "eligibility", "--lang", "en"
    ).stdout
    assert "Before anything is changed, this has to be known:" in said


def test_another_outcome_can_be_wanted(run: Run) -> None:
    found = answer(run, "vietnamese-manager", "--decision", "english", "--outcome", "interview")
    assert found["wanted"] == ["interview"]
    assert found["changes"]["answer"] in {"found", "already", "none"}
    assert all(one["outcome"] == "interview" for one in found["changes"]["alternatives"])
    assert answer(run, "vietnamese-manager")["changes"]["answer"] == "already"


def test_without_the_solver_time_is_told_all_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.analysis.whatif.turning.find_spec", lambda _: None)
    record = "examples/applicants/one-hundred-and-twenty-one-days.yaml"
    done = run("whatif", record, *BROCHURE, "--decision", "eligibility", "--lang", "en")
    assert done.exit_code == 0
    assert "pip install 'rulebook-engine[prove]'" in done.stderr
    assert "starts on 1 August 2025" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("examples/applicants/nobody.yaml", *BROCHURE), "there is no file"),
        (("examples/applicants", *BROCHURE), "holds several"),
        (("examples/applicants/fee-unpaid.yaml", "--rulebook", "nthu-dual"), 'there is no rulebook "nthu-dual"'),
        (("examples/applicants/fee-unpaid.yaml", *BROCHURE, "--decision", "fee"), "--decision"),
        (("examples/applicants/fee-unpaid.yaml", *BROCHURE, "--outcome", "eligible"), "--outcome"),
        (("examples/applicants/fee-unpaid.yaml", *BROCHURE, "--years", "0"), "--years"),
        (("examples/applicants/fee-unpaid.yaml", *BROCHURE, "--timeout", "soon"), "--timeout"),
    ],
)
def test_wrong_uses_are_told(run: Run, arguments: tuple[str, ...], said: str) -> None:
    done = run("whatif", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
