"""What a reader wants to know first: whose plan, whether it is proved, what its tiers come to."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.check import tier_values
from xuncha_plan.model import PURPOSES, Claim, Words, decimal
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.paper import Paper, Row
from xuncha_plan.report.screen.tier_lines import PROOF, STATUS, gap

NAME = Words("总览", "Overview")
TITLE = Words("{name}巡察全覆盖计划", "{name}: inspection plan")
ITEM, CONTENT = Words("项目", "Item"), Words("内容", "Content")
JURISDICTION, SUPERIOR = Words("辖区", "Jurisdiction"), Words("上级", "Superior")
TERM = Words("届期", "Term")
SPAN = Words("{start}至{end}", "{start} to {end}")
STATUS_NAME = Words("计划状态", "Status")
TARGETS, ROUNDS, TEAMS = Words("对象", "Targets"), Words("轮次", "Rounds"), Words("巡察组", "Teams")
UNCOVERED = Words("未安排的对象", "Targets not planned")
TIER = Words("层级“{tier}”", "Tier {tier}")
WORTH = Words(
    "值{value}，下界{bound}，差距{gap}（{status}，{proof}）",
    "value {value}, bound {bound}, gap {gap} ({status}, {proof})",
)
MADE_FOR = Words("问题内容摘要", "Digest of the problem")
UNKNOWN = Words("未记", "not recorded")


def overview(basis: Basis) -> Paper:
    """One row a fact."""
    return Paper(
        basis.say(NAME),
        basis.say(TITLE, name=basis.problem.jurisdiction.name),
        (basis.say(ITEM), basis.say(CONTENT)),
        [*_district(basis), *_counts(basis), *_tiers(basis), *_origin(basis)],
        filtered=False,
    )


def _district(basis: Basis) -> Iterator[Row]:
    problem = basis.problem
    yield Row((basis.say(JURISDICTION), problem.jurisdiction.name))
    if problem.jurisdiction.superior:
        yield Row((basis.say(SUPERIOR), problem.jurisdiction.superior))
    span = basis.say(SPAN, start=problem.term.start, end=problem.term.end)
    yield Row((basis.say(TERM), " ".join(filter(None, (problem.term.name, span)))))
    yield Row((basis.say(STATUS_NAME), basis.say(STATUS[basis.record.status])))


def _counts(basis: Basis) -> Iterator[Row]:
    problem = basis.problem
    yield Row((basis.say(TARGETS), str(len(problem.targets))))
    yield Row((basis.say(ROUNDS), str(len(problem.rounds))))
    yield Row((basis.say(TEAMS), str(len(problem.teams))))
    counts = Counter(visit.purpose for visit in basis.plan.visits)
    for purpose, words in PURPOSES.items():
        yield Row((basis.say(words), str(counts[purpose])))
    if uncovered := basis.record.uncovered:
        yield Row((basis.say(UNCOVERED), basis.say(Words("{ids}", "{ids}"), ids=uncovered)))


def _tiers(basis: Basis) -> Iterator[Row]:
    titles = {tier.id: tier.title for tier in basis.problem.tiers}
    claims = basis.record.tiers or tuple(Claim(t, v) for t, v in tier_values(basis.plan).items())
    for claim in claims:
        worth = basis.say(
            WORTH,
            value=decimal(claim.value),
            bound="-" if claim.bound is None else decimal(claim.bound),
            gap=gap(claim.value, claim.bound),
            status=STATUS[claim.status],
            proof=PROOF[claim.proof],
        )
        yield Row((basis.say(TIER, tier=titles.get(claim.id, claim.id)), worth))


def _origin(basis: Basis) -> Iterator[Row]:
    yield Row((basis.say(MADE_FOR), basis.record.sha256[:12] or basis.say(UNKNOWN)))
