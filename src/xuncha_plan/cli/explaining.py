"""One run of `explain`: what is asked, what is answered, and how it is shown."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from xuncha_plan.cli.named import by_ids, refuse_unknown, rule_called
from xuncha_plan.cli.opened import Opened, opened
from xuncha_plan.cli.solver_version import refuse_missing_solver
from xuncha_plan.cli.solving import refuse_settings
from xuncha_plan.cli.stop import FAULT, INTERRUPTED, NO, OK, Stop
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Finding, Purpose, Rule, VisitRecord, Words

if TYPE_CHECKING:
    from xuncha_plan.check.alternatives import Alternatives
    from xuncha_plan.check.wish import Wish
    from xuncha_plan.report.explanation.prices import Prices
    from xuncha_plan.report.explanation.reasons import Explanation, Row
    from xuncha_plan.solver import Settings
    from xuncha_plan.solver.explanation import Answer, Explainer, Question

PLACE, RULE = 4.0, 20.0  # seconds for an answer about a place, about a rule
SIFT = 3.0  # seconds a rule that sifting may take altogether
BROKEN = Words(
    "计划有{count}处没有通过检查（先看 xuncha-plan check），因此只算“只挪这一个”：{finding}",
    "the plan does not pass the check in {count} places (see xuncha-plan check), so only moves "
    "alone are counted: {finding}",
)
BROKEN_PRICES = Words(
    "计划有{count}处没有通过检查（先看 xuncha-plan check），规则的代价无从算起：{finding}",
    "the plan does not pass the check in {count} places (see xuncha-plan check), so rules have no "
    "price in it: {finding}",
)
ASKING = Words("求解器：{done}/{all}", "solver: {done}/{all}")
STOPPED = Words("已中断，没有问的不再问", "interrupted; what was not asked is left out")


@dataclass(frozen=True)
class Asked:
    """How to ask and to show: seconds for an answer (None: as usual), threads, seed, JSON."""

    time_limit: float | None
    workers: int
    seed: int
    is_json: bool
    alone: bool

    def seconds(self, usual: float) -> float:
        """Seconds for one answer."""
        return usual if self.time_limit is None else self.time_limit

    def settings(self) -> "Settings":
        """The solver's settings."""
        from xuncha_plan.solver import Settings

        return Settings(workers=self.workers, seed=self.seed)


