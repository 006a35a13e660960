"""Plan files: what is written is read back, by anyone; what is broken is refused at its place."""

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from xuncha_plan.files.plan_file import plan_of, read_plan, write_plan
from xuncha_plan.files.plan_text import plan_json, plan_text, quoted
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Claim, PlanRecord, VisitRecord

from .conftest import marked, said

PLAN = PlanRecord(
    visits=(
        VisitRecord("D001", "coverage", "2027-1", "self_run", "t1"),
        VisitRecord("D002", "lookback", "2027-2", "elevated"),
    ),
    jurisdiction="青山区",
    problem_file="targets.yaml",
    sha256="8c1f",
    program="xuncha-plan 0.1.0",
    status="optimal",
    uncovered=("T001",),
    settings={"time_limit": 60, "seed": 1, "share": Fraction(1, 4), "quick": True, "note": None},
    tiers=(
        Claim("risk", Fraction(57), Fraction(57), "optimal", "bound"),
        Claim("balance", Fraction(25, 2), None, "feasible", "none"),
    ),
)
TEXT = """\
format: 1
jurisdiction: 青山区
problem: {file: targets.yaml, sha256: 8c1f}
program: xuncha-plan 0.1.0
status: optimal
uncovered: [T001]
settings: {time_limit: 60, seed: 1, share: 0.25, quick: true, note: null}
tiers:
  - {id: risk, value: 57, bound: 57, status: optimal, proof: bound}
  - {id: balance, value: 12.5, bound: null, status: feasible, proof: none}
visits:
  - {target: D001, purpose: coverage, round: 2027-1, mode: self_run, team: t1}
  - {target: D002, purpose: lookback, round: 2027-2, mode: elevated}
"""
Refused = Callable[..., list[str]]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """What is said of a plan that must be refused, at the places that are marked."""

    def faults(text: str | bytes, name: str = "plan.yaml") -> list[str]:
        path = tmp_path / name
        places = []
        if isinstance(text, str):
            text, places = marked(text, str(path))
            text = text.encode()
        path.write_bytes(text)
        with pytest.raises(BadInput) as caught:
            read_plan(path)
        if places:
            assert [fault.place for fault in caught.value.faults] == places
        return said(caught.value.faults)

    return faults


def test_the_layout_is_the_contract() -> None:
    assert plan_text(PLAN) == TEXT


def test_an_empty_plan_has_empty_lists() -> None:
    text = plan_text(PlanRecord(()))
    assert text.endswith("tiers: []\nvisits: []\n")
    assert plan_of(parse(text.encode(), "f")) == PlanRecord(())


@pytest.mark.parametrize("name", ["plan.yaml", "plan.json"])
def test_written_and_read_back_is_the_same(tmp_path: Path, name: str) -> None:
    write_plan(tmp_path / name, PLAN)
    assert read_plan(tmp_path / name) == PLAN


def test_json_holds_the_same_as_yaml() -> None:
    assert json.loads(plan_json(PLAN)) == yaml.safe_load(plan_text(PLAN))


def test_visits_and_claims_know_their_lines() -> None:
    plan = plan_of(parse(TEXT.encode(), "plan.yaml"))
    assert [str(visit.place) for visit in plan.visits] == ["plan.yaml:12:5", "plan.yaml:13:5"]
    assert [str(claim.place) for claim in plan.tiers] == ["plan.yaml:9:5", "plan.yaml:10:5"]


def test_values_are_rounded_to_four_places_and_bounds_down() -> None:
    third = Claim("a", Fraction(2, 3), Fraction(2, 3))
    negative = Claim("b", Fraction(-2, 3), Fraction(-2, 3))
    half = Claim("c", Fraction(5, 100_000), Fraction(5, 100_000))
    text = plan_text(PlanRecord((), tiers=(third, negative, half)))
    assert "value: 0.6667, bound: 0.6666," in text
    assert "value: -0.6667, bound: -0.6667," in text
    assert "value: 0, bound: 0," in text


