"""Two plans compared, as JSON."""

import json
from collections.abc import Mapping
from fractions import Fraction

from xuncha_plan.model import Language, VisitRecord, decimal
from xuncha_plan.report.diff.changes import KINDS, Diff, Move, Side, Tally
from xuncha_plan.report.diff.naming import Called
from xuncha_plan.report.diff.words import sentence

FORMAT_VERSION = 1


def diff_json(
    diff: Diff,
    language: Language,
    more: Mapping[str, object] | None = None,
    reasons: Mapping[Move, object] | None = None,
) -> str:
    """One document; `moves` is the list, `words` is in the reader's language."""
    called, why = Called(diff.problems, language), reasons or {}
    counts: dict[str, object] = {kind: len(diff.of(kind)) for kind in KINDS}
    document = {
        "format_version": FORMAT_VERSION,
        "from": _side(diff.old),
        "to": _side(diff.new),
        **(more or {}),
        "counts": counts | {"kept": diff.kept, "changed": dict(sorted(diff.parts().items()))},
        "moves": [_move(move, called, why) for move in diff.moves],
        "years": [_tally("year", tally) for tally in diff.years],
        "teams": [_tally("team", tally) for tally in diff.teams],
        "tiers": [
            {"id": tier.id, "from": number(tier.old), "to": number(tier.new)} for tier in diff.tiers
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _side(side: Side) -> dict[str, object]:
    return {
        "file": side.name,
        "status": side.record.status,
        "problem_sha256": side.record.sha256 or None,
        "visits": len(side.record.visits),
    }


def _move(move: Move, called: Called, reasons: Mapping[Move, object]) -> dict[str, object]:
    why = reasons.get(move)
    return {
        "kind": move.kind,
        "target": move.target,
        "name": called.name("target", move.target),
        "purpose": move.purpose,
        "changed": list(move.changed),
        "from": _place(move.old, called),
        "to": _place(move.new, called),
        "words": sentence(move, called),
        **({} if why is None else {"why": why}),
    }


def _place(visit: VisitRecord | None, called: Called) -> dict[str, object] | None:
    if visit is None:
        return None
    return {
        "year": called.year(visit.round),
        "round": visit.round,
        "mode": visit.mode,
        "team": visit.team,
    }


def _tally(by: str, tally: Tally) -> dict[str, object]:
    return {
        by: int(tally.name) if by == "year" else tally.name,
        "visits": {"from": tally.visits[0], "to": tally.visits[1]},
        "load": {"from": number(tally.load[0]), "to": number(tally.load[1])},
        "left": tally.left,
        "came": tally.came,
    }


def number(value: Fraction | None) -> int | float | None:
    """A number that JSON can hold, rounded to four decimals; None stays none."""
    if value is None or value.denominator == 1:
        return None if value is None else int(value)
    return float(decimal(value))
