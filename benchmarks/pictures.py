"""Pictures of records: gap over time, time over size. The same records make the same bytes."""

from collections.abc import Iterable
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update(
    {"svg.hashsalt": "xuncha-plan", "svg.fonttype": "path", "font.size": 9, "axes.grid": True}
)

from matplotlib import pyplot  # noqa: E402  # the backend is chosen first
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter  # noqa: E402
from record import Record  # noqa: E402
from rivals import NAMES  # noqa: E402
from table import by_problem, gap  # noqa: E402

STYLES = {"ours": "C0", "plain": "C1", "highs": "C2", "greedy": "C3", "timefold": "C4"}


def draw(records: Iterable[Record], folder: Path) -> list[tuple[str, str]]:
    """Write every picture; its file name and what it shows."""
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    listed = list(records)
    for problem, rivals in by_problem(listed).items():
        name = f"gap-{Path(problem).stem}.svg"
        _gaps_over_time(problem, rivals, folder / name)
        found.append((name, f"gap over time, {problem}"))
    _time_over_size(listed, folder / "time.svg")
    return [*found, ("time.svg", "seconds to the first plan and to the end, over targets")]


def _gaps_over_time(problem: str, rivals: dict[str, list[Record]], path: Path) -> None:
    """One panel a tier; the gap is to the best bound that anyone had at the end."""
    tiers = next(iter(rivals.values()))[0].tiers
    figure, panels = pyplot.subplots(
        1, len(tiers), figsize=(2.6 * len(tiers) + 0.6, 3.0), sharey=True, squeeze=False
    )
    for tier, axes in zip(tiers, panels[0], strict=True):
        best = _best_bound(tier, rivals)
        for rival, runs in rivals.items():
            _steps(axes, runs[0], tier, best, rival)
        axes.set(title=tier, xlabel="seconds", xscale="log", ylim=(-3, 103))
        _plain_numbers(axes)
    panels[0][0].set_ylabel("gap, %")
    handles, labels = _legend(panels[0])
    figure.legend(handles, labels, loc="lower center", ncols=len(labels), frameon=False)
    figure.suptitle(problem)
    figure.tight_layout(rect=(0, 0.08, 1, 1))
    _save(figure, path)


def _best_bound(tier: str, rivals: dict[str, list[Record]]) -> float | None:
    """Ours, whose bounds hold for the tier itself; a rival's holds under its own tiers before."""
    runs = rivals.get("ours") or next(iter(rivals.values()))
    return runs[0].at(tier)[1]


def _steps(axes: Axes, run: Record, tier: str, best: float | None, rival: str) -> None:
    moments = [moment for moment in run.history if moment[1] == tier]
    solid = [(t, gap(tier, value, best)) for t, _, value, _ in moments]
    style = STYLES.get(rival, "C5")
    end = max(run.limit, run.seconds)  # a plan stays what it is once the search is over
    _line(axes, solid, end, style, "-", NAMES[rival])
    if rival == "ours":
        own = [(t, gap(tier, value, bound)) for t, _, value, bound in moments]
        _line(axes, own, end, style, ":", "ours, to its bound at that time")


def _line(
    axes: Axes,
    points: list[tuple[float, float | None]],
    end: float,
    style: str,
    dash: str,
    label: str,
) -> None:
    known = [(t, 100 * off) for t, off in points if off is not None]
    if known:
        known.append((end, known[-1][1]))
        axes.step(*zip(*known, strict=True), where="post", color=style, ls=dash, label=label)


def _legend(panels: Iterable[Axes]) -> tuple[list[object], list[str]]:
    seen: dict[str, object] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            seen.setdefault(label, handle)
    return list(seen.values()), list(seen)


def _time_over_size(records: list[Record], path: Path) -> None:
    figure, axes = pyplot.subplots(figsize=(6.4, 3.6))
    for rival in dict.fromkeys(record.rival for record in records):
        its = [record for record in records if record.rival == rival]
        style = STYLES.get(rival, "C5")
        firsts = [(r.targets, r.first) for r in its if r.first is not None]
        if firsts:
            axes.plot(*zip(*firsts, strict=True), "o", color=style, label=NAMES[rival])
        ends = [(r.targets, r.seconds) for r in its]
        axes.plot(*zip(*ends, strict=True), "x", color=style)
    axes.set(xlabel="targets", ylabel="seconds (● first plan, × end)", xscale="log", yscale="log")
    _plain_numbers(axes)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    figure.tight_layout()
    _save(figure, path)


def _plain_numbers(axes: Axes) -> None:
    """10 and 100 in place of powers of ten; no crowd of small marks between them."""
    for axis in (axes.xaxis, axes.yaxis):
        if axis.get_scale() == "log":
            low, high = axis.get_data_interval()
            is_wide = high > 3000 * max(low, 1e-9)
            axis.set_major_locator(LogLocator(subs=(1.0,) if is_wide else (1.0, 3.0)))
            axis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:g}"))
            axis.set_minor_formatter(NullFormatter())


def _save(figure: Figure, path: Path) -> None:
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)


def draw_growth(series: dict[str, dict[str, list[tuple[float, float]]]], folder: Path) -> str:
    """One panel a series, a line a figure, both axes logarithmic; the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    columns = 3
    rows = -(-len(series) // columns)
    figure, panels = pyplot.subplots(rows, columns, figsize=(9.6, 2.9 * rows), squeeze=False)
    for axes, (name, lines) in zip(panels.flat, series.items(), strict=False):
        for what, points in lines.items():
            axes.plot(*zip(*points, strict=True), "o-", label=what)
        axes.set(title=name, ylabel="seconds", xscale="log", yscale="log")
        _plain_numbers(axes)
        axes.legend(frameon=False)
    for axes in panels.flat[len(series) :]:
        axes.set_axis_off()
    figure.tight_layout()
    _save(figure, folder / "growth.svg")
    return "growth.svg"
