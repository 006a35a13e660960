"""`explain` as a user runs it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Call = Callable[..., Ran]
PLAN = ("explain", "targets.yaml", "plan.yaml")
SMALL = """\
format: 1
jurisdiction: {name: 青山区}
term: {start: 2026-10-01, end: 2031-09-30}
rounds:
  - {id: 2027-1, name: 2027年第一轮, start: 2027-03-01, end: 2027-05-28}
  - {id: 2027-2, name: 2027年第二轮, start: 2027-09-01, end: 2027-11-30}
  - {id: 2028-1, name: 2028年第一轮, start: 2028-03-01, end: 2028-05-26}
teams:
  - {id: t1, name: 第一巡察组, capacity: 4}
  - {id: t2, name: 第二巡察组, capacity: 4}
targets:
  - {id: D001, name: 区教育局, workload: 3, risk: 5}
  - {id: D002, name: 区财政局, workload: 3, risk: 4}
  - {id: D003, name: 区档案馆, workload: 2, risk: 1}
tiers: [{id: risk, name: 高风险在先}, {id: ease, name: 便利}]
rules:
  - {rule: coverage, name: 全覆盖}
  - {rule: recusal, name: 亲属回避, source: 回避办法, teams: t1, where: {id: D001}, reason: 亲属}
  - {rule: limit, per: round, at_most: 2}
  - {rule: limit, name: 首轮至多两个, rounds: [2027-1], at_most: 2}
  - {rule: blackout, name: 年中不巡财政, where: {id: D002}, from: 2027-09-01, to: 2027-12-31}
  - {rule: early, name: 宜早, weight_by: risk, tier: risk}
  - {rule: prefer, name: 二组轻些, teams: t2, cost: 1, tier: ease}
"""
MADE = """\
format: 1
visits:
  - {target: D001, purpose: coverage, round: 2027-1, mode: self_run, team: t2}
  - {target: D002, purpose: coverage, round: 2027-1, mode: self_run, team: t1}
  - {target: D003, purpose: coverage, round: 2027-2, mode: self_run, team: t1}
