"""One comparison with its values, as a sentence tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.language.expressions import Compare
    from engine.language.facts import Bilingual


@dataclass(frozen=True, slots=True)
class Compared:
    """What was compared: its name, the value as it is shown and as it is, and the value on the other side."""

    node: Compare
    label: Bilingual
    shown: Bilingual
    value: object
    against: object
