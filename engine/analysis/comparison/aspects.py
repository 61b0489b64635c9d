"""In what two matched units, or two things of one name, differ: the names of their parts that say something else."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from engine.language.facts import Bilingual
from engine.language.rulebook import Application, Requirement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.analysis.comparison.saying import Teller
    from engine.language.rulebook import Decision, Parameter, Provision, Reading, Rule, Rulebook, Subject, Term, Transitional, Use

_OF_UNIT: Final = (
    "title", "text", "label", "kind", "subject", "nature", "not_executable", "discrepancies", "restates",
)  # fmt: skip
_OF_PARAMETER: Final = ("label", "type", "value", "values", "by", "cite")
_OF_READING: Final = ("question", "chosen", "options", "cite")
_OF_TERM: Final = ("label", "subject", "over", "body", "cite")
_OF_DECISION: Final = ("title", "subject", "outcomes", "favourable", "rows", "value", "remark", "cite")
_OF_HEAD: Final = ("title", "authority", "source", "governs", "discrepancies")


class Comparer:
    """Holds parts of two versions against each other. Each version has a teller of its own, since names may have changed."""

    def __init__(self, before: Teller, after: Teller) -> None:
        self.before, self.after = before, after

    def differ(self, old: Any, new: Any, holder: str = "") -> bool:
        """Whether two values say something else."""
        return bool(self.before.said(old, holder) != self.after.said(new, holder))

    def unit(self, old: Provision, new: Provision) -> Iterator[str]:
        """The aspects of two units, without number and place, and without what lifts them: that is told where it stands."""
        yield from self._of(_OF_UNIT, old, new)
        if old.kind == new.kind:
            yield from self._rule(old.rule, new.rule)
        elif old.rule is not None or new.rule is not None:
            yield "rule"

    def _rule(self, old: Rule | None, new: Rule | None) -> Iterator[str]:
        if old is None or new is None or type(old) is not type(new):
            if self.differ(old, new):
                yield "rule"
            return
        parts = [one.name for one in fields(old)]
        if isinstance(old, Application):  # which instances there are is told by what they are of
            parts = ["when", "applied"]
        if isinstance(old, Requirement) and isinstance(new, Requirement) and old.forbids != new.forbids:
            yield "rule.forbids"
        for part in self._of([part for part in parts if part != "forbids"], old, new):
            yield f"rule.{part}"

    def parameter(self, old: Parameter, new: Parameter) -> Iterator[str]:
        """The aspects of two parameters; the items of a list have no order."""
        for name in self._of(_OF_PARAMETER, old, new):
            listed = name == "value" and self.before.unordered(old.value) == self.after.unordered(new.value)
            if not listed and not (name == "values" and self._dated(old) == self._dated(new)):
                yield name

    def _dated(self, parameter: Parameter) -> list[Any]:
        return [(dated.first_day, self.before.unordered(dated.value)) for dated in parameter.values]

    def reading(self, old: Reading, new: Reading) -> Iterator[str]:
        """The aspects of two readings."""
        yield from self._of(_OF_READING, old, new)

    def term(self, old: Term, new: Term) -> Iterator[str]:
        """The aspects of two instances of a term."""
        yield from self._of(_OF_TERM, old, new)

    def decision(self, old: Decision, new: Decision) -> Iterator[str]:
        """The aspects of two decisions."""
        yield from self._of(_OF_DECISION, old, new)

    def head(self, old: Rulebook, new: Rulebook) -> Iterator[str]:
        """The aspects of two heads, without what tells one version from another: its name, its days, its digest."""
        yield from self._of(_OF_HEAD, old, new)

    def subject(self, old: Subject, new: Subject) -> Iterator[str]:
        """Whether other days choose the law and the knowledge."""
        yield from self._of(("law_as_of", "facts_as_of"), old, new)

    def use(self, old: Use, new: Use) -> Iterator[str]:
        """Whether another day chooses the version of a rulebook that is used."""
        yield from self._of(("in_force_on",), old, new)

    def transitional(self, old: Sequence[Transitional], new: Sequence[Transitional]) -> Iterator[str]:
        """Whether an amendment reaches others otherwise than by its day: the first row that holds decides."""
        if self.differ(tuple(old), tuple(new)):
            yield "rows"

    def _of(self, names: Iterable[str], old: Any, new: Any) -> Iterator[str]:
        for name in names:
            one, other = getattr(old, name), getattr(new, name)
            if not self.differ(one, other, name):
                continue
            if _is_wording(one) and _is_wording(other):
                yield from (f"{name}.{language}" for language in _languages(one, other))
            else:
                yield name


def _is_wording(value: Any) -> bool:
    return value is None or isinstance(value, Bilingual)


def _languages(one: Bilingual | None, other: Bilingual | None) -> Iterator[str]:
    """The languages in which two wordings differ; of one that came or went, both."""
    for language in ("zh", "en"):
        texts = ["" if wording is None else " ".join(wording.in_language(language).split()) for wording in (one, other)]
        if texts[0] != texts[1]:
            yield language
