"""Random conditions and values in the grammar of the language, as the plain data of their YAML.

A :class:`Writer` knows where it writes: the loops around it, the arguments at hand, and what was declared before (so that
nothing can rest on itself). ``finite`` writers keep to what every complete record decides: no days without end, no date
that may be open where a window begins or ends.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tests.properties.declared import (
    EQUALITY,
    FACTS,
    FIELDS,
    LITERALS,
    MAGNITUDE,
    MEMBERSHIP,
    MOMENT,
    NULLABLE,
    PARAMETERS,
    PLAIN_LISTS,
    ROUNDINGS,
    SCALARS,
)

if TYPE_CHECKING:
    from tests.properties.declared import Declared, Term
    from tests.properties.filings import Chance

Plain = Any


def _whole_list(path: str) -> Plain:
    return {"parameter" if path in PARAMETERS["registers"] else "fact": path}


@dataclass(frozen=True)
class Writer:
    """Writes what stands at one place. ``depth`` is how many words may still stand inside one another."""

    chance: Chance
    declared: Declared
    depth: int = 3
    finite: bool = True
    loops: tuple[str, ...] = ()
    given: tuple[tuple[str, str], ...] = ()
    over: str = ""

    @property
    def below(self) -> Writer:
        """The writer of what stands inside the word at hand."""
        return replace(self, depth=self.depth - 1)

    def inside(self, path: str) -> Writer:
        """The writer of a condition on the elements of a list; the path of plain values is empty."""
        return replace(self, depth=self.depth - 1, loops=(*self.loops, path))

    # -- conditions ------------------------------------------------------------------------------------------------

    def condition(self) -> Plain:
        """A condition; a text is a provision."""
        ways: list[Any] = [self._compared_scalar, self._boolean]
        if self.depth > 0:
            ways += [self._junction, self._junction, self._quantified, self._compared_scalar, self._throughout, self._length,
                     self._reading, self._days_a_year, self._among_tags, self._among_plain, self._count, self._elapsed,
                     self._total_of_a_coin]  # fmt: skip
        if self.declared.provisions and not self.loops:
            ways += [self._provision] * 2
        if self.declared.outcomes:
            ways.append(self._decision)
        if self._terms("boolean"):
            ways += [lambda: self._term("boolean")] * 2
        found = self.chance.pick(ways)()
        if self.depth > 0 and self.chance.once_in(6):
            return {"not": found}
        return found

    def _boolean(self) -> Plain:
        found = self.read("boolean")
        if self.chance.once_in(3):
            return {**found, self.chance.pick(EQUALITY): self.chance.pick((True, False))}
        if self.depth > 0 and self.chance.once_in(6):
            return {**found, self.chance.pick(EQUALITY): self.below.read("boolean")}
        return found

    def _junction(self) -> Plain:
        count = 2 + self.chance.below(2)
        return {self.chance.pick(("all", "any")): [self.below.condition() for _ in range(count)]}

    def _compared_scalar(self) -> Plain:
        type_ = self.chance.pick(SCALARS)
        return {**self.value(type_), **self.comparisons(type_)}

    def comparisons(self, type_: str) -> Plain:
        """One comparison word, sometimes two, for a value of a type."""
        found = self.comparison(type_)
        return {**found, **self.comparison(type_)} if self.chance.once_in(5) else found

    def comparison(self, type_: str) -> Plain:
        """One comparison word for a value of a type."""
        words: tuple[str, ...] = (*EQUALITY, *MEMBERSHIP)
        if type_ in {"number", "kg", "days", "grade"}:
            words = (*MAGNITUDE, *words)
        elif type_ in {"date", "moment"}:
            words = (*MOMENT, *words)
        word = self.chance.pick(words)
        if word in MEMBERSHIP:
            return {word: self._members(type_)}
        if type_ in NULLABLE and word in EQUALITY and self.chance.once_in(4):
            return {word: "none"}
        if self.depth > 0 and self.chance.once_in(2):
            return {word: self.below.value(type_)}
        return {word: self.chance.pick(LITERALS[type_])}

    def _members(self, type_: str) -> Plain:
        if type_ == "kind" and self.chance.below(3):
            return self.below.kinds()
        if type_ == "days" and self.depth > 0 and self.chance.once_in(3):
            return self.below.days_by_year()
        if type_ in {"number", "date"} and self.chance.once_in(3):
            return {"fact": self.chance.pick(PLAIN_LISTS[type_])}
        options = LITERALS[type_]
        return list(dict.fromkeys(self.chance.pick(options) for _ in range(2)))

    def kinds(self) -> Plain:
        """A list of codes."""
        ways = [{"parameter": self.chance.pick(PARAMETERS["kinds"])}, {"fact": "tags"}, {"fact": "gifts"}, *self._given("kinds")]
        if self.depth > 0 and self.chance.once_in(4):
            return self._choose(lambda writer: writer.kinds())
        return self.chance.pick(ways)

    def _reading(self) -> Plain:
        if self.chance.once_in(2):
            return {"reading": "strictness", self.chance.pick(EQUALITY): self.chance.pick(("plain", "strict", "loose"))}
        return {"reading": "edge_day", self.chance.pick(MEMBERSHIP): ["counted"]}

    def _provision(self) -> Plain:
        path = self.chance.pick(self.declared.provisions)
        if self.chance.once_in(3):
            return {"provision": path, "applies": True}
        return path if self.chance.once_in(2) else {"provision": path}

    def _decision(self) -> Plain:
        name = self.chance.pick(sorted(self.declared.outcomes))
        outcomes = self.declared.outcomes[name]
        if self.chance.once_in(3):
            return {"decision": name, self.chance.pick(MEMBERSHIP): list(outcomes[:2])}
        return {"decision": name, self.chance.pick(EQUALITY): self.chance.pick(outcomes)}

    # -- lists -----------------------------------------------------------------------------------------------------

    def _where(self, path: str) -> Plain:
        inner = self.inside(path)
        found: dict[str, Any] = {} if self.chance.once_in(5) else {"where": inner.condition_on_element()}
        return {**found, "as": f"e{len(self.loops)}"} if found else {}

    def condition_on_element(self) -> Plain:
        """A condition that reads the innermost element, mostly."""
        if self.chance.once_in(4):
            return self.condition()
        path = self.loops[-1]
        type_ = self.chance.pick(sorted(FIELDS[path]))
        found = {"field": self.chance.pick(FIELDS[path][type_])}
        return found if type_ == "boolean" else {**found, **self.comparisons(type_)}

    def elements(self) -> tuple[Plain, str]:
        """A list of elements with fields, and whose elements they are."""
        path = self.chance.pick(("stays", "marks", "stays", "marks", "stock"))
        return self.list_of(path), path

    def list_of(self, path: str) -> Plain:
        """A list of these elements: the fact, or what is made of it."""
        terms = self._terms(path)
        if terms and self.chance.once_in(3):
            return self._term(path)
        if self.depth <= 0 or self.chance.below(2):
            return path if path not in PARAMETERS["registers"] and self.chance.below(3) else _whole_list(path)
        if self.chance.once_in(5):
            return self._choose(lambda writer: writer.listed(path))
        return self.listed(path)

    def listed(self, path: str) -> Plain:
        """The same, always as a mapping."""
        if self.depth <= 0:
            return _whole_list(path)
        if self.chance.once_in(2):
            return {"filter": self.below.list_of(path), **self._where(path)}
        by = {
            "stays": (("latest", "from"), ("earliest", "to"), ("latest", ["to", "from"])),
            "marks": (("latest", "given_on"), ("earliest", "given_on"), ("highest", "grade"), ("lowest", "score"),
                      ("highest", ["score", "grade"])),
            "stock": (("latest", "since"), ("lowest", "count"), ("earliest", "since")),
        }[path]  # fmt: skip
        word, names = self.chance.pick(by)
        return {word: self.below.list_of(path), "by": names, **self._where(path)}

    def _quantified(self) -> Plain:
        list_, path = self.below.elements()
        return {self.chance.pick(("some", "every", "none")): list_, **self._where(path)}

    def _among_tags(self) -> Plain:
        word = self.chance.pick(("some", "every", "none"))
        list_ = "tags" if self.chance.once_in(3) else self.below.kinds()
        return {word: list_, **replace(self.below, loops=(*self.loops, "")).comparison("kind")}

    def _among_plain(self) -> Plain:
        """Truth values, numbers or dates in a list: all of them, or whether one is among them."""
        type_ = self.chance.pick(("boolean", "number", "date"))
        path = self.chance.pick(PLAIN_LISTS[type_])
        if type_ == "boolean" and self.chance.once_in(3):
            return {**self.read("boolean"), self.chance.pick(MEMBERSHIP): {"fact": path}}
        if self.chance.once_in(4):
            return {"count": path, **self.comparisons("number")}
        word = self.chance.pick(("some", "every", "none"))
        if type_ == "boolean":
            return {word: path, self.chance.pick(EQUALITY): self.chance.pick((True, False))}
        return {word: path, **replace(self.below, loops=(*self.loops, "")).comparison(type_)}

    def _total_of_a_coin(self) -> Plain:
        total = {"total": self.below.list_of("marks"), "of": "amount", "unit": self.chance.pick(("gold", "silver"))}
        return {**total, **self._where("marks"), self.chance.pick(MAGNITUDE): self.chance.pick((1, 0, 3))}

    def _count(self) -> Plain:
        found = self._counted()
        return {**found, **self.comparisons("number")}

    def _counted(self) -> Plain:
        if self.chance.once_in(4):
            return {"count": self.below.kinds()}
        list_, path = self.below.elements()
        return {"count": list_, **self._where(path)}

    # -- time ------------------------------------------------------------------------------------------------------

    def _throughout(self) -> Plain:
        return {"throughout": self.below.window(), "intervals": self.below.intervals()}

    def _length(self) -> Plain:
        within = {"within": self.below.window()} if self.chance.once_in(2) else {}
        return {"length": self.below.intervals(), **within, **self._against_quantity()}

    def _elapsed(self) -> Plain:
        ends = {"from": self.below.value("date"), "to": self.below.value("date")}
        return {"elapsed": ends, **self._against_quantity()}

    def _against_quantity(self) -> Plain:
        return {self.chance.pick(MAGNITUDE): self.below.quantity()}

    def quantity(self) -> Plain:
        """A quantity of time."""
        ways = [
            {"parameter": self.chance.pick(PARAMETERS["quantity"])},
            {"fact": "notice"},
            {"fact": "pause"},
            *self._given("days"),
        ]
        if self.depth > 0 and self.chance.once_in(5):
            return self._choose(lambda _writer: {"parameter": self.chance.pick(("span_days", "dated_days"))})
        return ways[0] if self.chance.below(3) else self.chance.pick(ways)

    def window(self) -> Plain:
        """One unbroken stretch of days: also a term or a choice."""
        if self._terms("span") and self.chance.once_in(3):
            return self._term("span")
        if self.depth > 0 and self.chance.once_in(6):
            return self._choose(lambda writer: writer.plain_window())
        return self.plain_window()

    def plain_window(self) -> Plain:
        """The same, said here."""
        if self.chance.once_in(3):
            ends = {"from": self._bound(), "to": self._bound()}
            if not self.finite and self.chance.once_in(3):
                del ends[self.chance.pick(("from", "to"))]
            return {"interval": ends}
        side = self.chance.pick(("ending", "starting"))
        omitted: dict[str, Any] = {}
        if self.depth > 0 and self.chance.once_in(3) and not (self.finite and side == "starting"):
            omitted["not_counting"] = self.below.intervals()  # a window that starts is pushed on for ever by what goes on
        return {"window": {side: self._bound(), "length": self.below.quantity(), **omitted}}

    def _bound(self) -> Plain:
        return replace(self.below, loops=()).value("date") if self.finite else self.below.value("date")

    def intervals(self) -> Plain:
        """Intervals of any kind."""
        ways: list[Any] = [lambda: self.list_of("stays")]
        if self.depth > 0:
            ways += [lambda: {"union": [self.below.intervals() for _ in range(2)]},
                     lambda: {"minus": [self.below.intervals() for _ in range(2)]},
                     self.plain_window, lambda: self._choose(lambda writer: writer.mapped_intervals())]  # fmt: skip
        if self._terms("intervals"):
            ways.append(lambda: self._term("intervals"))
        return self.chance.pick(ways)()

    def mapped_intervals(self) -> Plain:
        """Intervals as a mapping, where a text would be a literal."""
        return {"union": [self.below.intervals()]}

    def _ends_counted(self) -> Plain:
        found: dict[str, Any] = {}
        for name in ("first_day", "last_day"):
            way = self.chance.below(4)
            if way:
                found[name] = ({"reading": "edge_day"}, "not_counted", "counted")[way - 1]
        return found

    def days(self) -> Plain:
        """A number of days."""
        within = {"within": self.below.window()} if self.finite or self.chance.below(2) else {}
        return {"days": self.below.intervals(), **within, **self._ends_counted()}

    def days_by_year(self) -> Plain:
        """A number of days for each calendar year."""
        within = self.below.window()
        return {"days": self.below.intervals(), "within": within, "per": "calendar_year", **self._ends_counted()}

    def _days_a_year(self) -> Plain:
        word = self.chance.pick(("every", "some", "none", "count"))
        if word == "count":
            return {"count": self.below.days_by_year(), **self.comparisons("number")}
        return {word: self.below.days_by_year(), **replace(self.below, loops=(*self.loops, "")).comparison("days")}

    # -- values ----------------------------------------------------------------------------------------------------

    def value(self, type_: str) -> Plain:
        """A value of a scalar type, as a mapping with a head word."""
        if self.depth <= 0 or self.chance.below(2):
            return self.read(type_)
        ways: list[Any] = [lambda: self._choose(lambda writer: writer.value(type_))]
        if type_ in {"number", "kg", "days"}:
            ways += [lambda: self._arithmetic(type_)] * 3
        if type_ == "number":
            ways += [self._counted, self._total_score]
        if type_ == "kg":
            ways.append(lambda: {"multiply": [self.below.value("kg"), 2]})
        if type_ == "days":
            ways += [self.days, self.days]
        if type_ == "date":
            ways += [self._shifted, self._anniversary, lambda: {"date_of": self.below.value("moment")}, self._extreme_date]
        if type_ == "moment":
            ways.append(lambda: {"maximum": [self.below.value("moment") for _ in range(2)]})
        ways += [lambda: self._term(type_)] if self._terms(type_) else []
        return self.chance.pick(ways)()

    def read(self, type_: str) -> Plain:
        """A value that stands somewhere: a fact, field, parameter, argument, or what was declared with this type."""
        ways: list[Plain] = [{"fact": path} for path in FACTS[type_]]
        ways += [{"parameter": name} for name in PARAMETERS.get(type_, ())]
        ways += self._given(type_)
        for depth, path in enumerate(reversed(self.loops)):
            alias = f"e{len(self.loops) - 1 - depth}." if depth else ""
            if path and (depth == 0 or len(self.loops) - 1 - depth not in self._unnamed):
                ways += [{"field": f"{alias}{name}"} for name in FIELDS[path].get(type_, ())]
        if not self.loops:
            ways += [{"given_by": path} for path, given in self.declared.values_given if given == type_]
        ways += [{"decision": name} for name, given in self.declared.values.items() if given == type_]
        if type_ == "date":
            ways.append({"as_of": self.chance.pick(("facts", "law"))})
        return self.chance.pick(ways)

    @property
    def _unnamed(self) -> frozenset[int]:
        """Loops whose elements have no name here: those of plain values, and the one that a term speaks of."""
        return frozenset(index for index, path in enumerate(self.loops) if not path or (index == 0 and self.over))

    def _choose(self, then: Any) -> Plain:
        rows = [{"when": self.below.condition(), "then": then(self.below)} for _ in range(1 + self.chance.below(2))]
        return {"choose": [*rows, {"otherwise": then(self.below)}]}

    def _arithmetic(self, type_: str) -> Plain:
        word = self.chance.pick(("add", "subtract", "minimum", "maximum", "multiply", "divide", "round"))
        two = [self.below.value(type_) for _ in range(2)]
        mode = {"rounding": self.chance.pick(ROUNDINGS)}
        places = {"places": 1} if type_ == "kg" and self.chance.once_in(2) else {}
        match word:
            case "round":
                return {"round": two[0], **mode, **places}
            case "divide":
                divisor = self.chance.pick((2, {"parameter": "ratio"}, 3))
                return {"divide": [two[0], divisor], **mode, **places}
            case "multiply":
                return {"multiply": [self.chance.pick((2, {"parameter": "ratio"})), two[0]], **(mode if places else {}), **places}
            case _:
                return {word: two}

    def _total_score(self) -> Plain:
        return {"total": self.below.list_of("marks"), "of": "score", **self._where("marks")}

    def _shifted(self) -> Plain:
        return {"shift": self.below.value("date"), self.chance.pick(("later", "earlier")): self.below.quantity()}

    def _anniversary(self) -> Plain:
        month, day = self.chance.pick(((2, 29), (1, 1), (12, 31)))
        return {self.chance.pick(("next", "previous")): {"month": month, "day": day, "from": self.below.value("date")}}

    def _extreme_date(self) -> Plain:
        return {self.chance.pick(("minimum", "maximum")): [self.below.value("date") for _ in range(2)]}

    # -- terms -----------------------------------------------------------------------------------------------------

    def _terms(self, type_: str) -> list[Term]:
        return [term for term in self.declared.terms if term.type == type_ and (not term.over or term.over in self.loops)]

    def _term(self, type_: str) -> Plain:
        term = self.chance.pick(self._terms(type_))
        arguments = {name: self.argument(given) for name, given in term.given}
        return {"term": term.name, **({"with": arguments} if arguments else {})}

    def argument(self, type_: str) -> Plain:
        """An argument of a term, written where it is called."""
        if type_ == "kinds":
            return self.below.kinds()
        return self.below.value(type_) if self.depth > 0 else self.read(type_)

    def _given(self, type_: str) -> list[Plain]:
        return [{"given": name} for name, given in self.given if given == type_]
