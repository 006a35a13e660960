"""How a plan survives: by kind, by milestone, and which rules break first."""

import io
import json
from fractions import Fraction

from rich.console import Console

from xuncha_plan.model import Words
from xuncha_plan.report.replan.stress import Survival, show_stress, stress_json

AWAY = Words("{team}缺席{round}", "{team} misses {round}")


def survival(kind: str, moved: int | None, *, kept: bool = True, lost: str = "") -> Survival:
    verdict = "optimal" if moved is not None else "infeasible"
    return Survival(
        kind,
        AWAY,
        {"team": "一组", "round": "春季"},
        verdict,
        moved,
        10,
        moved is not None,
        {"年底过半": kept},
        (Words("缺席", "away"),),
        ((lost, Fraction(2)),) if lost else (),
        1.25,
    )


FOUND = [
    survival("team", 1),
    survival("team", 4),
    survival("round", None, kept=False, lost="年底过半"),
]


def shown(language: str) -> list[list[str]]:
    text = io.StringIO()
    show_stress(Console(file=text, width=100, color_system=None), FOUND, language)  # type: ignore[arg-type]
    return [line.split() for line in text.getvalue().splitlines()]


def test_each_kind_has_a_line_and_all_have_one() -> None:
    lines = shown("zh")
    assert lines[0] == ["抽取3次，2次可以重排（66%）"]
    assert ["一个组缺席一轮", "2", "2", "2", "2.5", "4", "25%"] in lines
    assert ["取消一轮", "1", "0", "0", "-", "-", "-"] in lines
    assert ["合计", "3", "2", "2", "2.5", "4", "25%"] in lines


def test_milestones_and_rules_are_counted() -> None:
    lines = shown("en")
    assert ["年底过半", "2/3"] in lines
    assert ["年底过半", "-", "1"] in lines
    assert ["away", "3", "-"] in lines


def test_json_has_an_entry_a_disruption() -> None:
    drawn = json.loads(stress_json(FOUND, "en"))["disruptions"]
    assert [one["moved"] for one in drawn] == [1, 4, None]
    assert drawn[0]["words"] == "一组 misses 春季"
    assert drawn[2]["lost"] == [{"rule": "年底过半", "amount": 2}]
