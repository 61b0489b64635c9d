"""A rule that nothing uses decides nothing: its author believes that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.rulebook import Application, Duty, Effect, Lifting, Power
from engine.language.walk import graph

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics
    from engine.language.rulebook import Rule
    from engine.loading.build.rulebook import Built


def check_unused(built: Built, diagnostics: Diagnostics) -> None:
    """Record children that their parent does not use, and names that nothing reads.

    Exceptions work by what they lift; duties, powers and effects that give an outcome are reported by themselves. A rule
    at the top of its article, like a requirement, is used by a decision or by another rule, or by nobody. An application is
    used where something that it brings here is asked for, or is reported by itself.
    """
    rulebook, draft = built.rulebook, built.draft
    references = graph(rulebook)
    used = {target for targets in references.values() for target in targets}
    for provision in rulebook.provisions.values():
        rule = provision.rule
        if rule is None or provision.applied_from or provision.key in used or provision.restates:
            continue
        if _works_by_itself(rule):
            continue
        if isinstance(rule, Application):
            here = f"{provision.key}/"
            brought = {
                target for key, targets in references.items() if not key.startswith((provision.key, here)) for target in targets
            }
            if any(key.startswith(here) for key in brought) or any(
                _works_by_itself(rulebook.provisions[key].rule) for key in rule.applied if key in rulebook.provisions
            ):
                continue
        message = f'nothing uses "{provision.path}"'
        way_out = f"let its parent say how its parts combine, or a decision ask for it: {{provision: {provision.path}}}"
        diagnostics.warning("unused-provision", message, provision.place, way_out)
    for kind, declared in (("parameter", draft.declared_parameters), ("reading", draft.declared_readings),
                           ("term", draft.declared_terms)):  # fmt: skip
        for name, where in declared.items():
            if f"{kind} {name}" not in draft.used_names:
                way_out = f"use it, {{{kind}: {name}}}, or take it out"
                diagnostics.warning(f"unused-{kind}", f'nothing uses the {kind} "{name}"', where.name_place, way_out)


def _works_by_itself(rule: Rule | None) -> bool:
    return isinstance(rule, (Lifting, Duty, Power)) or (isinstance(rule, Effect) and rule.gives_outcome is not None)
