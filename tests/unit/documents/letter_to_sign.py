"""A letter of some pages as an office signs it, in Chinese, in English, or side by side: what the forms are looked at with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from engine.documents.markup import read
from engine.documents.tree import Document, Running

if TYPE_CHECKING:
    from engine.documents.tree import Tag

ROWS: Final[tuple[dict[Tag, str], ...]] = (
    {
        "zh-Hant-TW": """
            <h1 class="sender">國立模範大學<br/>外國學生入學申請審查結果通知書</h1>
        """,
        "en": """
            <h1 class="sender">National Model University<br/>Decision on your application for admission</h1>
        """,
    },
    {
        "zh-Hant-TW": """
            <p class="reference" label="地址：">300044 新竹市東區模範路二段 101 號</p>
            <p class="reference" label="承辦人："><blank size="10"/></p>
            <p class="reference" label="電話：">(03) 571-0000 分機 12</p>
        """,
        "en": """
            <p class="reference" label="Address:">No. 101, Sec. 2, Model Rd., East Dist., Hsinchu City 300044</p>
            <p class="reference" label="Officer:"><blank size="10"/></p>
            <p class="reference" label="Telephone:">+886 3 571 0000 ext. 12</p>
        """,
    },
    {
        "zh-Hant-TW": """
            <p class="recipient" label="受文者：">\u2068阮氏紅絨（Nguyễn Thị Hồng Nhung）\u2069　君</p>
        """,
        "en": """
            <p class="recipient" label="To:">\u2068Nguyễn Thị Hồng Nhung\u2069</p>
        """,
    },
    {
        "zh-Hant-TW": """
            <section class="reference">
            <p label="發文日期：">中華民國 115 年 3 月 2 日</p>
            <p label="發文字號：">模大國字第 <blank size="8"/> 號</p>
            <p label="案件編號：">FS-2026-0117</p>
            <p label="附件：">申請資料審查表 1 份</p>
            </section>
        """,
        "en": """
            <section class="reference">
            <p label="Date:">2 March 2026</p>
            <p label="Our reference:"><blank size="12"/></p>
            <p label="Record:">FS-2026-0117</p>
            <p label="Enclosed:">Form of the facts of your application</p>
            </section>
        """,
    },
    {
        "zh-Hant-TW": """
            <p class="subject" label="主旨：">臺端申請以外國學生身分就讀本校 115 學年度第 1 學期碩士班一案，經審查與
            規定不符，不予許可，請查照。</p>
        """,
        "en": """
            <p class="subject" label="Subject:">You applied to study for a master’s degree from the first semester of
            academic year 115 as an international student. You are not eligible, for the two reasons given below.</p>
        """,
    },
    {
        "zh-Hant-TW": """
            <h2>說明：</h2>
        """,
        "en": """
            <h2>Reasons</h2>
        """,
    },
    {
        "zh-Hant-TW": """
            <ol class="official">
            <li>依外國學生來臺就學辦法（以下簡稱本辦法）第 2 條及第 3 條規定辦理。</li>
            </ol>
        """,
        "en": """
            <ol class="official">
            <li>This is decided under Articles 2 and 3 of the Regulations Regarding International Students Undertaking
            Studies in Taiwan (“the Regulations”).</li>
            </ol>
        """,
    },
    {
        "zh-Hant-TW": """
            <ol class="official" start="2">
            <li><p>臺端之申請，有下列二項與規定不符之情形：</p>
            </li>
            </ol>
        """,
        "en": """
            <ol class="official" start="2">
            <li><p>Your application does not meet two requirements:</p>
            </li>
            </ol>
        """,
    },
    {
        "zh-Hant-TW": """
            <ol class="official" level="2">
            <li><p><strong>曾具中華民國國籍，喪失國籍未滿 8 年</strong>（本辦法第 2 條第 3 項第 1 款）</p>
            <ul>
            <li mark="not_met">申請時兼具中華民國國籍者，應自內政部許可喪失中華民國國籍之日起至申請時已滿 8 年。臺端
            於民國 110 年 6 月 15 日經許可喪失國籍，至申請日（民國 115 年 1 月 20 日）計 4 年 7 個月 5 日。</li>
            <li mark="met">臺端具外國國籍（越南），最近連續居留海外 6 年以上。</li>
            </ul>
            <p class="note">如欲符合規定：應自民國 118 年 6 月 15 日以後申請。</p>
            </li>
            </ol>
        """,
        "en": """
            <ol class="official" level="2">
            <li><p><strong>Fewer than eight years have passed since you lost R.O.C. nationality</strong> (Article 2,
            paragraph 3, subparagraph 1 of the Regulations)</p>
            <ul>
            <li mark="not_met">A person who once held R.O.C. nationality must have lost it at least eight years before
            applying. You lost it on 15 June 2021 and applied on 20 January 2026, which is 4 years, 7 months and 5 days
            later.</li>
            <li mark="met">You hold the nationality of another country (Viet Nam) and have lived overseas for more than
            six years.</li>
            </ul>
            <p class="note">What would have been needed: an application on or after 15 June 2029.</p>
            </li>
            </ol>
        """,
    },
    {
        "zh-Hant-TW": """
            <ol class="official" level="2" start="2">
            <li><p><strong>曾以僑生身分在臺就學</strong>（本辦法第 3 條第 1 項）</p>
            <ul>
            <li mark="not_met">臺端曾於 103 學年度以僑生身分經海外聯合招生委員會分發國立示範高級中學就讀。</li>
            <li mark="open">是否於當學年度未註冊入學，查無資料。</li>
            </ul>
            </li>
            </ol>
        """,
        "en": """
            <ol class="official" level="2" start="2">
            <li><p><strong>You have studied in Taiwan as an overseas Chinese student</strong> (Article 3, paragraph 1)</p>
            <ul>
            <li mark="not_met">In academic year 103 the University Entrance Committee assigned you to National Example
            Senior High School as an overseas Chinese student.</li>
            <li mark="open">Whether you registered there in that year is not on record.</li>
            </ul>
            </li>
            </ol>
        """,
    },
    {
        "zh-Hant-TW": """
            <ol class="official" start="3">
            <li><p>臺端如認上開事實有誤，請於<strong>民國 115 年 3 月 31 日</strong>前檢具證明文件送達本校；逾期未補
            正者，依現有資料辦理。</p>
            </li>
            </ol>
        """,
        "en": """
            <ol class="official" start="3">
            <li><p>If any of these facts is wrong, send us proof by <strong>31 March 2026</strong>. After that day we
            decide on what we have.</p>
            </li>
            </ol>
        """,
    },
    {
        "zh-Hant-TW": """
            <ol class="official" start="4">
            <li><p>對本處分如有不服，得依下列方式提出救濟：</p>
            <p><blank size="40"/></p>
            <p><blank size="40"/></p>
            </li>
            </ol>
        """,
        "en": """
            <ol class="official" start="4">
            <li><p>How to object to this decision:</p>
            <p><blank size="40"/></p>
            <p><blank size="40"/></p>
            </li>
            </ol>
        """,
    },
    {
        "zh-Hant-TW": """
            <h2>依據</h2>
        """,
        "en": """
            <h2>The provisions</h2>
        """,
    },
    {
        "zh-Hant-TW": """
            <h3>本辦法第 2 條第 3 項第 1 款</h3>
            <blockquote>
            <p>具外國國籍，兼具中華民國國籍者，於申請時應已連續居留海外六年以上，且未曾在臺設有戶籍。但曾為中華民國
            國民已不具我國國籍者，應自內政部許可喪失中華民國國籍之日起至申請時已滿八年。</p>
            <p class="source">外國學生來臺就學辦法 · moe-international-students 2.1.0</p>
            </blockquote>
        """,
        "en": """
            <h3>Article 2, paragraph 3, subparagraph 1</h3>
            <blockquote>
            <p>A person who holds the nationality of another country and also R.O.C. nationality must have resided overseas
            continuously for at least six years and must never have had a household registration in Taiwan. A person
            who formerly held R.O.C. nationality must have lost it at least eight full years before the time of application.</p>
            <p class="source">Regulations Regarding International Students Undertaking Studies in Taiwan</p>
            </blockquote>
        """,
    },
    {
        "zh-Hant-TW": """
            <h3>本辦法第 3 條第 1 項</h3>
            <blockquote>
            <p>外國學生依前條規定申請來臺就學，以一次為限。於完成申請就學學校學程後，除申請碩士班以上學程，得逕依各
            校規定辦理外，如繼續在臺就學者，其入學方式應與我國內一般學生相同。</p>
            </blockquote>
        """,
        "en": """
            <h3>Article 3, paragraph 1</h3>
            <blockquote>
            <p>International students may apply to study in Taiwan under the preceding article once only. After completing
            the course of study for which they applied, if they continue to study in Taiwan, other than in a master’s
            programme or higher, they are admitted in the same way as local students.</p>
            </blockquote>
        """,
    },
)

CLOSING: Final[dict[Tag, str]] = {
    "zh-Hant-TW": """
            <p class="signature">校長　<blank size="8"/></p>
    """,
    "en": """
            <p class="signature">President <blank size="16"/></p>
    """,
}
COPIES: Final[dict[Tag, str]] = {
    "zh-Hant-TW": """
            <p class="copies" label="正本：">\u2068阮氏紅絨\u2069　君</p>
            <p class="copies" label="副本：">教育部國際及兩岸教育司、本校教務處</p>
    """,
    "en": """
            <p class="copies" label="To:">\u2068Nguyễn Thị Hồng Nhung\u2069</p>
            <p class="copies" label="Copies:">Ministry of Education; Office of Academic Affairs</p>
    """,
}
ANNEX: Final[dict[Tag, str]] = {
    "zh-Hant-TW": "<h2>附件　申請資料審查表</h2>",
    "en": "<h2>Form of the facts of your application</h2>",
}
FORM: Final = (
    ("姓名", "Name", "\u2068阮氏紅絨（Nguyễn Thị Hồng Nhung）\u2069"),
    ("國籍", "Nationality", "越南 Viet Nam"),
    ("喪失中華民國國籍日期", "R.O.C. nationality lost on", "110-06-15"),
    ("申請日期", "Applied on", "115-01-20"),
    ("護照號碼", "Passport number", '<blank size="16"/>'),
    (
        "曾否在臺就學",
        "Studied in Taiwan before",
        '<tick state="on"/> 是 Yes　<tick state="off"/> 否 No　<tick state="open"/> 不明 Unknown',
    ),
    ("摘要值", "Digest", "<code>sha256:4f1b0c6e0a9d4f3e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f</code>"),
)
FOOT: Final[dict[Tag, tuple[str, str, str]]] = {
    "zh-Hant-TW": ("案件 FS-2026-0117 · 審查結果通知書", "第 {page} 頁，共 {pages} 頁", "查驗碼"),
    "en": ("Record FS-2026-0117 · Decision", "Page {page} of {pages}", "Code"),
}


def letter(*languages: Tag) -> Document:
    """The letter in one language or two, the first of which governs."""
    foot, page, says = FOOT[languages[0]]
    parts = [
        *(_row(row, languages) for row in ROWS),
        f'<section keep="yes"><room lines="3"/>{_row(CLOSING, languages)}</section>',
        _row(COPIES, languages),
        f"<page-break/>{_row(ANNEX, languages)}",
        _form(languages),
    ]
    return Document(
        title="外國學生入學申請審查結果通知書" if languages[0] == "zh-Hant-TW" else "Decision on your application for admission",
        languages=languages,
        blocks=read("".join(parts), "letter_to_sign.py"),
        running=Running(
            record=foot,
            texts=(
                "外國學生來臺就學辦法 moe-international-students 2.1.0 · sha256:4f1b0c6e0a9d4f3e",
                "國立模範大學外國學生招生規定 model-admission 0.9.1 · sha256:0a9d4f3e8b7a6c5d",
            ),
            page=page,
            code="7K3Q-M2XD-9P4T",
            code_says=says,
            scan="rulebook:7K3Q-M2XD-9P4T",
        ),
        dated=date(2026, 3, 2),
    )


def _row(row: dict[Tag, str], languages: tuple[Tag, ...]) -> str:
    if len(languages) == 1:
        return row[languages[0]]
    sides = "".join(f'<side lang="{lang}">{row[lang]}</side>' for lang in languages)
    return f"<pair>{sides}</pair>"


def _form(languages: tuple[Tag, ...]) -> str:
    """Labels as the letter speaks; where it speaks twice the second steps back."""
    spoken = {"zh-Hant-TW": 0, "en": 1}
    rows = ""
    for labels in FORM:
        first, *then = (labels[spoken[lang]] for lang in languages)
        second = f'<br/><span lang="{languages[1]}" class="then">{then[0]}</span>' if then else ""
        rows += f"<tr><th>{first}{second}</th><td>{labels[2]}</td></tr>"
    return f'<table class="form"><col width="2"/><col width="5"/><tbody>{rows}</tbody></table>'
