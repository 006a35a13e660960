"""Findings as JSON: all of them, in both languages."""

from fractions import Fraction

from xuncha_plan.model import Language, Place, Visit, VisitRecord, decimal
from xuncha_plan.report.findings.remarks import Related, Remark, Report
from xuncha_plan.report.json_text import json_text

FORMAT_VERSION = 1


def findings_json(report: Report, language: Language) -> str:
    """One document; `message` is in the reader's language, `words` in both."""
    document = {
        "format_version": FORMAT_VERSION,
        "findings": [_remark(remark, language) for remark in report.findings],
        "warnings": [_remark(remark, language) for remark in report.warnings],
        "notes": [_remark(remark, language) for remark in report.notes],
        "ignored": [
            {**_remark(one.remark, language), "reason": one.reason} for one in report.ignored
        ],
        "tiers": [{"id": tier, "value": _number(x)} for tier, x in report.tiers.items()],
    }
    return json_text(document)


def _remark(remark: Remark, language: Language) -> dict[str, object]:
    place = remark.place
    return {
        "level": remark.level,
        "code": remark.code,
        "name": remark.name,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        **_sheet(place),
        "amount": _number(remark.amount),
        "message": remark.say(language),
        "words": {"zh": remark.say("zh"), "en": remark.say("en")},
        "visits": [_visit(visit) for visit in remark.visits],
        "related": [_related(other, language) for other in remark.related],
    }


def _related(related: Related, language: Language) -> dict[str, object]:
    place = related.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        **_sheet(place),
        "words": related.say(language),
    }


def _sheet(place: Place | None) -> dict[str, str]:
    return {"sheet": place.sheet} if place and place.sheet else {}


def _visit(visit: Visit) -> dict[str, str | None]:
    record = VisitRecord.of(visit)
    return {
        "target": record.target,
        "purpose": record.purpose,
        "round": record.round,
        "mode": record.mode,
        "team": record.team,
    }


def _number(value: Fraction) -> int | float:
    """A number that JSON can hold, rounded to four decimals as everywhere in files."""
    return int(value) if value.denominator == 1 else float(decimal(value))
