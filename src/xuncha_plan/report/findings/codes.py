"""Every code that a finding or a warning can have, and what it means."""

from collections.abc import Iterable

from xuncha_plan.model import Rule, Words

PLAN = {
    "stale-input": Words("计划是为另一份问题文件做的", "the plan was made for another problem"),
    "unknown": Words("任务所指在问题文件中没有", "a visit names what the problem lacks"),
    "term": Words("任务不在届期内", "a visit outside the term"),
    "own-time": Words("任务不在对象可巡察的期间内", "a visit outside the target's own time"),
    "purpose": Words("轮次不安排这种任务", "the round takes no such visits"),
    "mode": Words("轮次不可用这种方式", "the round does not admit the mode"),
    "counts": Words("方式不计入全覆盖", "the mode does not count as coverage"),
    "no-directive": Words("须有上级部署的方式没有部署", "a mode without the directive it needs"),
    "no-team": Words("由上级派组的任务写了巡察组", "a team where the superior's comes"),
    "team": Words("任务没有巡察组", "a visit without a team"),
    "presence": Words("巡察组不参加该轮", "the team is not present in the round"),
    "home": Words("异地交叉的组来自本地域", "a cross-region team of its own region"),
    "doubled": Words("一轮内同一任务有两次", "two such visits in one round"),
    "unasked": Words("没有规则要求的任务", "a visit that no rule asks for"),
    "capacity": Words("巡察组超出力量", "a team beyond its capacity"),
    "filed-changed": Words("计划在报备之后被改动", "the plan was changed after it was filed"),
    "claim": Words("计划所称与实际不符", "the plan claims what does not hold"),
    "proof": Words("证明文件所称的没有得证", "a proof file states what it does not prove"),
}
PROBLEM = {
    "hidden-character": Words("名称中有看不见的字符", "a name with characters that do not show"),
    "look-alike": Words("看起来一样、其实不同的名称", "names that look alike and are not"),
    "selects-nothing": Words("没有选中任何对象或轮次", "a selection of nothing"),
    "never-looked-back": Words(
        "必须回头看，但任何计划都做不到", "a must of look-backs that no plan can do"
    ),
    "read-as": Words("表是怎样读取的", "how a table was read"),
}
NOTES = {
    "proved": Words("已由证明文件核实", "verified by a proof file"),
    "too-late": Words("排得太晚，届期内无法回头看", "covered too late to be looked back at"),
}
IGNORES = {
    "ignore-reason": Words("忽略没有写理由", "an ignore without a reason"),
    "ignore-unused": Words("忽略没有用到", "an ignore that ignores nothing"),
    "ignore-form": Words("忽略写得不对", "an ignore that is not well formed"),
}
UNREADABLE = {
    "unreadable": Words("文件打不开", "the file cannot be opened"),
    "encoding": Words("编码不是UTF-8", "the encoding is not UTF-8"),
    "character": Words("不允许的字符", "a character that is not allowed"),
    "too-large": Words("超出大小、深度或长度的限制", "beyond the limits of size, depth or length"),
    "empty": Words("文件是空的", "the file is empty"),
    "wrong-file": Words("不是这里该用的文件", "not the file that belongs here"),
    "plan-format": Words("计划文件的版本不认识", "a plan file of an unknown version"),
    "syntax": Words("不符合YAML语法", "not valid YAML"),
    "tab": Words("用制表符缩进", "a tab as indentation"),
    "wide-colon": Words("用了全角冒号", "a full-width colon"),
    "wide-space": Words("用了全角空格", "a full-width space"),
    "wide-comma": Words("用了全角逗号或顿号", "a full-width comma"),
    "yaml-feature": Words("不接受的YAML写法", "a feature of YAML that is not accepted"),
    "duplicate-key": Words("键重复", "a key written twice"),
    "unknown-key": Words("没有这个键", "an unknown key"),
    "missing-key": Words("缺少键", "a missing key"),
    "value": Words("值不合要求", "a value that is not allowed"),
    "unknown-rule": Words("没有这种规则", "an unknown rule"),
    "unknown-name": Words("所指的名称不存在", "a name of nothing"),
    "duplicate-id": Words("编号重复", "an id written twice"),
    "dates": Words("日期前后颠倒或不在届期内", "dates in the wrong order or outside the term"),
    "parent-ring": Words("所属对象首尾相接", "parents that make a ring"),
    "pins": Words("同一任务固定在两处", "one visit pinned to two places"),
    "magnitude": Words("数太大，不能精确计算", "numbers too large to be counted exactly"),
    "include": Words(
        "引用的文件不在文件夹内或不存在", "a named file outside the folder or missing"
    ),
    "table": Words("表的行列或标题不对", "rows, cells or headings of a table"),
    "workbook": Words("工作簿读不了或有不接受的内容", "a workbook that cannot be read"),
}
GROUPS = (
    (Words("检查计划的问题（退出码1）", "findings about a plan (exit code 1)"), PLAN),
    (Words("关于忽略（退出码1，未用到的只是警告）", "about ignores (exit code 1)"), IGNORES),
    (Words("警告（--strict 时退出码2）", "warnings (exit code 2 with --strict)"), PROBLEM),
    (Words("提示（不影响退出码）", "notes (no matter for the exit code)"), NOTES),
    (Words("读不了（退出码2）", "unreadable (exit code 2)"), UNREADABLE),
)
DEFECTS = {**PLAN, **PROBLEM, **NOTES, **IGNORES, **UNREADABLE}


def meanings(rules: Iterable[type[Rule]]) -> dict[str, Words]:
    """Every code with its meaning: a rule's is its word and means what its title says."""
    return {**{word_of(rule): rule.title for rule in rules}, **DEFECTS}


def word_of(rule: type[Rule]) -> str:
    """The rule's word in a file, which is the code of what it finds."""
    return str(rule.model_fields["rule"].default)
