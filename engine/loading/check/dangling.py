"""A reference to an instance (``HERE/THERE``) that no application makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.diagnostics import did_you_mean
from engine.language.expressions import ProvisionRef
from engine.language.walk import all_expressions, below

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.language.rulebook import Rulebook


def check_dangling(rulebook: Rulebook, diagnostics: Diagnostics) -> None:
    """Record references to instances that are not there, once everything is built."""
    known = set(rulebook.provisions)
    for use in rulebook.uses.values():
        known |= set(use.rulebook.provisions)
    for _, expression in all_expressions(rulebook):
        for node in below(expression):
            if isinstance(node, ProvisionRef) and node.key not in known:
                instances = [key.partition(":")[2] for key in known if "/" in key]
                path = node.key.partition(":")[2]
                message = f'nothing is applied as "{path}"'
                diagnostics.error("unknown-provision", message, node.place, did_you_mean(path, instances))
