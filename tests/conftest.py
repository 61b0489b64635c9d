"""What all tests share: where the tree is, and how examples are generated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# A machine that checks a change must say the same about it every time; a developer's finds something new each day. A
# deadline for one example would test the machine's load.
settings.register_profile("ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("developer", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=5000, suppress_health_check=[HealthCheck.too_slow])
os.environ["RULEBOOK_CACHE"] = "off"  # what is tested is read from its text, and a developer's cache is not the tests'
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "developer"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the tree: the one with ``rulebooks/``, ``schemas/`` and ``examples/``."""
    return ROOT


@pytest.fixture(scope="session")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where commands may keep the shipped rulebooks that they checked, for this run of the tests only: all workers share it."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "checked"


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep a developer's own settings (other rulebooks, colours, widths) out of the tests."""
    for name in ("RULEBOOK_PATH", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "PYTHONPATH"):
        monkeypatch.delenv(name, raising=False)
