"""A problem as a workbook and back: nothing is lost, and mistakes are named by cell."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from xlsxwriter import Workbook

from tests.oracle.draw import problem as drawn
from xuncha_plan.files.digest import digest
from xuncha_plan.files.problem_book.pages import Page, pages
from xuncha_plan.files.problem_book.read import read_book
from xuncha_plan.files.problem_file import problem_of, read_problem
from xuncha_plan.files.problem_text import problem_text
from xuncha_plan.files.stated import stated
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Language, Place, Problem
from xuncha_plan.model.quantity import Identifier, Name
from xuncha_plan.report.problem_book import problem_book

ROOT = Path(__file__).parents[2]
FILES = [
    "data/targets.yaml", "data/examples/edge.yaml", "data/examples/villages.yaml",
    "docs/example/targets.yaml", "docs/example/tight.yaml", "tests/report/tiny/targets.yaml",
]  # fmt: skip


def assert_same(one: Problem, other: Problem) -> None:
    assert one.replace(rules=()) == other.replace(rules=())
    assert [x.word for x in one.rules] == [x.word for x in other.rules]
    assert [dict(x) for x in one.rules] == [dict(x) for x in other.rules]
    assert digest(one) == digest(other)


def back(problem: Problem, folder: Path, language: Language = "zh") -> Problem:
    """The problem once it has been a workbook."""
    path = folder / "问题.xlsx"
    path.write_bytes(problem_book(problem, language, path))
    book = read_book(path)
    assert not book.faults
    return problem_of(book.tree, path).problem


def rewritten(problem: Problem) -> Problem:
    text = problem_text(stated(problem))
    return problem_of(parse(text.encode(), "x.yaml"), Path("x.yaml")).problem


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_comes_back_whole(name: str, language: Language, tmp_path: Path) -> None:
    problem = read_problem(ROOT / name).problem
    assert_same(problem, back(problem, tmp_path, language))
    assert_same(problem, rewritten(problem))


@pytest.mark.parametrize("seed", range(24))
def test_a_drawn_problem_comes_back_whole(seed: int, tmp_path: Path) -> None:
    problem = drawn(seed)
    assert_same(problem, back(problem, tmp_path, "zh" if seed % 2 else "en"))


@pytest.mark.parametrize("seed", range(100))
def test_a_drawn_problem_is_the_file_that_states_it(seed: int) -> None:
    assert_same(drawn(seed), rewritten(drawn(seed)))


def _is(kind: object) -> Callable[[str], bool]:
    adapter: TypeAdapter[object] = TypeAdapter(kind)

    def holds(text: str) -> bool:
        try:
            return adapter.validate_python(text) == text
        except ValidationError:
            return False

    return holds


ODD = [
    "010", "NO", "null", "~", "1e5", "2027-03-01", "=1+1", "'=1+1", "+1", "@x", "-", '"', '"甲"',
    "甲、乙", "村（社区）", "（甲", "a；b", "2027年", "全部", "（空）", "是", "城东", "east",
    "甲=乙", "风险>=4", "_x0041_", "a\tb", "a\nb", " 甲", "甲\u3000", "\u200b", "𠮷", "True",
    "40%", "｜",
]  # fmt: skip
texts = st.one_of(st.sampled_from(ODD), st.text('甲a1；、="（）<>|～ ', max_size=6))
values = texts.filter(lambda text: text[:1] not in {"<", ">"})
names = st.one_of(st.sampled_from([x for x in ODD if _is(Name)(x)]), st.text("甲b=、", min_size=1))
ids = st.sampled_from([x for x in [*ODD, "t1", "甲乙", "2027-1"] if _is(Identifier)(x)])


@st.composite
def hostile(draw: st.DrawFn) -> Problem:
    """A small problem whose texts look like anything but texts."""
    few = st.lists(ids, min_size=2, max_size=3, unique=True)
    regions, teams, rounds, tiers = draw(few), draw(few), draw(few), draw(few)
    column = draw(st.one_of(names, st.sampled_from(["编号", "工作量", "备注", "name", ""])))
    where = {
        "region": draw(st.sampled_from(regions)),
        "any": [{column: draw(values)}, {"not": {"tag": [draw(values), "!=" + draw(texts)]}}],
        "risk": [">= 2", "<3", draw(st.sampled_from(["=4", "==4", "5"]))],
    }
    raw = {
        "jurisdiction": {"name": draw(names), "superior": draw(names)},
        "term": {"name": draw(names), "start": date(2026, 1, 1), "end": date(2031, 1, 1)},
        "regions": {region: draw(names) for region in regions},
        "rounds": [
            {"id": r, "name": draw(names), "start": date(2027, 1, 4), "end": date(2027, 3, 1),
             "modes": draw(st.sampled_from([["joint", "self_run"], ["self_run", "self_run"], []]))}
            for r in rounds
        ],
        "teams": [
            {"id": t, "name": draw(names), "home": draw(texts),
             "rounds": draw(st.lists(st.sampled_from(rounds)))}
            for t in teams
        ],
        "targets": [
            {"id": t, "name": draw(names), "region": draw(st.sampled_from(regions)), "workload": 1,
             "tags": draw(st.lists(texts, max_size=2)), "last_grade": draw(texts),
             "last_visit": draw(st.sampled_from([date(1850, 1, 1), date(2023, 2, 1)])),
             "columns": {column: draw(texts)}}
            for t in draw(few)
        ],
        "tiers": [{"id": t, "name": draw(names)} for t in tiers],
    }  # fmt: skip
    from xuncha_plan.rules import REGISTRY

    rules = [
        {"rule": "recusal", "name": draw(names), "source": draw(names), "where": where,
         "teams": draw(st.lists(st.sampled_from(teams), min_size=1)), "reason": draw(names)},
        {"rule": "eligible", "rounds": draw(st.lists(st.sampled_from(rounds), min_size=1))},
        {"rule": "window", "to": date(2030, 1, 1), "rounds": {"year": 2027}},
        {"rule": "window", "to": date(2030, 1, 1),
         "rounds": {"year": 2027, "from": date(2027, 1, 1)}},
        {"rule": "together", "by": draw(st.sampled_from([column, "sector"]))},
        {"rule": "prefer", "cost": "-1.5", "tier": draw(st.sampled_from(tiers))},
    ]  # fmt: skip
    whole = Problem.model_validate(raw)
    known = [REGISTRY[str(r["rule"])].model_validate(r).written(1, Place("x")) for r in rules[:-1]]
    return whole.replace(rules=(*known, REGISTRY["coverage"]()))


@settings(max_examples=25, deadline=None)
@given(problem=hostile())
def test_texts_that_look_like_something_else_come_through(
    problem: Problem, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("book")
    path = folder / "问题.xlsx"
    path.write_bytes(problem_book(problem, "zh", path))
    book = read_book(path)
    assert not book.faults
    assert plain(book.tree.value) == plain(stated(problem))


def plain(value: object) -> object:
    """A file's values, in which quoted and unquoted texts are alike."""
    match value:
        case Mapping():
            return {str(key): plain(x) for key, x in value.items()}
        case list():
            return [plain(x) for x in value]
        case _:
            return str(value)


