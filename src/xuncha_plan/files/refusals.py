"""What a model refuses, as faults in both languages at the place of the very token."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from itertools import groupby
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from xuncha_plan.files.tree import Key, Mark, Path, Tree
from xuncha_plan.files.yaml_slips import wide_colon
from xuncha_plan.model import BadInput, Fault, Place, Words
from xuncha_plan.model.quantity import Plain

M = TypeVar("M", bound=BaseModel)
_BETWEEN = re.compile("[，、；]")
MOST_FAULTS = 500  # after so many, reading ends
_MOST_SHOWN = 12  # allowed words that a message lists


def read_as(model: type[M], raw: object, tree: Tree, path: Path) -> M:
    """A part of a file as a model; what the model refuses is BadInput."""
    try:
        return model.model_validate(raw, by_alias=True, by_name=False)
    except ValidationError as error:
        raise BadInput(*faults_of(error, model, tree, path)) from error


def faults_of(
    error: ValidationError, model: type[BaseModel], tree: Tree, path: Path = ()
) -> Iterator[Fault]:
    """The faults of one model's validation, one a token; `path` leads to what was validated."""
    found = [_Refused(detail, model, tree, path) for detail in error.errors()[:MOST_FAULTS]]
    for _, same in groupby(found, key=lambda refused: refused.stem):
        yield from _of_one_value(list(same))


def nearest(word: object, known: Iterable[str]) -> str | None:
    """The known word that a wrong one most likely means; None where nothing is near."""
    folded = {candidate.casefold(): candidate for candidate in known}
    text = str(word)[:100].casefold()
    close = set(get_close_matches(text, folded, n=5, cutoff=0.6))

    def likeness(candidate: str) -> tuple[bool, float]:
        return sorted(candidate) == sorted(text), SequenceMatcher(a=candidate, b=text).ratio()

    best = max((c for c in folded if c in close), key=likeness, default=None)
    return None if best is None else folded[best]


def offering(word: object, known: Iterable[str]) -> Words:
    """The end of a message about an unknown word: the nearest known one, or all of a few."""
    words = list(known)
    if is_joined(word, words):
        return Words("；全角的“，”“、”不分隔，请用半角逗号", "; separate by an ordinary comma")
    if (near := nearest(word, words)) is not None:
        return literal("；是不是“{0}”？", "; did you mean `{0}`?", near)
    if 0 < len(words) <= _MOST_SHOWN:
        return literal("；可写：{0}", "; known: {1}", "、".join(words), ", ".join(words))
    return Words("", "")


def is_joined(word: object, known: Iterable[str]) -> bool:
    """Whether a text is several known words with full-width commas between them."""
    parts = _BETWEEN.split(str(word)[:1000])
    return len(parts) > 1 and set(parts) <= set(known)


def literal(zh: str, en: str, *texts: str) -> Words:
    """Words with texts put in for good, whatever braces these hold."""
    safe = [text.replace("{", "{{").replace("}", "}}") for text in texts]
    return Words(zh.format(*safe), en.format(*safe))


class _Refused:
    """One refusal of pydantic's, and where in the file it belongs."""

    def __init__(
        self, detail: ErrorDetails, model: type[BaseModel], tree: Tree, start: Path
    ) -> None:
        self.detail = detail
        self.path, self.stem, self.branch = _in_tree(tree, start, detail["loc"])
        self.tree = tree
        self._model = model

    @property
    def kind(self) -> str:
        return self.detail["type"]

    @property
    def is_about_shape(self) -> bool:
        return self.kind.endswith("_type") and self.path == self.stem

    @property
    def known_keys(self) -> list[str]:
        """The keys that may stand where an unknown one stands."""
        model = self._model
        for key in self.detail["loc"][:-1]:
            model = next(models_in(_annotation(model, key)), model)
        return [field.alias or name for name, field in model.model_fields.items()]

    @property
    def place(self) -> Place:
        if self.kind == "extra_forbidden" or self.detail["loc"][-1:] == ("[key]",):
            return self.tree.key_place(*self.path)
        return self.tree.place(*self.path)


def _annotation(model: type[BaseModel], key: Key) -> object:
    fields = model.model_fields.items()
    return next((f.annotation for name, f in fields if key in (name, f.alias)), None)


