"""What a problem file may not say, each at its token; and that what it may say is kept exactly."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest

from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.model import BadInput, Plan, TargetRule

from .conftest import BASE, MARK, Read, Refused, said

# Each case: what of the small problem is replaced, by what, and a phrase of the message. The mark
# stands before the token that the message must point at.
CASES = {
    "A6 unknown key of a target": ("risk: 4", "→rissk: 4", "did you mean `risk`"),
    "A6 unknown key at the top": ("tiers:", "→tierz:", "did you mean `tiers`"),
    "A6 unknown key of a rule": (
        "by: 2027-12-31, ",
        "by: 2027-12-31, →at_leest: 1, ",
        "`at_least`",
    ),
    "A6 unknown key of the term": ("start: 2026-10-01", "start: 2026-10-01, →ende: x", "`end`"),
    "A6 python's name for a key": (
        "rules:\n",
        "rules:\n  - {rule: window, →since: 2027-01-01}\n",
        "unknown key `since`",
    ),
    "format of later": ("format: 1", "format: →2", "`2` is not allowed"),
    "B1 nan": ("workload: 2", "workload: →.nan", "expected a number"),
    "B1 inf": ("capacity: 10", "capacity: →.inf", "expected a number"),
    "B1 1e999": ("risk: 4", "risk: →1e999", "expected a number"),
    "B2 5,000 digits": ("workload: 2", "workload: →" + "9" * 5000, "expected a number"),
    "B3 hexadecimal": ("workload: 2", "workload: →0x" + "f" * 3000, "expected a number"),
    "B4 beyond a thousand million": ("risk: 4", "risk: →1000000001", "limit of 1000000000"),
    "B6 negative workload": ("workload: 2", "workload: →-2", "above 0"),
    "B6 zero workload": ("workload: 2", "workload: →0", "above 0"),
    "B6 negative capacity": ("capacity: 10", "capacity: →-1", "below 0"),
    "B6 120%": ("at_least: 40%", "at_least: →120%", "between 0% and 100%"),
    "B6 -5%": ("at_least: 40%", "at_least: →-5%", "between 0% and 100%"),
    "B6 three places": ("workload: 2", "workload: →0.125", "more than 2 decimal"),
    "B8 sexagesimal as number": ("workload: 2", "workload: →1:30", "expected a number"),
    "B8 octal as number": ("workload: 2", "workload: →010", "expected a number"),
    "B8 underscore as number": ("workload: 2", "workload: →1_000", "expected a number"),
    "B8 hexadecimal as number": ("workload: 2", "workload: →0x1F", "expected a number"),
    "B8 exponent as number": ("workload: 2", "workload: →1e3", "expected a number"),
    "B9 true as integer": (
        "rules:\n",
        "rules:\n  - {rule: coverage, times: →true}\n",
        "whole number",
    ),
    "B9 quoted integer": ("rules:\n", 'rules:\n  - {rule: coverage, times: →"5"}\n', "quoted"),
    "B9 5.0 as integer": (
        "rules:\n",
        "rules:\n  - {rule: coverage, times: →5.0}\n",
        "whole number",
    ),
    "B10 no such day": ("end: 2027-05-28", "end: →2027-02-30", "no day 2027-02-30"),
    "B10 a datetime": ("end: 2027-05-28", "end: →2027-05-28T00:00:00", "expected a day"),
    "B10 a datetime with zone": (
        "end: 2027-05-28",
        'end: →"2027-05-28 00:00:00Z"',
        "expected a day",
    ),
    "B11 term backwards": ("end: 2031-09-30", "end: →2025-09-30", "`end` is before `start`"),
    "B11 round backwards": ("end: 2027-05-28", "end: →2027-02-28", "`end` is before `start`"),
    "B11 round before the term": ("start: 2027-03-01", "start: →2026-03-01", "inside the term"),
    "B11 round after the term": ("end: 2027-11-30", "end: →2031-11-30", "inside the term"),
    "B11 two rounds of one id": ("id: 2027-2", "id: →2027-1", "first at"),
    "target ends before it begins": (
        "risk: 4",
        "not_before: 2028-01-01, not_after: →2027-01-01",
        "`not_after` is before",
    ),
    "B12 lone surrogate": ("教育局", '"→\\ud800"', "escape"),
    "B13 empty name": ("教育局", '→""', "cannot be empty"),
    "B13 blank name": ("教育局", '→" "', "cannot be empty"),
    "B13 newline in an id": ("id: D1", 'id: →"D\\n1"', "U+000A"),
    "B13 slash in an id": ("id: D1", "id: →D/1", "cannot hold /"),
    "B13 control character in an id": ("id: D1", 'id: →"D\\x011"', "U+0001"),
    "B14 one id twice": ("id: T1", "id: →D1", "first at"),
    "B14 ids that differ by case": ("id: T1", "id: →d1", "by case or width"),
    "B14 ids that differ by width": ("id: T1", "id: →\uff24\uff11", "by case or width"),
    "B14 ids of a section that differ by case": ("gov: 综合", "gov: 综合, →GOV: 党政", "by case"),
    "B16 zero width in an id": ("id: D1", 'id: →"D\\u200b1"', "U+200B"),
    "B16 bidi control in an id": ("id: D1", 'id: →"D\\u202e1"', "U+202E"),
    "B17 region of a target": ("region: east, workload: 2", "region: →esat, workload: 2", "`east`"),
    "B17 sector of a target": ("sector: edu", "sector: →edv", "`edu`"),
    "B17 kind of a target": ("kind: town", "kind: →twon", "`town`"),
    "B17 parent": ("tags: [镇]", "parent: →D2", "known: D1, T1"),
    "B17 round of a team": ("capacity: 10", "rounds: [2027-1, →2027-3]", "did you mean `2027-"),
    "B17 round of a rule": (
        "rules:\n",
        "rules:\n  - {rule: limit, rounds: [→2027-9], at_most: 1}\n",
        "no round `2027-9`",
    ),
    "B17 team of a rule": ("rules:\n", "rules:\n  - {rule: recusal, teams: [→t2]}\n", "known: t1"),
    "B17 target of a rule": (
        "rules:\n",
        "rules:\n  - {rule: pinned, target: →D9, round: 2027-1}\n",
        "known: D1, T1",
    ),
    "B17 targets of a rule": (
        "rules:\n",
        "rules:\n  - {rule: together, targets: [D1, →D9]}\n",
        "no target `D9`",
    ),
    "B17 tier of a rule": ("tier: progress", "tier: →progres", "`progress`"),
    "B17 mode of a round": ("modes: [self_run,", "modes: [→self_rum,", "did you mean `self_run`"),
    "B17 mode of the catalogue": (
        "tiers:",
        "modes: {→elevate: {own_share: 1}}\ntiers:",
        "did you mean `elevated`",
    ),
    "B17 a field to group by": (
        "rules:\n",
        "rules:\n  - {rule: together, by: →regoin}\n",
        "did you mean `region`",
    ),
    "B17 a field to weigh by": ("weight_by: risk", "weight_by: →rsk", "did you mean `risk`"),
    "B17 region in a selector": (
        "rules:\n",
        "rules:\n  - {rule: coverage, where: {region: [east, →est]}}\n",
        "`east`",
    ),
    "B17 id in an inner selector": (
        "rules:\n",
        "rules:\n  - {rule: coverage, where: {any: [{not: {id: →D7}}, {kind: dept}]}}\n",
        "known: D1, T1",
    ),
    "B17 parent in a selector": (
        "rules:\n",
        "rules:\n  - {rule: coverage, where: {parent: →T7}}\n",
        "known: D1, T1",
    ),
    "unknown key of a selector": (
        "rules:\n",
        "rules:\n  - {rule: coverage, where: {→sectr: edu}}\n",
        "`sector`",
    ),
    "a comparison with no number": (
        "rules:\n",
        'rules:\n  - {rule: coverage, where: {risk: →">=x"}}\n',
        "no number",
    ),
    "B19 a visit pinned to two rounds": (
        "rules:\n",
        "rules:\n  - {rule: pinned, target: D1, round: 2027-1}\n"
        "  - {rule: pinned, target: D1, round: →2027-2}\n",
        "pinned to `2027-1` at",
    ),
    "B24 unknown rule": ("rule: milestone", "rule: →milestones", "did you mean `milestone`"),
    "B24 rule without a word": ("{rule: early, ", "→{", "`rule` is missing"),
    "a rule that is a text": ("rules:\n", "rules:\n  - →coverage\n", "a rule is a mapping"),
    "B25 a tier twice": ("[progress]", "[progress, →progress]", "first at"),
    "B25 weight 0": ("tier: progress", "tier: progress, weight: →0", "above 0"),
    "a soft rule without its tier": (
        "{rule: early, weight_by: risk, tier: progress}",
        "→{rule: early, weight_by: risk}",
        "needs `tier: ID`",
    ),
    "its own parent": ("tags: [镇]", "parent: →T1", "ring: T1, T1"),
    "rounds of a rule by a wrong key": (
        "rules:\n",
        "rules:\n  - {rule: limit, rounds: {→yeer: 2027}, at_most: 1}\n",
        "did you mean `year`",
    ),
    "rounds of a rule by no year": (
        "rules:\n",
        "rules:\n  - {rule: limit, rounds: {year: →x}, at_most: 1}\n",
        "whole number",
    ),
    "within that is neither": (
        "rules:\n",
        "rules:\n  - {rule: rotation, of: target, within: →ever}\n",
        "term",
    ),
    "a list where a text is due": ("name: 教育局", "name: →[教育局]", "expected a text"),
    "a text where a mapping is due": (
        "{name: 青山区, superior: 云江市}",
        "→青山区",
        "expected a mapping",
    ),
    "a full-width colon in an item": (
        "  - {id: t1, name: 第一组, home: east, capacity: 10}",
        "  - id→：t1",
        "full-width colon",
    ),
    "a full-width comma in a list": (
        "capacity: 10",
        "rounds: [→2027-1，2027-2]",
        "ordinary comma",
    ),
    "B5 beyond what solvers count": (
        "{rule: early, weight_by: risk, tier: progress}",
        "→{rule: early, weight_by: 1000000000, weight: 1000000000, tier: progress}",
        "2^53",
    ),
}


@pytest.mark.parametrize("case", list(CASES))
def test_refused_at_the_token(case: str, refused: Refused) -> None:
    old, new, phrase = CASES[case]
    assert BASE.count(old) >= 1
    (words,) = refused(BASE.replace(old, new, 1))
    assert phrase in words


EARLY = "{rule: early, weight_by: risk, tier: progress}"


@pytest.mark.parametrize(
    ("rule", "is_refused"),
    [
        ("{rule: early, weight_by: risk, per: day, weight: 1000000000}", True),
        ("{rule: early, weight_by: risk, per: round, weight: 1000000000}", False),
        ("{rule: prefer, cost: -1000000000, weight: 1000000}", True),
        ("{rule: prefer, cost: -1000000000, weight: 10000}", False),
        ("{rule: stability, against: a, cost: {team: 1000000000}, weight: 1000000}", True),
        ("{rule: stability, against: a, weight: 1000000}", False),
        ("{rule: balance, by: region, measure: squares, weight: 1000000000}", False),
        ("{rule: limit, at_least: 1000000000, weight: 1000000}", True),
        ("{rule: limit, at_least: 3, weight: 100000}", False),
        ("{rule: apart, targets: [D1, T1], weight: 1000000000}", False),
        ("{rule: coverage, weight: 1000000000}", False),
    ],
)
def test_b5_weight_times_the_largest_amount_stays_below_2_to_the_53(
    read: Read, refused: Refused, tmp_path: Path, rule: str, is_refused: bool
) -> None:
    (tmp_path / "a").write_text("format: 1\nvisits: []\n")
    text = BASE.replace(EARLY, f"→{rule[:-1]}, tier: progress}}").replace("risk: 4", "risk: 5000")
    if is_refused:
        assert "2^53" in refused(text)[0]
    else:
        assert len(read(text.replace(MARK, "")).problem.rules) >= 2


def test_b5_large_workloads_squared_are_refused(refused: Refused) -> None:
    text = BASE.replace(EARLY, "→{rule: balance, by: region, measure: squares, tier: progress}")
    assert "2^53" in refused(text.replace("workload: 4", "workload: 900000000"))[0]


def test_a_target_may_have_one_day_alone(read: Read) -> None:
    text = BASE.replace("risk: 4", "not_before: 2028-01-01, not_after: 2028-01-01")
    assert read(text).problem.targets[0].not_after is not None


def test_a_wide_comma_between_unknown_names_is_no_separator(refused: Refused) -> None:
    (words,) = refused(BASE.replace("capacity: 10", "rounds: [→2027-1，2027-9]"))
    assert "ordinary comma" not in words


def test_a_missing_key_is_shown_at_its_mapping(refused: Refused) -> None:
    words = refused(BASE.replace("{id: D1, ", "→{"))
    assert words == [words[0]]
    assert "`id` is missing" in words[0]


def test_missing_sections_are_named(refused: Refused) -> None:
    words = refused("→→format: 1\n")
    assert "`jurisdiction` is missing" in words[0]
    assert "`term` is missing" in words[1]


def test_a_section_that_is_no_list_says_so_once(refused: Refused) -> None:
    (words,) = refused(BASE.replace("teams:\n  - {id: t1", "teams: →{id: t1"))
    assert "`teams` is a list" in words


def test_all_faults_are_found_in_one_reading(refused: Refused) -> None:
    text = (
        BASE.replace("end: 2027-05-28", "end: →2027-02-30")
        .replace("capacity: 10", "capacity: →x")
        .replace("workload: 4", "workload: →0")
        .replace("at_least: 40%", "at_least: →400%")
        .replace("tier: progress", "tier: →nothing")
    )
    assert len(refused(text)) == 5


def test_a_ring_of_parents_is_one_fault(refused: Refused) -> None:
    text = BASE.replace("risk: 4", "parent: T1").replace("tags: [镇]", "parent: →D1")
    (words,) = refused(text)
    assert "ring: D1, T1, D1" in words


def test_b17_nothing_near_lists_the_few_that_exist(refused: Refused) -> None:
    (words,) = refused(BASE.replace("region: east, workload: 2", "region: 南, workload: 2"))
    assert words.endswith("known: east, west")


def test_a_root_that_is_a_list_is_refused(refused: Refused) -> None:
    assert "made of `key: value`" in refused("→- a\n")[0]


def test_b7_words_that_yaml_would_turn_are_texts(read: Read) -> None:
    text = re.sub(r"\beast\b", "no", BASE).replace("name: 教育局", "name: on").replace("dept", "y")
    target = read(text).problem.targets[0]
    assert (target.region, target.name, target.kind) == ("no", "on", "y")


@pytest.mark.parametrize(
    "name",
    ["010", "1:30", "1_000", "0x1F", "1e3", "2027-01-01", "007", "NO", "off", "110101199003070011"],
)
def test_b8_b9_ids_are_kept_letter_for_letter(read: Read, name: str) -> None:
    text = BASE.replace("id: D1", f"id: {name}").replace("tags: [镇]", f"parent: {name}")
    where = f"{{id: [{name}], region: {name}}}"
    text = re.sub(r"\beast\b", name, text).replace(
        "rules:\n", f"rules:\n  - {{rule: recusal, teams: [t1], where: {where}}}\n"
    )
    problem = read(text).problem
    assert problem.targets[0].id == problem.targets[1].parent == name
    assert list(problem.regions) == [name, "west"]
    assert isinstance(rule := problem.rules[0], TargetRule)
    assert rule.chosen(problem) == {name}


def test_b6_ten_tenths_are_one(read: Read) -> None:
    targets = "".join(f"  - {{id: X{i}, workload: 0.1}}\n" for i in range(10))
    problem = read(BASE.replace("tiers:", targets + "tiers:")).problem
    assert sum(t.workload for t in problem.targets[2:]) == Fraction(1)


def test_b11_a_round_over_new_year_belongs_to_its_start_or_as_said(read: Read) -> None:
    text = BASE.replace("start: 2027-09-01, end: 2027-11-30", "start: 2027-12-20, end: 2028-01-20")
    assert read(text).problem.rounds[1].year == 2027
    text = text.replace("end: 2028-01-20", "end: 2028-01-20, year: 2028")
    assert read(text).problem.rounds[1].year == 2028


def warnings(read: Read, text: str) -> list[str]:
    return said(read(text).warnings)


def test_b15_names_that_look_alike_are_warned_about(read: Read) -> None:
    cyrillic = "\u0421EPT"
    text = BASE.replace("name: 教育局", "name: CEPT").replace("name: 城东镇", f"name: {cyrillic}")
    (words,) = warnings(read, text)
    assert ":14:20: " in words
    assert "looks like `CEPT` at" in words
    assert ":13:20 " in words


def test_b15_ids_that_look_alike_are_warned_about(read: Read) -> None:
    (words,) = warnings(read, BASE.replace("id: D1", "id: T\u0410").replace("id: T1", "id: TA"))
    assert "looks like" in words


def test_b16_hidden_characters_in_a_name_are_warned_about_and_shown(read: Read) -> None:
    (words,) = warnings(read, BASE.replace("name: 教育局", 'name: "教育\\u202e局"'))
    assert "教育\\u202e局" in words
    assert ":13:20: " in words


def test_b18_a_selector_that_selects_nothing_is_warned_about(read: Read) -> None:
    rule = 'rules:\n  - {rule: coverage, where: {risk: ">=5"}}\n'
    (words,) = warnings(read, BASE.replace("rules:\n", rule))
    assert ":17:29: " in words
    assert "selects no target" in words


def test_b18_a_span_of_no_round_is_warned_about(read: Read) -> None:
    rule = "rules:\n  - {rule: limit, rounds: {year: 2030}, at_most: 3}\n"
    (words,) = warnings(read, BASE.replace("rules:\n", rule))
    assert "selects no round" in words


def test_a_file_in_order_gives_no_warning(read: Read) -> None:
    assert read().warnings == ()


def test_b21_b22_no_targets_or_no_rounds_are_a_problem_all_the_same(read: Read) -> None:
    head = BASE.partition("rounds:")[0]
    assert read(head).problem.targets == ()
    assert read(head + "targets: [{id: D1, workload: 1}]\n").problem.rounds == ()


def test_b25_no_tier_at_all_is_fine(read: Read) -> None:
    text = BASE.replace("tiers: [progress]\n", "").replace(
        "  - {rule: early, weight_by: risk, tier: progress}\n", ""
    )
    assert read(text).problem.tiers == ()


def test_rules_know_their_number_and_place_and_coverage_is_added(read: Read) -> None:
    rules = read().problem.rules
    assert [(r.word, r.number, r.place and r.place.line) for r in rules] == [
        ("milestone", 1, 17),
        ("early", 2, 18),
        ("coverage", 0, None),
    ]


def test_coverage_that_is_written_is_not_added_again(read: Read) -> None:
    rules = read(BASE.replace("rules:\n", "rules:\n  - {rule: coverage, times: 2}\n")).problem.rules
    assert [r.word for r in rules] == ["coverage", "milestone", "early"]


def test_two_soft_pins_and_pins_under_two_visits_are_no_conflict(read: Read) -> None:
    pins = (
        "rules:\n  - {rule: pinned, target: D1, round: 2027-1, tier: progress}\n"
        "  - {rule: pinned, target: D1, round: 2027-2}\n"
    )
    assert len(read(BASE.replace("rules:\n", pins)).problem.rules) == 5
    hard = pins.replace(", tier: progress", "") + "  - {rule: coverage, times: 2}\n"
    assert len(read(BASE.replace("rules:\n", hard)).problem.rules) == 5


def test_empty_sections_and_absent_values_are_absent(read: Read) -> None:
    text = BASE.replace("tags: [镇]", "tags: , parent: ~, risk: null")
    target = read(text).problem.targets[1]
    assert (target.tags, target.parent, target.risk) == ((), None, None)


def test_json_is_read_like_yaml(read: Read) -> None:
    problem = {
        "format": 1,
        "jurisdiction": {"name": "青山区"},
        "term": {"start": "2026-10-01", "end": "2031-09-30"},
        "targets": [{"id": "D1", "name": "𠮷", "workload": 0.3}],
    }
    target = read(json.dumps(problem), "problem.json").problem.targets[0]
    assert (target.name, target.workload) == ("𠮷", Fraction(3, 10))


def test_calendar_from_a_file_beside(read: Read, tmp_path: Path) -> None:
    (tmp_path / "days.yaml").write_text(
        "years:\n  - {year: 2027, source: 国办发, off: [2027-10-01], work: [2027-10-09]}\n"
    )
    years = read(BASE + "calendar: {file: days.yaml}\n").problem.calendar
    assert [year.year for year in years] == [2027]


def test_a_fault_in_a_file_beside_is_shown_there(read: Read, tmp_path: Path) -> None:
    days = tmp_path / "days.yaml"
    days.write_text("- {year: 2027, source: 国办发, off: [2027-02-30]}\n")
    with pytest.raises(BadInput) as caught:
        read(BASE + "calendar: {file: days.yaml}\n")
    (fault,) = caught.value.faults
    assert (fault.place.file, fault.place.line, fault.place.column) == (str(days), 1, 35)


def test_what_is_no_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read_problem(tmp_path / "none.yaml")
    assert "none.yaml:1:1: there is no such file" in said(caught.value.faults)[0]


def test_a_stability_rule_knows_the_plan_that_it_names(tmp_path: Path) -> None:
    rule = "  - {rule: stability, against: old.yaml, tier: progress}\n"
    (tmp_path / "old.yaml").write_text(
        "format: 1\nvisits:\n"
        "  - {target: D1, purpose: coverage, round: 2027-2, mode: self_run, team: t1}\n",
        encoding="utf-8",
    )
    file = tmp_path / "problem.yaml"
    file.write_text(BASE + rule, encoding="utf-8")
    problem = read_problem(file).problem
    moved = Plan.visit(problem, "D1", "coverage", "2027-1", "self_run", "t1")
    kept = Plan.visit(problem, "D1", "coverage", "2027-2", "self_run", "t1")
    stability = next(rule for rule in problem.rules if rule.word == "stability")
    assert [finding.amount for finding in stability.check(Plan(problem, (moved,)))] == [1]
    assert not list(stability.check(Plan(problem, (kept,))))


def test_a_stability_rule_names_a_file_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text(
        BASE + "  - {rule: stability, against: old.yaml, tier: progress}\n", encoding="utf-8"
    )
    with pytest.raises(BadInput) as caught:
        read_problem(file)
    assert [str(fault.place) for fault in caught.value.faults] == [f"{file}:19:32"]
