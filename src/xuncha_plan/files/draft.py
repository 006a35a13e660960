"""A problem file on its way to a problem: its sections, the parts that hold, all faults."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from xuncha_plan.files.included import included_calendar, included_targets
from xuncha_plan.files.refusals import MOST_FAULTS, nearest, offering, read_as
from xuncha_plan.files.tree import Key, Tree
from xuncha_plan.files.yaml_slips import wide_colon
from xuncha_plan.model import (
    BadInput,
    Fault,
    Place,
    Problem,
    Round,
    Rule,
    Target,
    Team,
    Tier,
    Words,
)
from xuncha_plan.model.quantity import Plain, is_absent
from xuncha_plan.rules import REGISTRY

M = TypeVar("M", bound=BaseModel)
MOST_TARGETS = 100_000
MOST_RULES = 20_000
_MODELS: Mapping[str, type[BaseModel]] = {
    "rounds": Round,
    "teams": Team,
    "targets": Target,
    "tiers": Tier,
}
SECTIONS = (*_MODELS, "rules")


class Draft:
    """What a problem file says, part by part; one part's fault hides no other's."""

    def __init__(self, tree: Tree, path: Path) -> None:
        self.tree = tree
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.lost: set[str] = set()  # sections that could not be read at all
        self.raw = self._mapping(tree.value)
        self.lost |= {near for key in self.raw if (near := _misspelt(key)) is not None}
        self._include(path)
        self.sections = {section: self._list(section) for section in SECTIONS}
        self.sections["tiers"] = [
            {"id": raw} if isinstance(raw, str) else raw for raw in self.sections["tiers"]
        ]
        self._refuse_crowds()
        self.items = {
            section: dict(self._items(section, model)) for section, model in _MODELS.items()
        }
        self.rules = [rule for number in self._numbers() if (rule := self._rule(number))]

    def fault(self, place: Place, zh: str, en: str, /, *, code: str, **blanks: object) -> None:
        """Notes one more fault."""
        self.faults.append(Fault(place, Words(zh, en), blanks, code))
        self._want_few_faults()

    def named(self, section: str) -> Iterator[tuple[str, Place]]:
        """The ids of a section as they are written, each with its place."""
        for i, raw in enumerate(self.sections[section]):
            if isinstance(raw, dict) and isinstance(raw.get("id"), str):
                yield str(raw["id"]), self.tree.place(section, i, "id")

    def ids(self, section: str) -> list[str]:
        """The ids of a section; a section that is a mapping has them as keys."""
        if section in SECTIONS:
            return [name for name, _ in self.named(section)]
        raw = self.raw.get(section)
        return [str(key) for key in raw] if isinstance(raw, dict) else []

    def columns(self) -> list[str]:
        """The columns that targets have beyond their fields."""
        found: dict[str, None] = {}
        for raw in self.sections["targets"]:
            columns = raw.get("columns") if isinstance(raw, dict) else None
            found.update(dict.fromkeys(columns if isinstance(columns, dict) else ()))
        return list(found)

    def rule_parts(self) -> Iterator[tuple[int, type[Rule], dict[str, object]]]:
        """Every rule whose word is known, with its index, as it is written."""
        for i, raw in enumerate(self.sections["rules"]):
            if isinstance(raw, dict) and (rule := REGISTRY.get(str(raw.get("rule")))):
                yield i, rule, raw

    def _mapping(self, value: object) -> dict[str, object]:
        if isinstance(value, dict):
            return dict(value)
        place = self.tree.place()
        if isinstance(value, Plain) and (at := value.find("：")) >= 0:
            raise wide_colon(Place(place.file, place.line, place.column + at))
        raise BadInput(
            Fault(
                place,
                Words(
                    "文件应由“键: 值”组成，例如 term:、rounds:、targets:",
                    "a file is made of `key: value`, such as term:, rounds:, targets:",
                ),
                code="wrong-file",
            )
        )

    def _include(self, path: Path) -> None:
        for key, include in (("targets", included_targets), ("calendar", included_calendar)):
            raw = self.raw.get(key)
            try:
                if isinstance(raw, dict) and "file" in raw:
                    part, warnings = include(raw, self.tree, path)
                    self.warnings += warnings
                    self.raw[key], self.tree.mark.inside[key] = part.value, part.mark
                elif key == "calendar" and isinstance(raw, dict) and list(raw) == ["years"]:
                    self.raw[key] = raw["years"]
                    self.tree.mark.inside[key] = self.tree.mark.follow((key, "years"))
            except BadInput as error:
                self.faults += error.faults
                self.raw[key] = []
                self.lost.add(key)

    def _list(self, section: str) -> list[object]:
        raw = self.raw.get(section, Plain(""))
        if isinstance(raw, list):
            return raw
        if not is_absent(raw):
            self.fault(
                self.tree.place(section),
                "“{key}”应为列表",
                "`{key}` is a list",
                key=section,
                code="value",
            )
        return []

    def _refuse_crowds(self) -> None:
        for section, most in (("targets", MOST_TARGETS), ("rules", MOST_RULES)):
            if len(self.sections[section]) > most:
                self.fault(
                    self.tree.place(section, most),
                    "“{section}”超过{limit}项",
                    "more than {limit} {section}",
                    section=section,
                    limit=most,
                    code="too-large",
                )
                self.sections[section] = []

    def _read(self, model: type[M], raw: object, *path: Key) -> M | None:
        try:
            return read_as(model, raw, self.tree, path)
        except BadInput as error:
            self.faults += error.faults
            self._want_few_faults()
            return None

    def _want_few_faults(self) -> None:
        if len(self.faults) > MOST_FAULTS:
            words = Words(
                "错误超过{limit}处，其余不再列出",
                "more than {limit} faults; the rest is not listed",
            )
            more = Fault(self.faults[MOST_FAULTS].place, words, {"limit": MOST_FAULTS}, "too-large")
            raise BadInput(*self.faults[:MOST_FAULTS], more)

    def _items(self, section: str, model: type[M]) -> Iterator[tuple[int, M]]:
        for i, raw in enumerate(self.sections[section]):
            if (item := self._read(model, raw, section, i)) is not None:
                yield i, item

    def _numbers(self) -> range:
        return range(1, len(self.sections["rules"]) + 1)

    def _rule(self, number: int) -> Rule | None:
        index = number - 1
        raw, place = self.sections["rules"][index], self.tree.place("rules", index)
        if isinstance(raw, Plain) and (at := raw.find("：")) >= 0:
            self.faults += wide_colon(replace(place, column=place.column + at)).faults
            return None
        if not isinstance(raw, dict):
            self.fault(
                place,
                "规则应为映射，例如 {example}",
                "a rule is a mapping, such as {example}",
                example="{rule: coverage}",
                code="value",
            )
            return None
        if is_absent(word := raw.get("rule", Plain(""))):
            self.fault(place, "缺少“{key}”", "`{key}` is missing", key="rule", code="missing-key")
            return None
        if not isinstance(word, str) or word not in REGISTRY:
            shown = word if isinstance(word, str) else type(word).__name__
            self.fault(
                self.tree.place("rules", index, "rule"),
                "没有“{word}”这种规则{near}",
                "there is no rule `{word}`{near}",
                word=shown[:60],
                near=offering(shown, REGISTRY),
                code="unknown-rule",
            )
            return None
        rule = self._read(REGISTRY[word], {**raw, "rule": str(word)}, "rules", index)
        return None if rule is None else rule.written(number, place)


def _misspelt(key: str) -> str | None:
    """The section that an unknown key most likely means."""
    known = [field.alias or name for name, field in Problem.model_fields.items()]
    return None if key in known else nearest(key, known)
