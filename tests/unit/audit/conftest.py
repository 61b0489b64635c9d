"""An office that logs what it decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.analysis.small_library import write_library
from tests.unit.audit.small_log import Office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office, with a library that stays as it is."""
    return Office(write_library(tmp_path_factory.mktemp("office")))


@pytest.fixture
def log(tmp_path: Path, office: Office) -> Path:
    """A log of five decisions, R-1 to R-5."""
    path = tmp_path / "decisions.log"
    office.log(path, *(f"R-{number}" for number in range(1, 6)))
    return path
