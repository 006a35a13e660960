"""A problem file, read into a problem, or refused with everything that is wrong with it."""

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from xuncha_plan.files.consistency import check_consistency
from xuncha_plan.files.draft import SECTIONS, Draft
from xuncha_plan.files.included import inside
from xuncha_plan.files.lost_lookbacks import never_looked_back
from xuncha_plan.files.magnitudes import check_magnitudes
from xuncha_plan.files.naming import check_names, naming_warnings
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.problem_book.read import WORKBOOKS, Book, read_book
from xuncha_plan.files.problem_book.said import in_its_words
from xuncha_plan.files.problem_text import problem_text
from xuncha_plan.files.references import check_references, idle_selectors
from xuncha_plan.files.refusals import faults_of
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.stated import stated
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Fault, Problem
from xuncha_plan.model.quantity import Plain
from xuncha_plan.rules import REGISTRY


@dataclass(frozen=True)
class Reading:
    """A problem, what is odd about its file, and where the file lies."""

    problem: Problem
    warnings: tuple[Fault, ...]
    path: Path


def read_problem(path: Path) -> Reading:
    """The problem that a file or a workbook states; BadInput holds every fault of it."""
    if path.suffix.lower() in WORKBOOKS:
        return _of_book(read_book(path), path)
    return problem_from(parse(read_bytes(path), str(path)), path)


def problem_tree(path: Path) -> Tree:
    """The values that a problem file or a workbook holds, with their places."""
    if path.suffix.lower() not in WORKBOOKS:
        return parse(read_bytes(path), str(path))
    book = read_book(path)
    if book.faults:
        raise BadInput(*book.faults)
    return book.tree


def problem_bytes(path: Path) -> bytes:
    """A problem file as it is; for a workbook, the file that means the same."""
    if path.suffix.lower() in WORKBOOKS:
        return problem_text(stated(read_problem(path).problem)).encode()
    return read_bytes(path)


def _of_book(book: Book, path: Path) -> Reading:
    """The problem of a workbook; a cell that could not be read is told of once."""
    try:
        reading = problem_from(book.tree, path)
    except BadInput as error:
        known = {fault.place for fault in book.faults}
        more = (
            in_its_words(fault, book.words) for fault in error.faults if fault.place not in known
        )
        raise BadInput(*book.faults, *more) from None
    if book.faults:
        raise BadInput(*book.faults)
    return replace(reading, warnings=(*book.warnings, *reading.warnings))


def problem_from(tree: Tree, path: Path) -> Reading:
    """The problem that a parsed file states, with the earlier plans that its rules remember."""
    _refuse_plan(tree)
    reading = problem_of(tree, path)
    for rule in reading.problem.rules:
        if rule.earlier_plan is not None:
            place = tree.place("rules", rule.number - 1, "against")
            rule.recall(read_plan(inside(rule.earlier_plan, place, path)).visits)
    return reading


def _refuse_plan(tree: Tree) -> None:
    """Says in one sentence that a plan was named where the problem belongs."""
    if isinstance(tree.value, dict) and {"visits", "status"} <= set(tree.value):
        raise refused(
            tree.place(),
            "这是计划文件，不是问题文件",
            "this is a plan file, where a problem file belongs",
            code="wrong-file",
        )


def problem_of(tree: Tree, path: Path) -> Reading:
    """The problem that a parsed file states; `path` is where files that it names are looked for."""
    draft = Draft(tree, path)
    rest = _rest(draft)
    check_names(draft)
    check_references(draft)
    check_consistency(draft, rest)
    if rest is None or draft.faults:
        raise BadInput(*{(f.place, f.say("en")): f for f in draft.faults}.values())
    rules = list(draft.rules)
    if not any(rule.word == "coverage" for rule in rules):
        rules.append(REGISTRY["coverage"]())
    problem = rest.replace(rules=tuple(rules))
    check_magnitudes(problem)
    warnings = [
        *draft.warnings,
        *naming_warnings(draft),
        *idle_selectors(problem, tree),
        *never_looked_back(problem, tree),
    ]
    return Reading(problem, tuple(sorted(warnings, key=lambda w: w.place)), path)


def _rest(draft: Draft) -> Problem | None:
    """The problem without its rules; its own faults are noted in the draft."""
    raw = {**draft.raw, **{s: tuple(draft.items[s].values()) for s in SECTIONS if s != "rules"}}
    raw["rules"] = ()
    if isinstance(version := raw.get("format"), Plain):
        raw["format"] = int(version) if version.isdecimal() and len(version) < 10 else str(version)
    try:
        return Problem.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        draft.faults += faults_of(error, Problem, draft.tree)
        return None
