"""What is possible for a decision, for every record of a table: by three values, then case by case, then under other readings.

The meaning is that of :mod:`engine.evaluation.cases` and :mod:`engine.evaluation.why`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.columnar.kinds import same_span
from engine.evaluation.columnar.missing import Walk
from engine.evaluation.columnar.parts import filled_field
from engine.evaluation.columnar.settling import settled
from engine.evaluation.columnar.several import Told, is_plain, parted
from engine.evaluation.columnar.spans import Span
from engine.evaluation.columnar.values import NONE_STATE, YES, Plain, Several, Verdicts, expanded, same_plain
from engine.language.fact_table import Cells, ListCells
from engine.language.facts import Empty, FactType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from engine.evaluation.columnar.kernels import Decided, Kernel
    from engine.evaluation.columnar.missing import Missing
    from engine.evaluation.columnar.program import Program
    from engine.evaluation.columnar.run import Run
    from engine.evaluation.columnar.values import Mask
    from engine.language.fact_table import Words
    from engine.language.facts import Fact, Vocabulary

MOST_VALUES: Final = 16
MOST_FACTS: Final = 8
"""As the interpreter tries cases: facts that can be so few things, and so many of them, in the order of the vocabulary."""

_MOST_ROWS: Final = 100_000
"""So many variants are looked at together."""

_Possible = dict[str, "NDArray[np.bool_]"]
_Choice = tuple[int, int]
"""A value as a number, and its state."""


@dataclass(slots=True)
class Place:
    """A missing fact in the order of the vocabulary: the records that miss it; of a field the elements (their rows) too."""

    order: tuple[int, int, int]
    path: str
    field: str
    records: NDArray[np.int64]
    entries: NDArray[np.int64] | None


class Outcomes:
    """Finds what is possible for the decisions of a program about one subject."""

    def __init__(self, program: Program, vocabulary: Vocabulary, days: Mapping[str, Kernel | None]) -> None:
        self.program = program
        self.vocabulary = vocabulary
        self.days = dict(days)
        self._order = {path: place for place, path in enumerate(vocabulary.facts)}

    # -- missing facts -----------------------------------------------------------------------------------------------

    def missing(self, asked: Decided, run: Run, open_: NDArray[np.bool_]) -> list[Place]:
        """The facts that a decision still turns on where it is open, in the order of the vocabulary and of the elements."""
        return self._places(Walk(run, self.days).decision(asked, open_), run)

    def opened(self, run: Run, open_: NDArray[np.bool_]) -> tuple[Run, NDArray[np.int64]]:
        """A run that has the records in which something is open, and which they are; the same one where they are most."""
        rows = np.flatnonzero(open_)
        if 2 * len(rows) >= run.size:
            return run, np.arange(run.size)
        part = run.part(rows)
        part.keeping = True
        return part, rows

    def _places(self, found: Missing, part: Run) -> list[Place]:
        places = [
            Place((self._order[path], 0, 0), path, "", np.flatnonzero(expanded(rows, part.size)), None)
            for path, rows in found.facts.items()
        ]
        for (path, name), rows in found.fields.items():
            scope = part.fact(path).scope
            entries = np.flatnonzero(expanded(rows, scope.size))
            records, positions = scope.up[entries], scope.place[entries]
            field_order = list(self.vocabulary.facts[path].elements or {}).index(name)
            for position in np.unique(positions):
                chosen = positions == position
                order = self._order[path], int(position), field_order
                places.append(Place(order, path, name, records[chosen], entries[chosen]))
        return sorted(places, key=lambda place: place.order)

    # -- what is possible ----------------------------------------------------------------------------------------------

    def possible(self, asked: Decided, run: Run, among: Mask = YES) -> dict[str, NDArray[np.bool_]]:
        """For each outcome of a decision where it is possible, when every case of what is missing has been tried.

        Elsewhere than ``among`` it is what three values leave possible.
        """
        raw = asked.ruling.possible(run)
        possible = {outcome: expanded(mask, run.size) for outcome, mask in raw.items()}
        open_ = (count_of(possible, run.size) > 1) & among
        if not open_.any():
            return possible
        part, rows = self.opened(run, open_)
        narrowed = {outcome: mask[rows] for outcome, mask in possible.items()}
        tried = np.zeros(part.size, np.int64)
        together: dict[tuple[str, str], list[Place]] = {}
        for place in self.missing(asked, part, open_[rows]):
            kept = np.flatnonzero(tried[place.records] < MOST_FACTS)
            tried[place.records] += 1
            if len(kept):
                entries = None if place.entries is None else place.entries[kept]
                found_here = replace(place, records=place.records[kept], entries=entries)
                together.setdefault((place.path, place.field), []).append(found_here)
        for places in together.values():
            choices = self._choices(places[0], run.table.words)
            if choices:
                self._try(asked, part, places, choices, narrowed)
        found = {outcome: mask.copy() for outcome, mask in possible.items()}
        for outcome, mask in narrowed.items():
            found[outcome][rows] = mask
        return found

    def _try(
        self,
        asked: Decided,
        part: Run,
        places: Sequence[Place],
        choices: Sequence[_Choice],
        narrowed: dict[str, NDArray[np.bool_]],
    ) -> None:
        """Rule out the outcomes that no value of one missing fact leads to: every value of it in a record of its own.

        ``places`` are the same fact, or the same field of several elements, each missing by itself.
        """
        anew = self.program.dependencies.on_fact(places[0].path)
        records = np.concatenate([place.records for place in places])
        elements = [place.entries for place in places if place.entries is not None]
        entries = np.concatenate(elements) if elements else None
        reached = {outcome: np.zeros(len(records), np.bool_) for outcome in narrowed}
        at_once = max(1, _MOST_ROWS // max(1, len(records)))
        for start in range(0, len(choices), at_once):
            some = choices[start : start + at_once]
            rows = np.tile(records, len(some))
            filled = self._filled(part, places[0], rows, None if entries is None else np.tile(entries, len(some)), some)
            variant = part.part(rows, {places[0].path: filled}, anew)
            for outcome, mask in asked.ruling.possible(variant).items():
                reached[outcome] |= mask.reshape(len(some), len(records)).any(axis=0)
        for outcome, mask in reached.items():
            narrowed[outcome][records[~mask]] = False

    def _filled(
        self, part: Run, place: Place, rows: NDArray[np.int64], entries: NDArray[np.int64] | None, choices: Sequence[_Choice]
    ) -> Any:
        """The column with each of the choices in turn filled in, for as many records as there are to a choice."""
        dtype = np.bool_ if self._of(place).type is FactType.BOOLEAN else np.int32
        each = len(rows) // len(choices)
        values: NDArray[Any] = np.repeat(np.array([value for value, _ in choices], dtype), each)
        states = np.repeat(np.array([state for _, state in choices], np.uint8), each)
        if entries is None:
            return Cells(values, states)
        column = part.table.facts.get(place.path)
        assert isinstance(column, ListCells)  # noqa: S101 - a field is missing in a list that is there
        return filled_field(column, place.field, entries, rows, Cells(values, states))

    def _of(self, place: Place) -> Fact:
        fact = self.vocabulary.facts[place.path]
        return (fact.elements or {})[place.field] if place.entries is not None else fact

    def _choices(self, place: Place, words: Words) -> list[_Choice]:
        """Everything that a missing fact can turn out to be; nothing where that is too much, or not a list of cases."""
        fact = self._of(place)
        match fact.type:
            case FactType.BOOLEAN:
                choices: list[_Choice] = [(1, 0), (0, 0)]
            case FactType.ENUMERATION:
                codes = self.vocabulary.enumerations[fact.enumeration].values
                choices = [(words.add(code), 0) for code in codes]
            case _:
                return []
        if choices and (fact.may_be_none or fact.empty is Empty.NONE):
            choices.append((0, NONE_STATE))
        return choices if len(choices) <= MOST_VALUES else []

    # -- on which readings it turns --------------------------------------------------------------------------------------

    def turning(
        self, run: Run, decided: Mapping[str, tuple[Decided, _Possible | None]]
    ) -> dict[str, list[tuple[str, NDArray[np.bool_]]]]:
        """For each decision the readings under one of whose alternatives it would come out otherwise, with the records.

        ``decided`` gives what is possible for a decision; nothing for one with a value.
        """
        found: dict[str, list[tuple[str, NDArray[np.bool_]]]] = {name: [] for name in decided}
        dependencies = self.program.dependencies
        for key in dependencies.readings():
            reading, anew = self.program.readings[key], dependencies.on_reading(key)
            touched = {name: (asked, possible) for name, (asked, possible) in decided.items() if asked.ruling.number in anew}
            if not touched:
                continue
            turns = {name: np.zeros(run.size, np.bool_) for name in touched}
            for option in reading.options:
                if option == reading.chosen:
                    continue
                variant = run.under({**run.readings, key: option}, anew)
                variant.keeping = True
                for name, (asked, possible) in touched.items():
                    turns[name] |= self._comes_out_otherwise(asked, run, variant, possible)
            id_, _, name = key.partition(":")
            shown = name if id_ == self.program.rulebook.id else key
            for decision, rows in turns.items():
                if rows.any():
                    found[decision].append((shown, rows))
        return found

    def _comes_out_otherwise(self, asked: Decided, run: Run, variant: Run, possible: _Possible | None) -> NDArray[np.bool_]:
        if possible is None:
            return self._other_value(asked, run, variant)
        determined = count_of(possible, run.size) == 1  # while it is open, what three values leave possible is compared
        otherwise, raw = np.zeros(run.size, np.bool_), asked.ruling.possible(run)
        for outcome, mask in self.possible(asked, variant, determined).items():
            otherwise |= mask != np.where(determined, possible[outcome], raw[outcome])
        return otherwise

    def _other_value(self, asked: Decided, run: Run, variant: Run) -> NDArray[np.bool_]:
        value = asked.ruling.value
        assert value is not None  # noqa: S101 - the caller asks for decisions with a value
        one, other = value.closed(run), value.closed(variant)
        if isinstance(one, Several) or isinstance(other, Several):
            if is_plain(one) and is_plain(other):
                return _other_alternatives(run, one, other)
            one, other = settled(run, run.root, one), settled(variant, variant.root, other)
        match one, other:
            case Plain(), Plain():
                return expanded(~same_plain(one, other), run.size)
            case Verdicts(), Verdicts():
                return expanded((one.true != other.true) | (one.false != other.false), run.size)
            case Span(), Span():
                return expanded(~same_span(one, other), run.size)
            case _:  # lengths, lists or days: whether they are the same is for the interpreter
                run.give_up(run.root, np.ones(1, np.bool_))
                return np.zeros(run.size, np.bool_)


def _other_alternatives(run: Run, one: Plain | Several, other: Plain | Several) -> NDArray[np.bool_]:
    """The rows in which two columns do not say the same, where some rows have several alternatives."""
    (first, several), (other_first, other_several) = parted(run.root, one), parted(run.root, other)
    otherwise: NDArray[np.bool_] = expanded(~same_plain(first, other_first), run.size).copy()
    told, other_told = Told(one, run.size), Told(other, run.size)
    for row in np.flatnonzero(several | other_several):
        otherwise[row] = not told.same(other_told, int(row))
    return otherwise


def count_of(possible: Mapping[str, Mask], size: int) -> NDArray[np.int64]:
    """How many outcomes are possible in each record."""
    count = np.zeros(size, np.int64)
    for mask in possible.values():
        count += mask
    return count
