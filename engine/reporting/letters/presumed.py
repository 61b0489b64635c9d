"""What was presumed, told of a whole list at once where it was presumed of several entries alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.language.facts import Bilingual
    from engine.reporting.letters.telling import Telling
    from engine.reporting.model import Presumption


def presumptions_of(telling: Telling, names: Sequence[str]) -> tuple[Presumption, ...]:
    """The presumptions on which outcomes turn; of one that turns on none by itself, all on which it rests."""
    found: dict[tuple[str, Bilingual, Bilingual], tuple[Presumption, list[str]]] = {}
    results = [telling.builder.results[name] for name in names]
    turning = {path: result for result in reversed(results) for path in result.turns_on_presumptions}
    resting = {path: result for result in reversed(results) if not result.turns_on_presumptions for path in result.presumed}
    for path, result in {**turning, **{path: result for path, result in resting.items() if path not in turning}}.items():
        one = telling.builder.presumption(path, result)
        listed, bracket, rest = path.partition("[")
        kind = f"{listed}[].{rest.partition('].')[2]}" if bracket else path
        found.setdefault((kind, one.value, one.effect), (one, []))[1].append(path)
    return tuple(replace(one, label=_of_entries(telling, paths)) if len(paths) > 1 else one for one, paths in found.values())


def _of_entries(telling: Telling, paths: list[str]) -> Bilingual:
    """A field of several entries: the list, the numbers of the entries, the field."""
    say, names = telling.phrases.say, telling.names
    numbers = sorted(int(path.partition("[")[2].partition("]")[0]) + 1 for path in paths)
    entries = say("letter.entries", x=telling.phrases.joined([say("letter.number", n=number) for number in numbers]))
    of = say("report.of", label=names.fact(paths[0].partition("[")[0]), entry=entries)
    return say("join.label", label=of, x=names.fact(paths[0]))
