"""What a rule is: words, parameters, what it asks of a solver, what it finds in a plan."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from xuncha_plan.model.base import Written
from xuncha_plan.model.linear import Cost, Demand
from xuncha_plan.model.modes import ModeId, Purpose
from xuncha_plan.model.parameters import NotBeforeFrom, refuse_both
from xuncha_plan.model.place import Place
from xuncha_plan.model.quantity import Day, Identifier, Name, Text, Weight, Whole, as_list, refuse
from xuncha_plan.model.selection import Ids, Selection
from xuncha_plan.model.where import Where
from xuncha_plan.model.words import Language, Words

if TYPE_CHECKING:
    from xuncha_plan.model.formulation import Formulation
    from xuncha_plan.model.plan import Plan, Visit
    from xuncha_plan.model.problem import Problem
    from xuncha_plan.model.record import VisitRecord


@dataclass(frozen=True)
class Refers:
    """Marks a parameter as a name of something that the problem must have."""

    to: str  # round, team, target, tier


RoundId = Annotated[Text, Refers("round")]
TeamIds = Annotated[
    frozenset[Text] | None, BeforeValidator(as_list), Refers("team"), Words("巡察组", "teams")
]
ModeIds = Annotated[frozenset[ModeId] | None, BeforeValidator(as_list), Words("方式", "modes")]
Purposes = Annotated[
    frozenset[Purpose] | None, BeforeValidator(as_list), Words("任务性质", "purposes")
]
TargetIds = Annotated[
    frozenset[Text] | None,
    BeforeValidator(as_list),
    Refers("target"),
    Words("巡察对象的编号，代替 where", "ids of targets, in place of `where`"),
]
Selector = Annotated[Where | None, Words("所选对象；不写为全部", "the targets; none: all")]


class RoundSpan(Written):
    """Rounds by year, or those that lie wholly inside a span."""

    year: Annotated[Whole | None, Words("年份", "the year")] = None
    since: Annotated[Day | None, Field(alias="from"), Words("首日", "first day")] = None
    until: Annotated[
        Day | None, Field(alias="to"), NotBeforeFrom, Words("末日（含）", "last day, included")
    ] = None


def _rounds(raw: object) -> object:
    return raw if isinstance(raw, RoundSpan | dict) or raw is None else as_list(raw)


RoundsField = Annotated[
    RoundSpan | frozenset[RoundId] | None,
    BeforeValidator(_rounds),
    Refers("round"),
    Words(
        "轮次：编号列表，或 {year: 年份}，或 {from, to}", "rounds: ids, or {year}, or {from, to}"
    ),
]


@dataclass(frozen=True)
class Offer:
    """Visits that a rule asks for. Rounds of None are all; `workload` of None is the target's."""

    purpose: Purpose
    targets: Ids
    modes: frozenset[ModeId] = frozenset()
    rounds: Ids = frozenset()
    times: int = 1
    share: Fraction = Fraction(1)
    workload: Fraction | None = None
    follows: "Callable[[Visit, Visit], bool] | None" = None  # whether a visit may follow coverage
    by: "Rule | None" = field(default=None, repr=False)
    by_others: bool = False  # never by the coverage visit's team, as long as its rule holds


@dataclass(frozen=True)
class Finding:
    """One thing that a check found: which rule, how much in the rule's unit, about which visits."""

    amount: Fraction
    words: Words
    blanks: dict[str, Any]  # whatever the words' blanks take
    rule: "Rule | None" = None  # None: built in
    code: str = ""  # the rule's word, or the built-in's
    visits: tuple["Visit", ...] = ()
    stated: Place | None = None  # where a plan file states it, if no visit does

    @property
    def place(self) -> Place | None:
        """Where to look: the visit or claim in the plan file, else the rule."""
        for visit in self.visits:
            if visit.place is not None:
                return visit.place
        return self.stated or (self.rule.place if self.rule else None)

    @property
    def is_breach(self) -> bool:
        """Whether it forbids the plan: what a soft rule finds is counted in its tier instead."""
        return self.rule is None or self.rule.tier is None

    def say(self, language: Language) -> str:
        """The finding in one sentence."""
        return self.words.say(language, **self.blanks)


