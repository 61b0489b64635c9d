"""A workbook written in the plain layout from random records is read back as the same records, and nothing else."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.language.diagnostics import Diagnostics
from engine.records.office.reading import read_all
from engine.records.plain_layout import choice, spellings
from engine.records.reading import RecordReader
from tests.properties.filings import FIELDS, Chance, complete, incomplete
from tests.properties.vocabulary import PLAIN, tree, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.facts import Fact, Vocabulary
    from engine.language.record import Record

Sheets = dict[str, list[list[Any]]]


def records_of(chance: Chance, count: int) -> list[dict[str, Any]]:
    """Records as plain data, each with an id of its own and some with facts taken away."""
    found = []
    for number in range(count):
        plain = complete(chance)
        plain = incomplete(chance, plain) if chance.once_in(2) else plain
        found.append({**plain, "id": f"0{number + 1}"})
    return found


def sheets_of(plains: list[dict[str, Any]], known: Vocabulary, write: Callable[[Any, Fact], Any]) -> Sheets:
    """The sheets of the plain layout: the records, and one for each list of structures, with rows of labels and of paths."""
    paths = [path for path in known.facts if path != "id"]
    main: list[list[Any]] = [
        [spellings(known.facts[path].label)[0] if path != "id" else "" for path in ("id", *paths)],
        ["id", *paths],
    ]
    sheets: Sheets = {"keeper": main}
    main += [
        [plain["id"], *(_list_cell(plain, path, write(plain.get(path), known.facts[path])) for path in paths)] for plain in plains
    ]
    for path, fields in FIELDS.items():
        fact = known.facts[path]
        assert fact.elements is not None
        sheets[path] = [
            ["id", *(f"{path}[].{name}" for name in fields)],
            *(
                [plain["id"], *(write(element.get(name), fact.elements[name]) for name in fields)]
                for plain in plains
                for element in plain.get(path) or ()
                if any(element.get(name) is not None for name in fields)
            ),
        ]
    return sheets


def _list_cell(plain: dict[str, Any], path: str, written: Any) -> Any:
    if path not in FIELDS:
        return written
    return "none" if plain.get(path) == [] else None


def as_cells(chance: Chance, known: Vocabulary) -> Callable[[Any, Fact], Any]:
    """How a value stands in a workbook: days as days or as text, codes alone or with their labels."""

    def write(value: Any, fact: Fact) -> Any:
        if isinstance(value, (list, tuple)) and fact.element_type is not None:
            return ";".join(str(write(item, fact.element_type)) for item in value) if value else "none"
        if fact.enumeration and isinstance(value, str):
            label = known.enumerations[fact.enumeration].values.get(value)
            return value if label is None or chance.once_in(2) else choice(value, label)
        if fact.type.value == "date" and isinstance(value, str) and value[:1].isdigit() and chance.once_in(2):
            return date.fromisoformat(value)
        return value

    return write


def as_text(value: Any, fact: Fact) -> Any:
    """How a value stands in a file of separated values."""
    if isinstance(value, (list, tuple)) and fact.element_type is not None:
        return ";".join(str(item) for item in value) if value else "none"
    return {True: "true", False: "false", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)


def expected(plains: list[dict[str, Any]], known: Vocabulary) -> list[Record]:
    diagnostics = Diagnostics()
    read = [RecordReader(known).read(tree(plain), diagnostics) for plain in plains]
    assert diagnostics.found == []
    return [record for record in read if record is not None]


def same(found: list[Record], wanted: list[Record]) -> None:
    assert [record.id for record in found] == [record.id for record in wanted]
    for one, other in zip(found, wanted, strict=True):
        assert dict(one.facts) == dict(other.facts)
        assert (one.presumed, one.subject) == (other.presumed, other.subject)


def sayable(plains: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records as a table can say them: an entry of which nothing is known has no row, so it is left out of both."""
    for plain in plains:
        for path in FIELDS:
            if isinstance(plain.get(path), list):
                entries = [element for element in plain[path] if any(value is not None for value in element.values())]
                plain[path] = entries if entries or not plain[path] else None
    return plains


@given(st.randoms(use_true_random=False), st.integers(1, 4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_workbook_is_read_back(random: Any, count: int) -> None:
    chance = Chance(random.randrange)
    known = vocabulary()
    plains = sayable(records_of(chance, count))
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets_of(plains, known, as_cells(chance, known)).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)
        records, rejected, _ = read_all(path, known)
    assert rejected == []
    same(records, expected(plains, known))


@given(st.randoms(use_true_random=False), st.integers(1, 4), st.sampled_from([",", ";", "\t"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_folder_of_separated_values_is_read_back(random: Any, count: int, mark: str) -> None:
    known = vocabulary()
    plains = sayable(records_of(Chance(random.randrange), count))
    with tempfile.TemporaryDirectory() as folder:
        for name, rows in sheets_of(plains, known, as_text).items():
            text = io.StringIO()
            csv.writer(text, delimiter=mark).writerows(rows)
            (Path(folder) / f"{name}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
        records, rejected, _ = read_all(Path(folder), known)
    assert rejected == []
    same(records, expected(plains, known))


def test_the_vocabulary_has_every_kind_of_fact() -> None:
    types = {fact["type"] for fact in PLAIN["facts"].values()}
    assert {"boolean", "integer", "decimal", "text", "date", "datetime", "list"} <= types
