"""Look-backs that a plan makes impossible: one line a rule, and a table."""

from collections.abc import Iterator
from itertools import groupby

from rich.table import Table
from rich.text import Text

from xuncha_plan.check.too_late import TooLate, too_late
from xuncha_plan.model import Language, Plan, Words
from xuncha_plan.report.findings.remarks import Remark
from xuncha_plan.report.grid import Cell, grid, shown, title

MUSTS = Words(
    "必须回头看的{named}排得太晚，届期内已无法回头看",
    "{named} must be looked back at, but {verb} covered too late for that in the term",
)
BOTH = Words(
    "必须回头看的{named}和其他{others}个所选对象排得太晚，届期内已无法回头看",
    "{named}, to be looked back at, and {others} of the other selected targets are covered too "
    "late for that in the term",
)
OTHERS = Words(
    "{others}个所选对象排得太晚，届期内已无法回头看（其中没有必须回头看的）",
    "{others} of the selected targets are covered too late to be looked back at in the term (none "
    "of them a must)",
)
FIRST = 10  # musts that a line names
TITLE = Words(
    "届期内无法回头看的（逐个列出：show --too-late）",
    "look-backs that cannot be (one by one: show --too-late)",
)
NAMED = Words("{name}：{words}", "{name}: {words}")
HEADINGS = (
    Words("规则", "rule"),
    Words("对象", "target"),
    Words("必须", "must"),
    Words("全覆盖轮次", "covered in"),
    Words("该轮结束", "round ended"),
    Words("整改期满", "rectified"),
)
MUST, NONE = Words("必须", "must"), Words("没有无法回头看的对象", "every look-back is possible")


def notes(plan: Plan) -> tuple[Remark, ...]:
    """For each rule, which look-backs the plan makes impossible; its visits name them all."""
    return tuple(
        _note(list(those)) for _, those in groupby(too_late(plan), key=lambda late: id(late.rule))
    )


def _note(late: list[TooLate]) -> Remark:
    rule = late[0].rule
    musts = [one.covered.target.title for one in late if one.is_must]
    others = len(late) - len(musts)
    words = OTHERS if not musts else BOTH if others else MUSTS
    blanks: dict[str, object] = {
        "named": [*musts[:FIRST], *(["…"] if len(musts) > FIRST else [])],
        "verb": "is" if len(musts) == 1 else "are",
        "others": others,
    }
    return Remark(
        "note",
        rule.place,
        code="too-late",
        name=rule.title_or_name,
        say=lambda language: words.say(language, **blanks),
        visits=tuple(one.covered for one in late),
        rule=rule.place,
    )


def too_late_section(plan: Plan, language: Language) -> Iterator[Text]:
    """A heading and one line a rule; nothing where every look-back is possible."""
    found = notes(plan)
    if found:
        yield title(TITLE.say(language))
    for note in found:
        yield shown(NAMED.say(language, name=note.name, words=note.say(language)))


def too_late_table(plan: Plan, language: Language) -> Table | Text:
    """One line a target that no look-back can follow, musts first within each rule."""
    rows = list(_rows(plan, language))
    if not rows:
        return shown(NONE.say(language))
    return grid([words.say(language) for words in HEADINGS], rows, words=4)


def _rows(plan: Plan, language: Language) -> Iterator[list[Cell]]:
    for late in too_late(plan):
        target, r = late.covered.target, late.covered.round
        yield [
            late.rule.title_or_name,
            target.id if target.title == target.id else f"{target.id} {target.title}",
            shown(MUST.say(language), "red") if late.is_must else "",
            r.title,
            r.end.isoformat(),
            late.rectified.isoformat(),
        ]
