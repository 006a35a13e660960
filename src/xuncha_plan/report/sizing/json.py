"""How many would do, as JSON."""

from xuncha_plan.model import Claim, Language
from xuncha_plan.model.diagnosis import SizePoint, Sizing
from xuncha_plan.report.diagnosis.json import number
from xuncha_plan.report.json_text import json_text
from xuncha_plan.report.sizing.text import headline

FORMAT_VERSION = 1


def sizing_json(sizing: Sizing, language: Language) -> str:
    """One document: the least size, and every size that was tried."""
    return json_text(
        {
            "format_version": FORMAT_VERSION,
            "size": sizing.what,
            "words": headline(sizing, language),
            "now": number(sizing.now),
            "least": None if sizing.least is None else number(sizing.least.number),
            "complete": sizing.is_complete,
            "points": [_point(point) for point in sizing.points],
        }
    )


def _point(point: SizePoint) -> dict[str, object]:
    return {
        "number": number(point.number),
        "plan": point.has_plan,
        "proof": point.proof,
        "tiers": [_tier(claim) for claim in point.tiers],
    }


def _tier(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id,
        "value": number(claim.value),
        "bound": None if claim.bound is None else number(claim.bound),
        "status": claim.status,
    }
