"""The headings that papers share."""

from xuncha_plan.model import Words
from xuncha_plan.report.rows import COLUMNS, DATES

HEADINGS: dict[str, Words] = {
    **COLUMNS,
    **DATES,
    "number": Words("序号", "No."),
    "risk": Words("风险", "Risk"),
    "tags": Words("标签", "Tags"),
    "last_visit": Words("上次巡察", "Last visit"),
    "last_grade": Words("上次整改评价", "Last grade"),
    "total": Words("合计", "Total"),
    "capacity": Words("力量（组周）", "Capacity (team-weeks)"),
    "used": Words("负荷", "Used"),
}
YES, NO = Words("是", "yes"), Words("否", "no")
EMPTY = Words("本计划没有这样的任务。", "The plan has no such visits.")
EMPTY_RULE = Words("问题文件没有这样的规则。", "The problem has no such rules.")
