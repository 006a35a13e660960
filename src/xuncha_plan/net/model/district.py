"""Who is in a net: the superior, the areas between, the districts with their problem files."""

from fractions import Fraction
from math import isqrt
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from xuncha_plan.model import Count, Day, Name, Ratio, Text, Whole, Words, Written, as_list, refuse
from xuncha_plan.model.quantity import Identifier

Level = Literal["country", "province", "city", "district"]
LEVEL_WORDS: dict[Level, Words] = {
    "country": Words("全国", "country"),
    "province": Words("省", "province"),
    "city": Words("市", "city"),
    "district": Words("区县", "district"),
}
_NO_FILE_NAME = frozenset('\\:*?"<>|')


def _file_name(text: str) -> str:
    """A district's id names its files, on every system."""
    if text.startswith(".") or text.endswith(".") or _NO_FILE_NAME & set(text):
        refuse(
            "编号“{value}”要用作文件名：不能以点开头或结尾，也不能有 {characters}",
            'the id "{value}" names files: no dot at its ends and none of {characters}',
            value=text,
            characters=" ".join(sorted(_NO_FILE_NAME)),
        )
    return text


DistrictId = Annotated[Identifier, AfterValidator(_file_name)]
_ids = BeforeValidator(as_list)


class Superior(Written):
    """Who answers for the net."""

    name: Annotated[Name, Words("名称", "name")]
    level: Annotated[Level, Words("层级", "its level")] = "city"
    superior: Annotated[Name | None, Words("它的上级", "its own superior")] = None


class Area(Written):
    """A level between the superior and the districts, such as a city of a province."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    level: Annotated[Level, Words("层级", "its level")] = "city"
    within: Annotated[Text | None, Words("所属的上一层", "the area that it lies in")] = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


class District(Written):
    """A district of the net; how it plans is in its own problem file."""

    id: Annotated[DistrictId, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    file: Annotated[Text, Words("它的问题文件", "its problem file")]
    within: Annotated[Text | None, Words("所属的市或片", "the area that it lies in")] = None
    kind: Annotated[Text | None, Words("类别", "kind")] = None
    tags: Annotated[tuple[Text, ...], _ids, Words("标签", "tags")] = ()
    sends: Annotated[
        Count | None, Words("每轮互派派出几个组；不写则依规则", "teams it sends in a round")
    ] = None
    receives: Annotated[
        Count | None, Words("每轮互派接收几个组；不写则依规则", "teams it receives in a round")
    ] = None
    lends: Annotated[
        frozenset[Text] | None,
        _ids,
        Words("可以派出的巡察组；不写为全部", "teams that it may send; none: all"),
    ] = None
    at: Annotated[
        tuple[Ratio, Ratio] | None,
        Words("位置（东、北，千米），没有写距离时用它算", "where it lies: km east and north"),
    ] = None

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


class NetRound(Written):
    """A round of the net: a span of days in which districts' own rounds lie."""

    id: Annotated[Identifier, Words("编号", "id")]
    name: Annotated[Name | None, Words("名称", "name")] = None
    start: Annotated[Day, Words("首日", "first day")]
    end: Annotated[Day, Words("末日（含）", "last day, included")]
    stated_year: Annotated[
        Whole | None,
        Field(alias="year"),
        Words("所属年份；不写为首日之年", "year; none: the start's"),
    ] = None

    @property
    def year(self) -> int:
        """The year that the round belongs to."""
        return self.start.year if self.stated_year is None else self.stated_year

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.id


class Leg(Written):
    """How far it is between two districts, both ways."""

    between: Annotated[tuple[Text, Text], Words("两个区县", "two districts")]
    km: Annotated[Ratio, Words("千米", "kilometres")]


def straight(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> Fraction:
    """The distance between two points in kilometres, rounded down to a hundredth."""
    squared = sum(((a - b) ** 2 for a, b in zip(one, other, strict=True)), Fraction(0))
    return Fraction(isqrt(int(squared * 10_000)), 100)
