"""Tables of cases: tiny districts and plans, written as a planner would write them.

`given` holds `rounds` (id: first day..last day, or a mapping with `days`), `teams`, `targets`,
`term`, `modes`, `earlier` (a plan), `rules_before` and `rules_after` the one that is tested. Rounds
admit every mode that counts, teams have plenty of capacity, and a target takes one team-week,
unless it is written otherwise. Each case adds its `plan` and may change parts of `given` or write
a `rule` of its own. A visit is `target@round`, then its mode and its team if they are not
`self_run` and the first team, then `#purpose` if it is not coverage.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xuncha_plan.files.refusals import read_as
from xuncha_plan.files.tree import Key, Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import MODE_WORDS, TEAMLESS, Plan, Problem, Rule, VisitRecord
from xuncha_plan.rules import REGISTRY

FOLDER = Path(__file__).parent
COUNTING = ["self_run", "joint", "synchronized", "cross_region", "elevated"]
TIER = "tier"


@dataclass(frozen=True)
class Row:
    """One case of a table."""

    word: str
    case: str
    tree: Tree

    def __str__(self) -> str:
        return f"{self.word}: {self.case}"

    @property
    def _raw(self) -> dict[str, Any]:
        return dict(self.tree.value["cases"][self.case])

    @property
    def _given(self) -> dict[str, Any]:
        return {**self.tree.value["given"], **self._raw.get("given", {})}

    @property
    def refused(self) -> str | None:
        """What the refusal of the rule says; None where the rule can be read."""
        return self._raw.get("refused")

    @property
    def findings(self) -> list[dict[str, str]]:
        """What the check is to find; an amount that is not written is 1."""
        return [{"amount": "1", **finding} for finding in self._raw.get("findings", ())]

    def rule(self, tier: str | None = None) -> Rule:
        """The rule as the case writes it; hard, or soft in a tier."""
        raw = self._raw
        path: tuple[Key, ...] = ("cases", self.case, "rule") if "rule" in raw else ("rule",)
        written = raw["rule"] if "rule" in raw else self.tree.value.get("rule", {})
        more = {} if tier is None else {"tier": tier}
        rule = REGISTRY[self.word]
        return read_as(rule, {**written, "rule": self.word, **more}, self.tree, path)

    def problem(self, rule: Rule) -> Problem:
        """The tiny district with the rule in it."""
        given = self._given
        before, after = (
            [REGISTRY[raw["rule"]].model_validate(raw, by_name=False) for raw in given.get(key, ())]
            for key in ("rules_before", "rules_after")
        )
        rules = [*before, rule, *after]
        if not any(one.word == "coverage" for one in rules):
            rules.append(REGISTRY["coverage"]())
        start, end = given.get("term", "2026-01-01..2036-12-31").split("..")
        raw = {
            "jurisdiction": {"name": "青山区"},
            "term": {"start": start, "end": end},
            "modes": given.get("modes", {}),
            "rounds": [_round(key, one) for key, one in given["rounds"].items()],
            "teams": [
                {"id": key, "capacity": 100, **one}
                for key, one in given.get("teams", {"甲组": {}}).items()
            ],
            "targets": [{"id": key, "workload": 1, **one} for key, one in given["targets"].items()],
            "tiers": [{"id": TIER}],
        }
        problem = Problem.model_validate(raw, by_name=False).replace(rules=tuple(rules))
        rule.recall(tuple(_visits(problem, given.get("earlier", ""))))
        return problem

    def plan(self, problem: Problem) -> Plan:
        """The plan of the case."""
        visits = _visits(problem, self._raw["plan"])
        return Plan(
            problem,
            tuple(
                Plan.visit(problem, v.target, v.purpose, v.round, v.mode, v.team) for v in visits
            ),
        )


def _visits(problem: Problem, text: str) -> Iterator[VisitRecord]:
    for word in text.split():
        place, _, purpose = word.partition("#")
        target, _, rest = place.partition("@")
        r, *parts = rest.split("/")
        mode = next((part for part in parts if part in MODE_WORDS), "self_run")
        team = None if mode in TEAMLESS else problem.teams[0].id
        team = next((part for part in parts if part not in MODE_WORDS), team)
        yield VisitRecord(target, purpose or "coverage", r, mode, team)


def _round(key: str, written: str | dict[str, Any]) -> dict[str, Any]:
    rest = {"days": written} if isinstance(written, str) else dict(written)
    start, end = rest.pop("days").split("..")
    return {"id": key, "start": start, "end": end, "modes": COUNTING, **rest}


def rows() -> list[Row]:
    """Every case of every table."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        tree = parse(path.read_bytes(), path.name)
        found += [Row(path.stem, case, tree) for case in tree.value["cases"]]
    return found
