"""Pins: where a planner has put visits on the page, added to a problem's rules as it is read."""

from pathlib import Path

from xuncha_plan.files.problem_file import Reading, problem_from, problem_tree
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.spliced import Sections
from xuncha_plan.files.yaml_text import parse


def read_pinned(path: Path, pins: Path) -> Reading:
    """The problem of a file, with the pins of another file among its rules.

    BadInput says what is wrong with either.
    """
    tree = parse(read_bytes(pins), str(pins))
    entries = tree.value.get("rules") if isinstance(tree.value, dict) else None
    if not isinstance(entries, list) or tree.value != {"rules": entries}:
        raise refused(
            tree.place(),
            "不是调整结果：应只有 rules: 一节，如页面保存的 pins.yaml",
            "no pins: expected rules: and nothing else, as in the pins.yaml that a page saves",
            code="wrong-file",
        )
    sections = Sections(problem_tree(path))
    for i, entry in enumerate(entries):
        if not isinstance(entry, dict) or entry.get("rule") != "pinned":
            raise refused(
                tree.place("rules", i),
                "应为 pinned 规则，例如 {example}",
                "expected a rule pinned, such as {example}",
                example="{rule: pinned, target: D001, round: 2027-1}",
                code="wrong-file",
            )
        sections.add("rules", entry, tree.mark.follow(("rules", i)))
    return problem_from(sections.tree(), path)
