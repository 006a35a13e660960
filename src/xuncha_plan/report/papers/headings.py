"""The headings that papers share."""

from xuncha_plan.model import Words
from xuncha_plan.report.rows import COLUMNS

HEADINGS: dict[str, Words] = {
    **COLUMNS,
    "number": Words("序号", "No."),
    "entry": Words("进驻日期", "Entry"),
    "departure": Words("撤点日期", "Departure"),
    "risk": Words("风险", "Risk"),
    "tags": Words("标签", "Tags"),
    "last_visit": Words("上次巡察", "Last visit"),
    "last_grade": Words("上次整改评价", "Last grade"),
    "feedback": Words("反馈", "Feedback"),
    "plan": Words("报送整改方案", "Rectification plan"),
    "rectified": Words("集中整改到期", "Rectification ends"),
    "evaluated": Words("整改评估", "Evaluation"),
    "lookback": Words("最早回头看", "Earliest look-back"),
    "total": Words("合计", "Total"),
    "capacity": Words("力量（组周）", "Capacity (team-weeks)"),
    "used": Words("负荷", "Used"),
}
YES, NO = Words("是", "yes"), Words("否", "no")
EMPTY = Words("本计划没有这样的任务。", "The plan has no such visits.")
EMPTY_RULE = Words("问题文件没有这样的规则。", "The problem has no such rules.")
