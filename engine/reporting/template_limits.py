"""What a template may do, and how much: it shows values, walks over them, calls what it was given, and ends.

Jinja's sandbox keeps templates from the inside of Python. It does not keep them from running on: two ranges in each other, or a
text joined with itself forty times, are harmless to read and fill the memory. So each turn, each call and each letter is counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, NoReturn

from jinja2 import TemplateRuntimeError, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2.runtime import Context

MOST_TURNS: Final = 400_000
"""Turns of loops, calls and values shown by one rendering. The longest explanation known takes a few thousand."""
MOST_LETTERS: Final = 8_000_000
"""Letters that one rendering may write or join, markup among them."""
MOST_IN_RANGE: Final = 1_000
_LARGEST_NUMBER: Final = 10**9
_DEEPEST: Final = 100
_MOST_LOOPS: Final = 12
"""Things in each other, and loops in each other."""
_DEEP: Final = "too much stands in each other here: divide it into macros"
_COUNT: Final = "count this turn"  # no template can write a name with spaces
_JOIN: Final = "join these texts"
_WEIGH: Final = "count what this holds"


_FILTERS: Final = (
    *("length", "first", "last", "list", "reverse", "sort", "unique", "default"),
    *("select", "reject", "selectattr", "rejectattr", "map"),
)
"""Those of Jinja that only look at values; those that make texts are written anew, so that they count what they make."""


class RanOn(TemplateRuntimeError):  # noqa: N818 - a template is said to run on
    """A template does more than any document needs."""


@dataclass(slots=True)
class Spent:
    """What a rendering has used so far."""

    turns: int = 0
    letters: int = 0


SPENT: ContextVar[Spent] = ContextVar("SPENT")


def charge(letters: int, turns: int = 1) -> None:
    """Count turns and so many letters. Raises :class:`RanOn` beyond what a rendering may use."""
    spent = SPENT.get()
    spent.turns += turns
    spent.letters += letters
    if spent.turns > MOST_TURNS:
        raise RanOn(f"the template takes more than {MOST_TURNS} turns, calls and values: is a loop inside another by mistake?")
    if spent.letters > MOST_LETTERS:
        raise RanOn(f"the template writes more than {MOST_LETTERS} letters: is a loop inside another by mistake?")


@dataclass(frozen=True, slots=True)
class Given:
    """A function that templates may call."""

    name: str
    function: Callable[..., object]

    def __call__(self, *args: object, **named: object) -> object:
        """What the function gives."""
        return self.function(*args, **named)


def _small_range(*bounds: object) -> range:
    numbers = [bound for bound in bounds if type(bound) is int]
    if len(numbers) < len(bounds) or not 1 <= len(numbers) <= 3:  # noqa: PLR2004 - first, last, step
        raise TemplateRuntimeError("range() takes one to three whole numbers")
    found = range(*numbers)
    if len(found) > MOST_IN_RANGE:
        raise RanOn(f"range() gives at most {MOST_IN_RANGE} numbers")
    return found


class Limited(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with nothing in it but what a document needs, all of it counted."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals = {"range": Given("range", _small_range)}
        self.filters = {name: _weighing(self.filters[name]) for name in _FILTERS} | {
            "join": _joined,
            "trim": trim,
            "upper": upper,
            "lower": lower,
            _COUNT: _counted,
            _JOIN: _joined_here,
            _WEIGH: _weighed,
        }
        self.tests = {name: _weighing(test) for name, test in self.tests.items()}

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call it: what it was given, and what it made itself."""
        cycles = getattr(obj, "__self__", None).__class__ is LoopContext and obj.__name__ in {"cycle", "changed"}
        return cycles or isinstance(obj, (Given, Macro, BlockReference, LoopContext))

    def call(self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: PYI063 - Jinja's signature
        """Call it where a template may, and count the call."""
        charge(0)
        if not self.is_safe_callable(__obj):
            str(__obj) if isinstance(__obj, self.undefined) else None  # says by itself what there is not
            raise SecurityError("a template calls only what it was given, such as said() and text(), and its own macros")
        return __context.call(__obj, *args, **kwargs)

    def unsafe_undefined(self, obj: Any, attribute: str) -> NoReturn:  # refused at once, not when it is used
        """Refuse an attribute that is no field of a value."""
        if attribute.startswith("_"):
            raise SecurityError(_hidden(attribute))
        raise SecurityError(f'"{attribute}" of {type(obj).__name__} is not for templates')

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Reckon with small whole numbers; ``+`` also joins two texts or two lists."""
        charge(0)
        if type(left) is int and type(right) is int and operator != "**" and max(abs(left), abs(right)) < _LARGEST_NUMBER:
            return self.binop_table[operator](left, right)
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return _joined_here(context, (left, right))
        if operator == "+" and isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
            charge(len(left) + len(right))
            return [*left, *right]
        takes = {"+": "two small whole numbers, two texts or two lists", "**": "nothing in templates"}
        raise TemplateRuntimeError(f'"{operator}" takes {takes.get(operator, "two small whole numbers")}')

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        try:
            tree = super()._parse(source, name, filename)
        except RecursionError as error:
            raise TemplateSyntaxError(_DEEP, 1, name, filename) from error
        _refuse_deep(tree, name, filename)
        return tree

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002 - Jinja's signature
    ) -> str:
        _refuse_hidden(source, name, filename)
        return super()._generate(_Counting().visit(source), name, filename, defer_init=defer_init)


def as_text(value: object) -> str:
    """A value that can be shown. Lists and objects cannot: what they would look like is nobody's wording."""
    if isinstance(value, (str, Undefined)) or type(value) is int:
        return value if isinstance(value, str) else str(value)  # what there is not raises here, and says so
    what = type(value).__name__
    way_out = "; write text(…, l) around it" if what == "Bilingual" else ""
    raise TemplateRuntimeError(f"a value of the kind {what} cannot be shown as text{way_out}")


def _joined(values: Iterable[object], mark: str = "") -> str:
    return _joined_here(None, [part for at, value in enumerate(values) for part in ((mark, value) if at else (value,))])


@pass_context  # so that Jinja does not reckon it out before anything is counted
def _joined_here(_: object, values: Iterable[object]) -> str:
    texts = [as_text(value) for value in values]
    charge(sum(map(len, texts)))
    if any(isinstance(text, Markup) for text in texts):
        return Markup().join(texts)
    return "".join(texts)


@pass_context
def _counted(_: Context, letters: int) -> Markup:
    charge(max(letters, 0))  # a template that finds this filter by its name cannot gain by it
    return Markup()


def _weigh(value: object) -> None:
    """Count whatever a look at a value walks over: each thing in lists that are in each other, and each letter."""
    match value:
        case str():
            charge(len(value), 0)
        case list() | tuple() | set() | frozenset():
            charge(0, len(value))
            for one in value:
                _weigh(one)
        case dict():
            charge(0, len(value))
            for key, one in value.items():
                _weigh(key)
                _weigh(one)
        case range():
            charge(0, len(value))
        case _:
            pass  # one thing that the template was given


@pass_context
def _weighed(_: Context, value: object) -> object:
    _weigh(value)
    return value


def _text_weighed(value: object) -> str:
    text = as_text(value)
    charge(len(text))
    return text


def trim(value: object) -> str:
    """A text without the spaces around it."""
    return _text_weighed(value).strip()


def upper(value: object) -> str:
    """A text in capitals."""
    return _text_weighed(value).upper()


def lower(value: object) -> str:
    """A text in small letters."""
    return _text_weighed(value).lower()


def _one_by_one(values: Iterator[object]) -> Iterator[object]:
    for value in values:
        charge(0)
        yield value


def _weighing(look: Any) -> Callable[..., object]:
    """A filter or a test that counts what it looks at: to sort a long list a thousand times is a loop too."""
    at = 1 if hasattr(look, "jinja_pass_arg") else 0

    @wraps(look)
    def counting(*given: Any, **named: Any) -> object:
        _weigh((given[at:], named))
        walked = [_one_by_one(one) if isinstance(one, Iterator) and type(one) is not LoopContext else one for one in given[at:]]
        return look(*given[:at], *walked, **named)

    return counting


class _Counting(NodeTransformer):
    """Lets each body count its turn and the letters in it, and each joining, comparison and slice what it walks over."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja's name
        return self._counting(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802 - Jinja's name
        return self._counting(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802 - Jinja's name
        return self._counting(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802 - Jinja's name
        return self._counting(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), _JOIN)

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.expr = _filtered(node.expr, _WEIGH)
        for operand in node.ops:
            operand.expr = _filtered(operand.expr, _WEIGH)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _filtered(node.node, _WEIGH)
        return node

    def _counting(self, node: nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block) -> nodes.Node:
        letters = sum(len(part.data) for statement in node.body for part in statement.find_all(nodes.TemplateData))
        self.generic_visit(node)
        count = _filtered(nodes.Const(letters, lineno=node.lineno), _COUNT)
        node.body.insert(0, nodes.Output([count], lineno=node.lineno))
        return node


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _refuse_deep(tree: nodes.Template, name: str | None, filename: str | None) -> None:
    """Refuse what stands too deep in other things: Python, which runs a template, has no room for it."""
    waiting: list[tuple[nodes.Node, int, int, int]] = [(tree, 0, 0, 1)]
    while waiting:
        node, depth, loops, line = waiting.pop()
        line = node.lineno or line
        loops += isinstance(node, nodes.For)
        if depth > _DEEPEST or loops > _MOST_LOOPS:
            raise TemplateSyntaxError(_DEEP, line, name, filename)
        waiting += [(one, depth + 1, loops, line) for one in node.iter_child_nodes()]


def _refuse_hidden(source: nodes.Template, name: str | None, filename: str | None) -> None:
    """Refuse names that begin with an underscore wherever they can be seen without running the template."""
    for node in source.find_all((nodes.Getattr, nodes.Getitem, nodes.Name, nodes.Keyword)):
        match node:
            case nodes.Getattr(attr=str(hidden)) | nodes.Getitem(arg=nodes.Const(value=str(hidden))):
                pass
            case nodes.Name(name=hidden) | nodes.Keyword(key=hidden):
                pass
            case _:
                continue
        if hidden.startswith("_"):
            raise TemplateSyntaxError(_hidden(hidden), node.lineno, name, filename)


def _hidden(name: str) -> str:
    return f'"{name}" begins with an underscore: a template sees what it was given, and nothing behind that'
