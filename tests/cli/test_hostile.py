"""Hostile files and surroundings, through the program as it is started; letters are those of the
list of hard cases: A text, B values, C tables, D output, F plans, J command line.
"""

import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from xuncha_plan.check import findings
from xuncha_plan.files.digest import digest
from xuncha_plan.files.plan_file import plan_of
from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.yaml_text import parse
from xuncha_plan.model import BadInput
from xuncha_plan.report.findings.remarks import breaches

from .conftest import Ran

Call = Callable[..., Ran]
MEMORY = 600 * 2**20  # bytes of address space: enough for a good file, for no bomb
PROGRAM = [str(Path(sys.executable).with_name("xuncha-plan"))]


def started(
    *arguments: str | bytes | Path, memory: int | None = None, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    """The program in a process of its own."""

    def limit() -> None:
        if memory:
            resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
            resource.setrlimit(resource.RLIMIT_CPU, (20, 20))

    return subprocess.run(
        [*PROGRAM, *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        preexec_fn=limit,
    )


BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10)
)
MERGES = "- &m0 {k: v}\n" + "".join(
    f"- &m{i} {{<<: [*m{i - 1}, *m{i - 1}]}}\n" for i in range(1, 30)
)
BOMBS = {
    "A8 aliases": BOMB,
    "A9 merge keys": MERGES,
    "A10 an alias in its own anchor": "a: &a [*a, *a]",
    "A11 lists without end": "[" * 100_000,
    "A11 mappings without end": "{a: " * 100_000,
    "A11 blocks without end": "- " * 100_000,
    "A16 a large file": "#" * (17 * 2**20),
    "A17 a long text": "a: " + "字" * 2_000_000,
    "B2 a long number": "format: " + "9" * 2_000_000,
    "many keys": "".join(f"k{i}: 1\n" for i in range(20_000)),
    "many items": "visits: [" + "x," * 300_000 + "]",
    "many faults": "rules:\n" + "  - {rule: x}\n" * 20_000,
    "many rules": "rules:\n" + "  - {rule: coverage}\n" * 25_000,
    "many bad visits": "format: 1\nvisits:\n" + "  - {target: 1, x: []}\n" * 20_000,
    "many bad targets": "targets:\n" + "  - {ix: 1, x: []}\n" * 20_000,
}


IN_PLANS = ("A8 aliases", "A11 lists without end", "many items", "many bad visits")


@pytest.mark.parametrize(
    ("case", "place"),
    [*((case, "problem") for case in BOMBS), *((case, "plan") for case in IN_PLANS)],
)
def test_a_bomb_is_refused_in_little_room(tiny: Path, case: str, place: str) -> None:
    bomb = tiny.with_name("bomb.yaml")
    bomb.write_text(BOMBS[case], encoding="utf-8")
    ran = started("check", *([bomb] if place == "problem" else [tiny, bomb]), memory=MEMORY)
    assert ran.returncode == 2, ran.stderr[-2000:]
    assert b"bomb.yaml:" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert ran.stdout == b""


def test_c11_a_workbook_that_unpacks_to_much_is_refused_in_little_room(tiny: Path) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<x>" + b" " * (200 * 2**20) + b"</x>")
    tiny.with_name("bomb.xlsx").write_bytes(stream.getvalue())
    tiny.write_text("targets: {file: bomb.xlsx}\n", encoding="utf-8")
    ran = started("check", tiny, memory=MEMORY)
    assert ran.returncode == 2
    assert b"bomb.xlsx" in ran.stderr


NASTY = "\\e[2J\\e]0;x\\a\\u009b31m\\u202e[bold]{0} %s {{7*7}} <script>"


@pytest.mark.parametrize("command", [["check"], ["check", "--format", "github"], ["show"]])
def test_d6_d7_d8_a_name_is_printed_and_never_obeyed(
    call: Call, plan: Path, tiny: Path, command: list[str]
) -> None:
    text = tiny.read_text(encoding="utf-8")
    for name in ("城东镇先行", "区教育局"):
        text = text.replace(f"name: {name}", f'name: "{NASTY}"')
    tiny.write_text(text, encoding="utf-8")
    lines = plan.read_text(encoding="utf-8").splitlines()
    plan.write_text("\n".join(x for x in lines if "T001" not in x), encoding="utf-8")
    files = [plan] if command == ["show"] else [tiny, plan]
    ran = call(command[0], *files, *command[1:])
    for printed in (ran.out, ran.err):
        assert not set(printed) & set("\x1b\x07\x9b\u202e")
    if command[0] == "check":
        assert (
            "[bold]{0} %s {{7*7}} <script>".replace("%", "%25" if len(command) > 1 else "%")
            in ran.out
        )
        assert "\\x1b[2J" in ran.out


