"""Files of records of the small library, and what a batch made of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def lines(path: Path) -> list[Any]:
    """The objects of a file of lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_lines(path: Path, records: Iterable[object]) -> Path:
    """A file of lines: objects as JSON, texts and bytes as they are."""
    with path.open("wb") as file:
        for record in records:
            text = (
                record if isinstance(record, bytes) else str(record if isinstance(record, str) else json.dumps(record)).encode()
            )
            file.write(text + b"\n")
    return path


def reader(number: int, **facts: object) -> dict[str, object]:
    """A record of the small library that is decided: admitted, unless the facts say otherwise."""
    return {"id": f"R-{number}", "age": 30, "loans": [], "card": {"issued_on": "2022-01-01"}} | facts


def content(folder: Path) -> dict[str, bytes]:
    """All files of a finished batch."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
