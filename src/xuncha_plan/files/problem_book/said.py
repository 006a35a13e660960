"""Faults of a workbook in the words of its headings and cells."""

from dataclasses import replace

from xuncha_plan.files.problem_book.rule_columns import NAME, placed, short
from xuncha_plan.files.problem_book.sheets import BASIC_ITEMS, BASICS, SHEETS
from xuncha_plan.files.problem_book.vocabulary import Vocabulary
from xuncha_plan.files.references import NOUNS
from xuncha_plan.files.refusals import offering
from xuncha_plan.model import Fault, Words
from xuncha_plan.rules import REGISTRY


def in_its_words(fault: Fault, words: Vocabulary) -> Fault:
    """The fault with headings in place of keys of the file, and names in place of ids."""
    if not fault.place.sheet:
        return fault
    blanks = dict(fault.blanks)
    if isinstance(key := blanks.get("key"), str):
        blanks["key"] = _heading(fault.place.sheet, key) or key
    to = next((to for to, noun in NOUNS.items() if noun == blanks.get("noun")), None)
    if fault.code == "unknown-name" and to is not None and to in words.labels:
        blanks["near"] = offering(blanks["name"], words.labels[to].known())
    return replace(fault, blanks=blanks)


def _heading(sheet: str, key: str) -> Words | None:
    if sheet in (BASICS.zh, BASICS.en):
        return next((x.heading for x in BASIC_ITEMS if x.key.endswith(f".{key}")), None)
    if sheet in (NAME.zh, NAME.en):
        return _of_rules(key)
    columns = (c for s in SHEETS.values() if sheet in (s.name.zh, s.name.en) for c in s.columns)
    return next((column.heading for column in columns if column.key == key), None)


def _of_rules(key: str) -> Words | None:
    for rule in REGISTRY.values():
        its = placed(rule)
        if key in its.rest:
            return short(key)
        for zh, name in its.columns.items():
            if name == key:
                return Words(zh, key)
    return None
