"""A plan as text: one line a visit, and every word so that any YAML reader gives it back."""

import json
import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor, isfinite

from xuncha_plan.model import Claim, PlanRecord, VisitRecord, decimal

PLACES = 4  # decimals of tiers' values
_SAFE = re.compile(r"[^\W_][\w.\-（）]*( [\w.\-（）]+)*")
_NUMBER = re.compile(
    r"[0-9_.]*([eE][-+]?[0-9_]*)?|0[xX][0-9a-fA-F_]*|0[oObB][0-7_]*|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"
)
_MEANINGS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff0-\uffff]"
)


def plan_text(record: PlanRecord) -> str:
    """The plan file of a record, in the layout that the format lays down."""
    problem = {"file": record.problem_file, "sha256": record.sha256}
    lines = [
        f"format: {_flow(record.more.get('format', 1))}",
        f"jurisdiction: {quoted(record.jurisdiction)}",
        f"problem: {_flow(problem)}",
        f"program: {quoted(record.program)}",
        f"status: {record.status}",
        f"uncovered: {_flow(record.uncovered)}",
        f"settings: {_flow(record.settings)}",
        *_block("tiers", map(claim_line, record.tiers)),
        *(
            f"{quoted(key)}: {_flow(value)}"
            for key, value in record.more.items()
            if key != "format"
        ),
        *_block("visits", map(_visit, record.visits)),
    ]
    return "\n".join(lines) + "\n"


def plan_json(record: PlanRecord) -> str:
    """The same content as JSON; numbers are written as they are, never as floats."""
    parts = {
        "format": record.more.get("format", 1),
        "jurisdiction": record.jurisdiction,
        "problem": {"file": record.problem_file, "sha256": record.sha256},
        "program": record.program,
        "status": record.status,
        "uncovered": record.uncovered,
        "settings": record.settings,
        **{key: value for key, value in record.more.items() if key != "format"},
    }
    lines = [f"  {json_value(key)}: {json_value(value)}," for key, value in parts.items()]
    lines += json_lines("tiers", map(claim_line, record.tiers), ",")
    lines += json_lines("visits", map(_visit, record.visits), "")
    return "\n".join(["{", *lines, "}"]) + "\n"


def quoted(text: str) -> str:
    """A text as a YAML scalar: plain where every reader takes it for this text, else quoted."""
    is_plain = _SAFE.fullmatch(text) and not _NUMBER.fullmatch(text)
    return text if is_plain and text.casefold() not in _MEANINGS else _json_text(text)


def _visit(visit: VisitRecord) -> dict[str, object]:
    line: dict[str, object] = {
        "target": visit.target,
        "purpose": visit.purpose,
        "round": visit.round,
        "mode": visit.mode,
    }
    return line if visit.team is None else {**line, "team": visit.team}


def claim_line(claim: Claim) -> dict[str, object]:
    """A tier's line; the bound is rounded down, so that it stays one."""
    step = 10**PLACES
    return {
        "id": claim.id,
        "value": Fraction(round(claim.value * step), step),
        "bound": None if claim.bound is None else Fraction(floor(claim.bound * step), step),
        "status": claim.status,
        "proof": claim.proof,
        **({"engines": claim.engines} if claim.engines else {}),
    }


def _block(key: str, lines: Iterable[Mapping[str, object]]) -> list[str]:
    items = [f"  - {_flow(line)}" for line in lines]
    return [f"{key}:", *items] if items else [f"{key}: []"]


def json_lines(key: str, lines: Iterable[Mapping[str, object]], end: str) -> list[str]:
    """A list in JSON, one line an item; `end` follows it."""
    items = [f"    {json_value(line)}" for line in lines]
    if not items:
        return [f"  {json_value(key)}: []{end}"]
    return [f"  {json_value(key)}: [", ",\n".join(items), f"  ]{end}"]


def _flow(value: object) -> str:
    match value:
        case str():
            return quoted(value)
        case Mapping():
            return "{" + ", ".join(f"{quoted(str(k))}: {_flow(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(_flow, value)) + "]"
        case _:
            return _number(value)


def json_value(value: object) -> str:
    """A value as JSON in one line, its numbers exact."""
    match value:
        case str():
            return _json_text(value)
        case Mapping():
            return (
                "{"
                + ", ".join(f"{json_value(str(k))}: {json_value(v)}" for k, v in value.items())
                + "}"
            )
        case list() | tuple():
            return "[" + ", ".join(map(json_value, value)) + "]"
        case _:
            return _number(value)


def _number(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | Fraction():
            return decimal(value, 9)
        case float() if isfinite(value):
            return decimal(Fraction(str(value)), 9)
        case _:
            return _json_text(str(value))


def _json_text(text: str) -> str:
    """A text in double quotes, as JSON and YAML both read it."""
    return _UNSEEN.sub(lambda c: f"\\u{ord(c[0]):04x}", json.dumps(text, ensure_ascii=False))
