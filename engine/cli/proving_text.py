"""The answers of ``rulebook prove`` for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.analysis.proof.answers import Reason
from engine.analysis.proof.comparing import Difference, Verdict
from engine.analysis.proof.questions import WRONG, Finding, Kind
from engine.cli.console import BOLD, DIM, GREEN, RED, YELLOW
from engine.cli.layout import Branch, Words, tree, width_of_output
from engine.cli.proving import DoneComparison, name_of, read_lists
from engine.cli.wording import Wording
from engine.language.citation import cite_unit
from engine.language.facts import Bilingual
from engine.language.temporal.roc import format_date
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from engine.analysis.proof.answers import Extent, Possibility, Witness
    from engine.analysis.proof.comparing import Compared
    from engine.analysis.proof.questions import Answered
    from engine.cli.options import Language
    from engine.cli.proving import DoneQuestions
    from engine.language.facts import Vocabulary
    from engine.language.rulebook import Rulebook

_COLOURS: Final = {
    Verdict.EQUIVALENT: GREEN, Verdict.STRICTER: YELLOW, Verdict.LOOSER: YELLOW, Verdict.LOWER: YELLOW,
    Verdict.HIGHER: YELLOW, Verdict.NEITHER: YELLOW, Verdict.UNDECIDED: RED,
}  # fmt: skip


def as_text(done: DoneComparison | DoneQuestions, files: Mapping[str, Path], language: Language) -> str:
    """The whole answer as trees."""
    wording = Wording(language)
    branches = _Comparison(done, files, wording).trees() if isinstance(done, DoneComparison) else _questions(done, files, wording)
    return "\n".join(tree(branch, width_of_output()) for branch in branches)


class _Comparison:
    """Two decisions compared, in words."""

    def __init__(self, done: DoneComparison, files: Mapping[str, Path], wording: Wording) -> None:
        self.done, self.files, self.wording = done, files, wording
        self.sides = (done.comparison.first, done.comparison.second)
        self.names = tuple(_name(side.rulebook) for side in self.sides)
        if self.names[0] == self.names[1]:
            self.names = tuple(f"{name} ({number})" for number, name in enumerate(self.names, start=1))

    def trees(self) -> Iterator[Branch]:
        first, second = self.sides
        titles = dict.fromkeys(self.wording.of(side.decision.title) for side in self.sides)
        root = Branch((Words(" → ".join(self.names), (BOLD,)), Words(f"  {' → '.join(titles)}")))
        if self.done.tightening:
            self._tightens(root)
        else:
            self._verdict(root)
        scope = root.add(self.wording.phrase("prove.of_which"), DIM)
        for line in _scope(self.done.vocabulary, self.done.comparison.extent, self.done.readings, self.wording):
            scope.add(line, DIM)
        for name, side in zip(self.names, self.sides, strict=True):
            used = [_name(one) for one in with_used(side.rulebook).values() if one is not side.rulebook]
            if used:
                scope.add(self.wording.phrase("prove.rests_on", rulebook=name, x=", ".join(used)), DIM)
        if self.done.other_readings:
            scope.add(self.wording.phrase("prove.readings_second", x=_options(self.done.other_readings)), DIM)
        for outcomes in dict.fromkeys((first.favourable, second.favourable)):
            if outcomes:
                scope.add(self.wording.phrase("prove.favourable", x=", ".join(outcomes)), DIM)
        for premise in sorted({one for found in self.done.comparison.found.values() for one in found.premises}):
            scope.add(self.wording.phrase("prove.premise", x=premise), DIM)
        yield root

    def _tightens(self, root: Branch) -> None:
        ((difference, half),) = self.done.comparison.found.items()
        answer = "yes" if half.is_never else "no" if half.is_found else "undecided"
        colour = {"yes": GREEN, "no": RED, "undecided": YELLOW}[answer]
        slots: dict[str, Bilingual | str] = {"first": self.names[0], "second": self.names[1]}
        if half.reason is not None:
            slots["why"] = _why(half, self.wording)
        branch = root.add(self.wording.phrase(f"prove.tightens_{answer}", **slots), BOLD, colour)
        if half.witness is not None:
            self._witness(branch, half.witness, self.files.get(difference.value))

    def _verdict(self, root: Branch) -> None:
        comparison = self.done.comparison
        key = comparison.verdict.value
        otherwise = comparison.found.get(Difference.OTHERWISE)
        if comparison.verdict is Verdict.NEITHER and otherwise is not None and otherwise.is_found:
            key = "neither_otherwise"
        root.add(self.wording.phrase(f"prove.verdict_{key}"), BOLD, _COLOURS[comparison.verdict])
        for difference, found in comparison.found.items():
            branch = root.add(self._said_of(difference, found), *_colour_of(found))
            if found.witness is not None:
                self._witness(branch, found.witness, self.files.get(difference.value))

    def _said_of(self, difference: Difference, found: Possibility) -> str:
        key = f"prove.{difference.value}_{found.answer.value}"
        return self.wording.phrase(key, why=_why(found, self.wording)) if found.reason else self.wording.phrase(key)

    def _witness(self, branch: Branch, witness: Witness, file: Path | None) -> None:
        for side, name, said in zip(self.sides, self.names, witness.said, strict=True):
            branch.add(self.wording.phrase("prove.says", rulebook=name, outcome=_outcome(side, said)))
        _add_witness(branch, witness, file, self.wording)


def _outcome(side: Compared, said: str) -> Bilingual | str:
    return side.decision.outcomes.get(said, said)


def _add_witness(branch: Branch, witness: Witness, file: Path | None, wording: Wording) -> None:
    """The record, and what is to be known of it."""
    record = branch.add(wording.phrase("prove.witness_in", x="" if file is None else str(file)).rstrip(": ："))
    path = ""
    for line in witness.text.splitlines():
        path = path if line.startswith(" ") else line.partition(":")[0]
        record.add(line, *(() if path in witness.unusual else (DIM,)))
    if witness.as_of is not None:
        branch.add(wording.phrase("prove.looked_at_on", day=_day(witness.as_of)))
    if witness.fewest and witness.elements:
        branch.add(wording.phrase("prove.fewest"), DIM)
    if witness.implausible:
        labels = wording.phrases.joined(list(dict.fromkeys(one.label for one in witness.implausible)), "clauses")
        branch.add(wording.phrase("prove.implausible", x=labels), YELLOW)
        branch.add(wording.phrase("prove.no_plausible" if witness.no_plausible else "prove.no_plausible_found"), DIM)


def _colour_of(found: Possibility) -> tuple[str, ...]:
    return (YELLOW,) if found.is_found else () if found.is_never else (RED,)


def _why(found: Possibility, wording: Wording) -> Bilingual:
    """Why a question was left undecided."""
    reason = found.reason or Reason.DIED
    slots = {"x": found.detail} if reason in {Reason.TIME, Reason.UNENCODABLE} else {}
    return wording.phrases.say(f"prove.why_{reason.value}", **slots)


def _scope(vocabulary: Vocabulary, extent: Extent, readings: Mapping[str, str], wording: Wording) -> Iterator[str]:
    """Of which records something is said, a line each."""
    yield wording.phrase("prove.records", subject=vocabulary.title)
    for path, bound in read_lists(vocabulary, extent).items():
        yield wording.phrase("prove.list_bound", label=vocabulary.facts[path].label, n=bound)
    yield wording.phrase("prove.days", first=_day(extent.first_day), last=_day(extent.last_day))
    yield wording.phrase("prove.numbers", least=f"{extent.least:,}", most=f"{extent.most:,}")
    if extent.as_of is not None:
        yield wording.phrase("prove.as_of", day=_day(extent.as_of))
    if readings:
        yield wording.phrase("prove.readings_other", x=_options(readings))
    else:
        yield wording.phrase("prove.readings_chosen")


def _options(readings: Mapping[str, str]) -> str:
    return ", ".join(f"{key}={option}" for key, option in readings.items())


def _day(day: date) -> Bilingual:
    return Bilingual(format_date(day, "zh"), format_date(day, "en"))


def _name(book: Rulebook) -> str:
    return f"{book.id}@{book.version}"


# -- questions about one rulebook --------------------------------------------------------------------------------------


def _questions(done: DoneQuestions, files: Mapping[str, Path], wording: Wording) -> Iterator[Branch]:
    heading = (Words(_name(done.rulebook), (BOLD,)), Words(f" {wording.of(done.rulebook.title)}"))
    yield Branch(heading)
    for about in done.subjects:
        if not about.answered:
            continue
        counted = [one.finding for one in about.answered]
        wrong = sum(finding in WRONG for finding in counted)
        undecided = counted.count(Finding.UNDECIDED)
        root = Branch((Words(wording.phrase("prove.of_subject", subject=about.vocabulary.title), (BOLD,)),))
        numbers = {"n": len(counted), "fine": len(counted) - wrong - undecided, "wrong": wrong, "undecided": undecided}
        root.add(wording.phrase("prove.asked", **numbers))
        for one in about.answered:
            if one.finding is not Finding.FINE:
                _finding(root, one, done.rulebook, files, wording)
        scope = root.add(wording.phrase("prove.of_which"), DIM)
        for line in _scope(about.vocabulary, about.extent, done.readings, wording):
            scope.add(line, DIM)
        for premise in sorted({one for answered in about.answered for found in answered.found for one in found.premises}):
            scope.add(wording.phrase("prove.premise", x=premise), DIM)
        yield root


def _finding(root: Branch, one: Answered, book: Rulebook, files: Mapping[str, Path], wording: Wording) -> None:
    """One answer that is worth telling, with its witnesses."""
    branch = root.add(_said_of(one, book, wording), *_colour_of_finding(one.finding))
    for number, found in enumerate(one.found):
        if found.witness is None:
            continue
        below = branch
        if one.question.kind is Kind.RESTATED:
            printed, other = (_place(key, book) for key in one.question.about)
            below = branch.add(wording.phrase(f"prove.only_{('other', 'printed')[number]}", x=printed, other=other))
        _add_witness(below, found.witness, files.get(name_of(one, number)), wording)


def _colour_of_finding(finding: Finding) -> tuple[str, ...]:
    return (RED,) if finding in WRONG else (YELLOW,) if finding is not Finding.EQUIVALENT else ()


def _said_of(one: Answered, book: Rulebook, wording: Wording) -> str:
    question = one.question
    places = [_place(key, book) for key in question.about]
    slots: dict[str, Bilingual | str | int] = {"x": places[0]}
    if question.kind is Kind.ROW and question.row is not None:
        slots["n"] = question.row + 1
    if question.kind in {Kind.TOGETHER, Kind.RESTATED}:
        slots["other"] = places[1]
    match one.finding:
        case Finding.UNDECIDED:
            why = next(_why(found, wording) for found in one.found if found.reason is not None)
            return wording.phrase(f"prove.undecided_{question.kind.value}", why=why, **slots)
        case Finding.CONTRADICTION:
            return wording.phrase("prove.contradiction", **slots)
        case Finding.NEVER if question.kind is Kind.EXCEPTION and len(places) > 1:
            return wording.phrase("prove.never_exception_lifts", lifted=places[1], **slots)
        case Finding.NEVER | Finding.FINE:
            return wording.phrase(f"prove.never_{question.kind.value}", **slots)
        case _:
            return wording.phrase(f"prove.restated_{one.finding.value}", **slots)


def _place(key: str, book: Rulebook) -> Bilingual:
    """A provision by its place in its text, or a decision by its title; of another rulebook with its id."""
    if ":" not in key:
        title = book.decisions[f"{book.id}:{key}"].title
        return Bilingual(f"{title.zh} [{key}]", f"{title.en} [{key}]")
    id_, _, path = key.partition(":")
    provisions = with_used(book)[id_].provisions
    cited = cite_unit(provisions[key], provisions)
    mark = f"[{path}]" if id_ == book.id else f"[{key}]"
    return Bilingual(f"{cited.zh} {mark}", f"{cited.en} {mark}")
