"""Lines of JSON, right and wrong, for a vocabulary with every kind of fact."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from engine.language.diagnostics import Diagnostics
from engine.loading.source import read_source
from engine.loading.vocabulary import read_vocabulary

if TYPE_CHECKING:
    from engine.language.facts import Vocabulary

_KEEPER: Final = """\
vocabulary: keeper
title: {zh: 蜂農, en: Keeper}
offset: "+08:00"
enumerations:
  kind: {values: {red: {zh: 紅, en: red}, green: {zh: 綠, en: green}}}
  cause: {values: {none: {zh: 無, en: no cause}, unknown: {zh: 不明, en: unknown}, open: {zh: 開, en: open}}}
facts:
  id: {type: text, identifier: true, label: {zh: 案號, en: File number}}
  flag: {type: boolean, label: {zh: 旗, en: Flag}}
  hive.kind: {type: kind, may_be_none: true, label: {zh: 類, en: Kind}}
  hive.cause: {type: cause, label: {zh: 因, en: Cause}}
  hive.frames: {type: integer, presumed: 2, label: {zh: 框, en: Frames}}
  hive.size.high: {type: integer, may_be_none: true, label: {zh: 高, en: Height}}
  hive.size.wide: {type: decimal, label: {zh: 寬, en: Width}}
  honey: {type: decimal, presumed: 10.25, label: {zh: 蜜, en: Honey}}
  wax: {type: decimal, empty: none, label: {zh: 蠟, en: Wax}}
  motto: {type: text, may_be_none: true, label: {zh: 銘, en: Motto}}
  note: {type: text, label: {zh: 註, en: Note}}
  joined_on: {type: date, label: {zh: 入, en: Joined on}}
  left_on: {type: date, may_be_none: true, label: {zh: 離, en: Left on}}
  lent_on: {type: date, empty: none, label: {zh: 借, en: Lent on}}
  ends_on: {type: date, empty: open, label: {zh: 迄, en: Ends on}}
  opened_on: {type: date, presumed: 2020-01-01, label: {zh: 開, en: Opened on}}
  scanned_at: {type: datetime, label: {zh: 掃, en: Scanned at}}
  tags: {type: list, of: kind, label: {zh: 籤, en: Tags}}
  weights: {type: list, of: decimal, presumed: [0.5, 2], label: {zh: 重, en: Weights}}
  days: {type: list, of: date, label: {zh: 日, en: Days}}
  stays:
    type: list
    label: {zh: 留, en: Stays}
    presumed: []
    interval: [from, to]
    of:
      from: {type: date, label: {zh: 起, en: from}}
      to: {type: date, empty: open, label: {zh: 迄, en: to}}
      kind: {type: kind, label: {zh: 類, en: kind}}
      noted: {type: boolean, presumed: false, label: {zh: 記, en: noted}}
      charge: {type: decimal, label: {zh: 費, en: charge}}
      count: {type: integer, presumed: 1, label: {zh: 數, en: count}}
      word: {type: text, may_be_none: true, label: {zh: 詞, en: word}}
      at: {type: datetime, label: {zh: 時, en: at}}
"""


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read as its file would be."""
    diagnostics = Diagnostics()
    tree = read_source(_KEEPER, "keeper.yaml", diagnostics)
    assert tree is not None
    found = read_vocabulary(tree, "keeper", {}, diagnostics)
    assert not diagnostics.found, [str(item) for item in diagnostics.found]
    return found


_GOOD: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ("true", "false"),
    "integer": ("0", "-0", "7", "-3", "123456789012", '"none"', '"unknown"'),
    "decimal": ('"none"', '"unknown"', "0", "1.5", "-2.25", "3", "1e2", "1.50", "0.000000001", "12345.678", "-0.0"),
    "text": ('"a"', '"b c"', '""', '"\\u7532"', '"甲"', '"\\ud83d\\ude00"', '"\\u0000"', '"}{"', '"a\\/b\\n"', '"\\"note\\":1"'),
    "date": ('"2020-01-01"', '"2019-12-31"', '"2020-02-29"', '"0001-01-01"', '"9999-12-31"'),
    "datetime": (
        '"2020-02-29T12:00:00+08:00"', '"2020-02-28 23:30:00-05:30"', '"2020-01-01T00:00:00.5+08:00"',
    ),
    "kind": ('"red"', '"green"'),
    "cause": ('"none"', '"unknown"', '"open"'),
}  # fmt: skip
"""What a value of each type is like, mostly in the forms that are read fast."""

