"""The cross-region matrix: who sends a team to whom, round by round."""

from collections import Counter
from collections.abc import Iterator

from xuncha_plan.model import Selection, Visit, Words
from xuncha_plan.model.modes import AWAY_FROM_HOME
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.headings import EMPTY, HEADINGS
from xuncha_plan.report.papers.paper import Paper, Row

NAME = Words("异地交叉", "Cross-region")
TITLE = Words("异地交叉矩阵：谁派组到哪里", "Cross-region visits: who sends to whom")
FROM = Words("派出（组的来源）", "Sent from")
UNKNOWN = Words("未注明", "not stated")


def cross_region(basis: Basis) -> Paper:
    """One row a round and home of a team, one column a region; then the sums by home."""
    visits = list(basis.plan.select(Selection(modes=frozenset(AWAY_FROM_HOME))))
    hosts = _hosts(basis, visits)
    return Paper(
        basis.say(NAME),
        basis.say(TITLE),
        (
            basis.say(HEADINGS["round_name"]),
            basis.say(FROM),
            *(basis.naming.value("region", host) if host else basis.say(UNKNOWN) for host in hosts),
            basis.say(HEADINGS["total"]),
        ),
        list(_rows(basis, visits, hosts)),
        () if visits else (basis.say(EMPTY),),
        kept=2,
        filtered=False,
    )


def _hosts(basis: Basis, visits: list[Visit]) -> list[str]:
    listed = list(basis.problem.regions or basis.problem.groups("region"))
    others = {visit.target.region or "" for visit in visits} - set(listed)
    return [*listed, *sorted(others)]


def _rows(basis: Basis, visits: list[Visit], hosts: list[str]) -> Iterator[Row]:
    counts = Counter((v.round.id, _home(v), v.target.region or "") for v in visits)
    homes = sorted({home for _, home, _ in counts})
    for r in basis.problem.ordered:
        for home in homes:
            sent = [counts[r.id, home, host] for host in hosts]
            if any(sent):
                yield Row((r.title, _name(basis, home), *(n or None for n in sent), sum(sent)))
    for home in homes:
        sums = [sum(counts[r.id, home, host] for r in basis.problem.rounds) for host in hosts]
        name = basis.say(HEADINGS["total"])
        yield Row((name, _name(basis, home), *(n or None for n in sums), sum(sums)), strong=True)


def _home(visit: Visit) -> str:
    return (visit.team.home or "") if visit.team else ""


def _name(basis: Basis, home: str) -> str:
    return basis.naming.value("region", home) if home else basis.say(UNKNOWN)
