"""A provision, term or decision that rests on itself has no meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.language.expressions import NOWHERE
from engine.language.walk import graph

if TYPE_CHECKING:
    from engine.language.diagnostics import Diagnostics, Place
    from engine.language.rulebook import Decision, Provision, Rulebook, Term


def check_cycles(rulebook: Rulebook, diagnostics: Diagnostics) -> None:
    """Record each ring of references once, at the first of its members."""
    edges = graph(rulebook)
    done: set[str] = set()
    for start in edges:
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, iter(edges.get(start, ())))]
        if start in done:
            continue
        path.append(start)
        on_path.add(start)
        while stack:
            current, following = stack[-1]
            target = next(following, None)
            if target is None:
                stack.pop()
                path.pop()
                on_path.discard(current)
                done.add(current)
            elif target in on_path:
                ring = [*path[path.index(target) :], target]
                diagnostics.error("cycle", f"this rests on itself: {' → '.join(ring)}", _place(rulebook, target),
                                  "one of these has to be decided without the others")  # fmt: skip
            elif target not in done:
                path.append(target)
                on_path.add(target)
                stack.append((target, iter(edges.get(target, ()))))


def _place(rulebook: Rulebook, key: str) -> Place:
    kind, _, name = key.rpartition(" ")
    found: Provision | Term | Decision | None
    match kind:
        case "term":
            found = rulebook.terms.get(name)
        case "decision":
            found = rulebook.decisions.get(name)
        case _:
            found = rulebook.provisions.get(key)
    return found.place if found else NOWHERE
