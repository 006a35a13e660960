"""What certificates prove, as notes of a check, and what they leave to the word of solvers."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from xuncha_plan.check.proofs import Verified
from xuncha_plan.model import (
    BoundProof,
    Claim,
    ConflictProof,
    Language,
    Place,
    PlanRecord,
    Problem,
    Words,
)
from xuncha_plan.report.findings.remarks import Remark
from xuncha_plan.report.screen.tier_lines import proved_by
from xuncha_plan.solver.diagnosis import naming

ROUNDING = Fraction(1, 10_000)  # a plan file states four decimals
BOUND = Words(
    "层级“{tier}”：任何计划都不低于{bound}{given}；{how}",
    "tier {tier}: no plan is below {bound}{given}; {how}",
)
GIVEN = Words("（前面的层级不超过：{most}）", " (earlier tiers being at most: {most})")
MOST = Words("“{tier}”{most}", "{tier} {most}")
ALONE = Words("规则{rules}不能成立；{how}", "the rule {rules} cannot hold; {how}")
CONFLICT = Words("规则{rules}不能同时成立；{how}", "the rules {rules} cannot hold together; {how}")
QUOTED = Words("“{rule}”", "{rule}")
HOW = Words(
    "已精确核实，不用求解器：{rows}行要求{cases}相加",
    "verified exactly, without a solver: {rows} rows added up{cases}",
)
TRIVIAL = Words("不用求解器即知", "known without a solver")
CASES = Words("分{n}种情形", " in {n} cases")
OF_PLAN = Words("计划所称的界由此得证", "it proves the bound that the plan claims")
UP_TO = Words(
    "计划所称的界是{bound}：到{proved}为止已核实，其余没有短证书（{by}）",
    "the plan claims {bound}: verified up to {proved}, no short certificate for the rest ({by})",
)
OUTSIDE = Words(
    "这份计划前面的层级更差，不在其列",
    "this plan is worse in an earlier tier, so it does not apply",
)
NO_SHORT = Words(
    "层级“{tier}”的界{bound}没有短证书（{by}）",
    "tier {tier}: no short certificate for the bound {bound} ({by})",
)
BOTH = Words("{one}。{two}", "{one}. {two}")


def proved(
    problem: Problem, verified: Iterable[Verified], record: PlanRecord | None
) -> tuple[Remark, ...]:
    """A note for each statement that holds, and for each claim of a plan that none speaks of."""
    saying = _Saying(problem, {c.id: c for c in record.tiers} if record else {})
    return tuple(saying.notes(list(verified)))


class _Saying:
    def __init__(self, problem: Problem, claims: Mapping[str, Claim]) -> None:
        self._problem, self._claims = problem, claims
        self._titles = {tier.id: tier.title for tier in problem.tiers}

    def notes(self, verified: list[Verified]) -> Iterator[Remark]:
        for one in verified:
            if one.proved is not None:
                yield _note(one.statement.place, self._statement(one, one.proved))
        said = {one.statement.tier for one in verified if isinstance(one.statement, BoundProof)}
        for claim in self._claims.values():
            if claim.id in self._titles and claim.id not in said and claim.bound is not None:
                blanks = {
                    "tier": self._titles[claim.id],
                    "bound": claim.bound,
                    "by": proved_by(claim),
                }
                yield _note(claim.place, _filled(NO_SHORT, **blanks))

    def _statement(self, one: Verified, bound: Fraction) -> Words:
        how = _how(one)
        if isinstance(one.statement, ConflictProof):
            own = (self._problem.rules[number - 1] for number in one.statement.rules)
            rules = [_filled(QUOTED, rule=naming.rule(rule)) for rule in own]
            return _filled(CONFLICT if len(rules) > 1 else ALONE, rules=rules, how=how)
        tier, given = one.statement.tier, self._given(one.statement)
        words = _filled(BOUND, tier=self._titles[tier], bound=bound, given=given, how=how)
        claim = self._claims.get(tier)
        if claim is None or claim.bound is None:
            return words
        return _filled(BOTH, one=words, two=self._of_plan(one.statement, bound, claim))

    def _given(self, statement: BoundProof) -> Words:
        if not statement.given:
            return Words("", "")
        most = [_filled(MOST, tier=self._titles[t], most=x) for t, x in statement.given.items()]
        return _filled(GIVEN, most=most)

    def _of_plan(self, statement: BoundProof, bound: Fraction, claim: Claim) -> Words:
        claimed, claims = Fraction(claim.bound or 0), self._claims
        known = ((claims[t], most) for t, most in statement.given.items() if t in claims)
        if any(earlier.value > most + ROUNDING for earlier, most in known):
            return OUTSIDE
        if bound + ROUNDING >= claimed:
            return OF_PLAN
        return _filled(UP_TO, bound=claimed, proved=bound, by=proved_by(claim))


def _how(one: Verified) -> Words:
    if not one.rows:
        return TRIVIAL
    cases = _filled(CASES, n=one.cases) if one.cases > 1 else Words("", "")
    return _filled(HOW, rows=one.rows, cases=cases)


def _filled(words: Words, **blanks: object) -> Words:
    """Words with the blanks filled for good."""
    zh, en = words.say("zh", **blanks), words.say("en", **blanks)
    return Words(zh.replace("{", "{{").replace("}", "}}"), en.replace("{", "{{").replace("}", "}}"))


def _note(place: Place | None, words: Words) -> Remark:
    def say(language: Language) -> str:
        return words.say(language)

    return Remark("note", place, "proved", "", say)
