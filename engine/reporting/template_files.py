"""Where templates lie: an office's own over those that travel with the package. The one loader of all templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from jinja2 import BaseLoader, TemplateNotFound, TemplateSyntaxError

from engine.loading.folders import shipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jinja2 import Environment

SHIPPED: Final = "shipped/"
"""Before the name of a template: the one that travels with the package, also where an office has its own of that name."""

_NAME: Final = re.compile(r"(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(?:\.(?:html|md))?\.jinja")
_LARGEST: Final = 256 * 1024
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff]")


class TemplateFiles(BaseLoader):
    """Gives templates by name: ``letters/notice.jinja`` is the office's where it has one, else the shipped one.

    No name leads out of the two folders: neither ``..`` nor a whole path is a name, and a link that leaves is not followed.
    """

    def __init__(self, office: Path | None = None, shown_as: str = "") -> None:
        """``office`` is the folder of an office's templates, ``shown_as`` its name in messages."""
        self.office = office
        self.shown_as = shown_as

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002 - Jinja's
        """The text of a template, and the name by which messages tell it. Raises :class:`TemplateNotFound`."""
        path = self.path(template)
        if path is None:
            raise TemplateNotFound(template, f'there is no template "{template}"')
        shown = self.shown(template)
        try:
            with path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except OSError as error:
            raise TemplateSyntaxError(f"the template cannot be read: {error.strerror}", 1, template, shown) from error
        if len(content) > _LARGEST:
            raise TemplateSyntaxError(f"the template is larger than {_LARGEST // 1024} KiB", 1, template, shown)
        try:
            text = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            raise TemplateSyntaxError("the template is not UTF-8: save it as UTF-8", line, template, shown) from error
        if found := _NO_TEXT.search(text):
            line = text[: found.start()].count("\n") + 1
            raise TemplateSyntaxError(f"U+{ord(found[0]):04X} is no letter: leave it out", line, template, shown)
        return text, shown, lambda: True

    def list_templates(self) -> list[str]:
        """The names of all templates, of both folders."""
        return sorted({name for folder in self._folders("") for name in _names(folder)})

    def own(self) -> list[str]:
        """The names of the templates that the office has."""
        return [] if self.office is None else _names(self.office)

    def path(self, name: str) -> Path | None:
        """The file of a template, or nothing where there is none."""
        plain = name.removeprefix(SHIPPED)
        if not _NAME.fullmatch(plain):
            return None
        for folder in self._folders(name):
            file = folder / plain
            if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                return file
        return None

    def shown(self, name: str) -> str:
        """How messages name a template."""
        plain = name.removeprefix(SHIPPED)
        path = self.path(name)
        of_office = self.office is not None and path is not None and path.is_relative_to(self.office)
        return f"{self.shown_as}/{plain}" if of_office else f"reports/templates/{plain}"

    def _folders(self, name: str) -> list[Path]:
        own = [] if self.office is None or name.startswith(SHIPPED) else [self.office]
        return [*own, shipped("reports") / "templates"]


def _names(folder: Path) -> list[str]:
    """The templates below a folder, by name; what is named as none can be is left to the check of the folder."""
    names = (file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*.jinja")))
    return [name for name in names if _NAME.fullmatch(name)]
