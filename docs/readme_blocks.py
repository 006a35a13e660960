"""The output blocks of the README and the guides: what their commands print, made again.

A block stands under a line such as `<!-- made by: xuncha-plan rules -->`. The commands of one
document run in their order in a copy of docs/example. After each, the files of docs/example are
put back, since a plan that is just as good may differ from the one that is stored there.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "docs" / "example"
DOCUMENTS = {
    "zh": ("README.md", "docs/guide.zh.md"),
    "en": ("README.en.md", "docs/guide.en.md"),
}
Printed = dict[str, list[str]]  # what each command has printed
_BLOCK = re.compile(r"(<!-- made by: ([^\n]+) -->\n)```text\n.*?^```$", re.DOTALL | re.MULTILINE)
_TIMED = re.compile(
    r"[0-9.]+(秒| s)|用时|.* after [0-9.]+ s$"
)  # lines of progress: never twice alike


def blocks(check: bool) -> bool:
    """Whether every block is what its command prints; unless it only checks, they are made so."""
    with ThreadPoolExecutor() as pool:
        fresh = list(pool.map(lambda language: _are_fresh(language, check), DOCUMENTS))
    return all(fresh)


def _are_fresh(language: str, check: bool) -> bool:
    known: Printed = {}
    fresh = [_is_fresh(ROOT / name, language, check, known) for name in DOCUMENTS[language]]
    return all(fresh)


def _is_fresh(document: Path, language: str, check: bool, known: Printed) -> bool:
    written = document.read_text(encoding="utf-8")
    made = _made(written, language, known)
    if made == written:
        return True
    if not check:
        document.write_text(made, encoding="utf-8", newline="\n")
    sys.stderr.write(f"{document.name}: {'stale output blocks' if check else 'made again'}\n")
    return not check


def _made(text: str, language: str, known: Printed) -> str:
    with TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        shutil.copytree(EXAMPLE, work)

        def block(found: re.Match[str]) -> str:
            command, _, most = found[2].partition(" | head -")
            lines = _first(_lines(command, work, language, known), most)
            return f"{found[1]}```text\n$ {found[2]}\n{lines}```"

        return _BLOCK.sub(block, text)


def _lines(command: str, folder: Path, language: str, known: Printed) -> list[str]:
    """What a command prints; one that leaves no file of its own behind is run once."""
    program, *arguments = shlex.split(command)
    if program == "head":
        lines = (folder / arguments[1]).read_text(encoding="utf-8-sig").splitlines()
        return lines[: int(arguments[0].lstrip("-"))]
    if command not in known or arguments[0] == "export":
        known[command] = _printed(arguments, folder, language)
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return known[command]


def _first(lines: list[str], most: str) -> str:
    """The lines as a text, the first ones alone where a number is given."""
    if most and len(lines) > int(most):
        lines = [*lines[: int(most)], "…"]
    return "".join(f"{line}\n" for line in lines)


def _printed(arguments: list[str], folder: Path, language: str) -> list[str]:
    if arguments[0] == "init":  # begins where there is no problem file yet
        (folder / "targets.yaml").unlink()
    environment = {**os.environ, "LC_ALL": language, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "xuncha_plan", *arguments],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    lines = [x for x in (done.stdout + done.stderr).splitlines() if not _TIMED.match(x)]
    if done.returncode:
        code = done.returncode
        lines.append(f"（退出码{code}）" if language == "zh" else f"(exit code {code})")
    return lines


if __name__ == "__main__":
    sys.exit(0 if blocks("--check" in sys.argv) else 1)
