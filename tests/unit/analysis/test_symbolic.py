"""A record that may be any, and what is asked of it: its models are readable records, and none is left out."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import z3

import engine
from engine.analysis.symbolic.arithmetic import reckon
from engine.analysis.symbolic.encoder import Encoder
from engine.analysis.symbolic.literals import literal
from engine.analysis.symbolic.record import SymbolicRecord
from engine.analysis.symbolic.texts import Texts
from engine.analysis.symbolic.values import Bounds, Ledger, UnencodableError
from engine.evaluation.meaning import arithmetic
from engine.language.expressions import NOWHERE, FactRef
from engine.language.facts import Special
from engine.language.types import BOOLEAN
from tests.conformance.inline import InlineRulebook

if TYPE_CHECKING:
    from pathlib import Path

    from engine.analysis.symbolic.values import Scalar

FACTS = {
    "age": "integer",
    "weight": "decimal",
    "motto": {"type": "text", "may_be_none": True},
    "grade": {"type": "grade", "may_be_none": True},
    "left_on": {"type": "date", "may_be_none": True},
    "filed_at": "datetime",
    "tags": {"type": "list", "of": "grade"},
    "loans": {
        "type": "list",
        "interval": ["from", "to"],
        "of": {"from": "date", "to": {"type": "date", "empty": "open"}, "lost": "boolean", "fee": "integer"},
    },
}
CONTENT: dict[str, Any] = {
    "enumerations": {"grade": {"ordered": ["low", "middle", "high"]}},
    "facts": FACTS,
    "other_subjects": {"guest": {"known": "boolean"}},
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A way to make a rulebook of questions about one vocabulary."""

    def make(**ask: Any) -> InlineRulebook:
        return InlineRulebook({**CONTENT, "ask": ask}, tmp_path_factory.mktemp("library"))

    return make


def symbolic(book: InlineRulebook, most: int = 2, **more: Any) -> SymbolicRecord:
    own = book.library.vocabularies["member"]
    return SymbolicRecord(own, {"loans": most, "tags": most}, within=Bounds(**more))


def model_of(record: SymbolicRecord, *asked: z3.BoolRef) -> z3.ModelRef | None:
    solver = z3.Solver()
    solver.add(*record.constraints, *asked)
    return solver.model() if solver.check() == z3.sat else None


def holds(book: InlineRulebook, question: str, record: SymbolicRecord) -> z3.BoolRef:
    found: z3.BoolRef = Encoder(book.interpreter.rulebook, record).decision(question)["holds"]
    return found


# -- the record --------------------------------------------------------------------------------------------------------


def test_a_model_is_a_readable_complete_record_and_that_record_is_the_model(made: Any) -> None:
    record = symbolic(made())
    loans = record.facts["loans"].entries
    full = [present for present, _ in loans]
    asked = [*full, loans[0][1].values["to"].open, z3.Not(record.facts["motto"].none), record.facts["left_on"].none]
    model = model_of(record, *asked)
    assert model is not None
    plain = record.plain(model)
    assert plain["left_on"] == "none"
    assert plain["loans"][0]["to"] == "open"
    book = made()
    read = engine.read(book.interpreter.rulebook, plain)
    assert set(read.facts) == set(record.vocabulary.facts)  # nothing is left to a presumption, nothing unknown
    assert model_of(record, *asked, *record.is_record(read.facts)) is not None
    assert model_of(record, *record.is_record(read.facts), z3.Not(full[1])) is None


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"age": -3, "weight": Decimal("0.25"), "grade": "none", "motto": "", "left_on": "1900-01-01"}, True),
        ({"weight": Decimal("0.125")}, False),  # more places than stated
        ({"left_on": "1899-12-31"}, False),
        ({"left_on": "2100-12-31", "filed_at": "2022-05-20T17:00:01"}, True),
        ({"filed_at": "1900-01-01T00:00"}, True),
        ({"tags": ["high", "low"], "loans": [{"from": "2020-02-01", "to": "2020-02-01"}, {"from": "2020-01-01"}]}, True),
        ({"tags": ["low", "low"], "loans": []}, True),
        ({"age": 10**9 + 1}, False),
    ],
)
def test_every_record_within_the_bounds_is_one_of_them(made: Any, facts: dict[str, Any], *, possible: bool) -> None:
    record = symbolic(made())
    read = engine.read(made().interpreter.rulebook, {"id": "M-1", **facts})
    assert (model_of(record, *record.is_record(read.facts)) is not None) == possible


