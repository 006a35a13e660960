"""Seeded districts of the make of problems/rich-134.yaml: `python instances.py SEED TARGETS TEAMS`.

Half of the targets are towns with their villages, half departments and schools; joint,
synchronised, cross-regional and elevated visits, look-backs with lag by another team, reserve,
milestones, quotas, recusals, blackouts and pins; five tiers. A plan is made first and the rules
ask no more than it does, so that each district has a plan. About 33 targets a team fill two thirds
of the term.
"""

from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import yaml
from hidden_plan import WEEK, Hidden, NoRoom, Room, Span, Unit, Visited

Raw = dict[str, Any]
ROOT = Path(__file__).parent.parent
CAPACITY = 10  # team-weeks of a team in a round
SECTORS = {f"s{i}": f"行业{i}" for i in range(1, 10)}
REGIONS = {f"r{i}": f"地域{i}" for i in range(1, 9)}
KINDS = {"town": "镇街", "village": "村（社区）", "dept": "区直单位", "school": "学校"}
SCHOOLS, SYNCHRONISED, TAG = "s3", "s5", "提级"
TIERS = ("risk", "rounds", "spread", "teams", "compact")
SEASONS = (("03-02", "05-26"), ("06-01", "08-25"), ("09-07", "12-01"))
JOINT = {2028: ("s1", "s2", "s3"), 2029: ("s3", "s4"), 2030: ("s6", "s7"), 2031: ("s7", "s8", "s9")}
MILESTONES = {2027: 18, 2028: 42, 2029: 65, 2030: 86}
PINNED = ("2027-1", "2028-2", "2029-2", "2030-2")
ORDINALS = "一二三"


@dataclass(frozen=True)
class Instance:
    """A problem and a plan that keeps its rules, both as a file's data."""

    problem: Raw
    plan: Raw


def made(seed: int, targets: int, teams: int) -> Instance:
    """The district of a seed; NoRoom where so few teams cannot take so many targets."""
    random = Random(f"{seed}/{targets}/{teams}")
    listed = list(_targets(random, targets))
    rounds = list(_rounds())
    groups = [_team(i) for i in range(teams)]
    hidden = _hidden(random, listed, rounds, groups)
    problem = {
        "format": 1,
        "jurisdiction": {"name": f"合成辖区{targets}-{seed}", "superior": "合成市"},
        "term": {"name": "第一届", "start": "2026-10-01", "end": "2031-09-30"},
        "sectors": SECTORS,
        "regions": REGIONS,
        "kinds": KINDS,
        "rounds": rounds,
        "teams": groups,
        "targets": listed,
        "tiers": [{"id": tier, "tolerance": "1%"} for tier in TIERS],
        "rules": list(_rules(random, listed, rounds, groups, hidden)),
    }
    return Instance(problem, {"format": 1, "visits": [_record(v, rounds) for v in hidden.visits]})


# What there is.


def _rounds() -> Iterator[Raw]:
    for year in range(2027, 2032):
        seasons = {2027: SEASONS[1:], 2031: SEASONS[:2]}.get(year, SEASONS)
        for i, (start, end) in enumerate(seasons):
            joint = ["joint", "elevated"] if start == SEASONS[0][0] else ["cross_region"]
            yield {
                "id": f"{year}-{i + 1}",
                "name": f"{year}年第{ORDINALS[i]}轮",
                "start": f"{year}-{start}",
                "end": f"{year}-{end}",
                "modes": ["self_run", *joint, "synchronized"],
            }


def _team(i: int) -> Raw:
    home = f"r{i % len(REGIONS) + 1}"
    return {"id": f"t{i + 1}", "name": f"第{i + 1}巡察组", "home": home, "capacity": CAPACITY}


def _targets(random: Random, count: int) -> Iterator[Raw]:
    towns, villages = round(count * 0.3), round(count * 0.22)
    heads = [_town(random, i + 1) for i in range(towns)]
    yield from heads
    for i in range(towns, towns + villages):
        yield _village(random, i + 1, random.choice(heads))
    for i in range(towns + villages, count):
        yield _office(random, i + 1)


def _town(random: Random, i: int) -> Raw:
    sector = random.choice(("s1", "s1", "s2", "s4"))
    its = {"id": f"T{i:05}", "kind": "town", "sector": sector, "region": _region(random)}
    return {**its, "workload": random.choice((4, 5, 6)), **_risk(random), **_grade(random)}


