"""Whatever a command reads is decided or turned away: one by one, each with its place and every reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.cli.inputs import read_inputs
from tests.unit.reporting.evaluations import BROCHURE, library, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from engine.cli.inputs import Inputs


def read(folder: Path) -> Inputs:
    return read_inputs([str(folder)], library().load(BROCHURE), library().vocabularies)


def test_each_input_that_is_turned_away_has_its_own_reasons(tmp_path: Path) -> None:
    files = {
        "a.yaml": text_of("fee-unpaid"),
        "b.yaml": text_of("fee-unpaid"),
        "c.yaml": "id: EX-98\nno_such: 1\nother: 2\n",
        "d.yaml": "id: [\n",
        "e.yaml": text_of("dual-national"),
        "f.ndjson": '{"id": "EX-90", "no_such": 1}\n{"id": \n{"id": "EX-91", "wrong": 1}\n',
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    found = read(tmp_path)
    assert [record.id for record in found.records] == ["EX-02"]
    assert len(found.refused) == found.rejected
    told = {(one.file.rpartition("/")[2], one.first.place.line, one.id): one for one in found.refused}
    assert set(told) == {
        ("a.yaml", 2, "EX-14"),
        ("b.yaml", 2, "EX-14"),
        ("c.yaml", 2, "EX-98"),
        ("d.yaml", 2, ""),
        ("f.ndjson", 1, "EX-90"),
        ("f.ndjson", 2, ""),
        ("f.ndjson", 3, "EX-91"),
    }
    assert [problem.code for problem in told["c.yaml", 2, "EX-98"].problems] == ["unknown-fact", "unknown-fact"]
    assert "b.yaml" in told["a.yaml", 2, "EX-14"].first.help
    assert "a.yaml" in told["b.yaml", 2, "EX-14"].first.help
    errors = {error for error in found.diagnostics.errors if error.place.file.endswith("yaml")}
    assert errors <= {problem for one in found.refused for problem in one.problems}, "no finding is lost"


def test_where_nothing_is_wrong_nothing_is_turned_away(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(text_of("dual-national"), encoding="utf-8")
    assert (read(tmp_path).refused, read(tmp_path).rejected) == ((), 0)
