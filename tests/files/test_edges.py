"""Edges of the readers and writers that a whole file seldom meets."""

import os
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest

import xuncha_plan.rules as registry
from xuncha_plan.files import digest, output, repair, whole
from xuncha_plan.files.amended import Amendments
from xuncha_plan.files.csv_table import read_csv
from xuncha_plan.files.grid import MOST_COLUMNS
from xuncha_plan.files.plan_text import plan_text
from xuncha_plan.files.spliced import Sections
from xuncha_plan.files.tree import Mark
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput, PlanRecord, Words

from .conftest import BASE, Read, Refused, said

Edit = Callable[[str, int], tuple[str, Words] | None]


def test_a_new_type_of_value_needs_a_canonical_form() -> None:
    assert digest._scalar(Fraction(6, 4)) == "3/2"
    with pytest.raises(TypeError, match="no canonical form for complex"):
        digest._scalar(1j)


def test_a_table_has_so_many_columns_at_most(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(",".join(["x"] * MOST_COLUMNS) + "\n", encoding="utf-8")
    assert read_csv(path)
    path.write_text(",".join(["x"] * (MOST_COLUMNS + 1)) + "\n", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        read_csv(path)
    assert said(caught.value.faults)[0].endswith(
        f"t.csv:1:{MOST_COLUMNS + 1}: the table has more than 200000 rows or 500 columns"
    )


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("{→path: t.csv, file: t.csv}", "unknown key `path`"),
        ("{file: →[t.csv]}", "expected the name of a file"),
        ('{file: →" "}', "expected the name of a file"),
        ("{file: →loop/t.csv}", "`loop/t.csv` is not inside the folder of this file"),
    ],
)
def test_an_include_names_a_file_in_the_folder(
    refused: Refused, tmp_path: Path, section: str, says: str
) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "t.csv").write_text("id,workload\n", encoding="utf-8")
    head = BASE.partition("targets:")[0]
    assert says in refused(f"{head}targets: {section}\n")[0]


def test_a_published_calendar_may_be_wrapped_where_it_stands(read: Read) -> None:
    years = "[{year: 2027, source: 通知, off: [2027-05-03]}]"
    bare = read(BASE + f"calendar: {years}\n").problem.calendar
    assert [year.year for year in bare] == [2027]
    assert read(BASE + f"calendar: {{years: {years}}}\n").problem.calendar == bare


def test_an_alias_in_json_keeps_its_column() -> None:
    text = '{"a": &x ["\\ud842\\udfb7", 1], "b": *x, "c": 2}'
    tree = parse(text.encode(), "f.json")
    assert tree.value == {"a": ["𠮷", "1"], "b": ["𠮷", "1"], "c": "2"}
    assert tree.mark.values["c"] == (1, text.index("2}") + 1)


def test_names_that_are_no_texts_are_refused_once(refused: Refused) -> None:
    (words,) = refused(BASE.replace("{edu: 教育, gov", "{edu: →[教育], gov"))
    assert "expected" in words


def test_an_output_that_cannot_be_read_is_no_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("format: 1\nproblem: x\nstatus: optimal\n", encoding="utf-8")
    output.refuse_foreign(path)

    def closed(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", closed)
    with pytest.raises(BadInput):
        output.refuse_foreign(path)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (float("inf"), '"inf"'),
        (float("nan"), '"nan"'),
        (0.25, "0.25"),
        (True, "true"),
        (None, "null"),
        (Fraction(1, 3), "0.333333333"),
    ],
)
def test_whatever_a_run_records_can_be_read_again(value: object, written: str) -> None:
    text = plan_text(PlanRecord((), settings={"x": value}))
    assert f"x: {written}" in text
    parse(text.encode(), "plan.yaml")


@pytest.mark.parametrize(
    ("edit", "line", "at", "new"),
    [
        (repair._colon, "format 1", 6, None),
        (repair._colon, "format：1", 6, "format: 1"),
        (repair._comma, "by: \u3000", 5, None),
        (repair._comma, "name a，b", 5, None),
        (repair._comma, "modes: a，b", 7, "modes: [a, b]"),
        (repair._comma, "modes: [c, a，b]", 11, "modes: [c, a, b]"),
        (repair._value, "risk: 4", 6, None),
        (repair._value, "risk: four", 6, None),
        (repair._value, "risk: ４", 6, "risk: 4"),  # noqa: RUF001
        (repair._bracketed, "a ［b］ ［c，d］", 6, "a ［b］ [c, d]"),  # noqa: RUF001
        (repair._bracketed, "a ［b］ c", 6, None),  # noqa: RUF001
        (repair._space, "a\u3000\u3000b", 1, "a  b"),
        (repair._space, "\u3000- a", 0, "  - a"),
    ],
)
def test_an_edit_of_one_line(edit: Edit, line: str, at: int, new: str | None) -> None:
    changed = edit(line, at)
    assert (changed and changed[0]) == new


def test_fmt_ends_however_much_there_is_to_change(monkeypatch: pytest.MonkeyPatch) -> None:
    data = BASE.replace("format: 1", "format：1").replace("term: {", "term：{").encode()
    assert repair.repaired(data, Path("/nowhere/f.yaml")).data.decode() == BASE
    monkeypatch.setattr(repair, "MOST_ROUNDS", 1)
    once = repair.repaired(data, Path("/nowhere/f.yaml"))
    assert once.data != data
    assert repair.repaired(once.data, Path("/nowhere/f.yaml")).data != data


def test_tabs_are_put_right_up_to_the_last_line() -> None:
    data = BASE.rstrip("\n").replace("  - {rule: early", "\t- {rule: early").encode()
    assert repair.repaired(data, Path("/nowhere/f.yaml")).data.decode() == BASE.rstrip("\n")


def test_a_round_is_closed_whatever_else_the_lists_hold() -> None:
    sections = Sections(parse(b"rounds: [{id: r1}, {id: r2}]\nteams: [t1, {id: t2}]\n", "f.yaml"))
    sections.close_round(0, Mark("s.yaml", 3, 5))
    tree = sections.tree()
    assert tree.value["teams"] == [
        {"id": "t1", "rounds": ["r2"]},
        {"id": "t2", "rounds": ["r2"]},
    ]
    assert tree.value["rounds"][0] == {"id": "r1", "purposes": []}


def test_a_list_is_not_added_to_json_as_yaml() -> None:
    amendments = Amendments(b'{"format": 1}', "f.json")
    amendments.add_item("rules", {"rule": "coverage"})
    with pytest.raises(BadInput):
        amendments.data()


def test_a_file_is_written_where_no_mode_can_be_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old")
    monkeypatch.delattr(os, "fchmod")
    whole.write_whole(path, b"new")
    assert path.read_bytes() == b"new"


def test_a_rules_file_has_its_class(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = [SimpleNamespace(name="early"), SimpleNamespace(name="curfew")]
    monkeypatch.setattr(registry, "iter_modules", lambda _: modules)
    found = {"early": registry.REGISTRY["early"]}
    monkeypatch.setattr(
        registry,
        "import_module",
        lambda name: SimpleNamespace(Early=found["early"], Curfew=object),
    )
    with pytest.raises(TypeError, match=r"rules/curfew.py: expected a class Curfew\(Rule\)"):
        registry._registry()
    modules.pop()
    assert registry._registry() == found
