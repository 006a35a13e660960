"""What the page says, outside its tables, and what its script says."""

from xuncha_plan.model import Words

SECTIONS: dict[str, Words] = {
    "overview": Words("总览", "Overview"),
    "changes": Words("与原计划相比", "Against the earlier plan"),
    "teams": Words("甘特图：按巡察组", "Gantt chart by team"),
    "rounds": Words("甘特图：按轮次", "Gantt chart by round"),
    "balance": Words("均衡", "Balance"),
    "board": Words("调整", "Board"),
    "list": Words("任务清单", "Visits"),
}
TO_BOARD = Words(
    "可以把任务拖到别的轮次或巡察组（鼠标，或选中后按回车、方向键、回车）；违反的规则立即列出，"
    "调整结果存为 pins.yaml，用 replan --pins 排进计划。",
    "Drag a visit to another round or team (mouse, or select it and press Enter, arrows, Enter); "
    "broken rules are listed at once, and what was moved is saved as pins.yaml for replan --pins.",
)
NO_SCRIPT = Words(
    "没有运行脚本：图和表都完整，但不能搜索、筛选、排序和调整。",
    "No script is running: charts and tables are whole, but cannot be searched, filtered, sorted "
    "or changed.",
)
SEARCH = Words("搜索", "Search")
SCRIPT: dict[str, Words] = {
    "all": Words("全部", "all"),
    "comma": Words("，", ", "),
    "and": Words("、", ", "),
    "then": Words("；", "; "),
    "shown": Words("显示{shown}/{all}个", "{shown} of {all}"),
    "moved": Words("调整了{count}个任务", "{count} visits moved"),
    "none": Words("还没有调整", "Nothing moved yet"),
    "undo": Words("撤销", "undo"),
    "undoAll": Words("全部撤销", "undo all"),
    "save": Words("保存 pins.yaml", "save pins.yaml"),
    "fine": Words("没有违反简单规则", "no simple rule is broken"),
    "broken": Words("违反{count}项", "{count} broken"),
    "soft": Words("（尽量做到）", " (soft)"),
    "absent": Words("{team}在{round}不在场", "{team} is absent in {round}"),
    "overfull": Words(
        "{name}：{group}为{value}，至多{most}", "{name}: {group} has {value}, at most {most}"
    ),
    "apart": Words("{name}：{visits}不在一起", "{name}: {visits} are not together"),
    "breaks": Words("{visit}：{rule}", "{visit}: {rule}"),
    "superior": Words("上级派出", "the superior's"),
    "newMode": Words("方式改为{mode}", "mode becomes {mode}"),
    "lifted": Words(
        "已拿起“{visit}”：方向键选位置，回车放下，Esc 取消",
        "{visit} lifted: arrows choose, Enter drops, Esc cancels",
    ),
    "aimed": Words("{place}：{verdict}", "{place}: {verdict}"),
    "dropped": Words("“{visit}”已放到{place}", "{visit} is now in {place}"),
    "move": Words("{visit}：{from} → {to}", "{visit}: {from} → {to}"),
    "only": Words(
        "这里只看简单规则，其余以 solve、check 为准。",
        "Only simple rules are looked at here; solve and check judge the rest.",
    ),
    "head": Words(
        "# 在图上调整的任务：用 replan --pins 排进计划，或抄入问题文件的 rules: 之下再求解。",
        "# Visits moved on the page: for replan --pins, or to copy below `rules:` of the problem.",
    ),
}
