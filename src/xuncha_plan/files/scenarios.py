"""Scenarios: variations of one problem, each a name and a list of changes.

    scenarios:
      - name: 少一个组
        changes:
          - {team: t5, drop: true}
          - {rule: 第三年末覆盖七成, set: {at_least: 65%}}
          - add: {round: {id: 2031-2, start: 2031-05-06, end: 2031-07-18}}

A change is written into the problem's file as it was read, and the whole is read as ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from xuncha_plan.files.problem_file import Reading, problem_from, problem_tree
from xuncha_plan.files.refusals import literal, offering, read_as
from xuncha_plan.files.source import read_bytes, refused
from xuncha_plan.files.spliced import Sections
from xuncha_plan.files.tree import Tree
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Fault, Name, Text, Truth, Words, Written

Thing = Literal["rule", "team", "round", "target"]
THINGS: tuple[Thing, ...] = ("rule", "team", "round", "target")
NOUNS = {
    "rule": Words("规则", "rule"),
    "team": Words("巡察组", "team"),
    "round": Words("轮次", "round"),
    "target": Words("巡察对象", "target"),
}


@dataclass(frozen=True)
class Scenario:
    """A variation of a problem, read."""

    name: str
    reading: Reading


class _Change(Written):
    rule: Annotated[Text | None, Words("规则的名称，或 规则#序号", "a rule's name, or RULE#N")] = (
        None
    )
    team: Annotated[Text | None, Words("巡察组", "a team")] = None
    round: Annotated[Text | None, Words("轮次", "a round")] = None
    target: Annotated[Text | None, Words("巡察对象", "a target")] = None
    set: dict[str, Any] | None = None  # whatever the thing's own keys take
    drop: Truth = False
    add: dict[Thing, dict[str, Any]] | None = None


class _Scenario(Written):
    name: Name
    changes: tuple[_Change, ...] = ()


class _File(Written):
    format: Literal["1"] = "1"
    scenarios: tuple[_Scenario, ...]


def read_scenarios(problem: Path, path: Path) -> list[Scenario]:
    """The variations that a file states of a problem; BadInput says which one is wrong."""
    base, tree = problem_tree(problem), parse(read_bytes(path), str(path))
    stated = read_as(_File, _mapping(tree), tree, ())
    _refuse_twice(stated, tree)
    return [
        Scenario(one.name, _read(one, i, base, tree, problem))
        for i, one in enumerate(stated.scenarios)
    ]


def _mapping(tree: Tree) -> dict[str, object]:
    if not isinstance(tree.value, dict) or "scenarios" not in tree.value:
        raise refused(
            tree.place(),
            "这不是情景文件：缺少“scenarios”",
            "this is no file of scenarios: `scenarios` is missing",
        )
    return {**tree.value, "format": str(tree.value.get("format", "1"))}


def _refuse_twice(stated: _File, tree: Tree) -> None:
    first: dict[str, int] = {}
    for i, one in enumerate(stated.scenarios):
        if first.setdefault(one.name, i) != i:
            raise refused(
                tree.place("scenarios", i, "name"),
                "情景“{name}”在{where}已有",
                "the scenario `{name}` is there already, at {where}",
                name=one.name,
                where=str(tree.place("scenarios", first[one.name], "name")),
            )


def _read(one: _Scenario, i: int, base: Tree, tree: Tree, problem: Path) -> Reading:
    sections = Sections(base)
    for j, change in enumerate(one.changes):
        _apply(change, sections, tree, ("scenarios", i, "changes", j))
    try:
        return problem_from(sections.tree(), problem)
    except BadInput as error:
        raise BadInput(*_of_scenario(error, one.name)) from error


def _of_scenario(error: BadInput, name: str) -> Iterator[Fault]:
    for fault in error.faults:
        zh, en = (fault.words.say(language, **fault.blanks) for language in ("zh", "en"))
        words = literal("情景“{0}”：{1}", "scenario {0}: {2}", name, zh, en)
        yield replace(fault, words=words, blanks={})


def _apply(change: _Change, sections: Sections, tree: Tree, path: tuple[str | int, ...]) -> None:
    named = [thing for thing in THINGS if getattr(change, thing) is not None]
    ways = [change.set is not None, change.drop, change.add is not None]
    if sum(ways) != 1 or len(named) != (0 if change.add is not None else 1):
        raise refused(
            tree.place(*path),
            "应写明改什么：{rule}、{set}、{drop} 或 {add}",
            "say what changes: {rule}, {set}, {drop} or {add}",
            rule="{rule: 名称, set: {…}}",
            set="{team: 编号, set: {…}}",
            drop="{round: 编号, drop: true}",
            add="add: {team: {…}}",
        )
    if change.add is not None:
        for thing, raw in change.add.items():
            _want_list(sections, thing, tree, (*path, "add", thing))
            sections.add(f"{thing}s", raw, tree.mark.follow((*path, "add", thing)))
        return
    (thing,) = named
    _want_list(sections, thing, tree, (*path, thing))
    at = _found(sections, thing, getattr(change, thing), tree, (*path, thing))
    if change.set is not None:
        sections.set(f"{thing}s", at, change.set, tree.mark.follow((*path, "set")))
    elif thing == "team":
        sections.set("teams", at, {"rounds": []}, tree.mark.follow(path))
    elif thing == "round":
        sections.close_round(at, tree.mark.follow(path))
    else:
        sections.drop(f"{thing}s", at)


def _want_list(sections: Sections, thing: Thing, tree: Tree, path: tuple[str | int, ...]) -> None:
    if not sections.has_list(f"{thing}s"):
        raise refused(
            tree.place(*path),
            "{noun}列在另一个表里，情景不能改它",
            "a scenario cannot change a {noun} that is listed in a table of its own",
            noun=NOUNS[thing],
        )


def _found(
    sections: Sections, thing: Thing, name: str, tree: Tree, path: tuple[str | int, ...]
) -> int:
    """The place of what a change names among its kind."""
    known = list(sections.names(f"{thing}s"))
    for at, names in enumerate(known):
        if name in names:
            return at
    raise refused(
        tree.place(*path),
        "没有{noun}“{name}”{near}",
        "there is no {noun} `{name}`{near}",
        noun=NOUNS[thing],
        name=name,
        near=offering(name, [names[0] for names in known if names]),
    )
