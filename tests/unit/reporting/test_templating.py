"""Templates show what they are given, and reach nothing else: what an office writes runs on the machine of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.documents.tree import Blank, Break, Paragraph, Text
from engine.language.diagnostics import InputError
from engine.language.facts import Bilingual
from engine.reporting.phrases import Phrases, places_of
from engine.reporting.template_files import TemplateFiles
from engine.reporting.templating import Templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.documents.tree import Block
    from engine.language.diagnostics import Diagnostic

PHRASES = Phrases({"a.b": "甲{x}", "a.c": "填＿＿＿＿"}, {"a.b": "A {x}", "a.c": "fill ＿＿＿＿"})
HOSTILE = '<script>alert(1)</script> {{7*7}} & "q" \'\u202e\x07\ufdd0\ufffe'


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., tuple[Block, ...]]:
    """The blocks that a template makes."""

    def blocks(source: str, **values: object) -> tuple[Block, ...]:
        (tmp_path / "letters").mkdir(exist_ok=True)
        (tmp_path / "letters" / "own.jinja").write_text(source, encoding="utf-8")
        templates = Templates(PHRASES, TemplateFiles(tmp_path, "office/templates"))
        return templates.blocks("letters/own", ("zh", "en"), **values)

    return blocks


@pytest.fixture
def refused(written: Callable[..., tuple[Block, ...]]) -> Callable[..., Diagnostic]:
    """What is said of a template that is refused."""

    def finding(source: str, **values: object) -> Diagnostic:
        with pytest.raises(InputError) as error:
            written(source, **values)
        return error.value.diagnostics[0]

    return finding


def test_a_value_is_text_whatever_it_looks_like(written: Callable[..., tuple[Block, ...]]) -> None:
    (found,) = written('<p label="{{ x }}">{{ x }}</p>', x=HOSTILE)
    shown = '<script>alert(1)</script> {{7*7}} & "q" \'\ufffd\ufffd\ufffd'
    assert found == Paragraph(inside=(Text(shown),), label=shown)


def test_a_new_line_is_one_in_text_and_a_space_in_an_attribute(written: Callable[..., tuple[Block, ...]]) -> None:
    (found,) = written('<p label="{{ x }}">{{ x }}</p>', x="a\r\nb\n")
    assert found == Paragraph(inside=(Text("a"), Break(), Text("b")), label="a b")


def test_low_lines_of_a_phrase_are_a_blank_and_those_of_a_name_stay(written: Callable[..., tuple[Block, ...]]) -> None:
    (found,) = written("<p>{{ said('a.c', 'zh') }}{{ x }}</p>", x="\u2068＿＿＿\u2069")
    assert found == Paragraph(inside=(Text("填"), Blank(4), Text("\u2068＿＿＿\u2069")))


def test_phrases_and_wordings_are_said_in_a_language(written: Callable[..., tuple[Block, ...]]) -> None:
    source = "{% for l in languages %}<p>{{ said('a.b', l, x=w) }} {{ text(w, l) }} {{ tag(l) }}</p>{% endfor %}"
    found = written(source, w=Bilingual("乙", "B"))
    assert [one.inside for one in found if isinstance(one, Paragraph)] == [
        (Text("甲乙 乙 zh-Hant-TW"),),
        (Text("A B B en"),),
    ]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{ x.__class__ }}", '"__class__" begins with an underscore'),
        ("{{ x['__class__'] }}", '"__class__" begins with an underscore'),
        ("{{ x['__cl' ~ 'ass__'] }}", '"__class__" begins with an underscore'),
        ("{% if x['__cl' ~ 'ass__'] is defined %}a{% endif %}", '"__class__" begins with an underscore'),
        ("{{ said.__globals__ }}", '"__globals__" begins with an underscore'),
        ("{{ _context }}", '"_context" begins with an underscore'),
        ("{{ x|attr('__class__') }}", "attr"),
        ("{{ x|map(attribute='__class__')|list }}", '"__class__" begins with an underscore'),
        ("{{ '{0.__class__}'.format(x) }}", "calls only what it was given"),
        ("{{ x.upper() }}", "calls only what it was given"),
        ("{{ said.function('a.b', 'zh') }}", "calls only what it was given"),
        ("{{ open('/etc/passwd') }}", 'no "open"'),
        ("{{ cycler.__init__ }}", '"__init__" begins with an underscore'),
        ("{{ lipsum() }}", 'no "lipsum"'),
        ("{% import os %}", "expected token"),
        ("{% include '/etc/passwd' %}", 'no template "/etc/passwd"'),
        ("{% include '../../office.yaml' %}", "no template"),
        ("{% include 'letters/../../x.jinja' %}", "no template"),
        ("{% extends 'letters/own.jinja' %}", "without end"),
        ("{{ x|safe }}", "safe"),
        ("{{ '%9999999d' % 1 }}", '"%" takes'),
        ("{{ 9 ** 9 }}", '"**" takes'),
        ("{{ 'x' * 1000000 }}", '"*" takes'),
        ("{{ range(100000) }}", "at most 1000"),
        ("{{ " + "+".join("1" * 3000) + " }}", "too much stands in each other"),
        ("{% for a in x %}" * 25 + "{% endfor %}" * 25, "too much stands in each other"),
        ("{% if x %}" * 150 + "{% endif %}" * 150, "too much stands in each other"),
        ("{{ languages }}", "cannot be shown"),
        ("{{ w }}", "write text(…, l)"),
        ("{{ w.english }}", 'Bilingual has no "english"'),
        ("{{ said('a.x', 'zh') }}", 'lack "a.x"'),
        ("{{ said('a.b', 'zh') }}", "place for 'x'"),
        ("{{ said('a.b', 'fr', x='y') }}", 'no language "fr"'),
        ("{{ text(w, 'fr') }}", 'no language "fr"'),
        ("{{ tag('fr') }}", 'no language "fr"'),
        ("{{ tag([]) }}", "cannot be shown"),
        ("<p>{{ x }}</q>", "well-formed"),
        ("<script>1</script>", "no element <script>"),
    ],
)
def test_what_is_not_for_templates_is_refused_with_its_line(refused: Callable[..., Diagnostic], source: str, says: str) -> None:
    found = refused(f"<p>first</p>\n\n{source}", x="X", w=Bilingual("乙", "B"))
    assert says in found.message
    assert (found.place.file, found.place.line) == ("office/templates/letters/own.jinja", 3)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(900) %}{% for b in range(900) %}{% for c in range(900) %}{% endfor %}{% endfor %}{% endfor %}",
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40,
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a = [a, a]|join %}" * 40,
        "{% set a = [1, 2] %}" + "{% set a = a + a %}" * 40,
        "{% macro m(n) %}{% if n %}{% set x = m(n - 1) %}{% set x = m(n - 1) %}{% endif %}{% endmacro %}{{ m(60) }}",
        "{% for a in range(900) %}{% set x = range(900)|sort %}{% endfor %}",
        "{% for a in range(900) %}{% set x = range(900)|reject('odd')|list %}{% endfor %}",
        "{% for a in range(900) %}{% if 1000 in range(900)|list %}{% endif %}{% endfor %}",
        "{% for a in range(900) %}{% if 1000 is in(range(900)|list) %}{% endif %}{% endfor %}",
        "{% set a = [1] %}{% set b = [1] %}" + "{% set a = [a, a] %}{% set b = [b, b] %}" * 40 + "{% if a == b %}{% endif %}",
        "{% set a = [1] %}{% set b = [1] %}" + "{% set a = [a, a] %}{% set b = [b, b] %}" * 40 + "{% if a is eq(b) %}{% endif %}",
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 12 + "{% for b in range(900) %}{% set c = a|upper %}{% endfor %}",
        "{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 12 + "{% for b in range(900) %}{% set c = a[1:] %}{% endfor %}",
        "{% set x = [-900000000]|map('count this turn')|list %}{% set a = 'xxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 20,
    ],
    ids=[
        *("loops", "texts", "captured", "joined", "lists", "calls", "sorted", "walked", "sought", "tested", "compared"),
        *("compared by a test", "capitals", "cut", "counted down"),
    ],
)
def test_a_template_that_runs_on_is_stopped(
    refused: Callable[..., Diagnostic], source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.reporting.template_limits.MOST_TURNS", 20_000)
    monkeypatch.setattr("engine.reporting.template_limits.MOST_LETTERS", 400_000)
    assert refused(source).code == "template-runs-on"


def test_an_expression_too_deep_to_be_read_is_told(refused: Callable[..., Diagnostic]) -> None:
    assert "too much stands in each other" in refused("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}").message


def test_a_message_names_functions_as_templates_do(refused: Callable[..., Diagnostic]) -> None:
    assert refused("{{ said() }}").message.startswith("said() missing")
    assert refused("{{ 'a'|trim('b') }}").message.startswith("trim() takes")


def test_each_rendering_is_counted_by_itself(written: Callable[..., tuple[Block, ...]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reporting.template_limits.MOST_TURNS", 400)
    for _ in range(5):
        assert len(written("{% for a in range(100) %}<p>{{ a }}</p>{% endfor %}")) == 100


def test_a_mistake_in_a_macro_is_told_where_the_macro_stands(tmp_path: Path) -> None:
    (tmp_path / "own.jinja").write_text('{% import "m.jinja" as m with context %}\n<p>{{ m.a() }}</p>', encoding="utf-8")
    (tmp_path / "m.jinja").write_text("{% macro a() %}\n<em>a</em>\n  <u>b</u>\n{% endmacro %}", encoding="utf-8")
    with pytest.raises(InputError) as error:
        Templates(PHRASES, TemplateFiles(tmp_path, "office")).blocks("own", ("zh",))
    (found,) = error.value.diagnostics
    assert (found.place.file, found.place.line, found.place.column) == ("office/m.jinja", 3, 3)


def test_a_link_out_of_the_folder_is_no_template(tmp_path: Path) -> None:
    (tmp_path / "secret.jinja").write_text("<p>secret</p>", encoding="utf-8")
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "own.jinja").symlink_to(tmp_path / "secret.jinja")
    with pytest.raises(InputError, match="no template"):
        Templates(PHRASES, TemplateFiles(tmp_path / "office")).blocks("own", ("zh",))


def test_an_office_template_stands_before_the_shipped_one(tmp_path: Path) -> None:
    files = TemplateFiles(tmp_path, "office/templates")
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "letter.jinja").write_text("<p>ours</p>", encoding="utf-8")
    assert files.shown("letters/letter.jinja") == "office/templates/letters/letter.jinja"
    assert files.shown("shipped/letters/letter.jinja") == "reports/templates/letters/letter.jinja"
    assert files.own() == ["letters/letter.jinja"]


@pytest.mark.parametrize("phrase", ["{x.__class__}", "{x!r}", "{x:>9999999}", "{0}", "{}", "{x[0]}", "{X", "x}", "{ x }"])
def test_a_phrase_is_filled_by_bare_names_only(phrase: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        places_of(phrase)
    assert places_of("{x} {{y}} {z_1}") == {"x", "z_1"}