def test_a_longer_list_than_the_bound_is_no_record_of_these(made: Any) -> None:
    record = symbolic(made(), most=1)
    read = engine.read(made().interpreter.rulebook, {"id": "M-1", "tags": ["low", "high"]})
    with pytest.raises(ValueError, match="tags has 2 elements, and at most 1 here"):
        record.is_record(read.facts)


def test_an_interval_that_ends_before_it_begins_is_no_record(made: Any) -> None:
    record = symbolic(made())
    present, loan = record.facts["loans"].entries[0]
    first, last = loan.values["from"].term, loan.values["to"]
    assert model_of(record, present, z3.Not(last.open), last.term < first) is None
    assert model_of(record, present, last.open, last.term < first) is not None  # what is open has no last day to compare


def test_texts_that_occur_nowhere_are_told_apart_and_none_is_a_word_of_the_language(made: Any) -> None:
    book = made(named={"condition": {"fact": "motto", "is": "onward"}})
    record = symbolic(book)
    named = holds(book, "named", record)
    motto = record.facts["motto"]
    for asked, expected in ((named, True), (z3.Not(named), False)):
        model = model_of(record, asked, z3.Not(motto.none))
        assert model is not None
        assert (record.plain(model)["motto"] == "onward") == expected
        assert record.plain(model)["motto"] != "none"
    texts = Texts()
    assert texts.number("text 1") == 0
    assert len({texts.text(number) for number in (-1, -2, 0, 7)}) == 4


# -- questions ---------------------------------------------------------------------------------------------------------


def test_what_can_never_be_so_has_no_model_and_what_may_be_has_one(made: Any) -> None:
    book = made(
        never={"condition": {"all": [{"fact": "grade", "at_least": "middle"}, {"fact": "grade", "is": "low"}]}},
        always={"condition": {"any": [{"fact": "grade", "at_least": "low"}, {"fact": "grade", "is": "none"}]}},
        sometimes={"condition": {"some": "loans", "where": {"field": "lost"}}},
        of_three={"condition": {"count": "loans", "at_least": 3}},
    )
    record = symbolic(book)
    assert model_of(record, holds(book, "never", record)) is None
    assert model_of(record, z3.Not(holds(book, "always", record))) is None
    assert model_of(record, holds(book, "sometimes", record)) is not None
    assert model_of(record, holds(book, "of_three", record)) is None  # never with two at most …
    longer = symbolic(book, most=3)
    assert model_of(longer, holds(book, "of_three", longer)) is not None  # … but with three


def test_a_row_is_reached_where_no_earlier_one_holds(tmp_path: Path) -> None:
    rows = [
        {"when": {"fact": "age", "at_least": 18}, "then": "yes"},
        {"when": {"fact": "age", "at_least": 21}, "then": "perhaps"},
        {"otherwise": "no"},
    ]
    content = {**CONTENT, "decisions": {"entry": {"outcomes": ["yes", "no", "perhaps"], "rows": rows}}}
    book = InlineRulebook(content, tmp_path)
    record = symbolic(book)
    encoder = Encoder(book.interpreter.rulebook, record)
    asked = [encoder.row("entry", index) for index in range(3)]
    assert [model_of(record, reached) is not None for reached, _ in asked] == [True, True, True]
    assert [model_of(record, decides) is not None for _, decides in asked] == [True, False, True]
    outcomes = encoder.decision("entry")
    assert list(outcomes) == ["yes", "no", "perhaps"]
    assert model_of(record, outcomes["perhaps"]) is None
    assert model_of(record, z3.Not(z3.PbEq([(one, 1) for one in outcomes.values()], 1))) is None


