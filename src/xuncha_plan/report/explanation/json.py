"""An explanation as JSON: every answer in figures, and in the reader's language."""

from collections.abc import Mapping
from fractions import Fraction

from xuncha_plan.check.alternatives import Moved
from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Finding, Language, Problem, Rule, Visit, VisitRecord
from xuncha_plan.report.diff.json import number
from xuncha_plan.report.explanation.reasons import (
    Explanation,
    Row,
    also_changed,
    cost,
    is_proved,
    least_cost,
)
from xuncha_plan.report.json_text import json_text
from xuncha_plan.solver.explanation import Answer, TierAnswer

FORMAT_VERSION = 1


def explanation_json(explanation: Explanation, language: Language) -> str:
    """One document: `now`, `bonds`, and `places` with both answers each."""
    problem = explanation.plan.problem
    document = {
        "format_version": FORMAT_VERSION,
        "target": explanation.target.id,
        "purpose": explanation.purpose,
        "now": [_visit(visit) for visit in explanation.now],
        "tiers": [{"id": t, "value": number(x)} for t, x in explanation.values.items()],
        "bonds": [
            {
                **rule_of(bond.rule, bond.code),
                "forbids": {key: len(wishes) for key, wishes in bond.forbids.items()},
                "costs": [number(x) for x in sorted(set(bond.costs.values()))],
            }
            for bond in explanation.bonds()
        ],
        "places": [
            {
                "varies": section,
                "wish": _wish(row.wish),
                "is_there": explanation.is_met(row),
                "alone": _moved(row.moved, language),
                "rearranged": _answer(row, explanation, problem),
            }
            for section, rows in explanation.sections.items()
            for row in rows
        ],
    }
    return json_text(document)


def rule_of(rule: Rule | None, code: str) -> dict[str, object]:
    """A rule by what it is called and where it is written; a built-in requirement by its code."""
    place = None if rule is None else rule.place
    return {
        "rule": code,
        "name": None if rule is None else rule.title_or_name,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "source": None if rule is None else rule.source,
        "tier": None if rule is None else rule.tier,
    }


def _wish(wish: Wish) -> dict[str, str | None]:
    return {"round": wish.round, "mode": wish.mode, "team": wish.team}


def _visit(visit: Visit) -> dict[str, str | None]:
    return visit_of(VisitRecord.of(visit))


def visit_of(one: VisitRecord) -> dict[str, str | None]:
    """A visit by ids."""
    return {
        "target": one.target,
        "purpose": one.purpose,
        "round": one.round,
        "mode": one.mode,
        "team": one.team,
    }


def _moved(moved: Moved | None, language: Language) -> dict[str, object] | None:
    if moved is None:
        return None
    return {
        "visit": _visit(moved.visit),
        "instead_of": None if moved.instead_of is None else _visit(moved.instead_of),
        "allowed": not moved.forbidden,
        "forbidden": [_finding(finding, language) for finding in moved.forbidden],
        "costs": _by_tier(moved.costs),
        "causes": [{**rule_of(rule, rule.word), "cost": number(by)} for rule, by in moved.causes],
    }


def _finding(finding: Finding, language: Language) -> dict[str, object]:
    return {
        **rule_of(finding.rule, finding.code),
        "amount": number(finding.amount),
        "message": finding.say(language),
        "words": {"zh": finding.say("zh"), "en": finding.say("en")},
    }


def _by_tier(values: Mapping[str, Fraction]) -> dict[str, int | float | None]:
    return {tier: number(value) for tier, value in values.items()}


def _answer(row: Row, explanation: Explanation, problem: Problem) -> dict[str, object] | None:
    if row.answer is None:
        return None
    visits = row.answer.visits
    also = [] if visits is None else also_changed(explanation.plan, row.wish, visits)
    return {
        **answer_of(row.answer),
        "culprits": [rule_of(problem.rules[i], problem.rules[i].word) for i in row.answer.culprits],
        "changed": [visit_of(one) for one in also],
    }


def answer_of(answer: Answer) -> dict[str, object]:
    """A solver's answer in figures."""
    return {
        "verdict": answer.verdict,
        "engines": sorted(answer.engines),
        "tiers": [_tier(one) for one in answer.tiers],
        "remark": None if answer.remark is None else answer.remark.say("en"),
    }


def _tier(one: TierAnswer) -> dict[str, object]:
    return {
        "id": one.tier,
        "now": number(one.now),
        "value": number(one.value),
        "bound": number(one.bound),
        "cost": number(cost(one)),
        "least_cost": number(least_cost(one)),
        "proved": is_proved(one),
        "engines": sorted(one.engines),
    }
