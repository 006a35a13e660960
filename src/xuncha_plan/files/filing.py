"""The record of filings beside a plan: who filed which text when, one line each, added and kept.

Each line holds the digest of the line before it, so that a line that was changed or taken away
shows. It is a trail for honest work, no signature: whoever can write the folder can write it anew.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from xuncha_plan.files.encoding import decoded
from xuncha_plan.files.lock import held
from xuncha_plan.files.plan_text import quoted
from xuncha_plan.files.refusals import read_as
from xuncha_plan.files.source import one_break, read_bytes, refused
from xuncha_plan.files.whole import write_whole
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import Place, Text, Whole, Words, Written

HEAD = (
    "# 报备记录，一次一行，只增不改。A record of filings: lines are added, never changed.\n"
    "format: 1\nfilings:\n"
)
CHANGED = Words(
    "计划在{by}于{at}报备之后被改动（报备时{filed}，现为{now}）",
    "the plan was changed after {by} filed it at {at} (filed {filed}, now {now})",
)
TORN = Words(
    "报备记录第{number}行之前被改动或删去",
    "the record of filings was changed or cut before its line {number}",
)
FILED = Words("计划由{by}于{at}报备", "the plan was filed by {by} at {at}")


@dataclass(frozen=True)
class Filing:
    """One filing: the signer, the moment as ISO text, the digests of the plan and its problem."""

    by: str
    at: str
    sha256: str
    problem: str
    previous: str = ""  # the digest of the line before; empty for the first


@dataclass(frozen=True)
class Record:
    """The filings of a plan in order, each with its place, and where the chain of lines is torn."""

    filings: tuple[Filing, ...]
    places: tuple[Place, ...]
    torn: int | None = None


class _Line(Written):
    by: Text
    at: Text
    sha256: Text
    problem: Text = ""
    previous: Text = ""


class _File(Written):
    format: Whole = 1
    filings: tuple[_Line, ...] = Field(min_length=1)


def record_path(plan: Path) -> Path:
    """Where a plan's record lies: beside it, `.filed` after its name."""
    return plan.with_name(f"{plan.name}.filed")


def text_digest(plan: Path) -> str:
    """SHA-256 of a plan's text; line ends and a byte-order mark, which checkouts change, aside."""
    text = one_break(decoded(read_bytes(plan), str(plan)).text)
    return sha256(text.encode()).hexdigest()


def read_record(plan: Path) -> Record | None:
    """The record beside a plan; None where it was never filed, BadInput where it is no record."""
    path = record_path(plan)
    if not path.exists():
        return None
    tree = parse(read_bytes(path), str(path))
    file = read_as(_File, tree.value, tree, ())
    if file.format != 1:
        raise refused(
            tree.place("format"),
            "报备记录的格式版本是{version}，本程序只读1",
            "the record has format {version}; this program reads 1",
            version=file.format,
            code="plan-format",
        )
    filings = tuple(Filing(x.by, x.at, x.sha256, x.problem, x.previous) for x in file.filings)
    places = tuple(tree.place("filings", i) for i in range(len(filings)))
    return Record(filings, places, _torn(filings))


def _torn(filings: tuple[Filing, ...]) -> int | None:
    before = ""
    for number, filing in enumerate(filings, 1):
        if filing.previous != before:
            return number
        before = _digest(filing)
    return None


def _digest(filing: Filing) -> str:
    return sha256(_line(filing).encode()).hexdigest()


def _line(filing: Filing) -> str:
    parts = {
        "by": filing.by,
        "at": filing.at,
        "sha256": filing.sha256,
        "problem": filing.problem,
        "previous": filing.previous,
    }
    return "  - {" + ", ".join(f"{key}: {quoted(text)}" for key, text in parts.items()) + "}\n"


def add_filing(plan: Path, text: str, by: str, at: str, problem: str) -> None:
    """Adds a line to the record of a plan; Held where another process does the same.

    `text` and `problem` are the digests of the plan's text and of its problem.
    """
    with held(record_path(plan)):
        record = read_record(plan)
        earlier = record.filings if record else ()
        previous = _digest(earlier[-1]) if earlier else ""
        lines = map(_line, (*earlier, Filing(by, at, text, problem, previous)))
        write_whole(record_path(plan), (HEAD + "".join(lines)).encode())
