"""Tiers whose value could pass what solvers count exactly are refused before anyone solves."""

from fractions import Fraction

from xuncha_plan.model import (
    CATALOGUE,
    PURPOSES,
    BadInput,
    Fault,
    Problem,
    Rule,
    Words,
    decimal,
    number,
)

LARGEST_VALUE = 2**53


def check_magnitudes(problem: Problem) -> None:
    """Refuses each soft rule whose weight times its largest amount could reach 2^53."""
    faults = []
    for rule in problem.rules:
        if rule.tier is None or rule.place is None:
            continue
        amount = _largest_amount(problem, rule)
        if rule.weight * amount >= LARGEST_VALUE:
            words = Words(
                "权重{weight}×最大数量{amount}为{product}，达到2^53的上限；请减小权重",
                "weight {weight} × largest amount {amount} = {product}, which reaches the limit of "
                "2^53; lower the weight",
            )
            product = decimal(rule.weight * amount)
            faults.append(
                Fault(
                    rule.place,
                    words,
                    {"weight": rule.weight, "amount": amount, "product": product},
                    code="magnitude",
                )
            )
    if faults:
        raise BadInput(*faults)


def _largest_amount(problem: Problem, rule: Rule) -> Fraction:
    """An amount that no plan's breach of a rule can pass; far off is fine, too small is not."""
    targets, rounds = len(problem.targets) or 1, len(problem.rounds) or 1
    visits = targets * rounds * len(PURPOSES)
    work = _work(problem)
    match rule.word:
        case "early":
            return _weights(problem, str(getattr(rule, "weight_by", "1"))) * _positions(
                problem, rule
            )
        case "prefer":
            return abs(Fraction(getattr(rule, "cost", 1))) * visits
        case "stability":
            costs = getattr(rule, "cost", {}).values()
            return sum(map(abs, costs), Fraction(0)) * visits
        case "balance" if getattr(rule, "measure", "") == "squares":
            return (2 * work) ** 2
        case "apart" | "precedence" | "spacing" | "rotation" | "pairing":
            return Fraction(visits**2)
        case _:
            groups = rounds * (len(problem.teams) + 1) * targets * len(CATALOGUE)
            return 2 * work + visits + _bounds(rule) * groups


def _work(problem: Problem) -> Fraction:
    """Team-weeks of all visits that any plan could hold, counted once for each tag."""
    specials = sum((getattr(r, "workload", None) or 0 for r in problem.rules), Fraction(0))
    times = max((getattr(r, "times", 1) for r in problem.rules), default=1)
    tags = max((len(t.tags) for t in problem.targets), default=1)
    own = sum((t.workload for t in problem.targets), Fraction(0))
    return (own * (times + 1) + specials * len(problem.targets)) * max(tags, 1)


def _bounds(rule: Rule) -> Fraction:
    """The numbers that a rule wants reached or kept; what a share is of is counted already."""
    given = (getattr(rule, key, None) for key in ("at_least", "at_most", "within"))
    return sum((abs(number(getattr(x, "value", x)) or Fraction(0)) for x in given), Fraction(0))


def _weights(problem: Problem, weight_by: str) -> Fraction:
    if (same := number(weight_by)) is not None:
        return abs(same) * len(problem.targets)
    values = (number(x) for target in problem.targets for x in target.values(weight_by))
    return sum((abs(x) for x in values if x is not None), Fraction(0))


def _positions(problem: Problem, rule: Rule) -> int:
    if getattr(rule, "per", "") == "day":
        return (problem.term.end - problem.term.start).days + 1
    return max(len(problem.rounds), 1)
