"""The reference district is what its own head comment says."""

import re
from collections import Counter, defaultdict
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import holidays
import pytest

from xuncha_plan.files.problem_file import Reading, read_problem
from xuncha_plan.model import Problem
from xuncha_plan.rules.milestone import Milestone
from xuncha_plan.rules.reserve import Reserve

FILE = Path(__file__).parents[2] / "data" / "targets.yaml"
TEXT = FILE.read_text(encoding="utf-8")
ROW = re.compile(r"#   (\S+) +(\d+) +([\d.]+)")


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_problem(FILE)


@pytest.fixture(scope="module")
def problem(reading: Reading) -> Problem:
    return reading.problem


def rows_under(heading: str) -> dict[str, tuple[int, Fraction]]:
    block = TEXT.split(f"# {heading}", 1)[1].split("\n#\n", 1)[0]
    found = (ROW.fullmatch(line) for line in block.splitlines())
    return {row[1]: (int(row[2]), Fraction(row[3])) for row in found if row}


def test_it_loads_without_a_warning(reading: Reading) -> None:
    assert [warning.say("en") for warning in reading.warnings] == []


def test_the_counts_and_the_work_are_those_of_its_head(problem: Problem) -> None:
    count: Counter[str] = Counter()
    work: dict[str, Fraction] = defaultdict(Fraction)
    for target in problem.targets:
        for name in (problem.kinds[target.kind or ""], "合计"):
            count[name] += 1
            work[name] += target.workload
    assert {name: (count[name], work[name]) for name in count} == rows_under("有多少事")
    assert count["合计"] == 134


def test_the_strength_is_that_of_its_head(problem: Problem) -> None:
    first, others = problem.ordered[0].id, [r.id for r in problem.ordered[1:]]
    once, later = problem.capacity([first]), problem.capacity(others)
    assert rows_under("有多少力量") == {
        "首轮（四个组）": (1, once),
        "其余各轮（五个组）": (len(others), later),
        "合计": (len(problem.rounds), once + later),
        "留足机动后": (len(problem.rounds), once * Fraction("0.8") + later * Fraction("0.9")),
    }
    assert {len(problem.present(r)) for r in others} == {5}
    assert len(problem.present(first)) == 4


def test_the_reserve_rules_keep_what_the_head_says(problem: Problem) -> None:
    kept = {(rule.share, rule.per) for rule in problem.rules if isinstance(rule, Reserve)}
    assert kept == {(Fraction("0.2"), "year"), (Fraction("0.1"), "year")}


def test_every_name_of_a_dimension_is_used(problem: Problem) -> None:
    for names, dimension in (
        (problem.kinds, "kind"),
        (problem.sectors, "sector"),
        (problem.regions, "region"),
    ):
        assert {v for t in problem.targets for v in t.values(dimension)} == set(names)
    assert (len(problem.regions), len(problem.sectors)) == (6, 8)


def test_names_of_targets_are_unique(problem: Problem) -> None:
    assert len({target.name for target in problem.targets}) == 134


def test_every_village_goes_with_a_town_of_its_region(problem: Problem) -> None:
    for village in problem.targets:
        if village.kind == "village":
            town = problem.target[village.parent or ""]
            assert (town.kind, town.region) == ("town", village.region)
        else:
            assert village.parent is None


def test_a_town_with_its_villages_fits_into_one_team(problem: Problem) -> None:
    families = problem.families(frozenset(problem.target)).values()
    largest = max(sum(problem.target[t].workload for t in family) for family in families)
    assert largest == max(team.capacity or 0 for team in problem.teams) == 7


def test_one_target_a_line_in_half_team_weeks(problem: Problem) -> None:
    lines = re.findall(r"^  - \{id: (\w+), name: .*\bworkload: .*\}$", TEXT, re.MULTILINE)
    assert lines == [target.id for target in problem.targets]
    assert all((2 * target.workload).denominator == 1 for target in problem.targets)
    assert {target.risk for target in problem.targets} == {1, 2, 3, 4, 5}


def test_rounds_are_working_weeks_of_60_to_82_days_clear_of_the_spring_festival(
    problem: Problem,
) -> None:
    china = holidays.country_holidays("CN", years=range(2026, 2032), language="en_US")
    feast = {day for day, name in china.items() if "Spring Festival" in name}
    assert len({day.year for day in feast}) == 6
    for r in problem.rounds:
        days = (r.end - r.start).days + 1
        assert (r.start.weekday(), r.end.weekday()) == (0, 4)
        assert 60 <= days <= 82
        assert not {r.start + timedelta(n) for n in range(days)} & feast


def test_rounds_do_not_overlap_and_fill_the_years_as_said(problem: Problem) -> None:
    for earlier, later in zip(problem.ordered, problem.ordered[1:], strict=False):
        assert earlier.end < later.start
    assert Counter(r.year for r in problem.rounds) == {
        2026: 1, 2027: 3, 2028: 3, 2029: 3, 2030: 2, 2031: 1,
    }  # fmt: skip


def test_milestones_fall_after_3_6_9_and_11_rounds(problem: Problem) -> None:
    ends = [date(year, 9, 30) for year in (2027, 2028, 2029, 2030)]
    assert [sum(r.end <= day for r in problem.rounds) for day in ends] == [3, 6, 9, 11]
    milestones = {
        rule.by: rule.at_least.value
        for rule in problem.rules
        if isinstance(rule, Milestone) and rule.where is None
    }
    shares = (Fraction(x, 100) for x in (20, 45, 70, 88))
    assert milestones == dict(zip(ends, shares, strict=True))


def test_the_own_team_that_goes_abroad_and_the_one_that_comes_take_turns(problem: Problem) -> None:
    crossing = {r.id for r in problem.rounds if "cross_region" in r.modes}
    present = {t: {r for r in problem.round if t in problem.present(r)} for t in problem.team}
    assert present["t6"] == crossing
    assert set(problem.round) - present["t5"] == crossing | {"2026-1"}
    assert problem.team["t6"].home not in problem.regions


def test_every_rule_has_a_name_and_every_hard_one_a_source(problem: Problem) -> None:
    names = [rule.name for rule in problem.rules]
    assert None not in names
    assert len(set(names)) == len(names)
    assert all(rule.source for rule in problem.rules if rule.tier is None)


def test_it_shows_what_planners_ask_for_most(problem: Problem) -> None:
    assert {rule.word for rule in problem.rules} == {
        "coverage", "window", "blackout", "eligible", "directive", "recusal", "limit",
        "milestone", "reserve", "together", "pinned", "balance", "early", "prefer",
    }  # fmt: skip
    assert {rule.tier for rule in problem.rules} - {None} == {tier.id for tier in problem.tiers}


def test_bodies_founded_or_dissolved_keep_at_least_a_year_of_rounds(problem: Problem) -> None:
    bounded = [t for t in problem.targets if t.not_before or t.not_after]
    assert {(t.not_before is None, t.not_after is None) for t in bounded} == {
        (True, False),
        (False, True),
    }
    for target in bounded:
        assert sum(problem.is_open(target, r) for r in problem.rounds) >= 3


def test_its_head_says_that_it_is_made_up() -> None:
    head = TEXT.split("\nformat:", 1)[0]
    assert "虚构" in head
    assert "Synthetic" in head
