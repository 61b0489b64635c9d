"""A letter as a document: the governing language first, every matter beside itself, and on each page what finds it again."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.documents.markdown import as_markdown
from engine.documents.tree import Blank, Listing, Pair, Paragraph, Section
from engine.language.facts import Bilingual
from engine.reporting.issuing import FileNames, unseen
from engine.reporting.letters.document import document_of, scan_of, short_digest
from engine.reporting.letters.model import LetterPart, Row
from engine.reporting.letters.specimen import HOSTILE, specimens
from engine.reporting.offices import Office

OFFICE = Office()
FULL, BARE = list(specimens(OFFICE.phrases))[:2]


def pairs(blocks: tuple[object, ...]) -> list[Pair]:
    found = [block for block in blocks if isinstance(block, Pair)]
    return found + [pair for block in blocks if isinstance(block, Section) for pair in pairs(block.blocks)]


@pytest.mark.parametrize(("governs", "order"), [("zh", ("zh-Hant-TW", "en")), ("en", ("en", "zh-Hant-TW"))])
def test_both_languages_stand_side_by_side_the_one_that_governs_first(governs: str, order: tuple[str, str]) -> None:
    document = document_of(replace(FULL, governs=governs), "both", OFFICE.templates)
    assert document.languages == order
    found = pairs(document.blocks)
    assert len(found) > 20
    assert {tuple(side.lang for side in pair.sides) for pair in found} == {order}


def test_one_language_has_no_pairs() -> None:
    for language in ("zh", "en"):
        assert pairs(document_of(FULL, language, OFFICE.templates).blocks) == []


def test_points_go_on_in_their_numbers_from_row_to_row() -> None:
    blocks = document_of(FULL, "zh", OFFICE.templates).blocks
    numbers = [(block.level, block.start) for block in blocks if isinstance(block, Listing) and block.kind == "official"]
    first = [start for level, start in numbers if level == 1]
    body = first[: first.index(1, 1)]
    assert body == list(range(1, len(FULL.parts) + 4))  # with readings, presumptions, and that it is provisional
    assert first[len(body) :] == [1, 2]  # the quotations
    assert {level for level, _ in numbers} == {1, 2, 3}


def test_the_outcome_stands_in_a_line_of_its_own_only_where_the_letter_has_no_words_for_it() -> None:
    def outcome(text: Bilingual | None) -> str:
        rows = (Row(label=BARE.decision, value=BARE.outcome),)
        part = LetterPart(kind="outcome", text=text, rows=rows, remarks=(Bilingual("待定。", "Still possible."),))
        return as_markdown(document_of(replace(BARE, parts=(part,)), "en", OFFICE.templates))

    line = f"**{OFFICE.phrases.say('on_letter.result', outcome=BARE.outcome).en}**"
    assert line in outcome(None)
    said = outcome(Bilingual("本校不予受理。", "We cannot accept it."))
    assert line not in said
    assert "We cannot accept it." in said
    assert "Still possible." in said


def test_the_title_of_a_text_stands_once_above_its_quotations() -> None:
    text = Bilingual("甲辦法", "Text A")
    quotations = tuple(replace(one, text=text) for one in FULL.quotations)
    for language, title in (("zh", "甲辦法"), ("en", "Text A")):
        shown = as_markdown(document_of(replace(FULL, quotations=quotations), language, OFFICE.templates))  # type: ignore[arg-type]
        assert shown.count(title) == 1
    side_by_side = document_of(replace(FULL, quotations=quotations), "both", OFFICE.templates)
    assert [as_markdown(side_by_side).count(title) for title in ("甲辦法", "Text A")] == [1, 1]


def test_what_is_not_said_is_a_blank_to_fill_in() -> None:
    blocks = document_of(BARE, "en", OFFICE.templates).blocks
    lines = [block for block in blocks if isinstance(block, Paragraph)]
    blanks = {line.label for line in lines if any(isinstance(one, Blank) for one in line.inside)}
    assert {"Address:", "Contact:", "Telephone:", "Date:", "Our reference:", "To:"} <= blanks


def test_each_page_carries_record_texts_digests_and_the_code() -> None:
    running = document_of(FULL, "zh", OFFICE.templates).running
    assert "X-1" in running.record
    assert all("sha256:0123456789abcdef" in text for text in running.texts)
    assert "0123456789abcdef0" not in "".join(running.texts)  # the whole digest stands once, at the end
    assert running.page.count("{page}") == running.page.count("{pages}") == 1
    assert (running.code, running.scan) == ("7Q4M-0ZKX-91PD", "7Q4M-0ZKX-91PD sha256:0123456789abcdef")


def test_what_is_scanned_names_nobody_and_nothing_without_a_code() -> None:
    assert scan_of("", FULL.rulebooks) == ""
    assert HOSTILE not in scan_of(FULL.code, FULL.rulebooks)
    assert short_digest("sha256:" + "a" * 64) == "sha256:" + "a" * 16


def test_names_of_files_are_safe_and_never_the_same() -> None:
    names = FileNames("pdf")
    assert names.of("A-b", ["", "receipt", "receipt"]) == ["A-b.pdf", "A-b.receipt.pdf", "A-b.receipt-2.pdf"]
    for record, begins in (
        ("a-B", "a-B"),
        ("../A b", "A-b"),
        ("A-b.receipt", "A-b.receipt"),
        ("", "record"),
        ("CON", "record-CON"),
    ):
        (found,) = names.of(record, [""])
        assert re.fullmatch(re.escape(begins) + r"-[0-9a-f]{8}\.pdf", found), found
    assert names.of("../A b", [""]) != FileNames("pdf").of("../A b", [""])  # a second record of the same name
    assert FileNames("html").of("index", [""]) != ["index.html"]


def test_rare_letters_have_a_font_and_a_missing_one_is_told() -> None:
    assert unseen(document_of(FULL, "both", OFFICE.templates)) == frozenset()
    assert unseen(document_of(replace(FULL, record="\u2610"), "zh", OFFICE.templates)) == {"\u2610"}
