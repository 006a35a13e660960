"""The five-year plan as an official document."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.model import Round, Words, decimal
from xuncha_plan.report.docx import shared
from xuncha_plan.report.docx.outline import Annex, Heading, Outline, Paragraph, Part
from xuncha_plan.report.docx.phrases import COUNT, by_mode, by_purpose, day, span
from xuncha_plan.report.figures import Stretch, milestones, percent, stretches, team_loads, weeks
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.coverage import against_milestones
from xuncha_plan.report.papers.cross_region import cross_region
from xuncha_plan.report.papers.five_years import five_years
from xuncha_plan.report.papers.ledger import ledger
from xuncha_plan.report.papers.supervision import supervision
from xuncha_plan.rules.directive import Directive

TITLE = Words("{name}巡察工作规划（{first}—{last}年）", "{name}: inspection plan {first}-{last}")
WHAT = Words("规划", "plan")
GOAL = Words("总体目标", "Goal")
GOAL_TEXT = Words(
    "{span}，对{wanted}个应覆盖的巡察对象（{kinds}）完成巡察全覆盖。共安排{rounds}轮、"
    "任务{visits}个（{purposes}）。",
    "{span}: {wanted} targets ({kinds}) are covered in {rounds} rounds with {visits} visits "
    "({purposes}).",
)
OPEN = Words("尚有{count}个对象未安排。", "{count} targets are not planned.")
MILESTONES = Words("进度要求：{list}。", "Milestones: {list}.")
MILESTONE = Words(
    "{day}前{name}，应达到{wanted}，计划达到{done}",
    "{name} by {day}, {wanted} wanted, {done} planned",
)
YEARS = Words("年度安排", "Years")
YEAR = Words("{year}年", "{year}")
YEAR_TEXT = Words(
    "安排{rounds}，任务{visits}个（{modes}），年底累计覆盖{covered}个，覆盖率{share}；"
    "自有投入{load}组周，力量{capacity}组周，负荷{used}。",
    "{rounds}: {visits} visits ({modes}); {covered} covered by the end of the year, {share}; own "
    "load {load} of {capacity} team-weeks, {used}.",
)
ROUND = Words("{round}（{span}）", "{round} ({span})")
DIRECTIVES = Words("上级部署的落实", "Directives from above")
DIRECTIVE = Words(
    "{name}（{source}）：以“{mode}”方式巡察{count}个{rounds}。",
    "{name} ({source}): {count} visits, {mode}{rounds}.",
)
IN_ROUNDS = Words("，在{rounds}", ", in {rounds}")
STRENGTH = Words("力量配备", "Strength")
TEAM_TEXT = Words(
    "{team}：届期投入{load}组周，力量{capacity}组周，负荷{used}",
    "{team}: {load} of {capacity} team-weeks, {used}",
)
NO_SOURCE = Words("未注明依据", "no source given")


def five_year_outline(basis: Basis) -> Outline:
    """Goal, years, directives, focus, strength, recusals; annexes by year and by target."""
    years = basis.problem.years or (basis.problem.term.start.year,)
    title = basis.say(TITLE, name=basis.problem.jurisdiction.name, first=years[0], last=years[-1])
    return Outline(title, tuple(_parts(basis)))


def _parts(basis: Basis) -> Iterator[Part]:
    yield shared.sources(basis, WHAT)
    yield from _goal(basis)
    yield Heading(1, basis.say(YEARS))
    for stretch in stretches(basis.plan, "year"):
        yield Heading(2, basis.say(YEAR, year=stretch.name))
        yield _year(basis, stretch)
    yield from _directives(basis)
    yield from shared.supervision(basis, basis.plan.visits)
    yield from _strength(basis)
    yield from shared.recusals(basis)
    yield from shared.after(basis)
    yield Annex(five_years(basis))
    yield Annex(against_milestones(basis))
    yield Annex(ledger(basis).narrowed(0, 1, 2, 4, 7, 8, 10, 11, 12, 13, 14, 15))
    yield Annex(supervision(basis))
    if (crossing := cross_region(basis)).rows:
        yield Annex(crossing)


def _goal(basis: Basis) -> Iterator[Part]:
    problem = basis.problem
    wanted = [target for target in problem.targets if problem.times(target.id)]
    kinds = Counter(target.kind for target in wanted if target.kind)
    known = [(kind, n) for kind, n in kinds.items()]
    counts = (basis.say(COUNT, what=basis.naming.value("kind", kind), count=n) for kind, n in known)
    yield Heading(1, basis.say(GOAL))
    yield Paragraph(
        basis.say(
            GOAL_TEXT,
            span=span(problem.term.start, problem.term.end, basis.language),
            wanted=len(wanted),
            kinds=basis.listed(counts) or "-",
            rounds=len(problem.rounds),
            visits=len(basis.plan.visits),
            purposes=by_purpose(basis, basis.plan.visits) or "-",
        )
    )
    if missing := sum(1 for target in wanted if not basis.plan.of(target.id, "coverage")):
        yield Paragraph(basis.say(OPEN, count=missing))
    if reached := milestones(basis.plan):
        said = (
            basis.say(
                MILESTONE,
                day=day(one.by, basis.language),
                name=one.name,
                wanted=decimal(one.wanted, 2),
                done=decimal(one.done, 2),
            )
            for one in reached
        )
        line = basis.clauses(said)
        yield Paragraph(basis.say(MILESTONES, list=line))


def _year(basis: Basis, stretch: Stretch) -> Paragraph:
    rounds = [r for r in basis.problem.ordered if str(r.year) == stretch.name]
    visits = [visit for visit in basis.plan.visits if str(visit.round.year) == stretch.name]
    return Paragraph(
        basis.say(
            YEAR_TEXT,
            rounds=basis.listed(_round(basis, r) for r in rounds),
            visits=stretch.visits,
            modes=by_mode(basis, visits) or "-",
            covered=stretch.covered,
            share=percent(stretch.covered, stretch.wanted),
            load=weeks(stretch.load),
            capacity=weeks(stretch.capacity),
            used=percent(stretch.load, stretch.capacity),
        )
    )


def _round(basis: Basis, r: Round) -> str:
    return basis.say(ROUND, round=r.title, span=span(r.start, r.end, basis.language))


def _directives(basis: Basis) -> Iterator[Part]:
    rules = [rule for rule in basis.problem.rules if isinstance(rule, Directive)]
    if not rules:
        return
    yield Heading(1, basis.say(DIRECTIVES))
    for rule in rules:
        visits = list(basis.plan.select(rule.visits(basis.problem)))
        titles = dict.fromkeys(visit.round.title for visit in visits)
        rounds = basis.say(IN_ROUNDS, rounds=basis.listed(titles)) if titles else ""
        yield Paragraph(
            basis.say(
                DIRECTIVE,
                name=rule.title_or_name,
                source=rule.source or basis.say(NO_SOURCE),
                mode=basis.naming.mode(rule.mode),
                count=len(visits),
                rounds=rounds,
            )
        )


def _strength(basis: Basis) -> Iterator[Part]:
    yield Heading(1, basis.say(STRENGTH))
    said = [
        basis.say(
            TEAM_TEXT,
            team=basis.naming.value("team", team),
            load=weeks(part.work),
            capacity=weeks(part.share),
            used=percent(part.work, part.share),
        )
        for team, parts in team_loads(basis.plan, "term").items()
        for part in parts.values()
    ]
    end = "。" if basis.language == "zh" else "."
    yield Paragraph(basis.clauses(said) + end)