_ODD: Final = (
    "null", '"none"', '"unknown"', '"open"', '"1.5"', '"12"', "1.0", "7.25", "1e3", "99999999999999999999", "9223372036854775808",
    "12345678901234567890.5", "0.1234567891", "1e-400", "1e401", "NaN", "Infinity", "-Infinity", "01", "1.", "+1", ".5", "tru",
    "[]", "{}", "[null]", '["red", "x"]', '[1.5, "2"]', '["2020-01-01", "none"]', "[1, 2.5]", '["unknown"]', "[[]]", "[{}]",
    '"2020-02-30"', '"111/05/20"', '"民國111年5月20日"', '"２０２０-01-01"', '" 2020-01-01"', '"2020-1-1"', '"0000-01-01"',
    '"20200101"', '"2020-01-01T10:00"', '"2020-01-01T10:00:00Z"', '"2020-01-01T10:00:00"', '"2020-01-01T10:00:00+0800"',
    '"2020-01-01T10:00+08:00"', '"2020-01-01T24:00:00+08:00"', '"2020-01-01T10:00:60+08:00"', '"2020-01-01T10:00:00+24:00"',
    '"0001-01-01T00:00:00+08:00"', '"9999-12-31T23:59:59-08:00"', '"2020-01-01T10:00:00.1234567+08:00"', '"purple"', '"\\ud800"',
    '"\\udc00"', '"\ud800"', '"a\tb"', '"\\x"', "'a'", '"' + "x" * 5000 + '"', "[" * 150 + "]" * 150, "true", "0", '"keeper"',
    "-99991", "-99999992", "-99991.0",
)  # fmt: skip


_NEARLY: Final[dict[str, tuple[str, ...]]] = {
    "boolean": ('"true"', "1"),
    "integer": ("1.0", '"7"', "-99991"),
    "decimal": ('"1.5"', "0.1234567891"),
    "text": ("3", '"\\ud800"'),
    "date": ('"2020-02-30"', '"111/05/20"'),
    "datetime": ('"2020-01-01T10:00:00+0800"', '"2020-01-01"', '"2020-01-01T10:00+08:00"'),
    "kind": ('"blue"', "1"),
    "cause": ('"red"', "null"),
}
"""What is nearly a value of each type, or one in another form."""


def _values(type_: str) -> st.SearchStrategy[str]:
    good = st.sampled_from(_GOOD[type_])
    odd: st.SearchStrategy[str] = st.sampled_from(_NEARLY[type_]) | st.sampled_from(_ODD)
    return st.integers(0, 24).flatmap(lambda chance: good if chance else odd)


def _member(name: str, type_: str) -> st.SearchStrategy[str]:
    return _values(type_).map(lambda value: f"{json.dumps(name)}:{value}")


def _members(types: dict[str, str]) -> st.SearchStrategy[list[str]]:
    """Some of the members of an object, in any order."""
    members = [_member(name, type_) for name, type_ in types.items()]
    return st.lists(st.sampled_from(range(len(members))), unique=True, max_size=len(members)).flatmap(
        lambda chosen: st.tuples(*(members[at] for at in chosen)).map(list)
    )


def _object(types: dict[str, str]) -> st.SearchStrategy[str]:
    return _members(types).map(lambda members: "{" + ",".join(members) + "}")


_STAY: Final = {
    "from": "date", "to": "date", "kind": "kind", "noted": "boolean", "charge": "decimal", "count": "integer", "word": "text",
    "at": "datetime",
}  # fmt: skip
_HIVE: Final = {"kind": "kind", "cause": "cause", "frames": "integer"}
_SIZE: Final = {"high": "integer", "wide": "decimal"}
_TOP: Final = {
    "flag": "boolean", "honey": "decimal", "wax": "decimal", "motto": "text", "note": "text", "joined_on": "date",
    "left_on": "date", "lent_on": "date", "ends_on": "date", "opened_on": "date", "scanned_at": "datetime",
}  # fmt: skip
_DOTTED: Final = {
    "hive.kind": "kind", "hive.frames": "integer", "hive.size.high": "integer", "hive.size.wide": "decimal",
}  # fmt: skip
_UNUSUAL_MEMBERS: Final = (
    '"zzz":null', '"zzz":1', '"flg":true', '"note":"twice","note":null', '"hive.size":{"high":3}', '"hive":{"kind":"red"}',
    '"hive.kind":null', '"hive":null', '"hive":{"zzz":null}', '"hive.zzz":1', '"subject":"keeper"', '"subject":"pupil"',
    '"subject":null', '"subject":3', '"story":{"zh":"例","en":"an example"}', '"story":null', '"n\\u006fte":"a"',
    '"h\\u006fney":"1.5"', '"stays":"unknown"', '"stays":[null]', '"stays":[{"zzz":1}]', '"stays":[1]', '"hive":{"size":{}}',
    '"stays":[{"from":"2020-01-02","to":"2020-01-01"}]', '"stays":[{"from":"2020-01-02","from":null}]', '"":1', '"id":"again"',
    '"hive":{"size.high":1}', '"zzz":' + "[" * 2000 + "]" * 2000,
)  # fmt: skip


