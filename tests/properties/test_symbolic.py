"""Formulas say of every complete record what the interpreter says of it: the third way in which the language is carried out.

``RULEBOOK_FORMULAS`` sets how many random rulebooks are put into formulas (more on demand).
"""

from __future__ import annotations

import json
import os
import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import z3

import engine
from engine.analysis.symbolic.solver import solver_within
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_file
from engine.records.reading import read_record
from tests.conformance.inline import InlineRulebook, example_file
from tests.conformance.test_conformance import has_unknown
from tests.differential.generator import records
from tests.properties.filings import Chance, complete
from tests.properties.rulebooks import Author
from tests.properties.symbolic import Formulas, completed, lists_of
from tests.properties.vocabulary import record, vocabulary

if TYPE_CHECKING:
    from engine.language.record import Record

TREE: Final = Path(__file__).parents[2]
LIBRARY: Final = Library(TREE / "rulebooks")
BOOKS: Final = int(os.environ.get("RULEBOOK_FORMULAS", "24"))
PARTS: Final = 2
EACH: Final = 4
"""So many records for each random rulebook."""
LONGEST: Final = {"tags": 3, "gifts": 2, "checks": 2, "tally": 3, "feasts": 2, "stays": 3, "marks": 3}
LOOKED_AT: Final = (None, date(2020, 2, 29), date(2019, 12, 31))
WORDS_BY_EXAMPLE: Final = {file.stem: file for file in sorted((TREE / "tests" / "conformance").glob("*.yaml"))}
SUBJECTS: Final = [
    (id_, subject)
    for id_ in ("moe-international-students", "nthu-dual-emba", "ntucm-exchange")
    for subject in LIBRARY.load(id_).subjects
]
MOST: Final = 3
"""So many elements of a list are looked at here."""
MOST_EXAMPLES: Final = 10


@pytest.mark.parametrize("part", range(PARTS))
def test_any_rulebook_on_complete_records(part: int) -> None:
    compared = beyond = refused = asked = 0
    for seed in range(part, BOOKS, PARTS):
        chance = Chance(random.Random(seed).randrange)
        book = Author(chance, finite=seed % 3 > 0, depth=(1, 2, 1, 1, 3)[seed % 5]).book().built()
        formulas = Formulas(book, vocabulary(), LONGEST, LOOKED_AT[seed % 3])
        refused, asked = refused + len(formulas.refused), asked + len(formulas.statuses) + len(formulas.decisions)
        for _ in range(EACH):
            plain = complete(chance)
            found = formulas.differences(record(plain))
            assert not found, (seed, plain)
            compared, beyond = compared + 1, beyond + (found is None)
        if seed % 5 < PARTS:
            assert formulas.settled(record(complete(chance))), seed
    assert beyond <= compared / 20  # what has no value for the interpreter either
    assert refused <= asked / 50


@pytest.mark.parametrize("seed", range(6))
def test_a_record_that_is_found_for_an_outcome_has_it(seed: int) -> None:
    """The other way round: from a formula to a record, with values that no generator would think of."""
    chance = Chance(random.Random(seed).randrange)
    book = Author(chance, finite=True, depth=1 + seed % 2).book().built()
    formulas = Formulas(book, vocabulary(), LONGEST)
    found = 0
    for name, said in formulas.decisions.items():
        for outcome, formula in said.items() if isinstance(said, dict) else ():
            solver = solver_within(60_000)
            solver.add(*formulas.record.constraints, formula)
            if solver.check() == z3.sat:
                one = engine.read(book, formulas.record.plain(solver.model()))
                assert formulas.differences(one) == []
                assert formulas.interpreter.evaluate(one).decisions[name].outcome == outcome
                found += 1
    assert found


@pytest.mark.parametrize("name", sorted(WORDS_BY_EXAMPLE))
def test_every_word_by_its_examples(name: str, tmp_path: Path) -> None:
    content = example_file(WORDS_BY_EXAMPLE[name])
    inline = InlineRulebook(content, tmp_path)
    made: dict[Any, Formulas] = {}
    for example in content["examples"]:
        found = inline.record(example["record"])
        if has_unknown(inline, found):
            continue
        as_of = date.fromisoformat(example["as_of"]) if "as_of" in example else None
        if (found.subject, as_of) not in made:
            own = inline.library.vocabularies[found.subject]
            made[found.subject, as_of] = Formulas(inline.interpreter.rulebook, own, lists_of(own, 5), as_of)
        formulas = made[found.subject, as_of]
        assert formulas.refused == []
        assert not formulas.differences(found), example["because"]


@pytest.mark.parametrize(("id_", "subject"), SUBJECTS)
def test_the_shipped_rulebooks(id_: str, subject: str) -> None:
    """On the examples, with what they leave out filled in; on generated applicants; on records made up at random."""
    rulebook = LIBRARY.load(id_)
    own = rulebook.subjects[subject].vocabulary
    formulas = Formulas(rulebook, own, lists_of(own, MOST))
    assert formulas.refused == []
    chance = random.Random(f"{id_} {subject}")
    filed: list[dict[str, Any]] = [completed(own, {"id": "made up"}, chance, MOST) for _ in range(6)]
    if subject == "applicant":
        filed += [completed(own, plain, chance, MOST) for plain in records(7, 8)]
    for plain in (*filed, *_examples(formulas)):
        found = _cut(formulas, engine.read(rulebook, {**plain, "subject": subject}))
        assert formulas.differences(found) == [], json.dumps(plain, ensure_ascii=False, default=str)


def _cut(formulas: Formulas, found: Record) -> Record:
    """A record with no more elements in its lists than are looked at."""
    return replace(found, facts={
        path: value[: formulas.record.bounds[path]] if isinstance(value, tuple) else value for path, value in found.facts.items()
    })  # fmt: skip


def _examples(formulas: Formulas) -> list[dict[str, Any]]:
    """The shipped examples of a subject; a solver fills in what they leave out."""
    found = []
    for path in sorted((TREE / "examples").rglob("*.yaml")):
        diagnostics = Diagnostics()
        tree = read_file(path, path.name, diagnostics)
        one = read_record(tree, formulas.record.vocabulary, diagnostics) if tree is not None else None
        if one is not None and one.subject == formulas.record.vocabulary.subject:
            model = formulas.model(_cut(formulas, one))
            assert model is not None, path
            found.append(formulas.record.plain(model))
    assert found
    return found[:MOST_EXAMPLES]