# Mistakes, and what planners type.

SMALL = """\
jurisdiction: {name: 青山区}
term: {start: 2026-10-01, end: 2031-09-30}
sectors: {edu: 教育}
regions: {east: 城东, west: 城西}
rounds:
  - {id: 2027-1, name: 第一轮, start: 2027-03-01, end: 2027-05-28}
teams: [{id: t1, name: 第一组, home: east, capacity: 10}]
targets:
  - {id: D1, name: 教育局, sector: edu, region: east, workload: 2, risk: 4}
tiers: [{id: even, name: 均衡}]
rules:
  - {rule: milestone, by: 2027-12-31, at_least: 40%}
  - {rule: balance, by: region, tier: even, over: round}
"""
Edits = Mapping[tuple[str, int, int], object]
Edited = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """A small problem's workbook in which somebody has typed into cells, by sheet, row, column."""
    problem = problem_of(parse(SMALL.encode(), "x.yaml"), Path("x.yaml")).problem

    def written(edits: Edits, forms: Mapping[tuple[str, int, int], str] | None = None) -> Path:
        path = tmp_path / "问题.xlsx"
        with Workbook(str(path), {"strings_to_formulas": False}) as book:
            for page in pages(problem, "zh"):
                sheet = book.add_worksheet(page.name)
                for (row, column), value in {**cells(page), **typed(page, edits)}.items():
                    form = (forms or {}).get((page.name, row, column))
                    look = book.add_format({"num_format": form}) if form else None
                    sheet.write(row - 1, column - 1, value, look)
        return path

    return written


def cells(page: Page) -> dict[tuple[int, int], object]:
    rows = [page.headings, *([x.text if x else None for x in row] for row in page.rows)]
    return {(r, c): x for r, row in enumerate(rows, 1) for c, x in enumerate(row, 1) if x}


def typed(page: Page, edits: Edits) -> dict[tuple[int, int], object]:
    return {(row, column): x for (name, row, column), x in edits.items() if name == page.name}


