"""Draws small random problems over all rules, with parameters at their edges."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from xuncha_plan.model import Place, Problem, Rule, VisitRecord
from xuncha_plan.rules import REGISTRY

Raw = dict[str, Any]
REGIONS, SECTORS, KINDS = ("east", "west"), ("edu", "gov"), ("dept", "town")
MODES = ("self_run", "cross_region", "joint", "elevated")
TIERS = ("first", "second")


def problem(seed: int, *, targets: int = 4, rounds: int = 4, teams: int = 2) -> Problem:
    """A problem of at most so many targets, rounds and teams; the same seed gives the same one."""
    return Draw(Random(seed), targets, rounds, teams).problem()


class Draw:
    """One random problem, part by part."""

    def __init__(self, random: Random, targets: int, rounds: int, teams: int) -> None:
        self.random = random
        self.targets = [f"x{i}" for i in range(random.randint(1, targets))]
        self.rounds = [f"r{i}" for i in range(random.randint(1, rounds))]
        self.teams = [f"t{i}" for i in range(random.randint(min(1, teams), teams))]

    def some(self, of: list[str] | tuple[str, ...]) -> list[str]:
        """A few of them, at least one where there is one."""
        return sorted(self.random.sample(list(of), self.random.randint(min(1, len(of)), len(of))))

    def one(self, *of: Any) -> Any:
        """One of them."""
        return self.random.choice(of)

    def maybe(self, raw: Raw, **chances: Any) -> Raw:
        """Each key with even odds."""
        return raw | {key: value for key, value in chances.items() if self.random.random() < 0.5}

    def problem(self) -> Problem:
        """The whole problem."""
        raw: Raw = {
            "jurisdiction": {"name": "oracle"},
            "term": {"start": date(2026, 10, 1), "end": date(2031, 9, 30)},
            "rounds": self._rounds(),
            "teams": [self._team(team) for team in self.teams],
            "targets": [self._target(i, target) for i, target in enumerate(self.targets)],
            "tiers": [{"id": tier} for tier in TIERS[: self.random.randint(1, 2)]],
        }
        self.tiers = [tier["id"] for tier in raw["tiers"]]
        rules = [self._rule(n)[0] for n in range(1, self.random.randint(2, 7))]
        if not any(rule.word == "coverage" for rule in rules):
            rules.append(REGISTRY["coverage"]())
        return Problem.model_validate(raw).replace(rules=tuple(rules))

    def _rounds(self) -> list[Raw]:
        start, found = date(2027, 2, 1), []
        for r in self.rounds:
            end = start + timedelta(self.one(30, 60))
            modes = [m for m in MODES if m == "self_run" or self.random.random() < 0.5]
            raw = {"id": r, "start": start, "end": end, "modes": modes}
            if self.random.random() < 0.1:
                raw["purposes"] = self.some(["coverage", "lookback", "special"])
            found.append(raw)
            start = end + timedelta(self.one(30, 100, 200))
        return found

    def _team(self, team: str) -> Raw:
        raw = {"id": team, "capacity": self.one(1, 2, 3, Fraction("2.5"))}
        raw["home"] = self.one("east", "west", "east", "west", "afar")
        return self.maybe(raw, rounds=self.some(self.rounds))

    def _target(self, i: int, target: str) -> Raw:
        raw: Raw = {
            "id": target,
            "kind": self.one(*KINDS),
            "sector": self.one(*SECTORS),
            "workload": self.one(1, 1, 2, Fraction("0.5")),
            "risk": self.random.randint(1, 3),
        }
        if i and self.random.random() < 0.3:
            raw["parent"] = self.one(*self.targets[:i])
        if self.random.random() < 0.9:
            raw["region"] = self.one(*REGIONS)
        if self.random.random() < 0.1:
            raw["not_before"] = date(2027, 5, 1)
        return self.maybe(raw, tags=self.some(["a", "b"]))

    # Rules.

    def _rule(self, number: int) -> tuple[Rule, Raw]:
        """A rule, and how it is written."""
        draws: dict[str, Callable[[], Raw]] = {
            name.removeprefix("_rule_"): getattr(self, name)
            for name in dir(self)
            if name.startswith("_rule_")
        }
        while True:
            word = self.random.choice(sorted(draws))
            raw = {"rule": word, "name": f"{word}{number}", **draws[word]()}
            always_soft = REGISTRY[word].always_soft
            if always_soft or self.random.random() < 0.5:
                raw["tier"] = self.one(*self.tiers)
                raw["weight"] = self.one(1, 2, Fraction("0.5"))
            try:
                rule = REGISTRY[word].model_validate(raw).written(number, Place("oracle"))
            except ValueError:
                continue  # a drawn parameter that the rule refuses
            if word == "stability":
                rule.recall(self._old())
            return rule, raw

    def _old(self) -> tuple[VisitRecord, ...]:
        teams = [*self.teams, "gone"]
        return tuple(
            VisitRecord(
                t, "coverage", self.one(*self.rounds, "gone"), self.one(*MODES), self.one(*teams)
            )
            for t in self.some([*self.targets, "gone"])
        )

    def where(self) -> Raw:
        """A selector, or a list of ids, or nothing."""
        match self.random.randint(0, 5):
            case 0:
                return {"where": {"region": self.one(*REGIONS)}}
            case 1:
                return {"where": {"sector": self.one(*SECTORS), "risk": self.one(">=2", "<3", 1)}}
            case 2:
                return {"where": {"not": {"kind": self.one(*KINDS)}}}
            case 3:
                return {"targets": self.some(self.targets)}
            case 4:
                return {"where": {"any": [{"tag": "a"}, {"id": self.one(*self.targets)}]}}
        return {}

    def rounds_of(self) -> Any:
        """Rounds by id, by year or by span."""
        spans = ({"year": 2027}, {"from": date(2027, 3, 1), "to": date(2028, 3, 1)})
        return self.one(self.some(self.rounds), self.some(self.rounds), *spans)

    def visits(self) -> Raw:
        """A selection of visits."""
        return self.maybe(
            self.where(),
            rounds=self.rounds_of(),
            modes=self.some(MODES),
            **({"teams": self.some(self.teams)} if self.teams else {}),
            purposes=self.some(["coverage", "lookback", "special"]),
        )

    def few(self, raw: Raw) -> Raw:
        """Selections that restrict one thing at most, so that something is left."""
        keys = [k for k in ("rounds", "modes", "teams", "purposes") if k in raw]
        for key in self.random.sample(keys, max(0, len(keys) - 1)):
            del raw[key]
        return raw

    def bounds(self, *of: Any) -> Raw:
        """At least, at most, or both."""
        low, high = self.one(*of), self.one(*of)
        return self.one({"at_least": low}, {"at_most": high})

    def _rule_coverage(self) -> Raw:
        return self.where() | {"times": self.one(0, 1, 1, 1, 2)}

    def _rule_window(self) -> Raw:
        return self.few(self.visits()) | self.one(
            {"from": date(2027, 3, 1)}, {"to": date(2028, 1, 1)}, {"to": date(2027, 8, 1)}
        )

    def _rule_blackout(self) -> Raw:
        raw = self.few(self.visits()) | {"allow_days": self.one(0, 5, 28)}
        if self.random.random() < 0.5:
            return raw | {"from": "11-20", "to": "02-29", "yearly": True}
        return raw | {"from": "2027-02-10", "to": "2027-03-20"}

    def _rule_eligible(self) -> Raw:
        raw = self.where() | self.one(
            {"modes": self.some(MODES)}, {"rounds": self.rounds_of()},
            {"modes": self.some(MODES), "rounds": self.rounds_of()},
        )  # fmt: skip
        return self.maybe(raw, purposes=self.some(["coverage", "lookback", "special"]))

    def _rule_directive(self) -> Raw:
        raw = self.where() | {"mode": self.one("joint", "elevated", "self_run")}
        return self.maybe(
            raw, rounds=self.rounds_of(), at_least=self.one(1, 2), at_most=self.one(2, 3)
        )

    def _rule_recusal(self) -> Raw:
        return self.where() | {"teams": self.some(self.teams)}

    def _rule_limit(self) -> Raw:
        per = self.some(["round", "year", "team", "region", "sector", "kind", "mode"])[:2]
        raw = self.few(self.visits()) | self.bounds("25%", "50%", 0, 1, 2, 2)
        return self.maybe(raw, per=per, unit=self.one("count", "workload", "load"))

    def _rule_distinct(self) -> Raw:
        per = self.some(["round", "year", "team", "region", "sector", "kind", "mode"])[:2]
        raw = self.few(self.visits()) | self.bounds(1, 2)
        return raw | {"of": self.one("sector", "region", "kind", "team", "parent"), "per": per}

    def _rule_milestone(self) -> Raw:
        raw = self.where() | {"by": self.one(date(2027, 6, 1), date(2027, 12, 31))}
        return self.maybe(raw | {"at_least": self.one("35%", "60%", 1, 2)}, unit="workload")

    def _rule_reserve(self) -> Raw:
        raw = {"share": self.one("10%", "50%", "0.25")}
        return self.maybe(raw, per="year", rounds=self.rounds_of())

    def _rule_together(self) -> Raw:
        raw = self.maybe(self.where(), by=self.one("parent", "sector", "tag"))
        return self.maybe(raw, within=1, same_team=True)

    def _rule_apart(self) -> Raw:
        raw = self.maybe(self.where(), by=self.one("parent", "sector", "tag"))
        return self.maybe(raw, rounds_between=self.one(1, 2))

    def _rule_precedence(self) -> Raw:
        raw = {
            key: self.where().get("where", {"id": self.targets[0]}) for key in ("before", "after")
        }
        return self.maybe(raw, days=self.one(30, 100, 101))

    def _rule_spacing(self) -> Raw:
        return self.where() | {"days": self.one(0, 100, 200)}

    def _rule_rotation(self) -> Raw:
        return {"of": self.one("target", "region"), "within": self.one(1, 2, 3, "term")}

    def _rule_pairing(self) -> Raw:
        return self.maybe({}, no_mutual=self.one(True, False), no_repeat_within=self.one(1, 2, 3))

    def _rule_lookback(self) -> Raw:
        raw = self.where() | {"after_days": self.one(30, 100, 150)}
        return self.maybe(
            raw,
            at_least=self.one(1, 2, "50%"),
            at_most=self.one(2, 3, "80%"),
            must={"risk": self.one(2, 3)},
            mode=self.one("self_run", "mobile", "elevated"),
            workload_share=self.one("50%", 1),
            other_team=False,
        )

    def _rule_special(self) -> Raw:
        raw = self.where() | {"mode": self.one("pinpoint", "mobile", "self_run")}
        return self.maybe(raw, rounds=self.rounds_of(), workload=self.one(1, Fraction("0.5")))

    def _rule_pinned(self) -> Raw:
        raw = {"target": self.one(*self.targets), "round": self.one(*self.rounds)}
        raw = self.maybe(raw, mode=self.one(*MODES))
        if self.teams and self.random.random() < 0.3:
            raw["team"] = self.one(*self.teams)
        return raw

    def _rule_balance(self) -> Raw:
        raw = self.few(self.visits()) | {
            "measure": self.one("deviation", "range", "peak", "squares")
        }
        raw = self.maybe(raw, by=self.one("region", "sector", "kind", "team", "tag"))
        over = ["year", "round", "term"] if raw.get("by") == "team" else ["year", "round"]
        return self.maybe(
            raw,
            over=self.one(*over),
            unit=self.one("count", "workload", "load"),
            allow=self.one("10%", 1),
        )

    def _rule_early(self) -> Raw:
        return self.maybe(
            self.where(), weight_by=self.one("risk", 2, "workload"), per=self.one("year", "day")
        )

    def _rule_prefer(self) -> Raw:
        return self.few(self.visits()) | {"cost": self.one(1, 2, -1, Fraction("-0.5"))}

    def _rule_stability(self) -> Raw:
        cost = self.one({"target": 1}, {"round": 1, "team": 2}, {"mode": 1})
        return {"against": "old.yaml", "cost": cost}
