"""A process that loads no more than it needs."""

from __future__ import annotations

import sys
from importlib.abc import MetaPathFinder
from typing import Any

_ASIDE = "pandas"


class _Refusing(MetaPathFinder):
    def find_spec(self, name: str, *_: Any) -> None:
        if name == _ASIDE:
            raise ModuleNotFoundError(f"{name} is left aside here", name=name)


def leave_pandas_aside() -> None:
    """Keep Arrow from loading pandas, where that is installed, only to see that what it is given is nothing of pandas.

    That takes longer than to decide ten thousand records, in every process. It is for processes of our own: where pandas is
    loaded already nothing changes.
    """
    if not any(isinstance(finder, _Refusing) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Refusing())
