"""The JSON Schema of the problem file: the problem's, with every rule as one choice."""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import models_json_schema

from xuncha_plan.model import Problem, Rule

URI = "https://json-schema.org/draft/2020-12/schema"
FILE = {
    "type": "object",
    "properties": {"file": {"type": "string", "description": "表的路径 / the table's path"}},
    "required": ["file"],
    "additionalProperties": False,
}


def problem_schema(rules: Iterable[type[Rule]]) -> dict[str, Any]:
    """The schema as a document; its descriptions are in both languages."""
    known = list(rules)
    refs, schema = models_json_schema(
        [(Problem, "validation"), *((rule, "validation") for rule in known)], by_alias=True
    )
    definitions = schema["$defs"]
    problem = definitions.pop("Problem")
    properties = problem["properties"]
    properties["rules"]["items"] = {
        "oneOf": [refs[rule, "validation"] for rule in known],
        "discriminator": {"propertyName": "rule"},
    }
    for rule in known:
        _name(definitions[rule.__name__])
    definitions.pop("Rule", None)
    properties["tiers"]["items"] = {
        "anyOf": [{"type": ["string", "number"]}, properties["tiers"]["items"]]
    }
    for section in ("targets", "calendar"):
        listed = {key: x for key, x in properties[section].items() if key in {"type", "items"}}
        rest = {key: x for key, x in properties[section].items() if key not in listed}
        properties[section] = {**rest, "anyOf": [listed, FILE]}
    return {"$schema": URI, **problem, "$defs": definitions}


def _name(rule: dict[str, Any]) -> None:
    """Makes the rule's word required: it tells the rules apart."""
    rule["required"] = ["rule", *(x for x in rule.get("required", ()) if x != "rule")]