class Rule(Written):
    """One requirement of the planner's: hard, or soft in a tier."""

    title: ClassVar[Words]
    about: ClassVar[Words]
    breach: ClassVar[Words]
    fine_print: ClassVar[tuple[Words, ...]] = ()  # what holds where rules or cases meet
    always_soft: ClassVar[bool] = False

    name: Annotated[Name | None, Words("规则名称", "the rule's name")] = None
    source: Annotated[Name | None, Words("依据", "the policy that it comes from")] = None
    tier: Annotated[
        Identifier | None,
        Refers("tier"),
        Words("所属层级；不写为硬性", "its tier; none: the rule is hard"),
    ] = None
    weight: Annotated[Weight, Words("在层级中的权重", "its weight in the tier")] = Fraction(1)

    _place: Place | None = PrivateAttr(default=None)
    _number: int = PrivateAttr(default=0)

    @model_validator(mode="after")
    def _has_a_tier_where_it_needs_one(self) -> Self:
        if self.always_soft and self.tier is None:
            refuse(
                "“{word}”总是软性的，须写 tier: 层级编号",
                "`{word}` is always soft and needs `tier: ID`",
                word=self.word,
            )
        return self

    @property
    def word(self) -> str:
        """The rule's word in the file."""
        return str(type(self).model_fields["rule"].default)

    @property
    def title_or_name(self) -> str:
        """What people call it: its name, or its word and its place in the file."""
        return self.name or f"{self.word}#{self._number}"

    @property
    def place(self) -> Place | None:
        """Where it is written; None if it was not read from a file."""
        return self._place

    @property
    def number(self) -> int:
        """Its place among the rules of the file, from 1; 0 if it was not written."""
        return self._number

    def written(self, number: int, place: Place) -> Self:
        """The rule, knowing where it is written."""
        self._number, self._place = number, place
        return self

    def finding(self, amount: Fraction | int, /, *visits: "Visit", **blanks: object) -> Finding:
        """Something that this rule found, with the amount of breach."""
        return Finding(Fraction(amount), self.breach, blanks, self, self.word, visits)

    def offers(self, problem: "Problem") -> Iterable[Offer]:
        """The visits that the rule asks for; most rules ask for none."""
        return ()

    def admits(self, problem: "Problem") -> Iterable[tuple[ModeId, Ids, Ids]]:
        """Directive-bound modes that the rule admits, with rounds and targets."""
        return ()

    def bundles(self, problem: "Problem") -> Iterable[Ids]:
        """Targets whose coverage is always in one round and by one team; most rules bind none."""
        return ()

    @property
    def earlier_plan(self) -> str | None:
        """The plan file that the rule compares with; None for most rules."""
        return None

    def recall(self, visits: tuple["VisitRecord", ...]) -> Self:
        """The rule, knowing the visits of the earlier plan that it compares with."""
        return self

    def ask(self, formulation: "Formulation") -> Iterator[Demand | Cost]:
        """What it asks of any formulation: linear comparisons, as data."""
        raise NotImplementedError

    def check(self, plan: "Plan") -> Iterator[Finding]:
        """What it finds in a finished plan."""
        raise NotImplementedError


def targets_of(problem: "Problem", where: Where | None, targets: Ids | None) -> Ids:
    """The targets of a rule that takes either `where` or a list of ids."""
    if targets is None:
        return problem.selected(where)
    return targets & frozenset(problem.target)


def rounds_of(problem: "Problem", rounds: RoundSpan | Ids | None) -> Ids | None:
    """The rounds that a rule names; None where it names none."""
    match rounds:
        case RoundSpan():
            return frozenset(
                r.id
                for r in problem.rounds
                if rounds.year in (None, r.year) and r.lies_within(rounds.since, rounds.until)
            )
        case _:
            return rounds


class VisitRule(Rule):
    """A rule about a selection of visits."""

    where: Selector = None
    targets: TargetIds = None
    rounds: RoundsField = None
    modes: ModeIds = None
    teams: TeamIds = None
    purposes: Purposes = None

    @model_validator(mode="after")
    def _either_where_or_targets(self) -> Self:
        refuse_both(where=self.where, targets=self.targets)
        return self

    def visits(self, problem: "Problem") -> Selection:
        """The visits that the rule is about."""
        return Selection(
            targets_of(problem, self.where, self.targets)
            if self.where is not None or self.targets is not None
            else None,
            rounds_of(problem, self.rounds),
            self.modes,
            self.teams,
            self.purposes,
        )


class TargetRule(Rule):
    """A rule about targets, by `where` or by a list of ids."""

    where: Selector = None
    targets: TargetIds = None

    @model_validator(mode="after")
    def _either_where_or_targets(self) -> Self:
        refuse_both(where=self.where, targets=self.targets)
        return self

    def chosen(self, problem: "Problem") -> Ids:
        """The targets that the rule is about."""
        return targets_of(problem, self.where, self.targets)


class GroupRule(TargetRule):
    """A rule about groups of targets: one group a value of a field, or all selected as one."""

    by: Annotated[
        Text | None,
        Refers("field"),
        Words("分组的字段；不写则所选为一组", "the field that makes groups; none: all as one"),
    ] = None

    def groups(self, problem: "Problem") -> Mapping[str, Ids]:
        """The groups by name; `by: parent` puts a target that has children with them."""
        chosen = self.chosen(problem)
        if self.by == "parent":
            return problem.families(chosen)
        return problem.groups(self.by, chosen)
