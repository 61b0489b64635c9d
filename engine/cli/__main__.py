"""``python -m engine.cli``: the command where it is not installed."""

from __future__ import annotations

from engine.cli import main

main()
