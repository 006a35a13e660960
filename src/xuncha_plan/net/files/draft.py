"""A net file on its way to a net: its sections, the parts that hold, all faults."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from xuncha_plan.files.refusals import faults_of, offering, read_as
from xuncha_plan.files.tree import Key, Tree
from xuncha_plan.model import BadInput, Fault, Place, Tier, Words
from xuncha_plan.model.quantity import Plain, is_absent
from xuncha_plan.net.files.listed import listed_distances, listed_districts
from xuncha_plan.net.model import NET_RULES, Area, District, Leg, Net, NetRound, NetRule

M = TypeVar("M", bound=BaseModel)
_MODELS: Mapping[str, type[BaseModel]] = {
    "areas": Area,
    "jurisdictions": District,
    "distances": Leg,
    "rounds": NetRound,
    "tiers": Tier,
}
SECTIONS = (*_MODELS, "rules")
MOST_FAULTS = 500


class NetDraft:
    """What a net file says, part by part; one part's fault hides no other's."""

    def __init__(self, tree: Tree, path: Path) -> None:
        self.tree, self.path = tree, path
        self.faults: list[Fault] = []
        self.raw = self._mapping(tree.value)
        self._include()
        self.sections = {section: self._list(section) for section in SECTIONS}
        self.sections["tiers"] = [
            {"id": raw} if isinstance(raw, str) else raw for raw in self.sections["tiers"]
        ]
        self.items = {
            section: dict(self._items(section, model)) for section, model in _MODELS.items()
        }
        self.rules = [rule for i in self._numbers() if (rule := self._rule(i)) is not None]

    def fault(self, place: Place, zh: str, en: str, /, *, code: str, **blanks: object) -> None:
        """Notes one more fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(place, Words(zh, en), blanks, code))

    def net(self) -> Net | None:
        """The net without what could not be read; None where its frame could not."""
        raw = {**self.raw, **{s: tuple(self.items[s].values()) for s in _MODELS}, "rules": ()}
        if isinstance(version := raw.get("format"), Plain):
            raw["format"] = int(version) if version.isdecimal() and len(version) < 10 else version
        try:
            net = Net.model_validate(raw, by_alias=True, by_name=False)
        except ValidationError as error:
            self.faults += faults_of(error, Net, self.tree)
            return None
        return net.replace(rules=tuple(self.rules))

    def _mapping(self, value: object) -> dict[str, object]:
        if isinstance(value, dict) and "jurisdictions" in value:
            return dict(value)
        raise BadInput(
            Fault(
                self.tree.place(),
                Words(
                    "这不是监督网文件：缺少“jurisdictions”",
                    "this is no net file: `jurisdictions` is missing",
                ),
                code="wrong-file",
            )
        )

    def _include(self) -> None:
        for section, include in (
            ("jurisdictions", listed_districts),
            ("distances", listed_distances),
        ):
            try:
                part = include(self.raw.get(section), self.tree, self.path)
                if part is not None:
                    self.raw[section], self.tree.mark.inside[section] = part.value, part.mark
            except BadInput as error:
                self.faults += error.faults
                self.raw[section] = []

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

    def _read(self, model: type[M], raw: object, *path: Key) -> M | None:
        try:
            return read_as(model, raw, self.tree, path)
        except BadInput as error:
            self.faults += error.faults[: MOST_FAULTS - len(self.faults)]
            return None

    def _items(self, section: str, model: type[M]) -> Iterator[tuple[int, M]]:
        for i, raw in enumerate(self.sections[section]):
            if (item := self._read(model, raw, section, i)) is not None:
                yield i, item

    def _numbers(self) -> range:
        return range(len(self.sections["rules"]))

    def _rule(self, i: int) -> NetRule | None:
        raw, place = self.sections["rules"][i], self.tree.place("rules", i)
        word = raw.get("rule", Plain("")) if isinstance(raw, dict) else Plain("")
        if not isinstance(raw, dict) or is_absent(word):
            self.fault(
                place,
                "规则应为映射，例如 {example}",
                "a rule is a mapping, such as {example}",
                example="{rule: exchange}",
                code="value",
            )
            return None
        if not isinstance(word, str) or word not in NET_RULES:
            self.fault(
                self.tree.place("rules", i, "rule"),
                "监督网没有“{word}”这种规则{near}",
                "a net has no rule `{word}`{near}",
                word=str(word)[:60],
                near=offering(str(word), NET_RULES),
                code="unknown-rule",
            )
            return None
        rule = self._read(NET_RULES[word], {**raw, "rule": str(word)}, "rules", i)
        return None if rule is None else rule.written(i + 1, place)