def _village(random: Random, i: int, town: Raw) -> Raw:
    its = {"id": f"V{i:05}", "kind": "village", "sector": town["sector"], "region": town["region"]}
    work = random.choice((0.3, 0.4, 0.5))
    return {**its, "workload": work, **_risk(random), "parent": town["id"]}


def _office(random: Random, i: int) -> Raw:
    sector = random.choices(list(SECTORS), (3, 2, 2, 2, 1, 1, 1, 1, 1))[0]
    kind = "school" if sector == SCHOOLS else "dept"
    its = {"id": f"{kind[0].upper()}{i:05}", "kind": kind, "sector": sector}
    its |= {"region": _region(random), "workload": random.choice((1.5, 2, 2, 2.5))}
    tags = {"tags": [TAG]} if kind == "dept" and random.random() < 0.1 else {}
    return {**its, **_risk(random), **tags, **_grade(random)}


def _region(random: Random) -> str:
    return random.choice(list(REGIONS))


def _risk(random: Random) -> Raw:
    return {"risk": random.choices((1, 2, 3, 4, 5), (1, 3, 4, 2, 1))[0]}


def _grade(random: Random) -> Raw:
    return {"last_grade": "poor"} if random.random() < 0.08 else {}


# The plan that is there before the rules.


def _units(targets: list[Raw]) -> list[Unit]:
    children: dict[str, list[Raw]] = {}
    for one in targets:
        if "parent" in one:
            children.setdefault(one["parent"], []).append(one)
    heads = (one for one in targets if "parent" not in one)
    return [_unit(one, children.get(one["id"], [])) for one in heads]


def _unit(head: Raw, children: list[Raw]) -> Unit:
    own, *others = (round(one["workload"] * WEEK) for one in (head, *children))
    ids = tuple(one["id"] for one in (head, *children))
    poor, tagged = head.get("last_grade") == "poor", TAG in head.get("tags", ())
    whole = own + sum(others)
    return Unit(ids, head["kind"], head["sector"], head["region"], whole, own, poor, tagged)


def _hidden(random: Random, targets: list[Raw], rounds: list[Raw], teams: list[Raw]) -> Hidden:
    spans = tuple(
        Span(r["id"], _day(r["start"]), _day(r["end"]), tuple(r["modes"])) for r in rounds
    )
    homes = {team["id"]: team["home"] for team in teams}
    hidden = Hidden(spans, Room(homes, CAPACITY * WEEK, len(spans)), random)
    units = _units(targets)
    random.shuffle(units)
    units.sort(key=lambda unit: -unit.work)
    left = _special_modes(random, hidden, units, spans, len(targets))
    early = [i for i in range(len(spans)) if hidden.late_enough(i)]
    for unit in left:
        allowed = hidden.open_to(unit)
        hidden.cover([unit], [i for i in allowed if i in early] if unit.poor else allowed)
    hidden.look_back(units, _share(targets, 8))
    _forget(targets, hidden)
    return hidden


def _special_modes(
    random: Random, hidden: Hidden, units: list[Unit], spans: tuple[Span, ...], count: int
) -> list[Unit]:
    """Cover what goes in modes of its own; the other units are left."""
    left = [unit for unit in units if unit.sector != SYNCHRONISED]
    first = random.randrange(2, len(spans) - 5)
    hidden.cover((u for u in units if u.sector == SYNCHRONISED), [first, first + 1], "synchronized")
    springs = [i for i, span in enumerate(spans) if "joint" in span.modes]
    for i in springs:
        sectors = JOINT[spans[i].start.year]
        its = [u for u in left if u.sector in sectors and not u.poor and len(u.ids) == 1]
        joint = its[::-1][: max(1, round(count * 0.02))]  # the smallest
        hidden.cover(joint, [i], "joint")
        left = _without(left, joint)
    raised = [unit for unit in left if unit.tagged and not unit.poor][::2]
    hidden.cover(raised, springs, "elevated")
    return _without(left, raised)


def _without(units: list[Unit], covered: list[Unit]) -> list[Unit]:
    done = {unit.ids[0] for unit in covered}
    return [unit for unit in units if unit.ids[0] not in done]


def _forget(targets: list[Raw], hidden: Hidden) -> None:
    """A poor grade that found no look-back is none."""
    seen = {visit.target for visit in hidden.visits if visit.purpose == "lookback"}
    for one in targets:
        if one["id"] not in seen:
            one.pop("last_grade", None)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _share(targets: list[Raw], percent: int) -> int:
    return round(len(targets) * percent / 100)


