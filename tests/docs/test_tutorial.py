"""The tutorial as a reader follows it: typed from the page into an empty folder."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^([^\n]*)\n\n```(\w+)\n(.*?)^```$", re.M | re.S)
ENGINE = re.compile(r"(proved by )?(CP-SAT|HiGHS)((和| and )(CP-SAT|HiGHS))?(证明)?")
LAST, ADD = {"zh": "末尾加一行", "en": "at the end of"}, {"zh": "存为", "en": "save this as"}


def page(language: str) -> str:
    """The page as it is read, without comments."""
    text = (ROOT / "docs" / "guide" / language / "start.md").read_text(encoding="utf-8")
    return re.sub(r"<!-- [^\n]* -->\n", "", text)


def steps(language: str) -> Iterator[tuple[str, str, str]]:
    """Each block of the page: the sentence before it, its kind, what is in it."""
    for found in FENCE.finditer(page(language)):
        yield found[1], found[2], found[3]


def typed(command: str, folder: Path, language: str) -> list[str]:
    """What a command prints, progress left out."""
    program, *arguments = command.partition(" | head -")[0].split()
    assert program == "xuncha-plan"
    if arguments[0] == "solve":
        arguments += ["--time-limit", "600"]  # a busy machine; it ends by its proof
    environment = {**os.environ, "LC_ALL": language, "PYTHONUTF8": "1", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "xuncha_plan", *arguments],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    said = done.stderr.splitlines() if arguments[0] in ("init", "export") else []
    return [*done.stdout.splitlines(), *said]


def spoken(lines: list[str]) -> list[str]:
    """Lines without who of two engines was first, and without the widths that follow from it."""
    return [" ".join(ENGINE.sub("engine", line).split()) for line in lines]


def written(before: str) -> str:
    """The name of the file that a sentence speaks of last."""
    return re.findall(r"`([\w.]+\.(?:csv|yaml))`", before)[-1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_an_empty_folder_to_a_proved_plan(language: str, tmp_path: Path) -> None:
    commands = 0
    for before, kind, inside in steps(language):
        if inside.startswith("$ "):
            command, *shown = inside.splitlines()
            printed = typed(command.removeprefix("$ "), tmp_path, language)
            if shown[-1:] == ["…"]:
                shown.pop()
                assert len(printed) > len(shown)
                printed = printed[: len(shown)]
            assert spoken(printed) == spoken(shown), command
            commands += 1
        elif kind == "sh":
            assert all(line.split()[0] in ("mkdir", "cd") for line in inside.splitlines())
        else:
            is_added = LAST[language] in before
            assert is_added or ADD[language] in before
            with (tmp_path / written(before)).open("a" if is_added else "x", encoding="utf-8") as f:
                f.write(inside)
    assert commands == page(language).count("\n$ xuncha-plan ") >= 8
    assert "status: optimal" in (tmp_path / "plan.yaml").read_text(encoding="utf-8")
    assert len(list(tmp_path.glob("*/plan.*"))) == 3


def test_both_languages_have_the_same_steps() -> None:
    def shape(language: str) -> list[str]:
        return [
            inside.split()[1] if inside[0] == "$" else kind for _, kind, inside in steps(language)
        ]

    assert shape("zh") == shape("en")
