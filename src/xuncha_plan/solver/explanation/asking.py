"""Asks the solver about a plan, in a process of its own, and believes what the checker counts."""

import multiprocessing
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event as Signal
from types import TracebackType
from typing import Self

from xuncha_plan.check import findings, plan_of, tier_values
from xuncha_plan.model import Plan, PlanRecord, Problem, VisitRecord, Words
from xuncha_plan.solver.explanation.answers import (
    Answer,
    Lifting,
    Placing,
    Question,
    Standing,
    TierAnswer,
)
from xuncha_plan.solver.explanation.aside import aside
from xuncha_plan.solver.explanation.child import Answering
from xuncha_plan.solver.news import Ended, Engine
from xuncha_plan.solver.process.child import run
from xuncha_plan.solver.process.hearing import DIED, GRACE, end, start
from xuncha_plan.solver.process.run import BOUND_BEYOND, REFUSED
from xuncha_plan.solver.settings import Settings

LATE = Words("求解器没有按时回答", "the solver did not answer in time")
SLOW = 20.0  # seconds over its limit after which a question is given up: what is built takes time
TRIES = 2  # times that another process takes the place of one that died
READY = 600.0  # seconds that the other process may take to get ready


class Explainer:
    """Answers about one plan, which must keep every rule; used as a context."""

    def __init__(self, plan: Plan, settings: Settings, *, about_places: bool = False) -> None:
        """What questions about places need is built ahead, where they will come."""
        self._plan, self._settings, self._about_places = plan, settings, about_places
        self._base = plan  # what rules' prices are counted from
        self._child: BaseProcess | None = None
        self._line: Connection | None = None
        self._news: Connection | None = None
        self._stop: Signal | None = None
        self._is_ready = False
        self._deaths = 0

    @property
    def process(self) -> int | None:
        """The number of the other process, while there is one."""
        return None if self._child is None else self._child.pid

    @property
    def problem(self) -> Problem:
        """The plan's problem."""
        return self._plan.problem

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def start(self) -> None:
        """Start the other process; it gets ready while others work."""
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._news, news = context.Pipe(duplex=False)
        visits = tuple(map(VisitRecord.of, self._plan.visits))
        answer = partial(run, search=Answering(visits, theirs, self._about_places))
        self._stop = context.Event()  # kept: an event that is forgotten is gone for the child too
        self._child = context.Process(
            target=answer,
            args=(self.problem, self._settings, float("inf"), news, self._stop),
            daemon=True,
        )
        start(self._child)
        theirs.close()
        news.close()
        self._is_ready = False

    def _end(self) -> None:
        for line in (self._line, self._news):
            if line is not None:
                line.close()
        if self._child is not None:
            end(self._child)
        self._child = self._line = self._news = None

    def ask(self, question: Question, seconds: float) -> Answer:
        """The answer, counted again here; an unknown one with a remark where none came."""
        if self._deaths > TRIES:
            return Answer("unknown", remark=DIED)
        if self._child is None:
            self.start()
        try:
            answer = self._answered(question, seconds)
        except (EOFError, OSError):
            answer = Answer("unknown", remark=self._last_words())
            self._deaths += 1
            self._end()
        return self._believed(question, answer)

    def _answered(self, question: Question, seconds: float) -> Answer:
        line = self._line
        if line is None:
            raise EOFError
        if not self._is_ready:
            if not line.poll(READY):
                raise EOFError
            line.recv()
            self._is_ready = True
        line.send((question, seconds))
        if line.poll(seconds + SLOW + GRACE):
            answer: Answer = line.recv()
            return answer
        self._end()
        return Answer("unknown", remark=LATE)

    def _last_words(self) -> Words:
        """What the other process said before it ended, if anything."""
        with suppress(EOFError, OSError, AttributeError):
            news = self._news
            while news is not None and news.poll(GRACE):
                if isinstance(last := news.recv(), Ended) and last.words:
                    return last.words
        return DIED

    # A solver's word is a claim.

    def _believed(self, question: Question, answer: Answer) -> Answer:
        if answer.visits is None:
            return answer
        problem = self.problem
        if isinstance(question, Lifting):
            problem = aside(problem, {question.rule})
        record = PlanRecord(answer.visits)
        plan = plan_of(problem, record)
        is_met = not isinstance(question, Placing) or any(map(question.wish.is_met, plan.visits))
        if not is_met or any(finding.is_breach for finding in findings(problem, record)):
            return Answer("unknown", remark=REFUSED)
        base = self._plan if isinstance(question, Placing | Standing) else self._base
        if isinstance(question, Standing):
            self._base = plan
        now, values = tier_values(Plan(problem, base.visits)), tier_values(plan)
        return self._counted(answer, now, values)

    def _counted(
        self, answer: Answer, now: Mapping[str, Fraction], values: Mapping[str, Fraction]
    ) -> Answer:
        tiers = tuple(self._with_values(one, now, values) for one in answer.tiers)
        is_odd = tiers != answer.tiers
        return replace(answer, tiers=tiers, remark=BOUND_BEYOND if is_odd else None)

    def _with_values(
        self, one: TierAnswer, now: Mapping[str, Fraction], values: Mapping[str, Fraction]
    ) -> TierAnswer:
        """A tier as the checker counts it; a bound that the plan contradicts is dropped."""
        value = values[one.tier]
        bound = one.bound if one.bound is None or one.bound <= value else None
        engines = one.engines if bound is not None else frozenset[Engine]()
        return TierAnswer(one.tier, now[one.tier], value, bound, engines)
