"""An explanation on a terminal: who binds the visit, what other places cost, in two kinds."""

from collections.abc import Callable, Iterator
from fractions import Fraction

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from xuncha_plan.check.wish import Wish
from xuncha_plan.model import Language, Visit, Words, decimal
from xuncha_plan.report.explanation.reasons import (
    Bond,
    Explanation,
    Row,
    also_changed,
    cost,
)
from xuncha_plan.report.explanation.words import (
    alone,
    change,
    engines,
    name_of,
    place,
    proof,
    rearranged,
    wanted,
    with_others,
)
from xuncha_plan.report.grid import Cell, grid, shown, title
from xuncha_plan.report.naming import DIMENSIONS, Naming
from xuncha_plan.report.screen.plan import print_parts
from xuncha_plan.solver.explanation import Answer

HEAD = Words("{target}  {purpose}", "{target}  {purpose}")
NOW = Words("现在：{where}", "now: {where}")
NOWHERE = Words("现在：计划中没有这项任务", "now: the plan has no such visit")
NOT_WANTED = Words(
    "没有规则要求这个对象有这样的任务", "no rule asks for such a visit of this target"
)
ALREADY = Words("它已经在这里", "it is there already")
ASKED = Words("问：{where}", "asked: {where}")
OTHERS = Words(
    "另有{purposes}任务，用 --purpose 查看", "it has {purposes} visits too; --purpose shows them"
)
ALONE = Words(
    "只挪这一个，其余不动（由检查部分重数）",
    "Moved alone, the rest as it is (counted again by the checker)",
)
REARRANGED = Words(
    "其余可以重排（由求解器求得，找到的计划已重新检查）",
    "With the rest re-arranged (by the solver; the plans found are checked again)",
)
BONDS = Words("它受这些约束", "What binds it")
NO_BONDS = Words("没有规则约束它", "no rule binds it")
BOND = Words("{number} {name}（{what}）{against}", "{number} {name} ({what}) {against}")
BUILT_IN = Words("内置要求", "built in")
FORBIDS = Words("禁止{section} {count}/{all}", "forbids {section} {count}/{all}")
ADDS = Words("{tier} {low}", "{tier} {low}")
ADDS_BETWEEN = Words("{tier} {low} 至 {high}", "{tier} {low} to {high}")
EXAMPLE = Words("　　{sentence}", "    {sentence}")
SOURCE = Words("　　依据：{source}", "    source: {source}")
SECTIONS = {
    "round": DIMENSIONS["round"],
    "mode": Words("方式", "mode"),
    "team": Words("巡察组（同一轮）", "team (same round)"),
    "place": Words("这里", "place"),
}
BEST_PLACE = Words("其中最好的地方", "best place in it")
RESULT = Words("结果", "result")
TIER = (
    Words("层级", "tier"),
    Words("证明", "proof"),
    Words("现在", "now"),
    Words("那时", "then"),
    Words("代价", "cost"),
    Words("下界", "bound"),
)
SAYS = Words("{proof}，{engines}", "{proof}, {engines}")
MANY = 10  # other visits that are listed


def show_explanation(console: Console, explanation: Explanation, language: Language) -> None:
    """Prints the whole explanation."""
    print_parts(console, _Text(explanation, language).parts())


Kind = Callable[[str, tuple[Row, ...]], Table]


