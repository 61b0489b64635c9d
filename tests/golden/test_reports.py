"""The reports of some example applicants as files in the tree, so that every change of a sentence is seen and read.

What changes with every edit of a rulebook or a release (digests, the version) and the style sheet are left out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from tests.unit.reporting.evaluations import example, explanation

FOLDER = Path(__file__).parent / "reports"
EXAMPLES = (
    "dual-national",
    "fee-unpaid",
    "late-by-one-second",
    "nationality-missing",
    "one-hundred-and-twenty-one-days",
)


def lasting(content: str) -> str:
    """The content without what changes although nothing was decided or worded otherwise."""
    content = re.sub(r"sha256:[0-9a-f]{16,64}", "sha256:…", content)
    content = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-…", content)
    content = re.sub(r"<style>.*?</style>", "<style></style>", content, flags=re.DOTALL)
    content = re.sub(r"(製作軟體：Rulebook ).*?(。指)", r"\1…\2", content)
    return re.sub(r"(Made by Rulebook ).*?(\. The)", r"\1…\2", content)


@pytest.mark.parametrize("format_", ["html", "md"])
@pytest.mark.parametrize("languages", ["zh", "en", "both"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_report_is_the_one_that_was_read(
    name: str,
    languages: Literal["zh", "en", "both"],
    format_: Literal["html", "md"],
    request: pytest.FixtureRequest,
) -> None:
    content = lasting(explanation(example(name), languages, format_, roc=languages == "zh"))
    golden = FOLDER / f"{name}.{languages}.{format_}"
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(content, encoding="utf-8", newline="\n")
    assert content == golden.read_text(encoding="utf-8"), "read the difference; --update-golden writes the file anew"


def test_there_is_no_golden_file_that_nothing_compares() -> None:
    wanted = {
        f"{name}.{languages}.{format_}" for name in EXAMPLES for languages in ("zh", "en", "both") for format_ in ("html", "md")
    }
    assert {path.name for path in FOLDER.iterdir()} == wanted
