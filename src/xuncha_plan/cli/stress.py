"""`replan --stress`: disruptions are drawn, and the plan is re-planned after each of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from xuncha_plan.cli.replanning import Job
from xuncha_plan.cli.stop import FAULT, INTERRUPTED, OK
from xuncha_plan.model import Finding, PlanRecord, Words

if TYPE_CHECKING:
    from xuncha_plan.report.replan.stress import Survival
    from xuncha_plan.solver.outcome import Outcome
    from xuncha_plan.solver.replanning.least_change import Replanned
    from xuncha_plan.solver.replanning.stress import Disruption

NOTHING = Words("没有尚未开始的轮次", "no round is left that has not begun")
RUNNING = Words(
    "{count}次突发情况，同时重排{jobs}个", "{count} disruptions, {jobs} re-planned at a time"
)
DONE = Words("{seconds}秒　{what}：{verdict}", "{seconds} s  {what}: {verdict}")


def stressed(
    job: Job, number: int, kinds: Sequence[str], jobs: int, form: Literal["text", "json"]
) -> int:
    """Draws, re-plans, shows; the exit code."""
    from xuncha_plan.report.replan.stress import show_stress, stress_json
    from xuncha_plan.solver.replanning.stress import KINDS, drawn

    chosen = [kind for kind in KINDS if kind in kinds or not kinds]
    disruptions = drawn(job.problem, job.terms, chosen, number, job.settings.seed)
    if not disruptions:
        job.voice.note(NOTHING)
    outcomes = _replanned(job, disruptions, jobs)
    given = _given_way(job, disruptions, outcomes, jobs)
    found = [
        _survival(job, one, result, given.get(i))
        for i, (one, result) in enumerate(zip(disruptions, outcomes, strict=True))
    ]
    if form == "json":
        job.voice.document(stress_json(found, job.voice.language))
    else:
        show_stress(job.voice.console(), found, job.voice.language)
    return _code(found)


def _replanned(job: Job, disruptions: "Sequence[Disruption]", jobs: int) -> "list[Replanned]":
    """Each disruption's least change."""
    from xuncha_plan.report.scenarios.lines import VERDICT
    from xuncha_plan.solver.process.side_by_side import cores, solve_all
    from xuncha_plan.solver.replanning.least_change import judged, least_change_alone, transformed

    asked = [transformed(one.problem, job.terms) for one in disruptions]
    at_once = min(jobs or cores(), max(1, len(asked)))
    job.voice.note(RUNNING, count=len(asked), jobs=at_once)

    def ended(i: int, outcome: "Outcome") -> None:
        what = disruptions[i].words.say(job.voice.language, **disruptions[i].blanks)
        verdict = VERDICT["optimal" if outcome.record else outcome.kind]
        job.voice.note(DONE, seconds=f"{outcome.seconds:.1f}", what=what, verdict=verdict)

    outcomes = solve_all(asked, job.settings, at_once, ended, least_change_alone)
    return [
        judged(one.problem, its, outcome)
        for one, its, outcome in zip(disruptions, asked, outcomes, strict=True)
    ]


def _given_way(
    job: Job, disruptions: "Sequence[Disruption]", results: "Sequence[Replanned]", jobs: int
) -> "dict[int, Replanned]":
    """For those after which no plan exists, the plan in which rules give way least."""
    from dataclasses import replace

    from xuncha_plan.solver.process.side_by_side import solve_all
    from xuncha_plan.solver.replanning.least_change import judged, least_change_alone, transformed

    lost = [i for i, result in enumerate(results) if result.outcome.kind == "infeasible"]
    terms = replace(job.terms, gives_way=True)
    asked = [transformed(disruptions[i].problem, terms) for i in lost]
    outcomes = solve_all(asked, job.settings, jobs, search=least_change_alone)
    return {
        i: judged(disruptions[i].problem, its, outcome)
        for i, its, outcome in zip(lost, asked, outcomes, strict=True)
    }


def _survival(
    job: Job, one: "Disruption", result: "Replanned", given: "Replanned | None"
) -> "Survival":
    from xuncha_plan.check import plan_of
    from xuncha_plan.report.diff.changes import moves
    from xuncha_plan.report.figures import milestones
    from xuncha_plan.report.replan.stress import Survival

    record = result.outcome.record
    shown = record or (given.outcome.record if given else None)
    old = job.terms.known(one.problem)
    moved = None
    if record is not None:
        found = moves(old, record.visits, one.problem.index)
        moved = sum(1 for move in found if move.old is not None)
    reached = {} if shown is None else {
        x.name: x.is_reached for x in milestones(plan_of(one.problem, shown))
    }  # fmt: skip
    return Survival(
        one.kind,
        one.words,
        one.blanks,
        result.outcome.kind,
        moved,
        len(old) - len(job.terms.stays(one.problem)),
        result.change is not None and result.change.status == "optimal",
        reached,
        _standing(job, one),
        tuple((rule.title_or_name, amount) for rule, amount in given.broken) if given else (),
        result.outcome.seconds,
    )


def _standing(job: Job, one: "Disruption") -> tuple[Words, ...]:
    """What the old plan breaks at once, each rule once."""
    from xuncha_plan.check import findings

    found = findings(one.problem, PlanRecord(job.terms.known(one.problem)))
    named = {_name(finding).zh: _name(finding) for finding in found if finding.is_breach}
    return tuple(named.values())


def _name(finding: Finding) -> Words:
    from xuncha_plan.report.findings.codes import PLAN

    if finding.rule is None:
        return PLAN.get(finding.code, Words(finding.code, finding.code))
    name = finding.rule.title_or_name.replace("{", "{{").replace("}", "}}")
    return Words(name, name)


def _code(found: "Sequence[Survival]") -> int:
    verdicts = {one.verdict for one in found}
    for verdict, code in (("fault", FAULT), ("interrupted", INTERRUPTED)):
        if verdict in verdicts:
            return code
    return OK
