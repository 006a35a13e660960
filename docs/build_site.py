"""The site of the pages in docs/: `python docs/build_site.py` writes site/, a folder a language.

Of the made pages, each language gets its own words alone. Every link between pages is followed,
and one that leads nowhere is refused. Without the generator (`pip install '.[docs]'`) nothing is
built, which is said. With --into FOLDER the site is written there instead, with --check nowhere.
"""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
import reference
from costs import costs

from xuncha_plan.model import Language

ROOT = reference.ROOT
DOCS = ROOT / "docs"
SETTINGS = DOCS / "site"
NAMES: dict[Language, str] = {"zh": "巡察全覆盖计划", "en": "xuncha-plan"}
OWN_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
ARCHITECTURE: dict[Language, str] = {"zh": "architecture.zh.md", "en": "architecture.md"}
ORDER = (
    "index.md", "start.md", "problem.md", "spreadsheet.md", "rules/", "solving.md", "no-plan.md",
    "explaining.md", "replanning.md", "handing-in.md", "aftermath.md", "progress.md", "pipeline.md",
    "codes.md", "cli.md", "architecture.md",
)  # fmt: skip
_LINK = re.compile(r"(?<=\]\()([^)#\s:]+)(?=[)#])")
_UNUSED = ("404.html", "sitemap.xml", "search.json")  # of use on a server alone
Pages = dict[str, tuple[Path, str]]  # by its place in the site: where it is written, and its text


def main(arguments: list[str]) -> int:
    """Builds both languages; 1 where the generator finds fault."""
    if find_spec("zensical") is None:
        sys.stderr.write("zensical is not installed: no site is built (pip install '.[docs]')\n")
        return 0
    os.environ["COLUMNS"] = "100"
    with TemporaryDirectory() as folder:
        whole = Path(folder) / "whole"
        whole.mkdir()
        shutil.copy(SETTINGS / "index.html", whole)
        if not all(_built(language, Path(folder) / language, whole) for language in NAMES):
            return 1
        if "--check" not in arguments:
            given = arguments[arguments.index("--into") + 1] if "--into" in arguments else "site"
            shutil.rmtree(ROOT / given, ignore_errors=True)
            shutil.copytree(whole, ROOT / given)
    return 0


def _built(language: Language, work: Path, whole: Path) -> bool:
    """Whether the generator takes the pages of a language, which are then in the whole site."""
    pages = collected(language)
    for place, (written, text) in pages.items():
        target = work / "pages" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(linked(text, place, written, pages), encoding="utf-8", newline="\n")
    shutil.copytree(SETTINGS / "assets", work / "pages" / "assets")
    shutil.copytree(DOCS / "example", work / "pages" / "example")
    shutil.copytree(SETTINGS / "overrides", work / "overrides")
    (work / "zensical.toml").write_text(_settings(language, pages), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--clean", "--strict"],
        cwd=work, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        return False
    shutil.copytree(work / "site", whole / language)
    for name in _UNUSED:
        (whole / language / name).unlink(missing_ok=True)
    return True


def collected(language: Language) -> Pages:
    """The pages of one language."""
    pages: Pages = {}
    for path in sorted((DOCS / "guide" / language).glob("*.md")):
        pages[path.name] = (path, path.read_text(encoding="utf-8"))
    path = DOCS / ARCHITECTURE[language]
    pages["architecture.md"] = (path, path.read_text(encoding="utf-8"))
    for path, lines in _made(language):
        place = path.relative_to(DOCS).as_posix().replace("README.md", "index.md")
        pages[place] = (path, "\n".join(lines) + "\n")
    return pages


def _made(language: Language) -> Iterator[tuple[Path, Iterator[str]]]:
    from xuncha_plan.rules import REGISTRY

    cost, only = costs(ROOT), (language,)
    yield DOCS / "rules" / "README.md", reference.list_of_rules(only)
    for word in REGISTRY:
        yield DOCS / "rules" / f"{word}.md", reference.rule(word, cost.get(word, {}), only)
    yield DOCS / "codes.md", reference.codes(only)
    yield DOCS / "cli.md", reference.commands(only)


def linked(text: str, place: str, written: Path, pages: Pages) -> str:
    """A page whose links lead where the pages are in the site; BadLink where one leads nowhere."""
    places = {source: there for there, (source, _) in pages.items()}

    def link(found: re.Match[str]) -> str:
        target = Path(os.path.normpath(written.parent / found[1]))
        if target in places:
            there = places[target]
        elif target.is_file() and target.is_relative_to(DOCS / "example"):
            there = target.relative_to(DOCS).as_posix()
        else:
            raise BadLink(f"{written.relative_to(ROOT)}: the link to {found[1]} leads nowhere")
        return posixpath.relpath(there, posixpath.dirname(place) or ".")

    return _LINK.sub(link, text)


class BadLink(SystemExit):
    """A link that leads nowhere, or a page that none leads to."""


def _settings(language: Language, pages: Pages) -> str:
    """The generator's settings; a list of strings is the same in JSON and TOML."""
    text = (SETTINGS / "zensical.toml").read_text(encoding="utf-8")
    other: Language = "en" if language == "zh" else "zh"
    blanks = {
        "language": language,
        "name": NAMES[language],
        "nav": _navigation(pages),
        "other": other,
        "other_name": OWN_NAMES[other],
    }
    for blank, filled in blanks.items():
        text = text.replace(f"@{blank}@", filled)
    return text


def _navigation(pages: Pages) -> str:
    unlisted = [name for name in pages if not name.startswith(ORDER)]
    if unlisted:
        raise BadLink(f"docs/build_site.py lists the pages of the site, but not {unlisted}")
    entries = []
    for place in ORDER:
        if place.endswith("/"):
            inside = [name for name in pages if name.startswith(place)]
            names = ", ".join(json.dumps(name) for name in inside)
            entries.append(f"{{ {_title(pages[inside[0]][1])} = [{names}] }}")
        else:
            entries.append(f"{{ {_title(pages[place][1])} = {json.dumps(place)} }}")
    return f"[{', '.join(entries)}]"


def _title(text: str) -> str:
    heading = next(line for line in text.splitlines() if line.startswith("# "))
    return json.dumps(heading.removeprefix("# "), ensure_ascii=False)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
