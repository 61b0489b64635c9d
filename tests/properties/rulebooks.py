"""Random rulebooks: a head and units as plain data, and what is built of them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from engine.evaluation.interpreter import Interpreter
from engine.language.diagnostics import Diagnostics
from engine.language.keys import NATURES
from engine.loading.build.rulebook import build_rulebook
from tests.properties.declared import LITERALS, Declared, Term
from tests.properties.filings import Chance, complete, incomplete
from tests.properties.grammar import Writer
from tests.properties.vocabulary import DAYS, MOMENTS, tree, vocabulary, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.language.rulebook import Rulebook

Plain = dict[str, Any]
_WORDS: Final = words("as it says")
_STOCK: Final = {
    "kind": {"type": "kind", "label": _WORDS},
    "count": {"type": "integer", "label": _WORDS},
    "since": {"type": "date", "empty": "none", "label": _WORDS},
    "sold": {"type": "boolean", "label": _WORDS},
}
"""The fields of a register's rows."""
_OUTCOMES: Final = ("yes", "no", "perhaps")


@dataclass
class Book:
    """A rulebook as plain data: its head, and the units of its text."""

    head: Plain
    units: list[Plain] = field(default_factory=list)

    def built(self) -> Rulebook:
        """The rulebook. A text that the builder refuses is a fault of the grammar here."""
        diagnostics = Diagnostics()
        units = [tree(unit) for unit in self.units]
        head = tree(self.head)
        found = build_rulebook(head, [], units, "sha256:0", {"keeper": vocabulary()}, {}, diagnostics)  # type: ignore[arg-type]  # a mapping
        assert not diagnostics.errors, ([str(item) for item in diagnostics.errors], self.head, self.units)
        assert found is not None
        return found.rulebook

    def interpreter(self) -> Interpreter:
        """The rulebook, ready to decide."""
        return Interpreter(self.built())


