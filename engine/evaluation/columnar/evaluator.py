"""One rulebook over one table: every decision, every status, as Arrow columns; and the records that columns cannot hold."""

from __future__ import annotations

import json
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from engine.evaluation.columnar.kernels import Decided
from engine.evaluation.columnar.kinds import exact
from engine.evaluation.columnar.outcomes import Outcomes
from engine.evaluation.columnar.program import Program
from engine.evaluation.columnar.run import Run
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.several import Told, is_plain, parted
from engine.evaluation.columnar.values import (
    NONE_STATE,
    OPEN_STATE,
    UNKNOWN_STATE,
    Plain,
    Verdicts,
    constant,
    expanded,
    state_is,
)
from engine.evaluation.decided import STATUSES, value_type
from engine.evaluation.judgment import UNDETERMINED
from engine.language.types import BooleanType, DateType, EnumerationType, NumberType, OptionType, TextType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.kernels import Clause
    from engine.evaluation.columnar.outcomes import Place
    from engine.evaluation.columnar.parts import Part
    from engine.evaluation.columnar.values import Mask, Several
    from engine.language.fact_table import FactTable
    from engine.language.rulebook import Decision, Rulebook

_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()


class ColumnarEvaluator:
    """One rulebook and subject, linked once. ``schema`` names the columns that :meth:`decide` gives.

    Where it has none for what is missing, neither that nor what turns on readings is looked for.
    """

    def __init__(self, rulebook: Rulebook, subject: str, schema: pa.Schema, as_of: date | None) -> None:
        self.schema = schema
        self.program = Program(rulebook)
        self.subject = rulebook.subjects[subject]
        self.as_of = as_of
        program = self.program
        self.law = program.optional(self.subject.law_as_of)
        self.facts = None if as_of else program.optional(self.subject.facts_as_of)
        self.asked = {
            decision.name: Decided(0, None, program.ruling(key))
            for key, decision in rulebook.decisions.items()
            if decision.subject == subject and decision.name in schema.names
        }
        names = set(schema.names)
        self.explains = any(name.endswith(".missing") for name in names)
        self.clauses = [program.clause(key) for key in program.provisions if key in names]
        self.outcomes = Outcomes(program, self.subject.vocabulary, {"facts": self.facts, "law": self.law or self.facts})

    def decide(self, table: FactTable | Part) -> tuple[pa.Table, NDArray[np.bool_]]:
        """The decisions on every record, and the records (a mask) whose row says nothing: they are for the interpreter."""
        run = self._run(table)
        columns: dict[str, Any] = {
            "record": pa.array(table.ids, pa.string()),
            "law_as_of": _dates(run.law_as_of, run.size),
            "facts_as_of": _dates(run.facts_as_of, run.size),
        }
        statuses = pa.array(STATUSES)
        for clause in self.clauses:
            codes = pa.array(expanded(status_codes(clause, run), run.size))
            columns[clause.key] = pa.DictionaryArray.from_arrays(codes, statuses)
        decided = {
            name: (asked, None if asked.ruling.choice is None else self.outcomes.possible(asked, run))
            for name, asked in self.asked.items()
        }
        turning = self.outcomes.turning(run, decided) if self.explains else {}
        for name, (asked, possible) in decided.items():
            columns |= self._value(name, asked, run) if possible is None else self._outcome(name, asked, run, possible)
            if self.explains:
                columns[f"{name}.turns_on_readings"] = texts_by_record(
                    [(np.flatnonzero(rows), reading) for reading, rows in turning[name]], run.size
                )
        return pa.table([columns[name] for name in self.schema.names], schema=self.schema), run.hard

    def _run(self, table: FactTable | Part) -> Run:
        run = Run(table, self.program.chosen)
        run.keeping = True  # what a variant has in common with the record as it is, is found once
        if self.as_of is not None:
            run.facts_as_of = constant(self.as_of.toordinal())
        elif self.facts is not None:
            run.facts_as_of = settled(run, run.root, self.facts.ask(run, run.root))
        law = constant(0, NONE_STATE) if self.law is None else settled(run, run.root, self.law.ask(run, run.root))
        none = state_is(law, NONE_STATE)
        if none.all():
            law = run.facts_as_of
        elif none.any():
            known = run.facts_as_of
            states = np.where(none, _states(known), _states(law)).astype(np.uint8)
            law = Plain(np.where(none, known.values, law.values), states)
        run.law_as_of = law
        run.memo.clear()
        return run

    # -- one decision --------------------------------------------------------------------------------------------------

    def _outcome(self, name: str, asked: Decided, run: Run, possible: dict[str, NDArray[np.bool_]]) -> dict[str, Any]:
        outcomes = list(possible)
        matrix = np.stack([possible[outcome] for outcome in outcomes], axis=1)
        count = matrix.sum(axis=1)
        codes = np.where(count == 1, matrix.argmax(axis=1), len(outcomes)).astype(np.int16)
        return {
            name: pa.DictionaryArray.from_arrays(pa.array(codes), pa.array([*outcomes, UNDETERMINED])),
            f"{name}.possible": _chosen_texts(matrix, outcomes),
            **({f"{name}.missing": self._missing(asked, run, count > 1)} if self.explains else {}),
        }

    def _missing(self, asked: Decided, run: Run, open_: Mask) -> pa.Array:
        open_ = expanded(open_, run.size)
        if not open_.any():
            return texts_by_record([], run.size)
        part, rows = self.outcomes.opened(run, open_)
        places = self.outcomes.missing(asked, part, open_[rows])
        return texts_by_record([(rows[place.records], path_of(place)) for place in places], run.size)

    def _value(self, name: str, asked: Decided, run: Run) -> dict[str, Any]:
        kernel = asked.ruling.value
        assert kernel is not None  # noqa: S101 - a decision without outcomes has a value
        value = kernel.closed(run)
        known = expanded(exact(value, run.size), run.size)
        shown, told = self._shown(asked.ruling.decision, value, run)
        return {
            name: shown,
            f"{name}.known": told,
            **({f"{name}.missing": self._missing(asked, run, ~known)} if self.explains else {}),
        }

    def _shown(self, decision: Decision, value: Any, run: Run) -> tuple[pa.Array, pa.Array]:
        """A value where it is known, and what is known of it elsewhere; what is no plain value is left to the interpreter."""
        type_ = value_type(decision)
        assert decision.value is not None  # noqa: S101 - a decision without outcomes has a value
        kind = decision.value.type
        value = value if is_plain(value) else settled(run, run.root, value)
        if isinstance(value, Verdicts) and isinstance(kind, BooleanType):
            words = np.array(["false", "true"])
            mask = expanded(~(value.true | value.false), run.size)
            texts = words[expanded(value.true, run.size).astype(np.int8)]
            return pa.array(texts, type_, mask=mask), pa.array(_said(run.size, {"null": mask}), pa.string())
        if not is_plain(value) or not isinstance(kind, (NumberType, DateType, TextType, EnumerationType, OptionType)):
            run.give_up(run.root, np.ones(1, np.bool_))
            return pa.nulls(run.size, type_), pa.nulls(run.size, pa.string())
        plain, open_ = parted(run.root, value)
        states = np.where(open_, UNKNOWN_STATE, _states(plain)).astype(np.uint8)
        if plain.high is not None:
            open_ = open_ | (expanded(plain.values != plain.high, run.size) & (states == 0))
        known = (states == 0) & ~open_
        shown = _typed(expanded(plain.values, run.size), states, plain.scale, kind, type_, run, known)
        return shown, self._told(value, open_, states, kind, run)

    def _told(self, value: Plain | Several, open_: Mask, states: Any, kind: Any, run: Run) -> pa.Array:
        """What is known of values that are not known; ``open_`` are the rows of several values, or of bounds."""
        in_words = isinstance(kind, (TextType, EnumerationType, OptionType))  # they hold what is special themselves
        special = {} if in_words else {'"none"': states == NONE_STATE, '"open"': states == OPEN_STATE}
        told = _said(run.size, {"null": states == UNKNOWN_STATE, **special})
        rows = np.flatnonzero(open_)
        if len(rows):
            by_row, words = Told(value, run.size), run.table.words.texts
            for row in rows:
                told[row] = json.dumps(by_row.said(int(row), kind, words), ensure_ascii=False)
        return pa.array(told, pa.string())


