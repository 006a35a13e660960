"""The best plan so far, on disk while the search goes on, and a search that goes on from it."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from xuncha_plan.cli.solving import filled
from xuncha_plan.cli.voice import Voice
from xuncha_plan.model import BadInput, PlanRecord, Problem, Words

if TYPE_CHECKING:
    from xuncha_plan.solver import Settings
    from xuncha_plan.solver.news import Bounded

SECONDS = 2.0  # between two writes
GOING_ON = Words("从 {path} 接着求", "going on from {path}")
NOTHING = Words(
    "没有可接着求的计划（{partial}、{output}），从头求解",
    "there is no plan to go on from ({partial}, {output}); solving from scratch",
)
CHANGED = Words(
    "{path} 是为另一份问题文件做的：只从它的任务开始，以前证明的界不算",
    "{path} was made for another problem: its visits are where the search begins, and what was "
    "proved before does not count",
)
BROKEN = Words("{path} 读不了，不用：{fault}", "{path} cannot be read and is not used: {fault}")
WRONG = Words("{path} 没有通过检查，不用", "{path} does not pass the check and is not used")
LEFT = Words(
    "{path} 是上次没有求完的计划；加 --resume 可接着求，否则会被替换",
    "{path} is the plan of a search that did not end; --resume goes on from it, else it is "
    "replaced",
)
NOT_KEPT = Words(
    "目前最好的计划无法存到 {path}：{reason}",
    "the best plan so far cannot be kept in {path}: {reason}",
)


def partial(output: Path) -> Path:
    """Where the best plan so far lies while the search for an output goes on."""
    return output.with_name(f"{output.name}.partial")


class Keeping:
    """Writes the best plan so far, whole, every few seconds at most."""

    def __init__(
        self, voice: Voice, problem: Problem, path: Path, output: Path, settings: "Settings"
    ) -> None:
        self._voice, self._settings = voice, settings
        self._problem, self._path, self._output = problem, path, output
        self._next = 0.0
        self._has_failed = False

    def __call__(self, record: Callable[[], PlanRecord | None]) -> None:
        """Keep the plan, unless one was just kept. A plan is not lost because it cannot be."""
        if time.monotonic() < self._next or (best := record()) is None:
            return
        from xuncha_plan.files.plan_file import write_plan
        from xuncha_plan.files.whole import CannotWrite

        place = partial(self._output)
        whole = filled(best, self._problem, self._path, place, self._settings)
        try:
            write_plan(place, whole, force=True)
        except CannotWrite as error:
            if not self._has_failed:
                reason = error.error.strerror or error.error
                self._voice.note(NOT_KEPT, path=place, reason=reason)
            self._has_failed = True
        self._next = time.monotonic() + SECONDS

    def end(self) -> None:
        """The plan is where it belongs: what was kept on the way goes."""
        with contextlib.suppress(OSError):
            partial(self._output).unlink(missing_ok=True)


def say_what_is_left(voice: Voice, output: Path) -> None:
    """Says that an earlier search was cut short."""
    if partial(output).exists():
        voice.note(LEFT, path=partial(output))


@dataclass(frozen=True)
class Known:
    """What an earlier search left: a plan, and what it proved of the same problem."""

    record: PlanRecord
    proved: tuple["Bounded", ...]


def known(voice: Voice, problem: Problem, output: Path) -> Known | None:
    """The best plan on disk, and every bound; None where there is none."""
    from xuncha_plan.check import plan_of, tier_values
    from xuncha_plan.files.digest import digest

    its = digest(problem)
    found = {path: record for path, record in _readable(voice, output) if record.visits}
    same = {p: r for p, r in found.items() if r.sha256 == its and _passes(voice, problem, p, r)}
    if not same:
        path = next((p for p, record in found.items() if record.sha256 != its), None)
        if path is None:
            voice.note(NOTHING, partial=partial(output), output=output)
            return None
        voice.note(CHANGED, path=path)
        return Known(found[path], ())
    values = {p: tier_values(plan_of(problem, record)) for p, record in same.items()}
    tiers = [tier.id for tier in problem.tiers]
    best = min(same, key=lambda path: [values[path][tier] for tier in tiers])
    proved = (b for path, record in same.items() for b in _proved(problem, record, values[path]))
    voice.note(GOING_ON, path=best)
    return Known(same[best], tuple(proved))


def _readable(voice: Voice, output: Path) -> Iterator[tuple[Path, PlanRecord]]:
    from xuncha_plan.files.plan_file import read_plan

    for path in (partial(output), output):
        if path.exists():
            try:
                yield path, read_plan(path)
            except BadInput as error:
                voice.note(BROKEN, path=path, fault=error.faults[0].say(voice.language))


def _passes(voice: Voice, problem: Problem, path: Path, record: PlanRecord) -> bool:
    """Whether the checker has nothing against a plan and its claims."""
    from xuncha_plan.check import findings

    if any(finding.is_breach for finding in findings(problem, record)):
        voice.note(WRONG, path=path)
        return False
    return True


def _proved(
    problem: Problem, record: PlanRecord, values: dict[str, Fraction]
) -> Iterator["Bounded"]:
    """The bounds that a plan claims, each for plans that count as no worse in earlier tiers."""
    from xuncha_plan.solver.news import ENGINES, Bounded
    from xuncha_plan.solver.search.bounds import worst

    claims = {claim.id: claim for claim in record.tiers}
    given: dict[str, Fraction] = {}
    for tier in problem.tiers:
        claim = claims[tier.id]
        for engine in ENGINES:
            if engine in claim.engines and claim.bound is not None:
                yield Bounded(tier.id, claim.bound, engine, tuple(given.items()))
        given[tier.id] = worst(tier, values[tier.id], claim.bound)
