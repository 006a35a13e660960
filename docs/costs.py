"""What each rule costs the solver: counted on the example districts, so that pages can say it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xuncha_plan.model import Language, Words

DISTRICTS = ("data/targets.yaml", "data/examples/villages.yaml", "data/examples/edge.yaml")
_TITLE = Words("求解代价", "What it costs the solver")
_UNUSED = Words("样例区没有用到这条规则。", "None of the example districts uses this rule.")
_ABOUT = Words(
    "在样例区中，这条规则各条合计所加的变量与约束（不含计数变量），以及只因它而分开的类。",
    "In the example districts: what all rules of this word add to the counts, and the classes\n"
    "that are apart for this rule alone.",
)
_HEADINGS = (
    Words("样例区", "district"),
    Words("条数", "rules"),
    Words("变量", "unknowns"),
    Words("约束", "rows"),
    Words("类", "classes"),
)


@dataclass
class Cost:
    """What one rule word adds in one district: unknowns, rows, and classes that it alone splits."""

    instances: int = 0
    unknowns: int = 0
    rows: int = 0
    classes: int = 0


@cache
def costs(root: Path) -> dict[str, dict[str, Cost]]:
    """For each rule word, its cost in each district that uses it."""
    from xuncha_plan.files.problem_file import read_problem
    from xuncha_plan.solver.formulation.classes import classes
    from xuncha_plan.solver.formulation.counts import Counts
    from xuncha_plan.solver.formulation.tiers import pose

    found: dict[str, dict[str, Cost]] = defaultdict(dict)
    for district in DISTRICTS:
        problem = read_problem(root / district).problem
        alike = classes(problem)
        counts = Counts(problem, alike)
        for rule in sorted(problem.rules, key=lambda rule: (rule.tier is not None, rule.number)):
            cost = found[rule.word].setdefault(district, Cost())
            before = len(counts.program.variables), len(counts.program.rows)
            pose(counts, problem.tiers, [rule])
            cost.instances += 1
            cost.unknowns += len(counts.program.variables) - before[0]
            cost.rows += len(counts.program.rows) - before[1]
        for word in {rule.word for rule in problem.rules} - {"coverage"}:
            others = tuple(rule for rule in problem.rules if rule.word != word)
            without = classes(problem.replace(rules=others))
            found[word][district].classes = len(alike) - len(without)
    return found


def lines(cost: Mapping[str, Cost], languages: Sequence[Language]) -> Iterator[str]:
    """The section of a rule's page."""

    def said(words: Words) -> str:
        return " / ".join(words.say(language) for language in languages)

    yield from (f"## {said(_TITLE)}", "")
    if not cost:
        yield said(_UNUSED)
        return
    yield from (_ABOUT.say(language) for language in languages)
    yield ""
    yield f"| {' | '.join(map(said, _HEADINGS))} |"
    yield "|---|---:|---:|---:|---:|"
    for district, its in cost.items():
        yield f"| `{district}` | {its.instances} | {its.unknowns} | {its.rows} | {its.classes:+d} |"
