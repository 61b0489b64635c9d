"""One document that has every node and every style, in both languages, with names as nobody wants them. All forms share it."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from engine.documents.markup import read
from engine.documents.text import isolated
from engine.documents.tree import Document, Running

if TYPE_CHECKING:
    from engine.documents.tree import Tag

HOSTILE: Final = (
    "<script>alert(1)</script> {{7*7}} *b* | `c` [x](http://evil.example) www.evil.example &amp; \"'\\ </style> \u202eevil"
)
LONG: Final = "Wolfeschlegelsteinhausenbergerdorff-Nguyễn-Ramaswamy-Thiruvengadam"
"""More than sixty letters and no place to break."""
RARE: Final = "𠮷田䶮"
HEBREW: Final = "שלום עולם"
ARABIC: Final = "محمد العربي"
POLISH: Final = "Łukasz Țepeș"

_NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_markup(text: str) -> str:
    r"""A text as markup that is written by hand: tags and entities are escaped, line ends are breaks.

    A character that no XML can hold (a control character, half a character) becomes a visible ``\ufffd``.
    """
    escaped = _NO_XML.sub("\ufffd", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = escaped.replace('"', "&quot;").replace("'", "&#39;")
    return re.sub(r"\r\n?|\n", "<br/>", escaped)


PERSON: Final = isolated(RARE)

LETTER: Final = f"""
<section class="sender" id="top">
  <p class="sender" lang="zh-Hant-TW">模範市政府文化局　函</p>
  <p class="sender" lang="en">Model City, Bureau of Culture</p>
</section>
<section class="reference">
  <p label="地　　址：">100001 模範市中正路 1 號</p>
  <p label="承 辦 人："><blank size="10"/></p>
  <p label="電　　話：">(02) 0000-0000 分機 12</p>
  <p label="電子信箱："><code>culture@model.example</code></p>
</section>
<p class="recipient" label="受文者：">{as_markup(PERSON)}　君</p>
<section class="reference">
  <p label="發文日期：">中華民國 115 年 3 月 2 日</p>
  <p label="發文字號："><blank size="16"/></p>
  <p label="附　　件：">如說明三</p>
</section>
<h1>使用場地審查結果通知書 <span lang="en" class="then">Decision on the use of a hall</span></h1>
<p class="result">不予許可 <span lang="en" class="then">Refused</span></p>
<pair>
  <side lang="zh-Hant-TW">
    <p class="subject" label="主旨：">臺端申請使用本局演藝廳一案，核與規定不符，不予許可，請查照。</p>
  </side>
  <side lang="en">
    <p class="subject" label="Subject:">You asked to use the hall of this bureau. You may not use it, for the reasons below.</p>
  </side>
</pair>
<pair>
  <side lang="zh-Hant-TW">
    <p label="說明："></p>
    <ol class="official" lang="zh-Hant-TW">
      <li>依本局場地使用辦法第 3 條<strong>第 1 項</strong>規定辦理。</li>
      <li>
        <p>臺端之申請，有下列情形：</p>
        <ol class="official" lang="zh-Hant-TW">
          <li>申請日期距使用日期僅 12 日，<em>未滿 30 日</em>。</li>
          <li>
            <p>未檢附下列文件：</p>
            <ol class="official" lang="zh-Hant-TW">
              <li>
                <p>活動企劃書：</p>
                <ol class="official" lang="zh-Hant-TW"><li>節目內容。</li><li>預算。</li></ol>
              </li>
              <li>保險證明。</li>
            </ol>
          </li>
        </ol>
      </li>
      <li>檢附場地使用辦法 1 份。</li>
    </ol>
  </side>
  <side lang="en">
    <p label="Reasons:"></p>
    <ol class="official" lang="en">
      <li>The bureau’s decision rests on “Use of Halls”, Article 3, <strong>paragraph 1</strong>.</li>
      <li>
        <p>Your request falls short in these points:</p>
        <ol class="official" lang="en">
          <li>You asked 12 days before the day of use, <em>less than 30 days</em> before it.</li>
          <li>
            <p>These papers are missing:</p>
            <ol class="official" lang="en">
              <li>
                <p>a plan of the event:</p>
                <ol class="official" lang="en"><li>the programme;</li><li>the budget;</li></ol>
              </li>
              <li>a proof of insurance.</li>
            </ol>
          </li>
        </ol>
      </li>
      <li>A copy of the Rules is enclosed.</li>
    </ol>
  </side>
</pair>
<blockquote lang="zh-Hant-TW">
  <p>申請使用場地，應於使用日三十日前為之。</p>
  <p class="source">場地使用辦法第 3 條第 1 項</p>
</blockquote>
<section class="closing" keep="yes">
  <p>正本：{as_markup(PERSON)}　君</p>
  <room lines="3"/>
  <p class="signature">局長　<blank size="8"/></p>
  <p class="copies" label="副本：">本局場地管理科、<span lang="en">Office of Events</span></p>
