"""What there is of each outcome, missing fact, reading, ground and status: numbers that add up over chunks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engine.evaluation.decided import STATUSES, VERSION, ids_with_versions
from engine.evaluation.judgment import UNDETERMINED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyarrow as pa

    from engine.language.rulebook import Decision

GROUNDS: Final = ".grounds"
"""After a decision's name: the column of a chunk's table with the provisions on which an explained outcome rests."""
_WHOLE: Final = r'^["0-9-]'
"""How a text, day, word or number begins in JSON; what is known of a value in part is none of these."""
_NUMBER: Final = re.compile(r"\[\d+\]")
Counts = dict[str, Any]
"""Numbers by names, nested."""


def added(left: Counts, right: Counts) -> Counts:
    """The sum of two counts: numbers under the same names are added."""
    found = dict(left)
    for name, value in right.items():
        if isinstance(value, dict):
            found[name] = added(found.get(name, {}), value)
        else:
            found[name] = found.get(name, 0) + value
    return found


def counts_of(table: pa.Table, decisions: Sequence[Decision]) -> Counts:
    """The counts of a chunk's table: by decision, by provision, and by version where the table tells versions."""
    of_decisions = {decision.name: _of_decision(table, decision) for decision in decisions}
    statuses = {name: _words(table.column(name)) for name in table.column_names if ":" in name}
    versions = {id_: _words(table.column(f"{VERSION}{id_}")) for id_ in ids_with_versions(table.schema)}
    return {"decisions": of_decisions, "provisions": statuses, **({"versions": versions} if versions else {})}


def _of_decision(table: pa.Table, decision: Decision) -> Counts:
    name = decision.name
    found: Counts = {}
    if decision.value is None:
        found["outcomes"] = outcomes = _words(table.column(name))
        if outcomes.get(UNDETERMINED):
            found["possible"] = _possible(table, name)
    else:
        found["values"] = {
            "known": sum(known_values(table, name).to_pylist()),
            "unknown": sum(open_values(table, name).to_pylist()),
        }
    found["missing"] = _entries(table.column(f"{name}.missing"))
    found["turns_on_readings"] = _entries(table.column(f"{name}.turns_on_readings"))
    if name + GROUNDS in table.column_names and decision.value is None:
        found["grounds"] = {
            outcome: _entries(table.column(name + GROUNDS).filter(_is(table, name, outcome))) for outcome in outcomes
        }
    return found


def _is(table: pa.Table, name: str, outcome: str) -> Any:
    import pyarrow.compute as pc  # noqa: PLC0415 - not every chunk has grounds

    return pc.equal(table.column(name).cast("string"), outcome)


def known_values(table: pa.Table, name: str) -> Any:
    """Of which rows a value is known: it stands in its column, or beside it where it has no room there (`none`)."""
    import pyarrow.compute as pc  # noqa: PLC0415 - as above

    is_whole = pc.fill_null(pc.match_substring_regex(table.column(f"{name}.known"), _WHOLE), False)  # noqa: FBT003 - Arrow's way
    return pc.or_(pc.is_valid(table.column(name)), is_whole)


def open_values(table: pa.Table, name: str) -> Any:
    """Of which rows a value is not known. Where a version has no such decision, nothing is: neither a value nor what is known."""
    import pyarrow.compute as pc  # noqa: PLC0415 - as above

    return pc.and_(pc.invert(known_values(table, name)), pc.is_valid(table.column(f"{name}.known")))


def _possible(table: pa.Table, name: str) -> Counts:
    """How many are undetermined between which outcomes."""
    rows = table.column(f"{name}.possible").filter(_is(table, name, UNDETERMINED)).to_pylist()
    found: Counts = {}
    for possible in rows:
        between = " | ".join(possible)
        found[between] = found.get(between, 0) + 1
    return found


def _words(column: Any) -> Counts:
    """How often each word of a dictionary column occurs; those that do not are left out."""
    found: Counts = {}
    for chunk in column.chunks:
        indices = chunk.indices if not chunk.null_count else chunk.indices.drop_null()
        indices = indices.to_numpy()
        for word, number in zip(chunk.dictionary.to_pylist(), np.bincount(indices, minlength=len(chunk.dictionary)), strict=True):
            if number:
                found[word] = found.get(word, 0) + int(number)
    return found


def _entries(column: Any) -> Counts:
    """In how many rows each entry of a list column occurs; elements of a list (``loans[3].to``) count once a row together."""
    found: Counts = {}
    for chunk in column.chunks:
        rows = chunk.value_parent_indices() if hasattr(chunk, "value_parent_indices") else None
        items = chunk.flatten().dictionary_encode()
        if not len(items):
            continue
        names = [_kind_of(word) for word in items.dictionary.to_pylist()]
        known = list(dict.fromkeys(names))
        kinds = np.array([known.index(name) for name in names], np.int64)[items.indices.to_numpy(zero_copy_only=False)]
        at = (rows if rows is not None else _parents(chunk)).to_numpy(zero_copy_only=False)
        once = np.unique(np.asarray(at, np.int64) * len(known) + kinds) % len(known)
        for name, number in zip(known, np.bincount(once, minlength=len(known)).tolist(), strict=True):
            found[name] = found.get(name, 0) + number
    return found


def _parents(lists: Any) -> Any:
    import pyarrow.compute as pc  # noqa: PLC0415 - for an older Arrow

    return pc.list_parent_indices(lists)


@lru_cache(maxsize=4096)
def _kind_of(path: str) -> str:
    return _NUMBER.sub("[]", path)


# -- in the order in which they are told -------------------------------------------------------------------------------


def in_order(counts: Counts, decisions: Iterable[Decision], provisions: Iterable[str]) -> Counts:
    """The counts with outcomes and provisions as the rulebook has them, and the rest most frequent first."""
    of_decisions = {decision.name: _ordered(counts["decisions"].get(decision.name, {}), decision) for decision in decisions}
    statuses = counts["provisions"]
    return {
        "decisions": of_decisions,
        "provisions": {key: {name: statuses.get(key, {}).get(name, 0) for name in STATUSES} for key in provisions},
    }


def _ordered(found: Counts, decision: Decision) -> Counts:
    told: Counts = {}
    if decision.value is None:
        words = (*decision.outcomes, UNDETERMINED)
        told["outcomes"] = {word: found.get("outcomes", {}).get(word, 0) for word in words}
        told["possible"] = most_frequent(found.get("possible", {}))
    else:
        told["values"] = {word: found.get("values", {}).get(word, 0) for word in ("known", "unknown")}
    told["missing"] = most_frequent(found.get("missing", {}))
    told["turns_on_readings"] = most_frequent(found.get("turns_on_readings", {}))
    if "grounds" in found:
        grounds = found["grounds"]
        told["grounds"] = {word: most_frequent(grounds[word]) for word in (*decision.outcomes, UNDETERMINED) if grounds.get(word)}
    return told


def most_frequent(counts: Counts) -> Counts:
    """The counts by their numbers, the largest first, equal ones by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
