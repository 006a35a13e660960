"""The calendar file of a plan; the same plan gives the same bytes, and events keep their UIDs."""

from itertools import chain

from xuncha_plan.model import Language, Plan, PlanRecord, Words
from xuncha_plan.report.ics.deadlines import deadlines, milestone_events
from xuncha_plan.report.ics.lines import escaped, event_lines, folded
from xuncha_plan.report.ics.rounds import round_events, visit_events
from xuncha_plan.report.papers.basis import Basis

PRODUCT = "-//xuncha-plan//export//ZH"
NAME = Words("{name}巡察计划", "{name}: inspection plan")
_BEGINNING = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}\r\n"


def ics_file(plan: Plan, record: PlanRecord, language: Language, year: int | None = None) -> bytes:
    """Rounds, visits, milestones and deadlines as whole days; of one year's rounds, or of all.

    The stamp is the first day of the term, not the clock's.
    """
    basis = Basis(plan, record, language)
    events = chain(
        round_events(basis, year),
        visit_events(basis, year),
        milestone_events(basis, year),
        deadlines(basis, year),
    )
    name = basis.say(NAME, name=basis.problem.jurisdiction.name)
    lines = [
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *(line for event in events for line in event_lines(event, basis.problem.term.start)),
        "END:VCALENDAR",
    ]
    return (_BEGINNING + "".join(map(folded, lines))).encode()


def is_ours(data: bytes) -> bool:
    """Whether bytes begin as one of these files does."""
    return data.startswith(_BEGINNING.encode())