def _said(size: int, words: Mapping[str, Mask]) -> NDArray[np.object_]:
    """A text for the rows of each mask, and none for the others."""
    found: NDArray[np.object_] = np.full(size, None, object)
    for word, rows in words.items():
        found[rows] = word
    return found


def _typed(values: Any, states: Any, scale: int, kind: Any, type_: pa.DataType, run: Run, known: Any) -> pa.Array:
    match kind:
        case DateType():
            return pa.array((values - _EPOCH_DAY).astype(np.int32), mask=~known).cast(type_)
        case NumberType() if kind.whole and not scale:
            return pa.array(values.astype(np.int64), type_, mask=~known)
        case NumberType() if kind.whole:
            factor = 10**scale
            run.give_up(run.root, known & (values % factor != 0))
            return pa.array((values // factor).astype(np.int64), type_, mask=~known)
        case NumberType():
            return pa.array(values / 10.0**scale, type_, mask=~known)
        case _:
            words = run.table.words.texts
            texts = pa.array([*words, "none", "open"], pa.string())  # what is special is a word as well
            index = np.where(states == 0, values, len(words) + (states == OPEN_STATE))
            return texts.take(pa.array(index.astype(np.int64), mask=states == UNKNOWN_STATE))


def _states(plain: Plain) -> NDArray[np.uint8]:
    return np.zeros(1, np.uint8) if plain.states is None else plain.states


def _dates(day: Plain, size: int) -> pa.Array:
    known = expanded(state_is(day, 0), size)
    return pa.array((expanded(day.values, size) - _EPOCH_DAY).astype(np.int32), mask=~known).cast(pa.date32())


def _chosen_texts(matrix: NDArray[np.bool_], texts: Sequence[str]) -> pa.Array:
    """For each row the texts whose column is set, in their order."""
    offsets = np.concatenate(([0], np.cumsum(matrix.sum(axis=1))))
    return pa.ListArray.from_arrays(
        pa.array(offsets.astype(np.int32)), pa.array(texts, pa.string()).take(pa.array(np.nonzero(matrix)[1]))
    )


def texts_by_record(found: Sequence[tuple[NDArray[np.int64], str]], size: int) -> pa.Array:
    """For each record the texts that it has, in the order given."""
    if not found:
        return pa.ListArray.from_arrays(pa.array(np.zeros(size + 1, np.int32)), pa.array([], pa.string()))
    records = np.concatenate([rows for rows, _ in found])
    texts = np.repeat(np.arange(len(found)), [len(rows) for rows, _ in found])
    order = np.argsort(records, kind="stable")
    offsets = np.concatenate(([0], np.cumsum(np.bincount(records, minlength=size))))
    values = pa.array([text for _, text in found], pa.string()).take(pa.array(texts[order]))
    return pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), values)