def models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """The models that a field's annotation holds, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from models_in(part)


def _in_tree(tree: Tree, start: Path, loc: Iterable[Key]) -> tuple[Path, Path, str]:
    """The path of an error without the parts that only pydantic knows.

    Also the path to the first value that several shapes were tried for, and the shape.
    """
    mark: Mark | None = tree.mark.follow(start)
    path, stem, branch = start, None, ""
    for key in loc:
        if mark is not None and mark.holds(key):
            mark, path = mark.inside.get(key), (*path, key)
        elif stem is None:
            stem, branch = path, str(key)
    return path, path if stem is None else stem, branch


def _of_one_value(refused: list[_Refused]) -> Iterator[Fault]:
    """The faults of one value: where several shapes were tried, those of the shape it has."""
    if all(r.kind in {"missing", "extra_forbidden"} for r in refused):
        branches = [refused]
    else:
        refused = sorted(refused, key=lambda r: r.branch)
        branches = [list(same) for _, same in groupby(refused, key=lambda r: r.branch)]
    if len(branches) > 1:
        fitting = [branch for branch in branches if not any(r.is_about_shape for r in branch)]
        branches = fitting or branches
    if len(branches) == 1 or any(len(branch) > 1 for branch in branches):
        yield from (fault for r in branches[0] for fault in _faults(r))
        return
    choices = [_words(branch[0]) for branch in branches]
    yield Fault(branches[0][0].place, _either([_filled(w, b) for w, b in choices]), code="value")


def _faults(refused: _Refused) -> Iterator[Fault]:
    """The fault of one refusal; a text where a mapping is due is most often a full-width colon."""
    value, place = refused.detail["input"], refused.place
    if _SHAPES.get(refused.kind) is _MAPPING and isinstance(value, Plain) and "：" in value:
        colon = replace(place, column=place.column + value.index("："))
        yield from wide_colon(colon).faults
    else:
        yield Fault(place, *_words(refused), _code(refused))


def _code(refused: _Refused) -> str:
    if refused.kind == "literal_error":
        allowed = _allowed(dict(refused.detail.get("ctx") or {}))
        return "wide-comma" if is_joined(refused.detail["input"], allowed) else "value"
    return _CODES.get(refused.kind, "value")


def _filled(words: Words, blanks: Mapping[str, object]) -> Words:
    return literal("{0}", "{1}", words.say("zh", **blanks), words.say("en", **blanks))


def _either(choices: list[Words]) -> Words:
    return Words("；或者：".join(w.zh for w in choices), "; or: ".join(w.en for w in choices))


def _words(refused: _Refused) -> tuple[Words, dict[str, object]]:
    detail, context = refused.detail, dict(refused.detail.get("ctx") or {})
    last = detail["loc"][-1] if detail["loc"] else ""
    match refused.kind:
        case "refused":
            return context["words"], context["blanks"]
        case "missing":
            return Words("缺少“{key}”", "`{key}` is missing"), {"key": last}
        case "extra_forbidden":
            near = offering(last, refused.known_keys)
            return Words("没有“{key}”这个键{near}", "unknown key `{key}`{near}"), {
                "key": last,
                "near": near,
            }
        case "literal_error" | "enum":
            return _not_allowed(detail["input"], context)
        case _ if refused.kind in _SHAPES:
            return Words("应为{shape}", "expected {shape}"), {"shape": _SHAPES[refused.kind]}
        case _ if refused.kind in _LIMITS:
            return _LIMITS[refused.kind], context
        case _:
            return Words("{message}", "{message}"), {"message": detail["msg"]}


def _allowed(context: Mapping[str, object]) -> list[str]:
    expected = str(context["expected"]).replace(" or ", ", ")
    return [part.strip("'") for part in expected.split(", ")]


def _not_allowed(value: object, context: Mapping[str, object]) -> tuple[Words, dict[str, object]]:
    allowed = _allowed(context)
    shown = value if isinstance(value, str | int) else type(value).__name__
    near = nearest(shown, allowed)
    return Words(
        "不能是“{value}”{near}（可写：{allowed}）", "`{value}` is not allowed{near} ({allowed})"
    ), {
        "value": str(shown)[:60],
        "near": offering(shown, allowed) if near else "",
        "allowed": allowed,
    }


_CODES = {"missing": "missing-key", "extra_forbidden": "unknown-key"}
_TEXT, _LIST = Words("文字", "a text"), Words("列表", "a list")
_MAPPING = Words("映射“键: 值”", "a mapping of `key: value`")
_SHAPES = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "string_type": _TEXT,
    "dataclass_type": _TEXT,
}
_LIMITS = {
    "greater_than_equal": Words("不能小于{ge}", "is below {ge}"),
    "greater_than": Words("应大于{gt}", "should be above {gt}"),
    "less_than_equal": Words("不能大于{le}", "is above {le}"),
    "less_than": Words("应小于{lt}", "should be below {lt}"),
    "too_short": Words("至少要有{min_length}项", "at least {min_length} are needed"),
    "too_long": Words("最多{max_length}项", "at most {max_length} are allowed"),
}
