"""The page in a real browser: read, searched, printed, and changed by mouse and keyboard."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.report.hostile import hostile
from xuncha_plan.check import plan_of
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.report.page import html_file

from .chromium import PROGRAM, Browser, Page

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")
TINY = Path(__file__).parents[1] / "report" / "tiny"
PLACES = "[...document.querySelectorAll('#grid [data-visit]')].map(c => [c.dataset.visit, "
PLACES += "c.closest('td').dataset.slot].join('@'))"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of the tiny district, alone and against an earlier plan, and of hostile names."""
    folder = tmp_path_factory.mktemp("页面")
    problem = read_problem(TINY / "targets.yaml").problem
    record = read_plan(TINY / "plan.yaml")
    plan = plan_of(problem, record)
    earlier = plan_of(problem, replace(record, visits=record.visits[:-1]))
    (folder / "plan.html").write_bytes(html_file(plan, record, "zh"))
    (folder / "compared.html").write_bytes(html_file(plan, record, "en", None, earlier))
    (folder / "hostile.html").write_bytes(html_file(*hostile(folder), "zh"))
    return folder


@pytest.fixture
def page(browser: Browser, files: Path) -> Iterator[Page]:
    opened = Page(browser)
    opened.open(files / "plan.html")
    yield opened
    assert opened.complaints() == []
    opened.close()


def broken(page: Page) -> list[str]:
    return list(page.run("[...document.querySelectorAll('#broken li')].map(x => x.textContent)"))


@pytest.mark.parametrize("name", ["plan.html", "compared.html", "hostile.html"])
def test_pages_load_without_complaint_and_ask_for_nothing(
    browser: Browser, files: Path, name: str
) -> None:
    page = Page(browser)
    page.open(files / name)
    assert page.complaints() == []
    assert page.requests() == [(files / name).as_uri()]
    assert page.run("document.querySelectorAll('script, img').length") == 2
    assert page.run("document.documentElement.scrollWidth") <= 1280
    page.close()


def test_without_a_script_everything_can_be_read(browser: Browser, files: Path) -> None:
    page = Page(browser)
    page.open(files / "plan.html", script=False)
    text = page.call("Page.captureSnapshot")["data"]
    assert "区" in text or "=E5=8C=BA" in text
    document = page.call("DOM.getDocument")["root"]["nodeId"]
    for selector, count in {"#visits tbody tr": 8, "svg.gantt": 5, "#grid .item": 8}.items():
        found = page.call("DOM.querySelectorAll", nodeId=document, selector=selector)["nodeIds"]
        assert len(found) == count
    page.close()


def test_a_visit_is_dragged_to_another_team(page: Page) -> None:
    assert "4@1|1" in page.run(PLACES)
    page.drag('#grid [data-visit="4"]', '#grid td[data-slot="2|0"]')
    assert "4@2|0" in page.run(PLACES)
    assert "调整了1个任务" in page.run("document.getElementById('moved').textContent")
    assert broken(page) == []
    assert page.run("document.querySelector('#grid td[data-slot=\"2|0\"] small').textContent") == (
        "1.75/6"
    )


def test_what_a_move_breaks_is_seen_at_once(page: Page) -> None:
    x, y = page.middle('#grid [data-visit="3"]')  # joint, 1.5 of its 3 team-weeks
    page.mouse("mousePressed", x, y)
    page.mouse("mouseMoved", x + 10, y + 10)
    page.mouse("mouseMoved", *page.where('#grid td[data-slot="0|0"]'))
    said = page.run("document.getElementById('said').textContent")
    assert "巡察组力量：2027年第一轮，第一巡察组为7.3，至多6" in said
    assert page.run("document.querySelectorAll('td.breaks').length") == 1
    page.mouse("mouseReleased", *page.where('#grid td[data-slot="0|0"]'))
    assert broken(page) == ["巡察组力量：2027年第一轮，第一巡察组为7.3，至多6"]
    assert "方式改为自主开展" in page.run("document.getElementById('moved').textContent")


def test_a_bar_of_the_chart_is_dragged_too(page: Page) -> None:
    page.drag('svg [data-visit="4"] rect', 'rect[data-slot="1|0"]')
    assert "4@1|0" in page.run(PLACES)
    assert page.run("location.hash") == ""  # a drag is no click


