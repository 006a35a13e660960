"""Draws problems beyond enumeration: more of everything, all rules mixed, some of it decided.

A drawn problem is kept as a planner would write it, so that it can be shrunk and written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from tests.oracle.draw import MODES, Draw, Raw
from xuncha_plan.model import Place, Problem, Rule, VisitRecord
from xuncha_plan.rules import REGISTRY

GRADES = ("poor", "fair", "good")
HARD = 0.2  # of the rules that the small draw makes hard, so many stay: plans are to exist
PURPOSES = ("coverage", "lookback", "special")


@dataclass(frozen=True)
class Drawn:
    """A problem as it is written, and the visits of the earlier plan that `stability` reads."""

    raw: Raw
    old: tuple[VisitRecord, ...] = ()

    def problem(self) -> Problem:
        """The problem that is written; ValueError where a rule refuses it."""
        rules = [_rule(raw, n) for n, raw in enumerate(self.raw["rules"], 1)]
        for rule in rules:
            rule.recall(self.old)
        if not any(rule.word == "coverage" for rule in rules):
            rules.append(REGISTRY["coverage"]())
        return Problem.model_validate({**self.raw, "rules": ()}).replace(rules=tuple(rules))

    def text(self) -> str:
        """The problem file; what `stability` reads is another."""
        return _yaml(self.raw)

    def old_text(self) -> str:
        """The earlier plan's file."""
        return _yaml({"format": 1, "visits": [_visit(one) for one in self.old]})

    def without(self, section: str, i: int) -> "Drawn":
        """The same with one round, team, target, tier or rule less."""
        rest = [one for n, one in enumerate(self.raw[section]) if n != i]
        return replace(self, raw={**self.raw, section: rest})


def _rule(raw: Raw, number: int) -> Rule:
    return REGISTRY[raw["rule"]].model_validate(raw).written(number, Place("wide"))


def draw(seed: int) -> Drawn:
    """A problem of at most 8 targets, 5 rounds and 3 teams; the same seed gives the same one."""
    random = Random(seed)
    return Wide(
        random, random.randint(1, 8), random.randint(2, 5), random.choice([0, 2, 3, 3])
    ).drawn()


