"""What the page says of a move is what the checker finds in the moved plan."""

from collections.abc import Iterator

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.check.built_in import built_in
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, PlanRecord, Problem, VisitRecord
from xuncha_plan.report.page import html_file

from .chromium import PROGRAM, Browser, Page

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Chromium is not installed")
TEXT = """
format: 1
jurisdiction: {name: 区}
term: {start: 2027-01-01, end: 2031-12-31}
regions: {e: 东, w: 西}
rounds:
  - {id: r1, start: 2027-03-01, end: 2027-05-28, modes: [self_run, cross_region]}
  - {id: r2, start: 2027-09-01, end: 2027-11-30}
  - {id: r3, start: 2028-03-01, end: 2028-05-26}
teams:
  - {id: t1, name: 一组, home: e, capacity: 5}
  - {id: t2, name: 二组, home: w, capacity: 3}
  - {id: t3, name: 三组, home: w, capacity: 4, rounds: [r1, r3]}
targets:
  - {id: A, name: 甲, region: e, workload: 2.5}
  - {id: B, name: 乙, region: w, workload: 2, not_after: 2027-12-31}
  - {id: C, name: 丙, region: w, workload: 1, parent: B}
  - {id: D, name: 丁, region: w, workload: 1.25}
tiers: [t]
rules:
  - {rule: window, name: 窗口, from: 2027-01-01, to: 2027-12-31, where: {id: A}}
  - {rule: blackout, name: 禁巡, from: 03-10, to: 03-20, yearly: true, where: {id: C}}
  - {rule: eligible, name: 限定, rounds: [r1, r2], where: {id: D}}
  - {rule: recusal, name: 回避, teams: [t2], where: {id: A}}
  - {rule: limit, name: 一托二, per: [round, team], at_most: 2}
  - {rule: limit, name: 首轮, rounds: [r1], unit: workload, at_most: 4, tier: t}
  - {rule: limit, name: 少排二, teams: [t2], per: year, unit: load, at_most: 2.5}
  - {rule: reserve, name: 机动, share: 20%, per: round}
  - {rule: together, name: 巡镇带村, by: parent, same_team: true}
  - {rule: pinned, name: 已定, target: A, round: r1}
"""
VISITS = (  # in the page's order: round, team, target
    VisitRecord("A", "coverage", "r1", "self_run", "t1"),
    VisitRecord("D", "coverage", "r1", "cross_region", "t1"),
    VisitRecord("B", "coverage", "r2", "self_run", "t1"),
    VisitRecord("C", "coverage", "r2", "self_run", "t1"),
)
ROUNDS, TEAMS = ("r1", "r2", "r3"), ("t1", "t2", "t3")
BUILT_IN = {"巡察组力量", "不在场", "该轮不接受这样的任务", "异地交叉须由外地的组承担"}


@pytest.fixture(scope="module")
def problem(tmp_path_factory: pytest.TempPathFactory) -> Problem:
    path = tmp_path_factory.mktemp("problem") / "targets.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return read_problem(path).problem


@pytest.fixture(scope="module")
def page(problem: Problem, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("page")
    plan = plan_of(problem, PlanRecord(VISITS))
    (folder / "plan.html").write_bytes(html_file(plan, PlanRecord(()), "zh"))
    browser = Browser(tmp_path_factory.mktemp("profile"))
    page = Page(browser)
    page.open(folder / "plan.html")
    yield page
    assert page.complaints() == []
    browser.close()


def broken(plan: Plan) -> set[str]:
    """The names of simple rules with a finding; of what is built in, that there is one."""
    simple = (r for r in plan.problem.rules if r.word != "coverage")
    named = {rule.title_or_name for rule in simple if list(rule.check(plan))}
    return named | ({"built in"} if any(f.code != "uncovered" for f in built_in(plan)) else set())


@pytest.mark.parametrize("number", range(len(VISITS)))
@pytest.mark.parametrize("team", range(3))
@pytest.mark.parametrize("r", range(3))
def test_the_page_says_of_a_move_what_check_finds(
    problem: Problem, page: Page, number: int, r: int, team: int
) -> None:
    base = plan_of(problem, PlanRecord(VISITS))
    assert broken(base) == set()
    old = base.visits[number]
    moved_mode = old.mode if old.mode in problem.round[ROUNDS[r]].modes else "self_run"
    here = VisitRecord(old.target.id, "coverage", ROUNDS[r], moved_mode, TEAMS[team])
    moved = plan_of(problem, PlanRecord((*VISITS[:number], here, *VISITS[number + 1 :])))
    said = aimed(page, number, r, team)
    if said is None:  # a place that the board does not have
        assert TEAMS[team] not in problem.present(ROUNDS[r])
        return
    names = {rule.title_or_name for rule in problem.rules if rule.title_or_name in said}
    names |= {"built in"} if any(words in said for words in BUILT_IN) else set()
    assert names == broken(moved)


def aimed(page: Page, number: int, r: int, team: int) -> str | None:
    """What the page says while a visit is held over a place; it is then let go outside."""
    cell = f'#grid td[data-slot="{r}|{team}"]'
    if not page.run(f"document.querySelector('{cell}') !== null"):
        return None
    x, y = page.middle(f'#grid .item[data-visit="{number}"]')
    page.mouse("mousePressed", x, y)
    page.mouse("mouseMoved", x + 8, y + 8)
    page.mouse("mouseMoved", 1, 1)
    page.mouse("mouseMoved", *page.where(cell))
    said = str(page.run("document.getElementById('said').textContent"))
    page.mouse("mouseMoved", 1, 1)
    page.mouse("mouseReleased", 1, 1)
    return said
