"""The schema of ``office.yaml``: who writes an office's letters, and its own words on how to object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language import office_keys
from engine.loading.schemas.parts import any_of, block, list_of, ref
from engine.loading.schemas.texts import wording_definitions

if TYPE_CHECKING:
    from engine.loading.schemas.parts import Schema


def office_schema() -> Schema:
    """An office."""
    definitions = {
        **wording_definitions(),
        "text": {"type": ["string", "number"], "minLength": 1},
        "one_or_more_wordings": any_of(ref("wording"), list_of(ref("wording"), at_least=1)),
        "sender": block(office_keys.SENDER),
        "remedies": block(office_keys.REMEDIES),
    }
    return {"title": "An office that writes letters", **block(office_keys.OFFICE), "$defs": definitions}