class Wide(Draw):
    """One random problem, with chances for what the small draw leaves out."""

    def __init__(self, random: Random, targets: int, rounds: int, teams: int) -> None:
        super().__init__(random, targets, rounds, teams)
        self.targets = [f"x{i}" for i in range(targets)]
        self.rounds = [f"r{i}" for i in range(rounds)]
        self.favourites = random.sample(sorted(REGISTRY), 3)  # so that a rule meets its like

    def drawn(self) -> Drawn:
        """The whole problem as it is written."""
        raw: Raw = {
            "jurisdiction": {"name": "oracle"},
            "term": {"start": date(2026, 10, 1), "end": date(2031, 9, 30)},
            "rounds": self._rounds(),
            "teams": [self._team(team) for team in self.teams],
            "targets": [self._target(i, target) for i, target in enumerate(self.targets)],
        }
        if self.random.random() < 0.2:
            raw["modes"] = self._modes()
        raw["tiers"] = [self._tier(n) for n in range(self.random.randint(1, 4))]
        self.tiers = [tier["id"] for tier in raw["tiers"]]
        raw["rules"] = [self._coverage()]
        raw["rules"] += [self._rule(n)[1] for n in range(2, self.random.randint(4, 16))]
        return Drawn(raw, self._old())

    def _coverage(self) -> Raw:
        """Most plans cover everybody, or as many as there is strength for."""
        raw: Raw = {"rule": "coverage", "times": self.one(1, 1, 1, 1, 2, 3)}
        return raw | self.one({}, {"tier": self.one(*self.tiers), "weight": 3})

    def _tier(self, n: int) -> Raw:
        tier: Raw = {"id": f"tier{n}"}
        if self.random.random() < 0.15:
            tier["tolerance"] = self.one("5%", "20%", "50%")
        return tier

    def _modes(self) -> Raw:
        return self.one(
            {"self_run": {"own_share": Fraction("0.25")}},
            {"pinpoint": {"counts_as_coverage": True}},
            {"elevated": {"needs_directive": False}},
            {"joint": {"own_share": 0, "needs_directive": False}},
            {"cross_region": {"counts_as_coverage": False}},
        )

    def _rounds(self) -> list[Raw]:
        rounds = super()._rounds()
        for r in rounds:
            if self.random.random() < (0.8 if "pairing" in self.favourites else 0.2):
                r["modes"] = ["cross_region", *self.one([], ["joint"], ["self_run"])]
            if self.random.random() < 0.1:
                r["modes"] = [*r["modes"], "pinpoint"]
            if self.random.random() < 0.05:
                r["year"] = r["start"].year + self.one(-1, 1)
        if len(rounds) > 1 and self.random.random() < 0.15:  # two rounds at once
            rounds[1]["start"] = rounds[0]["start"] + timedelta(self.one(0, 0, 10))
        return rounds

    def _team(self, team: str) -> Raw:
        raw = super()._team(team) | {"capacity": self.one(1, 2, 3, 4, 6, Fraction("2.5"))}
        if self.random.random() < 0.1:
            del raw["capacity"]  # the working days
        if self.random.random() < 0.1:
            del raw["home"]
        return raw

    def _target(self, i: int, target: str) -> Raw:
        raw = super()._target(i, target)
        if self.random.random() < 0.1:
            raw["not_after"] = date(2028, 1, 31)
        if self.random.random() < 0.1:
            del raw["risk"]
        if self.random.random() < 0.5:
            raw["columns"] = {"people": str(self.one(0, 3, "2.5", "many"))}
        return self.maybe(raw, last_grade=self.one(*GRADES))

    def _rule(self, number: int) -> tuple[Rule, Raw]:
        while True:
            rule, raw = super()._rule(number)
            if rule.word not in self.favourites and self.random.random() < 0.6:
                continue
            if rule.tier is not None or self.random.random() < HARD:
                return rule, raw

    def where(self) -> Raw:
        """A selector, or a list of ids, or nothing."""
        if self.random.random() < 0.3:
            return {}
        if self.random.random() < 0.2:
            return self.one(
                {"where": {"last_grade": self.some(GRADES)}},
                {"where": {"parent": "x0"}},
                {"where": {"people": self.one(">=2.5", "!=3", "many", 3)}},
                {"where": {"workload": [1, ">1.5"], "not": {"any": [{"tag": "b"}, {"risk": 1}]}}},
            )
        return super().where()

    def _old(self) -> tuple[VisitRecord, ...]:
        teams = [*self.teams, "gone", None]
        count = self.random.randint(1, 10)
        rounds = (*self.rounds, *self.rounds, "gone")
        found = {}
        for _ in range(count):
            target = self.one(*self.targets, *self.targets, "gone")
            purpose = self.one("coverage", "coverage", *PURPOSES)
            key = (target, purpose, self.one(*rounds))
            found[key] = VisitRecord(*key, self.one("self_run", *MODES), self.one(*teams))
        return tuple(found.values())

    def _rule_limit(self) -> Raw:
        raw = super()._rule_limit()
        if self.random.random() < 0.3:
            raw |= {"at_least": self.one(0, 1, "10%"), "at_most": self.one(2, 3, "60%")}
        return raw

    def _rule_distinct(self) -> Raw:
        raw = super()._rule_distinct()
        if self.random.random() < 0.3:
            raw |= {"at_least": self.one(0, 1, 2), "at_most": self.one(2, 3)}
        return raw

    def _rule_early(self) -> Raw:
        raw = super()._rule_early()
        return raw | self.one({}, {}, {"weight_by": "people"}, {"weight_by": "-1"})

    def _rule_lookback(self) -> Raw:
        raw = super()._rule_lookback()
        return self.maybe(raw, must={"last_grade": "poor"})

    def _rule_stability(self) -> Raw:
        cost = self.one(
            {"target": 1}, {"round": 1, "team": 2}, {"mode": 1}, {"target": 2, "team": 1},
            {"target": 0, "round": Fraction("0.5")},
        )  # fmt: skip
        return {"against": "old.yaml", "cost": cost}

    def _rule_pinned(self) -> Raw:
        return super()._rule_pinned() | {"purpose": self.one("coverage", "coverage", *PURPOSES)}

    def _rule_precedence(self) -> Raw:
        raw = super()._rule_precedence()
        return raw | self.one({}, {"before": {"kind": "dept"}}, {"after": {"sector": "edu"}})

    def _rule_reserve(self) -> Raw:
        return super()._rule_reserve() | self.one({}, {"per": "year"})

    def _rule_window(self) -> Raw:
        return super()._rule_window() | self.one({}, {"to": date(2028, 6, 1)})

    def _rule_together(self) -> Raw:
        return super()._rule_together() | self.one({}, {}, {"within": 2})


def decided(drawn: Drawn, visits: Iterable[VisitRecord], seed: int) -> Drawn:
    """What becomes of a planned problem: its first rounds are over, the rest is planned again.

    The visits of the rounds that are over are pinned, nothing else may lie in them, and as little
    as possible of the rest is to change, while a team is weaker or a target heavier than thought.
    """
    random = Random(seed)
    rounds = sorted(drawn.raw["rounds"], key=lambda r: (r["start"], r["id"]))
    over = [r["id"] for r in rounds[: random.randint(1, len(rounds))]]
    done = [visit for visit in visits if visit.round in over]
    pins = [
        {"rule": "pinned", **{k: x for k, x in _visit(visit).items() if x is not None}}
        for visit in done
    ]
    closed = {"rule": "limit", "rounds": over, "at_most": len(done)}
    stable = {"rule": "stability", "against": "old.yaml", "tier": drawn.raw["tiers"][0]["id"]}
    raw = {**drawn.raw, "rules": [*drawn.raw["rules"], *pins, closed, stable]}
    section = random.choice(["teams", "targets"])
    if raw[section]:
        changed = dict(random.choice(raw[section]))
        changed |= {"capacity": 1} if section == "teams" else {"workload": 1}
        raw[section] = [changed if x["id"] == changed["id"] else x for x in raw[section]]
    return Drawn(raw, tuple(visits))


def _visit(visit: VisitRecord) -> Raw:
    names = ("target", "purpose", "round", "mode", "team")
    return {name: getattr(visit, name) for name in names}


def _yaml(raw: Raw) -> str:
    lines = ["format: 1"] if "format" not in raw else []
    for key, value in raw.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {_flow(one)}" for one in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:  # whatever is written in a problem file
    match value:
        case dict():
            inside = {k: x for k, x in value.items() if x is not None}
            return "{" + ", ".join(f"{k}: {_flow(x)}" for k, x in inside.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case bool():
            return str(value).lower()
        case Fraction():
            return str(float(value))
        case str() if value[:1] in ">=<!-":
            return f'"{value}"'
    return str(value)
