"""The file of the superior's decisions, read with the place of every line, and written whole."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from xuncha_plan.files.output import refuse_foreign
from xuncha_plan.files.plan_file import ClaimLine, native
from xuncha_plan.files.plan_text import claim_line
from xuncha_plan.files.problem_text import entry, item
from xuncha_plan.files.refusals import read_as
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.whole import write_whole
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import Count, Place, PlanStatus, Ratio, Text, Words, Written
from xuncha_plan.net.model import (
    Decisions,
    DecisionsRecord,
    Elevation,
    Order,
    Quota,
    Sending,
    Taking,
)

DECISIONS = frozenset({"format", "net", "sendings"})  # keys at the beginning of the file
A_FILE_OF_DECISIONS = Words("上级安排文件", "file of decisions")


def read_decisions(path: Path) -> DecisionsRecord:
    """What a file of decisions states; its ids may name nothing."""
    tree = parse(read_bytes(path), str(path))
    if not isinstance(tree.value, dict) or "sendings" not in tree.value:
        raise refused(
            tree.place(),
            "这不是上级安排文件：缺少“sendings”",
            "this is no file of decisions: `sendings` is missing",
            code="wrong-file",
        )
    raw = {**tree.value, "format": str(tree.value.get("format", "1"))}
    return _record(read_as(_File, raw, tree, ()), tree)


def write_decisions(path: Path, record: DecisionsRecord, force: bool = False) -> None:
    """Writes the decisions whole; a file that is something else is replaced only by force."""
    if not force:
        refuse_foreign(path, DECISIONS, A_FILE_OF_DECISIONS)
    write_whole(path, decisions_text(record).encode())


def decisions_text(record: DecisionsRecord) -> str:
    """The file of a record: one line a decision."""
    its = record.decisions
    lines = [
        "format: 1",
        entry("superior", record.superior),
        entry("net", {"file": record.net_file, "sha256": record.sha256}),
        entry("program", record.program),
        entry("status", record.status),
        entry("settings", record.settings),
        *_block("tiers", map(claim_line, record.tiers)),
        *_block("sendings", map(order_line, its.sendings)),
        *_block("takings", map(order_line, its.takings)),
        *_block("elevations", map(order_line, its.elevations)),
        *_block("quotas", map(order_line, its.quotas)),
    ]
    return "\n".join(lines) + "\n"


def _block(key: str, lines: Iterable[Mapping[str, object]]) -> Iterator[str]:
    items = [item(_stated(line)) for line in lines]
    if items:
        yield f"{key}:"
        yield from items
    else:
        yield f"{key}: []"


def _stated(line: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in line.items() if value is not None}


def order_line(order: Order) -> dict[str, object]:
    """A decision by the keys of its line; what is None is left out of the file."""
    match order:
        case Sending():
            return {
                "round": order.round,
                "from": order.sender,
                "team": order.team,
                "to": order.host,
                "visits": order.visits,
            }
        case Taking():
            return {
                "rule": order.rule,
                "round": order.round,
                "sector": order.sector or None,
                "district": order.district,
                "at_least": order.at_least,
                "at_most": order.at_most,
                "workload": order.workload,
            }
        case Elevation():
            return {
                "rule": order.rule,
                "round": order.round,
                "district": order.district,
                "target": order.target,
            }
        case Quota():
            return {"rule": order.rule, "district": order.district, "at_least": order.at_least}


class _NetLine(Written):
    file: Text = ""
    sha256: Text = ""


class _SendingLine(Written):
    round: Text
    sender: Annotated[Text, Field(alias="from")]
    team: Text
    host: Annotated[Text, Field(alias="to")]
    visits: Count = 1

    def order(self, place: Place) -> Sending:
        return Sending(self.round, self.sender, self.team, self.host, self.visits, place)


class _TakingLine(Written):
    rule: Text
    round: Text
    sector: Text = ""
    district: Text
    at_least: Count
    at_most: Count | None = None
    workload: Ratio | None = None

    def order(self, place: Place) -> Taking:
        return Taking(
            self.rule,
            self.round,
            self.sector,
            self.district,
            self.at_least,
            self.at_most,
            self.workload,
            place,
        )


class _ElevationLine(Written):
    rule: Text
    round: Text
    district: Text
    target: Text

    def order(self, place: Place) -> Elevation:
        return Elevation(self.rule, self.round, self.district, self.target, place)


class _QuotaLine(Written):
    rule: Text
    district: Text
    at_least: Ratio

    def order(self, place: Place) -> Quota:
        return Quota(self.rule, self.district, self.at_least, place)


class _File(Written):
    format: Literal["1"] = "1"
    superior: Text = ""
    net: _NetLine = _NetLine()
    program: Text = ""
    status: PlanStatus = "feasible"
    settings: dict[str, Any] = Field(default_factory=dict)  # whatever a run wanted to record
    tiers: tuple[ClaimLine, ...] = ()
    sendings: tuple[_SendingLine, ...] = ()
    takings: tuple[_TakingLine, ...] = ()
    elevations: tuple[_ElevationLine, ...] = ()
    quotas: tuple[_QuotaLine, ...] = ()


def _record(stated: _File, tree: Tree) -> DecisionsRecord:
    def places(section: str) -> Iterator[Place]:
        for i in range(len(getattr(stated, section))):
            yield tree.place(section, i)

    return DecisionsRecord(
        Decisions(
            tuple(x.order(p) for x, p in zip(stated.sendings, places("sendings"), strict=True)),
            tuple(x.order(p) for x, p in zip(stated.takings, places("takings"), strict=True)),
            tuple(x.order(p) for x, p in zip(stated.elevations, places("elevations"), strict=True)),
            tuple(x.order(p) for x, p in zip(stated.quotas, places("quotas"), strict=True)),
        ),
        superior=stated.superior,
        net_file=stated.net.file,
        sha256=stated.net.sha256,
        program=stated.program,
        status=stated.status,
        settings={key: native(value) for key, value in stated.settings.items()},
        tiers=tuple(x.claim(p) for x, p in zip(stated.tiers, places("tiers"), strict=True)),
        place=tree.place(),
    )
