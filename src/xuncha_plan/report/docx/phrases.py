"""Phrases of official documents: days, counts, lists."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from xuncha_plan.model import Language, Visit, Words
from xuncha_plan.report.papers.basis import Basis

COUNT = Words("{what}{count}个", "{what} {count}")
AND_MORE = Words("{list}等{count}个", "{list} and others, {count} in all")
FIRST = 12  # names that a sentence lists


def day(value: date, language: Language, with_year: bool = True) -> str:
    """A day as documents write it."""
    if language == "en":
        return value.isoformat()
    year = f"{value.year}年" if with_year else ""
    return f"{year}{value.month}月{value.day}日"


def span(first: date, last: date, language: Language) -> str:
    """Two days; in Chinese the year once where it is the same."""
    if language == "en":
        return f"{first} to {last}"
    return f"{day(first, language)}至{day(last, language, first.year != last.year)}"


def named(basis: Basis, texts: list[str], most: int = FIRST) -> str:
    """Names in one line, the first ones alone where there are many."""
    line = basis.listed(texts[:most])
    return line if len(texts) <= most else basis.say(AND_MORE, list=line, count=len(texts))


def by_mode(basis: Basis, visits: Iterable[Visit]) -> str:
    """How many visits use each mode, in the catalogue's order."""
    counts = Counter(visit.mode for visit in visits)
    return basis.listed(
        basis.say(COUNT, what=basis.naming.mode(mode), count=counts[mode])
        for mode in basis.problem.mode
        if counts[mode]
    )


def by_purpose(basis: Basis, visits: Iterable[Visit]) -> str:
    """How many visits serve each purpose."""
    counts = Counter(visit.purpose for visit in visits)
    return basis.listed(
        basis.say(COUNT, what=basis.naming.purpose(purpose), count=count)
        for purpose, count in sorted(counts.items())
    )
