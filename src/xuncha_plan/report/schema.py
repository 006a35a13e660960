"""The JSON Schema of the problem file: the problem's, with every rule as one choice.

It is for editors: they complete keys and values from it, show its words beside them, and mark what
it does not allow. What only the whole file shows, such as an unknown id, `check` says.
"""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, BeforeValidator
from pydantic.json_schema import models_json_schema

from xuncha_plan.files.refusals import models_in
from xuncha_plan.model import MODE_WORDS, PURPOSES, Problem, Rule, Words
from xuncha_plan.model.quantity import Plain
from xuncha_plan.report.findings.codes import word_of

URI = "https://json-schema.org/draft/2020-12/schema"
TITLE = "问题文件 / problem file"
FILE = {
    "type": "object",
    "properties": {"file": {"type": "string", "description": "表的路径 / the table's path"}},
    "required": ["file"],
    "additionalProperties": False,
}
_WORDS: dict[str, Words] = {str(x): y for x, y in (*MODE_WORDS.items(), *PURPOSES.items())}
_Schema = dict[str, Any]  # JSON, of which the shape is known only by its keys


def problem_schema(rules: Iterable[type[Rule]]) -> _Schema:
    """The schema as a document; its descriptions are in both languages."""
    known = list(rules)
    refs, schema = models_json_schema(
        [(Problem, "validation"), *((rule, "validation") for rule in known)], by_alias=True
    )
    definitions = schema["$defs"]
    for model in _models([Problem, *known]):
        _admit_one_for_a_list(definitions[model.__name__], model)
    _plain(definitions)
    problem = definitions.pop("Problem")
    properties = problem["properties"]
    properties["rules"]["items"] = {
        "type": "object",
        "required": ["rule"],
        "properties": {"rule": {"enum": [word_of(rule) for rule in known]}},
        "oneOf": [refs[rule, "validation"] for rule in known],
        "discriminator": {"propertyName": "rule"},
    }
    for rule in known:
        _name(definitions[rule.__name__], rule)
    definitions.pop("Rule", None)
    properties["tiers"]["items"] = {
        "anyOf": [{"type": ["string", "number"]}, properties["tiers"]["items"]]
    }
    for section in ("targets", "calendar"):
        listed = {key: x for key, x in properties[section].items() if key in {"type", "items"}}
        rest = {key: x for key, x in properties[section].items() if key not in listed}
        properties[section] = {**rest, "anyOf": [listed, FILE]}
    return {"$schema": URI, "title": TITLE, **problem, "$defs": definitions}


def _models(roots: Iterable[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The models that a file is made of, each once."""
    seen: set[type[BaseModel]] = {Rule}
    queue = list(roots)
    while queue:
        model = queue.pop()
        if model not in seen:
            seen.add(model)
            yield model
            queue += [x for f in model.model_fields.values() for x in models_in(f.annotation)]


def _admit_one_for_a_list(definition: _Schema, model: type[BaseModel]) -> None:
    """One value may stand where a list is read, as in `rounds: 2027-1`."""
    for name, field in model.model_fields.items():
        property_ = definition["properties"].get(field.alias or name)
        if property_ is None or not any(map(_makes_a_list, field.metadata)):
            continue
        choices = property_.pop("anyOf", None)
        if choices is None:
            shape = {key: property_.pop(key) for key in list(property_) if key in _SHAPE}
            choices = [shape]
        single = [x["items"] for x in choices if "items" in x]
        property_["anyOf"] = [*(x for x in choices if x not in single), *single]


_SHAPE = {"type", "items", "uniqueItems", "minItems", "maxItems"}


def _makes_a_list(part: object) -> bool:
    """Whether a field's validator takes a text for a list of one."""
    if not isinstance(part, BeforeValidator):
        return False
    with contextlib.suppress(Exception):  # whatever a validator makes of a mere letter
        return bool(part.func(Plain("x")) == ["x"])  # type: ignore[call-arg]
    return False


def _plain(part: object) -> None:
    """Removes the titles and docstrings that are names of our classes; says what words mean."""
    if isinstance(part, list):
        for item in part:
            _plain(item)
    if not isinstance(part, dict):
        return
    if "properties" in part:
        part.pop("description", None)
    if isinstance(part.get("title"), str):
        part.pop("title")
    words = [_WORDS[x] for x in part.get("enum", ()) if x in _WORDS]
    if words and len(words) == len(part["enum"]):
        part["enumDescriptions"] = [f"{x.zh} / {x.en}" for x in words]
    for value in list(part.values()):
        _plain(value)


def _name(definition: _Schema, rule: type[Rule]) -> None:
    """Makes the rule's word required, since it tells the rules apart, and says what it asks."""
    definition["title"] = f"{word_of(rule)}（{rule.title.zh}）"
    definition["required"] = ["rule", *(x for x in definition.get("required", ()) if x != "rule")]
    definition["properties"]["rule"] = {
        **definition["properties"]["rule"],
        "description": f"{rule.title.zh} / {rule.title.en}\n\n{rule.about.zh}\n\n{rule.about.en}",
    }
