"""The site's search, on pages that are opened as files."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.chromium import PROGRAM, Browser, Page

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")
SHADOW = "[...document.querySelectorAll('*')].find(e => e.shadowRoot)?.shadowRoot"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


def found(page: Page, words: str) -> list[str]:
    """The pages that the search finds, best first."""
    page.run("document.querySelector('.md-search__button').click()")
    until(page, SHADOW + "?.querySelector('input')")
    page.run(SHADOW + ".querySelector('input').focus()")
    page.call("Input.insertText", text=words)
    until(page, SHADOW + ".querySelector('li a')")
    return list(page.run(f"[...{SHADOW}.querySelectorAll('li a')].map(a => a.href)"))


def until(page: Page, expression: str) -> None:
    for _ in range(1200):
        if page.run(f"Boolean({expression})"):
            return
        time.sleep(0.05)
    pytest.fail(f"the page does not come to {expression}")


@pytest.mark.parametrize(
    ("language", "words", "place"),
    [
        ("zh", "任职", "zh/rules/recusal.html"),  # inside a sentence without spaces
        ("zh", "逾期", "zh/aftermath.html"),
        ("en", "tolerance", "en/solving.html"),
    ],
)
def test_the_search_finds_a_word(
    browser: Browser, site: Path, language: str, words: str, place: str
) -> None:
    page = Page(browser)
    page.open(site / language / "start.html")
    places = found(page, words)
    assert any(address.startswith((site / place).as_uri()) for address in places), places
    asked = [x for x in page.requests() if not x.startswith(("file:", "data:"))]
    assert not asked
    assert not page.complaints()
    page.close()


def test_the_switch_leads_to_the_same_page(browser: Browser, site: Path) -> None:
    page = Page(browser, width=390, height=844)
    page.open(site / "zh" / "rules" / "milestone.html")
    page.browser.events.clear()
    page.run("document.querySelector('header a[hreflang]').click()")
    page.browser.wait("Page.loadEventFired")
    assert page.run("location.pathname").endswith("/en/rules/milestone.html")
    assert page.run("document.documentElement.scrollWidth") <= 390
    page.close()
