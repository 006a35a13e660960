"""What re-planning came to: the least change and its proof, what stayed, each move and why."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Claim, Language, Rule, VisitRecord, Words, decimal
from xuncha_plan.report.diff.changes import Diff, Move
from xuncha_plan.report.diff.json import diff_json, number
from xuncha_plan.report.diff.naming import Called
from xuncha_plan.report.diff.text import show_diff
from xuncha_plan.report.grid import grid, shown
from xuncha_plan.report.replan.reasons import Reason, Reasons, together
from xuncha_plan.report.screen.plan import print_parts
from xuncha_plan.report.screen.tier_lines import HEADINGS, STATUS, vouching

LEAST = Words("最少变动：{value}，已证明不能更少", "least change: {value}, proved")
CHANGE = Words(
    "变动：{value}，下界{bound}，尚未证明不能更少",
    "change: {value}, bound {bound}, not proved least",
)
CLOSED = Words(
    "保持原样：{rounds}轮、{visits}个任务（{as_of}已开始的轮次{frozen}）",
    "as they were: {rounds} rounds, {visits} visits (begun by {as_of}{frozen})",
)
FROZEN = Words("，以及冻结的{years}年", ", and the frozen years {years}")
BROKEN = Words("做不到的规则（让步最少）：", "rules that give way, as little as can be:")
SHORT = Words("{rule}：差{amount}", "{rule}: short by {amount}")
TIERS = (*HEADINGS[:3], Words("原值", "was"), Words("现值", "is"), HEADINGS[4])
MOST_REASONED = 200  # moves that are looked into; beyond, a table of reasons helps nobody


@dataclass(frozen=True)
class Replan:
    """A re-planned plan against the one before; `closed` are the visits that had to stay."""

    diff: Diff
    change: Claim
    as_of: date
    frozen_years: tuple[int, ...]
    closed_rounds: tuple[str, ...]
    closed: tuple[VisitRecord, ...]
    broken: tuple[tuple[Rule, Fraction], ...] = ()

    def reasons(self) -> dict[Move, tuple[Reason, ...]]:
        """Why each visit moved, as far as the checker can tell."""
        if self.diff.new.problem is None:
            return {}
        asked = Reasons(self.diff.new.problem, self.diff.old.record, self.diff.new.record)
        return {move: asked.of(move) for move in self.diff.moves[:MOST_REASONED]}


def show_replan(console: Console, replan: Replan, language: Language) -> None:
    """Prints the least change, the moves with their reasons, and what is proved of the tiers."""
    print_parts(console, _head(replan, language))
    reasons = {move: together(why, language) for move, why in replan.reasons().items()}
    show_diff(console, replace(replan.diff, tiers=()), language, reasons)
    print_parts(console, [Text(), _tiers(replan, language)])


def _head(replan: Replan, language: Language) -> Iterator[RenderableType]:
    change = replan.change
    words = LEAST if change.status == "optimal" else CHANGE
    bound = "-" if change.bound is None else decimal(change.bound)
    yield shown(words.say(language, value=change.value, bound=bound), "bold")
    frozen = FROZEN.say(language, years=replan.frozen_years) if replan.frozen_years else ""
    rounds, visits = len(replan.closed_rounds), len(replan.closed)
    yield shown(
        CLOSED.say(language, rounds=rounds, visits=visits, as_of=replan.as_of, frozen=frozen)
    )
    if replan.broken:
        yield shown(BROKEN.say(language), "yellow")
        for rule, amount in replan.broken:
            yield shown("  " + SHORT.say(language, rule=rule.title_or_name, amount=amount))


def _tiers(replan: Replan, language: Language) -> Table:
    """One line a tier: as it was, as it is, and what is proved."""
    called = Called(replan.diff.problems, language)
    claims = {claim.id: claim for claim in replan.diff.new.record.tiers}
    rows = [
        [
            called.name("tier", tier.id),
            STATUS[claims[tier.id].status].say(language),
            vouching(claims[tier.id]).say(language),
            *map(_value, (tier.old, tier.new, claims[tier.id].bound)),
        ]
        for tier in replan.diff.tiers
        if tier.id in claims
    ]
    return grid([words.say(language) for words in TIERS], rows, words=3)


def _value(value: Fraction | None) -> str:
    return "-" if value is None else decimal(value)


def replan_json(replan: Replan, language: Language) -> str:
    """The document of `diff` with the least change, what stayed, and why each visit moved."""
    change = replan.change
    more: dict[str, object] = {
        "change": {
            "value": number(change.value),
            "bound": number(change.bound),
            "status": change.status,
            "proof": change.proof,
        },
        "as_of": replan.as_of.isoformat(),
        "closed": {"rounds": list(replan.closed_rounds), "visits": len(replan.closed)},
        "broken": [
            {"rule": rule.word, "name": rule.title_or_name, "amount": number(amount)}
            for rule, amount in replan.broken
        ],
    }
    reasons: dict[Move, object] = {
        move: [{"code": x.code, "rule": x.rule, "words": x.say(language)} for x in why]
        for move, why in replan.reasons().items()
    }
    return diff_json(replan.diff, language, more, reasons)
