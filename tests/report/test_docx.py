"""The documents: page, fonts, numbered headings, tables, annexes; templates; hostile names."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.oxml.ns import qn
from docx.shared import Mm

from xuncha_plan.model import BadInput, Plan, PlanRecord
from xuncha_plan.report.archive import is_signed
from xuncha_plan.report.docx import docx_file
from xuncha_plan.report.docx.outline import Numbers, chinese
from xuncha_plan.report.xlsx import xlsx_file

from .hostile import FORMULA, MARKUP, RARE, SCRIPT, hostile


@pytest.fixture(scope="module")
def term(plan: Plan, record: PlanRecord) -> Opened:
    return opened(docx_file(plan, record, "zh"))


@pytest.fixture(scope="module")
def year(plan: Plan, record: PlanRecord) -> Opened:
    return opened(docx_file(plan, record, "zh", 2028))


def opened(data: bytes) -> Opened:
    return Document(io.BytesIO(data))


def texts(document: Opened, style: str | None = None) -> list[str]:
    return [p.text for p in document.paragraphs if style in (None, p.style.name)]


def test_the_page_is_that_of_official_documents(term: Opened) -> None:
    page = term.sections[0]
    assert (page.page_width.mm, page.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert page.top_margin == pytest.approx(Mm(37), abs=Mm(0.1))
    assert page.left_margin == pytest.approx(Mm(28), abs=Mm(0.1))
    across = page.page_width - page.left_margin - page.right_margin
    down = page.page_height - page.top_margin - page.bottom_margin
    assert (across / Mm(1), down / Mm(1)) == pytest.approx((156, 225), abs=0.2)


def test_annexes_lie_across_and_keep_the_page_numbers(term: Opened) -> None:
    upright, lying = term.sections
    assert lying.page_width > lying.page_height
    for section in (upright, lying):
        assert "PAGE" in section.footer._element.xml
        assert "PAGE" in section.even_page_footer._element.xml


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("公文标题", "方正小标宋简体", 22), ("公文正文", "仿宋_GB2312", 16),
        ("公文一级标题", "黑体", 16), ("公文二级标题", "楷体_GB2312", 16),
        ("公文三级标题", "仿宋_GB2312", 16), ("公文表头", "黑体", 9),
    ],
)  # fmt: skip
def test_fonts_are_set_for_chinese_text(term: Opened, style: str, font: str, size: int) -> None:
    look = term.styles[style].element.rPr
    assert look.rFonts.get(qn("w:eastAsia")) == font
    assert term.styles[style].font.size.pt == size
    assert term.styles[style].paragraph_format.line_spacing_rule is not None


def test_the_five_year_plan_has_its_chapters(term: Opened) -> None:
    assert texts(term)[0] == "青山区巡察工作规划（2027—2028年）"
    assert texts(term, "公文一级标题") == [
        "一、总体目标", "二、年度安排", "三、上级部署的落实", "四、监督重点", "五、力量配备",
        "六、巡察整改和后续工作",
    ]  # fmt: skip
    assert texts(term, "公文二级标题") == [
        "（一）2027年", "（二）2028年", "（一）按对象特点确定重点", "（二）检查上一轮巡察整改情况",
    ]  # fmt: skip
    assert texts(term, "公文附件标题") == [
        "青山区巡察五年规划表（2027—2028年）", "进度节点对照表", "青山区巡察全覆盖台账",
        "监督重点和上轮整改检查清单",
    ]  # fmt: skip
    assert "附件：1.青山区巡察五年规划表（2027—2028年）" in [
        t.replace(" ", "") for t in texts(term)
    ]


def test_the_annual_plan_says_what_the_year_does(year: Opened) -> None:
    body = "\n".join(texts(year))
    assert texts(year)[0] == "青山区2028年度巡察工作计划"
    assert "全年安排巡察1轮，任务3个（全覆盖1个、回头看1个、专项1个）" in body
    assert "年底前累计覆盖6个，占应覆盖对象6个的100%" in body
    assert "第二巡察组：区体育运动和青少年校外活动服务中心（3月1日至3月6日）" in body
    assert "前进村" in body
    assert "上一轮整改评价为“差”的1个，逐条复核：前进村。" in body


def test_focus_and_check_of_the_last_rectification_stand_beside_each_target(year: Opened) -> None:
    table = year.tables[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["轮次", "巡察组", "巡察对象", "监督重点", "上次巡察", "上次整改评价",
                       "上轮整改检查"]  # fmt: skip
    village = next(row for row in rows if row[2] == "前进村")
    assert village[4:6] == ["2023.4.10", "差"]
    assert village[6] == "对照2023-04-10巡察反馈的问题检查整改；上次评价为“差”，逐条复核"


def test_headings_of_tables_are_repeated_and_rows_not_torn(term: Opened) -> None:
    for table in term.tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.gridCol_lst]
        assert 13000 < sum(widths) <= 13436
        assert min(widths) > 300


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("of", [None, 2027])
def test_the_same_plan_gives_the_same_bytes(
    plan: Plan, record: PlanRecord, language: str, of: int | None
) -> None:
    data = docx_file(plan, record, language, of)
    assert data == docx_file(plan, record, language, of)
    assert is_signed(data)


def test_english_has_its_own_numbers(plan: Plan, record: PlanRecord) -> None:
    headings = texts(opened(docx_file(plan, record, "en")), "公文一级标题")
    assert headings[:2] == ["I. Goal", "II. Years"]


def test_numbers_of_headings() -> None:
    zh, en = Numbers("zh"), Numbers("en")
    assert [zh.next(level) for level in (1, 2, 2, 3, 1, 2)] == [
        "一、", "（一）", "（二）", "1.", "二、", "（一）",
    ]  # fmt: skip
    assert [en.next(level) for level in (1, 2, 3, 3, 1, 2)] == [
        "I. ", "A. ", "1. ", "2. ", "II. ", "A. ",
    ]  # fmt: skip
    assert [chinese(n) for n in (1, 10, 11, 20, 34, 99, 100)] == [
        "一", "十", "十一", "二十", "三十四", "九十九", "100",
    ]  # fmt: skip


@pytest.fixture
def letterhead(tmp_path: Path) -> Path:
    """An office's template: its own head, blanks torn by the editor, a seal at the end."""
    document = Document()
    document.sections[0].header.paragraphs[0].text = "中共{{辖区}}委巡察办文件"
    torn = document.add_paragraph("关于印发《{{标")
    torn.add_run("题}}》的").bold = True
    torn.add_run("通知（{{年度}}年）")
    document.add_paragraph("{{正文}}")
    document.add_paragraph("（印章）")
    style = document.styles.add_style("公文正文", 1)
    style.font.name = "华文仿宋"
    path = tmp_path / "模板.docx"
    document.save(path)
    return path


