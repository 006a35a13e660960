"""The columns of papers with a row a visit: one key gives the heading and what stands below it."""

from collections.abc import Callable, Mapping, Sequence

from xuncha_plan.report.onsite import Stay
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import HEADINGS
from xuncha_plan.report.papers.paper import Cell

VALUES: Mapping[str, Callable[[Basis, Stay], Cell]] = {
    "round_name": lambda basis, stay: stay.visit.round.title,
    "team_name": lambda basis, stay: basis.team(stay.visit),
    "target": lambda basis, stay: stay.visit.target.id,
    "target_name": lambda basis, stay: stay.visit.target.title,
    "kind": lambda basis, stay: basis.of_target("kind", stay.visit),
    "sector": lambda basis, stay: basis.of_target("sector", stay.visit),
    "region": lambda basis, stay: basis.of_target("region", stay.visit),
    "mode": lambda basis, stay: basis.naming.mode(stay.visit.mode),
    "purpose": lambda basis, stay: basis.naming.purpose(stay.visit.purpose),
    "entry": lambda basis, stay: stay.entry,
    "departure": lambda basis, stay: stay.departure,
    "workload": lambda basis, stay: stay.visit.workload,
    "load": lambda basis, stay: stay.visit.load,
}


def headings(basis: Basis, columns: Sequence[str]) -> tuple[str, ...]:
    """What stands above the columns."""
    return tuple(basis.say(HEADINGS[key]) for key in columns)


def cells(basis: Basis, columns: Sequence[str], stay: Stay, **more: Cell) -> tuple[Cell, ...]:
    """A visit's row; `more` are the columns that the visit alone does not tell."""
    return tuple(more[key] if key in more else VALUES[key](basis, stay) for key in columns)
