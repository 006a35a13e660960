"""Problems with a conflict planted in them, whose smallest set of rules is known.

Every kind of hard rule takes part in some, as do the capacity and the presence of teams, the own
time of targets and the home of teams. Around it stand rules that conflict with nothing. Numbers
and days differ by seed; `numbers` are those that the telling has to name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from xuncha_plan.model import Place, Problem
from xuncha_plan.rules import REGISTRY

Raw = dict[str, Any]
PAST, FUTURE = date(2020, 1, 1), date(2040, 1, 1)


@dataclass(frozen=True)
class Planted:
    """A problem, the names of the rules that conflict in it, and numbers that must be told."""

    problem: Problem
    conflicts: frozenset[frozenset[str]]
    numbers: tuple[str, ...] = ()
    needs_capacity: bool = False


@dataclass
class Ground:
    """A district in which everything fits: eight rounds, two teams, ten targets."""

    random: Random
    rounds: int = 8
    targets: dict[str, Raw] = field(default_factory=dict)
    teams: dict[str, Raw] = field(default_factory=dict)
    modes: list[str] = field(default_factory=lambda: ["self_run"])
    rules: list[Raw] = field(default_factory=list)

    def __post_init__(self) -> None:
        for i in range(10):
            region = "east" if i % 2 else "west"
            sector = "edu" if i < 5 else "gov"
            self.targets[f"x{i}"] = {"workload": 1, "region": region, "sector": sector}
        self.teams["t1"] = {"capacity": 6, "home": "east"}
        self.teams["t2"] = {"capacity": 6, "home": "west"}

    def start(self, i: int) -> date:
        """The first day of a round, from 0; rounds are a quarter of a year apart."""
        return date(2027, 1, 4) + timedelta(91 * i)

    def end(self, i: int) -> date:
        """The last day of a round."""
        return self.start(i) + timedelta(60)

    def some(self, number: int) -> list[str]:
        """So many targets."""
        return sorted(self.random.sample(sorted(self.targets), number))

    def add(self, name: str, rule: str, **parameters: Any) -> None:
        """A rule with a name."""
        renamed = {"since": "from", "until": "to"}
        raw = {renamed.get(key, key): value for key, value in parameters.items()}
        self.rules.append({"rule": rule, "name": name, **raw})

    def problem(self) -> Problem:
        """The district with its rules in a random order; some of them conflict with nothing."""
        self.random.shuffle(self.rules)
        rules = [*self.rules, *self._harmless()]
        self.random.shuffle(rules)
        made = [
            REGISTRY[raw["rule"]].model_validate(raw).written(n, Place("planted.yaml", 10 * n))
            for n, raw in enumerate(rules, 1)
        ]
        rounds = [
            {"id": f"r{i}", "start": self.start(i), "end": self.end(i), "modes": self.modes}
            for i in range(self.rounds)
        ]
        raw = {
            "jurisdiction": {"name": "青山区"},
            "term": {"start": date(2027, 1, 1), "end": date(2031, 12, 31)},
            "rounds": rounds,
            "teams": [{"id": key, **one} for key, one in self.teams.items()],
            "targets": [{"id": key, **one} for key, one in self.targets.items()],
        }
        return Problem.model_validate(raw).replace(rules=tuple(made))

    def _harmless(self) -> Iterator[Raw]:
        if not any(raw["rule"] == "coverage" for raw in self.rules):
            yield {"rule": "coverage", "name": "cover"}
        yield {"rule": "limit", "name": "many", "per": ["round", "team"], "at_most": 50}
        yield {"rule": "blackout", "name": "old", "from": "2020-01-01", "to": "2020-02-01"}
        yield {"rule": "milestone", "name": "none", "by": date(2027, 12, 31), "at_least": 0}
        yield {"rule": "recusal", "name": "nobody", "teams": ["t1"], "targets": []}


def _window(ground: Ground) -> Planted:
    target = ground.some(1)
    ground.add("window", "window", targets=target, since=FUTURE)
    return _one(ground, "cover", "window")


def _blackout(ground: Ground) -> Planted:
    days = ground.random.randint(0, 9)
    ground.add(
        "dark", "blackout", targets=ground.some(2), since="01-01", until="12-31", yearly=True,
        allow_days=days,
    )  # fmt: skip
    return _one(ground, "cover", "dark", numbers=(str(days),))


def _eligible(ground: Ground) -> Planted:
    ground.add("only", "eligible", targets=ground.some(3), modes=["elevated"])
    return _one(ground, "cover", "only")


def _directive(ground: Ground) -> Planted:
    number, least = ground.random.randint(1, 3), ground.random.randint(5, 8)
    ground.modes.append("joint")
    ground.add("ordered", "directive", mode="joint", targets=ground.some(number), at_least=least)
    return _one(ground, "ordered", numbers=(str(number), str(least), str(least - number)))


def _recusal(ground: Ground) -> Planted:
    first, second = ground.some(2)
    ground.add("kin", "recusal", teams=["t1"], targets=[first, second])
    ground.add("post", "recusal", teams=["t2"], targets=[second])
    return _one(ground, "cover", "kin", "post")


def _limit(ground: Ground) -> Planted:
    most = ground.random.randint(0, 8)
    ground.add("few", "limit", at_most=most)
    return _one(ground, "cover", "few", numbers=(str(most), "10"))


def _limit_of_rounds(ground: Ground) -> Planted:
    least, last = ground.random.randint(7, 10), ground.random.randint(2, 3)
    ground.add("pace", "milestone", by=ground.end(last - 1), at_least=least)
    ground.add("few", "limit", per="round", at_most=2)
    return _one(ground, "pace", "few", numbers=(str(least), str(2 * last)))


def _limit_against_directive(ground: Ground) -> Planted:
    least, most = ground.random.randint(3, 5), ground.random.randint(1, 2)
    ground.modes.append("joint")
    ground.add("ordered", "directive", mode="joint", at_least=least)
    ground.add("few", "limit", modes=["joint"], at_most=most)
    return _one(ground, "ordered", "few", numbers=(str(least), str(most)))


def _distinct(ground: Ground) -> Planted:
    r = f"r{ground.random.randint(0, 7)}"
    ground.add("first", "pinned", target="x0", round=r)
    ground.add("second", "pinned", target="x9", round=r)
    ground.add("one kind", "distinct", of="sector", per="round", at_most=1)
    return _one(ground, "first", "second", "one kind")


def _milestone(ground: Ground) -> Planted:
    capacity = Fraction(ground.random.randint(4, 8), 2)
    for team in ground.teams.values():
        team["capacity"] = capacity
    by = ground.random.randint(0, 1)
    least = int(2 * capacity * (by + 1)) + 1
    for i in range(least):
        ground.targets.setdefault(f"x{i}", {"workload": 1, "region": "east", "sector": "gov"})
    ground.add("pace", "milestone", by=ground.end(by), at_least=least)
    numbers = (str(least), str(int(2 * capacity * (by + 1))))
    return _one(ground, "pace", numbers=numbers, needs_capacity=True)


def _reserve(ground: Ground) -> Planted:
    share = ground.random.choice((95, 96, 97))
    ground.add("spare", "reserve", share=f"{share}%", per="year")
    return _one(ground, "cover", "spare", numbers=(f"{share}%", "10"), needs_capacity=True)


def _together(ground: Ground) -> Planted:
    first, second = ground.some(2)
    within = ground.random.randint(0, 2)
    ground.add("early", "window", targets=[first], until=ground.end(1))
    ground.add("late", "window", targets=[second], since=ground.start(6))
    ground.add("as one", "together", targets=[first, second], within=within)
    return _one(ground, "cover", "early", "late", "as one", numbers=(str(within),))


def _apart(ground: Ground) -> Planted:
    members = ground.some(3)
    ground.add("soon", "window", targets=members, until=ground.end(2))
    ground.add("spread", "apart", targets=members, rounds_between=1)
    return _one(ground, "cover", "soon", "spread")


def _precedence(ground: Ground) -> Planted:
    first, second = ground.some(2)
    days = ground.random.randint(30, 90)
    ground.add("late", "window", targets=[first], since=ground.start(5))
    ground.add("early", "window", targets=[second], until=ground.end(4))
    ground.add("order", "precedence", before={"id": first}, after={"id": second}, days=days)
    return _one(ground, "cover", "late", "early", "order", numbers=(str(days),))


def _spacing(ground: Ground) -> Planted:
    target, days = ground.some(1), ground.random.randint(2000, 3000)
    ground.add("twice", "coverage", targets=target, times=2)
    ground.add("rest", "spacing", targets=target, days=days)
    return _one(ground, "twice", "rest", numbers=("2", str(days)))


def _rotation(ground: Ground) -> Planted:
    ground.teams.pop("t2")
    target = ground.some(1)
    ground.add("twice", "coverage", targets=target, times=2)
    ground.add("turn", "rotation", of="target", within="term")
    return _one(ground, "twice", "turn")


def _pairing(ground: Ground) -> Planted:
    ground.modes.append("cross_region")
    r = f"r{ground.random.randint(0, 7)}"
    ground.add("there", "pinned", target="x0", round=r, mode="cross_region", team="t1")
    ground.add("back", "pinned", target="x1", round=r, mode="cross_region", team="t2")
    ground.add("no swap", "pairing", no_mutual=True)
    return _one(ground, "there", "back", "no swap")


def _lookback(ground: Ground) -> Planted:
    days, least = ground.random.randint(1500, 2500), ground.random.randint(1, 3)
    ground.add("again", "lookback", at_least=least, after_days=days)
    return _one(ground, "again", numbers=(str(days), str(least)))


def _special(ground: Ground) -> Planted:
    weeks = ground.random.randint(7, 12)
    ground.add("extra", "special", targets=ground.some(1), mode="pinpoint", workload=weeks)
    return _one(ground, "extra", numbers=(str(weeks),), needs_capacity=True)


def _pinned(ground: Ground) -> Planted:
    i, target = ground.random.randint(0, 7), ground.some(1)
    ground.add("fixed", "pinned", target=target[0], round=f"r{i}")
    ground.add(
        "dark", "blackout", targets=target, since=str(ground.start(i)), until=str(ground.end(i))
    )
    return _one(ground, "fixed", "dark")


def _balance(ground: Ground) -> Planted:
    target = ground.some(1)
    ground.add("once", "coverage", targets=target)
    ground.add("even", "balance", targets=target, over="round", unit="count")
    return _one(ground, "once", "even")


def _capacity(ground: Ground) -> Planted:
    weeks = ground.random.randint(1, 2)
    for team in ground.teams.values():
        team |= {"capacity": weeks, "rounds": ["r0", "r3"]}
    numbers = ("10", str(4 * weeks), str(10 - 4 * weeks))
    return _one(ground, "cover", numbers=numbers, needs_capacity=True)


def _too_large(ground: Ground) -> Planted:
    (target,), weeks = ground.some(1), ground.random.randint(7, 20)
    ground.targets[target]["workload"] = weeks
    return _one(ground, "cover", numbers=(str(weeks),), needs_capacity=True)


def _large_pieces(ground: Ground) -> Planted:
    for target in ground.targets.values():
        target["workload"] = 4
    ground.add("soon", "window", until=ground.end(3))
    return _one(ground, "cover", "soon", numbers=("8", "4"), needs_capacity=True)


def _own_time(ground: Ground) -> Planted:
    (target,) = ground.some(1)
    ground.targets[target]["not_before"] = date(2029, 1, 1)
    return _one(ground, "cover")


def _presence(ground: Ground) -> Planted:
    (target,) = ground.some(1)
    ground.teams["t2"]["rounds"] = ["r1", "r2"]
    ground.add("fixed", "pinned", target=target, round=f"r{ground.random.randint(3, 7)}", team="t2")
    return _one(ground, "fixed")


def _home(ground: Ground) -> Planted:
    ground.modes.append("cross_region")
    target = f"x{ground.random.choice((1, 3, 5))}"  # of the east, as is the first team
    ground.add("away", "pinned", target=target, mode="cross_region", team="t1")
    return _one(ground, "away")


def _two(ground: Ground) -> Planted:
    ground.modes.append("joint")
    ground.add("window", "window", targets=ground.some(1), since=FUTURE)
    ground.add("ordered", "directive", mode="joint", at_least=3)
    ground.add("few", "limit", modes=["joint"], at_most=1)
    return Planted(
        ground.problem(),
        frozenset({frozenset({"cover", "window"}), frozenset({"ordered", "few"})}),
    )


def _three(ground: Ground) -> Planted:
    first, second = ground.some(2)
    ground.modes.append("joint")
    ground.add("window", "window", targets=[first], since=FUTURE)
    ground.add("only", "eligible", targets=[second], modes=["elevated"])
    ground.add("ordered", "directive", mode="joint", targets=[first], at_least=2)
    return Planted(
        ground.problem(),
        frozenset({
            frozenset({"cover", "window"}), frozenset({"cover", "only"}), frozenset({"ordered"}),
        }),
    )  # fmt: skip


def _one(
    ground: Ground, *names: str, numbers: tuple[str, ...] = (), needs_capacity: bool = False
) -> Planted:
    return Planted(ground.problem(), frozenset({frozenset(names)}), numbers, needs_capacity)


KINDS: dict[str, Callable[[Ground], Planted]] = {
    name.removeprefix("_"): kind
    for name, kind in list(globals().items())
    if name.startswith("_")
    and callable(kind)
    and getattr(kind, "__annotations__", {}).get("return") is Planted
    and name != "_one"
}


def planted(kind: str, seed: int) -> Planted:
    """A problem with a conflict of a kind in it; the same seed gives the same one."""
    return KINDS[kind](Ground(Random(f"{kind} {seed}")))
