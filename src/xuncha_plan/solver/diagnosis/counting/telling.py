"""A contradiction told as a chain: what there is, what has to be, and by how much it fails."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from xuncha_plan.model import Problem, Words
from xuncha_plan.model.diagnosis import Sentence
from xuncha_plan.solver.diagnosis import naming
from xuncha_plan.solver.diagnosis.counting.room import Group, Room
from xuncha_plan.solver.diagnosis.counting.supplies import Piece, Supply, is_all_work

if TYPE_CHECKING:
    from xuncha_plan.solver.diagnosis.counting.arguments import Extra, Shortage, Taking

KEPT_OUT = Words("“{rule}”使{targets}不能排在{rounds}", '"{rule}" keeps {targets} out of {rounds}')
NEVER_OPEN = Words(
    "{targets}在{rounds}本来就不可排：不在其可巡察的期间，或该轮没有它可用的方式和巡察组",
    "{targets} cannot be visited in {rounds} anyway: outside its own time, or no mode and team of "
    "the round will do",
)
TOO_LARGE = Words(
    "{targets}一次要{load}组周，{rounds}没有一个组有这么多",
    "{targets} takes {load} team-weeks at once, and no team has as many in {rounds}",
)
NOWHERE = Words(
    "因此{targets}没有可排之处，而“{rule}”要求{least}次",
    'so no place is left for {targets}, and "{rule}" wants {least} visits',
)
TOO_FEW = Words(
    "因此最多只能有{most}{unit}，而“{rule}”要求{least}{unit}，差{short}{unit}",
    'so at most {most} {unit} are possible, and "{rule}" wants {least} {unit}: {short} short',
)
CAPACITY = Words("{rounds}共有力量{there}组周", "{rounds} offer {there} team-weeks")
CAPACITY_OF = Words(
    "{teams}在{rounds}共有力量{there}组周", "{teams} offer {there} team-weeks in {rounds}"
)
AFTER_RESERVE = Words(
    "{rounds}在{rules}之后最多可用{there}组周",
    "{rounds} offer {there} team-weeks at most, once {rules} is kept",
)
ALLOWED = Words(
    "“{rule}”使{rounds}的有关任务最多{there}{unit}",
    '"{rule}" allows {there} {unit} of the visits concerned in {rounds} at most',
)
LARGE = Words(
    "{rounds}各组一共放得下{there}个{size}组周以上的任务",
    "teams have room for {there} visits of {size} team-weeks or more in {rounds}",
)
CONFINED = Words(
    "{targets}只能排在其中，“{rule}”要求共{visits}次，至少要{takes}{unit}",
    '{targets} can be nowhere else, and "{rule}" wants {visits} visits: at least {takes} {unit}',
)
WANTED = Words(
    "“{rule}”要求{least}{what}，最省也要{takes}{unit}",
    '"{rule}" wants {least} {what}, which takes {takes} {unit} at least',
)
WANTED_MORE = Words(
    "“{rule}”要求{least}{what}，此外还差{rest}{what}，最省也要{takes}{unit}",
    '"{rule}" wants {least} {what}, {rest} more than these, which takes {takes} {unit} at least',
)
OVER = Words("合计{takes}{unit}，超出{over}{unit}", "{takes} {unit} in all: {over} too many")

VISITS, WEEKS = Words("个任务", "visits"), Words("组周", "team-weeks")


def unit_words(unit: str) -> Words:
    """What an amount is counted in."""
    return VISITS if unit == "count" else WEEKS


class Telling:
    """Tells contradictions of one problem."""

    def __init__(self, problem: Problem, room: Room) -> None:
        self._problem, self._room = problem, room

    def too_few(self, place: int, shortages: list["Shortage"]) -> Iterator[Sentence]:
        """There are not places enough for what a rule wants at least."""
        every = frozenset(self._problem.round)
        groups = [group for one in shortages for group in one.groups]
        wanted = [one.term.visits.rounds for one in shortages]
        rounds = frozenset[str]().union(*(every if its is None else its for its in wanted))
        yield from self._closings(groups, rounds)
        least = sum((one.least for one in shortages), Fraction(0))
        most = sum((one.most for one in shortages), Fraction(0))
        term = shortages[0].term
        blanks = {"rule": self._rule(place), "least": least, "most": most}
        if most == 0 and term.unit == "count":
            targets = naming.targets(self._problem, self._meant(shortages))
            yield Sentence(NOWHERE, {**blanks, "targets": targets})
            return
        unit = unit_words(term.unit)
        yield Sentence(TOO_FEW, {**blanks, "unit": unit, "short": least - most})

    def short(
        self,
        supply: Supply,
        pieces: list[Piece],
        inside: list["Taking"],
        extra: "Extra | None",
        takes: Fraction,
        there: Fraction,
    ) -> Iterator[Sentence]:
        """More has to be taken of a supply than there is."""
        groups = [self._room.groups[one.must.group] for one in inside]
        every = frozenset(self._problem.round)
        unit = VISITS if supply.size is not None else unit_words(supply.unit)
        yield self._there(supply, pieces, there)
        yield from self._closings(groups, every - _rounds_of(pieces))
        yield from self._confined(inside, unit)
        if extra is not None:
            yield self._wanted(extra, unit, is_more=bool(inside))
        yield Sentence(OVER, {"takes": takes, "over": takes - there, "unit": unit})

    def _there(self, supply: Supply, pieces: list[Piece], there: Fraction) -> Sentence:
        blanks: dict[str, object] = {
            "rounds": self._rounds(_rounds_of(pieces)),
            "there": there,
            "unit": unit_words(supply.unit),
        }
        rules = sorted(set().union(*(piece.rules for piece in pieces)))
        if supply.size is not None:
            return Sentence(LARGE, {**blanks, "size": supply.size})
        if rules and all(is_all_work(piece.term) for piece in pieces):
            return Sentence(AFTER_RESERVE, {**blanks, "rules": self._quoted(rules)})
        if rules:
            return Sentence(ALLOWED, {**blanks, "rule": self._rule(rules[0])})
        teams = set().union(*(piece.term.visits.teams or () for piece in pieces))
        present = {t for r in _rounds_of(pieces) for t in self._problem.present(r)}
        if teams < present:
            return Sentence(CAPACITY_OF, {**blanks, "teams": naming.teams(self._problem, teams)})
        return Sentence(CAPACITY, blanks)

    def _confined(self, inside: list["Taking"], unit: Words) -> Iterator[Sentence]:
        by_rule: dict[int, list[Taking]] = defaultdict(list)
        for one in inside:
            by_rule[one.must.by].append(one)
        for place, its in by_rule.items():
            members = [m for one in its for m in self._room.groups[one.must.group].alike.members]
            yield Sentence(
                CONFINED,
                {
                    "rule": self._rule(place),
                    "targets": naming.targets(self._problem, members),
                    "visits": sum(one.must.visits for one in its),
                    "takes": sum((Fraction(one.takes) for one in its), Fraction(0)),
                    "unit": unit,
                },
            )

    def _wanted(self, extra: "Extra", unit: Words, *, is_more: bool) -> Sentence:
        return Sentence(
            WANTED_MORE if is_more and extra.rest < extra.least else WANTED,
            {
                "rule": self._rule(extra.place),
                "least": extra.least,
                "rest": extra.rest,
                "what": unit_words(extra.term.unit),
                "takes": Fraction(extra.takes),
                "unit": unit,
            },
        )

    def _closings(self, groups: list[Group], rounds: frozenset[str]) -> Iterator[Sentence]:
        """Who keeps which targets out of which of some rounds."""
        shut: dict[tuple[int, frozenset[str]], list[str]] = defaultdict(list)
        never: dict[frozenset[str], list[str]] = defaultdict(list)
        for group in groups:
            members = group.alike.members
            open_to = {spot.slot.round for spot in group.spots}
            known = {slot.round for slot in group.alike.slots}
            if closed := rounds - known:
                never[closed] += members
            by: dict[int, set[str]] = defaultdict(set)
            for r in rounds & known:
                for place in group.closers[r]:
                    by[place].add(r)
            for place, its in by.items():
                shut[place, frozenset(its)] += members
            if too_large := frozenset(group.too_large & rounds - open_to):
                yield self._too_large(group, too_large)
        for (place, out), kept_out in shut.items():
            yield self._closing(KEPT_OUT, kept_out, out, place)
        for out, kept_out in never.items():
            yield self._closing(NEVER_OPEN, kept_out, out)

    def _closing(
        self, words: Words, members: list[str], rounds: frozenset[str], place: int | None = None
    ) -> Sentence:
        rule = Words("", "") if place is None else self._rule(place)
        targets = naming.targets(self._problem, members)
        return Sentence(words, {"rule": rule, "targets": targets, "rounds": self._rounds(rounds)})

    def _too_large(self, group: Group, rounds: frozenset[str]) -> Sentence:
        loads = (self._room.weight(group, slot, "load") for slot in group.alike.slots)
        targets = naming.targets(self._problem, group.alike.members)
        blanks = {"targets": targets, "load": Fraction(min(loads)), "rounds": self._rounds(rounds)}
        return Sentence(TOO_LARGE, blanks)

    def _meant(self, shortages: list["Shortage"]) -> Iterator[str]:
        """The targets that least numbers are about."""
        for one in shortages:
            chosen = one.term.visits.targets
            yield from self._problem.target if chosen is None else chosen

    def _rule(self, place: int) -> Words:
        return naming.rule(self._problem.rules[place])

    def _quoted(self, places: list[int]) -> Words:
        names = [self._rule(place) for place in places]
        zh = "、".join(f"“{name.zh}”" for name in names)
        return Words(zh, ", ".join(f'"{name.en}"' for name in names))

    def _rounds(self, ids: frozenset[str]) -> Words:
        return naming.rounds(self._problem, ids)


def _rounds_of(pieces: list[Piece]) -> frozenset[str]:
    return frozenset().union(*(piece.term.visits.rounds or () for piece in pieces))
