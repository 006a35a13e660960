"""The head of a plan on screen: whose it is, whether it is proved, what its tiers are worth."""

from collections import Counter
from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from xuncha_plan.model import PURPOSES, Language, Plan, PlanRecord, Problem, Words
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.grid import shown
from xuncha_plan.report.screen.tier_lines import STATUS, tier_table

TERM = Words("{name}{start}至{end}", "{name}{start} to {end}")
STATUS_LINE = Words(
    "状态：{status}；任务{count}个（{parts}）", "{status}; {count} visits ({parts})"
)
PART = Words("{purpose}{count}", "{purpose} {count}")
UNCOVERED = Words("未覆盖{count}个：{targets}", "{count} not covered: {targets}")
PROVISIONAL = Words(
    "推定：{years}年的放假调休尚未公布，力量先按推定的工作日计算",
    "provisional: the make-up days of {years} are not published; strength is counted without them",
)
FIRST = 10  # uncovered targets that are named


def head(plan: Plan, record: PlanRecord, language: Language) -> Iterator[RenderableType]:
    """Jurisdiction, term, status, tiers and what is left uncovered."""
    problem = plan.problem
    blanks = {
        "name": f"{problem.term.name}, " if problem.term.name and language == "en" else "",
        "start": problem.term.start,
        "end": problem.term.end,
    }
    if problem.term.name and language == "zh":
        blanks["name"] = f"{problem.term.name}，"
    jurisdiction = shown(f"{problem.jurisdiction.name}  ", "bold")
    yield jurisdiction.append_text(shown(TERM.say(language, **blanks), "not bold"))
    yield Text(_status_line(plan, record, language))
    if years := _provisional(problem):
        yield shown(PROVISIONAL.say(language, years=years), "yellow")
    if plan.problem.tiers:
        yield Text()
        yield tier_table(plan, record, language)
    if record.uncovered:
        yield shown(_uncovered(record.uncovered, language), "yellow")


def _provisional(problem: Problem) -> tuple[int, ...]:
    """Years without published make-up days from which some team's capacity is counted."""
    counting = [team for team in problem.teams if team.capacity is None]
    calendar = Calendar(problem.calendar)
    years = {
        day.year
        for r in problem.rounds
        for day in (r.start, r.end)
        if any(team.rounds is None or r.id in team.rounds for team in counting)
    }
    return tuple(sorted(year for year in years if calendar.is_provisional(year)))


def _status_line(plan: Plan, record: PlanRecord, language: Language) -> str:
    counts = Counter(visit.purpose for visit in plan.visits)
    parts = [
        PART.say(language, purpose=words, count=counts[purpose])
        for purpose, words in PURPOSES.items()
    ]
    return STATUS_LINE.say(
        language, status=STATUS[record.status], count=len(plan.visits), parts=parts
    )


def _uncovered(targets: tuple[str, ...], language: Language) -> str:
    named = [*targets[:FIRST], *(["…"] if len(targets) > FIRST else [])]
    return UNCOVERED.say(language, count=len(targets), targets=named)