</section>
"""

REPORT: Final = f"""
<page-break/>
<h2 id="facts">事實 <span lang="en" class="then">Facts</span></h2>
<table>
  <caption>申請人所填 <span lang="en" class="then">As filled in</span></caption>
  <col width="3"/><col width="2"/><col width="1"/>
  <thead>
    <tr><th>項目<br/><span lang="en" class="then">What</span></th><th>內容</th><th class="number">金額</th></tr>
  </thead>
  <tbody>
    <tr><td>姓名</td><td>{as_markup(isolated(LONG))}</td><td class="number">1,200</td></tr>
    <tr><td>別名</td><td>{as_markup(isolated(HOSTILE))}</td><td class="number">12,000</td></tr>
    <tr><td>שם</td><td>{as_markup(isolated(HEBREW))}、{as_markup(isolated(ARABIC))} (2)</td><td class="number">0</td></tr>
    <tr><td>Name</td><td><p>{as_markup(isolated(POLISH))}</p><ul><li>一</li><li>two</li></ul></td><td class="number"></td></tr>
    <tr><th span="2">合計 <span lang="en" class="then">Total</span></th><td class="number"><strong>13,200</strong></td></tr>
  </tbody>
</table>
<h3>表單 <span lang="en" class="then">Form</span></h3>
<table class="form">
  <col width="1"/><col width="2"/><col width="1"/><col width="2"/>
  <tbody>
    <tr><th>姓名 Name</th><td>{as_markup(PERSON)}</td><th>國籍 Nationality</th><td></td></tr>
    <tr><th>住址 Address</th><td span="3"><blank size="24"/></td></tr>
    <tr><th>勾選 Tick</th><td span="3">
      <tick state="on"/> 是 Yes　<tick state="off"/> 否 No　<tick state="open"/> 未定 Not known yet
    </td></tr>
  </tbody>
</table>
<table class="plain"><tbody><tr><td>左</td><td>right</td></tr></tbody></table>
<table class="small">
  <thead><tr><th span="2">版本</th></tr><tr><th>法規</th><th>摘要值</th></tr></thead>
  <tbody><tr>
    <td>場地使用辦法 1.2.0</td><td><code>sha256:4f1b0c6e0a9d4f3e8b7a6c5d4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f</code></td>
  </tr></tbody>
</table>
<h3>逐項 <span lang="en" class="then">Point by point</span></h3>
<ul>
  <li mark="met">符合：距使用日期 30 日以上</li>
  <li mark="not_met"><p>不符合：未檢附保險證明</p><p class="note">應於使用前補正。</p></li>
  <li mark="open">尚未能認定</li>
  <li mark="plain">與本案無關</li>
  <li mark="on">已收 received</li>
  <li mark="off">未收 not received</li>
  <li><p>其他</p><ul><li>內層 inner</li></ul></li>
</ul>
<ol start="3"><li>third</li><li>fourth</li></ol>
<ol class="official" lang="zh-Hant-TW" start="9"><li>第九點</li><li>第十點</li><li>第十一點</li></ol>
<h4 class="note">結果的樣子 Looks of outcomes</h4>
<section class="favourable"><p class="result">許可 <span lang="en" class="then">Granted</span></p><p>本案符合規定。</p></section>
<section class="unfavourable"><p class="result">不予許可</p></section>
<section class="undetermined"><p class="result">尚未能決定</p></section>
<section class="neutral"><p class="result">無須申請</p></section>
<p class="favourable">許可</p>
<p class="unfavourable">不予許可</p>
<p class="undetermined">尚未能決定</p>
<p class="neutral">無須申請</p>
<section class="box"><p>請於 115 年 3 月 31 日前補正。
  <span lang="en" class="then">Please supplement by 31 March 2026.</span></p></section>
<p class="source">出處：場地使用辦法第 3 條</p>
<p class="note">說明：見 <a href="#facts">事實</a> 與 <a href="index.html">總表</a>。{as_markup(HOSTILE)}</p>
<hr/>
<p>第一行<br/>第二行<br/><strong><em>粗而別</em></strong> and <em>set apart</em></p>
<p># 1. - not a heading</p>
<pair><side lang="en"><p>One side only.</p></side></pair>
"""


def running() -> Running:
    """A foot with everything that a foot can have."""
    return Running(
        record=f"CASE-2026-0042 · {isolated(HOSTILE)}",
        texts=(
            "場地使用辦法 hall@1.2.0 · sha256:4f1b0c6e0a9d4f3e",
            "場地收費標準 hall-fees@0.9.1 · sha256:0a9d4f3e8b7a6c5d",
        ),
        page="第 {page} 頁，共 {pages} 頁",
        code="7K3Q-M2XD",
        code_says="稽核碼",
        scan="rulebook audit show 7K3Q-M2XD",
    )


def sample(first: Tag = "zh-Hant-TW") -> Document:
    """The document: a letter with pairs on its first page, everything else after it."""
    other: Tag = "en" if first == "zh-Hant-TW" else "zh-Hant-TW"
    return Document(
        title=f"審查結果通知書 Decision · {isolated(HOSTILE)}",
        languages=(first, other),
        blocks=read(LETTER + REPORT, "samples.py"),
        running=running(),
        dated=date(2026, 3, 2),
    )


def plain(*texts: str, languages: tuple[Tag, ...] = ("en",)) -> Document:
    """A document of paragraphs that hold these texts."""
    markup = "".join(f"<p>{as_markup(text)}</p>" for text in texts)
    foot = Running(record="R", texts=("T 1.0 · sha256:0",), page="Page {page} of {pages}")
    return Document(title="T", languages=languages, blocks=read(markup, "plain"), running=foot)
