"""What is written about a record: the letters that its outcome calls for, or those that are asked for, as documents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Final, Literal

from engine.language.diagnostics import did_you_mean
from engine.reporting.letters.build import Letters
from engine.reporting.letters.declared import declared_letters
from engine.reporting.letters.document import document_of
from engine.reporting.letters.model import Sender

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from engine.documents.tree import Document
    from engine.evaluation.editions import Considered
    from engine.language.facts import Bilingual
    from engine.language.rulebook import Rulebook
    from engine.reporting.letters.called_for import Uncalled
    from engine.reporting.letters.declaration import Declaration
    from engine.reporting.letters.document import Languages
    from engine.reporting.letters.model import Letter
    from engine.reporting.offices import Office

Format = Literal["html", "md", "pdf", "docx"]
EXPLANATION: Final = "explanation"
"""The long one: every reason, with the wording of the law and all facts. No letter can be called so."""
ALL: Final = "all"
INDEX: Final = "index.html"
"""The page of all records of a run."""
_LONGEST_NAME: Final = 80
_TELLING: Final = 8
"""Digits of a digest: of five thousand records one in three hundred runs has two alike, which are then numbered."""
_DEVICE: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")
"""Names that Windows keeps for devices, whatever their ending."""


class NoSuchLetterError(LookupError):
    """A letter is asked for that there is not; ``way_out`` names what there is."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f'there is no letter "{name}"')
        self.way_out = did_you_mean(name, known) or "--document list names them all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be written. No ``documents``: what the outcome calls for; ``decision``: of that one alone.

    ``dated`` is the day of the letters; without one they leave a blank for it, since nothing asks the clock.
    """

    languages: Languages = "both"
    documents: tuple[str, ...] = ()
    decision: str = ""
    dated: date | None = None
    roc: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document about a record. ``name`` is empty for the letter that tells the decision itself."""

    name: str
    title: Bilingual
    document: Document
    letter: Letter | None = None


@dataclass(slots=True)
class Issuer:
    """Writes letters about the records of a run. ``rulebooks`` is the folder of the library."""

    rulebooks: Path
    office: Office
    asked: Asked
    _declared: dict[tuple[str, str], tuple[Declaration, ...]] = field(default_factory=dict)

    def declared(self, book: Rulebook) -> tuple[Declaration, ...]:
        """The letters about a version of a rulebook, the office's among them."""
        key = (book.id, book.version)
        if key not in self._declared:
            self._declared[key] = declared_letters(self.rulebooks, book, office=self.office.folder)
        return self._declared[key]

    def check_names(self, books: Iterable[Rulebook]) -> None:
        """Raise :class:`NoSuchLetterError` for a letter that no version of the rulebook has."""
        known = dict.fromkeys(one.name for book in books for one in self.declared(book))
        for name in self.asked.documents:
            if name not in known and name not in {EXPLANATION, ALL}:
                raise NoSuchLetterError(name, [*known, EXPLANATION, ALL])

    def papers(self, considered: Considered, code: str = "") -> list[Paper]:
        """The documents about a record. ``code`` is that of its entry in the decision log.

        Raises :class:`InputError` where a template or a wording of the office cannot make one.
        """
        found = [self._paper(letter) for letter in self._letters(considered, code)]
        told = next((paper for paper in found if self._tells(paper)), None)
        found = [replace(paper, name="") if paper is told else paper for paper in found]
        if {EXPLANATION, ALL} & set(self.asked.documents):
            found.append(self._explanation(considered, code))
        return found

    def uncalled(self, considered: Considered) -> dict[str, Uncalled]:
        """Why letters that are asked for by name are not written, by their names."""
        letters, asked = self._of(considered), self.asked
        declared = {one.name: one for one in self.declared(considered.newest.program.rulebook)}
        reasons = {name: letters.why_not(declared[name], asked.decision) for name in asked.documents if name in declared}
        return {name: reason for name, reason in reasons.items() if reason is not None}

    def _of(self, considered: Considered, code: str = "") -> Letters:
        asked, book = self.asked, considered.newest.program.rulebook
        return Letters(
            considered,
            self.office.phrases,
            self.declared(book),
            sender=self.office.sender or Sender(name=book.authority, assumed=True),
            dated=asked.dated,
            roc=asked.roc,
            code=code,
        )

    def _letters(self, considered: Considered, code: str) -> Iterator[Letter]:
        asked, letters = self.asked, self._of(considered, code)
        if not asked.documents:
            yield from letters.due(asked.decision)
            return
        known = letters.names()
        wanted = known if ALL in asked.documents else [name for name in dict.fromkeys(asked.documents) if name in known]
        for name in wanted:
            yield from letters.named(name, asked.decision)

    def _paper(self, letter: Letter) -> Paper:
        asked = self.asked
        document = document_of(letter, asked.languages, self.office.templates, roc=asked.roc)
        return Paper(name=letter.name, title=letter.title, document=document, letter=letter)

    def _tells(self, paper: Paper) -> bool:
        """Whether a letter is the one that the outcome itself is told by; what is asked for by name keeps its name."""
        return not self.asked.documents and paper.letter is not None and paper.letter.form in {"letter", "request"}

    def _explanation(self, considered: Considered, code: str) -> Paper:
        from engine.reporting import report_of  # noqa: PLC0415 - letters need none of it
        from engine.reporting.explanation import explanation_of  # noqa: PLC0415 - the same

        report = report_of(considered, roc=self.asked.roc)
        document = explanation_of(report, self.asked.languages, self.office.templates, dated=self.asked.dated, code=code)
        return Paper(name=EXPLANATION, title=self.office.phrases.say("report.title"), document=document)


