"""The recusal log: which team stays away from whom, why, and what the plan does."""

from collections.abc import Iterator

from xuncha_plan.model import Target, Team, Words
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import EMPTY_RULE, HEADINGS
from xuncha_plan.report.papers.paper import Paper, Row
from xuncha_plan.rules.recusal import Recusal

NAME = Words("回避记录", "Recusals")
TITLE = Words("回避情况核查记录", "Recusals and what the plan does")
REASON, RULE = Words("事由", "Reason"), Words("规则", "Rule")
PLANNED = Words("计划安排", "Planned")
VERDICT = Words("结论", "Verdict")
KEPT = Words("已回避", "kept")
BROKEN = Words("未回避", "NOT KEPT")
NOTE = Words("应回避{all}项，未回避{broken}项。", "{all} recusals, {broken} not kept.")
VISIT = Words("{round}，{team}", "{round}, {team}")


def recusals(basis: Basis) -> Paper:
    """One row a recused team and target."""
    rows = list(_rows(basis))
    note = basis.say(NOTE, all=len(rows), broken=sum(1 for row in rows if row.alarm))
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        (
            *(basis.say(HEADINGS[key]) for key in ("team_name", "target", "target_name")),
            basis.say(REASON),
            basis.say(RULE),
            basis.say(HEADINGS["source"]),
            basis.say(PLANNED),
            basis.say(VERDICT),
        ),
        rows,
        (note if rows else basis.say(EMPTY_RULE),),
        kept=3,
    )


def _rows(basis: Basis) -> Iterator[Row]:
    problem = basis.problem
    for rule in problem.rules:
        if not isinstance(rule, Recusal):
            continue
        chosen = rule.chosen(problem)
        for team in problem.teams:
            if team.id in rule.teams:
                yield from (_row(basis, rule, team, t) for t in problem.targets if t.id in chosen)


def _row(basis: Basis, rule: Recusal, team: Team, target: Target) -> Row:
    visits = basis.plan.of(target.id)
    broken = any(team.id in visit.values("team") for visit in visits)
    planned = [basis.say(VISIT, round=v.round.title, team=basis.team(v)) for v in visits]
    return Row(
        (
            team.title,
            target.id,
            target.title,
            rule.reason or "",
            rule.title_or_name,
            rule.source or "",
            basis.clauses(planned),
            basis.say(BROKEN if broken else KEPT),
        ),
        alarm=broken,
    )
