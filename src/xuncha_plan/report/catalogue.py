"""The catalogue of rules, and one rule's page, from the rules' own words."""

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic.fields import FieldInfo
from rich.cells import cell_len

from xuncha_plan.model import Language, Rule, Words
from xuncha_plan.report.wrapping import padded, wrapped

WIDEST = 100
FINE_PRINT = Words("细则：", "Fine print:")
PARAMETERS = Words("参数：", "Parameters:")
REQUIRED = Words("必填", "required")
DEFAULT = Words("默认 {default}", "default {default}")
SOFT = Words("总是软性的，须写 tier", "always soft: needs a tier")
TYPES = {
    "integer": Words("整数", "whole number"),
    "number": Words("数", "number"),
    "string": Words("文字", "text"),
    "boolean": Words("true 或 false", "true or false"),
    "array": Words("列表", "list"),
    "object": Words("键与值", "keys and values"),
    "date": Words("日期", "day"),
}
SHARE = Words("数或百分数", "number or percentage")


def catalogue(rules: Iterable[type[Rule]], language: Language, width: int) -> str:
    """Every rule: its word, its title, what it says."""
    pages = ("\n".join(_opening(rule, language, min(width, WIDEST))) for rule in rules)
    return "\n\n".join(pages)


def rule_page(rule: type[Rule], language: Language, width: int) -> str:
    """One rule with its parameters: name, type, default, words."""
    width = min(width, WIDEST)
    lines = [*_opening(rule, language, width), "", PARAMETERS.say(language)]
    texts = parameters(rule, language)
    left = max(map(cell_len, texts))
    for name, text in texts.items():
        first, *rest = wrapped(text, max(width - left - 4, 20))
        lines.append(f"  {padded(name, left)}  {first}")
        lines += [" " * (left + 4) + line for line in rest]
    return "\n".join([*lines, *_fine_print(rule, language, width)])


def _fine_print(rule: type[Rule], language: Language, width: int) -> Iterator[str]:
    if rule.fine_print:
        yield from ("", FINE_PRINT.say(language))
    for words in rule.fine_print:
        first, *rest = wrapped(_raw(words, language), max(width - 4, 20))
        yield from (f"  - {first}", *(f"    {line}" for line in rest))


def parameters(rule: type[Rule], language: Language) -> dict[str, str]:
    """What is said of each parameter: words, type, default."""
    schema = rule.model_json_schema()
    return {
        key: _parameter(schema["properties"][key], schema.get("$defs", {}), field, language)
        for name, field in rule.model_fields.items()
        if name != "rule"
        for key in [field.alias or name]
    }


def _opening(rule: type[Rule], language: Language, width: int) -> list[str]:
    word = str(rule.model_fields["rule"].default)
    soft = SOFT.say(language) if rule.always_soft else ""
    heading = f"{word}  {rule.title.say(language)}" + (f"  [{soft}]" if soft else "")
    about = wrapped(_raw(rule.about, language), max(width - 2, 20))
    return [heading, *(f"  {line}" for line in about)]


def _parameter(
    property_: dict[str, Any], defs: dict[str, Any], field: FieldInfo, language: Language
) -> str:
    words = next((_raw(part, language) for part in field.metadata if isinstance(part, Words)), "")
    kinds = list(dict.fromkeys(_kinds(property_, defs, language)))
    if {"number", "string"} == set(_plain_types(property_)):
        kinds = [SHARE.say(language)]
    facts = [" | ".join(kinds)]
    if field.is_required():
        facts.append(REQUIRED.say(language))
    elif (default := field.get_default()) is not None:
        facts.append(DEFAULT.say(language, default=_default(default)))
    opening, closing, comma = ("（", "）", "，") if language == "zh" else (" (", ")", ", ")
    return f"{words}{opening}{comma.join(facts)}{closing}"


def _plain_types(property_: dict[str, Any]) -> tuple[str, ...]:
    kind = property_.get("type", ())
    return (kind,) if isinstance(kind, str) else tuple(kind)


def _kinds(property_: dict[str, Any], defs: dict[str, Any], language: Language) -> Iterator[str]:
    """What a value may be, in words; a reference is looked up."""
    if "$ref" in property_:
        property_ = defs.get(property_["$ref"].rpartition("/")[2], {})
    if "enum" in property_ or "const" in property_:
        yield from map(str, property_.get("enum", [property_.get("const")]))
    elif "anyOf" in property_:
        for part in property_["anyOf"]:
            yield from _kinds(part, defs, language)
    elif property_.get("type") == "array" and (items := property_.get("items")):
        yield from _kinds(items, defs, language)
    elif property_.get("format") == "date":
        yield TYPES["date"].say(language)
    elif {"string", "boolean"} <= set(_plain_types(property_)):  # any scalar, read as a text
        yield TYPES["string"].say(language)
    else:
        yield from (TYPES[kind].say(language) for kind in _plain_types(property_) if kind in TYPES)


def _raw(words: Words, language: Language) -> str:
    """Documentation has no blanks: its braces are the file's."""
    return words.zh if language == "zh" else words.en


def _default(value: object) -> object:
    """A default as a planner would write it."""
    match value:
        case bool():
            return str(value).lower()
        case frozenset():
            return tuple(sorted(value))
        case _:
            return value
