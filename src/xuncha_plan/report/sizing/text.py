"""How many would do, as text: the least and who vouches for it, and what more would give."""

from collections.abc import Iterator
from fractions import Fraction

from rich.console import RenderableType

from xuncha_plan.model import Claim, Language, Problem, Words, decimal
from xuncha_plan.model.diagnosis import Sized, SizePoint, Sizing
from xuncha_plan.report.diagnosis.sentences import PROOF
from xuncha_plan.report.grid import grid, shown

WHAT: dict[Sized, Words] = {
    "teams": Words("巡察组（个）", "teams"),
    "rounds": Words("轮次（轮）", "rounds"),
    "weeks": Words("每组每轮增减（组周）", "team-weeks more"),
}
LEAST: dict[Sized, Words] = {
    "teams": Words("最少{n}个巡察组，现有{now}个", "{n} teams at least; there are {now}"),
    "rounds": Words("最少{n}轮，现有{now}轮", "{n} rounds at least; there are {now}"),
    "weeks": Words("每组每轮至少要{n}", "each team needs {n} in each round at least"),
}
MORE = Words("比现在多{n}组周", "{n} team-weeks more than now")
FEWER = Words("比现在少{n}组周", "{n} team-weeks fewer than now")
AS_NOW = Words("现在这么多", "as many team-weeks as now")
HOW: dict[Sized, Words] = {
    "teams": Words(
        "少于现有的，取文件中的前几个；多于现有的，增设常用力量、每轮在场的组",
        "fewer are the first of the file; more are of the usual capacity, present in every round",
    ),
    "rounds": Words(
        "少于现有的，取最早的几轮；多于现有的，加在届期最宽的空档，只用自主开展",
        "fewer are the earliest; more lie in the widest gaps of the term and are self-run",
    ),
    "weeks": Words(
        "每组每轮同增同减；按日历计的组从平均数起算",
        "all teams alike in every round; one counted by the calendar starts from its average",
    ),
}
NO_PLAN = Words("没有计划", "no plan")
NOT_KNOWN = Words("没有查明", "not known")
NONE_BELOW = Words("再少一档没有计划：{proof}", "one step less has no plan: {proof}")
BELOW_UNKNOWN = Words("再少一档有没有计划没有查明", "whether one step less has a plan is not known")
NONE_FOUND = Words("没有找到有计划的规模", "no size with a plan was found")
VALUE = Words("{value}（≥{bound}）", "{value} (>={bound})")


def sizing_parts(sizing: Sizing, problem: Problem, language: Language) -> Iterator[RenderableType]:
    """The least size, then a row for each size with the value of every tier."""
    yield shown(headline(sizing, language))
    yield shown(HOW[sizing.what].say(language))
    headings = [WHAT[sizing.what].say(language), *(tier.title for tier in problem.tiers)]
    rows = [_row(point, sizing, problem, language) for point in sizing.points]
    yield ""
    yield grid(headings, rows)


def headline(sizing: Sizing, language: Language) -> str:
    """The least size in a sentence, and who vouches that it is."""
    return ("；" if language == "zh" else "; ").join(headlines(sizing, language))


def headlines(sizing: Sizing, language: Language) -> list[str]:
    """The least size, and who vouches that it is, each as a sentence."""
    least, below = sizing.least, sizing.below
    if least is None:
        return [NONE_FOUND.say(language)]
    said = LEAST[sizing.what].say(language, n=_told(least.number, sizing.what), now=sizing.now)
    if below is None:
        return [said]
    if below.proof is None:
        return [said, BELOW_UNKNOWN.say(language)]
    return [said, NONE_BELOW.say(language, proof=PROOF[below.proof])]


def _told(value: Fraction, what: Sized) -> Fraction | Words:
    """A size in a sentence; team-weeks are told against what there is now."""
    if what != "weeks":
        return value
    if not value:
        return AS_NOW
    words, weeks = MORE if value > 0 else FEWER, decimal(abs(value))
    return Words(words.zh.format(n=weeks), words.en.format(n=weeks))


def number(value: Fraction, what: Sized) -> str:
    """A size; team-weeks are told by how many more or fewer there are."""
    text = decimal(value)
    return f"+{text}" if what == "weeks" and value > 0 else text


def _row(point: SizePoint, sizing: Sizing, problem: Problem, language: Language) -> list[str]:
    first = number(point.number, sizing.what)
    if not point.has_plan:
        verdict = (NO_PLAN if point.proof else NOT_KNOWN).say(language)
        return [first, *([verdict] * len(problem.tiers))]
    values = {claim.id: claim for claim in point.tiers}
    cells = (_cell(values.get(tier.id), language) for tier in problem.tiers)
    return [first, *cells]


def _cell(claim: Claim | None, language: Language) -> str:
    if claim is None:
        return "-"
    value = decimal(claim.value)
    if claim.status == "optimal":
        return value
    bound = "-" if claim.bound is None else decimal(claim.bound)
    return VALUE.say(language, value=value, bound=bound)
