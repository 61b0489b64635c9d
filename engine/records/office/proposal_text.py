"""A proposed mapping as a file: ``# check:`` where something was guessed, ``todo:`` where it has to be decided."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import letters_of

if TYPE_CHECKING:
    from engine.records.office.proposal import Column, Proposal, ProposedSheet

_PLAIN: Final = re.compile(r"[A-Za-z_\u3400-\u9fff][\w\u3400-\u9fff.()（）-]*(?: [\w\u3400-\u9fff.()（）-]+)*")
_NOT_PLAIN: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_SHOWN: Final = 4
_LONGEST_SHOWN: Final = 24
_SCHEMA: Final = "# yaml-language-server: $schema={schema}"
_HEAD: Final = """\
# Proposed by `rulebook map` from {file}. Read it from top to bottom:
# - settle every "# check:" (correct the line if it is wrong, and take the mark out),
# - decide every entry under `todo:` (bind the column under `columns:`, or name it under `ignore:`; then take it out).
# Then `rulebook check` of this file finds nothing, and --mapping reads the tables with it."""


def proposal_text(proposal: Proposal, file: str, schema: str = "") -> str:
    """The text of the file. ``file`` is shown in its head, ``schema`` the path of the schema for editors."""
    lines = [_SCHEMA.format(schema=schema)] if schema else []
    lines += [_HEAD.format(file=file), f"mapping: {quoted(file.rpartition('/')[2])}", f"subject: {proposal.vocabulary.subject}"]
    words = _words(proposal)
    if words:
        lines += ["words: # check: is this what the words mean, in every column?"]
        lines += [f"  {meaning}: {_list(sorted(listed))}" for meaning, listed in words.items()]
    lines.append("sheets:")
    for sheet in proposal.sheets:
        lines += _sheet(sheet)
    if proposal.undecided:
        lines += ["todo: # sheets that are to be read or ignored", *(f"  - {quoted(name)}" for name in proposal.undecided)]
    return "\n".join(lines) + "\n"


def counts_of(proposal: Proposal) -> tuple[int, int, int]:
    """How many columns are bound, how many marks are to be checked, and how much is to be decided."""
    columns = [column for sheet in proposal.sheets for column in sheet.columns]
    bound = sum(column.target is not None for column in columns)
    text = proposal_text(proposal, "")
    todo = len(proposal.undecided) + sum(len(_todo(sheet)) for sheet in proposal.sheets)
    return bound, text.count("# check: "), todo


def _words(proposal: Proposal) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for sheet in proposal.sheets:
        for column in sheet.columns:
            if column.target is not None:
                for meaning, words in column.guess.words.items():
                    found.setdefault(meaning, set()).update(words)
    return dict(sorted(found.items()))


def _sheet(one: ProposedSheet) -> list[str]:
    lines = [f"  - sheet: {quoted(one.sheet.name)}"]
    if one.list_path:
        lines.append(_marked(f"    list: {one.list_path}", one.checks.get("list")))
    id_header = one.id_column.header if one.id_column else ""
    lines.append(_marked(f"    id: {quoted(id_header)}", one.checks.get("id")))
    if one.id_column and any(isinstance(cell.value, int) and not isinstance(cell.value, bool) for cell in one.id_column.cells):
        lines.append("    id_numbers: text # check: the workbook holds numbers here: are zeros before them lost?")
    if one.header_rows:
        lines.append(_marked(f"    header_row: {_list(one.header_rows)}", one.checks.get("header_row")))
    elif not one.id_column or one.headers.row > 1:
        lines.append(f"    header_row: {one.headers.row}")
    if one.skip_rows:
        lines.append(f"    skip_rows: {_list(one.skip_rows)} # check: are these rows no records?")
    bound = [column for column in one.columns if column.target is not None]
    lines.append("    columns:" if bound else "    columns: {}")
    lines += [_column(column, one) for column in bound]
    if todo := _todo(one):
        lines += ["    todo:", *(f"      - {quoted(name)}{shown}" for name, shown in todo)]
    return lines


def _todo(one: ProposedSheet) -> list[tuple[str, str]]:
    unbound = [column for column in one.columns if column.target is None and column is not one.id_column]
    found = [(column.header, f" # {_shown(column)}") for column in unbound]
    found += [(text, "") for column in one.columns if column.target is not None for text in column.guess.todo]
    return found


def _column(column: Column, one: ProposedSheet) -> str:
    target = column.target
    assert target is not None  # noqa: S101 - only bound columns are written
    name = target.field if one.list_path and target.field else f"{target.path}.{target.field}" if target.field else target.path
    keys: dict[str, object] = {"fact": name}
    if target.item:
        keys["item"] = target.item
    keys |= column.guess.keys
    if _is_double(column, one):
        keys["letter"] = letters_of(column.number)
    value = quoted(name) if len(keys) == 1 else f"{{{', '.join(f'{key}: {_value(value)}' for key, value in keys.items())}}}"
    checks = list(column.guess.checks)
    if not column.is_certain:
        label = target.fact.label if not target.field else target.value_fact.label
        checks.insert(0, f"is it {label.zh} / {label.en}? ({_shown(column)})")
    if _is_double(column, one):
        checks.append("the header stands twice")
    header = column.header if not _is_double(column, one) else f"{column.header} ({letters_of(column.number)})"
    return _marked(f"      {quoted(header)}: {value}", checks)


def _is_double(column: Column, one: ProposedSheet) -> bool:
    return sum(other.header == column.header for other in one.columns) > 1


def _marked(line: str, checks: list[str] | None) -> str:
    return f"{line} # check: {'; '.join(checks)}" if checks else line


def _shown(column: Column) -> str:
    """A few of the values, so that one sees what the column is about; not those of persons."""
    if not column.cells:
        return "empty"
    if column.target is not None and column.target.value_fact.personal:
        return "not shown"
    texts = list(dict.fromkeys(" ".join(cell.text.split())[:_LONGEST_SHOWN] for cell in column.cells))
    return " | ".join(texts[:_SHOWN]) + (" | …" if len(texts) > _SHOWN else "")


def _value(value: object) -> str:
    match value:
        case str():
            return quoted(value)
        case dict():
            return f"{{{', '.join(f'{quoted(str(key))}: {_value(item)}' for key, item in value.items())}}}"
        case list() | tuple() | set():
            return _list(value)
        case _:
            return str(value)


def _list(values: object) -> str:
    assert isinstance(values, list | tuple | set)  # noqa: S101 - what is written as a list is one
    return f"[{', '.join(_value(value) for value in values)}]"


def quoted(text: str) -> str:
    """A text as YAML has it, in quotation marks where it needs them."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_PLAIN:
        return text
    return json.dumps(text, ensure_ascii=False)
