"""Scalars are exact, and what is none is refused in both languages."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from xuncha_plan.model.quantity import (
    LONGEST,
    Amount,
    Bound,
    Count,
    Day,
    Identifier,
    Name,
    Plain,
    PositiveWeeks,
    Ratio,
    Share,
    SomeWeeks,
    TeamWeeks,
    Text,
    Truth,
    Weight,
    Whole,
    as_list,
    is_absent,
)


def read(kind: Any, value: object) -> object:
    return TypeAdapter(kind).validate_python(value)


def refusal(kind: Any, value: object) -> str:
    """What is said in English; that Chinese says it too is part of every test."""
    with pytest.raises(ValidationError) as caught:
        read(kind, value)
    (error,) = caught.value.errors()
    assert error["type"] == "refused"
    context = error["ctx"]
    assert context["words"].say("zh", **context["blanks"])
    return str(error["msg"])


@pytest.mark.parametrize(
    ("kind", "written", "means"),
    [
        (Whole, "12", 12),
        (Whole, "-3", -3),
        (Whole, "0", 0),
        (Whole, str(10**9), 10**9),
        (Whole, str(-(10**9)), -(10**9)),
        (TeamWeeks, "2.25", Fraction(9, 4)),
        (TeamWeeks, "-0.5", Fraction(-1, 2)),
        (TeamWeeks, "1000000000", Fraction(10**9)),
        (PositiveWeeks, "0.01", Fraction(1, 100)),
        (SomeWeeks, "0", Fraction(0)),
        (Ratio, "0.000001", Fraction(1, 10**6)),
        (Weight, "0.5", Fraction(1, 2)),
        (Share, "15%", Fraction(3, 20)),
        (Share, "0.15", Fraction(3, 20)),
        (Share, "0%", Fraction(0)),
        (Share, "100%", Fraction(1)),
        (Share, "12.3456%", Fraction(123456, 1000000)),
        (Day, "2028-02-29", date(2028, 2, 29)),
        (Truth, "true", True),
        (Truth, "False", False),
        (Count, "0", 0),
        (Bound, "40%", Amount(Fraction(2, 5), is_share=True)),
        (Bound, "4.5", Amount(Fraction(9, 2))),
        (Text, "yes", "yes"),
    ],
)
def test_what_is_written_plainly_is_read_exactly(kind: Any, written: str, means: object) -> None:
    assert read(kind, Plain(written)) == means


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        (Whole, Plain("2.0"), "expected a whole number, such as 12, not 2.0"),
        (Whole, Plain("010"), "expected a whole number, such as 12, not 010"),
        (Whole, Plain("1_000"), "expected a whole number, such as 12, not 1_000"),
        (Whole, Plain("1000000001"), "1000000001 is beyond the limit of 1000000000"),
        (Whole, Plain("-1000000001"), "-1000000001 is beyond the limit of 1000000000"),
        (Whole, Plain("9" * 21), "expected a whole number, such as 12, not 999999999999999999999"),
        (Whole, Plain("9" * 41), f"expected a whole number, such as 12, not {'9' * 37}…"),
        (Whole, "12", '"12" is quoted and so a text; remove the quotes'),
        (Whole, True, "expected a whole number, such as 12, not True"),
        (Whole, None, "expected a whole number, such as 12, not NoneType"),
        (TeamWeeks, Plain("1e3"), "expected a number, such as 2.5, not 1e3"),
        (TeamWeeks, Plain(".5"), "expected a number, such as 2.5, not .5"),
        (TeamWeeks, Plain("0.125"), "0.125 has more than 2 decimal places"),
        (TeamWeeks, Plain("1000000000.01"), "1000000000.01 is beyond the limit of 1000000000"),
        (
            TeamWeeks,
            Plain("0" + "." + "1" * 29),
            f"expected a number, such as 2.5, not 0.{'1' * 29}",
        ),
        (TeamWeeks, 0.5, "expected a number, such as 2.5, not float"),
        (PositiveWeeks, Plain("0"), "expected a number above 0, not 0"),
        (SomeWeeks, Plain("-0.01"), "-0.01 is below 0"),
        (Count, Plain("-1"), "-1 is below 0"),
        (Weight, Plain("0"), "expected a number above 0, not 0"),
        (Ratio, Plain("0.0000001"), "0.0000001 has more than 6 decimal places"),
        (Share, Plain("101%"), "101% is not between 0% and 100%"),
        (Share, Plain("-1%"), "-1% is not between 0% and 100%"),
        (Share, Plain("1.000001"), "1.000001 is not between 0% and 100%"),
        (Share, Plain("1.23456%"), "1.23456 has more than 4 decimal places"),
        (Bound, Plain("-1"), "-1 is below 0"),
        (Bound, Plain("0.001"), "0.001 has more than 2 decimal places"),
        (Day, Plain("2027-02-30"), "there is no day 2027-02-30"),
        (Day, Plain("2027-2-3"), "expected a day, such as 2027-03-01, not 2027-2-3"),
        (Day, datetime(2027, 3, 1), "expected a day, such as 2027-03-01, not 2027-03-01 00:00:00"),
        (Day, 20270301, "expected a day, such as 2027-03-01, not 20270301"),
        (Truth, Plain("yes"), "expected true or false, not yes"),
        (Truth, "true", "expected true or false, not true"),
        (Text, True, "expected a text, not True"),
        (Text, ["a"], "expected a text, not list"),
        (Text, "a" * (LONGEST + 1), "the text is longer than 10000 characters"),
        (Text, "a\ud800", "the text holds half a character (a lone surrogate)"),
        (Name, " \u3000", "a name cannot be empty"),
        (Identifier, "a/b", "an id cannot hold /"),
        (Identifier, "a\nb", "an id cannot hold U+000A"),
        (Identifier, "a\u200bb", "an id cannot hold U+200B"),
        (Identifier, " a", 'the id " a" begins or ends with a space'),
        (Identifier, "a ", 'the id "a " begins or ends with a space'),
    ],
)
def test_what_is_none_is_refused(kind: Any, value: object, says: str) -> None:
    assert refusal(kind, value) == says


def test_a_text_may_be_as_long_as_the_limit_and_a_number_may_be_a_name() -> None:
    assert read(Text, "a" * LONGEST) == "a" * LONGEST
    assert read(Name, 7) == "7"
    assert read(Identifier, "a b") == "a b"


def test_values_that_were_read_before_stay() -> None:
    assert read(Day, date(2027, 3, 1)) == date(2027, 3, 1)
    assert read(Bound, Amount(Fraction(1))) == Amount(Fraction(1))
    assert read(Truth, True) is True
    assert read(TeamWeeks, Fraction(9, 4)) == Fraction(9, 4)
    assert read(Whole, 3) == 3


def test_an_amount_of_a_whole() -> None:
    assert Amount(Fraction(7, 20), is_share=True).of(10) == Fraction(7, 2)
    assert Amount(Fraction(3)).of(10) == 3
    assert [str(Amount(Fraction(7, 20), is_share=True)), str(Amount(Fraction(7, 2)))] == [
        "35%",
        "3.5",
    ]


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_written_without_quotes(text: str) -> None:
    assert is_absent(Plain(text))
    assert not is_absent(text)
    assert not is_absent(Plain("none"))


def test_one_value_is_a_list_of_one() -> None:
    assert as_list("a") == ["a"]
    assert as_list(None) is None
    for several in (["a"], ("a",), {"a"}, frozenset({"a"})):
        assert as_list(several) is several
