"""RFC 8785: the examples of its text, and its table of numbers."""

from __future__ import annotations

import hashlib
import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.audit.canonical import canonical, digest_of, in_full, number

NUMBERS = """
    0000000000000000 0
    8000000000000000 0
    0000000000000001 5e-324
    8000000000000001 -5e-324
    7fefffffffffffff 1.7976931348623157e+308
    ffefffffffffffff -1.7976931348623157e+308
    4340000000000000 9007199254740992
    c340000000000000 -9007199254740992
    4430000000000000 295147905179352830000
    44b52d02c7e14af5 9.999999999999997e+22
    44b52d02c7e14af6 1e+23
    44b52d02c7e14af7 1.0000000000000001e+23
    444b1ae4d6e2ef4e 999999999999999700000
    444b1ae4d6e2ef4f 999999999999999900000
    444b1ae4d6e2ef50 1e+21
    3eb0c6f7a0b5ed8c 9.999999999999997e-7
    3eb0c6f7a0b5ed8d 0.000001
    41b3de4355555553 333333333.3333332
    41b3de4355555554 333333333.33333325
    41b3de4355555555 333333333.3333333
    41b3de4355555556 333333333.3333334
    41b3de4355555557 333333333.33333343
    becbf647612f3696 -0.0000033333333333333333
    43143ff3c1cb0959 1424953923781206.2
"""
"""Appendix B: a double by its bits, and how it is written."""

SAFE = (1 << 53) - 1
Plain = st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False) | st.text()
Json = st.recursive(Plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4))


@pytest.mark.parametrize(("bits", "written"), [line.split() for line in NUMBERS.strip().splitlines()])
def test_numbers(bits: str, written: str) -> None:
    [value] = struct.unpack(">d", bytes.fromhex(bits))
    assert number(value) == written


def test_the_example_of_the_text() -> None:
    text = r"""{
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]
    }"""
    expected = (
        r'{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        r'"string":"€$\u000f\nA'
        "'"
        r'B\"\\\\\"/"}'
    )
    assert canonical(json.loads(text)) == expected


def test_keys_by_their_utf_16_code_units() -> None:
    keys = ["€", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "ö"]
    found = json.loads(canonical(dict.fromkeys(keys, 0)))
    assert list(found) == ["\r", "1", "\u0080", "ö", "€", "\U0001f600", "\ufb33"]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "\ud800", {"\udfff": 1}])
def test_what_json_has_not(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical(value)


def test_what_is_no_json() -> None:
    with pytest.raises(TypeError):
        canonical({1, 2})


@given(Json)
def test_what_was_written_is_read_as_the_same_and_written_in_the_same_way(value: object) -> None:
    text = canonical(value)
    assert text == in_full(value)
    assert canonical(json.loads(text)) == text
    assert json.loads(text, parse_int=float) == value, "a number of JSON is a double"


def test_a_digest_is_that_of_utf_8() -> None:
    assert digest_of("碩士") == f"sha256:{hashlib.sha256('碩士'.encode()).hexdigest()}"
