"""`replan`: as a planner calls it, with searches in this process."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.replan import here
from xuncha_plan.check import findings
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.solver.process import side_by_side
from xuncha_plan.solver.replanning import least_change

from .conftest import Ran

Call = Callable[..., Ran]
AWAY = ("home: west, capacity: 4", "home: west, capacity: 4, rounds: [2027-1, 2027-2]")


@pytest.fixture(autouse=True)
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(least_change, "solve", here.solve)
    monkeypatch.setattr(side_by_side, "solve", here.solve)


@pytest.fixture
def world(tiny: Path, plan: Path) -> Path:
    """The tiny district as it is now: the second team is away in 2028."""
    path = tiny.with_name("现在.yaml")
    path.write_text(tiny.read_text(encoding="utf-8").replace(*AWAY), encoding="utf-8")
    return path


def replan(call: Call, file: Path, *more: str | Path, as_of: str = "2027-06-01") -> Ran:
    return call("replan", file, "--from", "plan.yaml", "--as-of", as_of, *more)


def test_the_new_plan_is_written_and_each_move_has_its_reason(
    call: Call, world: Path, folder: Path
) -> None:
    ran = replan(call, world, "-o", "新计划.yaml")
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "最少变动：2，已证明不能更少"
    assert "保持原样：1轮、2个任务（2027-06-01已开始的轮次）" in ran.out
    assert "因为：若不动，第二巡察组不参加2028年第一轮" in ran.out
    assert "已写入 新计划.yaml" in ran.err
    record = read_plan(folder / "新计划.yaml")
    assert not [f for f in findings(read_problem(world).problem, record) if f.is_breach]
    assert record.settings["replan"] == {
        "from": "plan.yaml", "as_of": "2027-06-01", "change": 2, "least": 2,
    }  # fmt: skip
    was = {(v.target, v.purpose): v for v in read_plan(folder / "plan.yaml").visits}
    now = {(v.target, v.purpose): v for v in record.visits}
    assert {key for key in was if was[key] != now[key]} == {
        ("V001", "lookback"), ("D002", "special"),
    }  # fmt: skip


def test_json_is_all_that_standard_output_holds(call: Call, world: Path) -> None:
    ran = replan(call, world, "-o", "new.yaml", "--format", "json", "--lang", "en")
    document = json.loads(ran.out)
    assert document["change"] == {"value": 2, "bound": 2, "status": "optimal", "proof": "engine"}
    assert document["closed"] == {"rounds": ["2027-1"], "visits": 2}
    assert {move["target"] for move in document["moves"]} == {"V001", "D002"}
    assert document["moves"][0]["why"][0]["code"] == "presence"


def test_an_unchanged_problem_gives_the_same_bytes(
    call: Call, tiny: Path, plan: Path, folder: Path
) -> None:
    plan = valid_plan(call, tiny, folder)
    ran = replan(call, tiny, "-o", "same.yaml")
    assert (ran.code, ran.out) == (0, "")
    assert "变动0" in ran.err
    assert (folder / "same.yaml").read_bytes() == plan.read_bytes()


def valid_plan(call: Call, tiny: Path, folder: Path) -> Path:
    """A plan of the tiny district with claims that hold."""
    plan = folder / "plan.yaml"
    assert call("replan", tiny, "--from", plan, "--as-of", "2026-01-01", "-o", "p.yaml").code == 0
    (folder / "p.yaml").rename(plan)
    return plan


PINS = "rules:\n  - {rule: pinned, purpose: coverage, target: V002, round: 2028-1}\n"


def test_what_was_put_elsewhere_on_the_page_stays_there(
    call: Call, tiny: Path, plan: Path, folder: Path
) -> None:
    (folder / "调整.yaml").write_text(PINS, encoding="utf-8")
    ran = replan(call, tiny, "-o", "new.yaml", "--pins", "调整.yaml")
    assert ran.code == 0
    record = read_plan(folder / "new.yaml")
    assert [v.round for v in record.visits if v.target == "V002"] == ["2028-1"]
    assert record.settings["replan"]["pins"] == ["V002"]
    assert call("check", tiny, "new.yaml").code == 0  # a plan of the problem as it stands


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "调整.yaml"),
        ("visits: []\n", "调整.yaml:1:1: 不是调整结果"),
        ("rules:\n  - {rule: coverage}\n", "调整.yaml:2:5: 应为 pinned 规则"),
        (PINS.replace("V002", "V003"), "调整.yaml:2:47: 没有巡察对象“V003”"),
    ],
)
def test_what_are_no_pins_is_two_at_their_place(
    call: Call, tiny: Path, plan: Path, folder: Path, text: str, said: str
) -> None:
    (folder / "调整.yaml").write_text(text, encoding="utf-8")
    ran = replan(call, tiny, "-o", "new.yaml", "--pins", "调整.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (folder / "new.yaml").exists()


def test_a_plan_that_changed_meanwhile_is_not_re_planned(
    call: Call, world: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def solve(*asked: Any, **more: Any) -> Any:
        (folder / "plan.yaml").write_bytes((folder / "plan.yaml").read_bytes() + b"# filed\n")
        return here.solve(*asked, **more)

    monkeypatch.setattr(least_change, "solve", solve)
    ran = replan(call, world, "-o", "new.yaml")
    assert (ran.code, ran.out) == (2, "")
    assert "原计划在重排期间被改动" in ran.err
    assert not (folder / "new.yaml").exists()


def test_where_no_plan_exists_the_rules_that_must_give_way_are_named(
    call: Call, tiny: Path, plan: Path, folder: Path
) -> None:
    more = "  - {rule: milestone, name: 上半年八成, by: 2027-06-30, at_least: 80%}\n"
    tiny.write_text(tiny.read_text(encoding="utf-8") + more, encoding="utf-8")
    ran = replan(call, tiny, "-o", "new.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "上半年八成：差2.8" in ran.err
    assert not (folder / "new.yaml").exists()
    ran = replan(call, tiny, "-o", "new.yaml", "--give-way")
    assert ran.code == 0
    assert "上半年八成：差2.8" in ran.out
    assert read_plan(folder / "new.yaml").status == "feasible"


def test_a_past_that_cannot_stay_is_named(call: Call, tiny: Path, plan: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    tiny.write_text(text.replace("capacity: 6}", "capacity: 6, rounds: [2027-2, 2028-1]}"),
                    encoding="utf-8")  # fmt: skip
    ran = replan(call, tiny, "-o", "new.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "无法保持原样：第一巡察组不参加2027年第一轮（城东镇）" in ran.err


def test_a_round_that_has_begun_and_is_gone_is_named(
    call: Call, tiny: Path, plan: Path, folder: Path
) -> None:
    text = tiny.read_text(encoding="utf-8")
    world = folder / "now.yaml"
    world.write_text(text.replace("2027-1,", "2027-0,").replace("round: 2027-1", "round: 2027-0"),
                     encoding="utf-8")  # fmt: skip
    ran = replan(call, world, "-o", "new.yaml")
    assert (ran.code, ran.out) == (1, "")
    assert "轮次“2027年第一轮”已经开始，问题文件中却没有了" in ran.err
    assert replan(call, world, "-o", "new.yaml", "--renamed", "2027-1=2027-0").code == 0
    assert replan(call, world, "-o", "new.yaml", as_of="2026-12-01").code == 0


def test_a_merged_target_takes_the_earlier_visit(call: Call, tiny: Path, plan: Path) -> None:
    text = tiny.read_text(encoding="utf-8").replace("V002", "V009")
    tiny.write_text(text, encoding="utf-8")
    ran = replan(call, tiny, "-o", "new.yaml", "--renamed", "V002=V009")
    assert ran.code == 0
    assert "V009" not in ran.out
    ran = replan(call, tiny, "-o", "new.yaml", "--renamed", "V001=V009", "--renamed", "V002=V009")
    assert "合并后不再保留的任务：V002" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--as-of", "soon"), "--as-of 应为日期"),
        (("--freeze-year", "1999"), "没有1999年的轮次；现有 2027、2028"),
        (("--filed-cost", "-1"), "--filed-cost 应为不小于1的数"),
        (("--filed-cost", "0.5"), "--filed-cost 应为不小于1的数"),
        (("--cost", "colour=1"), "而不是“colour=1”"),
        (("--cost", "team=x"), "--cost 应为不小于0的数"),
        (("--renamed", "V002"), "而不是“V002”"),
        (("--renamed", "V002=V777"), "“V777”不是"),
        (("--stress", "-1"), "--stress 应为不小于0的整数"),
        (("--stress-kind", "flood"), "没有“flood”"),
        (("--time-limit", "0"), "--time-limit 应为大于0的秒数"),
        (("-o", "plan.yaml"), "输出文件就是输入文件"),
        (("-o", "现在.yaml"), "输出文件就是输入文件"),
        (("--from", "none.yaml"), "没有这个文件"),
        (("--from", "现在.yaml"), "不是计划文件"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_solved(
    call: Call, world: Path, folder: Path, options: tuple[str, ...], said: str
) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    ran = replan(call, world, "-o", "new.yaml", *options)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_output_is_needed_unless_nothing_is_written(call: Call, world: Path) -> None:
    assert "缺少 -o" in replan(call, world).err
    assert replan(call, world, "--stress", "1").code == 0


def test_stress_draws_the_same_disruptions_for_the_same_seed(
    call: Call, world: Path, folder: Path
) -> None:
    before = sorted(path.name for path in folder.iterdir())
    first = replan(call, world, "--stress", "6", "--seed", "5", "--format", "json")
    again = replan(call, world, "--stress", "6", "--seed", "5", "--format", "json")
    assert (first.code, first.out) == (0, again.out)
    drawn = json.loads(first.out)["disruptions"]
    assert [one["kind"] for one in drawn] == ["team", "round", "specials"] * 2
    assert all(one["open"] == 6 for one in drawn)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_stress_tells_how_often_and_how_cheaply_the_plan_survives(call: Call, world: Path) -> None:
    ran = replan(call, world, "--stress", "4", "--stress-kind", "team", "--stress-kind", "round")
    assert ran.code == 0
    assert ran.out.startswith("抽取4次，")
    lines = [line.split()[0] for line in ran.out.splitlines() if line]
    assert {"突发情况", "一个组缺席一轮", "取消一轮", "合计", "进度节点", "规则"} <= set(lines)


def test_nothing_is_left_to_strike_once_all_has_begun(call: Call, world: Path) -> None:
    ran = replan(call, world, "--stress", "3", as_of="2031-01-01")
    assert "没有尚未开始的轮次" in ran.err
