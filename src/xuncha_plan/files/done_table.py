"""What was done after the rounds: a table with one finished step a row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from xuncha_plan.files.refusals import offering
from xuncha_plan.files.table import Row, Table, read_table
from xuncha_plan.model import BadInput, Fault, Problem, Words

HEADINGS = {
    "target": ("对象编号", "巡察对象编号", "编号", "Target id", "巡察对象"),
    "step": ("步骤", "环节", "Step"),
    "round": ("轮次编号", "Round id", "轮次", "Round"),
}
_COLUMNS = ("target", "step")


@dataclass(frozen=True)
class Done:
    """A finished step of a target; a round of None means whichever visit it follows."""

    target: str
    step: str
    round: str | None = None


def read_done(path: Path, problem: Problem, steps: Mapping[str, Words]) -> frozenset[Done]:
    """The finished steps of a table; BadInput names every cell that the problem does not know."""
    table = read_table(path, HEADINGS, _COLUMNS, ranked=True)
    known = {
        "target": {t.id: t.id for t in problem.targets},
        "round": {r.id: r.id for r in problem.rounds} | {r.title: r.id for r in problem.rounds},
        "step": {
            name: key for key, words in steps.items() for name in (key, words.zh, words.en)
        },
    }  # fmt: skip
    faults = [fault for row in table.rows for fault in _faults(table, row, known)]
    if faults:
        raise BadInput(*faults)
    return frozenset(_done(table, row, known) for row in table.rows)


def _faults(table: Table, row: Row, known: Mapping[str, Mapping[str, str]]) -> Iterator[Fault]:
    for key, column in table.columns.items():
        place, cell = table.place(row.number, column + 1), row.cells.get(column)
        if cell is None and key in _COLUMNS:
            words = Words("缺少“{name}”（{key}）", "`{key}` ({name}) is missing")
            yield Fault(place, words, {"key": key, "name": HEADINGS[key][0]}, "missing-key")
        elif cell is not None and str(cell) not in known[key]:
            words = Words("没有“{cell}”{near}", "there is no `{cell}`{near}")
            near = offering(str(cell), known[key])
            yield Fault(place, words, {"cell": str(cell), "near": near}, "unknown-name")


def _done(table: Table, row: Row, known: Mapping[str, Mapping[str, str]]) -> Done:
    cells = {key: row.cells.get(column) for key, column in table.columns.items()}
    said = {key: known[key][str(cell)] for key, cell in cells.items() if cell is not None}
    return Done(said["target"], said["step"], said.get("round"))
