"""Rules that cannot hold together: found, made as few as can be, and shown to be needed.

What adding up rows proves comes first: it costs a fraction of a second, names few rules, and is
proved here. What it cannot show is asked of the engines, rule by rule.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from xuncha_plan.model import Problem
from xuncha_plan.solver.diagnosis.counting.arguments import arguments, smallest
from xuncha_plan.solver.diagnosis.elastic import Elastic
from xuncha_plan.solver.diagnosis.means import Means
from xuncha_plan.solver.diagnosis.question import Answer, Visits, ask
from xuncha_plan.solver.diagnosis.subset import Kept, without_parts

QUICK, EACH = 0.06, 0.15  # of the time limit that a question about a few rules may take, in turn
ENOUGH = Fraction(10**6)  # team-weeks that no round can use up
WITH_TEAMS = 40_000  # counts with teams up to which rows that name them are added up as well


By = frozenset[str]  # who vouches for a proof
COUNTING, ENGINES = frozenset({"counting"}), frozenset({"cpsat", "highs"})


@dataclass(frozen=True)
class Clash:
    """Rules that cannot hold together; `without` holds a plan for all but one, where known."""

    rules: Kept
    without: dict[int, Visits]
    by: By
    needs_capacity: bool


class Conflicts:
    """Looks for conflicts in one problem."""

    def __init__(self, problem: Problem, rest: Kept, means: Means) -> None:
        self._problem, self._every, self._means = problem, rest, means

    @cached_property
    def _whole(self) -> Elastic:
        return Elastic(self._problem, frozenset(), self._every, teams=False)

    def first(self, rest: Kept) -> Clash | Answer:
        """A conflict among some rules; or a plan that keeps them all; or that it is not known."""
        if (clash := self.at_once(rest)) is not None:
            return clash
        if (named := self._added_up_with_teams(rest)) is not None:
            return self._minimal(named, COUNTING)
        answer = ask(self._problem, rest, self._means)
        if not answer.is_no:
            return answer
        return self._minimal(without_parts(rest, len(rest) // 2, self._refuted), ENGINES)

    def at_once(self, rest: Kept) -> Clash | None:
        """A conflict among some rules that counting or adding up shows; None where neither does."""
        counted = smallest(self._problem, rest)
        named = counted.rules if counted is not None else self._added_up(rest)
        return None if named is None else self._minimal(named, COUNTING)

    def _added_up(self, rest: Kept) -> Kept | None:
        """Rules whose rows add up to a contradiction, whichever teams come."""
        named = self._whole.clash(rest, self._means.left())
        return None if named is None else self._fewer(self._whole, named)

    def _added_up_with_teams(self, rest: Kept) -> Kept | None:
        """Rules whose rows add up to a contradiction, with rows for each team."""
        if self._whole.size_with_teams > WITH_TEAMS:
            return None
        elastic = Elastic(self._problem, frozenset(), rest, teams=True)
        named = elastic.clash(rest, self._means.left())
        return None if named is None else self._fewer(elastic, named)

    def _fewer(self, elastic: Elastic, named: Kept) -> Kept:
        """The rules that adding up needs: one after the other is left out."""
        return without_parts(
            named,
            1,
            lambda rules: elastic.clash(rules, self._means.left()) if self._means.left() else None,
        )

    def _refuted(self, rules: Kept) -> Kept | None:
        """The same rules where engines say that they cannot hold."""
        return rules if self._means.left() and self._ask(rules).is_no else None

    def _ask(self, kept: Kept, share: float = EACH) -> Answer:
        return ask(self._problem, kept, self._means.within(share))

    def _minimal(self, named: Kept, by: By) -> Clash:
        """A plan for all but one, for each; where there is none, the one is not needed.

        What is hard to tell of many rules is often easy of fewer: it is put off once.
        """
        without: dict[int, Visits] = {}
        for share in (QUICK, EACH):
            for i in sorted(named):
                if i in without or i not in named or not self._means.left():
                    continue
                answer = self._ask(named - {i}, share)
                if answer.plan is not None:
                    without[i] = answer.plan
                elif answer.is_no:
                    named, by = named - {i}, ENGINES
        known = {i: plan for i, plan in without.items() if i in named}
        by = COUNTING if by == COUNTING or self._is_counted(named) else by
        return Clash(named, known, by, self._is_about_capacity(named))

    def _is_counted(self, named: Kept) -> bool:
        """Whether arithmetic alone shows that some rules cannot hold together."""
        if next(arguments(self._problem, named), None) is not None:
            return True
        return any(
            Elastic(self._problem, frozenset(), named, teams=teams).clash(named, self._means.left())
            for teams in (False, True)
        )

    def _is_about_capacity(self, named: Kept) -> bool:
        """Whether the rules could hold if teams had all the time that they want."""
        teams = tuple(team.replace(capacity=ENOUGH) for team in self._problem.teams)
        generous = self._problem.replace(teams=teams)
        return ask(generous, named, self._means.within(EACH)).plan is not None