class _Text:
    def __init__(self, explanation: Explanation, language: Language) -> None:
        self._its, self._language = explanation, language
        self._problem = explanation.plan.problem
        self._naming = Naming(self._problem, language)
        self._bonds = explanation.bonds()
        self._marks = {self._key(bond): f"[{i}]" for i, bond in enumerate(self._bonds, 1)}

    @staticmethod
    def _key(bond: Bond) -> object:
        return bond.code if bond.rule is None else id(bond.rule)

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        if not self._its.is_wanted:
            yield shown(NOT_WANTED.say(self._language))
            return
        single = self._its.sections.get("place")
        if single is not None and self._its.is_met(single[0]):
            yield shown(ALREADY.say(self._language))
            return
        yield title(BONDS.say(self._language))
        yield from self._bond_lines()
        if single is not None:
            yield from self._single(single[0])
            return
        yield from self._tables(ALONE, self._alone)
        if any(row.answer is not None for row in self._its.rows()):
            yield from self._tables(REARRANGED, self._rearranged)

    def _tables(self, heading: Words, kind: Kind) -> Iterator[RenderableType]:
        yield title(heading.say(self._language))
        tables = [kind(section, rows) for section, rows in self._its.sections.items() if rows]
        for i, table in enumerate(tables):
            if i:
                yield Text()
            yield table

    def _head(self) -> Iterator[Text]:
        target = self._its.target
        name = f"{target.id} {target.title}" if target.name else target.id
        purpose = self._naming.purpose(self._its.purpose)
        yield shown(HEAD.say(self._language, target=name, purpose=purpose), "bold")
        for visit in self._its.now:
            yield shown(NOW.say(self._language, where=self._where(visit)))
        if not self._its.now:
            yield shown(NOWHERE.say(self._language))
        if purposes := dict.fromkeys(visit.purpose for visit in self._its.others):
            said = [self._naming.purpose(purpose) for purpose in purposes]
            yield shown(OTHERS.say(self._language, purposes=said), "dim")

    def _where(self, visit: Visit) -> str:
        team = None if visit.team is None else visit.team.id
        comma = "，" if self._language == "zh" else ", "
        there = place(self._naming, visit.mode, team)
        return f"{self._naming.both('round', visit.round.id)}{comma}{there}"

    # Who binds it.

    def _bond_lines(self) -> Iterator[Text]:
        if not self._bonds:
            yield shown(NO_BONDS.say(self._language))
        for bond in self._bonds:
            rule = bond.rule
            what = [BUILT_IN.say(self._language) if rule is None else bond.code]
            what += [str(rule.place)] if rule is not None and rule.place else []
            blanks = {
                "number": self._marks[self._key(bond)],
                "name": name_of(rule, bond.code),
                "what": what,
                "against": self._against(bond),
            }
            yield shown(BOND.say(self._language, **blanks).rstrip())
            if rule is not None and rule.source:
                yield shown(SOURCE.say(self._language, source=rule.source), "dim")
            if bond.finding is not None:
                yield shown(EXAMPLE.say(self._language, sentence=bond.finding.say(self._language)))

    def _against(self, bond: Bond) -> str:
        parts = [
            FORBIDS.say(
                self._language,
                section=SECTIONS[section],
                count=len(wishes),
                all=len(self._its.sections[section]),
            )
            for section, wishes in bond.forbids.items()
            if wishes and section != "place"
        ]
        if bond.costs and bond.rule is not None:
            tier = next(t.title for t in self._problem.tiers if t.id == bond.rule.tier)
            low, high = min(bond.costs.values()), max(bond.costs.values())
            words = ADDS if low == high else ADDS_BETWEEN
            parts.append(words.say(self._language, tier=tier, low=change(low), high=change(high)))
        return ("，" if self._language == "zh" else ", ").join(parts)

    def _forbidding(self, row: Row) -> str:
        found = row.moved.forbidden if row.moved else ()
        keys = {f.code if f.rule is None else id(f.rule) for f in found}
        return " ".join(mark for key, mark in self._marks.items() if key in keys)

    def _culprits(self, row: Row) -> str:
        rules = self._problem.rules
        found = row.answer.culprits if row.answer else ()
        return " ".join(self._marks.get(id(rules[i]), rules[i].title_or_name) for i in found)

    # All places.

    def _first(self, section: str, wish: Wish) -> str:
        match section:
            case "round":
                return wish.round or ""
            case "mode":
                return self._naming.mode(wish.mode) if wish.mode else ""
            case _:
                return self._naming.value("team", wish.team or "")

    def _alone(self, section: str, rows: tuple[Row, ...]) -> Table:
        headings = [SECTIONS[section], BEST_PLACE, RESULT]
        lines: list[list[Cell]] = []
        for row in rows:
            text = alone(row.moved, self._forbidding(row), self._problem.tiers, self._language)
            lines.append([self._first(section, row.wish), self._chosen(section, row), text])
        return grid([words.say(self._language) for words in headings], lines, words=3)

    def _chosen(self, section: str, row: Row) -> str:
        """What of the best place the first column does not say."""
        if row.moved is None:
            return ""
        visit = row.moved.visit
        team = None if visit.team is None else visit.team.id
        match section:
            case "round":
                return place(self._naming, visit.mode, team)
            case "mode":
                comma = "，" if self._language == "zh" else ", "
                return f"{visit.round.id}{comma}{place(self._naming, None, team)}"
            case _:
                return self._naming.mode(visit.mode)

    def _rearranged(self, section: str, rows: tuple[Row, ...]) -> Table:
        headings = [SECTIONS[section], RESULT]
        lines: list[list[Cell]] = [
            [self._first(section, row.wish), self._sentence(row)] for row in rows
        ]
        return grid([words.say(self._language) for words in headings], lines, words=2)

    def _sentence(self, row: Row) -> str:
        text = rearranged(row.answer, self._culprits(row), self._problem.tiers, self._language)
        if row.answer is None or row.answer.visits is None:
            return text
        also = also_changed(self._its.plan, row.wish, row.answer.visits)
        return with_others(text, also, self._language)

    # One place.

    def _single(self, row: Row) -> Iterator[RenderableType]:
        yield Text()
        yield shown(ASKED.say(self._language, where=wanted(self._naming, row.wish)), "bold")
        yield title(ALONE.say(self._language))
        if row.moved is not None:
            yield shown(self._where(row.moved.visit))
        text = alone(row.moved, self._forbidding(row), self._problem.tiers, self._language)
        yield shown(text)
        if row.answer is None:
            return
        yield title(REARRANGED.say(self._language))
        yield shown(self._sentence(row))
        if row.answer.visits is not None:
            yield self._tiers(row.answer)
            yield from self._also(row)

    def _tiers(self, answer: Answer) -> Table:
        titles = {tier.id: tier.title for tier in self._problem.tiers}
        lines: list[list[Cell]] = []
        for one in answer.tiers:
            said = proof(one)
            if one.engines and cost(one):
                said = Words(
                    *(SAYS.say(x, proof=said, engines=engines(one.engines)) for x in ("zh", "en"))
                )
            lines.append(
                [
                    titles[one.tier],
                    said.say(self._language) if cost(one) else "",
                    decimal(one.now),
                    "-" if one.value is None else decimal(one.value),
                    change(cost(one) or Fraction(0)) if cost(one) else "0",
                    decimal(one.bound) if one.bound is not None and cost(one) else "",
                ]
            )
        return grid([words.say(self._language) for words in TIER], lines, words=2)

    def _also(self, row: Row) -> Iterator[Text]:
        if row.answer is None or row.answer.visits is None:
            return
        also = also_changed(self._its.plan, row.wish, row.answer.visits)
        for one in also[:MANY]:
            target = self._problem.target[one.target]
            there = place(self._naming, one.mode, one.team)  # type: ignore[arg-type]  # checked
            what = [] if one.purpose == "coverage" else [self._naming.purpose(one.purpose)]  # type: ignore[arg-type]
            yield shown(" ".join((" ", target.id, target.title, *what, "→", one.round, there)))
        if len(also) > MANY:
            yield shown(f"  … {len(also) - MANY}")
