import json

from tests.supply.audit import PINS, verdict


def report(*packages: dict[str, object]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


CLEAN: dict[str, object] = {"name": "rich", "version": "15.0.0", "vulns": []}
BAD: dict[str, object] = {
    "name": "lxml",
    "version": "4.6.0",
    "vulns": [{"id": "PYSEC-2021-19", "fix_versions": ["4.6.3"], "aliases": []}],
}
UNKNOWN: dict[str, object] = {"name": "ruff", "skip_reason": "Dependency not found"}


def test_nothing_found() -> None:
    assert verdict(report(CLEAN)) == (("audit: 1 of 1 pins examined, 0 vulnerabilities found",), 0)


def test_a_vulnerability_fails() -> None:
    lines, code = verdict(report(CLEAN, BAD, UNKNOWN))
    assert code == 1
    assert lines == (
        "audit: 2 of 3 pins examined, 1 vulnerabilities found",
        "lxml 4.6.0: PYSEC-2021-19, mended in 4.6.3",
        "passed over, not known there: ruff",
    )


def test_an_index_that_knows_nothing_is_passed_over() -> None:
    lines, code = verdict(report(UNKNOWN))
    assert code == 0
    assert "passed over" in lines[0]


def test_no_answer_is_passed_over_and_said() -> None:
    lines, code = verdict("", "Traceback\nConnectionError: no route\n")
    assert code == 0
    assert lines == (
        "audit: passed over, no vulnerability service answered (ConnectionError: no route)",
    )
    assert "it said nothing" in verdict("null", "").lines[0]


def test_every_pin_is_exact() -> None:
    pins = PINS.read_text(encoding="utf-8").split()
    assert pins == sorted(pins, key=str.lower)
    assert all(pin.count("==") == 1 for pin in pins)
