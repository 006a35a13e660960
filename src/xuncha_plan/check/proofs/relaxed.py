"""The relaxed program of a problem: visits may be parts of visits, and teams are left open.

It is posed here anew from what rules ask and from what is built in, target by target, and shares
nothing with the solver's programs. Every plan that keeps the rules keeps all of its rows, so what
follows from the rows holds for every plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from xuncha_plan.check.proofs.fitting import Pieces, alone, fitting, together
from xuncha_plan.check.proofs.places import Place, Places
from xuncha_plan.check.proofs.rows import Rows
from xuncha_plan.model import (
    Cost,
    Demand,
    Exact,
    Ids,
    Linear,
    Problem,
    Purpose,
    Selection,
    total,
)

MANY = 30  # terms from which a sum becomes an unknown
TANGENTS = 40  # of a square, that bound it from below


@dataclass(frozen=True)
class Relaxed:
    """A relaxed program and what each tier comes to in it, at least."""

    rows: Rows
    tiers: Mapping[str, Linear]

    def keeping(self, given: Mapping[str, Fraction]) -> "Relaxed":
        """The same of those plans alone in which some tiers are no more than is given."""
        rows = self.rows.copy()
        for tier, most in given.items():
            rows.at_most(self.tiers[tier], most)
        return replace(self, rows=rows)


def pose(problem: Problem, hard: frozenset[int] | None = None) -> Relaxed:
    """The program of every rule; with `hard` of these hard ones alone, by place, and no tier."""
    asking = _Asking(problem)
    tiers: dict[str, list[Linear]] = defaultdict(list)
    held = [i for i, rule in enumerate(problem.rules) if rule.tier is None]
    held = held if hard is None else sorted(hard)
    for i, rule in enumerate(problem.rules):
        asking.rows.rule = i
        if i in held:
            for demand in rule.ask(asking):
                if isinstance(demand, Demand):
                    asking.rows.at_most(demand.excess, 0)
        elif rule.tier is not None and hard is None:
            tiers[rule.tier] += [asking.amount(one) * rule.weight for one in rule.ask(asking)]
    asking.built_in(held)
    return Relaxed(asking.rows, {tier.id: total(tiers[tier.id]) for tier in problem.tiers})


class _Asking:
    """Answers rules; an unknown is what is done of a target in a round, purpose and mode."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.rows = Rows()
        self._places = Places(problem)
        self._shares: dict[tuple[Selection, str], dict[Ids, Linear]] = defaultdict(dict)
        for one in self._places.all:
            said = "\n".join((one.target, one.purpose, one.round, one.mode))
            self.rows.unknown(self.rows.name(f"visit\n{said}"), 0, 1, 1)

    # What rules ask.

    def alike(self, targets: Ids) -> Iterable[Ids]:
        """Every target alone."""
        return [frozenset({one}) for one in self.problem.target if one in targets]

    def each_team(self, *visits: Selection) -> Iterable[Ids]:
        """None: teams are open."""
        return []

    def load(self, visits: Selection, unit: str = "count") -> Linear:
        """The count or work of the visits that a selection takes."""
        return self.rows.once(("load", visits, unit), lambda: self._load(visits, unit))

    def _load(self, visits: Selection, unit: str) -> Linear:
        if visits.teams is None:
            return self._as_one(self._sum(self._places.taken(visits), unit))
        everyone = replace(visits, teams=None)
        taken = list(self._places.taken(everyone))
        own = self._sum((x for x in taken if self._is_only(x, visits.teams)), unit)
        shared = self._sum((x for x in taken if self._is_shared(x, visits.teams)), unit)
        found = own + self._share(shared, unit, visits.teams) if shared.terms else own
        self._shares[everyone, unit][visits.teams] = found
        return found

    def _as_one(self, of: Linear) -> Linear:
        """A long sum as an unknown of its own, so that what is said of it stays short."""
        if len(of.terms) < MANY:
            return of
        low, high = self.rows.reach(of)
        z = self.rows.unknown(self.rows.name("sum", of), low, high, self.rows.step(of))
        self._as_built_in(of - z, 0, equal=True)
        return z

    def _is_only(self, x: int, teams: Ids) -> bool:
        able = self._places.all[x].teams
        return bool(able) and able <= teams

    def _is_shared(self, x: int, teams: Ids) -> bool:
        able = self._places.all[x].teams
        return bool(able & teams) and not able <= teams

    def _sum(self, taken: Iterable[int], unit: str) -> Linear:
        weights = ((x, self._places.weight(x, unit)) for x in taken)
        return Linear({x: weight for x, weight in weights if weight})

    def _share(self, of: Linear, unit: str, teams: Ids) -> Linear:
        """What some teams take of visits that others could take too: anything up to all."""
        low, high = self.rows.reach(of)
        name = self.rows.name("\n".join(("share", unit, *sorted(teams))), of)
        share = self.rows.unknown(name, low, high, self.rows.step(of))
        self._as_built_in(share - _part(of, 1), 0)
        self._as_built_in(_part(of, -1) - share, 0)
        return share

    def _as_built_in(self, expression: Linear, high: Exact, *, equal: bool = False) -> None:
        rule, self.rows.rule = self.rows.rule, None
        self.rows.at_most(expression, high, equal=equal)
        self.rows.rule = rule

    def whether(self, visits: Selection) -> Linear:
        """1 if the selection takes a visit, else 0."""
        return self.rows.once(("whether", visits), lambda: self._whether(visits))

    def _whether(self, visits: Selection) -> Linear:
        count = self.load(visits)
        parts = [] if visits.teams is not None else self._by_target(visits)
        if not count.terms:
            return Linear()
        if len(parts) == 1 and parts[0][1] == 1:
            return parts[0][0]
        name = self.rows.name("whether", count)
        w = self.rows.unknown(name, 0, 1, 1)
        self._as_built_in(w - count, 0)
        for part, most in parts:
            self._as_built_in(part - w * most, 0)
        return w

    def _by_target(self, visits: Selection) -> list[tuple[Linear, int]]:
        """The visits of each target and purpose, and the most that there can be of them."""
        found: dict[tuple[str, str], dict[int, Exact]] = defaultdict(dict)
        for x in self._places.taken(visits):
            one = self._places.all[x]
            found[one.target, one.purpose][x] = 1
        return [
            (Linear(terms), min(self._most(target, purpose), len(terms)))
            for (target, purpose), terms in found.items()
        ]

    def _most(self, target: str, purpose: str) -> int:
        match purpose:
            case "coverage":
                return self.problem.times(target)
            case "special":
                return len(self.problem.asked("special", target))
            case _:
                return 1

    def largest(self, of: Iterable[Linear | Exact]) -> Linear:
        """At least every one of them."""
        return self.rows.largest(of)

    def square(self, of: Linear) -> Linear:
        """At least the square."""
        said = (frozenset(of.terms.items()), of.constant)
        return self.rows.once(("square", said), lambda: self._square(of))

    def _square(self, of: Linear) -> Linear:
        low, high = self.rows.reach(of)
        if low == high:
            return Linear(constant=low * low)
        step = self.rows.step(of)
        top = max(low * low, high * high)
        z = self.rows.unknown(self.rows.name("square", of), 0, top, step * step)
        for i in range(TANGENTS + 1):
            at = low + Fraction(high - low) * i / TANGENTS
            self.rows.at_most(of * (2 * at) - z, at * at)
        return z

    def amount(self, asked: Demand | Cost) -> Linear:
        """What a soft rule adds to its tier, at least."""
        if isinstance(asked, Cost):
            return asked.amount
        return self.rows.largest([0, asked.excess])

    # What is built in.

    def built_in(self, held: list[int]) -> None:
        """How often a target is visited, what teams can do, and that someone does each visit."""
        self.rows.rule = None
        self._times()
        self._fit(alone(self._places))
        self._shares_add_up()
        for i in held:
            self.rows.rule = i
            if pieces := together(self.problem, self._places, i, held):
                self._fit(pieces)

    def _times(self) -> None:
        in_round: dict[tuple[str, Purpose, str], list[int]] = defaultdict(list)
        in_term: dict[tuple[str, Purpose, int], list[int]] = defaultdict(list)
        for x, one in enumerate(self._places.all):
            in_round[one.target, one.purpose, one.round].append(x)
            in_term[one.target, one.purpose, self._offer(one)].append(x)
        for its in in_round.values():
            self.rows.at_most(Linear(dict.fromkeys(its, 1)), 1)
        for (target, purpose, _), its in in_term.items():
            most = 1 if purpose == "special" else self._most(target, purpose)
            self.rows.at_most(Linear(dict.fromkeys(its, 1)), most)

    def _offer(self, one: Place) -> int:
        """Which of several special rules a visit answers."""
        offers = self.problem.asked("special", one.target) if one.purpose == "special" else ()
        answered = self.problem.special(one.target, one.round, one.mode) if offers else None
        return next((i for i, offer in enumerate(offers) if offer is answered), 0)

    def _fit(self, pieces: Pieces) -> None:
        """What the teams of a round can do, all together and those that some visits need."""
        sets: dict[str, set[Ids]] = defaultdict(set)
        for x in pieces:
            sets[self._places.all[x].round].add(self._places.all[x].teams)
        for r, needed in sets.items():
            for teams in needed | {frozenset(self.problem.present(r))}:
                capacity = {t: self.problem.capacity([r], frozenset({t})) for t in teams}
                self._load_fits(r, capacity)
                for terms, most in fitting(self._places, pieces, r, capacity):
                    self.rows.at_most(Linear(terms), most)

    def _load_fits(self, r: str, capacity: Mapping[str, Fraction]) -> None:
        taken = self._places.taken(Selection(rounds=frozenset({r})))
        its = [x for x in taken if self._places.all[x].teams <= capacity.keys()]
        self.rows.at_most(self._sum(its, "load"), sum(capacity.values(), Fraction(0)))

    def _shares_add_up(self) -> None:
        """Where every team that may come was asked about alone, all that they take is all."""
        for (everyone, unit), known in self._shares.items():
            taken = [x for x in self._places.taken(everyone) if self._places.all[x].teams]
            able = frozenset[str]().union(*(self._places.all[x].teams for x in taken))
            alone = [known.get(frozenset({team})) for team in sorted(able)]
            if None not in alone:
                parts = total(one for one in alone if one is not None)
                self.rows.at_most(parts - self._sum(taken, unit), 0, equal=True)


def _part(of: Linear, sign: int) -> Linear:
    """The terms that count upwards, or downwards."""
    return Linear({x: c for x, c in of.terms.items() if c * sign > 0})