def test_a_division_by_zero_has_no_answer_and_only_where_it_would_be_made(tmp_path: Path) -> None:
    """The divisor is zero before 2020; of loans that are not there nothing is divided."""
    dated = {"by": {"fact": "left_on"}, "values": [{"from": "1800-01-01", "value": 0}, {"from": "2020-01-01", "value": 4}]}
    share = {"divide": [{"field": "fee"}, {"parameter": "part"}], "rounding": "floor", "at_least": 2}
    ask = {"dear": {"condition": {"some": "loans", "where": share}}}
    book = InlineRulebook({**CONTENT, "parameters": {"part": dated}, "ask": ask}, tmp_path)
    record = symbolic(book)
    dear = holds(book, "dear", record)
    present = record.facts["loans"].entries[0][0]
    early, late = record.facts["left_on"].term == date(2019, 12, 31).toordinal(), record.facts["left_on"].term >= 737425
    dated_ = z3.Not(record.facts["left_on"].none)
    assert model_of(record, dated_, early, present) is None
    assert model_of(record, dated_, early, z3.Not(present)) is not None
    assert model_of(record, dated_, late, dear) is not None
    assert [why for _, why in record.ledger.premises] == ["nothing is divided by zero"] * 2  # once for each loan


def test_a_fact_of_another_subject_is_refused_with_its_place(made: Any) -> None:
    book = made(known={"condition": {"fact": "known"}, "subject": "guest"})
    encoder = Encoder(book.interpreter.rulebook, symbolic(book))
    with pytest.raises(UnencodableError, match="known is no fact of member"):
        encoder.condition(FactRef(path="known", type=BOOLEAN))


# -- numbers -----------------------------------------------------------------------------------------------------------


NUMBERS = (0, 5, 15, -5, -15, 25, 7, *(Decimal(each) for each in ("0.25", "-0.35", "2.5", "-2.5", "1.005")))


@pytest.mark.parametrize("rounding", ["floor", "ceiling", "half_up", "half_even"])
@pytest.mark.parametrize("places", [-1, 0, 1, 2])
def test_numbers_are_rounded_as_the_interpreter_rounds_them(rounding: str, places: int) -> None:
    texts, ledger = Texts(), Ledger()
    for number in NUMBERS:
        for divisor in (1, 2, -4, Decimal("0.3")):
            parts = [literal(number, texts, NOWHERE), literal(divisor, texts, NOWHERE)]
            found = z3.simplify(reckon("divide", parts, rounding, places, ledger).term)
            expected = arithmetic.reckon("divide", [number, divisor], rounding, places)
            assert (found.as_long() if z3.is_int(found) else found.as_fraction()) == expected, (number, divisor)
    assert ledger.premises == []  # no divisor is in doubt


def test_the_least_of_dates_is_one_that_has_come() -> None:
    def day(value: Any) -> Scalar:
        found: Scalar = literal(value, Texts(), NOWHERE)
        return found

    early, late, open_, none = day(date(2020, 1, 1)), day(date(2021, 1, 1)), day(Special.OPEN), day(Special.NONE)

    def least(*parts: Scalar) -> Any:
        return arithmetic_result(reckon("minimum", parts, "", 0, Ledger()))

    def greatest(*parts: Scalar) -> Any:
        return arithmetic_result(reckon("maximum", parts, "", 0, Ledger()))

    assert least(late, open_, early) == date(2020, 1, 1)
    assert least(open_, open_) is Special.OPEN
    assert greatest(early, late) == date(2021, 1, 1)
    assert greatest(early, open_) is Special.OPEN
    assert least(early, none) is Special.NONE
    assert greatest(open_, none) is Special.NONE


def arithmetic_result(value: Scalar) -> Any:
    if z3.is_true(z3.simplify(value.none)):
        return Special.NONE
    return Special.OPEN if z3.is_true(z3.simplify(value.open)) else date.fromordinal(z3.simplify(value.term).as_long())
