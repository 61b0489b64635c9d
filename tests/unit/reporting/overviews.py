"""Batch reports for tests: rows made by hand, and the one about the example applicants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from engine.documents.text import isolated
from engine.language.facts import Bilingual
from engine.reporting.overview.build import OverviewBuilder
from engine.reporting.overview.model import Ground, Link, Named, Overview, Refused, Row, Wanting
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.evaluations import BROCHURE, EXAMPLES, example

HOSTILE = "</script><script>alert(1)</script> {{7*7}} \u202eevil\u202c 𠮷䶮"
DATED = date(2022, 5, 1)
_OUTCOMES = (("accept", "favourable"), ("refuse", "unfavourable"), ("undetermined", "undetermined"))


def said(text: str) -> Bilingual:
    """A wording that is told apart in its two languages."""
    return Bilingual(f"中{text}", text)


def row(number: int = 0, **changes: Any) -> Row:
    """A row that was accepted, with changes."""
    plain: dict[str, Any] = {
        "record": isolated(f"R-{number}"),
        "person": Bilingual(isolated(f"陳{number}"), isolated(f"Chen {number}")),
        "decision": "admission",
        "title": said("Admission"),
        "outcome_key": "accept",
        "outcome": said("Accept"),
        "place": 0,
        "tone": "favourable",
        "reason": said("Nothing is wanting"),
    }
    return Row(**(plain | changes))


def refused_row(number: int, *grounds: str, nearest: tuple[str, ...] = (), **changes: Any) -> Row:
    """A row that was refused, for grounds by their keys."""
    found = [Ground(key=key, label=said(key), cite=said(f"§ {key}")) for key in grounds]
    found += [Ground(key=key, label=said(key), cite=said(f"§ {key}"), nearest=True) for key in nearest]
    refused = {"outcome_key": "refuse", "outcome": said("Refuse"), "place": 1, "tone": "unfavourable", "grounds": tuple(found)}
    return row(number, **(refused | changes))


def open_row(number: int, *missing: str, **changes: Any) -> Row:
    """A row that is open, for want of facts by their keys."""
    found = tuple(Wanting(key=key, label=said(key), own=said(f"own {key}"), ask=said("Send it")) for key in missing)
    undecided = {"outcome_key": "undetermined", "outcome": said("Open"), "place": 2, "tone": "undetermined", "missing": found}
    return row(number, **(undecided | changes))


def due(days: int) -> dict[str, Any]:
    """A deadline so many days after the day from which days count."""
    day = DATED + timedelta(days)
    return {"deadline": day, "deadline_shown": Bilingual(day.isoformat(), day.isoformat()), "days": days}


def overview(*rows: Row, refused: tuple[Refused, ...] = ()) -> Overview:
    """A batch report about some rows."""
    return Overview(text=said("Rules"), governs="zh", rows=rows, refused=refused, rulebooks=(), made_by=said("Made"))


def mixed(count: int) -> Overview:
    """So many rows of every kind, one of them with a hostile name and one with an id in full-width digits."""
    rows = []
    for number in range(count):
        link = (Link(said("Letter"), f"R-{number}.html"),)
        if number % 5 == 1:
            ground = "late" if number % 10 == 1 else "unpaid"
            rows.append(refused_row(number, ground, documents=link, reason=said(ground), **due(number % 70 - 5)))
        elif number % 5 == 3:
            reading = (Named(key="text:degree", label=said("What is a degree?"), cite=said("§ 9")),)
            rows.append(open_row(number, "paper", documents=link, readings=reading))
        else:
            rows.append(row(number, documents=link))
    if count:
        rows[0] = row(0, person=Bilingual(isolated(HOSTILE), isolated(HOSTILE)), record=isolated("Ｒ－１００００"))
    return overview(*rows, refused=(Refused(record="X-1", place="a.csv: row 7", reasons=("unknown fact",)),))


def of_examples() -> Overview:
    """The batch report about the example applicants, in the order of their files."""
    builder = OverviewBuilder(shipped_phrases())
    for path in sorted(EXAMPLES.glob("*.yaml")):
        evaluation = example(path.stem, rulebook=BROCHURE)
        builder.add(evaluation, documents=(Link(Bilingual("說明書", "Report"), f"{evaluation.record.id}.html"),))
    return builder.overview()
