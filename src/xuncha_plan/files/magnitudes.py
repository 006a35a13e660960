"""Tiers whose value could pass what solvers count exactly are refused before anyone solves."""

from fractions import Fraction

from xuncha_plan.model import BadInput, Fault, Problem, Rule, Words, decimal, number

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
                "权重{weight}×最大数量{amount}＝{product}，达到2^53的上限；请减小权重",
                "weight {weight} × largest amount {amount} = {product}, which reaches the limit of "
                "2^53; lower the weight",
            )
            product = decimal(rule.weight * amount)
            faults.append(
                Fault(
                    rule.place,
                    words,
                    {"weight": rule.weight, "amount": amount, "product": product},
                )
            )
    if faults:
        raise BadInput(*faults)


def _largest_amount(problem: Problem, rule: Rule) -> Fraction:
    """An amount that no plan's breach of a rule can pass, roughly but never too small."""
    targets, rounds = Fraction(len(problem.targets) or 1), len(problem.rounds) or 1
    work = sum((target.workload for target in problem.targets), Fraction(1))
    match rule.word:
        case "early":
            return _weights(problem, str(getattr(rule, "weight_by", "1"))) * _positions(
                problem, rule
            )
        case "prefer":
            return abs(Fraction(getattr(rule, "cost", 1))) * targets * rounds
        case "stability":
            costs = getattr(rule, "cost", {}).values()
            return sum(map(abs, costs), Fraction(0)) * targets * 3
        case "balance" if getattr(rule, "measure", "") == "squares":
            return (work * 3) ** 2
        case "apart" | "precedence" | "spacing" | "rotation" | "pairing":
            return (targets * rounds) ** 2
        case _:
            return (max(targets, work) + _bounds(rule)) * 3 * rounds


def _bounds(rule: Rule) -> Fraction:
    given = (getattr(rule, key, None) for key in ("at_least", "at_most", "times", "within"))
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
