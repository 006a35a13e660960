"""All findings of a plan file, and what each tier is worth."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.check.built_in import built_in
from xuncha_plan.check.claims import claims
from xuncha_plan.model import (
    MODE_WORDS,
    PURPOSES,
    Finding,
    Plan,
    PlanRecord,
    Problem,
    Visit,
    VisitRecord,
    Words,
)


def findings(problem: Problem, record: PlanRecord, digest: str | None = None) -> list[Finding]:
    """Everything that is found; soft rules' findings are amounts in their tiers, not breaches.

    `digest` is the problem's; it is held against the one that the plan was made for.
    """
    plan = plan_of(problem, record)
    found = [*_stale(record, digest), *_unknown(problem, record), *built_in(plan)]
    found += [finding for rule in problem.rules for finding in rule.check(plan)]
    found += claims(plan, record, _worth(problem, found))
    return found


def plan_of(problem: Problem, record: PlanRecord) -> Plan:
    """The visits of a record that name what the problem has."""
    return Plan(problem, tuple(filter(None, (_visit(problem, one) for one in record.visits))))


def _visit(problem: Problem, one: VisitRecord) -> Visit | None:
    if any(True for _ in _unknown_names(problem, one)):
        return None
    return Plan.visit(
        problem,
        one.target,
        one.purpose,  # type: ignore[arg-type]  # a known purpose and mode: checked just now
        one.round,
        one.mode,  # type: ignore[arg-type]
        one.team,
        one.place,
    )


def tier_values(plan: Plan) -> dict[str, Fraction]:
    """What each tier comes to: the weighted sum of its rules' findings."""
    soft = (rule for rule in plan.problem.rules if rule.tier is not None)
    return _worth(plan.problem, [finding for rule in soft for finding in rule.check(plan)])


def _worth(problem: Problem, found: list[Finding]) -> dict[str, Fraction]:
    values = {tier.id: Fraction(0) for tier in problem.tiers}
    for finding in found:
        if finding.rule is not None and finding.rule.tier is not None:
            values[finding.rule.tier] += finding.rule.weight * finding.amount
    return values


def _stale(record: PlanRecord, digest: str | None) -> Iterator[Finding]:
    if digest is not None and record.sha256 and record.sha256 != digest:
        words = Words(
            "计划是为另一份问题文件做的（记录{made_for}，现为{digest}），请重新求解",
            "the plan was made for another problem (recorded {made_for}, now {digest}); solve "
            "again",
        )
        blanks = {"made_for": record.sha256[:12], "digest": digest[:12]}
        yield Finding(Fraction(1), words, blanks, None, "stale-input", (), record.place)


def _unknown(problem: Problem, record: PlanRecord) -> Iterator[Finding]:
    for one in record.visits:
        for what, name in _unknown_names(problem, one):
            words = Words("没有{what}“{name}”", "there is no {what} {name}")
            yield Finding(
                Fraction(1), words, {"what": what, "name": name}, None, "unknown", (), one.place
            )


def _unknown_names(problem: Problem, one: VisitRecord) -> Iterator[tuple[Words, str]]:
    if one.target not in problem.target:
        yield Words("巡察对象", "target"), one.target
    if one.round not in problem.round:
        yield Words("轮次", "round"), one.round
    if one.mode not in MODE_WORDS:
        yield Words("方式", "mode"), one.mode
    if one.purpose not in PURPOSES:
        yield Words("任务性质", "purpose"), one.purpose
    if one.team is not None and one.team not in problem.team:
        yield Words("巡察组", "team"), one.team
