"""The search: every kind of problem comes to its end, and every end is said."""

from collections.abc import Iterator
from fractions import Fraction
from threading import Event
from typing import Any

import pytest

from tests.solver.district import district
from tests.solver.hears import hears
from xuncha_plan.model import Problem
from xuncha_plan.solver.clock import Clock
from xuncha_plan.solver.engines.effort import Answer
from xuncha_plan.solver.news import Ended, News, Sizes
from xuncha_plan.solver.process.believed import Believed
from xuncha_plan.solver.search import engine
from xuncha_plan.solver.search.engine import search
from xuncha_plan.solver.settings import Settings

EARLY = {"rule": "early", "tier": "first"}


@pytest.fixture(params=["at once", "by levels"])
def how(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(engine, "LARGE", 1500 if request.param == "at once" else -1)
    return request.param


def run(
    problem: Problem, seconds: float = 60, stop: Event | None = None, **settings: Any
) -> tuple[Ended, Believed, list[News]]:
    believed, told = Believed(problem), []

    def tell(news: News) -> None:
        told.append(news)
        hears(believed)(news)

    stopped = Event() if stop is None else stop
    ended = search(problem, Settings(workers=1, **settings), Clock.of(seconds), tell, stopped)
    return ended, believed, told


def values(problem: Problem) -> dict[str, Fraction] | None:
    """What a proved plan is worth; None where none can be."""
    ended, believed, _ = run(problem)
    record = believed.record()
    if record is None:
        assert ended.verdict == "infeasible"
        return None
    assert (ended.verdict, record.status) == ("done", "optimal")
    return believed.values


def test_no_targets_is_an_empty_plan(how: str) -> None:
    _, believed, _ = run(district(EARLY, targets={}))
    assert believed.visits == ()
    assert values(district(EARLY, targets={})) == {"first": 0}


def test_no_tiers_is_any_plan(how: str) -> None:
    _, believed, _ = run(district())
    assert believed.visits is not None
    assert len(believed.visits) == 2
    assert values(district()) == {}


def test_a_tier_without_rules_is_nothing(how: str) -> None:
    problem = district(EARLY)
    tiers = (problem.tiers[0].replace(id="empty"), *problem.tiers)
    assert values(problem.replace(tiers=tiers)) == {"empty": 0, "first": 0}


@pytest.mark.parametrize("nothing", [{"rounds": 0}, {"teams": {}}, {"rounds": 0, "targets": "a"}])
def test_nowhere_to_go_and_nobody_to_come(how: str, nothing: dict[str, Any]) -> None:
    assert values(district(EARLY, **nothing)) is None
    soft = {"rule": "coverage", "tier": "first"}
    problem = district(soft, **nothing)
    assert values(problem) == {"first": len(problem.targets)}


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "window", "from": "2035-01-01"},
        {"rule": "limit", "at_most": 1},
        {"rule": "reserve", "share": "95%"},
        {"rule": "limit", "per": "team", "at_most": 1},
    ],
)
def test_no_plan_can_be(how: str, rule: dict[str, Any]) -> None:
    assert values(district(EARLY, rule)) is None


def test_tiers_are_minimised_in_their_order(how: str) -> None:
    late = {"rule": "limit", "rounds": ["r1"], "at_most": 0}
    first, second = {**EARLY, "tier": "second"}, {**late, "tier": "first"}
    assert values(district(EARLY, {**late, "tier": "second"})) == {"first": 0, "second": 2}
    assert values(district(second, first)) == {"first": 0, "second": 2}


def test_a_tolerance_is_given_to_later_tiers(how: str) -> None:
    most = {"rule": "limit", "per": "round", "at_most": 1, "tier": "second"}
    targets = {t: {"risk": 4} for t in "ab"}
    early = {**EARLY, "weight_by": "risk"}
    problem = district(early, {"rule": "limit", "rounds": ["r1"], "at_most": 1}, most,
                       targets=targets, rounds=3)  # fmt: skip
    strict = values(problem)
    assert strict == {"first": 4, "second": 0}
    worse = {"rule": "limit", "rounds": ["r2"], "at_most": 0, "tier": "second"}
    problem = district(early, {"rule": "limit", "rounds": ["r1"], "at_most": 1}, worse,
                       targets=targets, rounds=3)  # fmt: skip
    assert values(problem) == {"first": 4, "second": 1}
    first, second = problem.tiers
    loose = problem.replace(tiers=(first.replace(tolerance=Fraction(1)), second))
    assert values(loose) == {"first": 8, "second": 0}


def test_sizes_come_first(how: str) -> None:
    _, _, told = run(district(EARLY, targets="a b c"))
    assert isinstance(told[0], Sizes)
    assert (told[0].counts["targets"], told[0].counts["classes"]) == (3, 1)


def test_stopped_before_it_began(how: str) -> None:
    stop = Event()
    stop.set()
    ended, believed, _ = run(district(EARLY), stop=stop)
    assert ended.verdict == ("out_of_time" if believed.visits is None else "done")


def test_no_time_at_all(how: str) -> None:
    ended, believed, _ = run(district(EARLY), seconds=-1)
    assert ended.verdict == ("out_of_time" if believed.visits is None else "done")


class Says:
    """A second solver that says what it is told to say."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = answers

    def __call__(self, program: object) -> "Says":
        return self

    def solve(self, *asked: object) -> Answer:
        return self.answers[0]


IMPOSSIBLE = district(EARLY, {"rule": "limit", "at_most": 1})


def test_one_solver_alone_does_not_prove_that_no_plan_exists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine, "Highs", Says(Answer("unknown")))
    ended, _, _ = run(IMPOSSIBLE)
    assert ended.verdict == "infeasible"  # the first is asked again, in another way
    monkeypatch.setattr(engine.CpSat, "solve", lambda *asked: Answer("infeasible"))
    monkeypatch.setattr(engine, "Highs", Says(Answer("feasible")))
    ended, _, _ = run(IMPOSSIBLE)
    assert ended.verdict == "out_of_time"
    assert "could not confirm" in ended.words.say("en")


def test_a_plan_settles_what_two_solvers_say(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first says that none exists; the second has one, and the checker believes it."""
    monkeypatch.setattr(engine.CpSat, "solve", lambda *asked: Answer("infeasible"))
    ended, believed, _ = run(district(EARLY))
    assert ended.verdict == "done"
    assert "contradict" in ended.words.say("en")
    assert believed.visits is not None
