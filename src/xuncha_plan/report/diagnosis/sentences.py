"""What a diagnosis says of one conflict and of one way out, in sentences."""

from collections.abc import Iterator
from fractions import Fraction

from xuncha_plan.model import Problem, Rule, Words, decimal
from xuncha_plan.model.diagnosis import (
    Conflict,
    Diagnosis,
    Excepted,
    GivesWay,
    MoreRounds,
    MoreTeams,
    MoreWeeks,
    Parameter,
    Sentence,
    Softened,
    Step,
    Vouched,
    WayOut,
)
from xuncha_plan.report.asked import selected
from xuncha_plan.solver.diagnosis import naming

FEASIBLE = Words("没有冲突，存在可行的计划", "nothing conflicts: a plan exists")
NONE = Words("没有可行的计划：", "no plan exists: ")
IN_CONFLICT = Words("{n}条规则不能同时成立", "{n} rules cannot hold together")
ALONE = Words("有一条规则单独就做不到", "one rule cannot be kept even alone")
SEVERAL = Words(
    "{n}处冲突，除全覆盖外没有共同的规则",
    "{n} conflicts, which share no rule but coverage",
)
UNKNOWN = Words(
    "时限内既没有找到计划，也没有证明不存在；可加长 --time-limit",
    "no plan was found in the time, nor a proof that none exists; try a longer --time-limit",
)
CUT_SHORT = Words("时限已到，以下是至此查明的", "time is up; this is what was found out so far")
PROOF: dict[Vouched, Words] = {
    "counting": Words("由精确加总证明，不靠求解器", "proved by exact counting, by no solver"),
    "engines": Words("两个求解器各自证明", "proved by two engines, each for itself"),
    "engine": Words("一个求解器所称，未经复核", "one engine says so; it is not rechecked"),
}
MINIMAL = Words(
    "缺一不可：去掉任何一条，其余都有一份通过检查的计划",
    "none can be left out: without any one of them, a plan that passes the check keeps the others",
)
NOT_MINIMAL = Words(
    "是否还能更少没有查明：{rules}", "whether fewer would conflict is not known: {rules}"
)
CAPACITY = Words(
    "还涉及巡察组的力量：力量不限时它们可以同时成立",
    "the capacity of teams takes part: were it unlimited, they could hold together",
)
NOT_FEWER = Words("不能更少：{proof}", "not less: {proof}")
PERHAPS_FEWER = Words("能否更少没有证明", "whether less would do is not proved")

EASED = Words(
    "“{rule}”的 {key} 由{old}改为{new}（让步{amount}）",
    '{key} of "{rule}" becomes {new} instead of {old} (gives way by {amount})',
)
EXCEPTED = Words(
    "“{rule}”不管{targets}（让步{amount}）",
    '"{rule}" leaves out {targets} (gives way by {amount})',
)
SOFTENED = Words(
    "“{rule}”改为尽量做到，让步{amount}",
    '"{rule}" is kept as well as possible and gives way by {amount}',
)
TEAMS = Words(
    "增设{n}个巡察组，每轮在场{capacity}，全届共{cost}组周",
    "{n} teams more, present in every round{capacity}: {cost} team-weeks in the term",
)
EACH = Words("、每轮各{weeks}组周", " with {weeks} team-weeks each")
ROUNDS = Words(
    "增设{n}轮：{spans}，共{cost}组周", "{n} rounds more: {spans}; {cost} team-weeks in all"
)
SPAN = Words("{start}至{end}", "{start} to {end}")
WEEKS = Words(
    "每组每轮多{weeks}组周，全届共{cost}组周",
    "{weeks} team-weeks more for each team in each round: {cost} in the term",
)


def headline(diagnosis: Diagnosis) -> Sentence:
    """What it comes to, in one sentence."""
    if diagnosis.plan is not None:
        return Sentence(FEASIBLE)
    if not diagnosis.conflicts:
        return Sentence(UNKNOWN)
    if len(diagnosis.conflicts) > 1:
        return _after_none(SEVERAL, n=len(diagnosis.conflicts))
    members = diagnosis.conflicts[0].members
    return _after_none(IN_CONFLICT, n=len(members)) if len(members) > 1 else _after_none(ALONE)


def _after_none(words: Words, **blanks: object) -> Sentence:
    return Sentence(Words(NONE.zh + words.zh, NONE.en + words.en), blanks)


def assurances(conflict: Conflict) -> Iterator[Sentence]:
    """How sure a conflict is: who proves it, whether none can be left out, what is built in."""
    yield Sentence(PROOF[conflict.proof])
    if conflict.is_minimal:
        if len(conflict.members) > 1:
            yield Sentence(MINIMAL)
    else:
        unshown = (member.rule for member in conflict.members if member.without is None)
        yield Sentence(NOT_MINIMAL, {"rules": [naming.rule(rule) for rule in unshown]})
    if conflict.needs_capacity:
        yield Sentence(CAPACITY)


def not_less(way: WayOut) -> Sentence:
    """Whether less would do."""
    if way.proof is None:
        return Sentence(PERHAPS_FEWER)
    return Sentence(NOT_FEWER, {"proof": PROOF[way.proof]})


def step(one: Step, problem: Problem) -> Sentence:
    """What would change."""
    match one:
        case GivesWay():
            return _gives_way(one, problem)
        case MoreTeams():
            capacity = one.teams[0].capacity
            words = _said(EACH, weeks=capacity) if capacity is not None else Words("", "")
            blanks = {"n": len(one.teams), "capacity": words, "cost": one.cost}
            return Sentence(TEAMS, blanks)
        case MoreRounds():
            spans = [_said(SPAN, start=r.start, end=r.end) for r in one.rounds]
            return Sentence(ROUNDS, {"n": len(one.rounds), "spans": spans, "cost": one.cost})
        case MoreWeeks():
            return Sentence(WEEKS, {"weeks": one.weeks, "cost": one.cost})


def _said(words: Words, **blanks: object) -> Words:
    return Words(words.say("zh", **blanks), words.say("en", **blanks))


def _gives_way(one: GivesWay, problem: Problem) -> Sentence:
    blanks: dict[str, object] = {"rule": naming.rule(one.rule), "amount": one.amount}
    match one.how:
        case Parameter(key, old, new):
            values = {"old": written(old), "new": written(new)}
            return Sentence(EASED, {**blanks, "key": key, **values})
        case Excepted(targets):
            return Sentence(EXCEPTED, {**blanks, "targets": selected(problem, targets)})
        case Softened():
            return Sentence(SOFTENED, blanks)


def written(value: object) -> str:
    """A value as it stands in the file: a plain share is written as a percentage."""
    if isinstance(value, Fraction):
        return f"{decimal(value * 100)}%"
    return str(value)


def called(rule: Rule) -> str:
    """What programs call a rule: its name, or RULE#N; the rule's word where it is not written."""
    return rule.title_or_name if rule.name or rule.number else rule.word
