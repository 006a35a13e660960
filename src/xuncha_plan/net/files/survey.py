"""All districts of a net, read one at a time; whatever is wrong with any is told at once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from xuncha_plan.files.problem_file import Reading, read_problem
from xuncha_plan.model import BadInput, Fault, Place, Words
from xuncha_plan.net.files.net_file import NetReading
from xuncha_plan.net.files.possible import check_possible
from xuncha_plan.net.files.summary import summary_of
from xuncha_plan.net.model import Net, Summary
from xuncha_plan.net.model.mapping import overlap

Heard = Callable[[int, int], None]  # districts read, of how many
NO_STABILITY = Words(
    "监督网中的区县不能用 stability 规则：部署后的问题文件要能单独使用",
    "a district of a net cannot use `stability`: its problem as ordered has to stand alone",
)
OTHER_DAYS = Words(
    "区县“{district}”的轮次“{round}”（{start}至{end}）与全网同编号的轮次没有一天重合",
    "the round `{round}` of {district} ({start} to {end}) shares no day with the net's",
)


@dataclass(frozen=True)
class Survey:
    """The districts in short; `lost` are those that could not be read, with what is wrong."""

    net: Net
    summaries: dict[str, Summary]
    lost: dict[str, tuple[Fault, ...]] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()


def survey(reading: NetReading, *, keep_going: bool = False, heard: Heard | None = None) -> Survey:
    """Reads every district's problem and keeps a summary of each.

    BadInput holds every fault of every file; with `keep_going`, districts that cannot be read are
    left out of the net, and only what is wrong with the rest is refused.
    """
    net, found = reading.net, _Found()
    for i, district in enumerate(net.jurisdictions, 1):
        found.read(reading, district.id)
        if heard is not None:
            heard(i, len(net.jurisdictions))
    if found.lost and not (keep_going and found.summaries):
        raise BadInput(*(fault for faults in found.lost.values() for fault in faults))
    if found.lost:
        rest = tuple(d for d in net.jurisdictions if d.id not in found.lost)
        net = net.replace(jurisdictions=rest)
    faults = tuple(check_possible(net, found.summaries, reading.tree))
    if faults:
        raise BadInput(*faults)
    return Survey(net, found.summaries, found.lost, tuple(found.warnings))


class _Found:
    """What was read so far."""

    def __init__(self) -> None:
        self.summaries: dict[str, Summary] = {}
        self.lost: dict[str, tuple[Fault, ...]] = {}
        self.warnings: list[Fault] = []

    def read(self, reading: NetReading, district: str) -> None:
        path = reading.problem(reading.net.district[district])
        try:
            its = read_problem(path)
            _refuse_unfit(reading.net, district, its)
        except BadInput as error:
            self.lost[district] = error.faults
            return
        self.warnings += its.warnings
        self.summaries[district] = summary_of(reading.net, district, its.problem)


def _refuse_unfit(net: Net, district: str, reading: Reading) -> None:
    """What is in order for a district alone, and not in a net."""
    problem = reading.problem
    faults = [
        Fault(rule.place, NO_STABILITY, code="value")
        for rule in problem.rules
        if rule.earlier_plan is not None and rule.place is not None
    ]
    for r in problem.rounds:
        if r.id in net.round and not overlap(net.round[r.id], r):
            blanks = {"district": district, "round": r.id, "start": r.start, "end": r.end}
            faults.append(Fault(Place(str(reading.path)), OTHER_DAYS, blanks, "dates"))
    if faults:
        raise BadInput(*faults)
