"""The batch report in a real browser: by the keyboard, on a small screen, on paper, without scripts, and with hostile names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from engine.reporting.overview.page import page_of_overview
from engine.reporting.phrases import shipped_phrases
from tests.unit.reporting.chromium import BROWSER, opened
from tests.unit.reporting.overviews import mixed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.unit.reporting.chromium import Page

pytestmark = pytest.mark.skipif(not BROWSER, reason="no chromium here")
COUNT = 60
IDS = "[...document.querySelectorAll('table.list tbody tr')].filter(row => !row.hidden).map(row => row.cells[0].textContent)"
TOLD = "document.querySelector('.shown').innerText.trim()"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with opened(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "index.html"
    path.write_text(page_of_overview(mixed(COUNT), shipped_phrases(), "en"), encoding="utf-8")
    return path


def focus(page: Page, selector: str) -> None:
    """Go to an element with the tabulator alone, as somebody does who has no mouse."""
    for _ in range(40):
        if page.run(f"document.activeElement.matches({selector!r})"):
            return
        page.press("Tab")
    message = f"the keyboard does not lead to {selector}"
    raise AssertionError(message)


def test_the_keyboard_alone_leads_from_a_bar_to_its_records_and_to_their_details(browser: Page, report: Path) -> None:
    page = browser.open(report)
    focus(page, 'svg a[data-key="late"]')
    page.press("Enter")
    page.run("new Promise(done => setTimeout(done, 50))")
    late = [f"R-{number}" for number in range(COUNT) if number % 10 == 1]
    assert page.run(IDS) == late
    assert page.run(TOLD) == f"{len(late)} of {COUNT} records are shown."
    assert page.run("document.activeElement.id") == "list"
    assert page.run("document.querySelector('select[name=ground]').value") == "late"
    focus(page, "summary")
    page.press("Enter")
    assert page.run("document.activeElement.parentNode.open")
    assert page.run("document.activeElement.closest('tr').innerText").count("§ late") == 1
    page.press("Tab")
    assert page.run("document.activeElement.getAttribute('href')") == "R-1.html"


def test_a_search_finds_ids_however_their_digits_are_written_and_the_address_keeps_it(browser: Page, report: Path) -> None:
    page = browser.open(report)
    focus(page, "input[name=q]")
    page.type("r-１００00")
    assert page.run(IDS) == ["Ｒ－１００００"]
    again = browser.open(report, page.run("location.hash"))
    assert again.run(IDS) == ["Ｒ－１００００"]
    focus(again, "button[type=reset]")
    again.press("Enter")
    assert len(again.run(IDS)) == COUNT
    again.type("no such record")
    assert not again.run("document.querySelector('.nothing').hidden")


def test_the_heads_sort_both_ways_and_say_so(browser: Page, report: Path) -> None:
    page = browser.open(report, "#q=late")
    focus(page, "[data-sort=record] button")
    sort = "document.querySelector('[data-sort=record]').getAttribute('aria-sort')"
    late = sorted(number for number in range(COUNT) if number % 10 == 1)
    for way, wanted in (("ascending", late), ("descending", late[::-1])):
        page.press("Enter")
        assert page.run(sort) == way
        assert page.run(IDS) == [f"R-{number}" for number in wanted]
    focus(page, "[data-sort=deadline] button")
    page.press("Space")
    days = [number % 70 - 5 for number in late]
    assert page.run(IDS) == [f"R-{number}" for _, number in sorted(zip(days, late, strict=True))]
    assert page.run(sort) is None


def test_a_hostile_name_runs_nothing_and_every_row_is_there(browser: Page, report: Path) -> None:
    page = browser.open(report)
    assert page.errors == []
    assert page.run("document.querySelectorAll('script').length") == 1
    assert page.run("document.querySelector('table.list tbody tr td').textContent").startswith("</script><script>alert(1)")
    assert len(page.run(IDS)) == COUNT


def test_a_link_to_a_filter_that_is_no_more_shows_all_records(browser: Page, report: Path) -> None:
    page = browser.open(report, "#ground=gone&q=")
    assert len(page.run(IDS)) == COUNT
    assert page.run("document.querySelector('select[name=ground]').selectedIndex") == 0


def test_a_small_screen_needs_no_scrolling_sideways(browser: Page, report: Path) -> None:
    page = browser.open(report, width=390)
    assert page.run("document.documentElement.scrollWidth") <= 390
    assert page.run("getComputedStyle(document.querySelector('table.list tbody tr')).display") == "block"
    small = (
        "[...document.querySelectorAll('table.list thead button')].filter(one => one.getBoundingClientRect().height < 32).length"
    )
    assert page.run(small) == 0, "heads sort on a small screen, too"


def test_paper_has_the_rows_that_are_shown_and_says_which(browser: Page, report: Path) -> None:
    page = browser.open(report, "#ground=late")
    page.ask("Emulation.setEmulatedMedia", media="print")
    try:
        assert page.run("getComputedStyle(document.querySelector('.controls')).display") == "none"
        assert page.run("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
        assert "(6 of 60)" in page.run("document.querySelector('.applied').innerText")
        assert "Ground: late" in page.run("document.querySelector('.applied').innerText")
    finally:
        page.ask("Emulation.setEmulatedMedia", media="")
    assert page.pdf().startswith(b"%PDF")


def test_without_scripts_the_table_is_a_plain_one(browser: Page, report: Path) -> None:
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page = browser.open(report)
        assert len(page.run(IDS)) == COUNT
        assert page.run("document.querySelectorAll('thead button').length") == 0
        assert page.run("document.querySelector('form.controls').hidden")
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)
