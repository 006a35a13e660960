"""What the superior's rules look at: the decisions, and what each district's plan did of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from xuncha_plan.model import Finding, Place, Plan
from xuncha_plan.net.model import Decisions, Net, NetRule, Sending, Summary, Taking
from xuncha_plan.net.model.rules import Campaign, Elevated, Milestone


@dataclass(frozen=True)
class Part:
    """What a district did in a campaign: targets, and the superior's own team-weeks for them."""

    targets: int = 0
    strength: Fraction = Fraction(0)


@dataclass(frozen=True)
class Done:
    """What the superior's rules see of one district's plan; rules by their place in the file."""

    parts: Mapping[Taking, Part] = field(default_factory=dict)
    elevated: frozenset[tuple[str, str, str]] = frozenset()  # rule's name, round, target
    covered: Mapping[int, Fraction] = field(default_factory=dict)  # by milestone


@dataclass(frozen=True)
class Facts:
    """Everything that the rules' checks read; a district without a plan has nothing done."""

    net: Net
    summaries: Mapping[str, Summary]
    decisions: Decisions
    done: Mapping[str, Done]
    place: Place | None = None  # of the file of decisions

    def title(self, district: str) -> str:
        """What people call a district."""
        return self.summaries[district].title

    def of(self, district: str) -> Done:
        """What a district's plan did."""
        return self.done.get(district, Done())

    def sendings(self, rule: NetRule) -> Iterator[Sending]:
        """The sendings that a rule is about: in its rounds, both ends among its districts."""
        rounds = {r.id for r in self.net.chosen(rule)}
        districts = frozenset(self.net.selected(rule.districts))
        for sending in self.decisions.sendings:
            if sending.round in rounds and {sending.sender, sending.host} <= districts:
                yield sending

    def found(
        self, rule: NetRule, amount: Fraction | int, place: Place | None, /, **blanks: object
    ) -> Finding:
        """Something that a rule found, at a decision or else where the decisions are."""
        finding = rule.finding(amount, **blanks)
        return replace(finding, code=f"net-{rule.word}", stated=place or self.place)


def done_of(net: Net, summary: Summary, decisions: Decisions, plan: Plan) -> Done:
    """What the superior's rules see of a plan of the district's problem as ordered."""
    its = decisions.of(summary.id)
    rules = {rule.title_or_name: rule for rule in net.rules}
    visits = {(v.target.id, v.round.id, v.purpose) for v in plan.visits if v.mode == "elevated"}
    return Done(
        parts={taking: _part(summary, rules, taking, plan) for taking in its.takings},
        elevated=frozenset(
            (e.rule, e.round, e.target)
            for e in its.elevations
            if isinstance(rule := rules.get(e.rule), Elevated)
            and (e.target, summary.maps.get(e.round), rule.purpose) in visits
        ),
        covered={
            rule.number: _covered(rule, plan) for rule in net.rules if isinstance(rule, Milestone)
        },
    )


def _part(summary: Summary, rules: Mapping[str, NetRule], taking: Taking, plan: Plan) -> Part:
    rule, own = rules[taking.rule], summary.maps.get(taking.round)
    if not isinstance(rule, Campaign):
        return Part()
    visits = [
        v
        for v in plan.visits
        if v.purpose == "coverage"
        and v.mode == rule.mode
        and v.round.id == own
        and rule.takes(v.target, taking.sector)
    ]
    return Part(len(visits), sum((v.workload - v.load for v in visits), Fraction(0)))


def _covered(rule: Milestone, plan: Plan) -> Fraction:
    return sum(
        (
            v.size(rule.unit)
            for v in plan.visits
            if v.purpose == "coverage"
            and v.round.end <= rule.by
            and (rule.where is None or rule.where.takes(v.target))
        ),
        Fraction(0),
    )
