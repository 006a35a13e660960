"""Findings for pipelines: SARIF, JUnit, GitHub's annotations, the summary of a job."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from xuncha_plan.check import findings
from xuncha_plan.files.ignores import find_ignores
from xuncha_plan.model import Place, PlanRecord, Problem, Words
from xuncha_plan.report.findings.codes import meanings
from xuncha_plan.report.findings.formats import FORMATS
from xuncha_plan.report.findings.ignoring import with_ignores
from xuncha_plan.report.findings.remarks import Checked, Related, Remark, Report, breaches, checked
from xuncha_plan.rules import REGISTRY

KNOWN = meanings(REGISTRY.values())
NASTY = '<script>"|](x)` {0} @甲 %0A\n::error::\x1b[2J\u202e\ufffe'


def remark(code: str = "pins", line: int = 3, text: str = "缺一次", **more: object) -> Remark:
    place = Place("计划 1.yaml", line, 5)
    return replace(Remark("error", place, code, "甲规则", lambda language: text), **more)


def moved(problem: Problem, record: PlanRecord) -> Report:
    """Every visit in the first round: rules break on lines of the plan."""
    visits = tuple(replace(one, round="2027-1") for one in record.visits)
    found = findings(problem, replace(record, visits=visits), None)
    return Report(breaches(found), rules=1, visits=8, checked=checked(problem.rules))


def sarif(report: Report) -> dict[str, object]:
    run: dict[str, object] = json.loads(FORMATS["sarif"](report, "zh"))["runs"][0]
    return run


def test_a_breach_stands_in_the_plan_and_names_the_rules_place(
    problem: Problem, record: PlanRecord
) -> None:
    report = moved(problem, record)
    found = [x for x in report.findings if x.rule is not None and x.visits]
    assert found
    for one in found:
        assert one.place is not None
        assert one.place.file.endswith("plan.yaml")
        assert one.related[0].place == one.rule
        assert one.related[0].place.file.endswith("targets.yaml")
    written = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif(report)["results"]
        for place in result.get("relatedLocations", ())
    ]
    assert sum(uri.endswith("targets.yaml") for uri in written) == len(found)
    lines = FORMATS["text"](report, "zh").splitlines()
    assert any("plan.yaml:" in x and "（规则见" in x for x in lines)


def test_sarif_has_uris_columns_and_prints_that_outlast_moved_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run = sarif(Report((remark(), remark(line=9), remark(text="缺两次"))))
    assert run["columnKind"] == "unicodeCodePoints"
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first["artifactLocation"]["uri"] == "%E8%AE%A1%E5%88%92%201.yaml"
    assert first["region"] == {"startLine": 3, "startColumn": 5}
    prints = [one["partialFingerprints"]["remark/v1"] for one in run["results"]]
    assert len(set(prints)) == 3
    later = sarif(Report((remark(line=4), remark(line=10), remark(line=1, text="缺两次"))))
    assert [one["partialFingerprints"]["remark/v1"] for one in later["results"]] == prints


def test_a_file_elsewhere_is_an_absolute_uri_and_a_cell_no_region(tmp_path: Path) -> None:
    place = Place(str(tmp_path / "表.xlsx"), 7, 2, "对象")
    run = sarif(Report((remark(place=place),), root=tmp_path / "other"))
    location = run["results"][0]["locations"][0]
    assert location["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///")
    assert "region" not in location["physicalLocation"]
    assert location["logicalLocations"] == [{"fullyQualifiedName": "对象!B7"}]
    github = FORMATS["github"](Report((remark(place=place),), root=tmp_path), "zh")
    assert github.splitlines()[0] == ("::error file=表.xlsx,title=pins%3A 甲规则::对象!B7: 缺一次")


def test_sarif_rules_are_listed_once_and_indexed() -> None:
    run = sarif(Report((remark(), remark("claim"), remark())))
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["pins", "claim"]
    assert [one["ruleIndex"] for one in run["results"]] == [0, 1, 0]
    assert run["invocations"][0] == {"executionSuccessful": True, "exitCode": 1}
    refused = sarif(Report((remark(),), is_readable=False))
    assert refused["invocations"][0] == {"executionSuccessful": False, "exitCode": 2}


def test_junit_has_a_case_for_each_rule_and_fails_those_that_broke() -> None:
    rules = (Checked("limit", "甲", None), Checked("limit", "乙", None))
    broken = (remark("limit", name="乙"), remark("limit", name="乙"), remark("claim", name=""))
    text = FORMATS["junit"](Report(broken, (remark(level="warning"),), checked=rules), "zh")
    suite = ElementTree.fromstring(text)
    assert (suite.get("tests"), suite.get("failures")) == ("4", "2")
    cases = {case.get("name"): case.find("failure") for case in suite.findall("testcase")}
    assert list(cases) == ["读取文件", "甲", "乙", "计划所称与实际不符"]
    assert cases["甲"] is None
    assert cases["乙"].get("message") == "2个问题"
    assert len(cases["乙"].text.splitlines()) == 2
    assert "[警告]" in suite.find("system-out").text


def test_junit_of_an_unreadable_file_has_no_case_that_passes() -> None:
    suite = ElementTree.fromstring(FORMATS["junit"](Report((remark(),), is_readable=False), "en"))
    assert suite.get("tests") == suite.get("failures") == "1"


def test_annotations_put_errors_first_and_escape() -> None:
    report = Report(
        (remark(text="100%，\r\n甲:乙", name="a,b:c"),), (remark(level="warning"),), root=Path()
    )
    lines = FORMATS["github"](report, "zh").splitlines()
    assert lines[0] == (
        "::error file=计划 1.yaml,line=3,col=5,title=pins%3A a%2Cb%3Ac::100%25，\\r\\n甲:乙"
    )
    assert lines[1].startswith("::warning file=")
    assert lines[2] == "发现1个问题"


def test_annotations_name_the_rules_place() -> None:
    words = Words("规则“{name}”写在这里", "here")
    related = (Related(Place("targets.yaml", 26, 5), words, {"name": "甲规则"}),)
    line = FORMATS["github"](Report((remark(related=related),)), "zh").splitlines()[0]
    assert line.endswith("::缺一次%0Atargets.yaml:26: 规则“甲规则”写在这里")


def test_the_summary_is_a_page_and_has_an_end() -> None:
    tiers = {"tiers": {"a": Fraction(1, 3)}, "titles": {"a": "甲"}}
    page = FORMATS["summary"](Report((remark(),) * 250, rules=3, visits=8, **tiers), "zh")
    assert "**发现250个问题**" in page
    assert page.count("\n| 计划 1") == 200
    assert "另有50个未列出。" in page
    assert page.endswith("| 甲 | 0.3333 |")
    assert "**没有发现问题**" in FORMATS["summary"](Report(), "zh")
    assert "**Unreadable: 1**" in FORMATS["summary"](Report((remark(),), is_readable=False), "en")


@pytest.mark.parametrize("form", list(FORMATS))
def test_a_hostile_name_is_obeyed_by_no_format(form: str) -> None:
    text = FORMATS[form](Report((remark(text=NASTY, name=NASTY),)), "zh")
    assert not set(text) & set("\x1b\u202e\ufffe") or form == "json"
    if form in {"json", "sarif"}:
        json.loads(text)
        assert "\x1b" not in text
    if form == "sarif":
        message = json.loads(text)["runs"][0]["results"][0]["message"]["text"]
        assert "](" not in message
        assert "{0}" not in message
    if form == "junit":
        ElementTree.fromstring(text)
    if form == "github":
        assert [x[:7] for x in text.splitlines()] == ["::error", "发现1个问题"]
    if form == "summary":
        assert "<script" not in text
        assert "|" not in text.splitlines()[6].replace("\\|", "").strip("| ").replace(" | ", "")


def ignoring(comment: str, *remarks: Remark, is_plan: bool = True) -> Report:
    text = f"a: 1\nb: 2\nc: 3 # xuncha: {comment}\n"
    report = Report(remarks, visits=8 if is_plan else None)
    return with_ignores(report, find_ignores(text, "计划 1.yaml"), KNOWN)


def test_an_ignore_with_a_reason_accepts_what_is_on_its_line() -> None:
    report = ignoring("ignore[pins] 已报", remark(), remark("claim"), remark(line=4))
    assert [(x.code, x.place.line) for x in report.findings] == [("claim", 3), ("pins", 4)]
    assert [(x.remark.code, x.reason) for x in report.ignored] == [("pins", "已报")]
    assert report.warnings == ()
    result = sarif(report)["results"][2]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "已报"}]
    assert json.loads(FORMATS["json"](report, "zh"))["ignored"][0]["reason"] == "已报"
    for form in ("text", "summary", "junit"):
        assert "已报" in FORMATS[form](report, "zh")
    assert "已按注释忽略1个" in FORMATS["text"](report, "zh")


def test_an_ignore_at_the_rule_accepts_its_breaches_elsewhere() -> None:
    far = remark(place=Place("other.yaml", 9, 1), rule=Place("计划 1.yaml", 3, 3))
    assert len(ignoring("ignore[pins] 已报", far).ignored) == 1
    assert len(ignoring("ignore[claim] 已报", far).ignored) == 0


@pytest.mark.parametrize(
    ("comment", "level", "code"),
    [
        ("ignore[pins]", "error", "ignore-reason"),
        ("ignore", "error", "ignore-form"),
        ("ignore[pinz] 已报", "error", "ignore-form"),
        ("ignore[claim] 已报", "warning", "ignore-unused"),
    ],
)
def test_an_ignore_that_is_not_in_order_is_said_and_accepts_nothing(
    comment: str, level: str, code: str
) -> None:
    report = ignoring(comment, remark())
    assert report.ignored == ()
    (odd,) = [x for x in (*report.findings, *report.warnings) if x.code != "pins"]
    assert (odd.level, odd.code, odd.place.line, odd.place.column) == (level, code, 3, 6)
    assert odd.say("zh")
    assert odd.say("en").isascii()


def test_without_a_plan_an_ignore_of_what_plans_break_is_in_order() -> None:
    assert ignoring("ignore[claim] 已报", is_plan=False).warnings == ()
    (odd,) = ignoring("ignore[selects-nothing] 已报", is_plan=False).warnings
    assert odd.code == "ignore-unused"
