"""The rows of a plan, and the CSV made from them."""

import csv
import io

import pytest

from xuncha_plan.model import Plan
from xuncha_plan.report.csv_file import csv_file, is_ours
from xuncha_plan.report.rows import COLUMNS, headings, rows


def named(plan: Plan, **options: object) -> list[dict[str, str]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows(plan, **options)]


def one(plan: Plan, target: str, purpose: str = "coverage") -> dict[str, str]:
    found = named(plan, header="ids")
    return next(row for row in found if (row["target"], row["purpose"]) == (target, purpose))


def test_columns_are_those_of_the_format_in_its_order() -> None:
    assert ", ".join(headings("ids")) == (
        "year, round, round_name, start, end, team, team_name, target, target_name, kind, sector, "
        "region, mode, purpose, workload, load, source"
    )


def test_rows_are_sorted_by_round_team_target_and_purpose(plan: Plan) -> None:
    keys = [(row["round"], row["team"], row["target"]) for row in named(plan, header="ids")]
    assert keys == [
        ("2027-1", "t1", "T001"),
        ("2027-1", "t1", "V001"),
        ("2027-2", "", "D001"),
        ("2027-2", "t1", "=1+1"),
        ("2027-2", "t2", "V002"),
        ("2028-1", "t1", "D002"),
        ("2028-1", "t2", "D002"),
        ("2028-1", "t2", "V001"),
    ]


def test_a_row_with_ids_holds_what_the_files_hold(plan: Plan) -> None:
    assert one(plan, "V001", "lookback") == {
        "year": "2028", "round": "2028-1", "round_name": "2028年第一轮", "start": "2028-03-01",
        "end": "2028-05-26", "team": "t2", "team_name": "第二巡察组", "target": "V001",
        "target_name": "前进村", "kind": "village", "sector": "gov", "region": "east",
        "mode": "self_run", "purpose": "lookback", "workload": "0.15", "load": "0.15",
        "source": "回头看办法",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("zh", ["村（社区）", "党政综合", "城东", "自主开展", "回头看"]),
        ("en", ["村（社区）", "党政综合", "城东", "self-run", "look-back"]),
    ],
)
def test_a_row_for_people_holds_names(plan: Plan, header: str, said: list[str]) -> None:
    row = named(plan, header=header)[-1]
    assert [row[key] for key in ("kind", "sector", "region", "mode", "purpose")] == said


def test_the_source_is_that_of_the_rule_that_named_the_visit(plan: Plan) -> None:
    assert one(plan, "T001")["source"] == "区委专题会议"  # pinned
    assert one(plan, "=1+1")["source"] == "市委巡察办3号"  # directive
    assert one(plan, "D002", "special")["source"] == "粮食专项"
    assert one(plan, "D001")["source"] == ""  # its directive has none; the other mode's is not its
    assert one(plan, "D002")["source"] == ""


def test_the_own_part_of_the_workload_follows_the_mode(plan: Plan) -> None:
    assert (one(plan, "=1+1")["workload"], one(plan, "=1+1")["load"]) == ("3", "1.5")
    assert (one(plan, "D001")["workload"], one(plan, "D001")["load"]) == ("2", "0")


def test_one_year_alone(plan: Plan) -> None:
    assert {row["year"] for row in named(plan, year=2028)} == {"2028"}
    assert len(named(plan, year=2028)) == 3


def read(data: bytes, encoding: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))


def test_a_csv_begins_with_the_mark_that_spreadsheets_look_for(plan: Plan) -> None:
    data = csv_file(plan)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert len(read(data, "utf-8-sig")) == 1 + 8


def test_days_on_site_and_after_may_follow_the_columns(plan: Plan) -> None:
    plain, dated = read(csv_file(plan, "ids"), "utf-8-sig"), csv_file(plan, "ids", with_dates=True)
    rows_ = read(dated, "utf-8-sig")
    assert [row[: len(COLUMNS)] for row in rows_] == plain
    assert rows_[0][len(COLUMNS) :] == [
        "entry", "departure", "feedback", "plan", "rectified", "evaluated", "lookback",
    ]  # fmt: skip
    assert rows_[1][len(COLUMNS) :] == [
        "2027-03-01", "2027-03-26", "2027-07-12", "2027-08-11", "2028-01-12", "2028-02-11",
        "2028-02-11",
    ]  # fmt: skip
    assert rows_[-1][-1] == ""  # nothing looks back at a look-back
    assert is_ours(dated)
    assert len(read(csv_file(plan, year=2028, with_dates=True), "utf-8-sig")) == 1 + 3


def test_a_csv_in_gb18030_holds_the_same(plan: Plan) -> None:
    in_gb = read(csv_file(plan, encoding="gb18030"), "gb18030")
    assert in_gb == read(csv_file(plan), "utf-8-sig")


def test_a_cell_that_a_spreadsheet_would_run_is_a_text(plan: Plan) -> None:
    cells = {cell for row in read(csv_file(plan), "utf-8-sig") for cell in row}
    assert {"'=1+1", "'@名称"} <= cells
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}]


def test_our_own_csv_is_known_again(plan: Plan) -> None:
    assert is_ours(csv_file(plan, "en", "gb18030"))
    assert is_ours(b"\r\n")
    assert not is_ours("编号,名称\r\n".encode())
