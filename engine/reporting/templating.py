"""Templates that write the restricted markup of documents: letters and the long explanation.

A template shows values in markup, and no more: what is shown is escaped, what the sandbox does not allow is refused, and what
is wrong is told with the template and the line where it stands, also where only the finished markup shows it.

Templates have ``languages`` (``zh`` or ``en``, the one that governs first), ``said(key, l, …)`` for a phrase, ``plural(key,
number, l, …)`` for one that differs by a number, ``text(wording, l)`` for a wording in both languages, ``tag(l)`` for the tag
of a language, ``plain(text)`` without marks of direction, and the values that they are given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, pass_context
from jinja2.ext import Extension
from jinja2.lexer import Token
from markupsafe import Markup, escape

from engine.documents.markup import read
from engine.documents.text import FIRST_STRONG_ISOLATE, POP_ISOLATE, without_isolates
from engine.language.diagnostics import Diagnostic, InputError, Place, did_you_mean
from engine.language.facts import Bilingual
from engine.reporting.phrases import PhraseError
from engine.reporting.template_files import TemplateFiles
from engine.reporting.template_limits import SPENT, Given, Limited, RanOn, Spent, as_text, charge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from jinja2 import nodes
    from jinja2.lexer import TokenStream

    from engine.documents.tree import Block, Tag
    from engine.reporting.phrases import Phrases, Slot

TAGS: Final[dict[str, Tag]] = {"zh": "zh-Hant-TW", "en": "en"}
GIVEN: Final = ("languages", "said", "plural", "text", "tag", "plain")
"""What every template of the markup has besides the values of its document."""

_OPENS, _CLOSES, _NEW_LINE, _LINE_TO_FILL = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
"""Around the place of a piece of template in what it writes, for a new line and a blank; no text can hold these."""
_LONGEST_BLANK: Final = 80
_FILLED: Final = re.compile(f"{_LINE_TO_FILL}(\\d\\d)")
_SPOT: Final = re.compile(f"{_OPENS}(\\d+),(\\d+),(\\d+){_CLOSES}")
_TAG: Final = re.compile("<[^<>]*>")
_STILL_OPEN: Final = re.compile(r"^<([\w-]+)> of line (\d+), column (\d+) is still open")
"""How the reader of the markup tells what is not closed; its lines are those of the markup."""
_BLANK: Final = re.compile("\u2068[^\u2068\u2069]*\u2069|(\uff3f{2,})")
"""A line to be filled in, in a phrase or wording; not what looks like one in a name that somebody else wrote."""
_NO_LETTER: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane * 0x10000 + last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_TURNS: Final = re.compile("[\u202a-\u202e\u2066\u2067]")
"""Marks that turn the direction of whatever follows; isolates alone keep to themselves."""
_WRONG_VALUES: Final = (PhraseError, TypeError, ValueError, LookupError, ArithmeticError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a piece of a rendering stands in its template. ``start`` counts the letters of the rendering before it."""

    start: int
    template: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Rendering:
    """The markup that a template wrote, and where each piece of it comes from."""

    markup: str
    spots: tuple[Spot, ...]

    def place(self, line: int, column: int) -> tuple[str, int, int]:
        """Template, line and column of a point of the markup."""
        lines = self.markup.split("\n")
        offset = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
        at = max(bisect_right(self.spots, offset, key=lambda spot: spot.start) - 1, 0)
        if not self.spots:
            return "", line, column
        spot = self.spots[at]
        return spot.template, spot.line, spot.column


