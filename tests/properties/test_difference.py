"""One edit of a rulebook is one change at its unit, told in words that are not the same before and after."""

from __future__ import annotations

from pathlib import Path

from engine.analysis.mutation.mutants import mutants_of, sampled
from engine.reporting.difference.build import difference
from tests.shipped import library

ROOT = Path(__file__).resolve().parents[2]
EDITS = 40


def test_every_single_edit_is_one_change_at_the_right_unit_and_said_in_words() -> None:
    id_ = "ntucm-exchange"
    version = library().versions(id_)[-1]
    before = library().load(f"{id_}@{version}")
    assert difference(before, before).is_empty
    seen = 0
    for mutant in sampled(mutants_of(library(), id_, version), EDITS, seed=11):
        edited = library().edited(id_, version, mutant.file, mutant.change.tree)
        built = edited.built(id_, version)
        if built is None or edited.diagnostics.errors:
            continue
        seen += 1
        found = difference(before, built.rulebook)
        entries = [entry for group in found.groups for entry in group.entries]
        assert len(entries) == 1, mutant.name
        entry = entries[0]
        path = entry.key_after.partition(":")[2]
        assert path in mutant.name, mutant.name
        assert entry.lines, mutant.name
        for line in entry.lines:
            for told in (entry.name, *line.within):
                assert told.zh
            assert line.before is None or line.after is None or line.before != line.after, mutant.name
            assert line.before is not None or line.after is not None, mutant.name
    assert seen > EDITS // 2
