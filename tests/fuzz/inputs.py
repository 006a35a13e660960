"""Inputs that nobody would write: bytes, spoilt files, trees of known words, tables, workbooks."""

import io
import json
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml
from hypothesis import strategies as st

from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import MODE_WORDS, PURPOSES, Problem
from xuncha_plan.report.problem_book import problem_book
from xuncha_plan.rules import REGISTRY

TINY = Path(__file__).parents[1] / "report" / "tiny"
PROBLEM = (TINY / "targets.yaml").read_text(encoding="utf-8")
PLAN = (TINY / "plan.yaml").read_text(encoding="utf-8")
TABLE = (
    "编号,名称,类别,行业领域,地域,工作量,风险,标签,最早\n"
    "D001,区教育局,dept,edu,east,2,4,资金密集、窗口,2027-01-01\n"
    '"D,2","名""称",town,gov,west,0.25,,,\n'
)
PLAN_TABLE = (
    "巡察对象编号,任务性质,轮次编号,方式,巡察组编号,备注\n"
    "D001,全覆盖,2027-1,自主开展,t1,\n"
    '"D,2",special,2027-2,mobile,"t""2",甲\n'
)
ODD = (
    "", "~", "[]", "{}", "[[]]", "{a: b}", "-1", "0", "1e9", "9999999999", "true", '"5"', ".nan",
    "2027-02-30", "2027-12-31", "5%", "200%", "a/b", "'\u200b'", "{not: x}", "{any: [x]}", "*a",
    "&a x", "!x y", "<<: *a", "? a", "：", "\u3000", "\t", "#", "- ", ": ", ", ", "\n", "\r", "---",
    "...", "{{}}", "{0}", "%s", "=1+1", "<script>", "\x1b[2J", "\u202e", "\ufffe", "\x00", "\x85",
    "\u2028", "𠮷", "é", "e\u0301", '"\\ud800"', "'", '"', "|", ">", "../x", "C:\\x", "999" * 20,
    "# xuncha: ignore[pins] 已报", "# xuncha: ignore", "＃", "［", "｛", "、", "，",  # noqa: RUF001
)  # fmt: skip


@cache
def words() -> tuple[str, ...]:
    """Every key and word that a problem file can hold, and the ids of the tiny district."""
    found = {*MODE_WORDS, *PURPOSES, *REGISTRY, *Problem.model_fields}
    for rule in REGISTRY.values():
        found |= {field.alias or name for name, field in rule.model_fields.items()}
    ids = ("D001", "T001", "V001", "t1", "t2", "2027-1", "2027-2", "2028-1", "east", "edu", "risk")
    keys = (
        "id",
        "name",
        "file",
        "year",
        "not",
        "any",
        "tag",
        "kind",
        "workload",
        "visits",
        "value",
    )
    return tuple(sorted(found | set(ids) | set(keys)))


def scalars() -> st.SearchStrategy[str]:
    """A known word, an odd one, or any text."""
    return st.sampled_from(words()) | st.sampled_from(ODD) | st.text(max_size=8)


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """A file with a few pieces replaced, dropped, doubled or moved."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = text[start:end]
        match draw(st.sampled_from(["replace", "drop", "double", "move", "cut"])):
            case "replace":
                text = text[:start] + draw(scalars()) + text[end:]
            case "drop":
                text = text[:start] + text[end:]
            case "double":
                text = text[:end] + piece + text[end:]
            case "move":
                rest = text[:start] + text[end:]
                at = draw(st.integers(0, len(rest)))
                text = rest[:at] + piece + rest[at:]
            case "cut":
                text = text[:start] if draw(st.booleans()) else text[start:]
    return text


def encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    """Texts in one of the encodings that files come in."""
    kinds = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030"])
    return st.builds(lambda text, kind: text.encode(kind, "replace"), texts, kinds)


def trees() -> st.SearchStrategy[Any]:
    """Values of any shape, made of our own words."""
    leaves = scalars() | st.integers() | st.booleans() | st.none() | st.floats()
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(scalars(), inner, max_size=5),
        max_leaves=25,
    )


@st.composite
def replaced(draw: st.DrawFn, text: str) -> str:
    """A file in which the value at some path is any tree."""
    whole = yaml.safe_load(text)
    owner: Any = whole
    key = draw(st.sampled_from(sorted(owner)))
    while isinstance(owner[key], dict | list) and owner[key] and draw(st.integers(0, 3)):
        owner = owner[key]
        key = draw(st.sampled_from(sorted(owner) if isinstance(owner, dict) else range(len(owner))))
    owner[key] = draw(trees())
    if draw(st.booleans()):
        return json.dumps(whole, ensure_ascii=draw(st.booleans()), default=str)
    return str(yaml.safe_dump(whole, allow_unicode=True))


def problems() -> st.SearchStrategy[bytes]:
    """Problem files and what only resembles them."""
    return st.one_of(
        encoded(spoilt(PROBLEM)),
        encoded(replaced(PROBLEM)),
        encoded(st.lists(scalars(), max_size=30).map(" ".join)),
        st.binary(max_size=200),
    )


def plans() -> st.SearchStrategy[bytes]:
    """Plan files and what only resembles them."""
    return st.one_of(encoded(spoilt(PLAN)), encoded(replaced(PLAN)), st.binary(max_size=200))


def tables() -> st.SearchStrategy[bytes]:
    """Tables of targets as text."""
    return encoded(spoilt(TABLE)) | st.binary(max_size=200)


def plan_tables() -> st.SearchStrategy[bytes]:
    """Plans as text tables."""
    return encoded(spoilt(PLAN_TABLE)) | st.binary(max_size=200)


@cache
def workbook() -> bytes:
    """The table as a workbook."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("对象")
        for i, line in enumerate(TABLE.splitlines()[:2]):
            sheet.write_row(i, 0, line.split(","))
    return stream.getvalue()


@cache
def book() -> bytes:
    """The tiny district as a workbook."""
    path = TINY / "targets.yaml"
    return problem_book(read_problem(path).problem, "zh", path)


@st.composite
def workbooks(draw: st.DrawFn, of: Callable[[], bytes] = workbook) -> bytes:
    """Workbooks with bytes changed in the archive, or text changed in one of its parts."""
    data = of()
    if draw(st.booleans()):
        at = draw(st.integers(0, len(data) - 1))
        return data[:at] + draw(st.binary(max_size=6)) + data[at + draw(st.integers(0, 6)) :]
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        chosen = draw(st.sampled_from(old.namelist()))
        for name in old.namelist():
            part = old.read(name).decode()
            new.writestr(name, draw(spoilt(part)) if name == chosen else part)
    return stream.getvalue()


KINDS: dict[str, st.SearchStrategy[bytes]] = {
    "problem": problems(),
    "problem_json": problems(),
    "plan": plans(),
    "table": tables(),
    "plan_table": plan_tables(),
    "workbook": workbooks(),
    "book": workbooks(book),
    "repair": problems() | plans(),
    "check_problem": problems(),
    "check_plan": plans(),
}
