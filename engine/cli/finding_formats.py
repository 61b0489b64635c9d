"""Findings for people, programs and services: text with the line at fault, JSON, SARIF 2.1.0, GitHub's annotations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from engine.cli.console import BOLD, CYAN, DIM, RED, YELLOW, engine_version, styled
from engine.cli.layout import width_of
from engine.language.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from engine.language.diagnostics import Diagnostic

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class SourceLines:
    """The lines of files as findings name them: from the working directory, or from beside the library."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self._roots = tuple(roots)
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str:
        """One line, counted from 1; empty where there is none."""
        if file not in self._lines:
            self._lines[file] = self._read(file)
        lines = self._lines[file]
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _read(self, file: str) -> list[str]:
        for root in self._roots:
            path = root / file
            if path.is_file():
                return path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
        return []


def as_text(findings: Iterable[Diagnostic], sources: SourceLines) -> str:
    """For people: place, message, the line with a caret, and the way out."""
    return "\n".join(_paragraph(finding, sources) for finding in findings)


def _paragraph(finding: Diagnostic, sources: SourceLines) -> str:
    colour = RED if finding.severity is Severity.ERROR else YELLOW
    severity = styled(f"{finding.severity.value}:", colour, BOLD)
    lines = [f"{styled(str(finding.place), BOLD)}: {severity} {finding.message} {styled(f'[{finding.code}]', DIM)}"]
    source = sources.line(finding.place.file, finding.place.line).replace("\t", " ")
    if source.strip():
        before = source[: finding.place.column - 1]
        margin = width_of(before)
        number = str(finding.place.line)
        lines += [
            f"  {number} | {source.rstrip()}",
            f"  {' ' * len(number)} | {' ' * margin}{styled('^', colour, BOLD)}",
        ]
    if finding.help:
        lines.append(f"  {styled('help:', CYAN)} {finding.help}")
    return "\n".join(lines)


def as_json(findings: Sequence[Diagnostic]) -> str:
    """For programs: an object with the list of findings and their number by severity."""
    listed = [
        {
            "file": finding.place.file,
            "line": finding.place.line,
            "column": finding.place.column,
            "severity": finding.severity.value,
            "code": finding.code,
            "message": finding.message,
            "help": finding.help,
        }
        for finding in findings
    ]
    return json.dumps({"findings": listed, **counts(findings)}, ensure_ascii=False, indent=2)


def counts(findings: Iterable[Diagnostic]) -> dict[str, int]:
    """How many errors and warnings there are."""
    severities = [finding.severity for finding in findings]
    return {"errors": severities.count(Severity.ERROR), "warnings": severities.count(Severity.WARNING)}


def as_sarif(findings: Sequence[Diagnostic]) -> str:
    """For code scanning: SARIF 2.1.0 (OASIS), one run."""
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "rulebook",
        "version": engine_version(),
        "rules": [{"id": code, "name": code.title().replace("-", "")} for code in codes],
    }
    results = [_sarif_result(finding, codes.index(finding.code)) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _sarif_result(finding: Diagnostic, rule: int) -> dict[str, Any]:
    text = f"{finding.message} ({finding.help})" if finding.help else finding.message
    place = {
        "artifactLocation": {"uri": quote(finding.place.file)},
        "region": {"startLine": finding.place.line, "startColumn": finding.place.column},
    }
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def as_github(findings: Iterable[Diagnostic]) -> str:
    """For GitHub's logs: one workflow command a finding."""
    return "\n".join(
        f"::{finding.severity.value} file={_property(finding.place.file)},line={finding.place.line},"
        f"col={finding.place.column},title={_property(finding.code)}::"
        + _escaped(f"{finding.message}\n{finding.help}" if finding.help else finding.message)
        for finding in findings
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
