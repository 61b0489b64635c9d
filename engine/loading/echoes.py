"""Findings that only say again that something else is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.language.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.diagnostics import Diagnostic

_NAMES_NOWHERE: Final = frozenset({
    "unknown-citation", "unknown-decision", "unknown-parameter", "unknown-provision",
    "unknown-reading", "unknown-rulebook", "unknown-term",
})  # fmt: skip
_FACTS_NOWHERE: Final = frozenset({"unknown-code", "unknown-fact", "unknown-field", "unknown-type"})


def without_echoes(found: Sequence[Diagnostic], *, incomplete: bool, has_faulty_vocabulary: bool) -> list[Diagnostic]:
    """The findings about a text, without the echoes.

    Beside an error nobody can say what is unused: the use may stand in what could not be built. Where a file or a unit could
    not be read (``incomplete``), nobody can say which names there are; where a vocabulary has errors, which facts and codes.
    """
    own = list(found)
    if incomplete or has_faulty_vocabulary or any(finding.severity is Severity.ERROR for finding in own):
        own = [finding for finding in own if not finding.code.startswith("unused-")]
    if incomplete:
        own = [finding for finding in own if finding.code not in _NAMES_NOWHERE]
    if has_faulty_vocabulary:
        own = [finding for finding in own if finding.code not in _FACTS_NOWHERE]
    return own
