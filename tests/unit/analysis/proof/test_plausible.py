"""What the shipped vocabularies call plausible is so of the examples that travel with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.analysis.proof.posing import plausibly, with_plausible
from engine.analysis.proof.sides import Sides
from engine.language.diagnostics import Diagnostics
from engine.records.readers import read_records_from
from engine.records.reading import read_records
from tests.shipped import library

ROOT = Path(__file__).parents[4]
FOLDERS = {
    "applicants": ("applicant", "nthu-dual-emba"),
    "education-authorities": ("education_authority", "moe-international-students"),
    "exchange": ("exchange_applicant", "ntucm-exchange"),
    "guardians": ("guardian", "moe-international-students"),
    "institutions": ("institution", "moe-international-students"),
    "language-centre-students": ("language_centre_student", "moe-international-students"),
    "students": ("student", "moe-international-students"),
}


@pytest.mark.parametrize("folder", FOLDERS)
def test_examples_are_plausible(folder: str) -> None:
    subject, id_ = FOLDERS[folder]
    book = library().load(id_)
    diagnostics = Diagnostics()
    trees = [
        tree for file in sorted((ROOT / "examples" / folder).glob("*.yaml")) for tree in read_records_from(str(file), diagnostics)
    ]
    records = read_records(trees, library().vocabularies, subject, diagnostics)
    assert records
    vocabulary = Sides([book], subject, None).vocabulary
    assert vocabulary.plausible
    sides = Sides([with_plausible(book, subject, vocabulary.plausible)], subject, None)
    odd = [
        (record.id, one.name)
        for record in records
        for judged in [sides.judged(record)]
        for one in vocabulary.plausible
        if judged.answer(0, plausibly(one).name) == "no"
    ]
    assert odd == []