class Explaining:
    """The files, what is wrong with the plan, and the answers as they come."""

    def __init__(self, file: Path, plan: Path, voice: Voice, asked: Asked) -> None:
        refuse_settings(asked.seconds(PLACE), asked.workers, asked.seed)
        self._voice, self._asked = voice, asked
        self._found: Opened = opened(plan, file, voice)
        for doubt in self._found.doubts():
            voice.note(doubt.words, **doubt.blanks)
        self._code = OK

    # A visit.

    def visit(self, stated: Mapping[str, str], purpose: Purpose | None) -> int:
        """Explains a target's visits of a purpose, in one place or in all."""
        from xuncha_plan.check.alternatives import Alternatives
        from xuncha_plan.check.wish import Wish, others
        from xuncha_plan.report.explanation.reasons import Explanation

        problem, plan = self._found.problem, self._found.plan
        ids = {**stated, **by_ids(problem, stated.items())}
        refuse_unknown(problem, ids.items())
        target = ids.pop("target")
        its = purpose or self._purpose(target)
        wishes = {"place": [Wish(target, its, **ids)]} if ids else others(plan, target, its)  # type: ignore[arg-type]  # a known mode: checked
        with self._explainer(about_places=True) as explainer:
            alternatives = Alternatives(plan, target, its)
            rows = self._rows(wishes, alternatives, explainer)
        explanation = Explanation(
            plan,
            problem.target[target],
            its,
            alternatives.now,
            alternatives.values,
            rows,
            tuple(visit for visit in plan.of(target) if visit.purpose != its),
        )
        self._show(explanation)
        return self._code

    def _purpose(self, target: str) -> Purpose:
        """Coverage, if the target has such a visit; else whatever it has."""
        visits = self._found.plan.of(target)
        if not visits or any(visit.purpose == "coverage" for visit in visits):
            return "coverage"
        return visits[0].purpose

    @contextmanager
    def _explainer(self, *, about_places: bool) -> "Iterator[Explainer | None]":
        """The solver, which gets ready meanwhile; None where it is not to be asked."""
        if self._asked.alone:
            yield None
            return
        refuse_missing_solver()
        from xuncha_plan.solver.explanation import Explainer

        settings = self._asked.settings()
        with Explainer(self._found.plan, settings, about_places=about_places) as explainer:
            if breaches := self._breaches:
                self._voice.note(BROKEN, count=len(breaches), finding=self._said(breaches[0]))
            yield None if breaches else explainer

    @cached_property
    def _breaches(self) -> list[Finding]:
        """What forbids the plan as it is."""
        from xuncha_plan.check import findings
        from xuncha_plan.model import PlanRecord

        found = findings(self._found.problem, PlanRecord(self._found.record.visits))
        return [finding for finding in found if finding.is_breach]

    def _said(self, finding: Finding) -> str:
        return finding.say(self._voice.language)

    def _rows(
        self,
        wishes: "Mapping[str, list[Wish]]",
        alternatives: "Alternatives",
        explainer: "Explainer | None",
    ) -> "dict[str, tuple[Row, ...]]":
        from xuncha_plan.report.explanation.reasons import Row

        rows = [
            (section, wish, alternatives.best(wish))
            for section, its in wishes.items()
            for wish in its
        ]
        found: dict[str, list[Row]] = {section: [] for section in wishes}
        with self._telling(len(rows)) as tell:
            for done, (section, wish, moved) in enumerate(rows):
                tell(done)
                is_met = any(map(wish.is_met, alternatives.now))
                answer = None if is_met else self._answer(Row(wish, moved), explainer)
                found[section].append(Row(wish, moved, answer))
        return {section: tuple(its) for section, its in found.items()}

    def _answer(self, row: "Row", explainer: "Explainer | None") -> "Answer | None":
        """The solver's answer; None where it is not asked, or was interrupted."""
        from xuncha_plan.solver.explanation import Placing

        if explainer is None:
            return None
        near, old, suspects = None, None, []
        if row.moved is not None:
            near = VisitRecord.of(row.moved.visit)
            if row.moved.instead_of is not None and not row.moved.forbidden:
                old = VisitRecord.of(row.moved.instead_of)
            rules = [finding.rule for finding in row.moved.forbidden]
            suspects = [
                i for i, rule in enumerate(self._found.problem.rules) if _is_one(rule, rules)
            ]
        question = Placing(row.wish, near, old, tuple(suspects))
        return self._asked_of(explainer, question, self._asked.seconds(PLACE))

    def _asked_of(
        self, explainer: "Explainer", question: "Question", seconds: float
    ) -> "Answer | None":
        if self._code == INTERRUPTED:
            return None
        try:
            answer = explainer.ask(question, seconds)
        except KeyboardInterrupt:
            self._code = INTERRUPTED
            self._voice.note(STOPPED)
            return None
        if answer.verdict == "unknown" and answer.remark is not None:
            self._code = FAULT
        return answer

    @contextmanager
    def _telling(self, count: int) -> Iterator[Callable[[int], None]]:
        """Shows on a terminal how many questions are answered."""
        console = self._voice.error_console()
        if self._voice.quiet or count < 2 or not console.is_terminal:
            yield lambda done: None
            return
        language = self._voice.language
        with console.status("") as status:
            yield lambda done: status.update(ASKING.say(language, done=done, all=count))

    def _show(self, explanation: "Explanation") -> None:
        if self._asked.is_json:
            from xuncha_plan.report.explanation.json import explanation_json

            self._voice.document(explanation_json(explanation, self._voice.language))
            return
        from xuncha_plan.report.explanation.text import show_explanation

        show_explanation(self._voice.console(), explanation, self._voice.language)

    # Rules.

    def prices(self, name: str | None) -> int:
        """Prices one rule, or all of them."""
        problem = self._found.problem
        rules = range(len(problem.rules)) if name is None else [rule_called(problem, name)]
        if breaches := self._breaches:
            blanks = {"count": len(breaches), "finding": self._said(breaches[0])}
            raise Stop(NO, BROKEN_PRICES, **blanks)
        with self._explainer(about_places=False) as explainer:
            if explainer is None:
                return self._code
            self._show_prices(self._priced(explainer, list(rules)))
        return self._code

    def _priced(self, explainer: "Explainer", rules: list[int]) -> "Prices":
        from xuncha_plan.report.explanation.prices import Prices, RulePrice, price_of
        from xuncha_plan.solver.explanation import Answer, Lifting, Standing

        its = self._found.problem.rules
        seconds = self._asked.seconds(RULE)
        standing = self._asked_of(explainer, Standing(), seconds) or Answer("unknown")
        free = self._free(explainer, rules) if len(rules) > 1 else set()
        found: list[RulePrice] = []
        with self._telling(len(rules)) as tell:
            for done, i in enumerate(rules):
                tell(done)
                answer = None
                if i not in free:
                    answer = self._asked_of(explainer, Lifting(i), seconds)
                if answer is None:
                    found.append(RulePrice(its[i], is_free=i in free))
                else:
                    found.append(price_of(its[i], standing, answer))
        return Prices(self._found.plan, standing, tuple(found))

    def _free(self, explainer: "Explainer", rules: list[int]) -> set[int]:
        """The hard rules that are proved to cost nothing, found by setting many aside at once."""
        from xuncha_plan.solver.explanation import Sifting

        hard = tuple(i for i in rules if self._found.problem.rules[i].tier is None)
        seconds = self._asked.seconds(SIFT) * len(hard)
        answer = self._asked_of(explainer, Sifting(hard), seconds)
        return set(answer.free) if answer else set()

    def _show_prices(self, prices: "Prices") -> None:
        if self._asked.is_json:
            from xuncha_plan.report.explanation.prices_json import prices_json

            self._voice.document(prices_json(prices, self._voice.language))
            return
        from xuncha_plan.report.explanation.prices_text import show_prices

        show_prices(self._voice.console(), prices, self._voice.language)


def _is_one(rule: Rule, rules: Sequence[Rule | None]) -> bool:
    return any(rule is one for one in rules)
