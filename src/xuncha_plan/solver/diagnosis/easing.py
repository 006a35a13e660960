"""How a rule would read if it gave way just so much that a plan keeps it."""

from collections.abc import Callable
from fractions import Fraction

from xuncha_plan.model import Amount, Plan, Rule
from xuncha_plan.model.diagnosis import Excepted, Parameter, Softened

How = Parameter | Excepted | Softened
Value = int | Fraction | Amount

# Which numbers of a rule can move, and whether upwards.
NUMBERS: dict[str, tuple[tuple[str, bool], ...]] = {
    "milestone": (("at_least", False),),
    "directive": (("at_least", False), ("at_most", True)),
    "limit": (("at_least", False), ("at_most", True)),
    "distinct": (("at_least", False), ("at_most", True)),
    "lookback": (("at_least", False), ("at_most", True)),
    "reserve": (("share", False),),
    "together": (("within", True),),
    "apart": (("rounds_between", False),),
    "precedence": (("days", False),),
    "spacing": (("days", False),),
    "rotation": (("within", False),),
    "pairing": (("no_repeat_within", False),),
    "balance": (("allow", True),),
}
TARGET_BY_TARGET = ("coverage", "window", "blackout", "eligible", "recusal")
SHARES = 1000  # a share is told in tenths of a percent
WEEKS = 100  # team-weeks in hundredths
FARTHEST = 10**7  # steps that a number may move at most


def eased(rule: Rule, plan: Plan) -> How:
    """The least change of a rule under which a plan keeps it."""
    for key, is_up in NUMBERS.get(rule.word, ()):
        if (value := _moved(rule, key, is_up, plan)) is not None:
            return Parameter(key, getattr(rule, key), value)
    if rule.word in TARGET_BY_TARGET and (targets := _excepted(rule, plan)):
        return Excepted(targets)
    return Softened()


def is_kept(rule: Rule, plan: Plan) -> bool:
    """Whether the check finds nothing."""
    return next(iter(rule.check(plan)), None) is None


def _moved(rule: Rule, key: str, is_up: bool, plan: Plan) -> Value | None:
    """The value nearest to the old one with which the plan keeps the rule; None: none does."""
    old = getattr(rule, key)
    if old is None or isinstance(old, str):
        return None
    value = _steps(old, is_up)

    def keeps(steps: int) -> bool:
        return is_kept(rule.replace(**{key: value(steps)}), plan)

    farthest = 1
    while not keeps(farthest):
        if value(farthest) == value(farthest * 2) or farthest > FARTHEST:
            return None
        farthest *= 2
    low, high = farthest // 2, farthest
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return value(high)


def _steps(old: Value, is_up: bool) -> Callable[[int], Value]:
    """The values that a number may move to, step by step, on a scale that people use."""
    if isinstance(old, int):
        return lambda steps: old + steps if is_up else max(0, old - steps)
    if isinstance(old, Amount):
        on_scale = _on_scale(old.value, SHARES if old.is_share else WEEKS, is_up)
        return lambda steps: Amount(on_scale(steps), old.is_share)
    return _on_scale(old, SHARES, is_up)


def _on_scale(old: Fraction, scale: int, is_up: bool) -> Callable[[int], Fraction]:
    start = -(-old * scale // 1) if is_up else old * scale // 1

    def value(steps: int) -> Fraction:
        moved = start + (steps - 1 if start != old * scale else steps) * (1 if is_up else -1)
        return max(Fraction(0), Fraction(moved, scale))

    return value


def _excepted(rule: Rule, plan: Plan) -> tuple[str, ...]:
    """The targets without which the plan keeps the rule; nothing where that cannot be written."""
    where = getattr(rule, "where", None)
    if getattr(rule, "targets", None) is not None or (where and where.excluded is not None):
        return ()
    chosen = plan.problem.selected(where)

    def keeps(targets: frozenset[str]) -> bool:
        return is_kept(rule.replace(where=None, targets=targets), plan)

    breaching = frozenset(t for t in chosen if not keeps(frozenset({t})))
    return tuple(sorted(breaching)) if keeps(chosen - breaching) else ()
