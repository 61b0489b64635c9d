"""A comparison of two versions as a page in the tree, so that every change of a sentence is seen and read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from engine.reporting.difference.build import difference
from engine.reporting.difference.page import page_of_difference
from tests.unit.analysis.comparison.two_versions import edited, load

FOLDER = Path(__file__).parent / "comparisons"
EDITS = (
    ("value: 16, unit: years", "value: 18, unit: years"),
    ("未滿十六歲者", "未滿十八歲者"),
    ("below sixteen", "below eighteen"),
    ("in: [adult, junior]", "in: [adult, junior, guest]"),
    ("kind: requirement\n    forbids: {fact: blocked, is: true}", "kind: entitlement\n    requires: {fact: blocked, is: false}"),
    ("      - {when: {all: [art1.p1, art1.p2]}, then: admitted}\n",
     "      - {when: {fact: card, is: guest}, then: refused}\n      - {when: {all: [art1.p1, art1.p2]}, then: admitted}\n"),
)  # fmt: skip


def lasting(content: str) -> str:
    """The content without the digests, which change with every file, and the style sheet."""
    content = re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", content)
    return re.sub(r"<style>.*?</style>", "<style></style>", content, flags=re.DOTALL)


@pytest.mark.parametrize("languages", ["zh", "en", "both"])
def test_the_comparison_is_the_one_that_was_read(
    languages: Literal["zh", "en", "both"], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = difference(load(tmp_path / "before"), load(tmp_path / "after", *edited(*EDITS)))
    content = lasting(page_of_difference(found, languages))
    golden = FOLDER / f"house.{languages}.html"
    if request.config.getoption("--update-golden", default=False):
        golden.write_text(content, encoding="utf-8", newline="\n")
    assert content == golden.read_text(encoding="utf-8"), "read the difference; --update-golden writes the file anew"
