"""What is fuzzed: each takes bytes and says what came of them; whatever it raises is a fault."""

import contextlib
import io
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from tests.fuzz.inputs import PLAN, PROBLEM
from xuncha_plan.cli import run
from xuncha_plan.files.digest import digest
from xuncha_plan.files.plan_file import read_plan
from xuncha_plan.files.plan_text import plan_json, plan_text
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.repair import repaired
from xuncha_plan.files.target_list import read_target_list
from xuncha_plan.model import BadInput, Fault
from xuncha_plan.report.findings.codes import UNREADABLE

FORMATS = ("text", "json", "sarif", "junit", "github", "summary")


def problem(data: bytes) -> str:
    """The loader of problem files."""
    return _of_file(data, "f.yaml", lambda path: digest(read_problem(path).problem))


def problem_json(data: bytes) -> str:
    """The same for a file that calls itself JSON."""
    return _of_file(data, "f.json", lambda path: digest(read_problem(path).problem))


def plan(data: bytes) -> str:
    """The loader of plan files; what was read is written, in both layouts, and read again."""

    def there_and_back(path: Path) -> None:
        record = read_plan(path)
        for name, text in (("g.yaml", plan_text(record)), ("g.json", plan_json(record))):
            again = path.with_name(name)
            again.write_text(text, encoding="utf-8")
            assert read_plan(again).visits == record.visits

    return _of_file(data, "f.yaml", there_and_back)


def table(data: bytes) -> str:
    """The loader of tables as text."""
    return _of_file(data, "f.csv", read_target_list)


def plan_table(data: bytes) -> str:
    """The loader of plans as tables."""
    return _of_file(data, "f.csv", read_plan)


def workbook(data: bytes) -> str:
    """The loader of workbooks."""
    return _of_file(data, "f.xlsx", read_target_list)


def book(data: bytes) -> str:
    """The loader of problems as workbooks."""
    return _of_file(data, "f.xlsx", lambda path: digest(read_problem(path).problem))


def repair(data: bytes) -> str:
    """`fmt`: what it wrote it does not change again, and what was right it does not touch."""
    result = repaired(data, Path("/nowhere/f.yaml"))
    for fault in result.faults:
        _said(fault)
    again = repaired(result.data, Path("/nowhere/f.yaml"))
    assert (again.data, again.fixes) == (result.data, ())
    return "changed" if result.fixes else "kept"


def check_problem(data: bytes) -> str:
    """`check` with a spoilt problem file and a good plan, in every format."""
    return _checked(data, PLAN.encode())


def check_plan(data: bytes) -> str:
    """`check` with a good problem file and a spoilt plan, in every format."""
    return _checked(PROBLEM.encode(), data)


TARGETS: dict[str, Callable[[bytes], str]] = {
    target.__name__: target
    for target in (
        problem, problem_json, plan, table, plan_table, workbook, book, repair,
        check_problem, check_plan,
    )
}  # fmt: skip


def _of_file(data: bytes, name: str, use: Callable[[Path], object]) -> str:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        try:
            use(path)
        except BadInput as error:
            assert error.faults
            for fault in error.faults:
                _said(fault)
                assert fault.place.file == str(path)
            return f"refused: {error.faults[0].code}"
        return "read"


def _said(fault: Fault) -> None:
    assert fault.code in UNREADABLE, fault.code
    assert fault.place.line >= 1
    assert fault.place.column >= 1
    assert fault.say("zh")
    assert fault.say("en")


def _checked(problem_data: bytes, plan_data: bytes) -> str:
    with TemporaryDirectory() as folder:
        there = Path(folder)
        (there / "p.yaml").write_bytes(problem_data)
        (there / "q.yaml").write_bytes(plan_data)
        outputs = [f"--output={form}={there / form}" for form in FORMATS]
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            code = run(["check", str(there / "p.yaml"), str(there / "q.yaml"), *outputs])
        assert code in {0, 1, 2}, printed.getvalue()
        assert "\x1b" not in printed.getvalue()
        findings = json.loads((there / "json").read_text(encoding="utf-8"))["findings"]
        results = json.loads((there / "sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
        assert len(results) >= len(findings) >= (code > 0)
        ElementTree.parse(there / "junit")
        for line in (there / "github").read_text(encoding="utf-8").split("\n"):
            assert line.startswith(("::error ", "::warning ")) == line.startswith("::")
        return f"exit {code}"
