"""Phrases inside a finding's sentence, in both languages."""

from fractions import Fraction

from xuncha_plan.model import Words, decimal

EXACTLY = Words("恰好{n}", "exactly {n}")
AT_LEAST = Words("至少{n}", "at least {n}")
AT_MOST = Words("至多{n}", "at most {n}")


def phrase(words: Words, **blanks: object) -> Words:
    """Words with their blanks filled for good, whatever braces the fillings hold."""
    texts = (words.say(language, **blanks) for language in ("zh", "en"))
    return Words(*(text.replace("{", "{{").replace("}", "}}") for text in texts))


def wanted(bound: Words, n: Fraction | int) -> Words:
    """What a number should be, such as at most 3."""
    return phrase(bound, n=decimal(n))
