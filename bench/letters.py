"""Times the letters of the example applicants, form by form, as ratios to deciding with all reasons."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from one_record import TREE, best

from engine.documents.docx import as_docx
from engine.documents.html import as_html
from engine.documents.markdown import as_markdown
from engine.documents.pdf import as_pdf
from engine.evaluation.editions import EditionsInterpreter
from engine.language.diagnostics import Diagnostics
from engine.loading.library import Library
from engine.loading.source import read_file
from engine.records.reading import read_record
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declared import declared_letters
from engine.reporting.letters.document import document_of
from engine.reporting.letters.model import Sender
from engine.reporting.offices import read_office

if TYPE_CHECKING:
    from engine.documents.tree import Document
    from engine.evaluation.editions import Considered
    from engine.reporting.letters.model import Letter


def main() -> None:
    """Print one row a step: milliseconds a record or a letter here, and how many decisions with reasons that is."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rulebook", default="nthu-dual-emba")
    options.add_argument("--records", type=Path, default=TREE / "examples" / "applicants")
    options.add_argument("--languages", choices=("zh", "en", "both"), default="both")
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()

    library = Library(TREE / "rulebooks")
    rulebook = library.load(chosen.rulebook)
    vocabulary = library.vocabularies[rulebook.main_subject]
    interpreter, office = EditionsInterpreter(library.editions(chosen.rulebook)), read_office(None)
    declared = declared_letters(TREE / "rulebooks", rulebook)
    read = (
        read_record(read_file(path, path.name, Diagnostics()), vocabulary, Diagnostics())
        for path in chosen.records.glob("*.yaml")
    )
    records = [record for record in read if record is not None]
    sender = Sender(name=rulebook.authority)

    def letters(evaluation: Considered) -> tuple[Letter, ...]:
        return Letters(evaluation, office.phrases, declared, sender=sender, dated=date(2022, 5, 25)).due()

    def document(letter: Letter) -> Document:
        return document_of(letter, chosen.languages, office.templates)

    built = [letter for record in records for letter in letters(interpreter.under_each(record, None))]
    documents = [document(letter) for letter in built]
    for write in (as_html, as_markdown, as_pdf, as_docx):
        write(documents[0])

    rounds = chosen.rounds
    unit = best(lambda: [interpreter.under_each(record, None).judgment().as_json() for record in records], rounds, len(records))
    rows = [
        ("decide + reasons", unit),
        (
            "its letters as values",
            best(lambda: [letters(interpreter.under_each(one, None)) for one in records], rounds, len(records)),
        ),
        ("a letter's document", best(lambda: [document(letter) for letter in built], rounds, len(built))),
        ("as HTML", best(lambda: [as_html(one) for one in documents], rounds, len(documents))),
        ("as Markdown", best(lambda: [as_markdown(one) for one in documents], rounds, len(documents))),
        ("as PDF", best(lambda: [as_pdf(one) for one in documents], rounds, len(documents))),
        ("as DOCX", best(lambda: [as_docx(one) for one in documents], rounds, len(documents))),
    ]
    print(f"{chosen.rulebook}, {len(records)} records, {len(built)} letters, languages: {chosen.languages}")
    print(f"{'step':24}{'ms':>10}{'decisions':>12}")
    for name, spent in rows:
        print(f"{name:24}{spent / 1000:10.2f}{spent / unit:12.1f}")


if __name__ == "__main__":
    main()
