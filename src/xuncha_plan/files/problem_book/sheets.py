"""The sheets of a problem's workbook and their columns: what is written, and what is recognised."""

from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from xuncha_plan.files.problem_book.shape import Shape, shape_of
from xuncha_plan.files.target_table import HEADINGS
from xuncha_plan.model import (
    Jurisdiction,
    ModeId,
    Rectification,
    Round,
    Target,
    Team,
    Term,
    Tier,
    Words,
)
from xuncha_plan.model.calendar import PublishedYear
from xuncha_plan.model.modes import ModeChange

NOTHING = Words("", "")


@dataclass(frozen=True)
class Column:
    """One column: the key that it holds, its heading, what its cells are."""

    key: str
    heading: Words
    shape: Shape
    about: Words = NOTHING
    more: tuple[str, ...] = ()  # further headings that are recognised

    def names(self) -> tuple[str, ...]:
        """Every heading that is recognised, the one that messages name first."""
        return (self.heading.zh, self.heading.en, *self.more)


@dataclass(frozen=True)
class Sheet:
    """A section of the file as a sheet."""

    section: str
    name: Words
    columns: tuple[Column, ...]
    about: Words


BASICS, EXPLANATIONS, CHOICES = (
    Words("基本情况", "Basics"),
    Words("说明", "Explanations"),
    Words("选项", "Choices"),
)
NOTES = Words("备注", "Notes")
NOT_READ = frozenset({"备注", "notes", "说明"})  # headings of columns for the planner's own use

_TEXT = Shape("text")
_ID, _NAME = Words("编号", "Id"), Words("名称", "Name")
_HEADINGS = {
    "name": _NAME,
    "start": Words("首日", "First day"),
    "end": Words("末日", "Last day"),
    "modes": Words("方式", "Modes"),
    "purposes": Words("任务性质", "Purposes"),
    "year": Words("所属年份", "Year"),
    "home": Words("来自地域", "Home"),
    "capacity": Words("每轮组周", "Team-weeks a round"),
    "rounds": Words("参加轮次", "Rounds"),
    "tolerance": Words("可让步", "Tolerance"),
    "source": Words("通知文号", "Notice"),
    "off": Words("放假的工作日", "Days off"),
    "work": Words("调休上班的周末", "Days worked"),
    "counts_as_coverage": Words("计入全覆盖", "Counts as coverage"),
    "own_share": Words("自有份额", "Own share"),
    "needs_directive": Words("须上级部署", "Needs a directive"),
    "workload": Words("工作量", "Workload"),
    "kind": Words("类别", "Kind"),
    "sector": Words("行业领域", "Sector"),
    "region": Words("地域", "Region"),
    "risk": Words("风险", "Risk"),
    "tags": Words("标签", "Tags"),
    "parent": Words("所属对象", "Parent"),
    "not_before": Words("最早日期", "Not before"),
    "not_after": Words("最晚日期", "Not after"),
    "last_visit": Words("上次巡察日期", "Last visit"),
    "last_grade": Words("上次评价", "Last grade"),
}
_REFERS = {"kind": "kind", "sector": "sector", "region": "region", "home": "region",
           "rounds": "round", "parent": "target"}  # fmt: skip


def _column(key: str, field: FieldInfo) -> Column:
    shape = shape_of(field)
    shape = replace(shape, to=_REFERS.get(key, shape.to))
    heading = _ID if key == "id" else _HEADINGS[key]
    return Column(key, heading, shape, _about(field), HEADINGS.get(key, ()))


def _basic(section: str, field: FieldInfo) -> Words:
    """An item's name: what the file says of it."""
    words = _about(field)
    if section == "term" and field.annotation is date:
        return Words(f"届期{words.zh}", f"{words.en} of the term")
    return words


def _about(field: FieldInfo) -> Words:
    return next((part for part in field.metadata if isinstance(part, Words)), Words("", ""))


def _columns(model: type[BaseModel]) -> tuple[Column, ...]:
    return tuple(
        _column(field.alias or name, field)
        for name, field in model.model_fields.items()
        if name != "columns"
    )


_NAMED = (Column("id", _ID, _TEXT), Column("name", _NAME, _TEXT))
_NAMES = Words("编号和名称；对象一表中从名称选。", "Ids and names; targets choose by name.")
_MODE = Column("mode", Words("方式", "Mode"), Shape("text", words=get_args(ModeId), closed=True))

SHEETS = {
    sheet.section: sheet
    for sheet in (
        Sheet(
            "targets", Words("对象", "Targets"), _columns(Target),
            Words(
                "每行一个巡察对象，编号和工作量必填。可以另加列，规则的对象条件中可用列名筛选。",
                "One target a row; id and workload are needed. Columns of your own may be added "
                "and used in the conditions of rules.",
            ),
        ),
        Sheet(
            "rounds", Words("轮次", "Rounds"), _columns(Round),
            Words(
                "每行一轮。方式可写几种，用顿号隔开；不写为自主开展。",
                "One round a row. Several modes are separated by commas; none: self-run.",
            ),
        ),
        Sheet(
            "teams", Words("巡察组", "Teams"), _columns(Team),
            Words(
                "每行一个组。来自地域可写辖区外的任何地名；参加轮次不写为全部。",
                "One team a row. A home may be any place outside; no rounds: all of them.",
            ),
        ),
        Sheet(
            "tiers", Words("层级", "Tiers"), _columns(Tier),
            Words(
                "软性规则分层级，最要紧的写在最上面：先把上面的做到最好，再顾下面的。",
                "Soft rules belong to tiers, the most important on top: the first is made best, "
                "then the next.",
            ),
        ),
        Sheet("sectors", Words("行业领域", "Sectors"), _NAMED, _NAMES),
        Sheet("regions", Words("地域", "Regions"), _NAMED, _NAMES),
        Sheet("kinds", Words("类别", "Kinds"), _NAMED, _NAMES),
        Sheet(
            "modes", Words("方式改动", "Modes"), (_MODE, *_columns(ModeChange)),
            Words(
                "只写与通常不同的方式；不写的不变。",
                "Only the modes that differ from the usual; what is left out stays.",
            ),
        ),
        Sheet(
            "calendar", Words("放假调休", "Calendar"), _columns(PublishedYear),
            Words(
                "新公布的年份，每行一年；日期用顿号隔开。",
                "Newly published years, one a row; days are separated by commas.",
            ),
        ),
    )
}  # fmt: skip
MAPPINGS = frozenset({"sectors", "regions", "kinds", "modes"})  # sections that are no lists

BASIC_ITEMS = tuple(
    Column(f"{section}.{name}", _basic(section, field), shape_of(field))
    for section, model in (
        ("jurisdiction", Jurisdiction), ("term", Term), ("rectification", Rectification)
    )
    for name, field in model.model_fields.items()
)  # fmt: skip
ITEM, VALUE = Words("项目", "Item"), Words("内容", "Value")
