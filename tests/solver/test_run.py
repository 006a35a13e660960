"""The parent of the solving process: whatever becomes of the child, the best plan is kept."""

import re
import signal
import threading
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.solver.district import district
from tests.solver.stub import LOG, Asked, Stub
from xuncha_plan.model import VisitRecord, Words
from xuncha_plan.solver import Outcome, Progress, Settings, solve
from xuncha_plan.solver.news import Bounded, Ended, Found, Said, Sizes
from xuncha_plan.solver.process import hearing

PROBLEM = district({"rule": "early", "tier": "first"}, targets="a")


def found(r: str, tier: str = "first") -> Found:
    """A plan whose value is the round's index."""
    return Found((VisitRecord("a", "coverage", r, "self_run", "t1"),), tier)


GOOD, WORSE = found("r1"), found("r2")
WRONG = Found((), "first")  # leaves the target out
DONE = Ended("done")


def bounded(bound: int, **given: int) -> Bounded:
    return Bounded(
        "first", Fraction(bound), "cpsat", tuple((t, Fraction(x)) for t, x in given.items())
    )


class Clock:
    """Stands still until the parent has heard of a plan, and then is long after the limit."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def hear(self, progress: Progress) -> None:
        self.now = 1000.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(hearing, "time", clock)
    return clock


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Any:
    def solved(stub: Any, watch: Any = None, **settings: Any) -> Outcome:
        monkeypatch.setattr(hearing, "run", stub)
        return solve(PROBLEM, Settings(**settings), watch)

    return solved


def said(outcome: Outcome) -> str:
    return "" if outcome.words is None else outcome.words.say("en")


def rounds(outcome: Outcome) -> list[str]:
    assert outcome.record is not None
    return [visit.round for visit in outcome.record.visits]


# The child dies.


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_child_that_dies_at_once_is_tried_once_more_with_another_setting(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: signal.Signals
) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    outcome = play(Stub(ends=death), seed=7, workers=8)
    assert (outcome.kind, outcome.record) == ("fault", None)
    said_so = f"the solving process died \\({death.name}, holding [0-9]+ MiB at most\\)"
    assert re.fullmatch(said_so, said(outcome))
    starts = (tmp_path / "log").read_text().splitlines()
    assert starts == ["seed 7, workers 8", "seed 8, workers 2"]


@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGSEGV])
def test_a_child_that_dies_after_a_plan_costs_no_plan(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: signal.Signals
) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    outcome = play(Stub((WORSE,), death))
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])
    assert f"the solving process died ({death.name}" in said(outcome)
    assert len((tmp_path / "log").read_text().splitlines()) == 1


def test_what_it_proved_before_it_died_still_counts(play: Any) -> None:
    outcome = play(Stub((GOOD, bounded(0)), signal.SIGKILL))
    assert (outcome.kind, rounds(outcome)) == ("optimal", ["r1"])


def test_no_process_can_be_started(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(process: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.context.SpawnProcess.start", refuse)
    outcome = play(Stub())
    assert outcome.kind == "fault"
    assert "Resource temporarily unavailable" in said(outcome)


# The child does not end.


@pytest.mark.parametrize("ends", ["never", "amid a message"])
def test_a_child_that_ignores_its_limit_is_killed_and_its_plan_kept(
    play: Any, clock: Clock, ends: Any
) -> None:
    outcome = play(Stub((WORSE,), ends), clock.hear)
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])


def test_a_child_that_ignores_its_limit_without_a_plan(
    play: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "GRACE", 0.05)
    outcome = play(Stub(ends="never"), time_limit=0.001)
    assert (outcome.kind, outcome.record) == ("no_plan", None)


# Interrupts.


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_before_any_plan(play: Any, number: signal.Signals) -> None:
    before = [signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)]
    outcome = play(Stub(ends="when told", signals=number))
    assert (outcome.kind, outcome.record) == ("interrupted", None)
    assert [signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)] == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_after_a_plan(play: Any, number: signal.Signals) -> None:
    outcome = play(Stub((WORSE,), "when told", number))
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])
    assert said(outcome) == "interrupted; the best plan so far is kept"


def test_whoever_asked_may_tell_it_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "run", Stub((WORSE,), "when told"))
    stop = threading.Event()
    outcome = solve(PROBLEM, Settings(), lambda progress: stop.set(), stop=stop)
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])
    assert said(outcome) == "interrupted; the best plan so far is kept"


def test_another_search_runs_in_the_child() -> None:
    outcome = solve(PROBLEM, Settings(), search=finds_at_once)
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r1"])


def finds_at_once(problem: Any, settings: Any, clock: Any, tell: Any, stop: Any) -> Ended:
    tell(GOOD)
    return Ended("done")


def test_an_interrupt_that_the_child_ignores(play: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "GRACE", 0.05)
    outcome = play(Stub((WORSE,), "never", signal.SIGINT))
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])


def test_a_child_that_dies_of_the_same_interrupt_is_not_tried_again(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    assert play(Stub(ends=signal.SIGTERM, signals=signal.SIGTERM)).kind == "interrupted"
    assert len((tmp_path / "log").read_text().splitlines()) == 1


def test_a_child_that_starts_does_not_die_of_an_interrupt(play: Any) -> None:
    assert play(Asked()).kind == "no_plan"


def test_what_was_ignored_stays_ignored(play: Any) -> None:
    old = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        assert play(Stub((WORSE, DONE), signals=signal.SIGINT)).words is None
        assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, old)


# The child lies.


def test_no_plan_can_be_while_one_is_in_hand(play: Any) -> None:
    outcome = play(Stub((WORSE, bounded(1), Ended("infeasible"))))
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])
    assert said(outcome) == "the solver finds no plan, but this one passes"


def test_a_plan_that_breaks_a_rule_is_never_believed(play: Any) -> None:
    for end in (DONE, Ended("infeasible"), Ended("out_of_time")):
        outcome = play(Stub((WRONG, end)))
        assert (outcome.kind, outcome.record) == ("fault", None)
        assert said(outcome) == "the solver's plan does not pass the check"


def test_a_plan_before_one_that_breaks_a_rule_is_kept_and_nothing_is_called_proved(
    play: Any,
) -> None:
    outcome = play(Stub((WORSE, bounded(1), WRONG, bounded(1), DONE)))
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])
    assert "does not pass the check" in said(outcome)


def test_a_bound_beyond_the_value_proves_nothing(play: Any) -> None:
    outcome = play(Stub((WORSE, bounded(2), DONE)))
    assert outcome.kind == "feasible"
    (claim,) = outcome.record.tiers
    assert (claim.value, claim.bound, claim.proof) == (1, None, "none")
    assert "above the plan's value" in said(outcome)


def test_values_are_the_checkers(play: Any) -> None:
    told: list[Progress] = []
    outcome = play(Stub((WORSE, GOOD, bounded(0), DONE)), told.append)
    assert [(one.value, one.bound) for one in told] == [(1, None), (0, None), (0, 0)]
    assert [(c.value, c.bound, c.status) for c in outcome.record.tiers] == [(0, 0, "optimal")]


@pytest.mark.parametrize(
    ("ended", "kind"),
    [
        (DONE, "fault"),  # nothing was found, and nothing proved
        (Ended("infeasible"), "infeasible"),
        (Ended("out_of_time"), "no_plan"),
        (Ended("fault", Words("内存不足", "out of memory")), "fault"),
    ],
)
def test_an_end_without_a_plan(play: Any, ended: Ended, kind: str) -> None:
    outcome = play(Stub((ended,)))
    assert (outcome.kind, outcome.record) == (kind, None)
    assert ended.words is None or outcome.words == ended.words


# Telling.


def test_a_watcher_that_cannot_be_told_costs_no_plan(play: Any) -> None:
    def deaf(progress: Progress) -> None:
        raise OSError(5, "Input/output error")

    assert rounds(play(Stub((GOOD, DONE)), deaf)) == ["r1"]


def test_sizes_and_remarks_are_passed_on(play: Any) -> None:
    told: list[Progress] = []
    remark = Words("换一个求解器", "another solver")
    outcome = play(Stub((Sizes({"rows": 3}), Said(remark), GOOD, DONE)), told.append)
    assert outcome.sizes == {"rows": 3}
    assert told[0].words == remark


def test_the_whole_path_with_the_real_child(play: Any) -> None:
    outcome = solve(PROBLEM, Settings(time_limit=60, workers=1))
    assert (outcome.kind, rounds(outcome)) == ("optimal", ["r1"])
    assert outcome.sizes["targets"] == 1


# Going on from an earlier plan.


def test_nothing_worse_than_the_plan_that_it_goes_on_from_is_returned(play: Any) -> None:
    outcome = play(Stub((WORSE, DONE)), warm=GOOD.visits)
    assert rounds(outcome) == ["r1"]


def test_a_search_that_finds_nothing_keeps_the_plan_that_it_goes_on_from(play: Any) -> None:
    outcome = play(Stub((DONE,)), warm=WORSE.visits)
    assert (outcome.kind, rounds(outcome)) == ("feasible", ["r2"])
    assert "no better plan" in said(outcome)


def test_what_was_proved_before_counts(play: Any) -> None:
    outcome = play(Stub((DONE,)), warm=GOOD.visits, proved=(bounded(0),))
    assert outcome.kind == "optimal"


def test_a_plan_that_is_none_any_more_is_no_fault(play: Any) -> None:
    outcome = play(Stub((WORSE, bounded(1), DONE)), warm=WRONG.visits)
    assert (outcome.kind, rounds(outcome)) == ("optimal", ["r2"])


def test_a_crash_at_once_is_tried_again_although_there_is_an_earlier_plan(
    play: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LOG, str(tmp_path / "log"))
    outcome = play(Stub(ends=signal.SIGABRT), warm=WORSE.visits)
    assert rounds(outcome) == ["r2"]
    assert "SIGABRT" in said(outcome)
    assert len((tmp_path / "log").read_text().splitlines()) == 2


def test_every_better_plan_and_every_bound_may_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "run", Stub((WORSE, GOOD, bounded(0), DONE)))
    kept: list[tuple[str, Fraction | None]] = []

    def keep(record: Any) -> None:
        (visit,), (claim,) = record().visits, record().tiers
        kept.append((visit.round, claim.bound))

    solve(PROBLEM, Settings(), keep=keep)
    assert kept == [("r2", None), ("r1", None), ("r1", 0)]


# Memory.


def test_a_child_that_takes_too_much_memory_is_stopped_and_said(play: Any) -> None:
    outcome = play(Stub(ends="never"), memory=0.5)
    assert (outcome.kind, outcome.record) == ("fault", None)
    assert "more than the limit of 0 MiB" in said(outcome).replace("1 MiB,", "0 MiB,")
    assert rounds(play(Stub((WORSE,), "never"), memory=0.5, warm=GOOD.visits)) == ["r1"]