def path_of(place: Place) -> str:
    """A missing fact as the interpreter names it."""
    return f"{place.path}[{place.order[1]}].{place.field}" if place.field else place.path


def _status_table() -> NDArray[np.int16]:
    """The code of the status for every standing: by whether the rule can fail, and a, u and r as false, unknown, true."""
    table = np.zeros(54, np.int16)
    for index, (judges, called_for, excused, met) in enumerate(product((False, True), (0, 1, 2), (0, 1, 2), (0, 1, 2))):
        possible = set()
        if called_for < 2 or excused > 0:  # noqa: PLR2004 - true is 2
            possible.add("not_applicable")
        if called_for > 0 and excused < 2:  # noqa: PLR2004 - the same
            if met > 0 or not judges:
                possible.add("satisfied")
            if met < 2 and judges:  # noqa: PLR2004 - the same
                possible.add("not_satisfied")
        table[index] = STATUSES.index(possible.pop() if len(possible) == 1 else "undetermined")
    return table


_STATUS: Final = _status_table()


def status_codes(clause: Clause, run: Run) -> NDArray[np.int16]:
    """The status of a provision for every record, as its number among the statuses."""
    standing = clause.standing(run)
    index = _three(standing.called_for) * np.uint8(9) + _three(standing.excused) * np.uint8(3) + _three(standing.met)
    codes: NDArray[np.int16] = _STATUS[index + np.uint8(27 * clause.judges)]
    return codes


def _three(found: Verdicts) -> NDArray[np.uint8]:
    """0 false, 1 unknown, 2 true."""
    three: NDArray[np.uint8] = np.uint8(1) + found.true.view(np.uint8) - found.false.view(np.uint8)
    return three