def _record(visit: Visited, rounds: list[Raw]) -> Raw:
    its: Raw = {"target": visit.target, "purpose": visit.purpose}
    its |= {"round": rounds[visit.round]["id"], "mode": visit.mode}
    return its if visit.team is None else {**its, "team": visit.team}


# What the rules ask.


def _rules(
    random: Random, targets: list[Raw], rounds: list[Raw], teams: list[Raw], hidden: Hidden
) -> Iterator[Raw]:
    yield from _milestones(targets, rounds, hidden)
    yield from _directives(targets, rounds, hidden)
    yield {"rule": "together", "name": "巡镇带村", "by": "parent", "same_team": True}
    exams = {"from": "06-05", "to": "06-28", "yearly": True}
    yield {"rule": "blackout", "name": "考试季", "where": {"kind": "school"}, **exams}
    yield from _quotas(targets, hidden)
    yield from _recusals(random, targets, teams, hidden)
    yield from _pins(random, rounds, hidden)
    yield from _wishes()


def _milestones(targets: list[Raw], rounds: list[Raw], hidden: Hidden) -> Iterator[Raw]:
    covered = [rounds[v.round]["end"] for v in hidden.visits if v.purpose == "coverage"]
    for year, percent in MILESTONES.items():
        by = f"{year}-12-31"
        reached = sum(end <= by for end in covered) * 100 // len(targets)
        least = f"{min(percent, reached)}%"
        yield {"rule": "milestone", "name": f"{year}年底覆盖", "by": by, "at_least": least}


def _directives(targets: list[Raw], rounds: list[Raw], hidden: Hidden) -> Iterator[Raw]:
    order = "市委巡察办年度安排"
    for i, r in enumerate(rounds):
        if "joint" in r["modes"]:
            sectors = list(JOINT[int(r["id"][:4])])
            done = sum(v.mode == "joint" and v.round == i for v in hidden.visits)
            its = {"rule": "directive", "name": f"市区联动{r['id']}", "source": order}
            its |= {"mode": "joint", "rounds": [r["id"]], "where": {"sector": sectors}}
            yield {**its, "at_least": done}
    where = {"where": {"sector": SYNCHRONISED}}
    every = [r["id"] for r in rounds]
    its = {"rule": "directive", "name": "系统同步", "mode": "synchronized"}
    yield {**its, "rounds": every, **where}
    yield {"rule": "eligible", "name": "同步行业只走同步", **where, "modes": ["synchronized"]}
    yield {"rule": "together", "name": "同步行业连续两轮内", **where, "by": "sector", "within": 1}
    springs = [r["id"] for r in rounds if "elevated" in r["modes"]]
    its = {"rule": "directive", "name": "提级", "mode": "elevated", "rounds": springs}
    most = max(_share(targets, 5), sum(v.mode == "elevated" for v in hidden.visits))
    yield {**its, "where": {"tag": TAG}, "at_most": most}


def _quotas(targets: list[Raw], hidden: Hidden) -> Iterator[Raw]:
    cross = {"rule": "limit", "modes": ["cross_region"], "unit": "workload"}
    share = _share_of_cross(targets, hidden)
    least, most = f"{min(10, int(share))}%", f"{max(30, int(share) + 1)}%"
    yield {**cross, "name": "异地交叉不少于一成", "at_least": least}
    yield {**cross, "name": "异地交叉不多于三成", "at_most": most}
    heads = {"where": {"kind": ["town", "dept", "school"]}}
    yield {"rule": "limit", "name": "一托三", **heads, "per": ["round", "team"], "at_most": 3}
    yield {"rule": "reserve", "name": "机动力量", "share": "10%", "per": "year"}
    done = sum(v.purpose == "lookback" for v in hidden.visits)
    back = {
        "rule": "lookback",
        "name": "回头看",
        **heads,
        "at_least": min(done, _share(targets, 8)),
    }
    must = {"last_grade": "poor", "kind": ["town", "dept"]}
    yield {**back, "after_days": 240, "must": must, "workload_share": 0.5, "other_team": True}


def _share_of_cross(targets: list[Raw], hidden: Hidden) -> float:
    """What cross-region visits make of all work, in percent."""
    work = {one["id"]: one["workload"] for one in targets}
    sizes = [work[v.target] / (2 if v.purpose == "lookback" else 1) for v in hidden.visits]
    cross = (s for s, v in zip(sizes, hidden.visits, strict=True) if v.mode == "cross_region")
    return 100 * sum(cross) / sum(sizes)


