"""Whether a certificate proves what it states: rows are made anew and added up, exactly.

Rows that hold in every plan, times numbers of at least 0, added up and taken at the best ends of
all unknowns' bounds, bound whatever is minimised from below. So no choice of numbers can prove too
much: a wrong one proves less.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from xuncha_plan.check.proofs.relaxed import Relaxed, pose
from xuncha_plan.check.proofs.rows import Row, Rows
from xuncha_plan.model import (
    BoundProof,
    Certificate,
    ConflictProof,
    Exact,
    Finding,
    Linear,
    Place,
    Problem,
    Words,
)
from xuncha_plan.model.certificate import Added, Split, Sums, cases

Box = Mapping[int, tuple[Exact, Exact]]  # unknowns between other bounds than their own

STALE = Words(
    "证明是为另一份问题文件做的（记录{made_for}，现为{digest}）",
    "the proof was made for another problem (recorded {made_for}, now {digest})",
)
NO_ROW = Words("没有“{row}”这一行要求", "there is no row {row}")
NEGATIVE = Words(
    "“{row}”这一行的倍数{times}小于0", "the row {row} is taken {times} times, which is below 0"
)
NO_UNKNOWN = Words("没有“{unknown}”这个未知数", "there is no unknown {unknown}")
LESS = Words("只证明了{proved}，没有证明{bound}", "only {proved} is proved, {bound} is not")
NO_CONFLICT = Words(
    "加起来得不出矛盾（0≤{over}）", "added up there is no contradiction (0 <= {over})"
)
NO_TIER = Words("问题文件中没有层级“{tier}”", "the problem has no tier {tier}")
NOT_EARLIER = Words("“{tier}”不是前面的层级", "{tier} is not one of the earlier tiers")
NO_RULE = Words(
    "第{number}条不是名为“{name}”的硬性规则",
    "the rule of number {number} is no hard rule called {name}",
)


class Wrong(Exception):
    """A certificate states what does not hold, at a place of its file."""

    def __init__(self, words: Words, place: Place | None, /, **blanks: object) -> None:
        self.words, self.place, self.blanks = words, place, blanks
        super().__init__(words.say("en", **blanks))


@dataclass(frozen=True)
class Verified:
    """A statement and what came of it: `rows` were added up in so many `cases`.

    `proved` is the bound that follows, or by how much a conflict's sum is above 0; None where the
    statement does not hold, and `wrong` says why.
    """

    statement: BoundProof | ConflictProof
    proved: Fraction | None
    rows: int
    cases: int
    wrong: Finding | None = None


def verified(problem: Problem, certificate: Certificate) -> Iterator[Verified]:
    """Every statement of a certificate, looked at."""
    statements: tuple[BoundProof | ConflictProof, ...]
    statements = (*certificate.bounds, *certificate.conflicts)
    posed = pose(problem) if certificate.bounds else None
    for statement in statements:
        try:
            if isinstance(statement, BoundProof):
                proved = bound_of(problem, statement, posed)
            else:
                proved = excess_of(problem, statement)
        except Wrong as wrong:
            yield _verified(statement, None, _finding(wrong))
        else:
            yield _verified(statement, proved)


def stale(certificate: Certificate, digest: str) -> Iterator[Finding]:
    """Says that a certificate was made for another problem than that of a digest."""
    if certificate.sha256 != digest:
        blanks = {"made_for": certificate.sha256[:12], "digest": digest[:12]}
        yield Finding(Fraction(1), STALE, blanks, None, "stale-input", (), certificate.place)


def _verified(
    statement: BoundProof | ConflictProof, proved: Fraction | None, wrong: Finding | None = None
) -> Verified:
    its = list(cases(statement.sums))
    rows = frozenset(name for one in its for name in one.rows)
    return Verified(statement, proved, len(rows), len(its), wrong)


def _finding(wrong: Wrong) -> Finding:
    return Finding(Fraction(1), wrong.words, wrong.blanks, None, "proof", (), wrong.place)


def bound_of(problem: Problem, statement: BoundProof, posed: Relaxed | None = None) -> Fraction:
    """The bound that follows; Wrong where it is less than what is stated.

    `posed` is the problem's relaxed program, if it is there already.
    """
    tiers = [tier.id for tier in problem.tiers]
    if statement.tier not in tiers:
        raise Wrong(NO_TIER, statement.place, tier=statement.tier)
    for tier in statement.given:
        if tier not in tiers[: tiers.index(statement.tier)]:
            raise Wrong(NOT_EARLIER, statement.place, tier=tier)
    kept = (posed or pose(problem)).keeping(statement.given)
    proved = proved_bound(kept, statement.tier, statement.sums)
    if proved < statement.bound:
        raise Wrong(LESS, statement.place, proved=proved, bound=statement.bound)
    return proved


def proved_bound(posed: Relaxed, tier: str, sums: Sums) -> Fraction:
    """The least that a tier can be in a plan, as far as sums prove it; Wrong where they cannot."""
    objective = posed.tiers[tier]
    low = Sum(posed.rows, sums).least(objective, sums)
    step, constant = posed.rows.step(Linear(objective.terms)), Fraction(objective.constant)
    return ceil((low - constant) / step) * step + constant


def excess_of(problem: Problem, statement: ConflictProof) -> Fraction:
    """By how much the rows fail together; Wrong where they do not."""
    for number, name in statement.rules.items():
        rule = problem.rules[number - 1] if 0 < number <= len(problem.rules) else None
        if rule is None or rule.tier is not None or rule.title_or_name != name:
            raise Wrong(NO_RULE, statement.place, number=number, name=name)
    posed = pose(problem, frozenset(number - 1 for number in statement.rules))
    over = Sum(posed.rows, statement.sums).least(Linear(), statement.sums)
    if over <= 0:
        raise Wrong(NO_CONFLICT, statement.place, over=-over)
    return over


class Sum:
    """Adds up the rows that some sums name."""

    def __init__(self, rows: Rows, sums: Sums) -> None:
        self._rows = rows
        self._named = rows.named(name for one in cases(sums) for name in one.rows)
        self._numbers: dict[str, int] = {}
        if isinstance(sums, Split):
            self._numbers = {one.name.hex(): x for x, one in enumerate(rows.unknowns)}

    def least(self, objective: Linear, sums: Sums, box: Box | None = None) -> Fraction:
        """The least that an expression can be where every row holds; Wrong where a name is none."""
        box = box or {}
        if isinstance(sums, Added):
            return self._added(objective, sums, box)
        below, above = self._halves(sums, box)
        return min(
            self.least(objective, sums.below, below), self.least(objective, sums.above, above)
        )

    def _halves(self, split: Split, box: Box) -> tuple[Box, Box]:
        x = self._numbers.get(split.unknown)
        if x is None:
            raise Wrong(NO_UNKNOWN, split.place, unknown=split.unknown)
        one = self._rows.unknowns[x]
        low, high = box.get(x, (one.low, one.high))
        at = floor(split.at / one.step) * one.step
        below, above = min(high, at), max(low, at + one.step)
        return {**box, x: (low, below)}, {**box, x: (above, high)}

    def _added(self, objective: Linear, sums: Added, box: Box) -> Fraction:
        terms = {x: Fraction(c) for x, c in objective.terms.items()}
        least = Fraction(objective.constant)
        for name, times in sums.rows.items():
            row = self._row(name, times, sums)
            least -= times * row.high
            for x, c in row.terms.items():
                terms[x] = terms.get(x, Fraction(0)) + times * c
        for x, c in terms.items():
            if c:
                one = self._rows.unknowns[x]
                low, high = box.get(x, (one.low, one.high))
                least += c * (low if c > 0 else high)
        return least

    def _row(self, name: str, times: Fraction, sums: Added) -> Row:
        row = self._named.get(name)
        if row is None:
            raise Wrong(NO_ROW, sums.place, row=name)
        if times < 0 and not row.equal:
            raise Wrong(NEGATIVE, sums.place, row=name, times=times)
        return row
