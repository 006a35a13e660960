"""Two plans compared, on a terminal: each move in a sentence, then years, teams and tiers."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from xuncha_plan.model import Language, Words, decimal
from xuncha_plan.report.diff.changes import KINDS, Diff, Kind, Move, Tally
from xuncha_plan.report.diff.naming import Called
from xuncha_plan.report.diff.words import KIND, PART, sentence
from xuncha_plan.report.figures import signed, weeks
from xuncha_plan.report.grid import Cell, grid, shown, title
from xuncha_plan.report.naming import DIMENSIONS
from xuncha_plan.report.screen.plan import print_parts

SAME = Words("两份计划的任务完全相同，共{kept}个", "both plans have the same {kept} visits")
COUNT = Words(
    "变动{count}个任务：{kinds}；未变{kept}个", "{count} visits differ: {kinds}; {kept} do not"
)
OF_KIND = Words("{kind}{count}", "{count} {kind}")
OF_MOVED = Words("{kind}{count}（{parts}）", "{count} {kind} ({parts})")
OF_PART = Words("改{part}{count}", "{part} of {count}")
GROUP = Words("{kind}（{count}）", "{kind} ({count})")
WHY = Words("　因为：{why}", "  why: {why}")
TALLY = (
    Words("任务", "visits"),
    Words("移出", "left"),
    Words("移入", "came"),
    Words("投入", "load"),
    Words("增减", "change"),
)
TIER = (
    Words("层级", "tier"),
    Words("原值", "was"),
    Words("现值", "is"),
    Words("增减", "change"),
)
ARROW = "→"
WIDE = 10_000  # cells: a file has no width, so nothing is folded
Reasons = Mapping[Move, str]


def show_diff(
    console: Console, diff: Diff, language: Language, reasons: Reasons | None = None
) -> None:
    """Prints what differs; `reasons` say why a visit moved, for those that are known."""
    print_parts(console, _parts(diff, Called(diff.problems, language), reasons or {}))


def diff_text(diff: Diff, language: Language) -> str:
    """The same as plain text, for a file."""
    text = io.StringIO()
    show_diff(Console(file=text, width=WIDE, color_system=None), diff, language)
    return text.getvalue()


def _parts(diff: Diff, called: Called, reasons: Reasons) -> Iterator[RenderableType]:
    language = called.language
    yield shown(headline(diff, language), "bold")
    for kind in KINDS:
        if found := diff.of(kind):
            yield title(GROUP.say(language, kind=KIND[kind], count=len(found)))
            yield from _lines(found, called, reasons)
    if diff.moves:
        for by, tallies in (("year", diff.years), ("team", diff.teams)):
            if changed := [tally for tally in tallies if tally.left or tally.came]:
                yield Text()
                yield _tally_table(by, changed, called)
    if diff.tiers:
        yield Text()
        yield _tier_table(diff, called)


def headline(diff: Diff, language: Language) -> str:
    """How many visits differ and how, in one sentence."""
    if not diff.moves:
        return SAME.say(language, kept=diff.kept)
    kinds = [_of_kind(diff, kind, language) for kind in KINDS if diff.of(kind)]
    return COUNT.say(language, count=len(diff.moves), kinds=kinds, kept=diff.kept)


def _of_kind(diff: Diff, kind: Kind, language: Language) -> str:
    counted = diff.parts() if kind == "moved" else Counter[str]()
    parts = [OF_PART.say(language, part=PART[p], count=counted[p]) for p in PART if counted[p]]
    words = OF_MOVED if parts else OF_KIND
    return words.say(language, kind=KIND[kind], count=len(diff.of(kind)), parts=parts)


def _lines(moves: Iterable[Move], called: Called, reasons: Reasons) -> Iterator[Text]:
    for move in moves:
        yield shown(sentence(move, called))
        if why := reasons.get(move):
            yield shown(WHY.say(called.language, why=why), "dim")


def _tally_table(by: str, tallies: Iterable[Tally], called: Called) -> Table:
    rows: list[list[Cell]] = []
    for tally in tallies:
        old, new = tally.load
        name = tally.name if by == "year" else called.both("team", tally.name)
        rows.append(
            [
                name,
                f"{tally.visits[0]}{ARROW}{tally.visits[1]}",
                str(tally.left),
                str(tally.came),
                f"{_weeks(old)}{ARROW}{_weeks(new)}",
                "-" if old is None or new is None else signed(new - old),
            ]
        )
    headings = [DIMENSIONS[by].say(called.language), *(w.say(called.language) for w in TALLY)]
    return grid(headings, rows)


def _weeks(value: Fraction | None) -> str:
    return "-" if value is None else weeks(value)


def _tier_table(diff: Diff, called: Called) -> Table:
    rows: list[list[Cell]] = []
    for tier in diff.tiers:
        old, new = tier.old, tier.new
        gain = "-" if old is None or new is None else decimal(new - old)
        better = "green" if gain.startswith("-") and gain != "-" else ""
        change = Text(gain if gain in ("-", "0") or better else f"+{gain}", better)
        known = ["-" if value is None else decimal(value) for value in (old, new)]
        rows.append([called.name("tier", tier.id), *known, change])
    return grid([words.say(called.language) for words in TIER], rows)