def test_b15_b16_names_that_deceive_are_said_in_every_format(call: Call, tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8")
    two = text.replace("name: 城东镇", "name: ABC镇").replace("name: 前进村", "name: А\u0412С镇")  # noqa: RUF001
    tiny.write_text(two.replace("第一巡察组", '"第\\u202e一组"'), encoding="utf-8")
    found = json.loads(call("check", "--format", "json").out)["warnings"]
    assert {one["code"] for one in found} == {"look-alike", "hidden-character"}
    for form in ("text", "github", "summary", "junit", "sarif"):
        out = call("check", "--format", form).out
        assert "\u202e" not in out
        assert "hidden" in out


@pytest.mark.parametrize("name", ["../x.csv", "/etc/passwd", "~/x.csv", "file:///x", "C:\\x.csv"])
def test_c1_a_path_that_leads_out_opens_nothing(call: Call, tiny: Path, name: str) -> None:
    tiny.with_name("x.csv").write_text("编号,工作量\nA,1\n", encoding="utf-8")
    tiny.write_text(f"targets: {{file: '{name}'}}\n", encoding="utf-8")
    ran = call("check")
    assert ran.code == 2
    assert "targets.yaml:1:17: " in ran.err
    assert "root:" not in ran.err


def test_d13_an_output_that_is_a_link_stays_one(call: Call, tiny: Path, folder: Path) -> None:
    (folder / "real.json").write_text("old", encoding="utf-8")
    (folder / "link.json").symlink_to("real.json")
    assert call("check", "--output", "json=link.json").code == 0
    assert (folder / "link.json").is_symlink()
    json.loads((folder / "real.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_d18_h3_a_document_is_the_same_bytes_whatever_the_surroundings(
    tiny: Path, plan: Path, form: str
) -> None:
    surroundings: list[dict[str, str]] = [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "TZ": "America/Adak"},
        {"LC_ALL": "zh_CN.GB18030", "PYTHONIOENCODING": "gbk", "TZ": "Pacific/Kiritimati"},
        {"LC_ALL": "tr_TR.UTF-8", "PYTHONUTF8": "0", "TZ": ""},
    ]
    command = ["check", "targets.yaml", "plan.yaml", "--format", form, "--lang", "zh"]
    ran = [started(*command, **environment) for environment in surroundings]
    assert {one.returncode for one in ran} == {0}
    assert len({one.stdout for one in ran}) == 1
    assert ran[0].stdout.decode()


def test_f10_check_works_where_there_is_no_solver(tiny: Path, plan: Path) -> None:
    code = (
        "import sys; sys.modules['ortools'] = None\n"
        "from xuncha_plan.cli import run; sys.exit(run(['check', 'targets.yaml', 'plan.yaml']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_f1_a_plan_that_is_cut_anywhere_is_never_in_order(tiny: Path, plan: Path) -> None:
    problem = read_problem(tiny).problem
    its_digest, text = digest(problem), plan.read_text(encoding="utf-8")
    lines = [i for i, c in enumerate(text) if c == "\n"]
    near = {i + j for i in lines for j in (-2, -1, 0, 1, 2)} | set(range(0, len(text), 29))
    for length in sorted(near & set(range(len(text) - 1))):
        try:
            record = plan_of(parse(text[:length].encode(), "plan.yaml"))
        except BadInput:
            continue
        assert breaches(findings(problem, record, its_digest)), text[:length][-80:]


def test_f7_f9_claims_that_were_altered_and_an_empty_plan(call: Call, plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    for old, new in (
        ("value: 14.225", "value: 14.2249"),
        ("bound: 14.225", "bound: 14.3"),
        (
            "value: 4.3667, bound: 4.25, status: feasible",
            "value: 4.3667, bound: 4, status: optimal",
        ),
        ("uncovered: []", "uncovered: [D001]"),
    ):
        assert old in text
        plan.write_text(text.replace(old, new), encoding="utf-8")
        ran = call("check", "targets.yaml", plan, "--format", "json")
        assert ran.code == 1, new
        assert {one["code"] for one in json.loads(ran.out)["findings"]} == {"claim"}
    plan.write_text("format: 1\nvisits: []\n", encoding="utf-8")
    assert call("check", "targets.yaml", plan).code == 1


def test_j8_names_of_files_that_no_text_holds(tiny: Path) -> None:
    odd = os.fsencode(tiny.parent) + b"/\xff\n\x1b[2J-.yaml"
    Path(os.fsdecode(odd)).write_bytes(tiny.read_bytes())
    ran = started("check", odd, "--format", "sarif", "--output", "junit=out.xml")
    assert ran.returncode == 0, ran.stderr
    Path(os.fsdecode(odd)).write_text("x", encoding="utf-8")
    for form in ("text", "sarif", "github"):
        ran = started("check", odd, "--format", form, "--output", "summary=s", "--output", "json=j")
        assert ran.returncode == 2, ran.stderr
        assert b"\x1b" not in ran.stdout + ran.stderr
        assert b"Traceback" not in ran.stderr


def test_j8_a_name_that_begins_with_a_dash(tiny: Path, folder: Path) -> None:
    tiny.rename(folder / "-x.yaml")
    assert started("check", "--", "-x.yaml").returncode == 0
    assert started("check", "./-x.yaml").returncode == 0


def test_j10_no_home_and_no_writable_folder(tiny: Path) -> None:
    assert started("check", tiny, HOME="", XDG_CACHE_HOME="/none", TMPDIR="/none").returncode == 0


def test_j11_a_module_beside_the_files_is_never_run(tiny: Path, folder: Path) -> None:
    for name in ("yaml.py", "json.py", "pydantic.py", "xuncha_plan.py", "sitecustomize.py"):
        (folder / name).write_text("raise SystemExit(77)\n", encoding="utf-8")
    assert started("check", tiny).returncode == 0
    rows = [["编号", "工作量"], ["A", "1"]]
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "t.xlsx") as book:
        sheet = book.add_worksheet()
        for i, row in enumerate(rows):
            sheet.write_row(i, 0, row)
    head = "jurisdiction: {name: 甲}\nterm: {start: 2027-01-01, end: 2027-12-31}\n"
    tiny.write_text(head + "targets: {file: t.xlsx}\n", encoding="utf-8")
    assert started("check", tiny).returncode == 0
