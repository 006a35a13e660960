"""All papers of a plan in the order in which an office files them."""

from collections.abc import Iterator

from xuncha_plan.report.papers.after_rounds import after_rounds, by_month
from xuncha_plan.report.papers.annual import annual
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.by_round import by_round
from xuncha_plan.report.papers.by_team import by_team
from xuncha_plan.report.papers.coverage import against_milestones, progress
from xuncha_plan.report.papers.cross_region import cross_region
from xuncha_plan.report.papers.five_years import five_years
from xuncha_plan.report.papers.ledger import ledger
from xuncha_plan.report.papers.lookbacks import lookbacks
from xuncha_plan.report.papers.overview import overview
from xuncha_plan.report.papers.paper import Paper
from xuncha_plan.report.papers.recusals import recusals
from xuncha_plan.report.papers.strength import balance, strength
from xuncha_plan.report.papers.supervision import supervision
from xuncha_plan.report.papers.visits import visits


def collection(basis: Basis, year: int | None = None) -> Iterator[Paper]:
    """The list of visits first, since it is what a program reads back; of one year, less."""
    yield visits(basis, year)
    yield overview(basis)
    if year is None:
        yield from _of_the_term(basis)
    for one in basis.problem.years if year is None else (year,):
        yield annual(basis, one)
    yield from (by_round(basis, r) for r in basis.problem.ordered if year in (None, r.year))
    if year is None:
        yield from (by_team(basis, team) for team in basis.problem.teams)


def _of_the_term(basis: Basis) -> Iterator[Paper]:
    for paper in (
        five_years, ledger, progress, against_milestones, strength, balance, cross_region,
        lookbacks, recusals, supervision, after_rounds, by_month,
    ):  # fmt: skip
        yield paper(basis)
