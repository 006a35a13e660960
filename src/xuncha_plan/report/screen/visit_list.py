"""The visits one by one, as far as asked for, and one target's history."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Language, Plan, Target, Visit, Words
from xuncha_plan.report.figures import weeks
from xuncha_plan.report.grid import Cell, grid, shown
from xuncha_plan.report.naming import DIMENSIONS, SUPERIOR, Naming
from xuncha_plan.report.rows import in_order

HEADINGS = (
    Words("轮次", "round"),
    Words("巡察组", "team"),
    Words("对象", "target"),
    Words("方式", "mode"),
    Words("性质", "purpose"),
    Words("工作量", "work"),
    Words("投入", "load"),
)
FIELDS = {
    "workload": Words("工作量", "workload"),
    "risk": Words("风险", "risk"),
    "parent": Words("所属对象", "goes with"),
    "not_before": Words("此日起", "not before"),
    "not_after": Words("此日止", "not after"),
    "last_visit": Words("上次巡察", "last visit"),
    "last_grade": Words("上次评价", "last grade"),
}
FIELD = Words("{field}：{value}", "{field}: {value}")
NONE = Words("没有这样的任务", "no such visits")


@dataclass(frozen=True)
class Filter:
    """Which visits are asked for; None does not restrict."""

    year: str | None = None
    round: str | None = None
    team: str | None = None
    target: str | None = None
    region: str | None = None
    sector: str | None = None

    def takes(self, visit: Visit) -> bool:
        """Whether a visit is asked for."""
        return all(value in _values(visit, dimension) for dimension, value in self.stated())

    def stated(self) -> Iterator[tuple[str, str]]:
        """The dimensions that restrict, with their values."""
        for field in fields(self):
            if (value := getattr(self, field.name)) is not None:
                yield field.name, value


def _values(visit: Visit, dimension: str) -> tuple[str, ...]:
    return (visit.target.id,) if dimension == "target" else visit.values(dimension)


def visit_table(plan: Plan, language: Language, asked: Filter) -> Table | Text:
    """One line a visit, by round, team and target."""
    naming = Naming(plan.problem, language)
    rows = [_row(visit, naming) for visit in in_order(plan) if asked.takes(visit)]
    if not rows:
        return Text(NONE.say(language))
    return grid([words.say(language) for words in HEADINGS], rows, words=5)


def _row(visit: Visit, naming: Naming) -> list[Cell]:
    target, team = visit.target, visit.team
    return [
        visit.round.id,
        team.title if team else SUPERIOR.say(naming.language),
        target.id if target.title == target.id else f"{target.id} {target.title}",
        naming.mode(visit.mode),
        naming.purpose(visit.purpose),
        weeks(visit.workload),
        weeks(visit.load),
    ]


def history(plan: Plan, target: Target, language: Language) -> Iterator[RenderableType]:
    """What is known of a target, and its visits in the plan."""
    yield shown(f"{target.id} {target.title}" if target.name else target.id, "bold")
    yield shown(("；" if language == "zh" else "; ").join(_known(plan, target, language)))
    yield Text()
    yield visit_table(plan, language, Filter(target=target.id))


def _known(plan: Plan, target: Target, language: Language) -> Iterator[str]:
    naming = Naming(plan.problem, language)
    for dimension in ("kind", "sector", "region"):
        if (value := getattr(target, dimension)) is not None:
            said = naming.value(dimension, value)
            yield FIELD.say(language, field=DIMENSIONS[dimension], value=said)
    for field, words in FIELDS.items():
        if (value := getattr(target, field)) is not None:
            yield FIELD.say(language, field=words, value=value)
    if target.tags:
        yield FIELD.say(language, field=Words("标签", "tags"), value=target.tags)
