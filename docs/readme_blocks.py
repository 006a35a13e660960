"""The output blocks of the README and the guide: what their commands print, made again.

A block stands under a line such as `<!-- made by: xuncha-plan rules -->`. The commands of one
document run in their order in a copy of docs/example. After each, the files of docs/example are
put back, since a plan that is just as good may differ from the one that is stored there. A page
that begins in an empty folder is given nothing, and keeps what it writes and saves.
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
README = {"zh": "README.md", "en": "README.en.md"}
EMPTY = "<!-- begins in an empty folder -->"
Printed = dict[str, list[str]]  # what each command has printed
_BLOCK = re.compile(
    r"<!-- (made by|save as|add to): ([^\n]+) -->\n```\w+\n(.*?)^```$", re.DOTALL | re.MULTILINE
)
_TIMED = re.compile(
    r"[0-9.]+(秒| s)|用时|.* after [0-9.]+ s$"
)  # lines of progress: never twice alike
# What is searched ends with its proof; a busy machine needs longer for it than a reader does.
_PATIENT = ("solve", "replan", "explain", "diagnose")
_PATIENCE = ("--time-limit", "300")
# Which of two engines is first to prove a bound is a matter of chance.
_ENGINES = re.compile(r"(proved by )?(CP-SAT|HiGHS)((和| and )(CP-SAT|HiGHS))?(证明)?")


def documents(language: str) -> list[Path]:
    """The README, then the pages of the guide."""
    return [ROOT / README[language], *sorted((ROOT / "docs" / "guide" / language).glob("*.md"))]


def blocks(check: bool) -> bool:
    """Whether every block is what its command prints; unless it only checks, they are made so."""
    with ThreadPoolExecutor() as pool:
        fresh = list(pool.map(lambda language: _are_fresh(language, check), README))
    return all(fresh)


def _are_fresh(language: str, check: bool) -> bool:
    known: Printed = {}
    fresh = [_is_fresh(path, language, check, known) for path in documents(language)]
    return all(fresh)


def _is_fresh(document: Path, language: str, check: bool, known: Printed) -> bool:
    written = document.read_text(encoding="utf-8")
    made = _made(written, language, known)
    if made == written:
        return True
    if not check:
        document.write_text(made, encoding="utf-8", newline="\n")
    name, line = document.relative_to(ROOT), _first_difference(written, made)
    sys.stderr.write(f"{name}:{line}: {'stale output block' if check else 'made again'}\n")
    return not check


def _first_difference(written: str, made: str) -> int:
    old, new = written.splitlines(), made.splitlines()
    return next((i for i, (a, b) in enumerate(zip(old, new, strict=False), 1) if a != b), len(old))


def _made(text: str, language: str, known: Printed | None) -> str:
    with TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        if EMPTY in text:
            work.mkdir()
            known = None
        else:
            shutil.copytree(EXAMPLE, work)

        def block(found: re.Match[str]) -> str:
            kind, named, inside = found.groups()
            if kind == "made by":
                return _output(found, _lines(named, work, language, known))
            with (work / named).open("a" if kind == "add to" else "w", encoding="utf-8") as file:
                file.write(inside)
            return found[0]

        return _BLOCK.sub(block, text)


def _output(found: re.Match[str], lines: list[str]) -> str:
    """A block with these lines; as it was, where only the engine that proves is another."""
    made = "".join(f"{line}\n" for line in [f"$ {found[2]}", *lines])
    if _spoken(made) == _spoken(found[3]):
        return found[0]
    return f"<!-- made by: {found[2]} -->\n```text\n{made}```"


def _spoken(block: str) -> str:
    return re.sub(" +", " ", _ENGINES.sub("engine", block))


def _lines(line: str, folder: Path, language: str, known: Printed | None) -> list[str]:
    """What a command prints; in the example's folder, each command but an export is run once."""
    command, _, most = line.partition(" | head -")
    arguments = shlex.split(command)[1:]
    if known is None:
        return _first(_printed(arguments, folder, language), most)
    if command not in known or arguments[0] == "export":
        known[command] = _printed(arguments, folder, language)
        shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    return _first(known[command], most)


def _first(lines: list[str], most: str) -> list[str]:
    """The lines, the first ones alone where a number is given."""
    return [*lines[: int(most)], "…"] if most and len(lines) > int(most) else lines


def _printed(arguments: list[str], folder: Path, language: str) -> list[str]:
    patience = _PATIENCE if arguments[0] in _PATIENT and "--alone" not in arguments else ()
    environment = {**os.environ, "LC_ALL": language, "PYTHONUTF8": "1", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "xuncha_plan", *arguments, *patience],
        cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode == 4:
        raise SystemExit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    lines = [x for x in (done.stdout + done.stderr).splitlines() if not _TIMED.match(x)]
    if done.returncode:
        code = done.returncode
        lines.append(f"（退出码{code}）" if language == "zh" else f"(exit code {code})")
    return lines


if __name__ == "__main__":
    sys.exit(0 if blocks("--check" in sys.argv) else 1)
