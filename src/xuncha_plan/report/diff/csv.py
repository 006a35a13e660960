"""Two plans compared, as a CSV: one row a changed visit."""

import csv
import io
from collections.abc import Iterator

from xuncha_plan.model import Language, VisitRecord, Words
from xuncha_plan.report.csv_file import harmless
from xuncha_plan.report.diff.changes import Diff, Move
from xuncha_plan.report.diff.naming import Called
from xuncha_plan.report.diff.words import KIND, PART
from xuncha_plan.report.rows import Header

COLUMNS: dict[str, Words] = {
    "kind": Words("变动", "Change"),
    "target": Words("对象编号", "Target id"),
    "target_name": Words("巡察对象", "Target"),
    "purpose": Words("任务性质", "Purpose"),
    "changed": Words("变动项", "Changed"),
    "old_year": Words("原年度", "Year before"),
    "old_round": Words("原轮次编号", "Round id before"),
    "old_round_name": Words("原轮次", "Round before"),
    "old_mode": Words("原方式", "Mode before"),
    "old_team": Words("原巡察组编号", "Team id before"),
    "old_team_name": Words("原巡察组", "Team before"),
    "new_year": Words("现年度", "Year after"),
    "new_round": Words("现轮次编号", "Round id after"),
    "new_round_name": Words("现轮次", "Round after"),
    "new_mode": Words("现方式", "Mode after"),
    "new_team": Words("现巡察组编号", "Team id after"),
    "new_team_name": Words("现巡察组", "Team after"),
}


def diff_csv(diff: Diff, header: Header) -> str:
    """One row a changed visit, in the order of rounds; with `ids` what the files hold."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    is_raw, language = header == "ids", _language(header)
    writer.writerow([name if is_raw else words.say(language) for name, words in COLUMNS.items()])
    called = Called(diff.problems, language)
    for move in diff.moves:
        writer.writerow(map(harmless, _row(move, called, is_raw)))
    return text.getvalue()


def _language(header: Header) -> Language:
    return "en" if header == "en" else "zh"


def _row(move: Move, called: Called, is_raw: bool) -> list[str]:
    parts = [part if is_raw else PART[part].say(called.language) for part in move.changed]
    return [
        move.kind if is_raw else KIND[move.kind].say(called.language),
        move.target,
        called.name("target", move.target),
        move.purpose if is_raw else called.purpose(move.purpose),
        ("、" if called.language == "zh" and not is_raw else ";").join(parts),
        *_place(move.old, called, is_raw),
        *_place(move.new, called, is_raw),
    ]


def _place(visit: VisitRecord | None, called: Called, is_raw: bool) -> Iterator[str]:
    if visit is None:
        yield from [""] * 6
        return
    yield str(called.year(visit.round) or "")
    yield visit.round
    yield called.name("round", visit.round)
    yield visit.mode if is_raw else called.mode(visit.mode)
    yield visit.team or ""
    yield "" if visit.team is None and is_raw else called.team(visit.team)
