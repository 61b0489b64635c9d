"""Letters about nobody, which have everything or nothing: templates are tried with them before any record is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, get_args

from engine.language.facts import Bilingual
from engine.reporting.letters.declaration import Form
from engine.reporting.letters.model import (
    Check,
    Entries,
    Ground,
    GroundsOf,
    Letter,
    LetterPart,
    OnReading,
    Quotation,
    Row,
    Sender,
    Wanted,
)
from engine.reporting.model import DutyLine, OtherReading, Presumption, RulebookLine
from engine.reporting.sentences import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMS: Final[tuple[Form, ...]] = get_args(Form)


def _both(zh: str, en: str) -> Bilingual:
    return Bilingual(zh, en)


_NAME: Final = _both("\u2068王小明 <b>{{7*7}}\u2069", "\u2068Wang Hsiao-ming <b>{{7*7}}\u2069")
_CITE: Final = _both("第1條第2項", "Article 1, Paragraph 2")
_LABEL: Final = _both("應具備之資格", "what is asked")
_SENTENCE: Final = _both("應有之件數：1件，未達2件。", "Pieces wanted: 1 piece, fewer than 2 pieces.")
_WORDING: Final = _both("應有二件。\n其他由機關定之。", "There shall be two pieces.\nThe rest is for the authority to say.")
_DAY: Final = _both("中華民國119年2月1日", "1 February 2030")
_LINES: Final = (
    Line(_SENTENCE, "not_met", (Line(_SENTENCE, "met"), Line(_SENTENCE, "open", (Line(_SENTENCE, "plain"),)))),
    Line(_SENTENCE, "plain", lead=True),
)
_GROUNDS: Final = GroundsOf(
    title=_both("資格", "Eligibility"),
    outcome=_both("不合格", "not eligible"),
    tone="unfavourable",
    lead=_both("下列各項理由，各足以單獨成立。", "Each of these reasons would do by itself."),
    grounds=(
        Ground(cite=_CITE, label=_LABEL, says=_SENTENCE, facts=_LINES, needed=(_SENTENCE, _SENTENCE), quoted=1),
        Ground(cite=_CITE, label=None, says=_SENTENCE, needed=(_SENTENCE,)),
    ),
)
_WANTED: Final = (
    Wanted(what=_LABEL, why=(_SENTENCE, _SENTENCE), ask=_both("請補正。", "Please send it."), cite=(_CITE, _CITE), quoted=1),
    Wanted(what=_LABEL, why=(), ask=None, cite=(), officer=True),
)
_ROWS: Final = (
    Row(label=_LABEL, value=_both("新臺幣1,000元", "TWD 1,000"), cite=_CITE, note=_SENTENCE),
    Row(label=_LABEL, value=None, total=True),
)
_ENTRIES: Final = (Entries(title=_LABEL, head=(_LABEL, _CITE), entries=((_NAME, None), (_NAME, _DAY))),)
_CHECKS: Final = tuple(
    Check(what=_LABEL, state=state, cite=_CITE, due=_DAY if state == "on" else None) for state in ("on", "off", "open")
)
_DUTIES: Final = (
    DutyLine(
        sentence=_SENTENCE, to=_both("對象：某機關", "To: an authority"), deadline=_both("期限：立即", "By: at once"), cite=_CITE
    ),
    DutyLine(sentence=_SENTENCE, to=None, deadline=None, cite=_CITE),
)
_PARTS: Final = (
    LetterPart(kind="said", text=_SENTENCE, cite=(_CITE, _CITE)),
    LetterPart(kind="outcome", text=_SENTENCE, remarks=(_SENTENCE,)),
    LetterPart(kind="grounds", title=_LABEL, grounds=(_GROUNDS,)),
    LetterPart(kind="grounds", text=_SENTENCE, grounds=(_GROUNDS, _GROUNDS), cite=(_CITE,)),
    LetterPart(kind="wanted", wanted=_WANTED, cite=(_CITE,)),
    LetterPart(kind="received", rows=_ROWS, entries=_ENTRIES),
    LetterPart(kind="amounts", rows=_ROWS, text=_SENTENCE),
    LetterPart(kind="checklist", checks=_CHECKS),
    LetterPart(kind="duties", duties=_DUTIES, cite=(_CITE,)),
    LetterPart(kind="fields", rows=_ROWS),
    LetterPart(kind="remedy", text=_SENTENCE),
)
_BARE: Final = (
    LetterPart(kind="outcome"),
    LetterPart(kind="grounds", grounds=(GroundsOf(title=_LABEL, outcome=_LABEL, tone="neutral", lead=None, grounds=()),)),
    LetterPart(kind="remedy"),
)
_BOOK: Final = RulebookLine(
    title=_both("某規則", "Some Rules"),
    authority=_both("某機關", "Some Authority"),
    version="2030",
    in_force=_both("自中華民國119年1月1日施行", "in force since 1 January 2030"),
    digest=f"sha256:{'0123456789abcdef' * 4}",
)


def specimens() -> Iterator[Letter]:
    """A letter of each form that has everything a letter can have, and one that has as little as it can."""
    for form in FORMS:
        yield _full(form)
        yield _bare(form)


def _full(form: Form) -> Letter:
    sender = Sender(
        name=_both("某機關", "Some Authority"),
        address=_both("某市某路1號", "1 Some Road"),
        unit=_both("某組", "Some Division"),
        officer=_both("承辦人", "An Officer"),
        telephone="02-0000-0000",
        email="office@example.org",
        website="https://example.org",
        signatory=_both("首長　某某某", "A. Signatory, Head"),
        reference="某字第{number}號（{record}）",
        handling=_both("普通件", "normal"),
    )
    return Letter(
        name="specimen",
        form=form,
        title=_both("通知書", "Notice"),
        sender=sender,
        recipient=(_NAME, _both("某市某路2號", "2 Some Road")),
        record="\u2068X-1\u2069",
        person=_NAME,
        text=_BOOK.title,
        governs="zh",
        about="lending",
        decision=_both("資格", "Eligibility"),
        outcome=_both("不合格", "not eligible"),
        tone="unfavourable",
        subject=_both("台端申請一案，請查照。", "Your application"),
        parts=_PARTS,
        quotations=(
            Quotation(number=1, cite=_CITE, text=_BOOK.title, label=_LABEL, wording=_WORDING, difference=_SENTENCE),
            Quotation(number=2, cite=_CITE, text=_BOOK.title, label=None, wording=_WORDING),
        ),
        readings=(
            OnReading(
                question=_LABEL,
                means=_LABEL,
                cite=_CITE,
                others=(OtherReading(means=_LABEL, source=_LABEL, outcome=_LABEL),),
            ),
        ),
        presumptions=(Presumption(label=_LABEL, value=_both("是", "yes"), effect=_SENTENCE),),
        provisional=_SENTENCE,
        rulebooks=(_BOOK,),
        days=((_both("法規基準日", "Law as of"), _DAY),),
        made_by=_both("由程式製作。", "Made by a program."),
        dated=date(2030, 2, 1),
        dated_shown=_DAY,
        deadline=date(2030, 2, 1),
        deadline_shown=_DAY,
        copies=(_both("某組", "Some Division"), _both("某局", "Some Bureau")),
        enclosures=(_both("條文一份", "the provisions"), _both("表格一份", "a form")),
        code="7Q4M-0ZKX-91PD",
        draft=True,
    )


def _bare(form: Form) -> Letter:
    return Letter(
        name="specimen",
        form=form,
        title=_both("通知書", "Notice"),
        sender=Sender(name=_both("某機關", "Some Authority")),
        recipient=(),
        record="X-1",
        person=_NAME,
        text=_BOOK.title,
        governs="en",
        about="lending",
        decision=_LABEL,
        outcome=_LABEL,
        tone="neutral",
        subject=_LABEL,
        parts=_BARE,
        quotations=(),
        readings=(),
        presumptions=(),
        provisional=None,
        rulebooks=(_BOOK,),
        days=(),
        made_by=_both("由程式製作。", "Made by a program."),
    )