def test_every_mistake_is_named_by_its_cell(edited: Edited) -> None:
    path = edited(
        {
            ("基本情况", 5, 2): "2026-13-01",
            ("基本情况", 11, 1): "上极",
            ("对象", 1, 14): "自己的列",
            ("对象", 2, 4): "教肓",
            ("对象", 2, 6): "很多",
            ("轮次", 2, 4): None,
            ("轮次", 2, 5): "自主开展、异地",
            ("巡察组", 1, 4): "每轮周数",
            ("规则", 2, 14): "四成",
            ("规则", 2, 9): "自主开展",
            ("规则", 3, 1): "均横",
            ("规则", 4, 1): "回避",
            ("规则", 5, 1): "均衡",
            ("规则", 5, 5): "均衡",
            ("规则", 5, 20): "时段=月；宽度=3",
        }
    )  # fmt: skip
    with pytest.raises(BadInput) as caught:
        read_problem(path)
    said = {
        f"{fault.place}".rpartition("问题.xlsx:")[2]: fault.words.say("zh", **fault.blanks)
        for fault in caught.value.faults
    }
    assert said == {
        "基本情况!B5": "没有2026-13-01这一天",
        "基本情况!A11": "没有“上极”这一项；可写：辖区名称、上级、届期名称、届期首日、届期末日、"
        "轮次结束到反馈的天数、反馈到报送整改方案的天数、反馈之后集中整改的月数、"
        "集中整改结束到评估的天数",
        "对象!D2": "没有行业领域“教肓”；可写：教育",
        "对象!F2": "应为数，例如 2.5，而不是很多",
        "轮次!D2": "缺少“末日”",
        "轮次!E2": "没有“异地”；是不是“异地交叉”？",
        "巡察组!D1": "这个工作表没有“每轮周数”一列（自己用的列请叫“备注”）；是不是“每轮组周”？",
        "规则!N2": "应为数，例如 2.5，而不是四成",
        "规则!I2": "“进度节点”不用“方式”这一列；它用的列：名称、依据、层级、权重、"
        "对象条件、对象编号、计量、至少、末日",
        "规则!A3": "没有“均横”这种规则",
        "规则!J4": "缺少“巡察组”",
        "规则!E5": "应为数，例如 2.5，而不是均衡",
        "规则!T5": "“宽度=3”应写成 名称=值；可写：时段、度量、容差",
    }


def test_what_planners_type_is_understood(edited: Edited) -> None:
    path = edited(
        {
            ("基本情况", 5, 2): "2026年10月1日",
            ("对象", 2, 5): " 城西 ",
            ("对象", 2, 12): 45000,
            ("规则", 2, 14): 0.4,
            ("规则", 3, 6): "地域＝城东，城西；风险≥4；除外(编号=D1)",
            ("规则", 3, 1): "balance",
        },
        {("规则", 2, 14): "0.0%", ("对象", 2, 12): "yyyy/m/d"},
    )
    problem = read_problem(path).problem
    milestone, balance, *_ = (dict(rule) for rule in problem.rules)
    assert str(milestone["at_least"]) == "40%"
    assert problem.term.start == date(2026, 10, 1)
    assert problem.target["D1"].region == "west"
    assert problem.target["D1"].last_visit == date(2023, 3, 15)
    assert {key: [c.text for c in criteria] for key, criteria in balance["where"].named()} == {
        "region": ["east", "west"], "risk": [">=4"],
    }  # fmt: skip
    assert balance["where"].excluded is not None


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    with Workbook(str(path)) as book:
        book.add_worksheet("清单").write(0, 0, "编号")
    with pytest.raises(BadInput, match="no problem's workbook"):
        read_problem(path)


def test_a_sheet_of_the_planners_own_is_said_to_be_passed_over(edited: Edited) -> None:
    path = edited({})
    other = path.with_name("多一张.xlsx")
    problem = read_problem(path).problem
    with Workbook(str(other)) as book:
        for page in pages(problem, "zh"):
            sheet = book.add_worksheet(page.name)
            for (row, column), value in cells(page).items():
                sheet.write_string(row - 1, column - 1, str(value))
        book.add_worksheet("草稿").write(0, 0, "随手记")
    assert [w.say("zh") for w in read_problem(other).warnings] == [
        f"{other}:草稿!A1: 工作表“草稿”没有读取"
    ]


def test_the_same_problem_gives_the_same_bytes(edited: Edited) -> None:
    problem = read_problem(edited({})).problem
    assert problem_book(problem, "zh", Path("a")) == problem_book(problem, "zh", Path("b"))


def test_a_cell_that_cannot_hold_its_text_is_named(edited: Edited) -> None:
    problem = read_problem(edited({})).problem
    tags = tuple(f"{n:05}" * 3 for n in range(2100))
    crowded = replace_target(problem, tags)
    with pytest.raises(BadInput, match="32767 characters"):
        problem_book(crowded, "zh", Path("x.xlsx"))


def replace_target(problem: Problem, tags: tuple[str, ...]) -> Problem:
    return problem.replace(targets=(problem.targets[0].replace(tags=tags),))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_libreoffice_saves_it_again_and_nothing_is_lost(tmp_path: Path) -> None:
    problem = read_problem(ROOT / FILES[0]).problem
    path = tmp_path / "问题.xlsx"
    path.write_bytes(problem_book(problem, "zh", path))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
               "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    assert_same(problem, read_problem(tmp_path / "saved" / path.name).problem)
