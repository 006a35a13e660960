"""Records as tables: one a problem, a row a rival."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median

from record import Figures, Record
from rivals import NAMES

# A gap counts as none within so much: a tenth of a team-week, one region more.
NEGLIGIBLE = {"rounds": 0.1, "teams": 0.1, "compact": 1.0}
HARD_TO_TELL = 1e-6


def gap(tier: str, value: float | None, bound: float | None) -> float | None:
    """(value - bound) / value; 0 where the difference is negligible; None where one is unknown."""
    if value is None or bound is None:
        return None
    off = value - bound
    if off <= NEGLIGIBLE.get(tier, 0.0) + HARD_TO_TELL:
        return 0.0
    return off / value if value else None


def by_problem(records: Iterable[Record]) -> dict[str, dict[str, list[Record]]]:
    """The records of each problem, by rival, in their order."""
    found: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        found[record.problem][record.rival].append(record)
    return found


def tables(records: Iterable[Record]) -> Iterator[str]:
    """The lines of all tables."""
    for problem, rivals in by_problem(records).items():
        yield from _table(problem, rivals)


def _table(problem: str, rivals: dict[str, list[Record]]) -> Iterator[str]:
    one = next(iter(rivals.values()))[0]
    yield from (f"### {problem}", "", f"{one.targets} targets, {one.teams} teams.", "")
    head = ("", "status", "first plan", "ended", "memory", "classes", "counts", *one.tiers)
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    for rival, runs in rivals.items():
        yield f"| {' | '.join(_row(rival, runs))} |"
    yield ""
    if "ours" in rivals:
        yield from _verdict(rivals, one.tiers)
    yield from _notes(rivals)


def _row(rival: str, runs: list[Record]) -> Iterator[str]:
    """Medians where there are several seeds."""
    yield NAMES[rival]
    yield _status(runs)
    yield _seconds([run.first for run in runs])
    yield _seconds([run.seconds for run in runs])
    yield f"{median(run.peak for run in runs):.2f} GB"
    yield _size(runs, "classes")
    yield _size(runs, "counts")
    for tier in runs[0].tiers:
        yield _cell(tier, middle(runs, tier))


def _status(runs: list[Record]) -> str:
    kinds = dict.fromkeys(run.kind for run in runs)
    bad = max((run.breaches or 0 for run in runs), default=0)
    return ", ".join(kinds) + (f"; {bad} hard breaches" if bad else "")


def _size(runs: list[Record], what: str) -> str:
    return str(runs[0].sizes[what]) if what in runs[0].sizes else "-"


def _seconds(times: list[float | None]) -> str:
    known = [time for time in times if time is not None]
    return f"{median(known):.1f} s" if len(known) == len(times) else "none"


def middle(runs: list[Record], tier: str, seconds: float = float("inf")) -> Figures:
    """The medians of value and bound over several runs; None where a run has none."""
    both = [run.at(tier, seconds) if seconds != float("inf") else _kept(run, tier) for run in runs]
    return _median([value for value, _ in both]), _median([bound for _, bound in both])


def _kept(run: Record, tier: str) -> Figures:
    """A plan that breaks hard rules has no values to compare."""
    value, bound = run.at(tier)
    return (None if run.breaches else value), bound


def _median(figures: list[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return median(known) if known and len(known) == len(figures) else None


def _cell(tier: str, figures: Figures) -> str:
    value, bound = figures
    if value is None:
        return "-" if bound is None else f"- (≥ {bound:.6g})"
    if bound is None:
        return f"{value:.6g}"
    off = gap(tier, value, bound)
    return f"{value:.6g} (≥ {bound:.6g}, {'-' if off is None else f'{off:.2%}'})"


def _verdict(rivals: dict[str, list[Record]], tiers: list[str]) -> Iterator[str]:
    """Who is ahead, tier by tier in their order, at the same time."""
    ours = [middle(rivals["ours"], tier)[0] for tier in tiers]
    for rival, runs in rivals.items():
        theirs = [middle(runs, tier)[0] for tier in tiers]
        if rival != "ours":
            yield f"- {NAMES[rival]}: {_compared(tiers, ours, theirs)}"
    yield ""


def _compared(tiers: list[str], ours: list[float | None], theirs: list[float | None]) -> str:
    if None in theirs:
        return "no plan" if None not in ours else "no plan, nor have we"
    if None in ours:
        return "ahead: we have no plan"
    for tier, our, their in zip(tiers, ours, theirs, strict=True):
        assert our is not None
        assert their is not None
        slack = max(abs(our) * 0.01, NEGLIGIBLE.get(tier, 0.0), HARD_TO_TELL)
        if abs(our - their) > slack:
            ahead = "ours is ahead" if our < their else "ahead"
            return f"{ahead} from {tier} on ({our:.6g} against {their:.6g})"
    return "level with ours"


def _notes(rivals: dict[str, list[Record]]) -> Iterator[str]:
    said = [f"{NAMES[rival]}: {note}" for rival, runs in rivals.items() for note in runs[0].notes]
    yield from (f"- {note}" for note in said)
    if said:
        yield ""


def summary(records: Iterable[Record], times: Iterable[float]) -> Iterator[str]:
    """Ours over time: the gap of each tier, problem by problem."""
    times = list(times)
    yield f"| ours | {' | '.join(f'after {time:g} s' for time in times)} |"
    yield "|---" * (len(times) + 1) + "|"
    for problem, rivals in by_problem(records).items():
        if runs := rivals.get("ours"):
            cells = (_gaps(runs, time) for time in times)
            yield f"| {problem} | {' | '.join(cells)} |"
    yield ""


def _gaps(runs: list[Record], time: float) -> str:
    cells = []
    for tier in runs[0].tiers:
        off = gap(tier, *middle(runs, tier, time))
        cells.append(f"{tier} {'-' if off is None else f'{off:.2%}'}")
    return ", ".join(cells)
