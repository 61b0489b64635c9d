"""Every row of the list of discrepancies stands at some unit, with its severity, and says what the rule does."""

from __future__ import annotations

import re
from pathlib import Path

from engine.analysis.discrepancies import partings_of
from tests.shipped import library

ROOT = Path(__file__).resolve().parent.parent
LISTED = dict(
    line.split() for line in (ROOT / "tests" / "sources" / "list_of_discrepancies.txt").read_text(encoding="utf-8").splitlines()
)
"""The rows of the list by their stable ids, with their severities."""


def test_every_row_of_the_list_stands_in_a_rulebook_with_its_severity() -> None:
    severities: dict[str, set[str]] = {}
    for id_ in library().ids():
        for parting in partings_of(library().load(id_)):
            severities.setdefault(parting.id, set()).update(writing.discrepancy.severity for writing in parting.writings)
    assert len(LISTED) == 138
    assert severities == {id_: {severity} for id_, severity in LISTED.items()}


def test_what_a_letter_quotes_of_them_names_nothing_that_only_a_rulebook_knows() -> None:
    texts = [
        text
        for id_ in library().ids()
        for parting in partings_of(library().load(id_))
        for writing in parting.writings
        for text in (writing.discrepancy.note, writing.discrepancy.rule)
        if text is not None
    ]
    assert len(texts) > len(LISTED)
    assert [text for text in texts if re.search(r"[a-z]_[a-z]", text.zh + text.en)] == []
