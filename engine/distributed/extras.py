"""The libraries of other engines, which come as extras: asked for when they are needed, missed with a way out."""

from __future__ import annotations

from importlib.util import find_spec

from engine.batch.errors import BatchError


def demand(extra: str, *modules: str) -> None:
    """Raise :class:`BatchError` where a library of an extra is not installed."""
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise BatchError(
            f"--engine {extra} needs {' and '.join(missing)}, which {'is' if len(missing) == 1 else 'are'} not installed",
            f'install the extra: pip install "rulebook-engine[{extra}]"',
        )
