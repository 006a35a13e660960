"""Runs a search in a process of its own and keeps the best plan, whatever becomes of it."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace

from xuncha_plan.model import PlanRecord, Problem, VisitRecord, Words
from xuncha_plan.solver.news import Bounded, Ended, Found, News, Said, Sizes
from xuncha_plan.solver.outcome import Kind, Outcome, Progress
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.process.child import Search, best_plan
from xuncha_plan.solver.process.hearing import DIED, Hearing
from xuncha_plan.solver.settings import Settings

CONTRADICTED = Words(
    "求解器称无解，但手中的计划通过了核查", "the solver finds no plan, but this one passes"
)
ONE_REFUSED = Words(
    "求解器另有计划没有通过核查，它的证明不算数",
    "another plan of the solver's does not pass the check; what it proved does not count",
)
BOUND_BEYOND = Words(
    "求解器给出的界高于计划的值，该层级不算已证明",
    "a bound of the solver's lies above the plan's value; that tier is not called proved",
)
INTERRUPTED = Words("已中断，保留目前最好的计划", "interrupted; the best plan so far is kept")
DIED_LATE = Words("求解进程没有正常结束", "the solving process did not end as it should")
REFUSED = Words("求解器给出的计划没有通过核查", "the solver's plan does not pass the check")

RESUMED = Words(
    "求解器没有找到更好的计划，保留接着求的那份",
    "the solver found no better plan; the one that it went on from is kept",
)

Watch = Callable[[Progress], None]
Keep = Callable[[Callable[[], PlanRecord | None]], None]  # is told of what may be kept, if it likes


def solve(
    problem: Problem,
    settings: Settings,
    watch: Watch | None = None,
    *,
    search: Search | None = None,
    stop: threading.Event | None = None,
    keep: Keep | None = None,
) -> Outcome:
    """The best plan found within the limit; Ctrl-C or SIGTERM end it early and keep the plan.

    `search` runs in the child in place of the usual one. `stop` ends it early too: outside the
    main thread nothing else can. `keep` hears of every better plan and bound, to keep it elsewhere.
    With bounds in `settings.proved`, `settings.warm` is a plan of the same problem: nothing worse
    is returned.
    """
    return _Solving(
        problem, settings, watch or (lambda progress: None), search, stop, keep
    ).outcome()


def contradicted(problem: Problem, visits: tuple[VisitRecord, ...], outcome: Outcome) -> Outcome:
    """What becomes of a search that found no plan to exist, where a plan comes from elsewhere."""
    believed = Believed(problem)
    if not believed.take(Found(visits, "")):
        return outcome
    return replace(outcome, kind="feasible", record=believed.record(), words=CONTRADICTED)


class _Solving:
    def __init__(
        self,
        problem: Problem,
        settings: Settings,
        watch: Watch,
        search: Search | None,
        stop: threading.Event | None,
        keep: Keep | None,
    ) -> None:
        self._problem, self._watch, self._keep = problem, watch, keep
        self._believed = Believed(problem)
        self._has_found = False
        if settings.warm:
            self._believed.begin(Found(settings.warm, ""), settings.proved)
        self._sizes: dict[str, int] = {}
        self._hearing = Hearing(
            problem,
            settings,
            search or best_plan,
            self._hear,
            stop=stop,
            is_wanted=lambda: not self._has_found,  # a crash costs no plan that is there
        )

    def outcome(self) -> Outcome:
        return self._outcome(self._hearing.ended())

    def _hear(self, news: News) -> None:
        match news:
            case Sizes():
                self._sizes = news.counts
            case Found():
                if self._believed.take(news):
                    self._has_found = True
                    self._keep_it()
                    for tier in self._problem.tiers:
                        self._tell(tier.id)
            case Bounded():
                self._believed.hear(news)
                self._keep_it()
                self._tell(news.tier)
            case Said():
                self._tell("", news.words)

    def _keep_it(self) -> None:
        if self._keep is not None:
            self._keep(self._believed.record)

    def _tell(self, tier: str, words: Words | None = None) -> None:
        value, bound = self._believed.values.get(tier), self._believed.bound(tier)
        with contextlib.suppress(OSError):  # a plan is not lost because nobody can be told of it
            self._watch(Progress(tier, value, bound, self._hearing.seconds(), words))

    def _outcome(self, ended: Ended | None) -> Outcome:
        if ended is not None and ended.verdict == "infeasible" and self._believed.visits:
            self._believed.doubt()
        record, is_whole = self._believed.record(), not self._hearing.is_cut()
        seconds = self._hearing.seconds()
        if record is None:
            kind, words = self._without_plan(ended)
            return Outcome(kind, None, words, seconds, self._sizes, is_whole)
        words = self._remark(ended)
        return Outcome(record.status, record, words, seconds, self._sizes, is_whole)

    def _remark(self, ended: Ended | None) -> Words | None:
        """What a planner should know of the end, where a plan is in hand."""
        if ended is not None and ended.verdict == "infeasible":
            return CONTRADICTED
        if self._believed.refused:
            return ONE_REFUSED
        if any(self._believed.is_contradicted(tier.id) for tier in self._problem.tiers):
            return BOUND_BEYOND
        if self._hearing.is_interrupted:
            return INTERRUPTED
        if ended is None:
            return self._hearing.death or DIED_LATE
        return ended.words if self._has_found else RESUMED

    def _without_plan(self, ended: Ended | None) -> tuple[Kind, Words | None]:
        words = ended.words if ended else None
        if self._hearing.is_interrupted:
            return "interrupted", words
        if self._believed.refused:
            return "fault", REFUSED
        if ended is None or ended.verdict in ("fault", "done"):
            return "fault", words or self._hearing.death or DIED
        return ("infeasible" if ended.verdict == "infeasible" else "no_plan"), words
