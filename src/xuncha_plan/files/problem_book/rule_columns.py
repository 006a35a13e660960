"""Rules as rows: columns that several rules share, and the rest in one cell of named parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from xuncha_plan.files.problem_book.shape import Shape, shape_of
from xuncha_plan.files.problem_book.sheets import Column
from xuncha_plan.model import Rule, Words
from xuncha_plan.rules import REGISTRY

NAME = Words("规则", "Rules")
ABOUT = Words(
    "每行一条规则。层级不写的为硬性，必须做到；写了层级的为软性。每种规则用到哪些列，见“说明”。",
    "One rule a row. Without a tier a rule is hard; with one it is soft. Which columns a rule uses "
    "is told in Explanations.",
)
REST = Words("其他参数", "More parameters")
_FEW = ("where", "targets", "rounds", "modes", "teams", "purposes")

# Each column with the parameters that may stand in it; the first that a rule has is the one.
_COLUMNS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (Words("名称", "Name"), ("name",)),
    (Words("依据", "Source"), ("source",)),
    (Words("层级", "Tier"), ("tier",)),
    (Words("权重", "Weight"), ("weight",)),
    (Words("对象条件", "Condition"), ("where",)),
    (Words("对象编号", "Target ids"), ("targets", "target")),
    (Words("轮次", "Rounds"), ("rounds", "round")),
    (Words("方式", "Modes"), ("modes", "mode")),
    (Words("巡察组", "Teams"), ("teams", "team")),
    (Words("任务性质", "Purposes"), ("purposes", "purpose")),
    (Words("分组", "Groups"), ("by", "per")),
    (Words("计量", "Unit"), ("unit",)),
    (Words("至少", "At least"), ("at_least",)),
    (Words("至多", "At most"), ("at_most",)),
    (Words("首日", "From"), ("from",)),
    (Words("末日", "To"), ("to", "by")),
    (Words("天数", "Days"), ("days", "after_days", "allow_days")),
    (Words("轮数", "Number of rounds"), ("within", "rounds_between", "no_repeat_within")),
)
_OF_DAYS = frozenset({"首日", "末日"})
RULE = Column("rule", Words("规则", "Rule"), Shape("text"))
COLUMNS = tuple(Column(words.en, words, Shape("text")) for words, _ in _COLUMNS)
REST_COLUMN = Column("rest", REST, Shape("text"))
HEADINGS = (RULE.heading, *(column.heading for column in COLUMNS), REST)

# Short names of the parameters that share the last cell; one that is not here keeps its key.
_SHORT: Mapping[str, Words] = {
    "times": Words("次数", "times"),
    "yearly": Words("每年", "yearly"),
    "allow": Words("容差", "allow"),
    "measure": Words("度量", "measure"),
    "over": Words("时段", "over"),
    "per": Words("分组", "per"),
    "of": Words("计数项", "of"),
    "weight_by": Words("加权", "weight by"),
    "must": Words("必须", "must"),
    "workload_share": Words("工作量占比", "workload share"),
    "other_team": Words("换组", "other team"),
    "no_mutual": Words("不互巡", "no mutual"),
    "before": Words("先", "before"),
    "after": Words("后", "after"),
    "cost": Words("计分", "cost"),
    "reason": Words("事由", "reason"),
    "share": Words("份额", "share"),
    "workload": Words("工作量", "workload"),
    "against": Words("原计划文件", "against"),
    "same_team": Words("同一组", "same team"),
}


@dataclass(frozen=True)
class Placed:
    """Where a rule's parameters stand: by heading of a column, or by name in the last cell."""

    columns: Mapping[str, str] = field(default_factory=dict)  # Chinese heading to parameter
    rest: tuple[str, ...] = ()
    shapes: Mapping[str, Shape] = field(default_factory=dict)


@cache
def placed(rule: type[Rule]) -> Placed:
    """Where the parameters of a rule stand."""
    shapes = {
        info.alias or name: shape_of(info)
        for name, info in rule.model_fields.items()
        if name != "rule"
    }
    columns: dict[str, str] = {}
    for words, keys in _COLUMNS:
        fitting = (k for k in keys if k in shapes and k not in columns.values())
        for key in fitting:
            if (shapes[key].kind == "day") == (words.zh in _OF_DAYS):
                columns[words.zh] = key
                break
    rest = tuple(key for key in shapes if key not in columns.values())
    return Placed(columns, rest, shapes)


def short(key: str) -> Words:
    """What the last cell calls a parameter."""
    return _SHORT.get(key, Words(key, key))


def rule_named(text: str) -> type[Rule] | None:
    """The rule that a cell names by its word or its title."""
    return next((r for word, r in REGISTRY.items() if text in (word, r.title.zh, r.title.en)), None)
