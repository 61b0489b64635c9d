"""What an applicant wrote is shown as text, whatever it looks like, and never changes the page around it."""

from __future__ import annotations

import html.parser
import re
from typing import Literal

import pytest
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError

from engine.documents.text import as_markdown, isolated, without_isolates
from engine.reporting.rendering import _environment
from tests.unit.reporting.evaluations import example, explanation

HOSTILE = "<script>alert(1)</script> {{7*7}} *b* | `c` [x](http://y) &amp;\n# h \u202eevil\u2069"
Format = Literal["html", "md"]


def report(format_: Format, **changes: object) -> str:
    evaluation = example("one-hundred-and-twenty-one-days", {path.replace("__", "."): value for path, value in changes.items()})
    return explanation(evaluation, "both", format_)


class Tags(html.parser.HTMLParser):
    """Collects the tags of a page, and those that are not closed as they were opened."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002, D102 - the parser's
        self.found.append(tag)
        if tag not in {"meta", "br", "input", "col", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:  # noqa: D102 - the parser's
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)


def test_html_shows_hostile_names_as_text() -> None:
    content = report("html", name__en=HOSTILE, name__zh=HOSTILE, id=HOSTILE)
    tags = Tags()
    tags.feed(content)
    assert "script" not in tags.found
    assert (tags.unbalanced, tags.open) == ([], [])
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{7*7}} *b* | `c`" in content
    assert "<bdi>&lt;script" in content
    assert "\u202e" not in content


def test_html_is_self_contained_and_says_its_languages() -> None:
    content = report("html")
    assert "http://" not in content.replace("http://www.edu.tw", "")
    assert "<script" not in content
    assert "<link" not in content
    assert content.startswith("<!DOCTYPE html>")
    assert '<html lang="zh-Hant-TW">' in content
    assert 'lang="en"' in content
    assert re.search(r"@page \{\s*size: A4", content)


@pytest.mark.parametrize("name", ["dual-national", "nationality-missing", "fee-unpaid", "treaty-nominee", "roc-calendar"])
def test_html_is_well_formed(name: str) -> None:
    tags = Tags()
    tags.feed(explanation(example(name), "both", "html"))
    assert (tags.unbalanced, tags.open) == ([], [])
    assert tags.found.count("h1") == 1
    assert "main" in tags.found


def test_markdown_shows_hostile_names_as_text() -> None:
    content = report("md", name__en=HOSTILE, name__zh=HOSTILE)
    assert "<script>" not in content
    assert r"{{7\*7}} \*b\* \| \`c\` \[x\](http&#58;//y) &amp;amp; # h evil" in content.replace("\\{", "{")
    assert content.count("\n# ") + content.startswith("# ") == 1, "one heading of the first level, and not the applicant's"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a*b_c", r"a\*b\_c"),
        ("# title", r"\# title"),
        ("1. first", r"1\. first"),
        ("- item", r"\- item"),
        ("a | b", r"a \| b"),
        ("a\nb", "a<br>b"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("\\", "\\\\"),
        ("well-known, 3.5", "well-known, 3.5"),
    ],
)
def test_markdown_marks_lose_their_meaning(text: str, shown: str) -> None:
    assert as_markdown(text) == shown


def test_foreign_text_is_one_visible_line_of_its_own_direction() -> None:
    assert isolated("a\n\tb\u0000c") == "\u2068a b c\u2069"
    assert isolated("\u202eabc\u202c\u2069\u2066") == "\u2068abc\u2069"
    assert isolated("שלום 𠮷䶮") == "\u2068שלום 𠮷䶮\u2069"
    assert without_isolates(isolated("x")) == "x"


def test_templates_run_in_the_sandbox() -> None:
    environment = _environment()
    with pytest.raises(SecurityError):
        environment.from_string("{{ ''.__class__.__mro__ }}").render()
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()
