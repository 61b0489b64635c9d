"""A judgment on a record that leaves open which version applies, as a tree: what all say together, then what each says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.analysis.expectations import answer_of
from engine.cli.console import BOLD, CYAN, DIM, YELLOW
from engine.cli.judgment_tree import branch_of
from engine.cli.layout import Branch, Words
from engine.cli.wording import colours_of, shown_value
from engine.reporting.known import labelled, missing_fact, person
from engine.reporting.versions import VersionsBuilder

if TYPE_CHECKING:
    from engine.cli.wording import Wording
    from engine.evaluation.editions import Considered
    from engine.evaluation.judgment import DecisionResult, Judgment


def versions_tree(considered: Considered, judgment: Judgment, wording: Wording) -> Branch:
    """What holds of the record whichever version applies, and under a heading for each version what it says."""
    builder = VersionsBuilder(considered, wording.phrases)
    names = builder.newest.names
    root = Branch((Words(judgment.record, (BOLD,)), Words(f"  {wording.of(person(considered.newest, names))}")))
    for result in judgment.decisions.values():
        root.below.append(_decision(builder, result, wording))
    heading = root.add(wording.of(builder.which), YELLOW)
    heading.add(wording.phrase("report.versions_intro"), DIM)
    for path in considered.choice.missing:
        heading.add(f"{wording.of(labelled(names, path))}  [{path}]", CYAN)
    for remark in judgment.remarks:
        root.add(wording.remark(remark), YELLOW)
    judgments = considered.judgments(list(judgment.decisions), trace=judgment.trace is not None)
    for evaluation, under in zip(considered.evaluations, judgments, strict=True):
        version = root.add(wording.of(builder.heading(evaluation)), BOLD)
        version.below += branch_of(evaluation, under, wording, has_versions=True).below
    return root


def _decision(builder: VersionsBuilder, result: DecisionResult, wording: Wording) -> Branch:
    decision = builder.decisions[result.name]
    outcome = Words(wording.of(builder.outcome(result)), (*colours_of(decision, result), BOLD))
    code = Words(f"  [{result.name}: {shown_value(answer_of(result))}]", (DIM,))
    branch = Branch((Words(wording.labelled(wording.of(decision.title), "")), outcome, code))
    possible = builder.possible(result)
    if possible is not None:
        branch.add(wording.of(possible), YELLOW)
    if result.missing:
        heading = branch.add(wording.phrase("report.missing"), CYAN)
        for path in result.missing:
            missing = missing_fact(builder.newest.names, path)
            entry = Branch((Words(wording.of(missing.label)), Words(f"  [{path}]", (DIM,))))
            entry.add(wording.of(missing.ask), DIM)
            heading.below.append(entry)
    return branch
