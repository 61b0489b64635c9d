"""What is wrong with the letters of a rulebook: names that no version has, letters that nothing or too much calls for."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import did_you_mean
from engine.language.rulebook import Duty
from engine.reporting.letters.declaration import DECISION, EVERY, KINDS_OF_OUTCOME
from engine.reporting.letters.versions import UnknownError, known_in, resolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.diagnostics import Diagnostics
    from engine.language.rulebook import Rulebook
    from engine.reporting.letters.declaration import Declaration
    from engine.reporting.letters.drafts import Draft, Named

_CALLED: Final = "say by which outcomes it is called for: `when`, `duties`, or `asked_only: true`"


def check_letters(drafts: Sequence[Draft], versions: Sequence[Rulebook], diagnostics: Diagnostics) -> None:
    """Record what is wrong with the letters of a rulebook; ``versions`` are its texts, the newest last.

    A name is wrong where no version has it: a letter may speak of what only some of them have.
    """
    for draft in drafts:
        for named in draft.named:
            _check_name(named, draft.letter, versions, diagnostics)
        _check_call(draft.letter, diagnostics)
        _check_parts(draft.letter, diagnostics)
        _check_deadline(draft, versions, diagnostics)
    told: set[tuple[str, str]] = set()
    for version in versions:
        letters = [letter for draft in drafts if (letter := resolved(draft.letter, version)) is not None]
        for first, second in combinations(letters, 2):
            if (first.name, second.name) not in told and _both_called_for(first, second):
                told.add((first.name, second.name))
                _tell_rivals(first, second, diagnostics)


def check_general_letters(drafts: Sequence[Draft], diagnostics: Diagnostics) -> None:
    """Record what is wrong with letters that every rulebook has: they name nothing that only one of them has."""
    for draft in drafts:
        for named in draft.named:
            if named.sort == "outcome" and named.within == DECISION:
                known: tuple[str, ...] = KINDS_OF_OUTCOME
            else:
                known = {"decision": (DECISION,), "duty": (EVERY,)}.get(named.sort, ())
            if named.name not in known:
                way_out = did_you_mean(named.name, known) or "leave it out: which rulebook it will be is not known here"
                diagnostics.error(f"unknown-{named.sort}", f'a general letter cannot name "{named.name}"', named.place, way_out)
        _check_call(draft.letter, diagnostics)
        _check_parts(draft.letter, diagnostics)
        if draft.says_deadline and not draft.letter.deadline:
            _tell_no_deadline(draft, diagnostics)
    for first, second in combinations([draft.letter for draft in drafts], 2):
        if _both_called_for(first, second):
            _tell_rivals(first, second, diagnostics)


def _check_name(named: Named, letter: Declaration, versions: Sequence[Rulebook], diagnostics: Diagnostics) -> None:
    problem: UnknownError | None = None
    for version in versions:
        try:
            known_in(version, letter.of, named)
        except UnknownError as unknown:
            problem = unknown
        else:
            return
    if problem is not None:
        diagnostics.error(problem.code, problem.message, named.place, problem.way_out)


def _check_call(letter: Declaration, diagnostics: Diagnostics) -> None:
    if not (letter.when or letter.duties or letter.asked_only):
        diagnostics.error("never-called-for", f'nothing calls for the letter "{letter.name}"', letter.place, _CALLED)


def _check_parts(letter: Declaration, diagnostics: Diagnostics) -> None:
    """A part that only comes with an outcome with which the letter does not come."""
    for part in letter.parts:
        for decision, outcomes in (part.when or {}).items():
            called = (letter.when or {}).get(decision)
            if called is not None and not set(called) & set(outcomes):
                message = f"this part is never there: the letter is called for where {decision} is {' or '.join(called)}"
                diagnostics.error("never-shown", message, part.place, "mend the `when` of the part, or that of the letter")


def _check_deadline(draft: Draft, versions: Sequence[Rulebook], diagnostics: Diagnostics) -> None:
    if draft.says_deadline is None or draft.letter.deadline is not None:
        return
    for version in versions:
        letter = resolved(draft.letter, version)
        if letter is not None and letter.duties and all(_has_deadline(version, duty) for duty in letter.duties):
            return
    _tell_no_deadline(draft, diagnostics)


def _tell_no_deadline(draft: Draft, diagnostics: Diagnostics) -> None:
    if draft.says_deadline is not None:
        diagnostics.error("unknown-placeholder", "{deadline} is said, and the letter has none", draft.says_deadline,
                          "add `deadline: {parameter: NAME}`, or leave it out")  # fmt: skip


def _has_deadline(rulebook: Rulebook, key: str) -> bool:
    provision = rulebook.provisions.get(key)
    return provision is not None and isinstance(provision.rule, Duty) and provision.rule.deadline is not None


def _both_called_for(first: Declaration, second: Declaration) -> bool:
    """Whether two letters of one form tell the same, to the same, and nothing keeps both from being called for at once."""
    if (first.form, first.of) != (second.form, second.of):
        return False
    if not all(one.when or one.duties for one in (first, second)):
        return False
    if first.duties or second.duties:
        same_reader = not first.to or not second.to or not {*first.to}.isdisjoint(second.to)
        return same_reader and not {*first.duties}.isdisjoint(second.duties)
    if first.about != second.about:
        return False
    one, other = first.when or {}, second.when or {}
    return all(set(outcomes) & set(other.get(decision, outcomes)) for decision, outcomes in one.items())


def _tell_rivals(first: Declaration, second: Declaration, diagnostics: Diagnostics) -> None:
    shared = [f"{decision}: {' or '.join(one for one in outcomes if one in (second.when or {}).get(decision, outcomes))}"
              for decision, outcomes in (first.when or {}).items()]  # fmt: skip
    where = ", ".join(shared) or ", ".join(sorted({*first.duties} & {*second.duties}))
    message = f'"{second.name}" and "{first.name}" are both a {first.form}, and both called for ({where})'
    way_out = f"the other one is at {first.place}; let each outcome call for one of them"
    diagnostics.error("called-for-twice", message, second.place, way_out)
