"""How a plan survives what was drawn: how often, how cheaply, and which rules break first."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.text import Text

from xuncha_plan.model import Language, Words, decimal
from xuncha_plan.report.diff.json import number
from xuncha_plan.report.figures import percent
from xuncha_plan.report.grid import Cell, grid, shown
from xuncha_plan.report.screen.plan import print_parts

KIND = {
    "team": Words("一个组缺席一轮", "a team misses a round"),
    "round": Words("取消一轮", "a round is cancelled"),
    "specials": Words("一轮十个专项", "ten specials in a round"),
}
ALL = Words("合计", "all")
HEADLINE = Words(
    "抽取{count}次，{survived}次可以重排（{share}）",
    "{count} disruptions, {survived} of which the plan survives ({share})",
)
COLUMNS = (
    Words("突发情况", "disruption"),
    Words("次数", "drawn"),
    Words("可重排", "survived"),
    Words("证明最少", "proved"),
    Words("平均变动", "mean moved"),
    Words("最多", "most"),
    Words("平均占比", "mean share"),
)
RULES = (
    Words("规则", "rule"),
    Words("原样即违反", "broken as it stands"),
    Words("重排也保不住", "lost all the same"),
)
MILESTONES = (Words("进度节点", "milestone"), Words("保住", "kept"))
OF = "{part}/{whole}"


@dataclass(frozen=True)
class Survival:
    """One disruption: `moved` of the `open` visits that might move; None where no plan was found.

    `standing` are the rules that the old plan breaks at once, `lost` those that cannot be kept.
    """

    kind: str
    words: Words
    blanks: Mapping[str, object]
    verdict: str  # as a solve ends
    moved: int | None
    open: int
    is_proved: bool
    milestones: Mapping[str, bool]
    standing: tuple[Words, ...]
    lost: tuple[tuple[str, Fraction], ...]
    seconds: float


def show_stress(console: Console, found: Sequence[Survival], language: Language) -> None:
    """Prints the tables."""
    print_parts(console, _parts(found, language))


def _parts(found: Sequence[Survival], language: Language) -> Iterator[RenderableType]:
    survived = sum(one.moved is not None for one in found)
    share = percent(survived, len(found))
    yield shown(HEADLINE.say(language, count=len(found), survived=survived, share=share), "bold")
    yield Text()
    kinds = list(dict.fromkeys(one.kind for one in found))
    rows = [_row(KIND[k].say(language), [x for x in found if x.kind == k]) for k in kinds]
    if len(kinds) > 1:
        rows.append(_row(ALL.say(language), found))
    yield grid([words.say(language) for words in COLUMNS], rows)
    if milestones := list(_milestones(found)):
        yield Text()
        yield grid([words.say(language) for words in MILESTONES], milestones)
    if rules := list(_rules(found, language)):
        yield Text()
        yield grid([words.say(language) for words in RULES], rules)


def _row(name: str, found: Sequence[Survival]) -> list[Cell]:
    moved = [(one.moved, one.open) for one in found if one.moved is not None]
    shares = [Fraction(part, whole) for part, whole in moved if whole]
    mean = Fraction(sum(part for part, _ in moved), len(moved) or 1)
    return [
        name,
        str(len(found)),
        str(len(moved)),
        str(sum(one.is_proved for one in found)),
        decimal(mean, 1) if moved else "-",
        str(max(part for part, _ in moved)) if moved else "-",
        f"{decimal(sum(shares, Fraction(0)) * 100 / len(shares), 1)}%" if shares else "-",
    ]


def _milestones(found: Sequence[Survival]) -> Iterator[list[Cell]]:
    for name in dict.fromkeys(name for one in found for name in one.milestones):
        kept = sum(one.milestones.get(name, False) for one in found)
        yield [name, OF.format(part=kept, whole=len(found))]


def _rules(found: Sequence[Survival], language: Language) -> Iterator[list[Cell]]:
    """The rules that break, those that break most often first."""
    standing = Counter(words.say(language) for one in found for words in one.standing)
    lost = Counter(name for one in found for name, _ in one.lost)
    names = sorted(standing | lost, key=lambda name: (-lost[name], -standing[name], name))
    for name in names:
        yield [name, str(standing[name] or "-"), str(lost[name] or "-")]


def stress_json(found: Iterable[Survival], language: Language) -> str:
    """One document, one entry a disruption."""
    document = {
        "format_version": 1,
        "disruptions": [
            {
                "kind": one.kind,
                "words": one.words.say(language, **one.blanks),
                "verdict": one.verdict,
                "moved": one.moved,
                "open": one.open,
                "proved": one.is_proved,
                "milestones": dict(one.milestones),
                "broken_as_it_stands": [words.say(language) for words in one.standing],
                "lost": [{"rule": name, "amount": number(amount)} for name, amount in one.lost],
                "seconds": round(one.seconds, 1),
            }
            for one in found
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)
