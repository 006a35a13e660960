"""Why a visit could not stay: it is put back alone, and the checker says what that would break."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

from xuncha_plan.check import findings, plan_of, tier_values
from xuncha_plan.check.built_in import built_in
from xuncha_plan.model import (
    Finding,
    Language,
    Plan,
    PlanRecord,
    Problem,
    Visit,
    VisitRecord,
    Words,
    decimal,
)
from xuncha_plan.report.diff.changes import Move

MOST = 2  # reasons that are given for one move
GONE = Words("问题文件中已没有这个对象", "the problem has no such target any more")
PUT_BACK = Words("若不动，{why}", "had it stayed: {why}")
BETWEEN = Words("；", "; ")
OF_RULE = Words("{rule}：{sentence}", "{rule}: {sentence}")
NEW_TARGET = Words("新列入的对象", "a target that is new")
ASKED = Words("{rule}要求", "{rule} asks for it")
TIER = Words("层级“{tier}”由{now}变为{then}", "the tier {tier} would go from {now} to {then}")


@dataclass(frozen=True)
class Reason:
    """Why something changed: the code or word of the rule, its name, and a sentence.

    `is_put_back` says that it tells what would be, had the visit stayed.
    """

    code: str
    rule: str
    words: Words
    blanks: Mapping[str, object]
    is_put_back: bool = False

    def say(self, language: Language) -> str:
        """The sentence."""
        return self.words.say(language, **self.blanks)


def together(reasons: Iterable[Reason], language: Language) -> str:
    """Several reasons as one sentence."""
    found = list(reasons)
    why = BETWEEN.say(language).join(reason.say(language) for reason in found)
    is_put_back = any(reason.is_put_back for reason in found)
    return PUT_BACK.say(language, why=why) if is_put_back else why


class Reasons:
    """Finds the reasons of moves from an old plan to a new one that keeps the problem's rules."""

    def __init__(self, problem: Problem, old: PlanRecord, new: PlanRecord) -> None:
        self._problem = problem
        self._had = {visit.target for visit in old.visits}
        self._plan = plan_of(problem, new)

    def of(self, move: Move) -> tuple[Reason, ...]:
        """At most a few, those that forbid the old place before those that make it dear."""
        if move.old is None:
            return tuple(self._of_new(move))
        if move.target not in self._problem.target:
            return (Reason("gone", "", GONE, {}),)
        found = tuple(map(_reason, self._forbidding(move.old, move.new)))
        return found or tuple(self._costing(move.old, move.new))

    def _of_new(self, move: Move) -> Iterator[Reason]:
        if move.target not in self._had:
            yield Reason("new-target", "", NEW_TARGET, {})
        for offer in self._problem.asked(move.purpose, move.target)[:1]:  # type: ignore[arg-type] # a visit of the plan's has a purpose
            if offer.by is not None and (move.target in self._had or move.purpose != "coverage"):
                name = offer.by.title_or_name
                yield Reason(offer.by.word, name, ASKED, {"rule": name})

    def _forbidding(self, old: VisitRecord, new: VisitRecord | None) -> list[Finding]:
        """What forbids the old place; of what is built in the first: the rest follows from it."""
        if not plan_of(self._problem, PlanRecord((old,))).visits:
            found = findings(self._problem.replace(rules=()), PlanRecord((old,)))
            return [finding for finding in found if finding.code == "unknown"][:1]
        back = self._put_back(old, new)
        built_in = list(islice(self._built_in(back), 1))
        return built_in or list(islice(self._by_rules(back), MOST))

    def _built_in(self, back: Plan) -> Iterator[Finding]:
        """What is built in, as far as it concerns the visit that was put back, the last one."""
        again = back.visits[-1]
        near = (
            visit
            for visit in back.visits
            if visit.target is again.target
            or (visit.round is again.round and visit.team is again.team)
        )
        yield from built_in(Plan(self._problem, tuple(near)))

    def _by_rules(self, back: Plan) -> Iterator[Finding]:
        """What hard rules say of it, but not of the new plan: a rule may have given way there."""
        hard = [rule for rule in self._problem.rules if rule.tier is None]
        for rule, known in zip(hard, self._said, strict=True):
            yield from (one for one in rule.check(back) if one.say("en") not in known)

    @cached_property
    def _said(self) -> list[set[str]]:
        """What each hard rule says of the new plan."""
        hard = (rule for rule in self._problem.rules if rule.tier is None)
        return [{one.say("en") for one in rule.check(self._plan)} for rule in hard]

    def _put_back(self, old: VisitRecord, new: VisitRecord | None) -> Plan:
        (again,) = plan_of(self._problem, PlanRecord((old,))).visits
        return Plan(self._problem, (*self._without(new), again))

    def _without(self, new: VisitRecord | None) -> tuple[Visit, ...]:
        if new is None:
            return self._plan.visits
        return tuple(v for v in self._plan.visits if VisitRecord.of(v) != new)

    def _costing(self, old: VisitRecord, new: VisitRecord | None) -> Iterator[Reason]:
        """The first tier that would be worse."""
        then = tier_values(self._put_back(old, new))
        for tier in self._problem.tiers:
            now = self._values[tier.id]
            if then[tier.id] != now:
                if then[tier.id] > now:
                    blanks = {
                        "tier": tier.title,
                        "now": decimal(now),
                        "then": decimal(then[tier.id]),
                    }
                    yield Reason("tier", tier.id, TIER, blanks, is_put_back=True)
                return

    @cached_property
    def _values(self) -> dict[str, Fraction]:
        return tier_values(self._plan)


def _reason(finding: Finding) -> Reason:
    rule = finding.rule.title_or_name if finding.rule else ""
    sentence = _filled(finding.words, finding.blanks)
    if rule:
        sentence = _filled(OF_RULE, {"rule": rule, "sentence": sentence})
    return Reason(finding.code, rule, sentence, {}, is_put_back=True)


def _filled(words: Words, blanks: Mapping[str, object]) -> Words:
    """The words with their blanks filled for good, whatever braces these hold."""
    zh, en = words.say("zh", **blanks), words.say("en", **blanks)
    return Words(*(text.replace("{", "{{").replace("}", "}}") for text in (zh, en)))
