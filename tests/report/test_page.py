"""The page without a browser: its policy, its parts, its facts, and hostile names."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from xuncha_plan.check import plan_of
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, PlanRecord, Problem
from xuncha_plan.report.page import html_file, is_ours

from .hostile import hostile

ROOT = Path(__file__).parents[2]
DISTRICT = ROOT / "data" / "targets.yaml"
ENDED_BY = {"td": {"td"}, "tr": {"td", "tr"}, "dt": {"dd"}, "dd": {"dt"}}
IMPLIED = set(ENDED_BY)  # elements whose ends HTML lets a page leave out


class Parsed(HTMLParser):
    """The elements of a page and the texts inside them, as a browser would read them."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {}
        self._stack: list[str] = []
        self.feed(data.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        while self._stack and self._stack[-1] in ENDED_BY.get(tag, ()):
            self._stack.pop()
        if tag not in {"meta", "input"}:
            self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._stack[-1] in IMPLIED and self._stack[-1] != tag:
            self._stack.pop()
        assert self._stack.pop() == tag  # everything else that opens is closed

    def handle_data(self, data: str) -> None:
        if self._stack:
            self.inside.setdefault(self._stack[-1], []).append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def facts_of(data: bytes) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="facts">(.*?)</script>', data.decode())
    assert found
    facts = dict(json.loads(found[1]))
    for visit in facts["visits"]:
        for key in ("others", "atHome", "noRounds", "noTeams"):
            if key in visit:
                visit[key] = facts["shared"][visit[key]]
    return facts


@pytest.fixture(scope="module")
def page(plan: Plan, record: PlanRecord) -> Parsed:
    return Parsed(html_file(plan, record, "zh"))


@pytest.fixture(scope="module")
def facts(plan: Plan, record: PlanRecord) -> dict[str, Any]:
    return facts_of(html_file(plan, record, "zh"))


def test_the_policy_admits_our_script_and_style_alone(page: Parsed) -> None:
    policy = next(m["content"] for m in page.of("meta") if "Policy" in m.get("http-equiv", ""))
    script = page.inside["script"][-1]
    style = "".join(page.inside["style"])
    for text, kind in ((script, "script-src"), (style, "style-src")):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_in_the_page_needs_more_than_the_policy_gives(page: Parsed) -> None:
    assert len(page.of("script")) == 2
    assert len(page.of("style")) == 1
    for tag, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert tag not in {"link", "img", "iframe", "object", "form", "base"}
        assert attributes.get("href", "#").startswith("#")
        assert "src" not in attributes


def test_every_part_is_there_without_a_script(page: Parsed) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    assert {"overview", "teams", "rounds", "balance", "board", "list"} <= set(ids)
    assert "changes" not in ids
    assert {f"v{n}" for n in range(8)} <= set(ids)
    links = {a["href"].removeprefix("#") for a in page.of("a")}
    assert links <= set(ids)
    headings = page.inside["h2"]
    assert headings == ["总览", "甘特图：按巡察组", "甘特图：按轮次", "均衡", "调整", "任务清单"]


def test_every_visit_has_a_bar_a_card_and_a_row(page: Parsed) -> None:
    bars = [a["data-visit"] for a in page.of("a") if "data-visit" in a]
    cards = [a["data-visit"] for a in page.of("div") if "data-visit" in a]
    assert sorted(bars) == sorted(cards) == [str(n) for n in range(8)]


def test_every_visit_says_what_keeps_it_where_it_is(page: Parsed, facts: dict[str, Any]) -> None:
    said = " ".join(page.inside["dd"])
    assert "2个轮次（城东镇先行）" in said  # pinned to the first of three rounds
    kept = [visit for visit in facts["visits"] if "noRounds" in visit or "noTeams" in visit]
    assert page.inside["dt"].count("不能改到") == len(kept) > 0


def test_holidays_are_shaded(page: Parsed) -> None:
    kinds = [a.get("class") for a in page.of("rect")]
    assert kinds.count("holiday") > 5
    assert "weekend" in kinds


def test_teams_have_a_place_only_where_they_are_present(plan: Plan, record: PlanRecord) -> None:
    teams = (plan.problem.teams[0], plan.problem.teams[1].replace(rounds=frozenset({"2028-1"})))
    problem = plan.problem.replace(teams=teams)
    moved = plan_of(problem, record)
    slots = {
        a["data-slot"] for a in Parsed(html_file(moved, record, "zh")).of("td") if "data-slot" in a
    }
    assert {"0|0", "1|0", "2|0", "2|1"} <= slots
    assert "0|1" not in slots


def test_moves_know_what_forbids_them(facts: dict[str, Any]) -> None:
    by_id = {(v["id"], v["purpose"]): v for v in facts["visits"]}
    town = by_id["T001", "coverage"]
    assert town["noRounds"] == {"1": [4], "2": [4]}  # rule 4 pins it to the first round
    elevated = by_id["D001", "coverage"]
    assert elevated["noRounds"] == {"0": [0], "2": [0]}  # no directive there
    joint = by_id["=1+1", "coverage"]
    assert joint["others"]["2"] == ["self_run", 3 * facts["unit"]]  # whole where it is not joint
    assert "noRounds" not in by_id["D002", "special"]


def test_capacities_are_exact_whole_numbers(facts: dict[str, Any]) -> None:
    capacity = facts["sums"][0]
    assert capacity["most"]["0|0"] == 6 * facts["unit"]
    assert [v["load"] for v in facts["visits"]][:2] == [
        4 * facts["unit"], facts["unit"] * 3 // 10,
    ]  # fmt: skip


RULES = """
  - {rule: window, name: 窗口, from: 2027-01-01, to: 2027-12-31, where: {id: D001}}
  - {rule: blackout, name: 禁巡, from: 2027-10-01, to: 2027-10-07, where: {id: D001}}
  - {rule: eligible, name: 限定, rounds: [2027-1, 2027-2], where: {id: D001}}
  - {rule: recusal, name: 回避, teams: [t2], where: {id: D001}}
  - {rule: limit, name: 一托一, per: [round, team], at_most: 1}
  - {rule: limit, name: 只算一组, teams: [t1], modes: [self_run], unit: load, at_most: 5, tier: t}
  - {rule: limit, name: 份额, at_most: 50%, modes: [self_run]}
  - {rule: reserve, name: 机动, share: 50%, per: year}
  - {rule: together, name: 一起, targets: [D001, D002], same_team: true}
"""


@pytest.fixture
def ruled(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "targets.yaml"
    path.write_text(
        "format: 1\njurisdiction: {name: 区}\nterm: {start: 2027-01-01, end: 2031-12-31}\n"
        "rounds:\n"
        "  - {id: 2027-1, start: 2027-03-01, end: 2027-05-28}\n"
        "  - {id: 2027-2, start: 2027-09-01, end: 2027-11-30}\n"
        "  - {id: 2028-1, start: 2028-03-01, end: 2028-05-26}\n"
        "teams: [{id: t1, capacity: 10}, {id: t2, capacity: 8}]\n"
        "targets: [{id: D001, workload: 2}, {id: D002, workload: 2}]\n"
        f"tiers: [t]\nrules:{RULES}",
        encoding="utf-8",
    )
    problem = read_problem(path).problem
    visits = "target,round,mode,team\nD001,2027-1,self_run,t1\nD002,2027-1,self_run,t1\n"
    (tmp_path / "plan.csv").write_text(visits, encoding="utf-8")
    record = read_plan(tmp_path / "plan.csv")
    return facts_of(html_file(plan_of(problem, record), record, "zh"))


def test_windows_blackouts_and_recusals_forbid_rounds_and_teams(ruled: dict[str, Any]) -> None:
    first, second = ruled["visits"]
    assert first["noRounds"] == {"1": [2], "2": [1, 3]}
    assert first["noTeams"] == {"1": [4]}
    assert "noRounds" not in second
    assert {n: name for n, (name, _) in ruled["rules"].items()} == {
        "1": "窗口", "2": "禁巡", "3": "限定", "4": "回避",
    }  # fmt: skip


def test_limits_reserves_and_bundles_are_watched(ruled: dict[str, Any]) -> None:
    unit = ruled["unit"]
    sums = {one["name"]: one for one in ruled["sums"]}
    assert set(sums) == {"巡察组力量", "一托一", "只算一组", "机动"}  # a share is not simple
    assert sums["一托一"]["weights"] == [unit, unit]
    assert (sums["一托一"]["per"], sums["一托一"]["most"]) == (["round", "team"], unit)
    assert "weights" not in sums["只算一组"]
    assert (sums["只算一组"]["teams"], sums["只算一组"]["modes"]) == ([0], ["self_run"])
    assert sums["只算一组"]["soft"]
    assert sums["机动"]["most"] == {"2027": 18 * unit, "2028": 9 * unit}
    assert ruled["bundles"] == [
        {"name": "一起", "visits": [0, 1], "within": 0, "oneTeam": True, "soft": False}
    ]


def test_an_earlier_plan_lies_under_the_present_one(plan: Plan, record: PlanRecord) -> None:
    visits = [v for v in record.visits if v.target != "V002"]
    visits[0] = replace(visits[0], round="2027-2")
    earlier = plan_of(plan.problem, replace(record, visits=tuple(visits)))
    page = Parsed(html_file(plan, record, "zh", None, earlier))
    assert page.inside["h2"][1] == "与原计划相比"
    assert "变动1个，新增1个，取消0个，其余6个不变。" in page.inside["p"]
    assert [a.get("class") for a in page.of("g")].count("ghost") == 1
    assert [a.get("class") for a in page.of("a")].count("bar changed") == 2
    assert "2027年第二轮 · 第一巡察组" in page.inside["td"]


def test_one_year_alone(plan: Plan, record: PlanRecord) -> None:
    page = Parsed(html_file(plan, record, "zh", 2028))
    rows = [a["id"] for a in page.of("tr") if "id" in a]
    assert rows == ["v5", "v6", "v7"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_same_plan_gives_the_same_bytes(plan: Plan, record: PlanRecord, language: str) -> None:
    data = html_file(plan, record, language)
    assert data == html_file(plan, record, language)
    assert is_ours(data)
    assert not is_ours(b"<!DOCTYPE html><title>x</title>")


def test_english_pages_are_english(plan: Plan, record: PlanRecord) -> None:
    page = Parsed(html_file(plan, record, "en"))
    assert page.of("html")[0]["lang"] == "en"
    assert page.inside["h2"][0] == "Overview"
    assert page.inside["h1"] == ["青山区: inspection plan"]


def test_no_name_becomes_markup_or_script(tmp_path: Path) -> None:
    data = html_file(*hostile(tmp_path), "zh")
    page = Parsed(data)
    assert len(page.of("script")) == 2
    assert not page.of("img")
    assert not [a for _, a in page.elements for name in a if name.startswith("on")]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202e\u2066\ufffe]", data.decode())
    names = [visit["name"] for visit in facts_of(data)["visits"]]
    assert "</script><script>alert(1)</script>" in names


def test_the_reference_district_stays_under_a_megabyte() -> None:
    problem = read_problem(DISTRICT).problem
    plan = _any_plan(problem)
    assert len(plan.visits) == 134
    assert len(html_file(plan, PlanRecord(()), "zh", None, plan)) < 1_000_000


def _any_plan(problem: Problem) -> Plan:
    """A plan by turns, whatever the rules say."""
    rounds = problem.ordered
    visits = []
    for n, target in enumerate(problem.targets):
        r = rounds[n % len(rounds)]
        team = problem.present(r.id)[n % len(problem.present(r.id))]
        visits.append(Plan.visit(problem, target.id, "coverage", r.id, "self_run", team))
    return Plan(problem, tuple(visits))