def test_a_click_on_a_bar_leads_to_its_row(page: Page) -> None:
    x, y = page.middle('svg [data-visit="4"] rect')
    page.mouse("mousePressed", x, y)
    page.mouse("mouseReleased", x, y)
    assert page.run("location.hash") == "#v4"


def test_the_keyboard_moves_a_visit(page: Page) -> None:
    page.run("document.querySelector('#grid [data-visit=\"4\"]').focus()")
    page.press("Enter", "ArrowRight", "ArrowUp")
    assert "2028年第一轮，第一巡察组" in page.run("document.getElementById('said').textContent")
    assert "4@1|1" in page.run(PLACES)
    page.press("Enter")
    assert "4@2|0" in page.run(PLACES)
    assert page.run("document.activeElement.dataset.visit") == "4"


def test_escape_leaves_it_where_it_was(page: Page) -> None:
    page.run("document.querySelector('#grid [data-visit=\"4\"]').focus()")
    page.press("Enter", "ArrowRight", "Escape", "ArrowRight")
    assert "4@1|1" in page.run(PLACES)
    assert page.run("document.getElementById('moved').hidden")


def test_moves_are_undone_one_by_one_and_all(page: Page) -> None:
    before = sorted(page.run(PLACES))
    page.drag('#grid [data-visit="4"]', '#grid td[data-slot="2|0"]')
    page.drag('#grid [data-visit="5"]', '#grid td[data-slot="1|1"]')
    assert sorted(page.run(PLACES)) != before
    page.run("document.querySelector('#moved li button').click()")
    assert "调整了1个任务" in page.run("document.getElementById('moved').textContent")
    page.run("document.querySelectorAll('#moved > button')[1].click()")
    assert sorted(page.run(PLACES)) == before
    assert page.run("document.querySelectorAll('.moved').length") == 0


def test_pins_are_saved_as_rules_of_a_problem(page: Page, tmp_path: Path) -> None:
    page.browser.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.drag('#grid [data-visit="4"]', '#grid td[data-slot="2|0"]')
    page.run("document.querySelector('#moved > button').click()")
    saved = tmp_path / "pins.yaml"
    for _ in range(600):
        if saved.exists():
            break
        time.sleep(0.1)
    text = saved.read_text(encoding="utf-8")
    assert text == page.run("document.getElementById('pins').textContent")
    assert parse(saved.read_bytes(), "pins.yaml").value == {
        "rules": [
            {"rule": "pinned", "purpose": "coverage", "target": "V002", "round": "2028-1",
             "team": "t1"},
        ]
    }  # fmt: skip
    problem = tmp_path / "targets.yaml"
    pins = "".join(line + "\n" for line in text.splitlines() if line.startswith("  - "))
    problem.write_text((TINY / "targets.yaml").read_text(encoding="utf-8") + pins, encoding="utf-8")
    assert read_problem(problem).problem.rules[-1].word == "pinned"


def test_the_list_is_searched_filtered_and_sorted(page: Page) -> None:
    shown = (
        "[...document.querySelectorAll('#visits tbody tr')].filter(r => !r.hidden).map(r => r.id)"
    )
    assert len(page.run(shown)) == 8
    page.run("search.value = '前进村 回头看'; search.dispatchEvent(new Event('input'))")
    assert page.run(shown) == ["v7"]
    page.run("search.value = ''; search.dispatchEvent(new Event('input'))")
    page.run("const s = document.querySelectorAll('#filters select')[5]; s.value = '提级'; "
             "s.dispatchEvent(new Event('change'))")  # fmt: skip
    assert page.run(shown) == ["v2"]
    page.run("s.value = ''; s.dispatchEvent(new Event('change'))")
    page.run("document.querySelectorAll('#visits th button')[12].click()")
    work = "[...document.querySelectorAll('#visits tbody tr')].map(r => +r.cells[12].textContent)"
    found = page.run(work)
    assert found == sorted(found)
    page.run("document.querySelectorAll('#visits th button')[12].click()")
    assert page.run(work) == sorted(found, reverse=True)


@pytest.mark.parametrize(("width", "height"), [(8.27, 11.69), (11.69, 16.54)])
def test_the_page_prints(page: Page, width: float, height: float) -> None:
    data = page.pdf(paperWidth=width, paperHeight=height, landscape=True)
    assert data.startswith(b"%PDF")
    assert len(data) > 20_000
