"""A district's problem with what the superior decided about it, as one self-contained file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xuncha_plan.files.problem_file import Reading, problem_from
from xuncha_plan.files.problem_text import problem_text
from xuncha_plan.files.stated import stated
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import ModeId, Problem, decimal
from xuncha_plan.model.modes import CATALOGUE
from xuncha_plan.model.quantity import Plain
from xuncha_plan.net.model import (
    Decisions,
    Elevation,
    Net,
    NetRule,
    Order,
    Quota,
    Sending,
    Summary,
    Taking,
)
from xuncha_plan.net.model.rules import Campaign, Elevated, Milestone

MARK = "上级"  # how names of rules begin that the superior's decisions add
HEAD = """# {district}：部署后的问题文件，由 net solve 生成；名称以“{mark}·”开头的规则来自上级安排。
# 改动请在区县自己的问题文件中做，再运行 net solve。
# (The problem as ordered, made by `net solve`; rules named `{mark}·…` are the superior's.)

"""
Rule = Mapping[str, object]


@dataclass(frozen=True)
class Ordered:
    """The file, and which decision each of the rules that it adds comes from."""

    text: bytes
    orders: Mapping[str, Order] = field(default_factory=dict)

    def read(self, path: Path) -> Reading:
        """The problem as ordered; `path` is what its places name."""
        return problem_from(parse(self.text, str(path)), path)


def ordered(
    net: Net,
    summaries: Mapping[str, Summary],
    district: str,
    problem: Problem,
    decisions: Decisions,
) -> Ordered:
    """The district's problem with its part of the decisions."""
    writing = _Writing(net, summaries, summaries[district], problem)
    its = decisions.of(district)
    writing.send([s for s in its.sendings if s.sender == district])
    writing.receive([s for s in its.sendings if s.host == district])
    for taking in its.takings:
        writing.take(taking)
    for elevation in its.elevations:
        writing.elevate(elevation)
    for quota in its.quotas:
        writing.answer_for(quota)
    head = HEAD.format(district=summaries[district].title, mark=MARK)
    return Ordered((head + problem_text(writing.values)).encode(), writing.orders)


