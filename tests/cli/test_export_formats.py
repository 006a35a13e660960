"""`export` in every format: by name, several at once, with a template; whose files are whose."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from .conftest import Ran

Call = Callable[..., Ran]
MAGIC = {
    "csv": b"\xef\xbb\xbf", "xlsx": b"PK", "docx": b"PK", "ics": b"BEGIN:VCALENDAR",
    "html": b"<!DOCTYPE html>",
}  # fmt: skip


@pytest.mark.parametrize("to", MAGIC)
def test_the_files_name_says_the_format(call: Call, plan: Path, folder: Path, to: str) -> None:
    ran = call("export", "plan.yaml", "-o", f"计划.{to}")
    assert (ran.code, ran.out) == (0, "")
    assert (folder / f"计划.{to}").read_bytes().startswith(MAGIC[to])


@pytest.mark.parametrize("to", MAGIC)
def test_the_same_bytes_whatever_the_machine_says(
    call: Call, plan: Path, folder: Path, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    call("export", "plan.yaml", "--to", to, "-o", "a")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "zh_CN.GB18030")
    monkeypatch.setenv("USER", "somebody")
    call("export", "plan.yaml", "--to", to, "-o", "b")
    assert (folder / "a").read_bytes() == (folder / "b").read_bytes()


def test_several_formats_go_into_a_folder(call: Call, plan: Path, folder: Path) -> None:
    assert call("export", "plan.yaml", "--to", "xlsx, ICS，docx", "-o", "上报").code == 0
    names = sorted(path.name for path in (folder / "上报").iterdir())
    assert names == ["plan.docx", "plan.ics", "plan.xlsx"]


def test_a_document_a_year(call: Call, plan: Path, folder: Path) -> None:
    assert call("export", "plan.yaml", "--to", "docx", "--split-years", "-o", "年度").code == 0
    titles = [
        Document(str(path)).paragraphs[0].text for path in sorted((folder / "年度").iterdir())
    ]
    assert titles == ["青山区2027年度巡察工作计划", "青山区2028年度巡察工作计划"]


def test_a_template_is_filled_and_never_replaced(call: Call, plan: Path, folder: Path) -> None:
    Document().save(str(folder / "红头.docx"))
    before = (folder / "红头.docx").read_bytes()
    wanted = ["export", "plan.yaml", "--to", "docx", "--template", "红头.docx"]
    assert call(*wanted, "-o", "计划.docx").code == 0
    assert call(*wanted, "-o", "红头.docx", "--force").code == 2
    assert (folder / "红头.docx").read_bytes() == before


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--to", "xlsx,pdf", "-o", "a"], "不能导出为“pdf”"),
        (["--to", "", "-o", "a"], "不能导出为“”"),
        (["--to", "xlsx", "--template", "plan.yaml", "-o", "a"], "--template 只用于 docx"),
        (["--to", "docx", "--template", "plan.yaml", "-o", "a"], "不能用作模板"),
        (["--to", "csv", "--compare", "plan.yaml", "-o", "a"], "--compare 只用于 html"),
        (["--to", "html", "--compare", "targets.yaml", "-o", "a"], "这不是计划文件"),
        (["--to", "docx", "--template", "没有.docx", "-o", "a"], "没有.docx"),
        (["--to", "xlsx,csv", "-o", "plan.yaml"], "须为文件夹"),
    ],
)
def test_what_cannot_be_exported_is_two(
    call: Call, plan: Path, folder: Path, wrong: list[str], said: str
) -> None:
    ran = call("export", "plan.yaml", *wrong)
    assert ran.code == 2
    assert said in ran.err
    assert not (folder / "a").exists()


@pytest.mark.parametrize("to", ["xlsx", "docx"])
def test_a_file_that_somebody_has_edited_is_theirs(
    call: Call, plan: Path, folder: Path, to: str
) -> None:
    wanted = ["export", "plan.yaml", "-o", f"a.{to}"]
    assert call(*wanted).code == 0
    assert call(*wanted).code == 0
    save_anew(folder / f"a.{to}")
    assert call(*wanted).code == 2
    assert call(*wanted, "--force").code == 0


def test_a_page_lays_an_earlier_plan_under_the_present_one(
    call: Call, plan: Path, folder: Path
) -> None:
    text = plan.read_text(encoding="utf-8")
    moved = text.replace(
        "target: V002, purpose: coverage, round: 2027-2", "target: V002, round: 2028-1"
    )
    lost = moved.replace("target: D001", "target: D009")
    assert len({text, moved, lost}) == 3
    (folder / "原计划.yaml").write_text(lost, encoding="utf-8")
    ran = call("export", "plan.yaml", "-o", "a.html", "--compare", "原计划.yaml")
    assert ran.code == 0
    assert "原计划.yaml：有1个任务" in ran.err
    page = (folder / "a.html").read_text(encoding="utf-8")
    assert "变动1个，新增1个，取消0个，其余6个不变。" in page
    onto_it = ["--to", "html", "--compare", "原计划.yaml", "-o", "原计划.yaml", "--force"]
    assert call("export", "plan.yaml", *onto_it).code == 2
    assert (folder / "原计划.yaml").read_text(encoding="utf-8") == lost


def test_a_csv_carries_the_days_where_they_are_wanted(call: Call, plan: Path, folder: Path) -> None:
    assert call("export", "plan.yaml", "-o", "a.csv", "--dates", "--header", "ids").code == 0
    head = (folder / "a.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.endswith(",load,source,entry,departure,feedback,plan,rectified,evaluated,lookback")
    assert call("check", "targets.yaml", "a.csv").code == 0


def test_english_papers_are_english(call: Call, plan: Path, folder: Path) -> None:
    assert call("export", "plan.yaml", "--lang", "en", "-o", "a.docx").code == 0
    assert "inspection plan" in Document(str(folder / "a.docx")).paragraphs[0].text


def save_anew(path: Path) -> None:
    """As any editor does: the same members in an archive of its own."""
    data = path.read_bytes()
    with ZipFile(io.BytesIO(data)) as old, ZipFile(path, "w") as new:
        for member in old.namelist():
            new.writestr(member, old.read(member))
