"""A district whose every name tries to be something else: formula, markup, script, calendar."""

import json
from pathlib import Path

from xuncha_plan.check import plan_of
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import Plan, PlanRecord, VisitRecord

FORMULA = '=HYPERLINK("http://evil.example","x")'
COMMAND = "@SUM(1+1)*cmd|' /C calc'!A0"
SCRIPT = "</script><script>alert(1)</script>"
MARKUP = '"><img src=x onerror=alert(1)><w:p/>&amp;'
CALENDAR = "甲\r\nEND:VEVENT\r\nBEGIN:VALARM"
CONTROL = "乙\x00\x0b\x1b[2J\x9b\ufffe\ufdd0"
BIDI = "丙\u202egpj\u2066"
BLANKS = "{{ 7*7 }} {0} %s \\ {{正文}} &P"
RARE = "𠮷㐂䶮"
NAMES = (FORMULA, COMMAND, SCRIPT, MARKUP, CALENDAR, CONTROL, BIDI, BLANKS, RARE)


def hostile(folder: Path) -> tuple[Plan, PlanRecord]:
    """A plan of ten visits, with such a name wherever a planner may write one."""
    path = folder / "hostile.json"
    path.write_text(json.dumps(_problem(), ensure_ascii=True), encoding="utf-8")
    problem = read_problem(path).problem
    visits = [VisitRecord(f"T{n}", "coverage", "r1", "self_run", "t1") for n in range(len(NAMES))]
    visits.append(VisitRecord("T0", "lookback", "r2", "self_run", "t2"))
    record = PlanRecord(tuple(visits), jurisdiction=FORMULA, program=SCRIPT)
    return plan_of(problem, record), record


def _problem() -> dict[str, object]:
    return {
        "format": 1,
        "jurisdiction": {"name": FORMULA, "superior": SCRIPT},
        "term": {"name": MARKUP, "start": "2027-01-01", "end": "2031-12-31"},
        "sectors": {"s": COMMAND},
        "regions": {"g": CALENDAR},
        "kinds": {"k": SCRIPT},
        "rounds": [
            {"id": "r1", "name": FORMULA, "start": "2027-03-01", "end": "2027-05-28"},
            {"id": "r2", "name": "[x]:*?/\\'" + "长" * 40, "start": "2028-03-01",
             "end": "2028-05-26"},
        ],
        "teams": [
            {"id": "t1", "name": SCRIPT, "home": MARKUP, "capacity": 40},
            {"id": "t2", "name": CONTROL, "home": "g", "capacity": 40},
        ],
        "targets": [
            {"id": f"T{n}", "name": name, "kind": "k", "sector": "s", "region": "g",
             "workload": 1, "risk": 3, "tags": [name], "last_visit": "2024-01-01",
             "last_grade": MARKUP}
            for n, name in enumerate(NAMES)
        ],
        "tiers": [{"id": "t", "name": MARKUP}],
        "rules": [
            {"rule": "coverage", "source": SCRIPT},
            {"rule": "milestone", "name": FORMULA, "by": "2027-12-31", "at_least": "50%"},
            {"rule": "recusal", "name": MARKUP, "reason": SCRIPT, "teams": ["t2"],
             "where": {"id": "T1"}},
            {"rule": "pinned", "target": "T2", "round": "r1", "source": COMMAND},
            {"rule": "lookback", "at_least": 1, "source": CALENDAR},
            {"rule": "blackout", "name": CALENDAR, "from": "2029-01-01", "to": "2029-02-01"},
        ],
    }  # fmt: skip
