"""A diagnosis as lines of text: what conflicts, counted out, and the ways out by cost."""

from shlex import quote

from rich.cells import cell_len

from xuncha_plan.model import Language, Problem, Rule, Words, decimal
from xuncha_plan.model.diagnosis import Conflict, Diagnosis, Sentence, WayOut
from xuncha_plan.model.place import line_of
from xuncha_plan.report.asked import asked
from xuncha_plan.report.diagnosis.sentences import CUT_SHORT, assurances, headline, not_less, step
from xuncha_plan.report.visible import visible
from xuncha_plan.report.wrapping import wrapped
from xuncha_plan.solver.diagnosis import naming

CONFLICT = Words("冲突{n}", "Conflict {n}")
RULE = Words("{place}“{rule}”{source}", '{place}"{rule}"{source}')
SOURCE = Words("（{source}）", " ({source})")
COUNTED = Words("算一算：", "Counted:")
HENCE = Words("→ ", "=> ")
WAYS = Words(
    "出路，代价由小到大（让步的数量×权重，增加的力量按组周计）：",
    "Ways out, cheapest first (what gives way times its weight, added strength in team-weeks):",
)
NO_WAYS = Words("时限内没有找到出路", "no way out was found in the time")
WAY = Words("{n}. 代价{cost}：{steps}", "{n}. costs {cost}: {steps}")
APPLY = Words(
    "写成新文件：xuncha-plan diagnose {file} --apply {n} -o NEW.yaml",
    "to write one as a new file: xuncha-plan diagnose {file} --apply {n} -o NEW.yaml",
)
MORE = Words(
    "详情和出路：xuncha-plan diagnose {file}",
    "details and ways out: xuncha-plan diagnose {file}",
)


def diagnosis_text(
    diagnosis: Diagnosis, problem: Problem, file: str, language: Language, width: int
) -> str:
    """The whole diagnosis, folded at a width in cells."""
    lines = _Lines(language, width)
    lines.add(0, headline(diagnosis))
    if diagnosis.conflicts and not diagnosis.is_complete:
        lines.add(0, Sentence(CUT_SHORT))
    if diagnosis.trouble is not None:
        lines.add(0, Sentence(diagnosis.trouble))
    for n, conflict in enumerate(diagnosis.conflicts, 1):
        lines.blank()
        if len(diagnosis.conflicts) > 1:
            lines.add(0, Sentence(CONFLICT, {"n": n}))
        _add_conflict(lines, conflict, problem)
    if diagnosis.conflicts:
        lines.blank()
        _add_ways(lines, diagnosis.ways, problem, file)
    return lines.text()


def conflict_text(
    conflict: Conflict, problem: Problem, file: str, language: Language, width: int
) -> str:
    """The short form: which rules, counted out, and where more is said."""
    lines = _Lines(language, width)
    _add_conflict(lines, conflict, problem, is_short=True)
    lines.add(0, Sentence(MORE, {"file": quote(file)}))
    return lines.text()


def _add_conflict(
    lines: "_Lines", conflict: Conflict, problem: Problem, *, is_short: bool = False
) -> None:
    for member in conflict.members:
        lines.add(2, _headed(member.rule))
        lines.add(6, asked(member.rule, problem))
    if conflict.chain:
        lines.add(2, Sentence(COUNTED))
        for sentence in conflict.chain[:-1]:
            lines.add(4, sentence)
        lines.add(4, conflict.chain[-1], HENCE)
    for sentence in () if is_short else assurances(conflict):
        lines.add(2, sentence)


def _headed(rule: Rule) -> Sentence:
    place = f"{line_of(rule.place)}: " if rule.place else ""
    source = Words("", "")
    if rule.source:
        literal = rule.source.replace("{", "{{").replace("}", "}}")
        source = Words(SOURCE.zh.format(source=literal), SOURCE.en.format(source=literal))
    return Sentence(RULE, {"place": place, "rule": naming.rule(rule), "source": source})


def _add_ways(lines: "_Lines", ways: tuple[WayOut, ...], problem: Problem, file: str) -> None:
    if not ways:
        lines.add(0, Sentence(NO_WAYS))
        return
    lines.add(0, Sentence(WAYS))
    for n, way in enumerate(ways, 1):
        steps = [step(one, problem) for one in way.steps]
        told = Words(
            "；".join(_literal(one.say("zh")) for one in steps),
            "; ".join(_literal(one.say("en")) for one in steps),
        )
        lines.add(2, Sentence(WAY, {"n": n, "cost": decimal(way.cost), "steps": told}))
        lines.add(5, not_less(way))
    lines.add(0, Sentence(APPLY, {"file": quote(file), "n": 1}))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


class _Lines:
    """Lines in one language, each paragraph folded under its own indent."""

    def __init__(self, language: Language, width: int) -> None:
        self._language, self._width = language, width
        self._found: list[str] = []

    def add(self, indent: int, sentence: Sentence, mark: Words | None = None) -> None:
        """A paragraph; a mark stands before its first line."""
        lead = mark.say(self._language) if mark else ""
        margin = " " * (indent + cell_len(lead))
        room = max(20, self._width - len(margin))
        folded = wrapped(visible(sentence.say(self._language)), room)
        self._found.append(" " * indent + lead + folded[0])
        self._found += [margin + line for line in folded[1:]]

    def blank(self) -> None:
        """An empty line."""
        self._found.append("")

    def text(self) -> str:
        """All lines."""
        return "\n".join(self._found)
