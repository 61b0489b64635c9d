"""Whatever is done to one place of a log is found; and the log as it was written is found to be whole."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.audit.departures import Departure, depart
from engine.audit.entries import Head
from engine.audit.erasure import erase
from engine.audit.log import head_beside
from engine.audit.verification import verify
from tests.unit.analysis.small_library import write_library
from tests.unit.audit.small_log import TIME, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.audit.verification import Findings

Draw = st.DataObject


class Found:
    """A log of every kind of entry, and the folder in which it is spoilt."""

    def __init__(self, folder: Path) -> None:
        office = Office(write_library(folder))
        self.path = folder / "decisions.log"
        office.log(self.path, *(f"R-{number}" for number in range(1, 6)))
        with self.path.open("ab") as file:
            file.write(b'{"content":{"asked":')
        office.log(self.path, "R-6")
        depart(self.path, TIME, Departure("R-2", None, "entry", "refused", "a reason", "An Officer"), office.library)
        erase(self.path, TIME, record="R-3", because="a request", by="An Officer")
        self.lines = self.path.read_bytes().splitlines(keepends=True)
        self.head = verify(self.path).head
        head_beside(self.path).unlink()

    def with_content(self, content: bytes, noted: Head | None = None) -> Findings:
        """What is found in a log with this content."""
        self.path.write_bytes(content)
        return verify(self.path, noted)


@pytest.fixture(scope="module")
def found() -> Iterator[Found]:
    with TemporaryDirectory() as folder:
        yield Found(Path(folder))


def test_nothing_is_found_in_what_was_written(found: Found) -> None:
    assert found.with_content(b"".join(found.lines), found.head).findings == []
    assert found.head.entries == len(found.lines) == 9


@given(draw=st.data())
@settings(max_examples=300)
def test_any_byte_that_is_another(found: Found, draw: Draw) -> None:
    content = bytearray(b"".join(found.lines))
    at = draw.draw(st.integers(0, len(content) - 1))
    content[at] ^= draw.draw(st.integers(1, 255))
    line = bytes(content[:at]).count(b"\n") + 1
    findings = found.with_content(bytes(content)).findings
    assert findings
    assert min(finding.line for finding in findings) <= line + 1


@given(draw=st.data())
@settings(max_examples=150)
def test_any_bytes_that_are_cut_out_or_put_in(found: Found, draw: Draw) -> None:
    content = b"".join(found.lines)
    first = draw.draw(st.integers(0, len(content) - 1))
    last = draw.draw(st.integers(first, min(len(content), first + 3000)))
    other = content[:first] + draw.draw(st.binary(max_size=3)) + content[last:]
    if other != content:
        assert found.with_content(other, found.head).findings


@given(draw=st.data())
@settings(max_examples=150)
def test_any_lines_that_are_taken_out_moved_or_put_in_again(found: Found, draw: Draw) -> None:
    numbers = draw.draw(
        st.permutations(range(9)) | st.lists(st.integers(0, 8), max_size=12) | st.integers(0, 8).map(lambda n: list(range(n)))
    )
    content = b"".join(found.lines[number] for number in numbers)
    verified = found.with_content(content, found.head)
    if numbers == list(range(9)):
        assert verified.findings == []
    else:
        assert verified.findings


@given(number=st.integers(0, 8))
def test_a_line_that_is_taken_out_is_missing_where_it_was(found: Found, number: int) -> None:
    findings = found.with_content(b"".join(found.lines[:number] + found.lines[number + 1 :]), found.head).findings
    if number < 8:
        assert next((one.code, one.line, one.entry) for one in findings) == ("removed", number + 1, number + 1)
    else:
        assert {one.code for one in findings} == {"cut", "erased-untold"}


@given(number=st.integers(0, 8), kept=st.integers(0, 8))
def test_a_cut_is_found_by_any_head_that_was_noted_after_it(found: Found, number: int, kept: int) -> None:
    hash_ = json.loads(found.lines[number])["hash"]
    for noted in (Head(number + 1, hash_), Head(0, hash_), Head(number + 1, "")):
        codes = {one.code for one in found.with_content(b"".join(found.lines[:kept]), noted).findings}
        assert ("cut" in codes) == (number >= kept)
