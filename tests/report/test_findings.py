"""Findings as text and as JSON."""

import json
from fractions import Fraction

from xuncha_plan.check import findings, tier_values
from xuncha_plan.model import Fault, Place, Plan, PlanRecord, Problem, Words
from xuncha_plan.report.findings.json import findings_json
from xuncha_plan.report.findings.remarks import Remark, Report, breaches, warnings
from xuncha_plan.report.findings.text import findings_text


def report(problem: Problem, record: PlanRecord, plan: Plan) -> Report:
    words = Words("{what}可疑", "{what} is odd")
    fault = Fault(Place("targets.yaml", 3, 4), words, {"what": "x"}, "odd")
    short = PlanRecord(record.visits[1:], place=Place("plan.yaml"))
    return Report(
        breaches(findings(problem, short, None)),
        warnings([fault]),
        tier_values(plan),
        titles={tier.id: tier.title for tier in problem.tiers},
    )


def test_a_line_says_where_what_kind_which_rule(
    problem: Problem, record: PlanRecord, plan: Plan
) -> None:
    lines = findings_text(report(problem, record, plan), "zh").splitlines()
    assert lines[0] == "targets.yaml:3:4: [警告] [odd] x可疑"
    pinned = next(line for line in lines if "[pinned]" in line)
    assert "targets.yaml:26:5: [pinned] 城东镇先行：" in pinned
    assert lines[-2:] == ["层级“risk”：14.225", "层级“均衡”：4.3667"]


def test_what_soft_rules_find_is_no_breach(problem: Problem, record: PlanRecord) -> None:
    found = findings(problem, record, None)
    assert found
    assert breaches(found) == ()


def test_twenty_are_shown_and_all_are_counted() -> None:
    many = tuple(
        Remark("error", Place("plan.yaml", i), "coverage", "", lambda language: "缺一次")
        for i in range(1, 201)
    )
    lines = findings_text(Report(many), "zh").splitlines()
    assert len(lines) == 22
    assert lines[20] == "……另有180个未列出；全部见 --format json"
    assert lines[21] == "发现200个问题"
    assert len(json.loads(findings_json(Report(many), "zh"))["findings"]) == 200


def test_nothing_found_is_said() -> None:
    assert findings_text(Report(), "zh") == "没有发现问题"
    assert findings_text(Report(), "en") == "nothing found"


def test_json_holds_both_languages_and_the_visits(
    problem: Problem, record: PlanRecord, plan: Plan
) -> None:
    document = json.loads(findings_json(report(problem, record, plan), "en"))
    assert document["format_version"] == 1
    assert document["warnings"][0]["message"] == "x is odd"
    assert document["warnings"][0]["words"] == {"zh": "x可疑", "en": "x is odd"}
    assert document["tiers"] == [
        {"id": "risk", "value": 14.225}, {"id": "balance", "value": 4.3667},
    ]  # fmt: skip
    found = next(one for one in document["findings"] if one["code"] == "pinned")
    assert (found["line"], found["name"], found["amount"]) == (26, "城东镇先行", 1)


def test_a_name_with_a_line_break_stays_one_line() -> None:
    odd = Remark("error", None, "coverage", "甲\n乙\x1b", lambda language: "缺", Fraction(1))
    assert findings_text(Report((odd,)), "zh").splitlines()[0] == r"[coverage] 甲\n乙\x1b：缺"
