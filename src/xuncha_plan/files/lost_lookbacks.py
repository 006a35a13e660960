"""Warns of targets that must be looked back at where no plan can do it."""

from collections.abc import Iterator

from xuncha_plan.check.too_late import never
from xuncha_plan.files.tree import Tree
from xuncha_plan.model import Fault, Problem, Words

FIRST = 10  # targets that a warning names
WORDS = Words(
    "{named}必须回头看，但无论排在哪一轮，届期内都没有足够晚、可安排回头看的轮次或可换的组",
    "{named} must be looked back at, but whichever round covers it, no later round of the term has "
    "the place or the other team for it",
)


def never_looked_back(problem: Problem, tree: Tree) -> Iterator[Fault]:
    """One warning a rule, at its `must`."""
    for rule, lost in never(problem, FIRST + 1):
        named = [*(target.title for target in lost[:FIRST]), *(["…"] if len(lost) > FIRST else [])]
        place = tree.place("rules", rule.number - 1, "must")
        yield Fault(place, WORDS, {"named": named}, code="never-looked-back")
