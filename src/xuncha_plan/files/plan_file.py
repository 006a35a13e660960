"""A plan file, read with the place of every line, and written whole."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, FailFast, Field

from xuncha_plan.files.output import refuse_foreign
from xuncha_plan.files.plan_table import read_plan_table
from xuncha_plan.files.plan_text import plan_json, plan_text
from xuncha_plan.files.refusals import MOST_FAULTS, offering, read_as
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.whole import write_whole
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import (
    BadInput,
    Claim,
    Place,
    PlanRecord,
    PlanStatus,
    Proof,
    Text,
    VisitRecord,
    Written,
    refuse,
)
from xuncha_plan.model.quantity import Plain, is_absent

TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")


def read_plan(path: Path) -> PlanRecord:
    """What a plan file, or a table with one visit a row, states; its ids may name nothing."""
    if path.suffix.lower() in TABLES:
        return read_plan_table(path)
    return plan_of(parse(read_bytes(path), str(path)))


def write_plan(path: Path, record: PlanRecord, force: bool = False) -> None:
    """Writes a plan whole; a file that is no plan is replaced only by force."""
    if not force:
        refuse_foreign(path)
    text = plan_json(record) if path.suffix.lower() == ".json" else plan_text(record)
    write_whole(path, text.encode())


def plan_of(tree: Tree) -> PlanRecord:
    """The plan that a parsed file states."""
    if not isinstance(tree.value, dict) or "visits" not in tree.value:
        raise refused(
            tree.place(),
            "这不是计划文件：缺少“visits”",
            "this is no plan file: `visits` is missing",
            code="wrong-file",
        )
    raw: dict[str, object] = dict(tree.value)
    version = _version(raw.pop("format", Plain("1")), tree)
    more = {key: native(raw.pop(key)) for key in set(raw) - set(_PlanFile.model_fields)}
    if more and version == "1":
        key = min(more, key=lambda key: tree.key_place(key))
        raise refused(
            tree.key_place(key),
            "没有“{key}”这个键{near}",
            "unknown key `{key}`{near}",
            key=key,
            near=offering(key, _PlanFile.model_fields),
            code="unknown-key",
        )
    if version != "1":
        more["format"] = native(Plain(version))
    return _record(_read(raw, tree), tree, more)


def _read(raw: dict[str, object], tree: Tree) -> "_PlanFile":
    """The file as a whole, which ends at a visit that is wrong; then every wrong one is sought."""
    try:
        return read_as(_PlanFile, raw, tree, ())
    except BadInput as error:
        faults = {(fault.place, fault.say("en")): fault for fault in error.faults}
        visits = raw["visits"]
        for i, visit in enumerate(visits if isinstance(visits, list) else ()):
            if len(faults) >= MOST_FAULTS:
                break
            try:
                read_as(_VisitLine, visit, tree, ("visits", i))
            except BadInput as wrong:
                faults |= {(fault.place, fault.say("en")): fault for fault in wrong.faults}
        raise BadInput(*faults.values()) from error


def _version(raw: object, tree: Tree) -> str:
    """The format's version; later minor ones are read, later major ones are not."""
    version = str(raw) if isinstance(raw, str) else ""
    if not re.fullmatch(r"1(\.[0-9]{1,4})?", version):
        raise refused(
            tree.place("format"),
            "计划文件的格式版本是“{version}”，本程序只读1",
            "the plan file has format `{version}`; this program reads 1",
            version=version[:20],
            code="plan-format",
        )
    return version


def native(raw: object) -> object:
    """A value whose meaning is not ours: numbers, truth values and nothing as such, exact."""
    match raw:
        case dict():
            return {str(key): native(value) for key, value in raw.items()}
        case list():
            return [native(value) for value in raw]
        case Plain() if is_absent(raw):
            return None
        case Plain() if raw in {"true", "false"}:
            return raw == "true"
        case Plain() if len(raw) <= 30 and _DECIMAL.fullmatch(raw):
            exact = Fraction(raw)
            return int(exact) if exact.denominator == 1 else exact
        case _:
            return str(raw)


def _claimed(raw: object) -> Fraction:
    if not isinstance(raw, Plain) or len(raw) > 40 or not _DECIMAL.fullmatch(raw):
        refuse(
            "应为不加引号的数，例如 12.5，而不是{value}",
            "expected a number without quotes, such as 12.5, not {value}",
            value=str(raw)[:40] if isinstance(raw, str) else type(raw).__name__,
        )
    return Fraction(raw)


_Exact = Annotated[Fraction, BeforeValidator(_claimed)]


class _ProblemLine(Written):
    file: Text = ""
    sha256: Text = ""


class ClaimLine(Written):
    """What a file claims of one tier."""

    id: Text
    value: _Exact
    bound: _Exact | None = None
    status: PlanStatus = "feasible"
    proof: Proof = "none"
    engines: tuple[Text, ...] = ()

    def claim(self, place: Place) -> Claim:
        """The claim, knowing where it is written."""
        return Claim(self.id, self.value, self.bound, self.status, self.proof, place, self.engines)


class _VisitLine(Written):
    target: Text
    purpose: Text = "coverage"
    round: Text
    mode: Text
    team: Text | None = None


class _PlanFile(Written):
    jurisdiction: Text = ""
    problem: _ProblemLine = _ProblemLine()
    program: Text = ""
    status: PlanStatus = "feasible"
    uncovered: Annotated[tuple[Text, ...], FailFast()] = ()
    settings: dict[str, Any] = Field(default_factory=dict)  # whatever a run wanted to record
    tiers: tuple[ClaimLine, ...] = ()
    visits: Annotated[tuple[_VisitLine, ...], FailFast()]


def _record(plan: _PlanFile, tree: Tree, more: dict[str, object]) -> PlanRecord:
    return PlanRecord(
        visits=tuple(
            VisitRecord(v.target, v.purpose, v.round, v.mode, v.team, tree.place("visits", i))
            for i, v in enumerate(plan.visits)
        ),
        jurisdiction=plan.jurisdiction,
        problem_file=plan.problem.file,
        sha256=plan.problem.sha256,
        program=plan.program,
        status=plan.status,
        uncovered=plan.uncovered,
        settings={key: native(value) for key, value in plan.settings.items()},
        tiers=tuple(claim.claim(tree.place("tiers", i)) for i, claim in enumerate(plan.tiers)),
        more=more,
        place=tree.place(),
    )
