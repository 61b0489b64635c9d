"""Chunks as they are described to other machines."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.batch.cutting import Documents

if TYPE_CHECKING:
    from engine.batch.cutting import Chunk
    from engine.batch.sources import Source


def absolute(chunk: Chunk) -> Chunk:
    """The same chunk with paths that do not depend on where a process was started."""
    if isinstance(chunk, Documents):
        return replace(chunk, sources=tuple(map(_found, chunk.sources)))
    return replace(chunk, source=_found(chunk.source))


def _found(source: Source) -> Source:
    return replace(source, path=source.path.resolve())
