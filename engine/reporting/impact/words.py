"""Changes, answers and causes in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from engine.analysis.comparison.entries import Entries
from engine.language.citation import cite_unit
from engine.language.facts import Bilingual, Special
from engine.reporting.phrases import shipped_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engine.analysis.comparison.change import Change
    from engine.analysis.impact.causes import Causes
    from engine.analysis.impact.findings import Impact
    from engine.evaluation.answers import Answer
    from engine.language.rulebook import Decision, Rulebook

_GROUPS = {
    "kind": "rule", "rule": "rule", "value": "value", "values": "value", "by": "value", "type": "value", "body": "meaning",
    "over": "meaning", "arguments": "meaning", "chosen": "choice", "options": "choice", "rows": "rows", "outcomes": "rows",
}  # fmt: skip


class Words:
    """Says in both languages what an impact holds."""

    def __init__(self, impact: Impact) -> None:
        self.impact = impact
        self.phrases = shipped_phrases()
        self._before, self._after = Entries(impact.before), Entries(impact.after)

    def say(self, key: str, **slots: Any) -> Bilingual:
        """A phrase of this page."""
        return self.phrases.say(key, **slots)

    # -- changes ---------------------------------------------------------------------------------------------------

    def name(self, change: Change) -> Bilingual:
        """What was changed: a unit by its place in the text, a thing by its label; with its rulebook where it is another's."""
        if change.kind == "unit":
            entries = self._after if change.after else self._before
            found = cite_unit(entries.provisions[change.key_after or change.key_before], entries.provisions)
        elif change.kind == "head":
            found = self.say("impact.kind.head")
        else:
            found = self.say(f"impact.kind.{change.kind}", x=self._label(change))
            place = self._place(change)
            found = found if place is None else self.phrases.say("join.paren", x=found, note=place)
        return found if change.rulebook == self.impact.before.id else self._of_rulebook(change.rulebook, found)

    def _of_rulebook(self, id_: str, name: Bilingual) -> Bilingual:
        book = self._after.books.get(id_) or self._before.books[id_]
        return self.phrases.say("join.paren", x=name, note=book.title)

    def _place(self, change: Change) -> Bilingual | None:
        """The unit on which something declared rests first; none for what belongs to the whole, or whose title says it."""
        entries, key = (self._after, change.key_after) if change.after else (self._before, change.key_before)
        cite: tuple[str, ...] = ()
        if change.kind == "parameter":
            cite = entries.parameters[key].cite
        elif change.kind == "reading":
            cite = entries.readings[key].cite
        elif change.kind == "term":
            cite = entries.terms[(change.keys_after or change.keys_before)[0].removeprefix("term ")].cite
        return cite_unit(entries.provisions[cite[0]], entries.provisions) if cite and cite[0] in entries.provisions else None

    def _label(self, change: Change) -> Bilingual:
        entries, key = (self._after, change.key_after) if change.after else (self._before, change.key_before)
        match change.kind:
            case "parameter":
                return entries.parameters[key].label
            case "reading":
                return entries.readings[key].question
            case "decision":
                return entries.decisions[key].title
            case "term":
                owned = change.keys_after or change.keys_before
                return entries.terms[owned[0].removeprefix("term ")].label
            case _:
                return Bilingual(change.name, change.name)

    def what(self, change: Change) -> Bilingual:
        """What about it was changed, and that it was only held to be the same, where it was."""
        groups = dict.fromkeys(_group(aspect) for aspect in change.aspects)
        listed = self.phrases.joined([self.say(f"impact.aspect.{group}") for group in groups])
        if change.matched == "likeness":
            listed = self.phrases.say("join.paren", x=listed, note=self.say("impact.guessed"))
        return listed

    # -- answers ---------------------------------------------------------------------------------------------------

    def title(self, decision: str) -> Bilingual:
        """What is decided."""
        return self._decision(self.impact.after, decision).title

    def answer(self, decision: str, answer: Answer, *, after: bool) -> Bilingual:
        """An answer by the labels of its version; of what is open, with what is possible."""
        found = self._decision(self.impact.after if after else self.impact.before, decision)
        if found.value is not None:
            return self._value(answer[0])
        if len(answer) == 1:
            return found.outcomes[answer[0]]
        possible = self.phrases.joined([label for name, label in found.outcomes.items() if name in answer], "or")
        return self.say("impact.possible", x=self.say("impact.undetermined"), possible=possible)

    def _value(self, text: str) -> Bilingual:
        if not text.startswith("?"):
            return Bilingual(text, text)
        known = json.loads(text[1:]) if text not in {"?None", "?null"} else None
        if isinstance(known, str) and known in {
            special.value for special in Special
        }:  # a word that is no number or date, and known
            return self.phrases.say(f"value.{known}")
        return self.say("impact.value_open") if known is None else self.say("impact.value_known", x=text[1:])

    def outcome(self, decision: str, word: str, *, after: bool) -> Bilingual:
        """An outcome by its label; what no version calls so is undetermined, or a value."""
        found = self._decision(self.impact.after if after else self.impact.before, decision)
        if found.value is not None:
            return self._value(word)
        return found.outcomes.get(word) or self.say("impact.undetermined")

    def _decision(self, book: Rulebook, name: str) -> Decision:
        return book.decisions[f"{book.id}:{name}"]

    # -- causes ----------------------------------------------------------------------------------------------------

    def causes(self, causes: Causes) -> Bilingual:
        """The sets of changes that turn an answer, each with what goes along with it."""
        if not causes.sets:
            return self.say("impact.not_found")
        mark = self.say("impact.alternatively")
        sets = [self._set(one) for one in causes.sets]
        listed = Bilingual(f"；{mark.zh}".join(one.zh for one in sets), f"; {mark.en} ".join(one.en for one in sets))
        return listed if causes.smallest else self.say("impact.not_least", x=listed, n=causes.tried)

    def _set(self, numbers: frozenset[int]) -> Bilingual:
        names = self._names(numbers)
        listed = names if len(numbers) == 1 else self.say("impact.together", x=names)
        along = self.impact.along(numbers)
        if not along:
            return listed
        more = self.say("impact.along", x=self._names(along))
        return Bilingual(f"{listed.zh}{more.zh}", f"{listed.en}{more.en}")

    def _names(self, numbers: Iterable[int]) -> Bilingual:
        return self.phrases.joined([self.name(self.impact.changes[number]) for number in sorted(numbers)])


def _group(aspect: str) -> str:
    if aspect in {"added", "removed", "renumbered"}:
        return aspect
    if aspect.endswith((".zh", ".en")):
        return "wording"
    return _GROUPS.get(aspect.partition(".")[0], "other")
