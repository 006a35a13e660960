"""The program as a whole: help, language, streams, the small commands."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from xuncha_plan.cli.app import COMMANDS
from xuncha_plan.cli.language import language_of
from xuncha_plan.rules import REGISTRY

from .conftest import Ran

Call = Callable[..., Ran]
HAS_FULL = Path("/dev/full").exists()


def test_no_command_is_help(call: Call) -> None:
    ran = call()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("用法：xuncha-plan [选项] 命令")
    assert call("--lang", "en").out.startswith("Usage: xuncha-plan [OPTIONS] COMMAND")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_whole_in_both_languages_at_80_columns(call: Call, command: str) -> None:
    zh, en = call(command, "--help"), call(command, "--help", "--lang=en")
    assert (zh.code, en.code) == (0, 0)
    for ran in (zh, en):
        assert max(map(cell_len, ran.out.splitlines())) <= 80
        assert "…" not in ran.out
    assert en.out.isascii()
    assert "Show" not in zh.out


def test_help_loads_neither_solver_nor_tables() -> None:
    code = (
        "import sys; from xuncha_plan.cli import run; run(['solve', '--help']); "
        "print([m for m in ('ortools', 'rich.table', 'rich.console', 'holidays', 'yaml') "
        "if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"[]"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.GB18030"}, "zh"),
        ([], {"LC_ALL": "", "LC_MESSAGES": "en_US", "LANG": "zh_CN"}, "en"),
        ([], {"LANG": "tr_TR"}, "zh"),
        (["solve", "--lang", "en"], {"LANG": "zh_CN"}, "en"),
        (["--lang=zh"], {"LANG": "en_US"}, "zh"),
        (["check", "--", "--lang", "en"], {}, "zh"),
        (["check", "--lang"], {}, "zh"),
        (["check", "--lang", "fr"], {"LANG": "en"}, "en"),
    ],
)
def test_the_language_is_stated_or_the_locales(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert language_of(arguments, environment) == language


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["slove"], "没有命令 slove；是否指 solve"),
        (["solve", "--wokers", "1"], "没有选项 --wokers；是否指 --workers"),
        (["show"], "缺少 PLAN"),
        (["export", "plan.yaml"], "缺少 --output / -o"),
        (["solve", "a", "b"], "多余的参数 b"),
        (["solve", "--time-limit"], "选项 --time-limit 后面要有值"),
        (["solve", "--time-limit", "x"], "选项 --time-limit 应为数"),
        (["solve", "--seed", "1.5"], "选项 --seed 应为整数"),
        (["solve", "--lang", "fr"], "选项 --lang 的值“fr”不在 zh, en 之中"),
        (["solve", "--quiet=1"], "选项 --quiet 不带值"),
    ],
)
def test_a_wrong_command_line_is_two_and_said_in_chinese(
    call: Call, wrong: list[str], said: str
) -> None:
    ran = call(*wrong)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(said)
    assert "--help" in ran.err


def test_a_wrong_command_line_in_english(call: Call) -> None:
    ran = call("slove", "--lang", "en")
    assert ran.err == "No such command 'slove'. Did you mean 'solve'?; see xuncha-plan --help\n"


def test_rules_lists_them_all_and_one_in_full(call: Call) -> None:
    ran = call("rules")
    assert ran.code == 0
    assert all(f"{word}  " in ran.out for word in REGISTRY)
    assert "at_least" in call("rules", "milestone").out
    assert call("rules", "milestome").code == 2


def test_the_schema_is_one_json_document(call: Call) -> None:
    ran = call("schema")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out)["properties"]["rules"]


def test_init_writes_the_example_once(call: Call, folder: Path) -> None:
    assert call("init").code == 2
    assert call("init", "--example").code == 0
    assert len((folder / "targets.yaml").read_bytes()) > 1000
    assert call("init", "--example").code == 2
    assert call("init", "--example", "--force").code == 0
    assert call("init", "--example", "-o", "none/x.yaml").code == 2
    assert call("check").code == 0


def program(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "xuncha_plan", *arguments]


def test_a_reader_that_has_enough_ends_in_silence(plan: Path) -> None:
    line = f"'{sys.executable}' -m xuncha_plan show plan.yaml | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not HAS_FULL, reason="needs /dev/full")
def test_an_output_that_takes_nothing_is_a_fault(plan: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program("show", "plan.yaml"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 4
    assert len(done.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_console_that_lacks_a_letter_loses_no_more(plan: Path, encoding: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(
        program("show", "plan.yaml"), capture_output=True, env=environment, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"14.225" in done.stdout
    found = subprocess.run(
        program("check", "targets.yaml", "plan.yaml", "--format", "json"),
        capture_output=True, env=environment, check=False,
    )  # fmt: skip
    assert json.loads(found.stdout.decode("utf-8"))["findings"] == []


def test_names_of_files_are_shown_escaped(call: Call, tiny: Path) -> None:
    tiny.rename(tiny.with_name("a\x1b\n.yaml"))
    ran = call("show", "a\x1b\n.yaml")
    assert ran.code == 2
    assert ran.err.startswith(r"a\x1b\n.yaml:1:1: ")