class Author:
    """Writes one rulebook."""

    def __init__(self, chance: Chance, *, finite: bool, depth: int) -> None:
        self.chance = chance
        self.declared = Declared()
        self.writer = Writer(chance, self.declared, depth=depth, finite=finite)
        self.applied: list[str] = []
        self.no_more_applied = False

    def book(self) -> Book:
        """The whole text: what is declared first, then its units, then the decisions."""
        head: Plain = {
            "rulebook": "made-up",
            "version": "1",
            **dict.fromkeys(("title", "authority", "source"), _WORDS),
            "governs": "en",
            "in_force": "2000-01-01",
            "subjects": {"keeper": {"facts_as_of": {"date_of": {"fact": "scanned_at"}}, "law_as_of": {"fact": "joined_on"}}},
            "parameters": self.parameters(),
            "readings": self.readings(),
            "terms": {term.name: plain for term, plain in (self.term(index) for index in range(self.chance.below(4) + 1))},
        }
        units = [
            {"article": str(number), "text": _WORDS, "paragraphs": [self.paragraph(number, index + 1) for index in range(2)]}
            for number in (1, 2)
        ]
        head["decisions"] = self.decisions()
        return Book(head, units)

    # -- declarations ----------------------------------------------------------------------------------------------

    def parameters(self) -> Plain:
        """One parameter of every type, plain and dated."""
        pick = self.chance.pick

        def labelled(**more: Any) -> Plain:
            return {"label": _WORDS, **more}

        def dated(values: tuple[Any, Any], **more: Any) -> Plain:
            rows = [{"from": "2019-12-31", "value": values[0]}, {"from": "2020-02-29", "value": values[1]}]
            return labelled(by={"fact": pick(("joined_on", "left_on"))}, values=rows, **more)

        return {
            "switch": labelled(type="boolean", value=pick((True, False))),
            "dated_switch": dated((pick((True, False)), pick((False, True))), type="boolean"),
            "limit": labelled(value=pick(LITERALS["number"])),
            "ratio": labelled(value=pick((2, 1, 3))),
            "dated_limit": dated((1, 2)),
            "load": labelled(type="decimal", unit="kg", value=pick((1, 2))),
            "span_days": labelled(unit="days", value=pick((30, 1, 366))),
            "span_weeks": labelled(unit="weeks", value=pick((1, 9))),
            "span_months": labelled(unit="months", value=pick((2, 1, 12))),
            "span_years": labelled(unit="years", value=pick((1, 2))),
            "dated_days": dated((1, 60), unit="days"),
            "one_kind": labelled(type="kind", value=pick(LITERALS["kind"])),
            "one_grade": labelled(type="grade", value=pick(LITERALS["grade"])),
            "cutoff": labelled(type="date", value=pick(DAYS)),
            "closing": labelled(type="datetime", value=pick(MOMENTS)),
            "kinds": labelled(type="kind", value=["red", "green"]),
            "stock": labelled(
                of=_STOCK,
                value=[
                    {"kind": "red", "count": 2, "since": "2020-02-29", "sold": True},
                    {"kind": pick(LITERALS["kind"]), "count": 1, "sold": pick((False, True))},
                ],
            ),
            "dated_kinds": dated((["red"], ["red", "blue"]), type="kind"),
        }

    def readings(self) -> Plain:
        """Two readings: one of days that count, one of three options."""

        def reading(chosen: str, *others: str) -> Plain:
            alternatives = {other: {"means": _WORDS, "source": _WORDS} for other in others}
            return {"question": _WORDS, "chosen": chosen, "means": _WORDS, "because": _WORDS, "alternatives": alternatives}

        return {"edge_day": reading("counted", "not_counted"), "strictness": reading("plain", "strict", "loose")}

    def term(self, index: int) -> tuple[Term, Plain]:
        """A term, condition or value, that later ones may use."""
        types: tuple[tuple[str, Callable[[Writer], Any]], ...] = (
            ("boolean", lambda writer: writer.condition()),
            ("span", lambda writer: writer.plain_window()),
            ("intervals", lambda writer: writer.mapped_intervals()),
            ("date", lambda writer: writer.value("date")),
            ("number", lambda writer: writer.value("number")),
            ("stays", lambda writer: writer.listed("stays")),
            ("marks", lambda writer: writer.listed("marks")),
            ("text", lambda writer: writer.value("text")),
        )
        type_, write = self.chance.pick(types)
        over = self.chance.pick(("", "", "stays", "marks")) if type_ in {"boolean", "date"} else ""
        arguments = (("", ()), ("kinds", (("these", "kinds"),)), ("number", (("bound", "number"),)))
        given = self.chance.pick(arguments)[1] if self.chance.once_in(2) else ()
        term = Term(f"term_{index}", type_, over, given)
        writer = replace(self.writer.below, loops=(over,) if over else (), given=given, over=over)
        body = write(writer)
        while isinstance(body, str) or "given" in body:  # a provision has no word of its own, `given` declares arguments here
            body = (
                {"all": [body]}
                if type_ == "boolean"
                else {"fact": {"date": "joined_on", "number": "hives", "text": "motto"}[type_]}
            )
        plain = {"label": _WORDS, **({"over": over} if over else {}), **({"given": [name for name, _ in given]} if given else {})}
        self.declared.terms.append(term)
        return term, {**plain, **body}

    def decisions(self) -> Plain:
        """Three decisions, of which later ones may rest on earlier ones."""
        found: Plain = {}
        for name in ("first", "second", "third"):
            if name != "first" and self.chance.once_in(3):
                type_ = self.chance.pick(("number", "date", "days", "kg", "grade", "boolean", "text", "kind"))
                found[name] = {"title": _WORDS, "value": self.writer.value(type_)}
                self.declared.values[name] = type_
                continue
            rows = [{"when": self.writer.condition(), "then": outcome} for outcome in _OUTCOMES[1:]]
            if self.chance.once_in(3):
                rows.append({"when": self.writer.condition(), "then": self.chance.pick(_OUTCOMES)})
            found[name] = {
                "title": _WORDS,
                "outcomes": dict.fromkeys(_OUTCOMES, _WORDS),
                "rows": [*rows, {"otherwise": "yes"}],
            }
            self.declared.outcomes[name] = _OUTCOMES
        return found

    # -- units -----------------------------------------------------------------------------------------------------

    def paragraph(self, article: int, number: int) -> Plain:
        """A paragraph of any kind, with what stands below it."""
        path = f"art{article}.p{number}"
        node: Plain = {"paragraph": number, "text": _WORDS}
        kinds = ["requirement", "entitlement", "requirement", "effect", "duty", "power", "definition", "statement"]
        kind: str = self.chance.pick([*kinds, "application"] if self.applied else kinds)
        node["kind"] = kind
        match kind:
            case "definition":
                return node
            case "statement":
                return {**node, "not_executable": _WORDS, "nature": self.chance.pick(list(NATURES))}
            case "application":
                targets = [self.chance.pick(self.applied)]
                mapping = {"flags.a": "flags.b", "joined_on": "lent_on"}
                applying = self._rule(node, path, {"applies": targets, "mapping": mapping, **self._optional("when")})
                self.declared.provisions.append(f"{path}/{targets[0]}")
                self.applied.clear()  # what is written from here on may rest on this instance, and can't be applied itself
                self.no_more_applied = True
                return applying
            case "power":
                return self._rule(node, path, {"when": self.writer.condition(), "finding": "flags.a", "holder": _WORDS})
            case _:
                return self._combining(node, path, kind)

    def _combining(self, node: Plain, path: str, kind: str) -> Plain:
        if kind in {"requirement", "entitlement"} and self.chance.once_in(3):
            node["subparagraphs"] = [self._subparagraph(path, index) for index in (1, 2)]
            said: Any = {self.chance.pick(("all", "any")): [".s1", f"{path}.s2"]}
        else:
            said = self.writer.condition()
        if kind in {"requirement", "effect", "duty"} and self.chance.once_in(2):
            node["proviso"] = self._proviso(path)
        match kind:
            case "requirement":
                rule = {self.chance.pick(("requires", "forbids")): said, **self._optional("applies_when", "unless")}
            case "entitlement":
                rule = {"requires": said, **self._optional("applies_when")}
            case "effect":
                rule = {"when": said, **self._optional("unless"), "gives": self._given(path)}
            case _:
                deadline = self.chance.pick((_WORDS, {"fact": "joined_on"}, self.writer.value("date")))
                rule = {"when": said, **self._optional("unless"), "bearer": _WORDS, "action": _WORDS, "deadline": deadline}
        return self._rule(node, path, rule)

    def _rule(self, node: Plain, path: str, rule: Plain) -> Plain:
        self.declared.provisions.append(path)
        if not self.no_more_applied:
            self.applied.append(path)
        return {**node, **rule}

    def _optional(self, *keys: str) -> Plain:
        return {key: self.writer.condition() for key in keys if self.chance.once_in(3)}

    def _given(self, path: str) -> Plain:
        if self.chance.once_in(3):
            return {"decision": "first", "outcome": "yes"}
        type_ = self.chance.pick(("number", "date", "boolean", "kind"))
        value: Plain = self.writer.value(type_)
        self.declared.values_given.append((path, type_))
        return value

    def _subparagraph(self, path: str, index: int) -> Plain:
        node: Plain = {"subparagraph": index, "text": _WORDS, "kind": self.chance.pick(("requirement", "entitlement"))}
        node |= {"requires": self.writer.condition(), **self._optional("applies_when")}
        self.declared.provisions.append(f"{path}.s{index}")
        return node

    def _proviso(self, path: str) -> Plain:
        """An exception that lifts the paragraph in which it stands: written first, so that it cannot rest on it."""
        node = {"proviso": True, "text": _WORDS, "kind": "exception", "when": self.writer.condition(), "lifts": [path]}
        return {**node, **self._optional("unless")}


@dataclass
class Case:
    """A rulebook, a complete record and the same with facts taken away, both as plain data.

    ``again`` makes whatever further choices a test needs: ways to fill in, orders of a list.
    """

    book: Book
    whole: Plain
    part: Plain
    again: Chance


@cache
def index(count: int) -> st.SearchStrategy[int]:
    return st.integers(0, count - 1)


@st.composite
def cases(draw: Any, *, finite: bool = True, depth: int = 2) -> Case:
    """A random case; ``finite``: every complete record decides everything in it."""
    chance = Chance(lambda count: int(draw(index(count))))
    book = Author(chance, finite=finite, depth=depth).book()
    whole = complete(chance)
    part = incomplete(chance, whole)
    return Case(book, whole, part, Chance(random.Random(draw(st.integers(0, 2**32))).randrange))


def quick(test: Callable[..., None]) -> Callable[..., None]:
    """Settings of a test on random rulebooks: they are large for Hypothesis, and that is meant."""
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(suppress_health_check=checks, max_examples=settings().max_examples // 2)(test)