"""


@pytest.fixture
def small(folder: Path) -> Path:
    (folder / "targets.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "plan.yaml").write_text(MADE, encoding="utf-8")
    return folder


@pytest.mark.usefixtures("small")
def test_every_other_place_is_answered_twice(call: Call) -> None:
    ran = call(*PLAN, "D003", "--workers", "1", "--time-limit", "30")
    assert (ran.code, ran.err) == (0, "")
    assert "D003 区档案馆  全覆盖\n现在：2027-2 2027年第二轮，自主开展，第一巡察组\n" in ran.out
    alone, rearranged = ran.out.split("其余可以重排")
    assert "[1] capacity（内置要求）禁止轮次 1/2" in alone
    assert "limit#3（limit、targets.yaml:19:5）禁止轮次 1/2" in alone
    assert "2027-1 自主开展，第一巡察组 不行：[1] [2] [3]" in alone
    assert "2028-1 自主开展，第一巡察组 可以：高风险在先 +1" in alone
    assert "第二巡察组       自主开展       可以：便利 +1" in alone
    assert "2027-1 可以：高风险在先 +4（已证明），便利 +1（已证明）；另动1个任务" in rearranged
    assert "2028-1 可以：高风险在先 +1（已证明）" in rearranged


@pytest.mark.usefixtures("small")
def test_one_place_is_answered_in_full(call: Call) -> None:
    ran = call(*PLAN, "区财政局", "--round", "2027年第二轮", "--workers", "1", "--lang", "en")
    assert ran.code == 0
    assert "asked: 2027-2 2027年第二轮" in ran.out
    assert "forbidden: [1]" in ran.out
    assert "年中不巡财政 (blackout, targets.yaml:21:5)" in ran.out
    assert "impossible (two engines agree; [1] alone forbids it)" in ran.out
    ran = call(*PLAN, "D002", "--team", "t2", "--round", "2027-1", "--workers", "1")
    assert "不行：[1]" in ran.out
    assert "[1] capacity（内置要求）" in ran.out
    assert "问：2027-1 2027年第一轮，第二巡察组" in ran.out


@pytest.mark.usefixtures("small")
def test_moves_alone_need_no_solver(folder: Path) -> None:
    arguments = ["explain", "targets.yaml", "plan.yaml", "D003", "--alone"]
    code = (
        "import sys; from xuncha_plan.cli import run; sys.modules['ortools'] = None\n"
        f"sys.exit(run({arguments!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert "只挪这一个" in done.stdout
    assert "其余可以重排" not in done.stdout


@pytest.mark.usefixtures("small")
def test_json_holds_both_answers_in_figures(call: Call) -> None:
    ran = call(*PLAN, "D003", "--round", "2027-1", "--workers", "1", "--format", "json")
    document = json.loads(ran.out)
    assert (document["format_version"], document["target"]) == (1, "D003")
    (place,) = document["places"]
    assert place["wish"] == {"round": "2027-1", "mode": None, "team": None}
    assert not place["alone"]["allowed"]
    forbidden = {one["rule"]: one for one in place["alone"]["forbidden"]}
    assert set(forbidden) == {"capacity", "limit"}
    assert (forbidden["limit"]["file"], forbidden["capacity"]["file"]) == ("targets.yaml", None)
    risk = place["rearranged"]["tiers"][0]
    assert (risk["cost"], risk["proved"], place["rearranged"]["verdict"]) == (4, True, "possible")
    assert len(place["rearranged"]["changed"]) == 1


@pytest.mark.usefixtures("small")
def test_a_rule_has_its_price(call: Call) -> None:
    ran = call(*PLAN, "--rule", "首轮至多两个", "--workers", "1")
    assert ran.code == 0
    assert "规则：首轮至多两个（limit、targets.yaml:20:5）" in ran.out
    assert "它不花代价（已证明）" in ran.out  # the other limit asks the same
    ran = call(*PLAN, "--rule", "recusal", "--workers", "1", "--format", "json")
    (price,) = json.loads(ran.out)["prices"]
    assert (price["name"], price["first_tier"], price["price"]) == ("亲属回避", None, 0)


@pytest.mark.usefixtures("small")
def test_all_rules_are_ranked(call: Call) -> None:
    ran = call(*PLAN, "--prices", "--workers", "1")
    assert ran.code == 0
    assert "各规则的代价（第一个受影响的层级）" in ran.out
    ranked, free = ran.out.split("不花代价的规则6条")
    assert "全覆盖 targets.yaml:17 高风险在先 1 已证明" in ranked
    assert "年中不巡财政" in free


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["D999"], "没有巡察对象“D999”；现有 D001"),
        (["D001", "--round", "2029-1"], "没有轮次“2029-1”"),
        (["D001", "--team", "t9"], "没有巡察组“t9”"),
        (["D001", "--mode", "selfrun"], "没有方式“selfrun”"),
        (["--rule", "亲属"], "没有规则“亲属”"),
        (["--rule", "limit"], "有2条规则叫“limit”，请用 limit#3、limit#4 之一"),
        ([], "请写明对象，或 --rule 规则，或 --prices"),
        (["D001", "--prices"], "三者只写一个"),
        (["--prices", "--round", "2027-1"], "要与对象同写"),
        (["D001", "--time-limit", "nan"], "--time-limit"),
    ],
)
def test_what_cannot_be_asked_is_two(call: Call, arguments: list[str], said: str) -> None:
    ran = call(*PLAN, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_in_a_broken_plan_only_moves_alone_are_counted(small: Path, call: Call) -> None:
    broken = MADE.replace("2027-2", "2027-1")
    (small / "plan.yaml").write_text(broken, encoding="utf-8")
    ran = call(*PLAN, "D003")
    assert ran.code == 0
    assert "没有通过检查" in ran.err
    assert "其余可以重排" not in ran.out
    ran = call(*PLAN, "--prices")
    assert (ran.code, ran.out) == (1, "")


def test_a_target_without_a_visit_is_explained_too(small: Path, call: Call) -> None:
    soft = SMALL.replace(
        "{rule: coverage, name: 全覆盖}", "{rule: coverage, tier: ease, weight: 9}"
    )
    (small / "targets.yaml").write_text(soft, encoding="utf-8")
    visits = "".join(line for line in MADE.splitlines(keepends=True) if "D003" not in line)
    (small / "plan.yaml").write_text(visits, encoding="utf-8")
    ran = call(*PLAN, "D003", "--round", "2027-2", "--alone")
    assert "现在：计划中没有这项任务" in ran.out
    assert "可以：高风险在先 +1，便利 -9" in ran.out


@pytest.mark.usefixtures("plan")
def test_names_that_look_like_markup_are_shown_as_they_are(call: Call) -> None:
    ran = call(*PLAN, "V002", "--alone")
    assert ran.code == 0
    assert "[bold]胜利村[/组织部]" in ran.out
    ran = call(*PLAN, "V001", "--purpose", "lookback", "--alone")
    assert "V001 前进村  回头看" in ran.out


@pytest.mark.usefixtures("small")
def test_what_is_there_already_and_what_nobody_asks_for_is_said(call: Call) -> None:
    ran = call(*PLAN, "D002", "--mode", "自主开展")
    assert (ran.code, "它已经在这里" in ran.out) == (0, True)
    ran = call(*PLAN, "D002", "--purpose", "lookback", "--alone")
    assert (ran.code, "没有规则要求这个对象有这样的任务" in ran.out) == (0, True)
