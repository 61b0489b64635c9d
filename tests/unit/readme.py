"""What the READMEs tell to type."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def commands_of(readme: str) -> list[str]:
    """The lines of a README's shell blocks."""
    blocks = re.findall(r"^```sh\n(.*?)^```", (ROOT / readme).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines() if line.strip()]