class _Writing:
    """The values of a problem file, changed decision by decision."""

    def __init__(
        self, net: Net, summaries: Mapping[str, Summary], own: Summary, problem: Problem
    ) -> None:
        self._net, self._summaries, self._own, self._problem = net, summaries, own, problem
        # a file's values are of any type
        self.values: dict[str, Any] = {**stated(problem)}
        self._rounds = {r["id"]: r for r in self.values.get("rounds", ())}
        self._teams = {t["id"]: t for t in self.values.get("teams", ())}
        self.values["rules"] = list(self.values.get("rules", ()))
        self._names = {rule.get("name") for rule in self.values["rules"]}
        self.orders: dict[str, Order] = {}

    def send(self, sendings: list[Sending]) -> None:
        """Takes the teams that are away out of their rounds."""
        for sending in sendings:
            its = self._own.maps[sending.round]
            present = {r for r in self._rounds if sending.team in self._problem.present(r)}
            team = self._teams[sending.team]
            stated_rounds = team.get("rounds", sorted(present, key=self._problem.index.__getitem__))
            team["rounds"] = [r for r in stated_rounds if r != its]

    def receive(self, sendings: list[Sending]) -> None:
        """Adds the teams that come, and what they do here."""
        if not sendings:
            return
        guests: dict[str, list[Sending]] = {}
        for sending in sendings:
            guests.setdefault(self._guest(sending), []).append(sending)
        opened = [
            r
            for r in dict.fromkeys(self._own.maps[s.round] for s in sendings)
            if self._admit(r, "cross_region")
        ]
        others = [mode for mode in CATALOGUE if mode != "cross_region"]
        self._add(
            "互派·派来组只做异地交叉",
            sendings[0],
            {"rule": "limit", "teams": list(guests), "modes": others, "at_most": Plain("0")},
        )
        own = [t.id for t in self._problem.teams]
        if opened and own:
            away = {"rule": "limit", "teams": own, "modes": ["cross_region"], "rounds": opened}
            self._add("互派·本级组不做异地交叉", sendings[0], {**away, "at_most": Plain("0")})
        for guest, its in guests.items():
            for sending in its:
                self._ask_visits(guest, sending)

    def _guest(self, sending: Sending) -> str:
        sender = self._summaries[sending.sender]
        team, home = sender.teams[sending.team], sender.title
        name = f"{sending.sender}.{sending.team}"
        while name in self._problem.team:
            name += "+"
        its = self._own.maps[sending.round]
        if name in self._teams:
            self._teams[name]["rounds"].append(its)
            return name
        guest = {
            "id": name,
            "name": f"{sender.title}{team.title}",
            "home": f"{home}（派出）" if home in self._problem.regions else home,
            "rounds": [its],
        }
        if team.capacity is not None:
            guest["capacity"] = Plain(decimal(team.capacity))
        self._teams[name] = guest
        self.values.setdefault("teams", []).append(guest)
        return name

    def _ask_visits(self, guest: str, sending: Sending) -> None:
        if sending.visits:
            wanted: Rule = {
                "rule": "limit",
                "teams": [guest],
                "rounds": [self._own.maps[sending.round]],
                "modes": ["cross_region"],
                "purposes": ["coverage"],
                "at_least": Plain(str(sending.visits)),
            }
            title = self._net.round[sending.round].title
            self._add(f"互派·{title}·{self._teams[guest]['name']}", sending, wanted)

    def take(self, taking: Taking) -> None:
        """Admits a campaign's mode to its targets, and asks for their number."""
        rule = self._rule(taking.rule)
        assert isinstance(rule, Campaign)
        its = self._own.maps[taking.round]
        targets = [t.id for t in self._problem.targets if rule.takes(t, taking.sector)]
        self._admit(its, rule.mode)
        directive = {
            "rule": "directive",
            "mode": rule.mode,
            "rounds": [its],
            "targets": targets,
            "at_least": Plain(str(taking.at_least)),
        }
        if taking.at_most is not None:
            directive["at_most"] = Plain(str(taking.at_most))
        title = f"{taking.rule}·{self._net.round[taking.round].title}"
        sector = self._problem.sectors.get(taking.sector, taking.sector)
        self._add(f"{title}·{sector}" if sector else title, taking, directive)
        if taking.workload is not None:
            strength = {
                "rule": "limit",
                "targets": targets,
                "rounds": [its],
                "modes": [rule.mode],
                "purposes": ["coverage"],
                "unit": "workload",
                "at_most": Plain(decimal(taking.workload)),
            }
            self._add(f"{title}·{sector}·力量" if sector else f"{title}·力量", taking, strength)

    def elevate(self, elevation: Elevation) -> None:
        """Puts a target's coverage, or a special visit beside it, into the superior's hands."""
        rule = self._rule(elevation.rule)
        assert isinstance(rule, Elevated)
        its = self._own.maps[elevation.round]
        where = {"rounds": [its], "targets": [elevation.target]}
        name = f"{elevation.rule}·{self._problem.target[elevation.target].title}"
        counted = "1" if rule.counts_for_host else "0"
        admitted = {"rule": "directive", "mode": "elevated", **where, "at_most": Plain(counted)}
        self._add(f"{name}·准许", elevation, admitted)
        if rule.counts_for_host:
            self._admit(its, "elevated")
            pin = {"target": elevation.target, "round": its, "mode": "elevated"}
            self._add(name, elevation, {"rule": "pinned", **pin})
            return
        purposes = self._rounds[its].get("purposes")
        if purposes is not None and "special" not in purposes:
            purposes.append("special")
        self._add(name, elevation, {"rule": "special", "mode": "elevated", **where})

    def answer_for(self, quota: Quota) -> None:
        """Asks for the district's part of a milestone over the net."""
        rule = self._rule(quota.rule)
        assert isinstance(rule, Milestone)
        its: dict[str, object] = {
            "rule": "milestone",
            "by": rule.by,
            "at_least": Plain(decimal(quota.at_least)),
        }
        if rule.where is not None:
            its["targets"] = [t.id for t in self._problem.targets if rule.where.takes(t)]
        if rule.unit != "count":
            its["unit"] = rule.unit
        self._add(quota.rule, quota, its)

    def _rule(self, title: str) -> NetRule:
        return next(rule for rule in self._net.rules if rule.title_or_name == title)

    def _admit(self, own_round: str, mode: ModeId) -> bool:
        """Lets coverage use a mode in a round; whether it could not before."""
        its = self._rounds[own_round]
        modes = its.setdefault("modes", ["self_run"])
        if mode in modes:
            return False
        modes.append(mode)
        return True

    def _add(self, name: str, order: Order, rule: Rule) -> None:
        unique = next(n for n in _numbered(f"{MARK}·{name}") if n not in self._names)
        self._names.add(unique)
        self.orders[unique] = order
        self.values["rules"].append({"rule": rule["rule"], "name": unique, **rule})


def _numbered(name: str) -> Iterator[str]:
    yield name
    for i in range(2, 1_000_000):
        yield f"{name}·{i}"