@dataclass(slots=True)
class Templates:
    """The templates of an office over the shipped ones, with the phrases that they say."""

    phrases: Phrases
    files: TemplateFiles = field(default_factory=TemplateFiles)
    _environment: _Marked = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._environment = _Marked(loader=self.files)

    def blocks(self, name: str, languages: Sequence[str], /, **values: object) -> tuple[Block, ...]:
        """The blocks that a template (``letters/notice``) makes of some values.

        Raises :class:`InputError` with template and line where it cannot, or where its markup is none.
        """
        rendering = self.rendering(name, languages, **values)
        try:
            return read(rendering.markup, name)
        except InputError as error:
            findings = (self._in_the_template(rendering, finding) for finding in error.diagnostics)
            raise InputError(dict.fromkeys(findings)) from error

    def rendering(self, name: str, languages: Sequence[str], /, **values: object) -> Rendering:
        """What a template writes. Raises :class:`InputError` with template and line."""
        file = f"{name}.jinja"
        token = SPENT.set(Spent())
        try:
            written = self._environment.get_template(file).render(values | self._functions() | {"languages": tuple(languages)})
        except (TemplateError, *_WRONG_VALUES) as error:
            raise InputError([self.finding(file, error)]) from error
        finally:
            SPENT.reset(token)
        return self._without_spots(written)

    def parsed(self, name: str) -> Diagnostic | None:
        """What keeps a template from being one, or nothing; ``name`` is that of its file."""
        try:
            self._environment.get_template(name)
        except (TemplateError, RecursionError) as error:
            return self.finding(name, error)
        return None

    def tree(self, name: str) -> nodes.Template | None:
        """A template as it is written, for who looks at it without running it; nothing where it is none."""
        try:
            source, shown, _ = self.files.get_source(self._environment, name)
            return self._environment.parse(source, name, shown)
        except TemplateError:
            return None

    def finding(self, name: str, error: Exception) -> Diagnostic:
        """What went wrong in a template, where, and a way out; ``name`` is the template that was asked for."""
        place = Place(*self._where(name, error))
        match error:
            case TemplateNotFound():
                known = did_you_mean(str(error.name), self.files.list_templates())
                return Diagnostic("template-not-found", f'there is no template "{error.name}"', place, known)
            case TemplateSyntaxError():
                return Diagnostic("template", str(error.message), place, _WAY_OUT)
            case RecursionError():
                message = "the template extends, includes or calls itself without end"
                return Diagnostic("template", message, place, 'name the shipped one as "shipped/…"')
            case RanOn():
                return Diagnostic("template-runs-on", str(error), place, "show less, or loop over fewer values")
            case PhraseError():
                near = "" if self.phrases.has(error.key) else did_you_mean(error.key, self.phrases.zh)
                return Diagnostic("phrase", str(error), place, near or _PHRASES)
            case _:
                return Diagnostic("template", _INSIDE.sub("", str(error)), place, _WAY_OUT)

    def _where(self, name: str, error: Exception) -> tuple[str, int]:
        """The file and line of a template in which an error arose: the innermost one."""
        if isinstance(error, TemplateSyntaxError):
            return self.files.shown(error.name or name), error.lineno
        known = {self.files.shown(each): each for each in self._environment.names} | {self.files.shown(name): name}
        found = (self.files.shown(name), 1)
        step = error.__traceback__
        while step is not None:
            file = step.tb_frame.f_code.co_filename
            found = (file, step.tb_lineno) if file in known else found
            step = step.tb_next
        return found

    def _functions(self) -> dict[str, Given]:
        def said(key: object, language: str, /, **slots: object) -> str:
            return self.phrases.say(as_text(key), **_slots(slots)).in_language(_known(language))

        def plural(key: object, number: object, language: str, /, **slots: object) -> str:
            return self.phrases.plural(as_text(key), number, **_slots(slots)).in_language(_known(language))

        functions: dict[str, Callable[..., object]] = {
            "said": said,
            "plural": plural,
            "text": _wording,
            "tag": _tag,
            "plain": _plain,
        }
        return {name: Given(name, function) for name, function in functions.items()}

    def _without_spots(self, written: str) -> Rendering:
        """What was written without the marks of its places: they are kept beside it."""
        written = _TAG.sub(lambda found: _FILLED.sub("＿", found[0]).replace(_NEW_LINE, " "), written)
        written = _FILLED.sub(lambda found: f'<blank size="{int(found[1])}"/>', written).replace(_NEW_LINE, "<br/>")
        pieces, spots, length, reached = [], [], 0, 0
        for mark in _SPOT.finditer(written):
            piece = written[reached : mark.start()]
            pieces.append(piece)
            length += len(piece)
            number, line, column = (int(part) for part in mark.groups())
            spots.append(Spot(length, self._environment.names[number], line, column))
            reached = mark.end()
        pieces.append(written[reached:])
        return Rendering("".join(pieces), tuple(spots))

    def _in_the_template(self, rendering: Rendering, finding: Diagnostic) -> Diagnostic:
        """A finding about the markup where it stands in a template; about what is never closed, where that is opened."""
        opened = _STILL_OPEN.search(finding.help)
        at = (int(opened[2]), int(opened[3])) if opened else (finding.place.line, finding.place.column)
        template, line, column = rendering.place(*at)
        place = Place(self.files.shown(template), line, column)
        way_out = f"<{opened[1]}> is never closed: close it with </{opened[1]}>" if opened else finding.help
        return Diagnostic(finding.code, finding.message, place, way_out, finding.severity)


