"""Faults of a workbook in the words of its headings."""

from dataclasses import replace

from xuncha_plan.files.problem_book.rule_columns import NAME, placed, short
from xuncha_plan.files.problem_book.sheets import BASIC_ITEMS, BASICS, SHEETS
from xuncha_plan.model import Fault, Words
from xuncha_plan.rules import REGISTRY


def in_headings(fault: Fault) -> Fault:
    """The fault with the heading in place of a key of the file."""
    key = fault.blanks.get("key")
    if not isinstance(key, str) or not fault.place.sheet:
        return fault
    heading = _heading(fault.place.sheet, key)
    return replace(fault, blanks={**fault.blanks, "key": heading}) if heading else fault


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
