"""A document as a Word file that an officer edits before signing. The only place that knows python-docx.

The file is made from nothing, not from python-docx's template: that one has two hundred styles of its own, and dates of the
day. The same document gives the same bytes.
"""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from engine.documents import code, fonts
from engine.documents.word.blocks import Body
from engine.documents.word.embedding import font_table
from engine.documents.word.footer import SCAN, footer
from engine.documents.word.inline import LANGUAGES, Written, undirected
from engine.documents.word.place import Spot
from engine.documents.word.styles import styles
from engine.documents.word.xml import element, escaped, w, whole

if TYPE_CHECKING:
    from engine.documents.tree import Document
    from engine.documents.word.xml import Xml

_WIDE, _HIGH = 11906, 16838  # A4, in twentieths of a point
_SIDE, _TOP, _BOTTOM = 1250, 1134, 1020
_NARROW = 907  # the side of a compact page
_FONT: Final = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_FIRST_DAY: Final = date(1980, 1, 1)  # of what a zip file can say


def as_docx(document: Document) -> bytes:
    """The Word file. It has styles, numbers and fields of its own, and the letters of its fonts that it shows."""
    lang = document.languages[0]
    size = 9 if document.compact else 11 if len(document.languages) == 1 else 10
    side = _NARROW if document.compact else _SIDE
    width = _WIDE - 2 * side
    body = Body(size, Written(sha256(repr(document).encode()).hexdigest()[:6]))
    blocks = body.within(document.blocks, Spot(width, lang))
    foot = footer(document.running, lang, width, body.written)
    named, embedded = font_table(body.written)

    package = Package()
    main = _part(package, "document.xml", CONTENT_TYPE.WML_DOCUMENT_MAIN, whole("w:document", w("body", blocks, _page(side))))
    package.relate_to(main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
    for name, kind, relation, written in (
        ("styles.xml", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, styles(size, body.written.font(fonts.MAIN))),
        ("numbering.xml", CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING, body.numbers.part()),
        ("settings.xml", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings()),
    ):
        main.relate_to(_part(package, name, kind, written), relation)
    table = _part(package, "fontTable.xml", CONTENT_TYPE.WML_FONT_TABLE, named)
    main.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)
    for number, font in enumerate(embedded, start=1):
        part = _part(package, f"fonts/font{number}.odttf", _FONT, font.content)
        table.load_rel(RELATIONSHIP_TYPE.FONT, part, font.relation)
    bottom = _part(package, "footer1.xml", CONTENT_TYPE.WML_FOOTER, foot)
    main.load_rel(RELATIONSHIP_TYPE.FOOTER, bottom, "rIdFooter")
    if document.running.scan:
        picture = _part(package, "media/scan.png", CONTENT_TYPE.PNG, code.as_png(document.running.scan))
        bottom.load_rel(RELATIONSHIP_TYPE.IMAGE, picture, SCAN)
    for to, relation in body.written.links.items():
        main.load_rel(RELATIONSHIP_TYPE.HYPERLINK, to, relation, is_external=True)
    about = Part(PackURI("/docProps/core.xml"), CONTENT_TYPE.OPC_CORE_PROPERTIES, _about(document), package)
    package.relate_to(about, RELATIONSHIP_TYPE.CORE_PROPERTIES)
    return _packed(package, document.dated or _FIRST_DAY)


def _part(package: Package, name: str, kind: str, written: bytes) -> Part:
    return Part(PackURI(f"/word/{name}"), kind, written, package)


def _packed(package: Package, day: date) -> bytes:
    """The file, in which every part has the document's day for its own: python-docx would put the time of the clock."""
    made, fixed = BytesIO(), BytesIO()
    package.save(made)
    with ZipFile(made) as read, ZipFile(fixed, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            info = ZipInfo(name, (max(day.year, _FIRST_DAY.year), day.month, day.day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            written.writestr(info, read.read(name))
    return fixed.getvalue()


def _page(side: int) -> Xml:
    return w(
        "sectPr",
        element("w:footerReference", {"w:type": "default", "r:id": "rIdFooter"}),
        w("pgSz", w=_WIDE, h=_HIGH),
        w("pgMar", top=_TOP, right=side, bottom=_BOTTOM, left=side, header=567, footer=510, gutter=0),
    )


def _settings() -> bytes:
    said = {"name": "compatibilityMode", "uri": "http://schemas.microsoft.com/office/word", "val": "15"}
    return whole(
        "w:settings",
        w("zoom", percent=100),
        w("embedTrueTypeFonts"),
        w("saveSubsetFonts"),
        w("defaultTabStop", val=480),
        w("characterSpacingControl", val="doNotCompress"),
        w("compat", w("compatSetting", **said)),
        w("themeFontLang", val="en-GB", eastAsia="zh-TW"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _about(document: Document) -> bytes:
    """What the file says of itself; a day only where the document has one."""
    day = document.dated
    stamps = (
        "".join(
            f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z</dcterms:{name}>'
            for name in ("created", "modified")
        )
        if day
        else ""
    )
    held = (
        f"<dc:title>{escaped(undirected(document.title))}</dc:title>"
        f"<dc:language>{' '.join(LANGUAGES[lang] for lang in document.languages)}</dc:language>{stamps}"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{held}</cp:coreProperties>'
    ).encode()