_INSIDE: Final = re.compile(r"[\w.]+\.<locals>\.")
"""Where the engine keeps a function that Python names in a message: said() is what a template knows."""
_WAY_OUT: Final = "docs/letters.md says what templates can do"
_PHRASES: Final = "the phrases stand in reports/phrases, those of an office in its phrases/"


def _wording(wording: object, language: str) -> str:
    if not isinstance(wording, Bilingual):
        raise TypeError(f"text() shows a wording in both languages, and this is {type(wording).__name__}")
    return wording.in_language(_known(language))


def _known(language: object) -> str:
    """The language, where it is one: who asks for another must not be given English."""
    if as_text(language) not in TAGS:
        raise ValueError(f'there is no language "{as_text(language)}": a letter is in {" or ".join(TAGS)}')
    return as_text(language)


def _tag(language: object) -> str:
    return TAGS[_known(language)]


def _plain(value: object) -> str:
    return without_isolates(as_text(value))


def _slots(given: dict[str, object]) -> dict[str, Slot]:
    return {name: value if isinstance(value, Bilingual) else as_text(value) for name, value in given.items()}


# -- what is shown -----------------------------------------------------------------------------------------------------


def shown(value: object) -> Markup:
    """A value as the markup shows it: escaped, without what XML cannot hold (� in its place), new lines kept."""
    if isinstance(value, Markup):
        return value
    text = as_text(value).replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    text = _NO_LETTER.sub("\ufffd", _TURNS.sub("", text))
    if text.count(FIRST_STRONG_ISOLATE) != text.count(POP_ISOLATE):
        text = without_isolates(text)
    return Markup(_BLANK.sub(_blank, str(escape(text)).replace("\n", _NEW_LINE)))  # noqa: S704 - escaped here


def _blank(found: re.Match[str]) -> str:
    return f"{_LINE_TO_FILL}{min(len(found[1]), _LONGEST_BLANK):02}" if found[1] else found[0]


@pass_context
def _shown(_: object, value: object) -> Markup:
    found = shown(value)
    charge(len(found))
    return found


class _Nothing(StrictUndefined):
    """What a template names and there is not: told in words of templates."""

    @property
    def _undefined_message(self) -> str:
        name, of = str(self._undefined_name), self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if type(of).__module__ == "jinja2.utils":  # the mark for "of nothing"
            return f'there is no "{name}" here'
        return f'{type(of).__name__} has no "{name}". {did_you_mean(name, _fields(of))}'.strip()


def _fields(value: object) -> list[str]:
    return list(getattr(type(value), "__dataclass_fields__", ()))


# -- where it stands ---------------------------------------------------------------------------------------------------


class _Spots(Extension):
    """Marks in a template's own text where each line of it stands, so that a rendering can tell."""

    environment: _Marked

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 - Jinja's signature
        self.environment.sources[name or ""] = source.split("\n")
        return source

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        name = stream.name or ""
        lines = self.environment.sources[name]
        number = self.environment.number(name)
        reached: dict[int, int] = {}
        for token in stream:
            yield token if token.type != "data" else Token(token.lineno, "data", _marked(token, number, lines, reached))


def _marked(token: Token, number: int, lines: list[str], reached: dict[int, int]) -> str:
    """A piece of a template's text with the place of each of its lines before its first letter."""
    pieces = token.value.split("\n")
    for at, piece in enumerate(pieces):
        text = piece.strip()
        if not text:
            continue
        line = token.lineno + at
        column = lines[line - 1].find(text, reached.get(line, 0)) if line <= len(lines) else -1
        reached[line] = max(column, 0) + len(text) if column >= 0 else reached.get(line, 0)
        start = len(piece) - len(piece.lstrip())
        pieces[at] = f"{piece[:start]}{_OPENS}{number},{line},{max(column, 0) + 1}{_CLOSES}{piece[start:]}"
    return "\n".join(pieces)


class _Marked(Limited):
    """The environment of the markup. ``names`` are the templates that it has read."""

    def __init__(self, **options: Any) -> None:
        self.names: list[str] = []
        self.sources: dict[str, list[str]] = {}
        super().__init__(
            autoescape=True,
            finalize=_shown,
            undefined=_Nothing,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=[_Spots],
            **options,
        )

    def number(self, name: str) -> int:
        """The number by which marks name a template."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)
