"""A small problem that holds, and what every test of a refusal asks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from xuncha_plan.files.problem_file import Reading, read_problem
from xuncha_plan.model import BadInput, Fault, Place

BASE = """\
format: 1
jurisdiction: {name: 青山区, superior: 云江市}
term: {name: 第一届, start: 2026-10-01, end: 2031-09-30}
sectors: {edu: 教育, gov: 综合}
regions: {east: 城东, west: 城西}
kinds: {dept: 部门, town: 镇街}
rounds:
  - {id: 2027-1, start: 2027-03-01, end: 2027-05-28, modes: [self_run, cross_region]}
  - {id: 2027-2, start: 2027-09-01, end: 2027-11-30}
teams:
  - {id: t1, name: 第一组, home: east, capacity: 10}
targets:
  - {id: D1, name: 教育局, kind: dept, sector: edu, region: east, workload: 2, risk: 4}
  - {id: T1, name: 城东镇, kind: town, sector: gov, region: east, workload: 4, tags: [镇]}
tiers: [progress]
rules:
  - {rule: milestone, by: 2027-12-31, at_least: 40%}
  - {rule: early, weight_by: risk, tier: progress}
"""
MARK = "→"  # stands before the token where a fault is expected


def said(faults: tuple[Fault, ...]) -> list[str]:
    """Every fault in both languages; that none fails to be said is part of every test."""
    assert all(fault.say("zh") for fault in faults)
    return [fault.say("en") for fault in faults]


def marked(text: str, file: str) -> tuple[str, list[Place]]:
    """The text without its marks, and the places where they stood."""
    places = []
    while (at := text.find(MARK)) >= 0:
        before = text[:at]
        places.append(Place(file, before.count("\n") + 1, at - before.rfind("\n")))
        text = before + text[at + len(MARK) :]
    return text, places


Read = Callable[..., Reading]
Refused = Callable[..., list[str]]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads a problem from a text or bytes."""

    def reading(content: str | bytes = BASE, name: str = "problem.yaml") -> Reading:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_problem(path)

    return reading


@pytest.fixture
def refused(read: Read, tmp_path: Path) -> Refused:
    """What is said of a problem that must be refused, exactly at the places that are marked."""

    def faults(content: str | bytes, name: str = "problem.yaml") -> list[str]:
        places: list[Place] = []
        if isinstance(content, str):
            content, places = marked(content, str(tmp_path / name))
        with pytest.raises(BadInput) as caught:
            read(content, name)
        if places:
            assert [fault.place for fault in caught.value.faults] == places, said(
                caught.value.faults
            )
        return said(caught.value.faults)

    return faults
