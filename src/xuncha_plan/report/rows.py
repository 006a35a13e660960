"""The rows of a plan: what every paper and export of it is made from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from xuncha_plan.model import Language, Plan, Problem, Rule, Selection, Visit, Words, decimal
from xuncha_plan.report.naming import Naming
from xuncha_plan.rules.pinned import Pinned

Header = Literal["ids", "zh", "en"]

COLUMNS: dict[str, Words] = {
    "year": Words("年度", "Year"),
    "round": Words("轮次编号", "Round id"),
    "round_name": Words("轮次", "Round"),
    "start": Words("开始日期", "Start"),
    "end": Words("结束日期", "End"),
    "team": Words("巡察组编号", "Team id"),
    "team_name": Words("巡察组", "Team"),
    "target": Words("对象编号", "Target id"),
    "target_name": Words("巡察对象", "Target"),
    "kind": Words("类别", "Kind"),
    "sector": Words("行业领域", "Sector"),
    "region": Words("地域", "Region"),
    "mode": Words("方式", "Mode"),
    "purpose": Words("任务性质", "Purpose"),
    "workload": Words("工作量（组周）", "Workload (team-weeks)"),
    "load": Words("自有投入（组周）", "Own load (team-weeks)"),
    "source": Words("依据", "Source"),
}
DATES: dict[str, Words] = {
    "entry": Words("进驻日期", "Entry"),
    "departure": Words("撤点日期", "Departure"),
    "feedback": Words("反馈", "Feedback"),
    "plan": Words("报送整改方案", "Rectification plan"),
    "rectified": Words("集中整改到期", "Rectification ends"),
    "evaluated": Words("整改评估", "Evaluation"),
    "lookback": Words("最早回头看", "Earliest look-back"),
}
EXACT = 18  # decimals: the product of three shares and a workload has no more


def headings(header: Header) -> list[str]:
    """The columns' headings, in their order."""
    return _headings(COLUMNS, header)


def date_headings(header: Header) -> list[str]:
    """The headings of the days on site and after, which may follow the columns."""
    return _headings(DATES, header)


def _headings(columns: dict[str, Words], header: Header) -> list[str]:
    return [name if header == "ids" else words.say(header) for name, words in columns.items()]


def rows(plan: Plan, header: Header = "zh", year: int | None = None) -> Iterator[list[str]]:
    """One row a visit of the year or of all, sorted by round, team, target and purpose.

    With `ids` a row holds what the files hold, so that a program can read it back; else kind,
    sector, region, mode and purpose are the names that people read. The workload is exact. The
    source is that of the first rule with a source that named the visit: a directive, a pin, or
    the special or look-back rule that asked for it.
    """
    language: Language = "en" if header == "en" else "zh"
    naming = None if header == "ids" else Naming(plan.problem, language)
    for visit, source in zip(in_order(plan), sources(plan), strict=True):
        if year in (None, visit.round.year):
            yield _row(visit, naming, source)


def in_order(plan: Plan) -> list[Visit]:
    """The visits by round, team, target and purpose; those without a team come first."""
    index = plan.problem.index
    return sorted(
        plan.visits,
        key=lambda v: (index[v.round.id], v.team.id if v.team else "", v.target.id, v.purpose),
    )


def _row(visit: Visit, naming: Naming | None, source: str) -> list[str]:
    target, its_round, team = visit.target, visit.round, visit.team
    own = {"kind": target.kind or "", "sector": target.sector or "", "region": target.region or ""}
    return [
        str(its_round.year),
        its_round.id,
        its_round.title,
        its_round.start.isoformat(),
        its_round.end.isoformat(),
        team.id if team else "",
        team.title if team else "",
        target.id,
        target.title,
        *(naming.value(field, value) if naming else value for field, value in own.items()),
        naming.mode(visit.mode) if naming else visit.mode,
        naming.purpose(visit.purpose) if naming else visit.purpose,
        decimal(visit.workload, EXACT),
        decimal(visit.load, EXACT),
        source,
    ]


@dataclass(frozen=True)
class _Source:
    """A policy, and the visits that its rule names."""

    text: str
    names: Callable[[Visit], bool]


def _sources(problem: Problem) -> list[_Source]:
    return [
        _Source(rule.source, names)
        for rule in problem.rules
        if rule.source
        for names in _named_by(problem, rule)
    ]


def sources(plan: Plan) -> list[str]:
    """The policy that named each visit, in the same order; empty where none did."""
    known = _sources(plan.problem)
    return [next((s.text for s in known if s.names(visit)), "") for visit in in_order(plan)]


def _named_by(problem: Problem, rule: Rule) -> Iterator[Callable[[Visit], bool]]:
    if isinstance(rule, Pinned):
        yield partial(_pins, rule)
    for mode, rounds, targets in rule.admits(problem):
        directed = Selection(targets, rounds, frozenset({mode}), None, frozenset({"coverage"}))
        yield directed.takes
    if rule.word in {"special", "lookback"}:
        yield partial(_asked, problem, rule)


def _pins(rule: Pinned, visit: Visit) -> bool:
    return (
        (visit.target.id, visit.purpose) == (rule.target, rule.purpose)
        and rule.round in (None, visit.round.id)
        and rule.mode in (None, visit.mode)
        and (rule.team is None or rule.team in visit.values("team"))
    )


def _asked(problem: Problem, rule: Rule, visit: Visit) -> bool:
    """Whether the rule is the one that the visit answers."""
    match visit.purpose:
        case "special":
            offer = problem.special(visit.target.id, visit.round.id, visit.mode)
        case "lookback":
            offer = next(iter(problem.asked("lookback", visit.target.id)), None)
        case _:
            offer = None
    return offer is not None and offer.by is rule
