"""What is known of each tier: its value, the bound, what lies between them."""

from fractions import Fraction

from rich.table import Table
from rich.text import Text

from xuncha_plan.check import tier_values
from xuncha_plan.model import Claim, Language, Plan, PlanRecord, PlanStatus, Proof, Words, decimal
from xuncha_plan.report.grid import Cell, grid, shown
from xuncha_plan.report.visible import visible

STATUS: dict[PlanStatus, Words] = {
    "optimal": Words("最优", "optimal"),
    "feasible": Words("可行", "feasible"),
}
PROOF: dict[Proof, Words] = {
    "bound": Words("界已复核", "bound rechecked"),
    "engines": Words("两个求解器一致", "two engines agree"),
    "engine": Words("一个求解器所称", "one engine says so"),
    "none": Words("未证明", "not proved"),
}
ENGINES = {"cpsat": "CP-SAT", "highs": "HiGHS"}
MOST_NAMED = 3  # engines
HEADINGS = (
    Words("层级", "tier"),
    Words("状态", "status"),
    Words("证明", "proof"),
    Words("值", "value"),
    Words("下界", "bound"),
    Words("差距", "gap"),
)


def tier_table(plan: Plan, record: PlanRecord, language: Language) -> Table:
    """One line a tier; a plan that claims nothing shows what its tiers come to."""
    claimed = record.tiers or tuple(Claim(t, x) for t, x in tier_values(plan).items())
    names = {tier.id: tier.title for tier in plan.problem.tiers}
    rows: list[list[Cell]] = [
        [
            names.get(claim.id, claim.id),
            _status(claim, language),
            vouching(claim).say(language),
            decimal(claim.value),
            "-" if claim.bound is None else decimal(claim.bound),
            gap(claim.value, claim.bound),
        ]
        for claim in claimed
    ]
    return grid([words.say(language) for words in HEADINGS], rows, words=3)


def vouching(claim: Claim) -> Words:
    """Who says that a tier is as good as can be."""
    is_said = claim.proof in ("engine", "engines")
    return proved_by(claim) if is_said else PROOF[claim.proof]


def proved_by(claim: Claim) -> Words:
    """Who says that a bound holds, however far from it the value."""
    if claim.proof == "bound" or not claim.engines:
        return PROOF[claim.proof]
    known = (ENGINES.get(engine, visible(engine)) for engine in claim.engines[:MOST_NAMED])
    names = [name.replace("{", "{{").replace("}", "}}") for name in known]
    return Words(f"{'和'.join(names)}证明", f"proved by {' and '.join(names)}")


def _status(claim: Claim, language: Language) -> Text:
    text = STATUS[claim.status].say(language)
    return shown(text, "green" if claim.status == "optimal" else "yellow")


def gap(value: Fraction | None, bound: Fraction | None) -> str:
    """What lies between value and bound, in percent of the larger; `-` where one is unknown."""
    if value is None or bound is None:
        return "-"
    if value == bound:
        return "0%"
    share = (value - bound) * 100 / max(abs(value), abs(bound))
    return f"{decimal(share, 2)}%" if round(share, 2) else "<0.01%"
