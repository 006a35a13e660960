"""Proof files: certificates of a plan's bounds or of conflicts, looked for and written."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import Certificate, PlanRecord, Problem, Words

if TYPE_CHECKING:
    from xuncha_plan.model import BoundProof, ConflictProof
    from xuncha_plan.model.diagnosis import Conflict
    from xuncha_plan.solver import Settings

ProofOption = Annotated[
    Path | None,
    typer.Option("--proof", metavar="PATH"),
    Words(
        "另写一份证明文件，check --proof 可不用求解器核实",
        "also write a proof file, which check --proof verifies without a solver",
    ),
]
LOOKING = Words("正在找短证书……", "looking for short certificates ...")
WRITTEN = Words(
    "已写入证明文件 {path}：{what}；用 check --proof 核实",
    "the proof file {path} is written: {what}; verify it with check --proof",
)
BOUND = Words("层级“{tier}”的界{bound}", "a bound of {bound} for tier {tier}")
PART = Words(
    "层级“{tier}”的界到{bound}为止（所称{claimed}中其余没有短证书）",
    "a bound of {bound} for tier {tier} (no short certificate for the rest of {claimed})",
)
CONFLICTS = Words("{found}个冲突（共{all}个）", "{found} of {all} conflicts")
NOTHING = Words("没有找到短证书", "no short certificate was found")


def with_proofs(
    voice: Voice,
    problem: Problem,
    record: PlanRecord,
    proof: Path,
    settings: "Settings",
) -> PlanRecord:
    """Writes certificates of the plan's bounds; the plan with what is proved thereby.

    The proof is of the problem that the plan records.
    """
    from xuncha_plan.solver.proving.run import prove_bounds, vouched

    voice.note(LOOKING)
    found = prove_bounds(problem, record, settings)
    _write(proof, record, bounds=found)
    claimed = {claim.id: claim.bound for claim in record.tiers}
    titles = {tier.id: tier.title for tier in problem.tiers}
    what = []
    for one in found:
        blanks = {"tier": titles[one.tier], "bound": one.bound, "claimed": claimed[one.tier]}
        words = BOUND if one.bound == claimed[one.tier] else PART
        what.append(words.say(voice.language, **blanks))
    voice.note(WRITTEN, path=proof, what=what or NOTHING)
    return vouched(record, found)


def write_conflicts(
    voice: Voice,
    problem: Problem,
    conflicts: tuple["Conflict", ...],
    like: PlanRecord,
    proof: Path,
    settings: "Settings",
) -> None:
    """Writes certificates of conflicts, of the problem that a plan record names."""
    from xuncha_plan.solver.proving.run import prove_conflicts

    voice.note(LOOKING)
    found = prove_conflicts(problem, conflicts, settings)
    _write(proof, like, conflicts=found)
    what = CONFLICTS.say(voice.language, found=len(found), all=len(conflicts))
    voice.note(WRITTEN, path=proof, what=what if found else NOTHING)


def _write(
    path: Path,
    like: PlanRecord,
    *,
    bounds: Iterable["BoundProof"] = (),
    conflicts: Iterable["ConflictProof"] = (),
) -> None:
    from xuncha_plan.files.proof_file import write_proof

    write_proof(
        path,
        Certificate(like.problem_file, like.sha256, like.program, tuple(bounds), tuple(conflicts)),
    )
