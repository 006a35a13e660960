"""One changed visit as a sentence."""

from xuncha_plan.model import Words
from xuncha_plan.report.diff.changes import Kind, Move
from xuncha_plan.report.diff.naming import Called

KIND: dict[Kind, Words] = {
    "moved": Words("调整", "moved"),
    "new": Words("新增", "new"),
    "dropped": Words("取消", "dropped"),
}
PART = {
    "round": Words("轮次", "round"),
    "mode": Words("方式", "mode"),
    "team": Words("巡察组", "team"),
}
PLACE = Words("{round}，{team}，{mode}", "{round}, {team}, {mode}")
CHANGE = {
    "round": Words("由{old}改到{new}", "from {old} to {new}"),
    "team": Words("{old}改为{new}", "{old} becomes {new}"),
    "mode": Words("{old}改为{new}", "{old} becomes {new}"),
}
STAYS = Words("仍在{round}", "still in {round}")
WAS = Words("原在{place}", "was in {place}")
IS = Words("排在{place}", "is in {place}")
WHOSE = Words("（{purpose}）", " ({purpose})")
SENTENCE = Words("{target}{purpose}：{change}", "{target}{purpose}: {change}")
JOINT = Words("，", ", ")


def sentence(move: Move, called: Called) -> str:
    """What became of a visit: `D014 区财政局：由2029年第一轮改到2029年第二轮`."""
    purpose = ""
    if move.purpose != "coverage":
        purpose = WHOSE.say(called.language, purpose=called.purpose(move.purpose))
    target = called.both("target", move.target)
    return SENTENCE.say(
        called.language, target=target, purpose=purpose, change=_change(move, called)
    )


def _change(move: Move, called: Called) -> str:
    if move.old is None:
        return IS.say(called.language, place=place(move, "new", called))
    if move.new is None:
        return WAS.say(called.language, place=place(move, "old", called))
    said = []
    if "round" not in move.changed:
        said.append(STAYS.say(called.language, round=called.name("round", move.new.round)))
    for part in move.changed:
        old, new = part_of(move, "old", part, called), part_of(move, "new", part, called)
        said.append(CHANGE[part].say(called.language, old=old, new=new))
    return JOINT.say(called.language).join(said)


def place(move: Move, side: str, called: Called) -> str:
    """Where a visit was or is, in words."""
    parts = {part: part_of(move, side, part, called) for part in PART}
    return PLACE.say(called.language, **parts)


def part_of(move: Move, side: str, part: str, called: Called) -> str:
    """The round, mode or team of a side of a move, in words; empty where there is no visit."""
    visit = move.old if side == "old" else move.new
    if visit is None:
        return ""
    match part:
        case "round":
            return called.name("round", visit.round)
        case "mode":
            return called.mode(visit.mode)
        case _:
            return called.team(visit.team)
