"""A folder of vocabularies to break in a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for vocabularies."""
    path = tmp_path / "vocabulary"
    path.mkdir()
    return path
