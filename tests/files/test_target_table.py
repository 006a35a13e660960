"""Tables of targets: what spreadsheets write is read; what they break is refused at the cell."""

import io
import zipfile
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter

from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_file import Reading, read_problem
from xuncha_plan.files.xlsx_table import PATIENCE
from xuncha_plan.model import BadInput

from .conftest import BASE, Read, said

HEAD = BASE.partition("targets:")[0] + "targets: {file: NAME}\n"
CSV = "编号,名称,类别,行业领域,地域,工作量,风险,标签,所属对象\n"
ROW = "D1,教育局,dept,edu,east,2,4,,\n"


def read_table(folder: Path, content: str | bytes, name: str = "t.csv") -> Reading:
    """Reads a problem whose targets are in a table."""
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    path = folder / "problem.yaml"
    path.write_text(HEAD.replace("NAME", name), encoding="utf-8")
    return read_problem(path)


def refusals(folder: Path, content: str | bytes, name: str = "t.csv") -> list[str]:
    """What is said of a table that must be refused, without the folder's name."""
    with pytest.raises(BadInput) as caught:
        read_table(folder, content, name)
    return [words.replace(f"{folder}/", "") for words in said(caught.value.faults)]


def workbook(rows: list[list[object]], **options: object) -> bytes:
    """An XLSX file with one sheet."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, **options})
    sheet = book.add_worksheet("对象")
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, column, cell, days)
            else:
                sheet.write(row, column, cell)
    book.close()
    return data.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one part's text changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SMALL: list[list[object]] = [["编号", "工作量"], ["D1", 2]]

CSV_CASES = {
    "C5 too few cells": (CSV + "D1,教育局\n", "t.csv:2:2: this row has 2 cells, the headings 9"),
    "C5 too many cells": (CSV + ROW.strip() + ",x\n", "t.csv:2:10: this row has 10 cells"),
    "C5 no headings": (ROW, "t.csv:1:1: the first row lacks the heading `id` (编号)"),
    "C5 a heading twice": (
        "id,workload,编号\nD1,2,3\n",
        "t.csv:1:3: the column `编号` stands twice",
    ),
    "C5 another heading twice": ("id,workload,甲,甲\nD1,2,3,4\n", "t.csv:1:4: the column `甲`"),
    "a column without heading": ("id,,workload\nD1,x,2\n", "t.csv:1:2: this column has no heading"),
    "C6 quote never closed": ('id,name,workload\nD1,"教育局,2\nD2,x,3\n', "t.csv:2:2: this quote"),
    "text after a quote": ('id,name,workload\nD1,"甲"乙,2\n', "t.csv:2:2: text follows"),
    "a cell one too long": (
        "id,name,workload\nD1," + "字" * 10_001 + ",2\n",
        "t.csv:2:2: the cell is",
    ),
    "C7 a huge cell": (
        "id,name,workload\nD1," + "字" * 140_000 + ",2\n",
        "t.csv:2:2: the cell is longer",
    ),
    "C7 NUL": ("id,name,workload\nD1,a\0b,2\n", "t.csv:2:5: the character U+0000"),
    "C9 half UTF-8 half GBK": (
        "id,name,workload\nD1,教育局,2\n".encode() + "D2,卫生健康局,3\n".encode("gb18030"),
        "t.csv:3:4: mixed or unknown encoding",
    ),
    "C10 full-width digits": (
        CSV + ROW.replace(",2,", ",\uff11\uff12,"),
        "t.csv:2:6: expected a number, such as 2.5",
    ),
    "C10 thousands": (
        CSV + ROW.replace(",2,", ',"1,200",'),
        "t.csv:2:6: expected a number, such as 2.5",
    ),
    "C10 a date with slashes": (
        "id,workload,上次巡察\nD1,2,2027/3/1\n",
        "t.csv:2:3: expected a day, such as 2027-03-01",
    ),
    "C10 a month": (
        "id,workload,最早\nD1,2,3月\n",
        "t.csv:2:3: expected a day, such as 2027-03-01",
    ),
    "an id twice": ("id,workload\nD1,2\nd1,3\n", "t.csv:3:1: the target id `d1` differs"),
    "an unknown region": (
        CSV + ROW.replace("east", "esat"),
        "t.csv:2:5: there is no region `esat`",
    ),
    "no workload": ("id,workload\nD1,\n", "t.csv:2:1: `workload` is missing"),
    "nothing": ("\n\n", "t.csv:1:1: the table is empty"),
}


@pytest.mark.parametrize("case", CSV_CASES)
def test_a_bad_csv_is_refused_at_the_cell(case: str, tmp_path: Path) -> None:
    content, words = CSV_CASES[case]
    assert refusals(tmp_path, content)[0].startswith(words)


def test_every_bad_cell_is_found_in_one_reading(tmp_path: Path) -> None:
    assert len(refusals(tmp_path, "id,workload,risk\nD1,x,1\nD2,2,y\nD/3,1,1\n")) == 3


def test_a_table_means_what_the_same_targets_inline_mean(tmp_path: Path, read: Read) -> None:
    table = CSV + ROW + "T1,城东镇,town,gov,east,4,,镇,\n"
    inline = BASE.partition("tiers:")[0]
    assert digest(read_table(tmp_path, table).problem) == digest(read(inline).problem)


def test_columns_in_any_order_by_key_or_by_name_with_others_kept(tmp_path: Path) -> None:
    content = "上次评价,Workload, 编号 ,层级,标签\npoor,0.3,007,甲,a；b、c;d\n\ngood,1,010,,\n"
    one, two = read_table(tmp_path, content).problem.targets
    assert (one.id, one.workload, one.last_grade) == ("007", Fraction(3, 10), "poor")
    assert (one.tags, one.columns) == (("a", "b", "c", "d"), {"层级": "甲"})
    assert (two.id, two.tags, two.columns) == ("010", (), {})


@pytest.mark.parametrize(
    ("encoding", "separator", "words"),
    [
        ("utf-8", ",", []),
        ("utf-8-sig", ",", []),
        ("utf-8", ";", ["read as UTF-8, separated by semicolons"]),
        ("utf-8", "\t", ["read as UTF-8, separated by tabs"]),
        ("gb18030", ",", ["read as GB18030, separated by commas"]),
        ("utf-16", ",", []),
    ],
)
def test_c8_what_is_unusual_is_said(
    tmp_path: Path, encoding: str, separator: str, words: list[str]
) -> None:
    content = (CSV + ROW).replace(",", separator)
    reading = read_table(tmp_path, content.encode(encoding))
    assert reading.problem.targets[0].name == "教育局"
    assert [text.partition(": ")[2] for text in said(reading.warnings)] == words


def test_cells_keep_quotes_line_ends_and_guarded_signs(tmp_path: Path) -> None:
    content = 'id,name,workload\r\n"D,1","他说""好""\n再见",2\r\nD2,\'=1+1,2\r\n'
    one, two = read_table(tmp_path, content).problem.targets
    assert (one.id, one.name) == ("D,1", '他说"好"\n再见')
    assert two.name == "=1+1"


def test_a_cell_of_10_000_characters_is_read(tmp_path: Path) -> None:
    content = "id,name,workload\nD1," + "字" * 10_000 + ",2\n"
    assert len(read_table(tmp_path, content).problem.targets[0].title) == 10_000


def test_columns_without_anything_are_passed_over(tmp_path: Path) -> None:
    assert read_table(tmp_path, "id,workload,,\nD1,2,,\n").problem.targets[0].columns == {}


def test_a_cell_that_says_null_is_the_text(tmp_path: Path) -> None:
    assert read_table(tmp_path, "id,name,workload\nD1,null,2\n").problem.targets[0].name == "null"


@pytest.mark.parametrize(
    "name",
    [
        "../t.csv",
        "/etc/passwd",
        "~/t.csv",
        "\\\\host\\share",
        "file:///t.csv",
        "http://a/t.csv",
        "a/../../t.csv",
    ],
)
def test_c1_names_that_lead_out_are_refused_unopened(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "t.csv").write_text("id,workload\nD1,2\n")
    path = folder / "problem.yaml"
    path.write_text(HEAD.replace("NAME", f"'{name}'"), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_problem(path)
    (words,) = said(caught.value.faults)
    assert ":12:17: " in words
    assert "not inside the folder" in words


def test_c2_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "inner"
    folder.mkdir()
    (tmp_path / "t.csv").write_text("id,workload\nD1,2\n")
    (folder / "u.csv").symlink_to(tmp_path / "t.csv")
    path = folder / "problem.yaml"
    path.write_text(HEAD.replace("NAME", "u.csv"), encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_problem(path)
    assert "not inside the folder" in said(caught.value.faults)[0]


def test_a_table_that_is_missing_is_refused_where_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "problem.yaml"
    path.write_text(HEAD.replace("NAME", "no.csv") + "rules: [{rule: coverage, where: {甲: 1}}]\n")
    with pytest.raises(BadInput) as caught:
        read_problem(path)
    (words,) = said(caught.value.faults)
    assert words.endswith("problem.yaml:12:17: there is no file `no.csv`")


def test_a_workbook_is_read_as_a_planner_sees_it(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["编号", "名称", "工作量", "上次巡察", "层级"],
        ["007", "=1+1", 0.1 + 0.2, datetime(2023, 3, 1), "甲"],
        [10, "卫健局", 2.0, None, None],
    ]
    one, two = read_table(tmp_path, workbook(rows), "t.xlsx").problem.targets
    assert (one.id, one.name, one.workload) == ("007", "=1+1", Fraction(3, 10))
    assert (one.last_visit, one.columns) == (date(2023, 3, 1), {"层级": "甲"})
    assert (two.id, two.workload, two.last_visit) == ("10", Fraction(2), None)


def test_c18_dates_from_1904_are_the_same_dates(tmp_path: Path) -> None:
    rows: list[list[object]] = [["编号", "工作量", "上次巡察"], ["D1", 2, datetime(2023, 3, 1)]]
    reading = read_table(tmp_path, workbook(rows, date_1904=True), "t.xlsx")
    assert reading.problem.targets[0].last_visit == date(2023, 3, 1)


def test_c18_hidden_rows_are_read_and_counted(tmp_path: Path) -> None:
    book = changed(workbook(SMALL), SHEET, '<row r="2"', '<row r="2" hidden="1"')
    reading = read_table(tmp_path, book, "t.xlsx")
    assert len(reading.problem.targets) == 1
    assert said(reading.warnings)[0].endswith(
        "t.xlsx:对象!A2: 1 rows are hidden and were read as well"
    )


XLSX_CASES = {
    "C16 formula without a result": (
        changed(workbook(SMALL), SHEET, '<c r="B2"><v>2</v></c>', '<c r="B2"><f>1+1</f></c>'),
        "t.xlsx:对象!B2: the formula has no stored result",
    ),
    "C16 formula with an empty result": (
        changed(workbook(SMALL), SHEET, 'r="B2"><v>2', 'r="B2"><f>1+1</f><v>'),
        "t.xlsx:对象!B2: the formula has no stored result",
    ),
    "an error value": (
        changed(workbook(SMALL), SHEET, '<c r="B2"><v>2</v>', '<c r="B2" t="e"><v>#REF!</v>'),
        "t.xlsx:对象!B2: the cell holds an error value",
    ),
    "C18 merged headings": (
        changed(
            workbook(SMALL),
            SHEET,
            "</sheetData>",
            '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        ),
        "t.xlsx:对象!A1: merged cells are not accepted",
    ),
    "C13 a far cell": (
        changed(workbook(SMALL), SHEET, '<c r="B2"', '<c r="XFD1048576"'),
        "t.xlsx:对象!XFD1048576: the table has more than 200000 rows or 500 columns",
    ),
    "C12 entity bomb": (
        changed(
            workbook(SMALL),
            SHEET,
            "<worksheet",
            '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet',
        ),
        "t.xlsx:1:1: the workbook declares a document type",
    ),
    "C12 a document type anywhere": (
        changed(workbook(SMALL), "xl/styles.xml", "<styleSheet", "<!DOCTYPE s><styleSheet"),
        "t.xlsx:1:1: the workbook declares a document type",
    ),
    "C14 no zip": (b"PK or not", "t.xlsx:1:1: this is no .xlsx workbook"),
    "C14 nothing": (b"", "t.xlsx:1:1: this is no .xlsx workbook"),
    "C14 cut short": (workbook(SMALL)[:-100], "t.xlsx:1:1: this is no .xlsx workbook"),
    "C14 damaged": (
        changed(workbook(SMALL), SHEET, "</worksheet>", "</worksheets>"),
        "t.xlsx:1:1: this is no .xlsx workbook",
    ),
    "C14 .xls renamed or encrypted": (
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
        "t.xlsx:1:1: this is the old .xls format",
    ),
    "a number cut to 15 digits": (
        workbook([["编号", "工作量"], [110101199003070011, 2]]),
        "t.xlsx:对象!A2: the number 110101199003070000 has more than 15 digits",
    ),
    "a bad number": (
        workbook([["编号", "工作量"], ["D1", "两周"]]),
        "t.xlsx:对象!B2: expected a number",
    ),
}


@pytest.mark.parametrize("case", XLSX_CASES)
def test_a_bad_workbook_is_refused_at_the_cell(case: str, tmp_path: Path) -> None:
    content, words = XLSX_CASES[case]
    assert refusals(tmp_path, content, "t.xlsx")[0].startswith(words)


def test_c11_a_zip_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(SMALL))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.bin", bytes(65 * 2**20))
    assert "more than 64 MiB" in refusals(tmp_path, out.getvalue(), "t.xlsx")[0]


def test_c11_a_directory_that_lies_about_a_size_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(SMALL))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.bin", bytes(100_000))
    lying = out.getvalue().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "damaged" in refusals(tmp_path, lying, "t.xlsx")[0]


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(SMALL))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/Workbook.xml", b"<a/>")
    assert "damaged" in refusals(tmp_path, out.getvalue(), "t.xlsx")[0]


def test_c15_members_that_name_other_folders_write_nothing(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(SMALL))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("../x", b"x")
    folder = tmp_path / "inner"
    folder.mkdir()
    read_table(folder, out.getvalue(), "t.xlsx")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["inner", "problem.yaml", "t.xlsx"]


def test_c17_macros_and_links_are_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO(workbook(SMALL))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<a href='http://localhost:1/'/>")
    assert len(read_table(tmp_path, out.getvalue(), "t.xlsx").problem.targets) == 1


def test_c13_a_reader_that_dies_is_an_unreadable_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    assert "cannot be read" in refusals(tmp_path, workbook(SMALL), "t.xlsx")[0]
    assert PATIENCE <= 60


def test_a_sheet_is_chosen_by_name_and_the_first_otherwise(tmp_path: Path) -> None:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    for name, target in (("甲", "D1"), ("乙", "D2")):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ["编号", "工作量"])
        sheet.write_row(1, 0, [target, 1])
    book.close()
    reading = read_table(tmp_path, data.getvalue(), "t.xlsx")
    assert reading.problem.targets[0].id == "D1"
    assert "sheet that was read is `甲`" in said(reading.warnings)[0]
    path = tmp_path / "problem.yaml"
    path.write_text(HEAD.replace("NAME", "t.xlsx, sheet: 乙"), encoding="utf-8")
    assert read_problem(path).problem.targets[0].id == "D2"
    path.write_text(HEAD.replace("NAME", "t.xlsx, sheet: 丙"), encoding="utf-8")
    with pytest.raises(BadInput):
        read_problem(path)
