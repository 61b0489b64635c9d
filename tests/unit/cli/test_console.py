"""What a stream writes for letters that UTF-8 does not have."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from engine.cli.console import prepare_streams

if TYPE_CHECKING:
    import pytest


def written(text: str, monkeypatch: pytest.MonkeyPatch) -> str:
    beneath = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(beneath, encoding="ascii"))
    prepare_streams()
    sys.stdout.write(text)
    sys.stdout.flush()
    return beneath.getvalue().decode("utf-8")


def test_a_stream_writes_utf_8_whatever_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written("資料", monkeypatch) == "資料"


def test_bytes_of_a_name_are_written_as_the_letters_that_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "資料/丙.yaml".encode().decode("ascii", "surrogateescape")
    assert written(f"no file {name}", monkeypatch) == "no file 資料/丙.yaml"


def test_a_surrogate_that_stands_for_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    assert written("a\ud800b\udcff", monkeypatch) == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}"
