"""A document as PDF, set by typst from the template ``letter.typ``. The only place that knows typst.

The template is told the document as JSON: what somebody wrote is a value in it, and never code. The same document is the same
file, byte for byte. It is PDF/A-2a and PDF/UA-1: it can be kept, and read aloud, with its title, its languages and its day.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.documents.fonts import files
from engine.documents.told import told_of
from engine.language.diagnostics import Diagnostic, InputError, Place

if TYPE_CHECKING:
    from typst import Compiler, PDFStandard

    from engine.documents.tree import Document

TEMPLATE: Final = Path(__file__).with_name("letter.typ")
ARCHIVED: Final[list[PDFStandard]] = ["a-2a", "ua-1"]
ALOUD: Final[list[PDFStandard]] = ["ua-1"]
"""PDF/A-2a, which archives keep and which has a day, and PDF/UA-1, which can be read aloud."""


def as_pdf(document: Document) -> bytes:
    """The document on A4 paper, with its running foot on each page. Raises :class:`InputError` where it cannot be set.

    The first document of a process takes a tenth of a second longer than those after it, for which the fonts are open already.
    """
    from typst import TypstError  # noqa: PLC0415 - twenty megabytes that only a PDF needs

    told = json.dumps(told_of(document), ensure_ascii=False)
    try:
        return _set(told, ARCHIVED if document.dated else ALOUD)
    except TypstError:
        pass  # a character without a glyph: readable for the most part, and not for an archive
    try:
        return _set(told, [])
    except TypstError as error:
        raise InputError([_not_set(document, error.message)]) from error


def _set(told: str, standards: list[PDFStandard]) -> bytes:
    written = _compiler().compile(format="pdf", sys_inputs={"document": told}, timestamp=0, pdf_standards=standards)
    if isinstance(written, bytes):
        return written
    raise TypeError("typst writes a PDF into one file")


@cache
def _compiler() -> Compiler:
    """Typst with the template read and the fonts open, and none of the machine's own fonts."""
    import typst  # noqa: PLC0415 - see above

    folders = sorted({str(file.parent) for file in files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)


def _not_set(document: Document, message: str) -> Diagnostic:
    return Diagnostic(
        "no-pdf",
        f"this document cannot be set as PDF: {message}",
        Place(document.title),
        "write it as HTML and print that; and report it with the record, for it is an error of the engine",
    )