# -- files -------------------------------------------------------------------------------------------------------------


class FileNames:
    """Names of files: the record's where that is safe, else what of it is with a digest, and never the same twice.

    The digest keeps a name to its record, whatever other records a run has: a letter is not taken for one of somebody else.
    """

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix
        self.taken = {INDEX, f"index.{suffix}"}

    def of(self, record: str, names: Sequence[str]) -> list[str]:
        """A name for each document about a record; those of one record begin alike."""
        for stem in _stems(record):
            found = self._under(stem, names)
            claimed = {f"{stem}.".lower(), *map(str.lower, found)}  # some file systems do not tell capitals apart
            if not claimed & self.taken:
                self.taken |= claimed
                return found
        raise AssertionError("numbers do not end")

    def _under(self, stem: str, names: Sequence[str]) -> list[str]:
        found: list[str] = []
        for name in names:
            first = f"{stem}.{name}" if name else stem
            number, free = 2, f"{first}.{self.suffix}"
            while free.lower() in map(str.lower, found):
                number, free = number + 1, f"{first}-{number}.{self.suffix}"
            found.append(free)
        return found


def _stems(record: str) -> Iterator[str]:
    """How the names of a record's files can begin, the best first."""
    safe = safe_name(record)
    if safe == record:
        yield safe
    digest = sha256(record.encode(errors="surrogatepass")).hexdigest()[:_TELLING]
    yield f"{safe}-{digest}"
    yield from (f"{safe}-{digest}-{number}" for number in count(2))


def safe_name(text: str) -> str:
    """What of a text can be the name of a file on every system."""
    safe = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip(".-")[:_LONGEST_NAME].rstrip(".-") or "record"
    return f"record-{safe}" if _DEVICE.match(safe) else safe


def content_of(document: Document, form: Format, back: tuple[str, str] | None = None) -> bytes:
    """The file of a document in a form. ``back`` is a label and the page that it leads back to, in HTML."""
    match form:
        case "html":
            from engine.documents.html import as_html  # noqa: PLC0415 - each form loads what it needs, and no more

            return as_html(document, navigation=back).encode()
        case "md":
            from engine.documents.markdown import as_markdown  # noqa: PLC0415 - the same

            return as_markdown(document).encode()
        case "pdf":
            from engine.documents.pdf import as_pdf  # noqa: PLC0415 - the same

            return as_pdf(document)
        case "docx":
            from engine.documents.docx import as_docx  # noqa: PLC0415 - the same

            return as_docx(document)


def unseen(document: Document) -> frozenset[str]:
    """The characters of a document that no font has: they would be empty boxes."""
    from engine.documents.fonts import without_glyph  # noqa: PLC0415 - opens the fonts

    return without_glyph("".join(_texts(document)))


def _texts(value: object) -> Iterator[str]:
    """Every text in a value of dataclasses and tuples."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    else:
        for name in getattr(type(value), "__dataclass_fields__", ()):
            yield from _texts(getattr(value, name))
