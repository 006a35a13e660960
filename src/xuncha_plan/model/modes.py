"""The catalogue of modes (方式): how a visit is carried out."""

from fractions import Fraction
from typing import Annotated, Literal

from xuncha_plan.model.base import Written
from xuncha_plan.model.quantity import Share, Truth
from xuncha_plan.model.words import Words

ModeId = Literal[
    "self_run",
    "joint",
    "synchronized",
    "cross_region",
    "elevated",
    "pinpoint",
    "mobile",
    "backpack",
]
Purpose = Literal["coverage", "lookback", "special"]

PURPOSES: dict[Purpose, Words] = {
    "coverage": Words("全覆盖", "coverage"),
    "lookback": Words("回头看", "look-back"),
    "special": Words("专项", "special"),
}


class Mode(Written):
    """What a mode means for coverage, for the own teams' work and for who may order it."""

    counts_as_coverage: Annotated[Truth, Words("计入全覆盖", "counts as coverage")] = True
    own_share: Annotated[
        Share, Words("自有力量承担的份额", "the part of the workload that own teams carry")
    ] = Fraction(1)
    needs_directive: Annotated[
        Truth, Words("须有上级部署", "used only where a directive admits it")
    ] = False


class ModeChange(Written):
    """Changes to one mode of the catalogue; what is left out stays."""

    counts_as_coverage: Annotated[Truth | None, Words("计入全覆盖", "counts as coverage")] = None
    own_share: Annotated[
        Share | None,
        Words("自有力量承担的份额", "the part of the workload that own teams carry"),
    ] = None
    needs_directive: Annotated[
        Truth | None, Words("须有上级部署", "used only where a directive admits it")
    ] = None


MODE_WORDS: dict[ModeId, Words] = {
    "self_run": Words("自主开展", "self-run"),
    "joint": Words("市区联动", "joint"),
    "synchronized": Words("系统同步", "synchronised"),
    "cross_region": Words("异地交叉", "cross-region"),
    "elevated": Words("提级", "elevated"),
    "pinpoint": Words("点穴式", "pinpoint"),
    "mobile": Words("机动式", "mobile"),
    "backpack": Words("背包式", "backpack"),
}

TEAMLESS: frozenset[ModeId] = frozenset({"elevated"})  # the superior's own teams come
AWAY_FROM_HOME: frozenset[ModeId] = frozenset({"cross_region"})  # no team of the target's region

_DIRECTED = Mode(needs_directive=True)
_NOT_COVERAGE = Mode(counts_as_coverage=False)

CATALOGUE: dict[ModeId, Mode] = {
    "self_run": Mode(),
    "joint": Mode(own_share=Fraction(1, 2), needs_directive=True),
    "synchronized": _DIRECTED,
    "cross_region": Mode(),
    "elevated": Mode(own_share=Fraction(0), needs_directive=True),
    "pinpoint": _NOT_COVERAGE,
    "mobile": _NOT_COVERAGE,
    "backpack": _NOT_COVERAGE,
}
