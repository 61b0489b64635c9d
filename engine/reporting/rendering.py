"""Pages about a text or a run, as HTML through templates. They run in Jinja's sandbox and escape whatever is shown.

What goes to a person is written in the markup of :mod:`engine.reporting.templating` instead, once for all forms.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from engine.documents.text import FIRST_STRONG_ISOLATE, POP_ISOLATE, without_isolates
from engine.reporting.template_files import TemplateFiles

if TYPE_CHECKING:
    from engine.language.facts import Bilingual
    from engine.reporting.phrases import Phrases, Slot

Languages = Literal["zh", "en", "both"]


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    """``finalize`` sees every value that a template shows and no mark-up of its own."""
    return ImmutableSandboxedEnvironment(
        loader=TemplateFiles(),
        autoescape=True,
        finalize=shown_in_html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def shown_in_html(value: object) -> Markup:
    """A value as a page shows it: escaped, kept apart in its direction; mark-up as it is."""
    if hasattr(value, "__html__"):
        return Markup(value)  # noqa: S704 - mark-up already
    shown = str(escape(value))
    return Markup(shown.replace(FIRST_STRONG_ISOLATE, "<bdi>").replace(POP_ISOLATE, "</bdi>").replace("\n", "<br>"))  # noqa: S704 - escaped above


def in_order(languages: Languages, governs: str) -> tuple[str, ...]:
    """The languages of a document: one, or both with the one that governs first."""
    if languages != "both":
        return (languages,)
    return ("zh", "en") if governs == "zh" else ("en", "zh")


class Renderer:
    """Renders pages in a choice of languages."""

    def __init__(self, phrases: Phrases, languages: Languages) -> None:
        self.phrases = phrases
        self.languages = languages

    def page(self, name: str, governs: str, **values: object) -> str:
        """A page by the name of its template."""

        def said(key: str, language: str, **slots: Slot) -> str:
            return self.phrases.say(key, **slots).in_language(language)

        def text(wording: Bilingual, language: str) -> str:
            return wording.in_language(language)

        template = _environment().get_template(f"{name}.html.jinja")
        shown = in_order(self.languages, governs)
        return template.render(languages=shown, said=said, text=text, plain=without_isolates, **values)
