"""Arguments read without the library by which typer (0.29) reads them: it loads longer than most commands run."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Any, Final, get_args

import typer

_PRIVATE: Final = "_runtime_param"


def read_plainly(parameters: list[Any]) -> list[Any]:
    """A command's parameters, set to be read by :class:`_Plain` where this typer keeps its reader in the same place.

    Another typer reads them in its own way, to the same values.
    """
    for parameter in parameters:
        descriptor = getattr(parameter, "type_descriptor", None)
        if descriptor is not None and getattr(parameter, _PRIVATE, _Plain) is None:
            setattr(parameter, _PRIVATE, _Plain(descriptor.annotation))
    return parameters


class _Plain:
    """Reads what our commands take: texts, paths, words of an enumeration, flags, and lists of them."""

    def __init__(self, annotation: Any) -> None:
        inner = get_args(annotation)
        self.type = inner[0] if inner else annotation

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value as the command wants it. Raises :class:`typer.BadParameter` for a word that is none of those known."""
        if isinstance(value, list | tuple):
            return [self.coerce(item, param, ctx) for item in value]
        if not isinstance(value, str):
            return value
        if self.type is Path:
            return Path(value)
        if issubclass(self.type, Enum):
            try:
                return self.type(value)
            except ValueError:
                known = ", ".join(str(word.value) for word in self.type)
                message = f'"{value}" is none of {known}.'
                raise typer.BadParameter(message, ctx=ctx, param=param) from None
        return value
