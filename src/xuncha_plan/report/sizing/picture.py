"""How many would do, as a picture: for each tier the best value against the size, as SVG."""

from collections.abc import Iterator
from fractions import Fraction
from xml.etree import ElementTree

from xuncha_plan.model import Claim, Language, Problem, Tier, Words, decimal
from xuncha_plan.model.diagnosis import SizePoint, Sizing
from xuncha_plan.report.page.markup import Element, e, put
from xuncha_plan.report.sizing.text import WHAT, headlines, number

WIDTH, PANEL, LEFT, RIGHT, HEAD = 720, 190, 90, 30, 84  # pixels
TOP, BOTTOM = 34, 40  # pixels inside a panel, above and below its curve
BLUE, GREY, RED, INK = "#2f6db5", "#8a8f98", "#b5402f", "#222"
FONT = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
LEGEND = Words(
    "实心点已证明最优；空心点未证明，竖线伸到下界；×没有计划，?没有查明",
    "full dots are proved best; hollow ones are not, a line goes down to the bound; × no plan, ? "
    "not known",
)


def sizing_picture(sizing: Sizing, problem: Problem, language: Language) -> bytes:
    """An SVG document in UTF-8; a panel a tier, one below the other."""
    tiers = [tier for tier in problem.tiers if any(_claims(sizing, tier))]
    height = HEAD + PANEL * len(tiers) + 10
    picture = e(
        "svg",
        e("rect", width=WIDTH, height=height, fill="#fff"),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height,
        viewBox=f"0 0 {WIDTH} {height}",
        font_family=FONT,
    )
    put(picture, _head(sizing, language))
    for i, tier in enumerate(tiers):
        put(picture, _panel(sizing, tier, HEAD + PANEL * i, language))
    text: bytes = ElementTree.tostring(picture, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _claims(sizing: Sizing, tier: Tier) -> Iterator[tuple[SizePoint, Claim]]:
    for point in sizing.points:
        for claim in point.tiers:
            if claim.id == tier.id:
                yield point, claim


def _head(sizing: Sizing, language: Language) -> Iterator[Element]:
    first, *rest = headlines(sizing, language)
    yield _text(20, 30, first, 16)
    for line in rest:
        yield _text(20, 52, line, 12)
    yield _text(20, 72, LEGEND.say(language), 11, GREY)


def _text(
    x: float, y: float, text: str, size: int, colour: str = INK, anchor: str = "start"
) -> Element:
    return e("text", text, x=x, y=y, font_size=size, fill=colour, text_anchor=anchor)


class _Scale:
    """From sizes and values to pixels of one panel."""

    def __init__(self, sizing: Sizing, tier: Tier, top: int) -> None:
        self._first, self._last = sizing.points[0].number, sizing.points[-1].number
        seen = [Fraction(0)]
        for _, claim in _claims(sizing, tier):
            seen += [claim.value] if claim.bound is None else [claim.value, claim.bound]
        self.low, self.high, self._top = min(seen), max(seen), top + TOP

    def x(self, size: Fraction) -> float:
        """Where a size is."""
        wide = self._last - self._first
        part = (size - self._first) / wide if wide else Fraction(1, 2)
        return float(LEFT + 20 + part * (WIDTH - LEFT - RIGHT - 40))

    def y(self, value: Fraction) -> float:
        """Where a value is."""
        high = self.high - self.low
        part = (value - self.low) / high if high else Fraction(0)
        return float(self._top + (1 - part) * (PANEL - TOP - BOTTOM))


def _panel(sizing: Sizing, tier: Tier, top: int, language: Language) -> Iterator[Element]:
    scale = _Scale(sizing, tier, top)
    floor = scale.y(scale.low)
    yield _text(20, top + 20, tier.title, 13)
    yield e("line", x1=LEFT, y1=floor, x2=WIDTH - RIGHT, y2=floor, stroke="#bbb")
    for value in sorted({scale.low, scale.high}):
        yield _text(LEFT - 8, scale.y(value) + 4, decimal(value, 2), 11, GREY, "end")
    for point in sizing.points:
        x = scale.x(point.number)
        yield _text(x, floor + 18, number(point.number, sizing.what), 11, INK, "middle")
        if not point.has_plan:
            mark, colour = ("×", RED) if point.proof else ("?", GREY)
            yield _text(x, floor - 6, mark, 14, colour, "middle")
    yield _text(WIDTH - RIGHT, floor + 34, WHAT[sizing.what].say(language), 11, GREY, "end")
    yield from _curve(sizing, tier, scale)


def _curve(sizing: Sizing, tier: Tier, scale: _Scale) -> Iterator[Element]:
    """The line through the best values, and a dot for each."""
    claims = list(_claims(sizing, tier))
    spots = (f"{scale.x(point.number):.1f},{scale.y(claim.value):.1f}" for point, claim in claims)
    line = " ".join(spots)
    yield e("polyline", points=line, fill="none", stroke=BLUE, stroke_width=2)
    for point, claim in claims:
        x, y, is_best = scale.x(point.number), scale.y(claim.value), claim.status == "optimal"
        if not is_best and claim.bound is not None:
            yield e("line", x1=x, y1=y, x2=x, y2=scale.y(claim.bound), stroke=GREY)
        yield e("circle", cx=x, cy=y, r=4, fill=BLUE if is_best else "#fff", stroke=BLUE)
        label = _text(x + 7, y - 6, decimal(claim.value, 2), 11)
        label.attrib |= {"paint-order": "stroke", "stroke": "#fff", "stroke-width": "3"}
        yield label
