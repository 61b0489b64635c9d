"""The batch report about the example applicants as a file in the tree, so that every change of it is seen and read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from engine.reporting.overview.page import page_of_overview
from engine.reporting.phrases import shipped_phrases
from tests.golden.test_reports import lasting
from tests.unit.reporting.overviews import of_examples

FOLDER = Path(__file__).parent / "overviews"


@pytest.mark.parametrize("languages", ["zh", "en", "both"])
def test_the_batch_report_is_the_one_that_was_read(
    languages: Literal["zh", "en", "both"], request: pytest.FixtureRequest
) -> None:
    content = lasting(page_of_overview(of_examples(), shipped_phrases(), languages))
    content = re.sub(r"<script>.*?</script>", "<script></script>", content, flags=re.DOTALL)
    content = re.sub(r"sha256-[^&']+", "sha256-…", content)
    golden = FOLDER / f"{languages}.html"
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(content, encoding="utf-8", newline="\n")
    assert content == golden.read_text(encoding="utf-8"), "read the difference; --update-golden writes the file anew"