def test_a_template_keeps_its_head_styles_and_end(
    plan: Plan, record: PlanRecord, letterhead: Path
) -> None:
    made = opened(docx_file(plan, record, "zh", 2028, letterhead))
    assert made.sections[0].header.paragraphs[0].text == "中共青山区委巡察办文件"
    assert texts(made)[0] == "关于印发《青山区2028年度巡察工作计划》的通知（2028年）"
    assert made.paragraphs[0].runs[1].bold
    body = texts(made)
    assert body.index("一、目标任务") < body.index("（印章）") < body.index("附件1")
    assert "{{正文}}" not in body
    assert "（发文机关）" not in body
    assert made.styles["公文正文"].font.name == "华文仿宋"
    assert made.styles["公文一级标题"].element.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"


def test_without_a_place_for_it_the_text_goes_to_the_end(
    plan: Plan, record: PlanRecord, tmp_path: Path
) -> None:
    document = Document()
    document.add_paragraph("抬头")
    document.save(tmp_path / "t.docx")
    body = texts(opened(docx_file(plan, record, "zh", 2028, tmp_path / "t.docx")))
    assert body[:2] == ["抬头", "青山区2028年度巡察工作计划"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a document", "xlsx"])
def test_what_is_no_document_is_no_template(
    plan: Plan, record: PlanRecord, tmp_path: Path, content: bytes | str
) -> None:
    path = tmp_path / "t.docx"
    path.write_bytes(xlsx_file(plan, record, "zh") if content == "xlsx" else content)  # type: ignore[arg-type]
    with pytest.raises(BadInput):
        docx_file(plan, record, "zh", None, path)
    with pytest.raises(BadInput):
        docx_file(plan, record, "zh", None, tmp_path / "none.docx")


def test_a_template_that_unpacks_without_end_is_refused(
    plan: Plan, record: PlanRecord, letterhead: Path
) -> None:
    with ZipFile(letterhead, "a", 8) as archive:
        archive.writestr("word/media/bomb.bin", bytes(65 * 2**20))
    with pytest.raises(BadInput):
        docx_file(plan, record, "zh", None, letterhead)


def test_no_name_becomes_markup(tmp_path: Path) -> None:
    data = docx_file(*hostile(tmp_path), "zh")
    document = opened(data)
    body = "\n".join([*texts(document), *(c.text for t in document.tables for c in t._cells)])
    for wanted in (FORMULA, SCRIPT, MARKUP, RARE, "{{ 7*7 }} {0} %s \\ {{正文}}"):
        assert wanted in body
    with ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            text = archive.read(name).decode()
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\ufdd0\u202e]", text)
            assert "<script" not in text


def test_a_name_that_looks_like_a_blank_fills_nothing(tmp_path: Path, letterhead: Path) -> None:
    plan, record = hostile(tmp_path)
    made = opened(docx_file(plan, record, "zh", 2027, letterhead))
    assert made.sections[0].header.paragraphs[0].text == f"中共{FORMULA}委巡察办文件"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_opens_documents_and_workbooks(
    plan: Plan, record: PlanRecord, tmp_path: Path
) -> None:
    evil = hostile(tmp_path)
    (tmp_path / "term.docx").write_bytes(docx_file(plan, record, "zh"))
    (tmp_path / "evil.docx").write_bytes(docx_file(*evil, "zh"))
    (tmp_path / "evil.xlsx").write_bytes(xlsx_file(*evil, "zh"))
    convert(tmp_path, "txt:Text (encoded):UTF8", "term.docx", "evil.docx")
    convert(tmp_path, "csv:Text - txt - csv (StarCalc):44,34,76", "evil.xlsx")
    term = (tmp_path / "term.txt").read_text(encoding="utf-8-sig")
    assert "二、年度安排" in term
    assert "第二巡察组" in term
    assert SCRIPT in (tmp_path / "evil.txt").read_text(encoding="utf-8-sig")
    assert FORMULA.replace('"', '""') in (tmp_path / "evil.csv").read_text(encoding="utf-8-sig")


def convert(folder: Path, to: str, *names: str) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, *names],
        cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
