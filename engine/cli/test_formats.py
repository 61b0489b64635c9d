"""Results of scenarios for people, for programs, and in the form that build servers read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from engine.cli.console import BOLD, DIM, GREEN, RED, YELLOW, number_of, styled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engine.analysis.coverage import Coverage, Covered
    from engine.analysis.scenarios import Result
    from engine.cli.test import Tested


def as_text(tested: Iterable[Tested], *, verbose: bool) -> str:
    """For people: what failed and how, a line for each rulebook, and what was never exercised."""
    lines: list[str] = []
    for one in tested:
        lines += [_paragraph(result) for result in one.results if verbose or not result.passed]
        failed = sum(not result.passed for result in one.results)
        word = styled(f"{failed} failed", RED, BOLD) if failed else styled("none failed", GREEN)
        lines.append(f"{styled(one.rulebook, BOLD)}: {number_of(len(one.results), 'scenario')}, {word}")
        if one.coverage is not None:
            lines += _coverage_lines(one.coverage, verbose=verbose)
    return "\n".join(lines)


def _paragraph(result: Result) -> str:
    scenario = result.scenario
    word = styled("passed", GREEN) if result.passed else styled("failed", RED, BOLD)
    lines = [f"{styled(str(scenario.place), DIM)}: {word}: {scenario.name}"]
    lines += [f"    {difference}" for difference in result.differences]
    lines.append(f"    {styled(f'expected because: {scenario.because} ({scenario.source})', DIM)}")
    return "\n".join(lines)


def _coverage_lines(coverage: Coverage, *, verbose: bool) -> list[str]:
    everything = coverage.all
    results = sum(len(covered.results) for covered in everything)
    exercised = results - sum(len(covered.never) for covered in everything)
    lines = [f"  {exercised} of {number_of(results, 'result')} exercised; never exercised:"]
    lines += [_covered_line(covered, verbose=verbose) for covered in everything if covered.never or verbose]
    return lines if exercised < results or verbose else [f"  all {number_of(results, 'result')} exercised"]


def _covered_line(covered: Covered, *, verbose: bool) -> str:
    never = styled(", ".join(covered.never), YELLOW)
    seen = ", ".join(f"{result} {count}" for result, count in covered.seen.items()) if verbose else ""
    shown = "; ".join(part for part in (f"never {never}" if covered.never else "", seen) if part)
    return f"    {covered.what} {styled(covered.name, BOLD)}: {shown}  {styled(str(covered.place), DIM)}"


def as_json(tested: Sequence[Tested]) -> str:
    """For programs: one object with all results, and the coverage of each rulebook where it was asked for."""
    results = [result for one in tested for result in one.results]
    passed = sum(result.passed for result in results)
    found: dict[str, Any] = {
        "passed": passed,
        "failed": len(results) - passed,
        "results": [_result_as_json(result) for result in results],
    }
    coverage = {one.rulebook: _coverage_as_json(one.coverage) for one in tested if one.coverage is not None}
    if coverage:
        found["coverage"] = coverage
    return json.dumps(found, ensure_ascii=False, indent=2)


def _result_as_json(result: Result) -> dict[str, Any]:
    scenario = result.scenario
    return {
        "rulebook": scenario.rulebook,
        "name": scenario.name,
        "file": scenario.place.file,
        "line": scenario.place.line,
        "because": scenario.because,
        "source": scenario.source,
        "passed": result.passed,
        "differences": list(result.differences),
    }


def _coverage_as_json(coverage: Coverage) -> list[dict[str, Any]]:
    return [
        {
            covered.what: covered.name,
            "file": covered.place.file,
            "line": covered.place.line,
            "exercised": {result: covered.seen.get(result, 0) for result in covered.results},
            "never": list(covered.never),
        }
        for covered in coverage.all
    ]


def as_junit(tested: Iterable[Tested]) -> str:
    """For build servers: JUnit's XML, a suite a rulebook and a case a scenario."""
    root = ET.Element("testsuites", name="rulebook")
    for one in tested:
        failures = sum(not result.passed for result in one.results)
        suite = ET.SubElement(
            root, "testsuite", name=one.rulebook, tests=str(len(one.results)), failures=str(failures), errors="0"
        )
        for result in one.results:
            scenario = result.scenario
            case = ET.SubElement(
                suite, "testcase", name=scenario.name, classname=one.rulebook, file=scenario.place.file,
                line=str(scenario.place.line),
            )  # fmt: skip
            if not result.passed:
                failure = ET.SubElement(case, "failure", message=result.differences[0])
                failure.text = "\n".join((*result.differences, f"expected because: {scenario.because}"))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}'
