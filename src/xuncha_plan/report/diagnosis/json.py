"""A diagnosis as JSON, in the form that other programs rely on."""

from fractions import Fraction

from xuncha_plan.model import Language, Problem, Rule, decimal
from xuncha_plan.model.diagnosis import Conflict, Diagnosis, GivesWay, Step, WayOut
from xuncha_plan.report.asked import asked
from xuncha_plan.report.diagnosis.sentences import assurances, called, headline, not_less, step
from xuncha_plan.report.json_text import json_text

FORMAT_VERSION = 1
MORE = {"MoreTeams": "teams", "MoreRounds": "rounds", "MoreWeeks": "weeks"}


def diagnosis_json(diagnosis: Diagnosis, problem: Problem, language: Language) -> str:
    """One document; words are in the reader's language, numbers rounded to four decimals."""
    return json_text(
        {
            "format_version": FORMAT_VERSION,
            "words": headline(diagnosis).say(language),
            "complete": diagnosis.is_complete,
            "conflicts": [_conflict(one, problem, language) for one in diagnosis.conflicts],
            "ways_out": [_way(one, problem, language) for one in diagnosis.ways],
        }
    )


def _conflict(conflict: Conflict, problem: Problem, language: Language) -> dict[str, object]:
    stop = "。" if language == "zh" else ". "
    told = [asked(member.rule, problem).say(language) for member in conflict.members]
    told += [sentence.say(language) for sentence in conflict.chain]
    return {
        "rules": [_rule(member.rule, problem, language) for member in conflict.members],
        "words": stop.join(told),
        "chain": [sentence.say(language) for sentence in conflict.chain],
        "limits": ["capacity"] if conflict.needs_capacity else [],
        "minimal": conflict.is_minimal,
        "proof": conflict.proof,
        "assurances": [sentence.say(language) for sentence in assurances(conflict)],
    }


def _rule(rule: Rule, problem: Problem, language: Language) -> dict[str, object]:
    place = rule.place
    return {
        "name": called(rule),
        "rule": rule.word,
        "line": place.line if place else None,
        "file": place.file if place else None,
        "source": rule.source,
        "words": asked(rule, problem).say(language),
    }


def _way(way: WayOut, problem: Problem, language: Language) -> dict[str, object]:
    steps = [_step(one, problem, language) for one in way.steps]
    comma = "；" if language == "zh" else "; "
    return {
        "rule": " + ".join(str(one["rule"]) for one in steps),
        "amount": number(sum((_amount(one) for one in way.steps), Fraction(0))),
        "cost": number(way.cost),
        "words": comma.join(str(one["words"]) for one in steps),
        "proof": way.proof,
        "least": not_less(way).say(language),
        "steps": steps,
    }


def _step(one: Step, problem: Problem, language: Language) -> dict[str, object]:
    name = called(one.rule) if isinstance(one, GivesWay) else MORE[type(one).__name__]
    return {
        "rule": name,
        "amount": number(_amount(one)),
        "cost": number(one.cost),
        "words": step(one, problem).say(language),
    }


def _amount(one: Step) -> Fraction:
    """By how much: in the rule's own unit, or so many teams, rounds or team-weeks."""
    return one.amount if isinstance(one, GivesWay) else Fraction(one.number)


def number(value: Fraction) -> int | float:
    """A number that JSON can hold, rounded to four decimals."""
    return int(value) if value.denominator == 1 else float(decimal(value))