NAMES = [
    "010", "NO", "1e3", "12:30", "2028-03-01", "null", "~", "", "a: b", "a #b", "- a", " a", "a ",
    "0x1F", "1_000", "yes", "Y", ".5", "1.0", "10", "+1", "-1", "=", "<<", "true", "[a]", "{a}",
    "'a'", '"a"', "a,b", "a\\b", "a\nb", "\u2028", "\x7f", "\u202e", "*a", "&a", "!a", "%a", "@a",
    "`a", "|", ">", "?", "a:", "教育局", "村（社区）", "2027-1", "D001", "12e03", "0o17", "1__2",
    "190:20:30", "685.230_15e+03", ".inf", ".NaN", "2001-12-14 21:59:43", "é", "𠮷", "\ufeff",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_reader_gives_every_name_back(name: str) -> None:
    written = f"[{quoted(name)}]"
    assert yaml.safe_load(written) == [name]
    assert parse(f"a: {quoted(name)}\n{quoted(name)}: 1\n".encode(), "f").value == {
        "a": name,
        name: "1",
    }


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(st.text(max_size=12))
def test_any_text_comes_back(name: str) -> None:
    if any("\ud800" <= c <= "\udfff" for c in name):
        return
    assert yaml.safe_load(f"[{quoted(name)}]") == [name]


@pytest.mark.parametrize("plain", ["D001", "2027-1", "青山区", "xuncha-plan 0.1.0", "targets.yaml"])
def test_what_needs_no_quotes_has_none(plain: str) -> None:
    assert quoted(plain) == plain


CASES = {
    "F5 a later format": ("format: 1", "format: →2", "format `2`"),
    "F5 a format that is none": ("format: 1", "format: →one", "format `one`"),
    "F8 NaN": ("value: 57", "value: →.nan", "expected a number"),
    "F8 infinity": ("value: 57", "value: →1e999", "expected a number"),
    "a value in quotes": ("value: 57", 'value: →"57"', "without quotes"),
    "F8 a key twice": ("purpose: coverage", "purpose: coverage, →purpose: special", "twice"),
    "an unknown key of a visit": ("team: t1", "→taem: t1", "did you mean `team`"),
    "an unknown key at the top": ("uncovered:", "→uncoverd:", "did you mean `uncovered`"),
    "no target": ("{target: D001, ", "→{", "`target` is missing"),
    "a status that is none": ("status: optimal\n", "status: →best\n", "`best` is not allowed"),
    "a proof that is none": ("proof: bound", "proof: →bund", "did you mean `bound`"),
    "tiers that are no list": ("tiers:\n  -", "tiers: →x\nmore:\n  -", None),
}


@pytest.mark.parametrize("case", [name for name, (_, _, phrase) in CASES.items() if phrase])
def test_a_broken_plan_is_refused_at_the_token(case: str, refused: Refused) -> None:
    old, new, phrase = CASES[case]
    assert phrase
    assert phrase in refused(TEXT.replace(old, new, 1))[0]


@pytest.mark.parametrize("value", ["NaN", "1e999", "Infinity", "-Infinity"])
def test_f8_json_that_python_would_take_is_refused(refused: Refused, value: str) -> None:
    text = plan_json(PLAN).replace('"value": 57', f'"value": →{value}')
    assert "expected a number" in refused(text, "plan.json")[0]


def test_f1_a_plan_cut_anywhere_before_its_visits_is_refused(refused: Refused) -> None:
    for length in range(TEXT.index("visits:\n") + 7):
        refused(TEXT[:length].encode())


def test_f1_a_json_plan_cut_anywhere_is_refused(refused: Refused) -> None:
    text = plan_json(PLAN).rstrip()
    for length in range(len(text)):
        refused(text[:length].encode(), "plan.json")


def test_f5_a_later_minor_version_keeps_what_is_not_known() -> None:
    text = TEXT.replace("format: 1\n", "format: 1.3\n").replace(
        "visits:\n", "colours: {a: [1, 0.5, x, true], b: '5'}\nvisits:\n"
    )
    plan = plan_of(parse(text.encode(), "f"))
    assert plan.more["colours"] == {"a": [1, Fraction(1, 2), "x", True], "b": "5"}
    again = plan_text(plan)
    assert again.startswith("format: 1.3\n")
    assert plan_of(parse(again.encode(), "f")) == plan
    assert plan_of(parse(plan_json(plan).encode(), "f.json")) == plan


def test_f9_a_file_that_is_no_plan_is_refused(refused: Refused) -> None:
    assert "no plan file" in refused("→format: 1\nrounds: []\n")[0]


def test_a_plan_written_by_hand_needs_its_visits_alone() -> None:
    text = "visits:\n  - {target: 010, round: NO, mode: self_run, team: on}\n"
    plan = plan_of(parse(text.encode(), "f"))
    assert plan.visits == (VisitRecord("010", "coverage", "NO", "self_run", "on"),)
    assert (plan.sha256, plan.tiers, plan.status) == ("", (), "feasible")


def test_a_large_value_is_exact() -> None:
    plan = replace(PLAN, tiers=(Claim("a", Fraction(2**53 - 1), Fraction(2**53 - 2)),))
    assert plan_of(parse(plan_text(plan).encode(), "f")).tiers == plan.tiers


@pytest.mark.parametrize(
    "head",
    [
        "target,purpose,round,mode,team",
        "巡察对象编号,任务性质,轮次编号,方式,巡察组编号",
        "编号,性质,轮次,巡察方式,巡察组",
    ],
)
@pytest.mark.parametrize("words", ["lookback,2027-1,joint", "回头看,2027-1,市区联动"])
def test_a_table_typed_by_hand_is_a_plan(tmp_path: Path, head: str, words: str) -> None:
    purpose, r, mode = words.split(",")
    path = tmp_path / "plan.csv"
    path.write_text(
        f"{head}\n010,{purpose},{r},{mode},\nD2,,2027-2,self_run,t1\n", encoding="utf-8-sig"
    )
    plan = read_plan(path)
    assert plan.visits == (
        VisitRecord("010", "lookback", "2027-1", "joint", None),
        VisitRecord("D2", "coverage", "2027-2", "self_run", "t1"),
    )
    assert [str(v.place) for v in plan.visits] == [f"{path}:2:1", f"{path}:3:1"]
    assert (plan.sha256, plan.tiers) == ("", ())


def test_a_table_needs_no_purpose_and_no_team(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("mode,round,target,note\nself_run,2027-1,D1,x\n")
    assert read_plan(path).visits == (VisitRecord("D1", "coverage", "2027-1", "self_run"),)


def test_the_columns_of_an_export_are_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        "year,round,round_name,start,end,team,team_name,target,target_name,kind,sector,region,"
        "mode,purpose,workload,load,source\n"
        "2027,2027-1,第一轮,2027-03-01,2027-05-28,t1,第一组,'=D1,教育局,,,,self_run,coverage,2,2,\n",
        encoding="utf-8-sig",
    )
    assert read_plan(path).visits == (VisitRecord("=D1", "coverage", "2027-1", "self_run", "t1"),)


def test_a_table_without_a_mode_is_refused_at_the_cell(refused: Refused, tmp_path: Path) -> None:
    (words,) = refused(b"target,round,mode\nD1,2027-1,\n", "plan.csv")
    assert words == f"{tmp_path}/plan.csv:2:3: `mode` (方式) is missing"
    (words,) = refused(b"target,round\nD1,2027-1\n", "plan.csv")
    assert "lacks the heading `mode`" in words


def test_100_000_visits_fit_within_the_budgets() -> None:
    visit = VisitRecord("T00001", "coverage", "2027-1", "self_run", "t1")
    text = plan_text(PlanRecord((visit,) * 2000))
    per_visit = len(text) / 2000
    assert per_visit * 100_000 < 16 * 2**20
    assert len(plan_of(parse(text.encode(), "f")).visits) == 2000
