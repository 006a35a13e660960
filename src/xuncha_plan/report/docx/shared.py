"""Parts that the annual and the five-year plan have in common."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from xuncha_plan.model import Rectification, Target, Visit, Words, decimal
from xuncha_plan.report.docx.outline import Heading, Paragraph, Part
from xuncha_plan.report.docx.phrases import COUNT, named
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.supervision import is_poor
from xuncha_plan.rules.recusal import Recusal

SOURCES = Words("根据{sources}，制定本{what}。", "This {what} is made under: {sources}.")
NO_SOURCES = Words("为做好巡察工作，制定本{what}。", "This {what} is made for the inspection work.")
FOCUS = Words("监督重点", "Focus of supervision")
BY_TAG = Words("按对象特点确定重点", "By what targets have in common")
TAG = Words("“{tag}”对象{count}个：{targets}。", "{tag}, {count}: {targets}.")
RISKY = Words(
    "风险最高（{risk}）的对象{count}个：{targets}。", "Highest risk ({risk}), {count}: {targets}."
)
LAST = Words("检查上一轮巡察整改情况", "Check of the last rectification")
KNOWN = Words(
    "安排的对象中，{seen}个有上一轮巡察记录（{grades}），须对照反馈问题检查整改情况；"
    "{first}个本届前未巡察。",
    "Of the targets, {seen} were visited before ({grades}) and are checked against what was found "
    "then; {first} were not.",
)
POOR = Words(
    "上一轮整改评价为“差”的{count}个，逐条复核：{targets}。",
    "Graded poor, to be checked point by point, {count}: {targets}.",
)
UNGRADED = Words("未评价", "not graded")
RECUSALS = Words("回避", "Recusals")
RECUSED = Words(
    "严格执行回避规定。{rules}。计划中{verdict}。",
    "Recusals are kept. {rules}. In the plan {verdict}.",
)
RULE = Words("{teams}回避{targets}（{reason}）", "{teams} stay away from {targets} ({reason})")
NO_REASON = Words("未注明事由", "no reason given")
ALL_KEPT = Words("没有应回避而未回避的任务", "every recusal is kept")
BROKEN = Words("有{count}个任务应回避而未回避", "{count} visits break one")
AFTER = Words("巡察整改和后续工作", "Rectification and what follows")
PERIODS = Words(
    "每轮结束后{feedback_days}天内反馈；反馈后{plan_days}天内报送整改方案，{months}个月内完成集中整改；"
    "集中整改结束后{evaluation_days}天内评估。期限末日为休息日的顺延。",
    "Feedback within {feedback_days} days after each round; a rectification plan within "
    "{plan_days} days and rectification within {months} months after the feedback; evaluation "
    "within {evaluation_days} days after that. A last day that is a day off moves on.",
)
TEAMS_OF = Words("{count}个对象", "{count} targets")


def sources(basis: Basis, what: Words) -> Paragraph:
    """The policies that the rules come from."""
    found = dict.fromkeys(rule.source for rule in basis.problem.rules if rule.source)
    blanks = {"what": what, "sources": named(basis, list(found), most=5)}
    return Paragraph(basis.say(SOURCES if found else NO_SOURCES, **blanks))


def supervision(basis: Basis, visits: Iterable[Visit]) -> Iterator[Part]:
    """Focus by tags and risk, and the check of the last rectification."""
    targets = list({visit.target.id: visit.target for visit in visits}.values())
    yield Heading(1, basis.say(FOCUS))
    tags: dict[str, list[str]] = defaultdict(list)
    for target in targets:
        for tag in target.tags:
            tags[tag].append(target.title)
    said = [
        basis.say(TAG, tag=tag, count=len(names), targets=named(basis, names))
        for tag, names in sorted(tags.items(), key=lambda item: -len(item[1]))
    ]
    said += _risky(basis, targets)
    if said:
        yield Heading(2, basis.say(BY_TAG))
        yield from map(Paragraph, said)
    yield Heading(2, basis.say(LAST))
    yield from _last(basis, targets)


def _risky(basis: Basis, targets: list[Target]) -> Iterator[str]:
    risks = [target.risk for target in targets if target.risk is not None]
    if risks:
        highest = [target.title for target in targets if target.risk == max(risks)]
        names = named(basis, highest)
        yield basis.say(RISKY, risk=decimal(max(risks)), count=len(highest), targets=names)


def _last(basis: Basis, targets: list[Target]) -> Iterator[Part]:
    seen = [target for target in targets if target.last_visit or target.last_grade]
    grades: dict[str, int] = defaultdict(int)
    for target in seen:
        grades[basis.grade(target) or basis.say(UNGRADED)] += 1
    counts = (basis.say(COUNT, what=grade, count=n) for grade, n in sorted(grades.items()))
    yield Paragraph(
        basis.say(
            KNOWN,
            seen=len(seen),
            grades=basis.listed(counts) or "-",
            first=len(targets) - len(seen),
        )
    )
    if poor := [target.title for target in seen if is_poor(target)]:
        yield Paragraph(basis.say(POOR, count=len(poor), targets=named(basis, poor)))


def recusals(basis: Basis) -> Iterator[Part]:
    """Who stays away from whom, and whether the plan keeps to it."""
    rules = [rule for rule in basis.problem.rules if isinstance(rule, Recusal)]
    if not rules:
        return
    broken = sum(1 for rule in rules for _ in rule.check(basis.plan))
    yield Heading(1, basis.say(RECUSALS))
    verdict = basis.say(BROKEN, count=broken) if broken else basis.say(ALL_KEPT)
    said = basis.clauses(_recusal(basis, r) for r in rules)
    yield Paragraph(basis.say(RECUSED, rules=said, verdict=verdict))


def _recusal(basis: Basis, rule: Recusal) -> str:
    chosen = rule.chosen(basis.problem)
    teams = [team.title for team in basis.problem.teams if team.id in rule.teams]
    names = [target.title for target in basis.problem.targets if target.id in chosen]
    few = basis.listed(names) if len(names) <= 3 else ""
    return basis.say(
        RULE,
        teams=basis.listed(teams),
        targets=few or basis.say(TEAMS_OF, count=len(names)),
        reason=rule.reason or basis.say(NO_REASON),
    )


def after(basis: Basis) -> Iterator[Part]:
    """The periods after each round."""
    periods = basis.problem.rectification or Rectification()
    yield Heading(1, basis.say(AFTER))
    yield Paragraph(basis.say(PERIODS, **dict(periods)))
