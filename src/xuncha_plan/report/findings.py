"""Findings and warnings as one list of remarks, which every format is written from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from xuncha_plan.model import Fault, Finding, Language, Place, Visit

Level = Literal["error", "warning"]


@dataclass(frozen=True)
class Remark:
    """One thing to say about a file: where, what kind, by which rule, how much."""

    level: Level
    place: Place | None
    code: str  # a rule's word, or a built-in's
    name: str  # what people call the rule; empty where there is none
    say: Callable[[Language], str] = field(compare=False)
    amount: Fraction = Fraction(1)
    visits: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class Report:
    """What a check found: breaches, warnings about the problem file, what the tiers come to.

    `rules` and `visits` count what was looked at; no visits where the problem was read alone.
    """

    findings: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    tiers: dict[str, Fraction] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # what people call the tiers
    rules: int = 0
    visits: int | None = None


def breaches(findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """The findings that forbid the plan; what soft rules find is in the tiers' values."""
    return tuple(
        Remark(
            "error",
            finding.place,
            finding.code,
            finding.rule.title_or_name if finding.rule else "",
            finding.say,
            finding.amount,
            finding.visits,
        )
        for finding in findings
        if finding.is_breach
    )


def warnings(faults: Iterable[Fault]) -> tuple[Remark, ...]:
    """What is odd about a problem file without being wrong."""
    return tuple(Remark("warning", x.place, "warning", "", _sentence(x)) for x in faults)


def _sentence(fault: Fault) -> Callable[[Language], str]:
    return lambda language: fault.words.say(language, **fault.blanks)
