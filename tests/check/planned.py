"""Plans in a few words, for tests of the check."""

from xuncha_plan.model import MODE_WORDS, TEAMLESS, Finding, Place, Plan, Problem, VisitRecord


def visits(problem: Problem, text: str) -> tuple[VisitRecord, ...]:
    """Visits written `target@round`, then `/mode` or `/team` where these are not the usual ones.

    `#purpose` follows if it is not coverage, `/-` stands for no team. Each has a line of its own.
    """
    return tuple(_visit(problem, i, word) for i, word in enumerate(text.split()))


def _visit(problem: Problem, i: int, word: str) -> VisitRecord:
    place, _, purpose = word.partition("#")
    target, _, rest = place.partition("@")
    r, *parts = rest.split("/")
    mode = next((part for part in parts if part in MODE_WORDS), "self_run")
    usual = None if mode in TEAMLESS else problem.teams[0].id
    team = next((part for part in parts if part not in MODE_WORDS), usual)
    at = Place("plan.yaml", i + 1, 5)
    return VisitRecord(target, purpose or "coverage", r, mode, None if team == "-" else team, at)


def planned(problem: Problem, text: str) -> Plan:
    """The plan of these visits."""
    return Plan(
        problem,
        tuple(
            Plan.visit(problem, v.target, v.purpose, v.round, v.mode, v.team, v.place)
            for v in visits(problem, text)
        ),
    )


def told(found: list[Finding]) -> list[tuple[str, str]]:
    """Each finding's code and sentence; that it can be said in Chinese is part of every test."""
    assert all(finding.say("zh") for finding in found)
    return [(finding.code, finding.say("en")) for finding in found]
