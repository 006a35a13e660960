"""Names that one part of a problem file uses for another: each has to exist."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic.fields import FieldInfo

from xuncha_plan.files.draft import Draft
from xuncha_plan.files.refusals import is_joined, models_in, offering
from xuncha_plan.files.tree import Key, Tree
from xuncha_plan.model import Fault, Place, Problem, Refers, RoundSpan, Rule, Where, Words, number
from xuncha_plan.model.quantity import is_absent
from xuncha_plan.model.where import FIELDS

_COMPARISONS = (">", "<", "=", "!=")
_LISTS = {"round": "rounds", "team": "teams", "target": "targets", "tier": "tiers"}
_OF_SECTIONS = {"region": "regions", "sector": "sectors", "kind": "kinds"}
NOUNS = {
    "round": Words("轮次", "round"),
    "team": Words("巡察组", "team"),
    "target": Words("巡察对象", "target"),
    "tier": Words("层级", "tier"),
    "region": Words("地域", "region"),
    "sector": Words("行业领域", "sector"),
    "kind": Words("类别", "kind"),
    "field": Words("字段", "field"),
    "weight": Words("数值字段", "numeric field"),
}


def check_references(draft: Draft) -> None:
    """Notes every name that names nothing, with the nearest that exists."""
    known = _Known(draft)
    for i, raw in enumerate(draft.sections["teams"]):
        if isinstance(raw, dict):
            known.look_up("round", raw.get("rounds"), "teams", i, "rounds")
    for i, raw in enumerate(draft.sections["targets"]):
        if isinstance(raw, dict):
            known.look_up("target", raw.get("parent"), "targets", i, "parent")
            for field in _OF_SECTIONS:
                known.look_up(field, raw.get(field), "targets", i, field)
    for i, rule, raw in draft.rule_parts():
        for key, info in _fields(rule):
            if (to := _refers_to(info)) is not None:
                known.look_up(to, raw.get(key), "rules", i, key)
            if Where in models_in(info.annotation):
                known.look_into(raw.get(key), "rules", i, key)


def _fields(rule: type[Rule]) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in rule.model_fields.items():
        yield info.alias or name, info


def _refers_to(info: FieldInfo) -> str | None:
    """What a parameter names, wherever in its type the mark stands."""
    return next(_marks((*info.metadata, info.annotation)), None)


def _marks(parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Refers):
            yield part.to
        yield from _marks((*getattr(part, "__metadata__", ()), *get_args(part)))


@dataclass(frozen=True)
class _Named:
    names: frozenset[str]
    ordered: tuple[str, ...]
    is_closed: bool = True  # whether a name outside is an error


class _Known:
    """What a problem file's names may be."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        columns = draft.columns()
        self._knows_columns = "targets" not in draft.lost
        self._names = {
            **{
                to: _named(draft.ids(section), is_closed=section not in draft.lost)
                for to, section in _LISTS.items()
            },
            "field": _named([*FIELDS, *columns], is_closed=self._knows_columns),
            "weight": _named(["risk", "workload", *columns], is_closed=self._knows_columns),
            **{
                field: _named(names := draft.ids(section), is_closed=bool(names))
                for field, section in _OF_SECTIONS.items()
            },
        }
        self._keys = [*FIELDS, *columns]

    def look_up(self, to: str, raw: object, *path: Key) -> None:
        """Notes the names of a value that do not exist; what is no name is the model's matter."""
        if isinstance(raw, list):
            for i, name in enumerate(raw):
                self.look_up(to, name, *path, i)
        elif isinstance(raw, str) and not (to == "weight" and number(raw) is not None):
            self._want(to, raw, self._draft.tree.place(*path))

    def _want(self, to: str, name: str, place: Place) -> None:
        known = self._names[to]
        if name in known.names or not known.is_closed or is_absent(name):
            return
        self._draft.fault(
            place,
            "没有{noun}“{name}”{near}",
            "there is no {noun} `{name}`{near}",
            noun=NOUNS[to],
            name=name,
            near=offering(name, known.ordered),
            code="wide-comma" if is_joined(name, known.ordered) else "unknown-name",
        )

    def look_into(self, raw: object, *path: Key) -> None:
        """Notes the keys and values of a selector that do not exist."""
        if not isinstance(raw, dict):
            return
        for key, value in raw.items():
            if key == "not":
                self.look_into(value, *path, key)
            elif key == "any":
                for i, part in enumerate(value if isinstance(value, list) else ()):
                    self.look_into(part, *path, key, i)
            elif key not in self._keys:
                if self._knows_columns:
                    self._unknown_key(key, *path)
            else:
                self._criteria(key, value, *path, key)

    def _unknown_key(self, key: str, *path: Key) -> None:
        self._draft.fault(
            self._draft.tree.key_place(*path, key),
            "没有“{key}”这个键或列{near}",
            "there is no key or column `{key}`{near}",
            key=key,
            near=offering(key, [*self._keys, "not", "any"]),
            code="unknown-key",
        )

    def _criteria(self, key: str, raw: object, *path: Key) -> None:
        to = {"id": "target", "parent": "target"}.get(key, key)
        if to not in {"target", *_OF_SECTIONS}:
            return
        if isinstance(raw, list):
            for i, value in enumerate(raw):
                self._criteria(key, value, *path, i)
        elif isinstance(raw, str) and not raw.startswith(_COMPARISONS):
            self._want(to, raw, self._draft.tree.place(*path))


def _named(names: list[str], *, is_closed: bool = True) -> _Named:
    return _Named(frozenset(names), tuple(names), is_closed)


def idle_selectors(problem: Problem, tree: Tree) -> Iterator[Fault]:
    """Warnings about selectors of targets or rounds that select none."""
    for rule in problem.rules:
        for key, info in _fields(type(rule)):
            name = next(n for n, i in type(rule).model_fields.items() if i is info)
            match getattr(rule, name):
                case Where() as where if problem.targets and not _any_target(problem, where):
                    words = Words("没有选中任何对象", "this selects no target")
                case RoundSpan() as span if problem.rounds and not _any_round(problem, span):
                    words = Words("没有选中任何轮次", "this selects no round")
                case _:
                    continue
            yield Fault(tree.place("rules", rule.number - 1, key), words, code="selects-nothing")


def _any_target(problem: Problem, where: Where) -> bool:
    named = [c.text for c in dict(where.named()).get("id", ())]
    those = [problem.target[name] for name in named if name in problem.target]
    return any(map(where.takes, those or problem.targets)) or (
        len(those) < len(named) and any(map(where.takes, problem.targets))
    )


def _any_round(problem: Problem, span: RoundSpan) -> bool:
    return any(
        span.year in (None, r.year) and r.lies_within(span.since, span.until)
        for r in problem.rounds
    )
