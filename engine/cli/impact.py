"""``rulebook impact``: which decisions on which records another version of a text changes, and by which of its changes."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from engine.cli.console import ExitStatus, harmless, say, stop
from engine.cli.inputs import known_mapping
from engine.cli.options import (
    AmendmentOption,  # noqa: TC001 - typer reads it when the command is called
    AsOfOption,  # noqa: TC001 - typer reads it when the command is called
    EncodingOption,  # noqa: TC001 - typer reads it when the command is called
    Language,
    MappingOption,  # noqa: TC001 - typer reads it when the command is called
    RulebooksOption,  # noqa: TC001 - typer reads it when the command is called
    day_of,
    known_rulebook,
    number_above_none,
    one_of,
    open_library,
)
from engine.language.walk import with_used
from engine.loading.renumbered import renumbered

if TYPE_CHECKING:
    from engine.analysis.impact.findings import Impact
    from engine.batch.impact import Task
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library


class Format(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"


def command(
    before: Annotated[str, typer.Argument(metavar="A", help="The version before: ID@VERSION.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The version after: ID@VERSION.")],
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT", help="Files, folders or globs of records; - is standard input.")
    ],
    rulebook: Annotated[
        str | None,
        typer.Option("--rulebook", metavar="ID", help="Ask the decisions of this rulebook, which rests on the one that changes."),
    ] = None,
    as_of: AsOfOption = None,
    mapping: MappingOption = None,
    encoding: EncodingOption = "",
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="NAME", help="Whose records they are. Else the main subject.")
    ] = None,
    decision: Annotated[
        list[str] | None, typer.Option("--decision", metavar="NAME", help="Only this decision; may be repeated.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", metavar="CONDITION", help="Only records of which this is true, as in batch; may be repeated."),
    ] = None,
    limit: Annotated[str | None, typer.Option("--limit", metavar="N", help="Look at the first N inputs only.")] = None,
    most: Annotated[
        str | None,
        typer.Option("--most", metavar="N", help="Try at most N sets of changes for a decision. Else 1000."),
    ] = None,
    *,
    provisions: Annotated[bool, typer.Option("--provisions", help="Tell of the statuses of provisions too.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How the result is printed.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="The language of the text and of the page.")] = Language.BOTH,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write every changed decision to a table of values.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with pictures, for print.")] = None,
    jobs: Annotated[str | None, typer.Option("--jobs", metavar="N", help="So many processes. Else one a core.")] = None,
    rulebooks: RulebooksOption = None,
    amendment: AmendmentOption = None,
) -> None:
    """Decide records by two versions of a text, and trace each decision that changes to the changes that cause it.

    Every record is decided outright by A and by B, a what-if, whichever of them its own day would choose. The changes are tried
    one at a time; where none does it alone, the smallest sets that do it together are told. Ends with 1 when an input was
    rejected.

    \b
    Examples: rulebook impact <before> <after> <records>
              rulebook impact <before> <after> <records> --lang en --csv out/impact.csv --html out/impact.html
    """  # noqa: D301 - \b keeps the lines of the examples apart
    library = open_library(rulebooks, amendment)
    old, new = (_loaded(library, reference, rulebook) for reference in (before, after))
    ids = [reference.partition("@")[0] for reference in (before, after)]
    if ids[0] != ids[1]:
        stop(f'"{ids[0]}" and "{ids[1]}" are two rulebooks', "name two versions of one: ID@VERSION ID@VERSION")
    from engine.batch.errors import BatchError  # noqa: PLC0415 - help and wrong options wait for no arrays

    chosen = one_of(subject, old.subjects, "--subject") if subject is not None else old.main_subject
    if chosen not in new.subjects:
        stop(f'{new.id}@{new.version} does not decide about "{chosen}"', f"it decides about: {', '.join(new.subjects)}")
    about = [one.name for one in old.decisions.values() if one.subject == chosen]
    names = tuple(one_of(name, about, "--decision") for name in decision or ()) or tuple(about)
    known = known_mapping(mapping, old, library, inputs)
    if known is not None and known.vocabulary.subject != chosen:
        stop(f'--mapping: it is of the subject "{known.vocabulary.subject}"', f"add --subject {known.vocabulary.subject}")
    numbers = {name: number_above_none(text, f"--{name}") for name, text in (("limit", limit), ("most", most), ("jobs", jobs))}
    try:
        from engine.batch.conditions import read_condition  # noqa: PLC0415 - as above
        from engine.batch.impact import Task  # noqa: PLC0415 - as above
        from engine.batch.job import Explained, Job  # noqa: PLC0415 - as above

        vocabulary = library.vocabularies[chosen]
        job = Job(
            rulebook=old, vocabularies=library.vocabularies, subject=chosen, as_of=day_of(as_of), decisions=names,
            conditions=tuple(read_condition(written, vocabulary) for written in where or ()), limit=numbers["limit"],
            explained=Explained.OUTCOMES, mapping=known, encoding=encoding,
        )  # fmt: skip
        task = Task(
            job=job, after=new, renumbered=renumbered(library, old, new), statuses=provisions, **_given(most=numbers["most"])
        )
        impact = _weighed(task, inputs, numbers["jobs"] or _cores())
    except BatchError as error:
        stop(harmless(str(error)), harmless(error.help))
    except KeyboardInterrupt:
        say("stopped; nothing was written")
        raise typer.Exit(130) from None
    _tell(impact, format_, lang, csv, html)
    raise typer.Exit(ExitStatus.FOUND_SOMETHING if impact.found.rejected else ExitStatus.DONE)


def _loaded(library: Library, reference: str, asking: str | None) -> Rulebook:
    """The version that is named, or the rulebook that is asked, as it rests on that version."""
    known = known_rulebook(library, reference)
    if asking is None:
        return library.load(known)
    id_, at, version = known.partition("@")
    if not at:
        stop(f'"{reference}" names no version', "with --rulebook both versions are named: ID@VERSION")
    found = library.load(known_rulebook(library, asking), uses={id_: version})
    below = [other for other in with_used(found) if other != found.id]
    if id_ not in below:
        stop(f"{found.id} does not rest on {id_}", f"it rests on: {', '.join(below) or 'nothing'}")
    return found


def _given(**numbers: int | None) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number is not None}


def _weighed(task: Task, inputs: list[str], jobs: int) -> Impact:
    from engine.batch.impact import weigh  # noqa: PLC0415 - as above
    from engine.cli.progress import Watched  # noqa: PLC0415 - as above

    with Watched() as watched, TemporaryDirectory(prefix="rulebook-impact-") as spool:
        return weigh(
            task, inputs, Path(spool), jobs, watch=lambda phase, done, total: watched.at(phase.value, done, total)
        )  # fmt: skip


def _cores() -> int:
    from engine.cli.batch import cores  # noqa: PLC0415 - as above

    return cores()


def _tell(impact: Impact, format_: Format, lang: Language, csv: Path | None, html: Path | None) -> None:
    from engine.reporting.impact.values import as_json, write_values  # noqa: PLC0415 - as above

    try:
        for file in (csv, html):
            if file is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
        if csv is not None:
            write_values(impact, csv)
        if html is not None:
            from engine.reporting.impact.page import page_of_impact  # noqa: PLC0415 - templates load slowly

            html.write_text(page_of_impact(impact, lang.value), encoding="utf-8", newline="\n")
    except OSError as error:
        stop(f'"{error.filename}" cannot be written: {error.strerror or error}', "name another file")
    for note in impact.found.notes:
        say(harmless(note))
    match format_:
        case Format.TEXT:
            from engine.cli.impact_text import text_of  # noqa: PLC0415 - as above

            typer.echo(text_of(impact, lang, has_values=csv is not None))
        case Format.JSON:
            json.dump(as_json(impact), sys.stdout, ensure_ascii=False, indent=2)
            typer.echo()
        case _:
            assert_never(format_)
