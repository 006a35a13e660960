"""Findings and warnings as one list of remarks, which every format is written from."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Literal

from xuncha_plan.model import Fault, Finding, Language, Place, Rule, Visit, Words

Level = Literal["error", "warning", "note"]
THE_RULE = Words("规则“{name}”写在这里", "the rule {name} is written here")
THE_VISIT = Words("{target}（{round}）的任务", "the visit of {target} ({round})")
MOST_RELATED = 20  # further places that a remark names


@dataclass(frozen=True)
class Related:
    """A further place of a remark, and what stands there."""

    place: Place
    words: Words
    blanks: dict[str, object] = field(default_factory=dict)

    def say(self, language: Language) -> str:
        """What stands there, in a few words."""
        return self.words.say(language, **self.blanks)


@dataclass(frozen=True)
class Remark:
    """One thing to say about a file: where, what kind, by which rule, how much."""

    level: Level
    place: Place | None
    code: str  # a rule's word, or a defect's; report/findings/codes.py lists them
    name: str  # what people call the rule; empty where there is none
    say: Callable[[Language], str] = field(compare=False)
    amount: Fraction = Fraction(1)
    visits: tuple[Visit, ...] = ()
    related: tuple[Related, ...] = ()  # the rule's place first, where the remark stands elsewhere
    rule: Place | None = None


@dataclass(frozen=True)
class Ignored:
    """A remark that a comment accepts, with the comment's reason."""

    remark: Remark
    reason: str


@dataclass(frozen=True)
class Checked:
    """A rule that was checked: its word, what people call it, where it is written."""

    code: str
    name: str
    place: Place | None


@dataclass(frozen=True)
class Report:
    """What a check found: breaches, warnings about the problem file, what the tiers come to.

    `rules` and `visits` count what was looked at; no visits where the problem was read alone.
    Where a file could not be read, the findings are its faults and `is_readable` is false.
    """

    findings: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    tiers: dict[str, Fraction] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)  # what people call the tiers
    rules: int = 0
    visits: int | None = None
    ignored: tuple[Ignored, ...] = ()
    checked: tuple[Checked, ...] = ()
    files: tuple[str, ...] = ()  # as they were named: the problem, then the plan
    root: Path = Path()  # programs are given paths from here
    is_readable: bool = True
    notes: tuple[Remark, ...] = ()  # worth knowing, and nothing wrong


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
            tuple(_related(finding))[:MOST_RELATED],
            finding.rule.place if finding.rule else None,
        )
        for finding in findings
        if finding.is_breach
    )


def _related(finding: Finding) -> Iterator[Related]:
    rule, place = finding.rule, finding.place
    if rule is not None and rule.place is not None and rule.place != place:
        yield Related(rule.place, THE_RULE, {"name": rule.title_or_name})
    for visit in finding.visits:
        if visit.place is not None and visit.place != place:
            blanks: dict[str, object] = {"target": visit.target.title, "round": visit.round.title}
            yield Related(visit.place, THE_VISIT, blanks)


def warnings(faults: Iterable[Fault]) -> tuple[Remark, ...]:
    """What is odd about a problem file without being wrong."""
    return tuple(Remark("warning", x.place, x.code, "", _sentence(x)) for x in faults)


def refusals(faults: Iterable[Fault]) -> tuple[Remark, ...]:
    """Why a file could not be read."""
    return tuple(Remark("error", x.place, x.code, "", _sentence(x)) for x in faults)


def checked(rules: Iterable[Rule]) -> tuple[Checked, ...]:
    """The rules that must hold, as they were checked."""
    return tuple(Checked(r.word, r.title_or_name, r.place) for r in rules if r.tier is None)


def _sentence(fault: Fault) -> Callable[[Language], str]:
    return lambda language: fault.words.say(language, **fault.blanks)
