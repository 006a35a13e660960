"""What holds of every rule, whatever it says."""

import inspect
import re
from pathlib import Path

import pytest

from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, Rule, Words
from xuncha_plan.rules import REGISTRY

from .table import FOLDER, TIER, rows

RULES = pytest.mark.parametrize("word", REGISTRY)
CHINESE = re.compile("[\u4e00-\u9fff]")
HALF_WIDTH = re.compile("[\u4e00-\u9fff}”][,;:()]|[,;:()][\u4e00-\u9fff“]")


def texts(rule: type[Rule]) -> dict[str, Words]:
    parameters = {
        name: part
        for name, field in rule.model_fields.items()
        for part in field.metadata
        if isinstance(part, Words)
    }
    fine_print = {f"fine print {i}": words for i, words in enumerate(rule.fine_print)}
    opening = {"title": rule.title, "about": rule.about, "breach": rule.breach}
    return {**opening, **fine_print, **parameters}


@RULES
def test_file_class_and_word_are_one_name(word: str) -> None:
    rule = REGISTRY[word]
    assert rule.__name__.lower() == word
    assert Path(inspect.getfile(rule)).stem == word
    assert rule.model_fields["rule"].default == word


@RULES
def test_every_text_is_there_in_both_languages(word: str) -> None:
    for name, words in texts(REGISTRY[word]).items():
        assert CHINESE.search(words.zh), name
        assert words.en, name
        assert not CHINESE.search(words.en), name


@RULES
def test_chinese_has_chinese_punctuation(word: str) -> None:
    for name, words in texts(REGISTRY[word]).items():
        assert not HALF_WIDTH.search(words.zh), name


@RULES
def test_its_fine_print_is_made_of_sentences(word: str) -> None:
    assert REGISTRY[word].fine_print
    for words in REGISTRY[word].fine_print:
        assert words.zh.endswith("。")
        assert re.match("[A-Z`0-9].*[.]$", words.en)


@RULES
def test_both_languages_have_the_same_blanks(word: str) -> None:
    rule = REGISTRY[word]
    zh, en = rule.breach.blanks()
    assert zh == en
    assert zh
    assert rule.title.blanks() == (frozenset(), frozenset())


@RULES
def test_every_parameter_has_words(word: str) -> None:
    rule = REGISTRY[word]
    assert rule.model_fields.keys() - {"rule"} <= texts(rule).keys()


@RULES
def test_it_says_what_counts_in_a_tier(word: str) -> None:
    rule = REGISTRY[word]
    assert rule.always_soft or "列入层级时" in rule.about.zh
    assert rule.always_soft or "In a tier" in rule.about.en


@RULES
def test_its_table_has_a_clean_row_a_breach_and_a_refusal(word: str) -> None:
    mine = [row for row in rows() if row.word == word]
    assert any(row.refused is None and not row.findings for row in mine)
    assert any(row.findings for row in mine)
    assert any(row.refused for row in mine)


def test_every_table_is_a_rule_s() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == REGISTRY.keys()


def test_a_case_says_what_it_expects_in_known_words() -> None:
    for path in FOLDER.glob("*.yaml"):
        table = parse(path.read_bytes(), path.name).value
        assert table.keys() <= {"given", "rule", "cases"}, path.name
        for case, raw in table["cases"].items():
            assert raw.keys() <= {"given", "rule", "plan", "findings", "refused"}, (path.name, case)
            assert ("plan" in raw) != ("refused" in raw), (path.name, case)


@pytest.mark.parametrize("word", [word for word, rule in REGISTRY.items() if rule.always_soft])
def test_what_is_always_soft_refuses_to_be_hard(word: str) -> None:
    row = next(row for row in rows() if row.word == word and row.refused is None)
    assert row.rule(TIER).tier == TIER
    with pytest.raises(BadInput) as refused:
        row.rule()
    assert "is always soft and needs `tier: ID`" in refused.value.faults[0].say("en")


@pytest.mark.parametrize("word", ["early", "prefer", "stability"])
def test_these_are_always_soft(word: str) -> None:
    assert REGISTRY[word].always_soft
