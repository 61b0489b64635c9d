"""What differs between two versions of a rulebook: one change for each legal unit and each declared name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "head", "subject", "use", "transitional", "fact", "codes", "unit", "parameter", "term", "reading", "decision",
]  # fmt: skip
"""What has changed: the head of the rulebook, the days of a subject, a rulebook that is used, whom an amendment reaches otherwise
than by its day, a fact or a code list of the vocabulary, a unit of the text, or something declared by name."""

Matched = Literal["name", "given", "content", "likeness"]
"""Why the two are held to be one: the same path or name; the caller said so; they say the same to the letter; or, a guess that
is to be told as one, they are much alike and nothing else is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. ``before`` is the path or the name in the old version, empty for what is added; ``after`` so in the new one.

    The unit or thing itself stands in ``with_used(version)[rulebook]`` under ``key_before`` and ``key_after``.

    ``aspects`` says what is another, as the fields of :mod:`engine.language.rulebook` are called:

    - ``added`` or ``removed``, alone: the unit with everything below it, or the thing. Its parts are told nowhere else.
    - ``renumbered``: a unit with another path, other than by what is around it: what moves along with its parent is not told.
    - ``title.zh``, ``text.en``, ``label.zh`` and so on for wordings, by language; ``kind``, ``subject``, ``nature``,
      ``not_executable.zh``, ``discrepancies``, ``restates``.
    - ``rule`` where the kind is another, else the part of the rule: ``rule.requires``, ``rule.when``, ``rule.lifts``,
      ``rule.action.zh``; ``rule.forbids``: it forbids what it required, or the other way; ``rule.mapping``: in what is applied,
      their facts stand for other facts of ours.
    - of a parameter ``type`` (its unit, or the fields of a register), ``value``, ``values`` (dated), ``by``; of a term ``body``,
      ``over``, and ``arguments``: it is used with other arguments only, so that nobody can hold its text against the old one;
      of a reading ``question.zh``, ``chosen``, ``options``; of a decision ``outcomes``, ``favourable``, ``rows``, ``value``,
      ``remark.zh``.
    - of transitional rules, named by their amendment: ``rows``. They choose a version and say nothing in one.
    - of a subject or a use the day: ``law_as_of``, ``facts_as_of``, ``in_force_on``.
    - ``cite``: it rests on other units.

    ``keys_before`` and ``keys_after`` are what it owns in the checked trees, each named as in :mod:`engine.language.walk`
    (``ID:PATH``, ``term KEY``, ``decision KEY``, and so ``parameter KEY`` and ``reading KEY``): for a unit also its instances
    where it is applied to others, for a term each of its instances. A change of wording alone owns them as well.
    """

    rulebook: str
    kind: Kind
    before: str
    after: str
    aspects: tuple[str, ...]
    matched: Matched = "name"
    keys_before: tuple[str, ...] = ()
    keys_after: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The path or name by which to speak of it: the new one, or of what is removed the old one."""
        return self.after or self.before

    @property
    def key_before(self) -> str:
        """``ID:PATH`` or ``ID:NAME`` in the old version; empty for what is added."""
        return f"{self.rulebook}:{self.before}" if self.before else ""

    @property
    def key_after(self) -> str:
        """``ID:PATH`` or ``ID:NAME`` in the new version; empty for what is removed."""
        return f"{self.rulebook}:{self.after}" if self.after else ""

    @property
    def keys(self) -> frozenset[str]:
        """Everything that it owns in either version."""
        return frozenset((*self.keys_before, *self.keys_after))

    @property
    def is_wording(self) -> bool:
        """Whether only the words for a reader differ, and nothing that is executed."""
        return all(aspect.rpartition(".")[2] in {"zh", "en"} or aspect in _FOR_THE_READER for aspect in self.aspects)


_FOR_THE_READER = frozenset({
    "cite", "discrepancies", "favourable", "nature", "renumbered", "restates", "rule.despite", "rule.finding",
    "rule.gives_outcome",
})  # fmt: skip
