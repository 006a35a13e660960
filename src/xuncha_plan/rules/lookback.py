"""Look-back: some targets are visited again once their rectification is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model import (
    Bound,
    Count,
    Demand,
    Finding,
    Formulation,
    Ids,
    Linear,
    ModeId,
    NotBelowAtLeast,
    Offer,
    Plan,
    Problem,
    Selection,
    Share,
    TargetRule,
    Truth,
    Visit,
    Where,
    Words,
    total,
)


@dataclass(frozen=True)
class _Waits:
    """The rounds in order, and for each those whose rectification is over when it starts."""

    order: tuple[str, ...]
    early: tuple[Ids, ...]

    @classmethod
    def of(cls, problem: Problem, days: int) -> "_Waits":
        ends = {r.id: r.end + timedelta(days) for r in problem.ordered}
        early = (
            frozenset(r for r, end in ends.items() if end <= one.start) for one in problem.ordered
        )
        return cls(tuple(ends), tuple(early))


class Lookback(TargetRule):
    title = Words("回头看", "look-back")
    about = Words(
        "所选对象中有这么多个（must 所选的必须在内）各有一次回头看：用此方式，"
        "轮次在其全覆盖任务结束至少 after_days 天之后开始，other_team 时换一个巡察组。列入层级时，"
        "计不足、缺少的必选、超出与不合要求的任务数之和。",
        "So many of the selected targets, among them all in `must`, have one look-back in that "
        "mode, in a round that starts at least `after_days` after the end of their coverage round, "
        "by another team. In a tier: short + missing musts + over + visits that breach.",
    )
    breach = Words("回头看：{what}", "look-backs: {what}")
    fine_print = (
        Words(
            "几条规则选中同一对象时，工作量占比以排在前面的为准；这一次回头看要符合每一条的"
            "方式、间隔和换组要求，不合的各计1。",
            "Where several rules select a target, the first gives the share of workload; its "
            "one look-back must suit the mode, the days and the team of each, and counts 1 "
            "wherever it does not.",
        ),
        Words(
            "以选中该对象的规则都没有写的方式回头看，等于没有规则要求，总是不允许。",
            "A look-back in a mode that no rule for the target names is asked for by none, "
            "and is never allowed.",
        ),
        Words(
            "有几次全覆盖任务时，间隔和组以第一次为准；没有全覆盖任务的不能回头看。",
            "Of several coverage visits, the first counts for days and team; a target without "
            "one cannot be looked back at.",
        ),
        Words(
            "对上级派组的任务，或由上级派组回头看，都算换了组。",
            "Where the superior's team comes the first time or the second, it is another team.",
        ),
        Words(
            "must 只在所选对象之内；缺一个必选计1，由此不足 at_least 的另计。",
            "`must` picks among the selected; a missing one counts 1, beside what is short of "
            "`at_least`.",
        ),
    )

    rule: Literal["lookback"] = "lookback"
    at_least: Annotated[
        Bound | None, Words("至少多少", "least number, or share of the selected")
    ] = None
    at_most: Annotated[
        Bound | None, NotBelowAtLeast, Words("至多多少", "largest number, or share")
    ] = None
    after_days: Annotated[Count, Words("整改所需天数", "days that rectification takes")] = 240
    must: Annotated[
        Where | None, Words("必须回头看的对象", "those that must be looked back at")
    ] = None
    mode: Annotated[ModeId, Words("方式", "the mode")] = "self_run"
    workload_share: Annotated[Share, Words("工作量占比", "share of the target's workload")] = (
        Fraction(1, 2)
    )
    other_team: Annotated[Truth, Words("须换组", "by another team than the coverage visit's")] = (
        True
    )

    def offers(self, problem: Problem) -> tuple[Offer, ...]:
        modes = frozenset({self.mode})
        return (
            Offer(
                "lookback",
                self.chosen(problem),
                modes,
                share=self.workload_share,
                follows=self.follows,
                by=self,
                by_others=self.other_team and self.tier is None,
            ),
        )

    def follows(self, covered: Visit, back: Visit) -> bool:
        """Whether a look-back is late enough after a coverage visit, and by another team."""
        late_enough = covered.round.end + timedelta(self.after_days) <= back.round.start
        same = covered.team is not None and covered.team == back.team
        return late_enough and not (self.other_team and same)

    def musts(self, problem: Problem) -> Ids:
        """The selected targets that must be looked back at."""
        if self.must is None:
            return frozenset()
        return self.chosen(problem) & problem.selected(self.must)

    # The solver's side. Members of a class are interchangeable, so which of them a look-back goes
    # to is a matching of look-backs with coverage visits early enough and by another team. By
    # König's theorem the fewest look-backs left over are the largest excess of a set over its
    # neighbours; the sets that can be largest are those of one team up to a round and of the others
    # up to an earlier one.

    def ask(self, formulation: Formulation) -> Iterator[Demand]:
        problem = formulation.problem
        chosen, must = self.chosen(problem), self.musts(problem)
        formulation.alike(must)
        waits = _Waits.of(problem, self.after_days)
        breaches, dones = [], []
        for members in self._classes(formulation, chosen):
            breach = self._breaches(formulation, members, waits)
            done = formulation.load(Selection(members, purposes=frozenset({"lookback"}))) - breach
            breaches.append(breach)
            dones.append(done)
            if members <= must:
                yield done >= len(members)
        yield total(breaches) <= 0
        if self.at_least is not None:
            yield total(dones) >= self.at_least.of(len(chosen))
        if self.at_most is not None:
            yield total(dones) <= self.at_most.of(len(chosen))

    def _classes(self, formulation: Formulation, chosen: Ids) -> Iterator[Ids]:
        problem = formulation.problem
        simple = frozenset(
            t for t in chosen if problem.times(t) <= 1 and len(problem.asked("lookback", t)) == 1
        )
        yield from formulation.alike(simple)
        yield from (frozenset({t}) for t in sorted(chosen - simple))

    def _breaches(self, formulation: Formulation, members: Ids, waits: "_Waits") -> Linear:
        problem = formulation.problem
        back = Selection(members, purposes=frozenset({"lookback"}))
        wrong = back.also(modes=frozenset(problem.mode) - {self.mode})
        right = back.also(modes=frozenset({self.mode}))
        if len(members) > 1:
            excesses = self._excesses_of_class(formulation, members, right, waits)
        else:
            excesses = self._excesses_of_one(formulation, members, right, waits)
        return formulation.load(wrong) + formulation.largest([0, *excesses])

    def _excesses_of_one(
        self, formulation: Formulation, one: Ids, right: Selection, waits: "_Waits"
    ) -> Iterator[Linear]:
        problem = formulation.problem
        covered = Selection(one, purposes=frozenset({"coverage"}))
        order = waits.order
        for i in range(len(order)):
            seen = formulation.whether(covered.also(rounds=waits.early[i]))
            yield formulation.load(right.also(rounds=frozenset(order[: i + 1]))) - seen
        if not self.other_team:
            return
        several = problem.times(next(iter(one))) > 1
        for team in formulation.each_team(covered, right):
            again = formulation.load(right.also(teams=team))
            if not several:
                yield again + formulation.load(covered.also(teams=team)) - 1
                continue
            for i in range(len(order)):  # the first coverage visit is the one that counts
                here = formulation.load(covered.also(rounds=frozenset({order[i]}), teams=team))
                before = formulation.whether(covered.also(rounds=frozenset(order[:i])))
                yield again + here - before - 1

    def _excesses_of_class(
        self, formulation: Formulation, members: Ids, right: Selection, waits: "_Waits"
    ) -> Iterator[Linear]:
        covered = Selection(members, purposes=frozenset({"coverage"}))
        order, early = waits.order, waits.early
        teams = list(formulation.each_team(covered, right)) if self.other_team else []
        upto = [right.also(rounds=frozenset(order[: i + 1])) for i in range(len(order))]
        for i in range(len(order)):
            seen = formulation.load(covered.also(rounds=early[i]))
            yield formulation.load(upto[i]) - seen
            lasts = {early[j]: j for j in range(i)}  # the latest of rounds that wait for the same
            for team in teams:
                mine = formulation.load(upto[i].also(teams=team))
                yield mine - seen + formulation.load(covered.also(rounds=early[i], teams=team))
                for known, j in lasts.items():
                    others = formulation.load(upto[j]) - formulation.load(upto[j].also(teams=team))
                    late = covered.also(rounds=early[i] - known, teams=team)
                    yield mine + others - seen + formulation.load(late)

    # The checker's side.

    def check(self, plan: Plan) -> Iterator[Finding]:
        chosen = self.chosen(plan.problem)
        done: set[str] = set()
        for target in sorted(chosen):
            for visit in plan.of(target, "lookback"):
                if wrong := self._wrong(plan, visit):
                    yield self._found(1, wrong, visit, target=visit.target.title)
                else:
                    done.add(target)
        must = self.musts(plan.problem)
        for target in sorted(must - done):
            title = plan.problem.target[target].title
            yield self._found(
                1, Words("{target}必须回头看", "{target} must be looked back at"), target=title
            )
        if self.at_least is not None and (least := self.at_least.of(len(chosen))) > len(done):
            words = Words(
                "有{count}个，至少应有{bound}个", "{count} are done, at least {bound} are wanted"
            )
            yield self._found(least - len(done), words, count=len(done), bound=least)
        if self.at_most is not None and (most := self.at_most.of(len(chosen))) < len(done):
            words = Words(
                "有{count}个，至多应有{bound}个", "{count} are done, at most {bound} are wanted"
            )
            yield self._found(len(done) - most, words, count=len(done), bound=most)

    def _wrong(self, plan: Plan, visit: Visit) -> Words | None:
        covered = plan.of(visit.target.id, "coverage")
        if visit.mode != self.mode:
            return Words("{target}的方式不对", "{target} is visited in another mode")
        if not covered or (visit.round.start - covered[0].round.end).days < self.after_days:
            return Words("{target}的整改期未满", "the rectification of {target} is not over")
        first = covered[0].team
        if (
            self.other_team
            and first is not None
            and visit.team is not None
            and first.id == visit.team.id
        ):
            return Words("{target}应换组", "{target} is visited by the same team again")
        return None

    def _found(
        self, amount: Fraction | int, words: Words, *visits: Visit, **blanks: object
    ) -> Finding:
        zh, en = words.say("zh", **blanks), words.say("en", **blanks)
        return self.finding(amount, *visits, what=Words(_literal(zh), _literal(en)))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
