"""How a solve gets on: a small table that moves on a terminal, one line a change elsewhere."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live

from xuncha_plan.model import Language, Tier, Words, decimal
from xuncha_plan.report.grid import grid, shown
from xuncha_plan.report.screen.tier_lines import HEADINGS, gap
from xuncha_plan.report.visible import visible

LINE = Words(
    "{elapsed}秒　{tier}：值{value}，下界{bound}，差距{gap}",
    "{elapsed} s  {tier}: value {value}, bound {bound}, gap {gap}",
)
ELAPSED = Words(
    "用时{elapsed}秒；Ctrl-C 停止并保留已有的最好计划",
    "{elapsed} s; Ctrl-C stops and keeps the best",
)
SAID = Words("{elapsed}秒　{words}", "{elapsed} s  {words}")


class Moment(Protocol):
    """What a solver tells of one event; a value or bound of None is not known yet."""

    @property
    def tier(self) -> str: ...
    @property
    def value(self) -> Fraction | None: ...
    @property
    def bound(self) -> Fraction | None: ...
    @property
    def elapsed(self) -> float: ...
    @property
    def words(self) -> Words | None: ...


@dataclass(frozen=True)
class _Known:
    value: Fraction | None = None
    bound: Fraction | None = None


class Watch:
    """Is told every event of a solve, and shows it; to be entered before and left after."""

    def __init__(
        self,
        console: Console,
        language: Language,
        tiers: Iterable[Tier],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console, self._language, self._clock = console, language, clock
        self._titles = {tier.id: tier.title for tier in tiers}
        self._known: dict[str, _Known] = {}
        self._said, self._start = "", clock()
        self._live = Live(
            console=console,
            get_renderable=self._table,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        self._start = self._clock()
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def __call__(self, moment: Moment) -> None:
        """Shows one event; on a terminal in place, elsewhere only if something has changed."""
        self._start = self._clock() - moment.elapsed
        said = moment.words.say(self._language) if moment.words else ""
        is_news = bool(said) and said != self._said
        self._said = said or self._said
        known = _Known(moment.value, moment.bound)
        moved = moment.tier in self._titles and known != self._known.get(moment.tier, _Known())
        if moment.tier in self._titles:
            self._known[moment.tier] = known
        if self._console.is_terminal:
            self._live.refresh()
            return
        if is_news:
            self._line(SAID.say(self._language, elapsed=self._seconds(), words=said))
        if moved:
            self._line(self._moved(moment.tier, known))

    def _line(self, text: str) -> None:
        self._console.file.write(visible(text) + "\n")
        self._console.file.flush()

    def _moved(self, tier: str, known: _Known) -> str:
        return LINE.say(
            self._language,
            elapsed=self._seconds(),
            tier=self._titles[tier],
            value=_or_dash(known.value),
            bound=_or_dash(known.bound),
            gap=gap(known.value, known.bound),
        )

    def _table(self) -> RenderableType:
        headings = [words.say(self._language) for words in (HEADINGS[0], *HEADINGS[3:])]
        rows = []
        for tier, title in self._titles.items():
            known = self._known.get(tier, _Known())
            figures = (_or_dash(known.value), _or_dash(known.bound), gap(known.value, known.bound))
            rows.append([title, *figures])
        elapsed = ELAPSED.say(self._language, elapsed=self._seconds())
        return Group(grid(headings, rows), *([shown(self._said)] if self._said else []), elapsed)

    def _seconds(self) -> str:
        """Since the start by the solver's watch; on a terminal it goes on between events."""
        return f"{self._clock() - self._start:.1f}"


def _or_dash(value: Fraction | None) -> str:
    return "-" if value is None else decimal(value)
