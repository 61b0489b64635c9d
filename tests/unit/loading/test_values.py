"""A scalar in the place of a whole list: what a form or a table with one column gives."""

from __future__ import annotations

import pytest

from engine.language.diagnostics import Place
from engine.language.facts import Bilingual, Fact, FactType
from engine.loading.tree import Scalar
from engine.loading.values import RefusedValueError, ValueReader


@pytest.mark.parametrize(("value", "help_text"), [("VN", "write [VN]"), (5, "")])
def test_a_scalar_is_no_list(value: str | int, help_text: str) -> None:
    fact = Fact("held", FactType.LIST, Bilingual("甲", "a"))
    scalar = Scalar(value, str(value), Place("r.yaml"))
    with pytest.raises(RefusedValueError, match="where a list is wanted") as refused:
        ValueReader({}, 0).read(scalar, fact)
    assert (refused.value.code, refused.value.help) == ("wrong-type", help_text)
