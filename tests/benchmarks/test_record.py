from pathlib import Path

from record import Record, path_of, read
from sections import put
from table import gap, tables


def seen() -> Record:
    record = Record("one.yaml", "ours", 1, 60.0, tiers=["risk", "compact"])
    events = (
        {"t": 1.0, "tier": "risk", "value": None, "bound": 80.0},
        {"t": 2.0, "tier": "risk", "value": 100.0, "bound": 80.0},
        {"t": 9.0, "tier": "risk", "value": 90.0, "bound": 85.5},
        {"t": 9.5, "sizes": {"classes": 7}},
        {"t": 9.8, "end": "feasible"},
        {"t": 9.9, "breaches": 0, "checked": {"risk": 90.0, "compact": 3.0}},
    )
    for event in events:
        record.hear(event)
    return record


def test_a_tier_is_known_as_it_stood_at_any_time() -> None:
    record = seen()
    assert record.first == 2.0
    assert record.at("risk", 0.5) == (None, None)
    assert record.at("risk", 1.5) == (None, 80.0)
    assert record.at("risk", 5.0) == (100.0, 80.0)
    assert record.at("risk") == (90.0, 85.5)
    assert record.at("compact") == (3.0, None)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    record = seen()
    record.write(tmp_path)
    assert read(path_of(tmp_path, "one.yaml", "ours", 1, 60.0)) == record
    assert read(path_of(tmp_path, "one.yaml", "ours", 2, 60.0)) is None


def test_a_gap_is_relative_to_the_value() -> None:
    assert gap("risk", 90.0, 85.5) == 0.05
    assert gap("risk", 90.0, None) is None
    assert gap("compact", 3.0, 2.0) == 0.0
    assert gap("rounds", 0.1, 0.0) == 0.0


def test_a_plan_that_breaks_hard_rules_has_no_values_in_the_table() -> None:
    record = seen()
    assert "90 (≥ 85.5, 5.00%)" in "\n".join(tables([record]))
    record.breaches = 2
    text = "\n".join(tables([record]))
    assert "2 hard breaches" in text
    assert "- (≥ 85.5)" in text


def test_a_section_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "RESULTS.md"
    put(path, "growth", "g", ["## Growth", "", "old"])
    put(path, "rivals", "r", ["## Rivals"])
    put(path, "growth", "g", ["## Growth", "", "new"])
    text = path.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.index("## Rivals") < text.index("## Growth") < text.index("new")
