"""What ``rulebook prove`` does between its options and its answer: finds decisions, bounds and known records, and asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.analysis.proof import comparing
from engine.analysis.proof.answering import answers
from engine.analysis.proof.comparing import Compared, Difference
from engine.analysis.proof.extents import extent_of
from engine.analysis.proof.questions import WRONG, Finding, Kind, questions_of
from engine.analysis.proof.sides import common_vocabulary, under_readings, used_readings
from engine.analysis.proof.slices import slice_for
from engine.analysis.scenarios import Interpreters, scenarios_of
from engine.cli.console import stop
from engine.cli.options import number_above_none, one_of
from engine.cli.progress import Watched
from engine.language.diagnostics import Diagnostics, did_you_mean
from engine.language.facts import FactType
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from engine.analysis.proof.answers import Extent, Witness
    from engine.analysis.proof.comparing import Comparison
    from engine.analysis.proof.questions import Answered
    from engine.language.facts import Vocabulary
    from engine.language.record import Record
    from engine.language.rulebook import Rulebook
    from engine.loading.library import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is said of the bounds, as it was written, and of the time and the processes."""

    readings: tuple[str, ...]
    other_readings: tuple[str, ...]
    uses: tuple[str, ...]
    other_uses: tuple[str, ...]
    lists: tuple[str, ...]
    days: tuple[date | None, date | None]
    as_of: date | None
    seconds: float
    jobs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneComparison:
    """Two decisions compared, with the part of the vocabulary that they read, and the options chosen by hand.

    ``other_readings`` are those chosen for the second rulebook only.
    """

    comparison: Comparison
    tightening: bool
    vocabulary: Vocabulary
    readings: Mapping[str, str]
    other_readings: Mapping[str, str]

    @property
    def verdict(self) -> str:
        """The verdict's name; of a tightening none."""
        return "" if self.tightening else self.comparison.verdict.value

    @property
    def is_wrong(self) -> bool:
        """Whether a decision that should only tighten does more."""
        return self.tightening and self.comparison.found[Difference.REFUSED].is_found

    @property
    def witnesses(self) -> dict[str, Witness]:
        """The witnesses by the names of their files."""
        found = self.comparison.found.items()
        return {f"{difference.value}": one.witness for difference, one in found if one.witness is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAbout:
    """The questions about one subject, answered."""

    vocabulary: Vocabulary
    extent: Extent
    answered: tuple[Answered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneQuestions:
    """The questions about one rulebook, subject by subject, and the options chosen by hand."""

    rulebook: Rulebook
    subjects: tuple[AskedAbout, ...]
    readings: Mapping[str, str]

    @property
    def verdict(self) -> str:
        """None: questions have findings."""
        return ""

    @property
    def is_wrong(self) -> bool:
        """Whether somebody has to do something."""
        return any(one.finding in WRONG for about in self.subjects for one in about.answered)

    @property
    def witnesses(self) -> dict[str, Witness]:
        """The witnesses of contradictions and restatements, by the names of their files."""
        found = {}
        for about in self.subjects:
            for one in about.answered:
                if one.finding is Finding.FINE:
                    continue
                for number, possibility in enumerate(one.found):
                    if possibility.witness is not None:
                        found[name_of(one, number)] = possibility.witness
        return found


def name_of(answered: Answered, number: int) -> str:
    """The name of the file of a question's witness, by the number of its goal."""
    paths = [key.partition(":")[2].replace("/", "-") for key in answered.question.about]
    return "-".join([answered.question.kind.value, *paths, *([str(number + 1)] if number else [])])


def compared(
    library: Library,
    names: Sequence[str],
    decision: str,
    favourable: Iterable[str],
    limits: Limits,
    *,
    tightening: bool,
) -> DoneComparison:
    """Two rulebooks compared by a decision; a name that is none, or decisions that can't be compared, end the command."""
    first_name, second_name = names
    loaded = [_loaded(library, first_name, limits.uses), _loaded(library, second_name, limits.other_uses)]
    books, readings = _under_readings(loaded, limits.readings)
    (books[1],), other_readings = _under_readings(books[1:], limits.other_readings)
    one, _, other = decision.partition("=")
    first, second = (_decision(book, name, favourable) for book, name in zip(books, (one, other or one), strict=True))
    _check_alike(first, second)
    subject = first.decision.subject
    try:
        vocabulary = common_vocabulary(books, subject)
    except ValueError as error:
        stop(f"these rulebooks have no records in common: {error}")
    known = known_records(library, names, subject)
    extent = _extent(vocabulary, known, limits)
    ask = comparing.tightens if tightening else comparing.compared
    with Watched() as watched:
        watched.at(f"{first.decision.name}", 0, 0)
        comparison = ask(first, second, extent, known, limits.seconds, limits.jobs)
    goal = tuple(atom for one in comparing.goals(first, second).values() for atom in one)
    return DoneComparison(
        comparison=comparison,
        tightening=tightening,
        vocabulary=slice_for(goal, books, vocabulary),
        readings=readings,
        other_readings=other_readings,
    )


def asked(library: Library, name: str, kinds: Iterable[str], limits: Limits) -> DoneQuestions:
    """The questions about one rulebook answered, those about each of its subjects together."""
    (book,), readings = _under_readings([_loaded(library, name, limits.uses)], limits.readings)
    wanted = [Kind(kind) for kind in kinds]
    posed = {subject: questions_of(book, subject, wanted) for subject in book.subjects}
    total, done = sum(len(questions) for _, questions in posed.values()), 0
    found = []
    with Watched() as watched:
        for subject, (rulebook, questions) in posed.items():
            vocabulary = book.subjects[subject].vocabulary
            known = known_records(library, [name], subject)
            extent = _extent(vocabulary, known, limits, of_all=book)
            answered = []
            for one in answers(rulebook, subject, questions, extent, known, limits.seconds, limits.jobs):
                done += 1
                watched.at(subject, done, total)
                answered.append(one)
            order = {question: place for place, question in enumerate(questions)}
            answered.sort(key=lambda one: order[one.question])
            found.append(AskedAbout(vocabulary=vocabulary, extent=extent, answered=tuple(answered)))
    return DoneQuestions(rulebook=book, subjects=tuple(found), readings=readings)


def _loaded(library: Library, name: str, uses: Iterable[str]) -> Rulebook:
    """A rulebook that rests on the named versions of others; what it does not rest on ends the command."""
    named = dict(text.partition("@")[::2] for text in uses)
    book = library.load(name, uses={id_: version for id_, version in named.items() if version})
    for id_ in named:
        one_of(id_, [used for used in with_used(book) if used != book.id], f"--uses of {book.id}")
    return book


def known_records(library: Library, names: Iterable[str], subject: str) -> list[Record]:
    """The records of the rulebooks' own scenarios about a subject; none of scenarios that can't be read."""
    interpreters = Interpreters(library)
    ids = dict.fromkeys(name.partition("@")[0] for name in names)
    found = (one.record for id_ in ids for one in scenarios_of(interpreters, id_, Diagnostics()))
    return [record for record in found if record.subject == subject]


def _under_readings(books: list[Rulebook], written: Iterable[str]) -> tuple[list[Rulebook], dict[str, str]]:
    """The rulebooks read as the options say, and the options by the readings' keys."""
    readings = used_readings(books)
    chosen: dict[str, str] = {}
    for text in written:
        name, _, option = text.partition("=")
        keys = [key for key in readings if name in {key, key.partition(":")[2]}]
        if not keys:
            known = [key.partition(":")[2] for key in readings]
            stop(f'--reading: there is no reading "{name}"', did_you_mean(name, known))
        for key in keys:
            one_of(option, readings[key].options, f"--reading {name}")
            chosen[key] = option
    return [under_readings(book, chosen) for book in books], chosen


def _decision(book: Rulebook, name: str, favourable: Iterable[str]) -> Compared:
    by_name = {decision.name: decision for decision in book.decisions.values()}
    decision = by_name[one_of(name, by_name, f"--decision of {book.id}")]
    wanted = tuple(one for one in favourable if one in decision.outcomes)
    for one in favourable:
        if not wanted:
            one_of(one, decision.outcomes, "--favourable")
    found = wanted or decision.favourable
    if decision.outcomes and not found:
        message = f'{book.id} does not say which outcomes of "{name}" one would want'
        stop(message, f"say it: --favourable OUTCOME, of {', '.join(decision.outcomes)}")
    return Compared(book, decision, found)


def _check_alike(first: Compared, second: Compared) -> None:
    if bool(first.decision.outcomes) != bool(second.decision.outcomes):
        stop("a decision with outcomes is not compared with one that has a value")
    if first.decision.subject != second.decision.subject:
        message = f'"{first.decision.name}" is about a {first.decision.subject}'
        stop(f'{message}, "{second.decision.name}" about a {second.decision.subject}', "compare decisions about the same")


def _extent(vocabulary: Vocabulary, known: Sequence[Record], limits: Limits, of_all: Rulebook | None = None) -> Extent:
    """The bounds; ``of_all`` is the rulebook about all of whose subjects something is asked."""
    lists = [path for path, fact in vocabulary.facts.items() if fact.type is FactType.LIST]
    every = [vocabulary] if of_all is None else [one.vocabulary for one in of_all.subjects.values()]
    named = [path for one in every for path, fact in one.facts.items() if fact.type is FactType.LIST]
    bounds: dict[str, int] = {}
    for text in limits.lists:
        path, _, number = text.partition("=")
        one_of(path, named, "--bound")
        if number == "0":
            bounds[path] = 0
            continue
        bounds[path] = number_above_none(number, f"--bound {path}") or 0
    first, last = limits.days
    if first is not None and last is not None and last < first:
        stop("--to lies before --from")
    own = {path: bound for path, bound in bounds.items() if path in lists}
    return extent_of(vocabulary, known, own, limits.days, limits.as_of)


def read_lists(vocabulary: Vocabulary, extent: Extent) -> dict[str, int]:
    """The bounds of the lists that a part of a vocabulary has."""
    return {path: bound for path, bound in extent.lists.items() if path in vocabulary.facts}


def plain_bounds(vocabulary: Vocabulary, extent: Extent) -> dict[str, Any]:
    """The bounds as JSON has them."""
    return {
        "lists": read_lists(vocabulary, extent),
        "from": extent.first_day.isoformat(),
        "to": extent.last_day.isoformat(),
        "least": extent.least,
        "most": extent.most,
        "as_of": None if extent.as_of is None else extent.as_of.isoformat(),
    }
