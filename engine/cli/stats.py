"""``rulebook stats``: the tables of a finished batch."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path  # noqa: TC003 - typer reads it when the command is called
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from engine.cli.console import BOLD, CYAN, DIM, YELLOW, harmless, stop, styled
from engine.cli.layout import Words, table, width_of_output
from engine.cli.options import Language
from engine.evaluation.judgment import UNDETERMINED
from engine.language.facts import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

BAR: Final = 24
"""Cells of the longest bar."""
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_MOST: Final = 15
"""Lines of a table in a terminal; the file has all of them."""


class Format(StrEnum):
    """How the tables are printed."""

    TEXT = "text"
    JSON = "json"


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a finished batch.")],
    *,
    format_: Annotated[Format, typer.Option("--format", help="For people, or for programs.")] = Format.TEXT,
    lang: Annotated[Language, typer.Option("--lang", help="The language of names.")] = Language.BOTH,
    whole: Annotated[bool, typer.Option("--all", help="Every line of every table.")] = False,
) -> None:
    """Print the tables of a finished batch: outcomes, grounds, missing facts, readings, provisions, rejections.

    \b
    Examples: rulebook stats out/decided
              rulebook stats out/decided --format json
    """  # noqa: D301 - \b keeps the lines of the examples apart
    summary = _summary(folder)
    if format_ is Format.JSON:
        typer.echo(json.dumps(summary, ensure_ascii=False, indent=2))
        return
    typer.echo("\n\n".join(_tables(summary, lang, None if whole else _MOST)))


def _summary(folder: Path) -> dict[str, Any]:
    """The summary of a finished batch; ends the command where there is none."""
    path = folder / "summary.json"
    if not folder.is_dir():
        stop(f'there is no folder "{harmless(str(folder))}"', "name the folder that --out named")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        whole = isinstance(found, dict) and {"read", "decided", "rejected", "decisions"} <= found.keys()
    except FileNotFoundError:
        begun = (folder / ".batch").is_dir()
        help_text = "run the same command again: it goes on" if begun else "a batch leaves it there: rulebook batch … --out DIR"
        stop(f'"{harmless(str(folder))}" holds no summary.json of a finished batch', help_text)
    except (OSError, ValueError):
        whole = False
    if not whole:
        stop(f"{harmless(str(path))} is not the summary of a batch")
    return dict(found)


# -- what is in them ---------------------------------------------------------------------------------------------------


def number_with(summary: Mapping[str, Any], outcome: str) -> int:
    """How many answers of any decision are this outcome."""
    decisions = summary["decisions"].values()
    named = UNDETERMINED if outcome == UNDETERMINED else ""
    return sum(
        one["outcomes"].get(outcome, 0) if "outcomes" in one else one["values"]["unknown"] * bool(named) for one in decisions
    )


def closing(summary: Mapping[str, Any], folder: Path) -> str:
    """What a batch says at its end: the numbers, and the outcomes."""
    decided = (_outcomes(name, one, summary, Language.BOTH) for name, one in summary["decisions"].items())
    shown = [_numbers(summary), *_versions(summary, Language.BOTH), *decided]
    if summary["explained"] == "outcomes":
        shown.append("decisions.ndjson holds outcomes without their reasons; --explain all adds them")
    shown.append(f"rulebook stats {harmless(str(folder))}")
    return "\n\n".join(shown)


def _tables(summary: Mapping[str, Any], language: Language, most: int | None) -> Iterator[str]:
    labels = summary.get("labels", {})
    yield _numbers(summary)
    yield from _versions(summary, language)
    if summary["rejected"]:
        yield _table("rejected because", summary["rejected_because"], summary["rejected"], {}, language, most)
    for name, one in summary["decisions"].items():
        yield _outcomes(name, one, summary, language)
        total = summary["decided"]
        for key, heading in (("possible", "undetermined between"), ("missing", "missing"), ("turns_on_readings", "turns on")):
            if one.get(key):
                yield _table(f"{name}: {heading}", one[key], total, labels.get("facts", {}), language, most)
        for outcome, grounds in one.get("grounds", {}).items():
            yield _table(f"{name}: {outcome}, because of", grounds, total, labels.get("provisions", {}), language, most)
    failed = {key: statuses["not_satisfied"] for key, statuses in summary["provisions"].items() if statuses["not_satisfied"]}
    if failed:
        ordered = dict(sorted(failed.items(), key=lambda item: -item[1]))
        yield _table("not satisfied", ordered, summary["decided"], labels.get("provisions", {}), language, most)


def _numbers(summary: Mapping[str, Any]) -> str:
    book = summary["rulebook"]
    left_out = f", {summary['left_out']:,} left out" if summary["left_out"] else ""
    numbers = f"{summary['read']:,} read: {summary['decided']:,} decided, {summary['rejected']:,} rejected{left_out}"
    named = [book["id"]] if summary.get("versions", {}).get(book["id"]) else [book["id"], book["version"]]
    return f"{styled(harmless('@'.join(named)), BOLD)}\n{numbers}"


def _versions(summary: Mapping[str, Any], language: Language) -> Iterator[str]:
    """How many records came under each version, where the rulebook has several."""
    for id_, counts in summary.get("versions", {}).items():
        if counts:
            yield _table(f"version of {id_}", counts, sum(counts.values()), {}, language)


def _outcomes(name: str, one: Mapping[str, Any], summary: Mapping[str, Any], language: Language) -> str:
    labels = summary.get("labels", {})
    title = _said(labels.get("decisions", {}).get(name), language)
    counts = one.get("outcomes", one.get("values", {}))
    return _table(
        f"{name}{f'  {title}' if title else ''}", counts, sum(counts.values()), labels.get("outcomes", {}).get(name, {}), language
    )


def _table(
    heading: str,
    counts: Mapping[str, int],
    total: int,
    labels: Mapping[str, Mapping[str, str]],
    language: Language,
    most: int | None = None,
) -> str:
    """A table of numbers with their shares, in a terminal with bars."""
    width = width_of_output()
    shown = list(counts.items())[:most]
    rows = [
        [
            Words(name, (YELLOW,) if name == UNDETERMINED else ()),
            Words(f"{number:,}".rjust(len(f"{max(counts.values()):,}"))),
            Words(f"{number / total:6.1%}" if total else ""),
            *([Words(_bar(number, total), (CYAN,))] if width is not None else []),
            Words(_said(labels.get(name), language), (DIM,)),
        ]
        for name, number in shown
    ]
    found = table([[""] * (4 if width is None else 5)], rows, width) or _plain(shown)
    more = len(counts) - len(shown)
    lines = [line.rstrip() for line in found.splitlines() if line.strip()]
    return "\n".join([styled(harmless(heading), BOLD), *lines, *([styled(f"and {more} more: --all", DIM)] if more > 0 else [])])


def _plain(shown: Iterable[tuple[str, int]]) -> str:
    """The numbers where a terminal has no room for columns."""
    return "\n".join(f"{number:,}  {harmless(name)}" for name, number in shown)


def _bar(number: int, total: int) -> str:
    cells, rest = divmod(round(number * BAR * 8 / total) if total else 0, 8)
    return f"{_EIGHTHS[8] * cells}{_EIGHTHS[rest] if rest else ''}"


def _said(label: Mapping[str, str] | None, language: Language) -> str:
    if label is None:
        return ""
    text = Bilingual(str(label["zh"]), str(label["en"]))
    if language is Language.BOTH:
        return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
    return text.in_language(language.value)
