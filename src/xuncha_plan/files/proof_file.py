"""A proof file: what is said to be proved of a problem, and the sums of rows that prove it."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from xuncha_plan.files.output import refuse_foreign, refuse_inputs, refuse_unwritable
from xuncha_plan.files.plan_text import json_lines, json_value
from xuncha_plan.files.refusals import read_as
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.whole import write_whole
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import (
    BoundProof,
    Certificate,
    ConflictProof,
    Text,
    Whole,
    Words,
    Written,
    refuse,
)
from xuncha_plan.model.certificate import Added, Split, Sums

KEYS = frozenset({"format", "problem", "program", "bounds", "conflicts"})
_AT_FIRST = frozenset({"format", "problem", "program", "bounds"})
WHAT = Words("证明文件", "proof file")
_FRACTION = re.compile(r"-?[0-9]{1,200}(/[1-9][0-9]{0,199})?")


def prepare_proof(path: Path, inputs: Iterable[Path], force: bool) -> None:
    """Refuses an output that is an input, that is no proof of ours, or that cannot be written."""
    refuse_inputs(path, inputs)
    refuse_unwritable(path)
    if not force:
        refuse_foreign(path, _AT_FIRST, WHAT)


def write_proof(path: Path, certificate: Certificate) -> None:
    """Writes a proof file whole."""
    write_whole(path, proof_text(certificate).encode())


def proof_text(certificate: Certificate) -> str:
    """The text of a proof file: JSON, one statement a line, numbers as fractions."""
    problem = {"file": certificate.problem_file, "sha256": certificate.sha256}
    lines = [
        '  "format": 1,',
        f'  "problem": {json_value(problem)},',
        f'  "program": {json_value(certificate.program)},',
        *json_lines("bounds", map(_written_bound, certificate.bounds), ","),
        *json_lines("conflicts", map(_written_conflict, certificate.conflicts), ""),
    ]
    return "\n".join(["{", *lines, "}"]) + "\n"


def _written_bound(one: BoundProof) -> Mapping[str, object]:
    return {
        "tier": one.tier,
        "bound": str(one.bound),
        "given": {tier: str(most) for tier, most in one.given.items()},
        "proof": _written(one.sums),
    }


def _written_conflict(one: ConflictProof) -> Mapping[str, object]:
    rules = [{"number": number, "name": name} for number, name in one.rules.items()]
    return {"rules": rules, "proof": _written(one.sums)}


def _written(sums: Sums) -> Mapping[str, object]:
    if isinstance(sums, Added):
        return {"rows": {name: str(times) for name, times in sorted(sums.rows.items())}}
    return {
        "unknown": sums.unknown,
        "at": str(sums.at),
        "below": _written(sums.below),
        "above": _written(sums.above),
    }


def _fraction(raw: object) -> Fraction:
    if not isinstance(raw, str) or not _FRACTION.fullmatch(raw):
        refuse(
            '应为加引号的分数，例如 "7/2"，而不是{value}',
            'expected a fraction in quotes, such as "7/2", not {value}',
            value=str(raw)[:40] if isinstance(raw, str) else type(raw).__name__,
        )
    return Fraction(raw)


_Exact = Annotated[Fraction, BeforeValidator(_fraction)]


class _Sums(Written):
    rows: dict[Text, _Exact] | None = None
    unknown: Text | None = None
    at: _Exact | None = None
    below: "_Sums | None" = None
    above: "_Sums | None" = None


class _Bound(Written):
    tier: Text
    bound: _Exact
    given: dict[Text, _Exact] = Field(default_factory=dict)
    proof: _Sums


class _Member(Written):
    number: Whole
    name: Text


class _Conflict(Written):
    rules: tuple[_Member, ...]
    proof: _Sums


class _Problem(Written):
    file: Text = ""
    sha256: Text = ""


class _File(Written):
    format: Whole
    problem: _Problem
    program: Text = ""
    bounds: tuple[_Bound, ...] = ()
    conflicts: tuple[_Conflict, ...] = ()


def read_proof(path: Path) -> Certificate:
    """What a proof file states; BadInput where it is none."""
    tree = parse(read_bytes(path), str(path))
    if not isinstance(tree.value, dict) or not tree.value.keys() - {"program"} <= KEYS:
        raise refused(tree.place(), "这不是证明文件", "this is no proof file", code="wrong-file")
    file = read_as(_File, tree.value, tree, ())
    if file.format != 1:
        raise refused(
            tree.place("format"),
            "证明文件的格式版本是{version}，本程序只读1",
            "the proof file has format {version}; this program reads 1",
            version=file.format,
            code="plan-format",
        )
    return Certificate(
        file.problem.file,
        file.problem.sha256,
        file.program,
        tuple(_bound(one, tree, i) for i, one in enumerate(file.bounds)),
        tuple(_conflict(one, tree, i) for i, one in enumerate(file.conflicts)),
        tree.place("problem"),
    )


def _bound(one: _Bound, tree: Tree, i: int) -> BoundProof:
    path = ("bounds", i)
    sums = _sums(one.proof, tree, (*path, "proof"))
    return BoundProof(one.tier, one.bound, one.given, sums, tree.place(*path))


def _conflict(one: _Conflict, tree: Tree, i: int) -> ConflictProof:
    path = ("conflicts", i)
    sums = _sums(one.proof, tree, (*path, "proof"))
    rules = {member.number: member.name for member in one.rules}
    return ConflictProof(rules, sums, tree.place(*path))


def _sums(raw: _Sums, tree: Tree, path: tuple[str | int, ...]) -> Sums:
    place = tree.place(*path)
    if raw.rows is not None and raw.model_fields_set == {"rows"}:
        return Added(raw.rows, place)
    if None in (raw.unknown, raw.at, raw.below, raw.above) or raw.rows is not None:
        raise refused(
            place,
            "应只有“rows”，或有“unknown”“at”“below”“above”四项",
            "expected `rows` alone, or `unknown`, `at`, `below` and `above`",
        )
    assert raw.unknown is not None and raw.at is not None  # for the types alone
    assert raw.below is not None and raw.above is not None
    below = _sums(raw.below, tree, (*path, "below"))
    above = _sums(raw.above, tree, (*path, "above"))
    return Split(raw.unknown, raw.at, below, above, place)
