"""Scenarios as JSON and as CSV."""

import csv
import io
import json
from collections.abc import Sequence
from fractions import Fraction

from xuncha_plan.model import Claim, Language, decimal
from xuncha_plan.report.csv_file import harmless
from xuncha_plan.report.figures import Reached
from xuncha_plan.report.scenarios.lines import FIGURE, Column, lines, work

FORMAT_VERSION = 1


def scenarios_csv(columns: Sequence[Column], language: Language) -> str:
    """The table as it is on screen: one row a figure, a column each."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    heading = [FIGURE.say(language), *(column.name for column in columns)]
    rows = ([name, *cells] for name, cells in lines(columns, language))
    writer.writerows(map(harmless, row) for row in (heading, *rows))
    return text.getvalue()


def scenarios_json(columns: Sequence[Column]) -> str:
    """One document: `scenarios` is the list, that of the file itself first."""
    document = {
        "format_version": FORMAT_VERSION,
        "scenarios": [_scenario(column) for column in columns],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _scenario(column: Column) -> dict[str, object]:
    plan = column.plan
    return {
        "name": column.name,
        "status": column.kind,
        "seconds": round(column.seconds, 1),
        "tiers": [_tier(claim) for claim in (column.record.tiers if column.record else ())],
        "milestones": [_milestone(one) for one in column.reached().values()],
        "visits": None if plan is None else len(plan.visits),
        "load": None if plan is None else _number(work(plan)),
        "capacity": _number(column.problem.capacity()),
    }


def _tier(claim: Claim) -> dict[str, object]:
    bound = None if claim.bound is None else _number(claim.bound)
    return {
        "id": claim.id,
        "value": _number(claim.value),
        "bound": bound,
        "status": claim.status,
        "proof": claim.proof,
    }


def _milestone(reached: Reached) -> dict[str, object]:
    return {
        "name": reached.name,
        "by": reached.by.isoformat(),
        "wanted": _number(reached.wanted),
        "planned": _number(reached.done),
        "reached": reached.is_reached,
    }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(decimal(value))
