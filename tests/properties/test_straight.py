"""Straight-line Python says what the interpreter says: of random rulebooks on random records, and of the shipped ones.

``RULEBOOK_PAIRS`` sets how many pairs of a rulebook and a record are compared (more on demand).
"""

from __future__ import annotations

import json
import os
import random
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given

from engine.evaluation.interpreter import Evaluation, Interpreter
from engine.evaluation.straight.program import UnfitError
from engine.evaluation.straight.quick import QuickDecider
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_file, read_source
from engine.records.reading import read_record
from tests.conformance.inline import InlineRulebook, example_file
from tests.differential.generator import records, with_facts_removed
from tests.properties.filings import Chance, complete, incomplete
from tests.properties.rulebooks import Author, cases, quick
from tests.properties.vocabulary import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from tests.properties.rulebooks import Case

TREE: Final = Path(__file__).parents[2]
SHIPPED: Final = ("moe-international-students", "nthu-dual-emba", "ntucm-exchange")
PAIRS: Final = int(os.environ.get("RULEBOOK_PAIRS", "10000"))
PARTS: Final = 4
EACH: Final = 40
"""So many records for each random rulebook: to build one costs as much as to decide about them."""
LOOKED_AT: Final = (None, date(2020, 2, 29), date(2022, 5, 20))

WORDS_BY_EXAMPLE: Final = {file.stem: file for file in sorted((TREE / "tests" / "conformance").glob("*.yaml"))}

Said = tuple["Mapping[str, tuple[Any, ...]]", "Mapping[str, str]"]


def both(rulebook: Rulebook, subject: str | None = None) -> tuple[Interpreter, QuickDecider]:
    return Interpreter(rulebook), QuickDecider(rulebook, subject)


def by_interpreter(interpreter: Interpreter, found: Record, as_of: date | None) -> Said:
    """What is possible by three values alone, and the statuses."""
    plan = interpreter.plan(found.subject)
    evaluation = Evaluation(plan, found, as_of)
    possible = {name: ruling.possible(evaluation.context) for name, ruling in plan.rulings.items()}
    return possible, {clause.key: evaluation.status(clause) for clause in plan.clauses}


def by_straight_line(decider: QuickDecider, found: Record, as_of: date | None) -> Said:
    result = decider(found, as_of=as_of)
    return result.possible, result.statuses


@quick
@given(cases(finite=False, depth=3))
def test_any_rulebook_on_any_record(case: Case) -> None:
    interpreter, decider = both(case.book.built())
    for plain in (case.whole, case.part):
        for as_of in LOOKED_AT:
            found = record(plain)
            assert by_straight_line(decider, found, as_of) == by_interpreter(interpreter, found, as_of)


@pytest.mark.parametrize("part", range(PARTS))
def test_many_pairs(part: int) -> None:
    for number in range(-(-PAIRS // PARTS // EACH)):
        seed = f"{part} {number}"
        chance = Chance(random.Random(seed).randrange)
        author = Author(chance, finite=number % 2 == 0, depth=1 + number % 4)
        interpreter, decider = both(author.book().built())
        for index in range(EACH // 2):
            whole = complete(chance)
            for plain in (whole, incomplete(chance, whole)):
                found, as_of = record(plain), LOOKED_AT[index % 2]
                said = by_straight_line(decider, found, as_of)
                assert said == by_interpreter(interpreter, found, as_of), (seed, plain)


@pytest.mark.parametrize("name", sorted(WORDS_BY_EXAMPLE))
def test_every_word_by_its_examples(name: str, tmp_path: Path) -> None:
    content = example_file(WORDS_BY_EXAMPLE[name])
    inline = InlineRulebook(content, tmp_path)
    for example in content["examples"]:
        found = inline.record(example["record"])
        decider = QuickDecider(inline.interpreter.rulebook, found.subject)
        as_of = date.fromisoformat(example["as_of"]) if "as_of" in example else None
        assert by_straight_line(decider, found, as_of) == by_interpreter(inline.interpreter, found, as_of), example["because"]


def test_no_text_of_a_rulebook_becomes_code(tmp_path: Path) -> None:
    hostile = 'x\'); raise SystemExit  # \\\n"""'
    facts = {"note": "text", "tags": {"type": "list", "of": "text"}}
    ask = {
        "noted": {"condition": {"fact": "note", "is": hostile}},
        "tagged": {"condition": {"any": [{"some": "tags", "is": hostile}, {"some": "tags", "is": "K1"}]}},
    }
    inline = InlineRulebook({"facts": facts, "ask": ask, "examples": []}, tmp_path)
    decider = QuickDecider(inline.interpreter.rulebook)
    result = decider(inline.record({"note": hostile, "tags": [hostile]}))
    assert result.outcomes == {"noted": "holds", "tagged": "holds"}
    assert decider(inline.record({"note": "K1", "tags": []})).outcomes == {"noted": "fails", "tagged": "fails"}


def test_what_is_nested_too_deeply_for_python_is_refused(tmp_path: Path) -> None:
    condition: dict[str, Any] = {"field": "e0.lost"}
    for depth in reversed(range(45)):
        condition = {"some": "loans", "where": condition, "as": f"e{depth}"}
    facts = {"loans": {"type": "list", "of": {"lost": "boolean"}}}
    inline = InlineRulebook({"facts": facts, "ask": {"deep": {"condition": condition}}, "examples": []}, tmp_path)
    with pytest.raises(UnfitError):
        QuickDecider(inline.interpreter.rulebook)


LIBRARY: Final = Library(TREE / "rulebooks")


@pytest.mark.parametrize("id_", SHIPPED)
def test_the_shipped_rulebooks_on_the_examples(id_: str) -> None:
    rulebook = LIBRARY.load(id_)
    interpreter = Interpreter(rulebook)
    compared = 0
    for subject in rulebook.subjects:
        decider = QuickDecider(rulebook, subject)
        for path in sorted((TREE / "examples").rglob("*.yaml")):
            diagnostics = Diagnostics()
            tree = read_file(path, path.name, diagnostics)
            found = read_record(tree, LIBRARY.vocabularies[subject], diagnostics) if tree is not None else None
            if found is not None and found.subject == subject:
                compared += 1
                for as_of in LOOKED_AT:
                    assert by_straight_line(decider, found, as_of) == by_interpreter(interpreter, found, as_of), path
    assert compared


@pytest.mark.parametrize("id_", SHIPPED[:2])
def test_the_shipped_rulebooks_on_generated_applicants(id_: str) -> None:
    interpreter, decider = both(LIBRARY.load(id_), "applicant")
    chance = random.Random(20260101)
    for plain in records(7, 60):
        for part in (plain, with_facts_removed(plain, chance)[0]):
            tree = read_source(json.dumps(part, ensure_ascii=False), "record.json", Diagnostics())
            assert tree is not None
            found = read_record(tree, LIBRARY.vocabularies["applicant"], Diagnostics())
            assert found is not None
            assert by_straight_line(decider, found, None) == by_interpreter(interpreter, found, None), part