def _recusals(
    random: Random, targets: list[Raw], teams: list[Raw], hidden: Hidden
) -> Iterator[Raw]:
    for region in REGIONS:
        local = [team["id"] for team in teams if team["home"] == region]
        if local:
            its = {"rule": "recusal", "name": f"地域回避{region}", "teams": local}
            yield {**its, "where": {"region": region}, "reason": "地域"}
    busy = {(visit.target, visit.team) for visit in hidden.visits}
    offices = [one["id"] for one in targets if one["kind"] == "dept"]
    chosen = random.sample(offices, min(len(offices), _share(targets, 5)))
    for i, target in enumerate(chosen):
        free = [team["id"] for team in teams if (target, team["id"]) not in busy]
        if free:
            its = {"rule": "recusal", "name": f"任职回避{i + 1}", "teams": [random.choice(free)]}
            yield {**its, "where": {"id": target}, "reason": "任职"}


def _pins(random: Random, rounds: list[Raw], hidden: Hidden) -> Iterator[Raw]:
    for r in PINNED:
        fits = [
            v.target
            for v in hidden.visits
            if rounds[v.round]["id"] == r and v.purpose == "coverage"
            if v.mode == "self_run" and v.target[0] == "D"
        ]
        if fits:
            one = random.choice(sorted(fits))
            its = {"rule": "pinned", "name": f"已定{one}", "target": one}
            yield {**its, "round": r, "mode": "self_run"}


def _wishes() -> Iterator[Raw]:
    early = {"rule": "early", "name": "风险高者先", "where": {"risk": ">=3"}, "weight_by": "risk"}
    yield {**early, "per": "year", "tier": "risk"}
    both = {"unit": "load", "purposes": ["coverage", "lookback"], "measure": "range"}
    yield {"rule": "balance", "name": "各轮均衡", "over": "round", **both, "tier": "rounds"}
    spread = {"rule": "balance", "over": "year", "tier": "spread"}
    yield {**spread, "name": "地域年度均衡", "by": "region"}
    others = [sector for sector in SECTORS if sector != SYNCHRONISED]
    yield {**spread, "name": "行业年度均衡", "where": {"sector": others}, "by": "sector"}
    yield {
        "rule": "balance",
        "name": "各组均衡",
        "by": "team",
        "over": "term",
        **both,
        "tier": "teams",
    }
    few = {"of": "region", "per": ["round", "team"], "at_most": 1, "tier": "compact"}
    yield {"rule": "distinct", "name": "一组一轮少跨地域", **few}


# As a file.

ROWS = frozenset({"rounds", "teams", "targets", "rules", "visits"})


def written(raw: Raw, made_by: str) -> str:
    """A problem or plan as a planner would write it: a row a line."""
    lines = [f"# made by: {made_by}"]
    for key, value in raw.items():
        if key in ROWS:
            lines += [f"{key}:", *(f"  - {_flow(row)}" for row in value)]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join([*lines, ""])


def _flow(value: Any) -> str:
    text = yaml.dump(
        value,
        Dumper=_Flow,
        default_flow_style=True,
        allow_unicode=True,
        sort_keys=False,
        width=float("inf"),
    )
    return text.removesuffix("...\n").strip()


class _Flow(yaml.SafeDumper):
    """Leaves dates unquoted, as planners write them, and repeats what is the same."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Flow.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for key, found in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def name(seed: int, targets: int, teams: int) -> str:
    """What the file of a district is called."""
    return f"rich-{targets}-{teams}-seed{seed}.yaml"


def main() -> None:
    """Write a district and, beside it, the plan that it was made from."""
    parser = ArgumentParser(description=__doc__)
    for what in ("seed", "targets", "teams"):
        parser.add_argument(what, type=int)
    parser.add_argument("--folder", type=Path, default=ROOT / "out" / "benchmarks" / "instances")
    args = parser.parse_args()
    try:
        print(store(args.folder, args.seed, args.targets, args.teams))
    except NoRoom as error:
        raise SystemExit(str(error)) from None


def store(folder: Path, seed: int, targets: int, teams: int) -> Path:
    """Write the district of a seed into a folder; the problem's path."""
    one, by = made(seed, targets, teams), f"instances.py {seed} {targets} {teams}"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name(seed, targets, teams)
    path.write_text(written(one.problem, by), encoding="utf-8")
    plan = path.with_name(f"{path.stem}-hidden-plan.yaml")
    plan.write_text(written(one.plan, by), encoding="utf-8")
    return path


if __name__ == "__main__":
    main()
