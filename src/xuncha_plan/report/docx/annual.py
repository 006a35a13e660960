"""The annual plan as an official document."""

from collections.abc import Iterator
from itertools import groupby

from xuncha_plan.model import Round, Words, decimal, sizes
from xuncha_plan.model.calendar import Calendar
from xuncha_plan.report.docx import shared
from xuncha_plan.report.docx.outline import Annex, Heading, Outline, Paragraph, Part
from xuncha_plan.report.docx.phrases import by_mode, by_purpose, day, span
from xuncha_plan.report.figures import milestones, percent, stretches, weeks
from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.papers.after_rounds import after_rounds
from xuncha_plan.report.papers.annual import annual
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.supervision import supervision

TITLE = Words("{name}{year}年度巡察工作计划", "{name}: annual plan {year}")
WHAT = Words("计划", "plan")
GOAL = Words("目标任务", "Goal")
GOAL_TEXT = Words(
    "全年安排巡察{rounds}轮，任务{visits}个（{purposes}）。年底前累计覆盖{covered}个，"
    "占应覆盖对象{wanted}个的{share}。",
    "{rounds} rounds with {visits} visits ({purposes}). By the end of the year {covered} of "
    "{wanted} targets are covered, {share}.",
)
MILESTONE = Words(
    "进度节点“{name}”：{day}前应达到{wanted}，计划达到{done}。",
    "Milestone {name}: {wanted} by {day}; the plan reaches {done}.",
)
ROUNDS = Words("轮次安排", "Rounds")
ROUND_TEXT = Words(
    "时间为{span}，共{days}个工作日。任务{visits}个：{modes}。自有投入{load}组周，"
    "力量{capacity}组周，负荷{used}。",
    "{span}, {days} working days. {visits} visits: {modes}. Own load {load} of {capacity} "
    "team-weeks, {used}.",
)
TEAM = Words("{team}：", "{team}: ")
STAY = Words("{target}（{span}）", "{target} ({span})")
TEAM_TEXT = Words("{stays}。", "{stays}.")


def annual_outline(basis: Basis, year: int) -> Outline:
    """Goal, rounds, focus of supervision, recusals, what follows; annexes with every visit."""
    title = basis.say(TITLE, name=basis.problem.jurisdiction.name, year=year)
    return Outline(title, tuple(_parts(basis, year)))


def _parts(basis: Basis, year: int) -> Iterator[Part]:
    visits = [visit for visit in basis.plan.visits if visit.round.year == year]
    yield shared.sources(basis, WHAT)
    yield from _goal(basis, year)
    yield Heading(1, basis.say(ROUNDS))
    calendar = Calendar(basis.problem.calendar)
    for r in basis.problem.ordered:
        if r.year == year:
            yield from _round(basis, r, calendar)
    yield from shared.supervision(basis, visits)
    yield from shared.recusals(basis)
    yield from shared.after(basis)
    yield Annex(annual(basis, year).narrowed(0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 14))
    yield Annex(supervision(basis, year))
    yield Annex(after_rounds(basis, year))


def _goal(basis: Basis, year: int) -> Iterator[Part]:
    stretch = next(s for s in stretches(basis.plan, "year") if s.name == str(year))
    visits = [visit for visit in basis.plan.visits if visit.round.year == year]
    yield Heading(1, basis.say(GOAL))
    yield Paragraph(
        basis.say(
            GOAL_TEXT,
            rounds=sum(1 for r in basis.problem.rounds if r.year == year),
            visits=stretch.visits,
            purposes=by_purpose(basis, visits) or "-",
            covered=stretch.covered,
            wanted=stretch.wanted,
            share=percent(stretch.covered, stretch.wanted),
        )
    )
    for reached in milestones(basis.plan):
        if reached.by.year == year:
            blanks = {"wanted": decimal(reached.wanted, 2), "done": decimal(reached.done, 2)}
            due = day(reached.by, basis.language)
            yield Paragraph(basis.say(MILESTONE, name=reached.name, day=due, **blanks))


def _round(basis: Basis, r: Round, calendar: Calendar) -> Iterator[Part]:
    stays = [stay for stay, _ in basis.by_round[r.id]]
    visits = [stay.visit for stay in stays]
    load, capacity = sizes(visits, "load"), basis.problem.capacity([r.id])
    yield Heading(2, r.title)
    yield Paragraph(
        basis.say(
            ROUND_TEXT,
            span=span(r.start, r.end, basis.language),
            days=calendar.working_days(r.start, r.end),
            visits=len(visits),
            modes=by_mode(basis, visits) or "-",
            load=weeks(load),
            capacity=weeks(capacity),
            used=percent(load, capacity),
        )
    )
    for name, grouped in groupby(stays, key=lambda stay: basis.team(stay.visit)):
        mine = sorted(grouped, key=lambda stay: (stay.entry, stay.visit.target.id))
        said = basis.listed(_stay(basis, stay) for stay in mine)
        yield Paragraph(basis.say(TEAM_TEXT, stays=said), basis.say(TEAM, team=name))


def _stay(basis: Basis, stay: Stay) -> str:
    first, last = stay.entry, stay.departure
    if basis.language == "zh":
        days = f"{day(first, 'zh', False)}至{day(last, 'zh', False)}"
    else:
        days = span(first, last, basis.language)
    return basis.say(STAY, target=stay.visit.target.title, span=days)
