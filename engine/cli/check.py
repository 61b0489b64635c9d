"""``rulebook check``: every finding, each with its place and a way out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from engine.analysis.findings import findings_of, findings_of_mapping
from engine.cli.console import GREEN, ExitStatus, number_of, stop, styled
from engine.cli.finding_formats import SourceLines, as_github, as_json, as_sarif, as_text, counts
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    OfficeOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    open_library,
)
from engine.language.diagnostics import Diagnostics, Severity, did_you_mean
from engine.reporting.letters.declared import findings_of_letters
from engine.reporting.office_checks import findings_of_office
from engine.reporting.offices import named_office

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostic
    from engine.loading.library import Library


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def command(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Rulebook ids, folders, files or mappings: only their findings. Else all."),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How findings are printed.")] = Format.TEXT,
    office: OfficeOption = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Find every problem in rulebooks, vocabularies, scenarios and letters, each with file, line, column and a way out.

    Ends with 0 when there is none, with 1 when there is one, be it a warning.

    \b
    Examples: rulebook check
              rulebook check <id> --format sarif
              rulebook check <id> --office examples/office
    """  # noqa: D301 - \b keeps the lines of the example apart
    library = open_library(rulebooks, amendment, anew=True)
    if not library.ids():
        stop(f"there is no rulebook in {library.shown(library.folder)}", "name another folder with --rulebooks DIR")
    told = Diagnostics()
    others = [path for path in paths or [] if not _is_mapping(library, path, told)]
    chosen = [_folder(library, path) for path in others]
    if chosen:  # who gives a draft wants to know what is wrong with it
        chosen += [draft.resolve() for draft in amendment or ()]
    findings = told.in_order()
    folder = named_office(office)
    if folder is not None:
        findings += findings_of_office(folder)
    if others or not paths:
        readable = None if any(finding.severity is Severity.ERROR for finding in findings) else folder
        found = Diagnostics([*findings_of(library), *findings_of_letters(library, office=readable)]).in_order()
        chosen += [readable.resolve()] if chosen and readable is not None else []
        findings += [finding for finding in found if _concerns(library, finding, chosen)]
    elif library.diagnostics.errors:  # facts that cannot be read cannot be looked up
        findings = library.diagnostics.in_order()
    _print(findings, format_, SourceLines([Path(), library.folder.parent]))
    if format_ is Format.TEXT:
        _summarise(findings, library.ids() if others or not paths else paths)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if findings else ExitStatus.DONE)


def _is_mapping(library: Library, path: str, told: Diagnostics) -> bool:
    """Whether a file is a mapping of an office's tables, wherever it lies; then what is wrong with it is told."""
    file = Path(path)
    return file.suffix in {".yaml", ".yml"} and file.is_file() and findings_of_mapping(library, file, path, told)


def _folder(library: Library, path: str) -> Path:
    """The file or folder that is meant: a rulebook's by its id, else as the path says."""
    if path in library.ids():
        return (library.folder / path).resolve()
    found = Path(path).resolve()
    if not found.exists():
        stop(f'"{path}" is no rulebook, folder or file', did_you_mean(path, library.ids()))
    inside, around = found.is_relative_to(library.folder.resolve()), library.folder.resolve().is_relative_to(found)
    if not inside and not around:
        stop(
            f'"{path}" is not in {library.shown(library.folder)}',
            "name the folder of its rulebooks with --rulebooks DIR",
        )
    return found


def _concerns(library: Library, finding: Diagnostic, chosen: list[Path]) -> bool:
    if not chosen:
        return True
    beside = library.folder.resolve().parent / finding.place.file
    file = beside if beside.exists() else Path(finding.place.file).resolve()
    return any(file.is_relative_to(path) for path in chosen)


def _print(findings: list[Diagnostic], format_: Format, sources: SourceLines) -> None:
    match format_:
        case Format.TEXT:
            text = as_text(findings, sources)
        case Format.JSON:
            text = as_json(findings)
        case Format.SARIF:
            text = as_sarif(findings)
        case Format.GITHUB:
            text = as_github(findings)
        case _:
            assert_never(format_)
    if text:
        typer.echo(text)


def _summarise(findings: list[Diagnostic], checked: list[str]) -> None:
    if findings:
        number = counts(findings)
        typer.echo(f"\n{number_of(number['errors'], 'error')}, {number_of(number['warnings'], 'warning')}")
    else:
        typer.echo(f"{styled('nothing to report', GREEN)}: {', '.join(checked)}")
