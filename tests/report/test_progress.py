"""Progress of a solve: one line a change, or a table that moves."""

import io
from dataclasses import dataclass
from fractions import Fraction

import pytest
from rich.console import Console

from xuncha_plan.model import Tier, Words
from xuncha_plan.report.screen.progress import Watch
from xuncha_plan.report.screen.tier_lines import gap

TIERS = (Tier(id="risk"), Tier(id="balance", name="均衡"))


@dataclass(frozen=True)
class Moment:
    tier: str
    value: Fraction | None = None
    bound: Fraction | None = None
    elapsed: float = 0.0
    words: Words | None = None


def watched(*moments: Moment, terminal: bool = False) -> str:
    console = Console(file=io.StringIO(), width=80, force_terminal=terminal, color_system=None)
    with Watch(console, "zh", TIERS, clock=lambda: 100.0) as watch:
        for moment in moments:
            watch(moment)
    return console.file.getvalue()


def test_one_line_a_change() -> None:
    moments = [
        Moment("risk", None, None, 0.1),
        Moment("risk", Fraction(5), None, 0.2),
        Moment("risk", Fraction(5), None, 0.3),
        Moment("balance", Fraction(5), Fraction(4), 1.26),
    ]
    assert watched(*moments).splitlines() == [
        "0.2秒　risk：值5，下界-，差距-",
        "1.3秒　均衡：值5，下界4，差距20%",
    ]


def test_words_are_said_once() -> None:
    words = Words("建模", "building")
    assert watched(Moment("", elapsed=1, words=words), Moment("", elapsed=2, words=words)) == (
        "1.0秒　建模\n"
    )


def test_a_terminal_has_a_table_that_is_gone_at_the_end() -> None:
    text = watched(Moment("risk", Fraction(5), Fraction(5), 2.0), terminal=True)
    assert "Ctrl-C" in text
    assert text.endswith(("\x1b[2K", "\x1b[?25h", "\r", "\x1b[1A\x1b[2K"))


@pytest.mark.parametrize(
    ("value", "bound", "said"),
    [
        (5, 4, "20%"), (0, 0, "0%"), (5, 5, "0%"), (-4, -5, "20%"), (1, 0, "100%"),
        (100_000, 99_999, "<0.01%"), (3, None, "-"), (None, 3, "-"),
    ],
)  # fmt: skip
def test_the_gap_is_a_share_of_the_larger(value: int | None, bound: int | None, said: str) -> None:
    exact = [None if x is None else Fraction(x) for x in (value, bound)]
    assert gap(*exact) == said
