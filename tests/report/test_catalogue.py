"""The catalogue and the schema, made from the rules."""

import pytest

from xuncha_plan.model import Language
from xuncha_plan.report.catalogue import catalogue, rule_page
from xuncha_plan.report.schema import problem_schema
from xuncha_plan.rules import REGISTRY


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_rule_is_in_the_catalogue(language: Language) -> None:
    text = catalogue(REGISTRY.values(), language, 80)
    for word, rule in REGISTRY.items():
        assert f"{word}  {rule.title.say(language)}" in text


@pytest.mark.parametrize("word", REGISTRY)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_names_every_parameter(word: str, language: Language) -> None:
    lines = rule_page(REGISTRY[word], language, 80).splitlines()
    named = {line.split()[0] for line in lines if line.startswith("  ") and line.split()}
    fields = REGISTRY[word].model_fields
    assert {field.alias or name for name, field in fields.items()} - {"rule"} <= named


def test_a_page_says_type_and_default() -> None:
    page = rule_page(REGISTRY["lookback"], "zh", 100)
    assert "（整数，默认 240）" in page
    assert "（数或百分数，默认 0.5）" in page
    assert "（true 或 false，默认 true）" in page


def test_rules_that_are_always_soft_say_so() -> None:
    assert (
        rule_page(REGISTRY["early"], "en", 80)
        .splitlines()[0]
        .endswith("[always soft: needs a tier]")
    )


def test_the_schema_has_every_rule_as_a_choice() -> None:
    schema = problem_schema(REGISTRY.values())
    choices = schema["properties"]["rules"]["items"]["oneOf"]
    words = [
        schema["$defs"][choice["$ref"].rpartition("/")[2]]["properties"]["rule"]["const"]
        for choice in choices
    ]
    assert words == list(REGISTRY)
    assert all(
        "rule" in schema["$defs"][choice["$ref"].rpartition("/")[2]]["required"]
        for choice in choices
    )


def test_the_schema_admits_short_tiers_and_tables() -> None:
    properties = problem_schema(REGISTRY.values())["properties"]
    assert {"type": ["string", "number"]} in properties["tiers"]["items"]["anyOf"]
    assert properties["targets"]["anyOf"][1]["required"] == ["file"]


def test_no_reference_of_the_schema_leads_nowhere() -> None:
    schema = problem_schema(REGISTRY.values())
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(ref := node.get("$ref"), str):
                found.add(ref.rpartition("/")[2])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(schema)
    assert found <= set(schema["$defs"])