@st.composite
def _record(draw: st.DrawFn) -> str:
    members = draw(_members(_TOP))
    chance = draw(st.integers(0, 29))
    members.insert(0, {0: '"id":""', 1: '"id":null', 2: '"note":"no id"', 3: '"id":7'}.get(chance, f'"id":"A-{chance}"'))
    style = draw(st.integers(0, 5))
    if style == 0:
        members += draw(_members(_DOTTED))
    elif style < 4:
        inner = draw(_members(_HIVE))
        if draw(st.booleans()):
            inner.append(f'"size":{draw(_object(_SIZE))}')
        members.append('"hive":{' + ",".join(inner) + "}")
    for name, of in (("tags", "kind"), ("weights", "decimal"), ("days", "date")):
        if draw(st.booleans()):
            members.append(f'"{name}":[' + ",".join(draw(st.lists(_values(of), max_size=3))) + "]")
    if draw(st.booleans()):
        members.append('"stays":[' + ",".join(draw(st.lists(_object(_STAY), max_size=3))) + "]")
    if draw(st.integers(0, 9)) == 0:
        members.append(draw(st.sampled_from(_UNUSUAL_MEMBERS)))
    if draw(st.integers(0, 9)) == 0:
        members = draw(st.permutations(members))
    comma, colon = draw(st.sampled_from([(",", ":"), (", ", ":"), (" ,\t", ":")]))
    return "{" + comma.join(members).replace('":', f'"{colon}' if colon != ":" else '":') + "}"


_ENDINGS: Final = (b" x", b"{}", b" {}", b"null", b" null {}", b"}", b",", b"\t", b"   ", b"[]", b"\0")
_LINES: Final = (b"", b"  ", b"\t", b"null", b"3", b'"a"', b"[]", b"{}", b"{", b"}", b"# x", b"\r", b"NaN")
_INTRUDERS: Final = (b"\xff", b"\0", b'"', b"\\", b"\r", b"\xc3", b",", b"}", b"null")


@st.composite
def _line(draw: st.DrawFn) -> bytes:
    text = draw(_record()).encode("utf-8", "surrogatepass")
    match draw(st.integers(0, 40)):
        case 0:
            return text[: draw(st.integers(0, len(text)))]
        case 1:
            return text + draw(
                st.sampled_from([b" x", b"{}", b" {}", b"null", b" null {}", b"}", b",", b"\t", b"   ", b"[]", b"\0"])
            )
        case 2:
            return draw(st.sampled_from([b" ", b"\xef\xbb\xbf", b"[", b"null", b"\t"])) + text
        case 3:
            return draw(
                st.sampled_from([b"", b"  ", b"\t", b"null", b"3", b'"a"', b"[]", b"{}", b"{", b"}", b"# x", b"\r", b"NaN"])
            )
        case 4:
            at = draw(st.integers(0, len(text)))
            return (
                text[:at] + draw(st.sampled_from([b"\xff", b"\0", b'"', b"\\", b"\r", b"\xc3", b",", b"}", b"null"])) + text[at:]
            )
        case _:
            return text


def blocks() -> st.SearchStrategy[bytes]:
    """Some lines, with an end of either kind, and with a byte order mark or without a last line break now and then."""
    ends = st.sampled_from([b"\n", b"\n", b"\n", b"\r\n"])
    lines = st.lists(st.tuples(_line(), ends).map(b"".join), min_size=1, max_size=12).map(b"".join)
    return st.tuples(lines, st.integers(0, 19)).map(
        lambda found: b"\xef\xbb\xbf" + found[0] if found[1] == 0 else found[0].rstrip(b"\n") if found[1] == 1 else found[0]
    )
