"""Whatever comes in: a tree or diagnostics, never an exception; and what was written is what is read."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_source
from engine.loading.tree import plain

SCRAPS = [
    "{", "}", "[", "]", ":", ": ", ",", "- ", "\n", "  ", "\t", "'", '"', "&a", "*a", "!t", "|", ">", "#", "?", "%",
    "---", "...", "<<", "a", "1", "\\u", "\r", "\ufeff", "\x00", "𠮷", "\u2028", "true", "1e9", "\ud800",
]  # fmt: skip
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029\ufeff"), max_size=12)
PLAIN_TEXTS = st.text(
    st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"),
    max_size=12,
)
# YAML 1.2 reads `0E0` as a number; the writer, of YAML 1.1, does not know that and leaves such a text without quotes
TEXTS_IN_BOTH = PLAIN_TEXTS.filter(lambda text: not re.fullmatch(r"[-+]?(\d+|\.\d+|\d+\.\d*)[eE][-+]?\d+", text))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def collections(scalars: st.SearchStrategy[object], keys: st.SearchStrategy[str]) -> st.SearchStrategy[object]:
    return st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
        max_leaves=12,
    )


def exact(value: object) -> object:
    """Floats as the decimals that their notation says."""
    match value:
        case float():
            return Decimal(repr(value))
        case list():
            return [exact(item) for item in value]
        case dict():
            return {key: exact(inner) for key, inner in value.items()}
        case _:
            return value


def check_never_raises(source: str | bytes, file: str) -> None:
    diagnostics = Diagnostics()
    tree = read_source(source, file, diagnostics)
    assert tree is not None or diagnostics.errors
    for found in diagnostics.found:
        assert found.place.line >= 1
        assert found.place.column >= 1


@given(st.binary(max_size=60), st.sampled_from(["f.yaml", "f.json"]))
def test_bytes_never_raise(content: bytes, file: str) -> None:
    check_never_raises(content, file)


@settings(max_examples=300)
@given(st.lists(st.sampled_from(SCRAPS), max_size=25).map("".join), st.sampled_from(["f.yaml", "f.json", "-"]))
def test_scraps_of_syntax_never_raise(text: str, file: str) -> None:
    check_never_raises(text, file)


@given(
    collections(st.none() | st.booleans() | st.integers() | TEXTS_IN_BOTH, PLAIN_TEXTS.filter(bool)),
    st.booleans(),
)
def test_what_yaml_writes_is_read(value: object, flow: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    diagnostics = Diagnostics()
    written = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow)
    tree = read_source(written, "f.yaml", diagnostics)
    assert diagnostics.found == []
    assert tree is not None
    assert plain(tree) == value


@given(
    collections(st.none() | st.booleans() | st.integers() | TEXTS | FLOATS, TEXTS),
    st.booleans(),
    st.sampled_from([None, 2, "\t"]),
)
def test_what_json_writes_is_read(value: object, ascii_only: bool, indent: int | str | None) -> None:  # noqa: FBT001 - drawn by hypothesis
    diagnostics = Diagnostics()
    written = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    tree = read_source(written, "f.json", diagnostics)
    assert diagnostics.found == []
    assert tree is not None
    assert plain(tree) == exact(value)
