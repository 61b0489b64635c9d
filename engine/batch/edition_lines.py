"""Lines of ``decisions.ndjson`` where records come under several versions: each with the texts and decisions of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.batch.outcome_lines import outcome_lines
from engine.evaluation.decided import VERSION
from engine.evaluation.editions_at_hand import united_decisions
from engine.evaluation.judgment import UNDETERMINED, RulebookReference
from engine.language.walk import with_used

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from engine.evaluation.editions_table import EditionsTable
    from engine.language.rulebook import Decision

_BETWEEN = "\x1f"


def lines_by_edition(table: pa.Table, editions: EditionsTable) -> bytes:
    """A line a row, as :func:`engine.batch.outcome_lines.outcome_lines` writes it for one text."""
    if not table.num_rows:
        return b""
    found: NDArray[np.object_] = np.empty(table.num_rows, object)
    columns = [table.column(f"{VERSION}{id_}.possible") for id_ in editions.ids]
    codes = np.zeros(table.num_rows, np.int64)
    for column in columns:
        words = pc.binary_join(column, _BETWEEN).combine_chunks().dictionary_encode()
        words = words.combine_chunks() if isinstance(words, pa.ChunkedArray) else words
        codes = codes * len(words.dictionary) + words.indices.to_numpy()
    for code in np.unique(codes).tolist():
        rows = np.flatnonzero(codes == code)
        at = int(rows[0])
        versions = {id_: tuple(column[at].as_py()) for id_, column in zip(editions.ids, columns, strict=True)}
        rulebook, *uses = _references(editions, versions)
        lines = outcome_lines(table.take(pa.array(rows)), rulebook, uses, _decisions(editions, versions))
        found[rows] = np.array(lines.splitlines(keepends=True), object)
    return b"".join(found.tolist())


def _references(editions: EditionsTable, versions: dict[str, tuple[str, ...]]) -> list[RulebookReference]:
    """The texts that can have decided, as a judgment names them; that which was named is the first."""
    digests = {(book.id, book.version): book.digest for whole in editions.editions.books for book in with_used(whole).values()}
    found = []
    for id_, those in versions.items():
        if not those:
            continue
        several = tuple(RulebookReference(id=id_, version=one, digest=digests[id_, one]) for one in those)
        together = RulebookReference(id=id_, version=UNDETERMINED, digest="", versions=several)
        found.append(several[0] if len(several) == 1 else together)
    return found


def _decisions(editions: EditionsTable, versions: dict[str, tuple[str, ...]]) -> Sequence[Decision]:
    """The decisions that some of the possible editions have and that are wanted."""
    own = editions.editions.id
    books = [book for book in editions.editions.books if book.version in versions[own]]
    return [one for one in united_decisions(books, editions.subject) if one.name in editions.decisions]


def versions_applied(counts: dict[str, Any]) -> dict[str, dict[str, int]]:
    """How many records came under each version, by rulebook; what is open comes last."""
    return {
        id_: dict(sorted(those.items(), key=lambda one: (one[0] == UNDETERMINED, one[0])))
        for id_, those in counts.get("versions", {}).items()
    }
