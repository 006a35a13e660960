"""Makes the reference pages from the code: `python docs/make.py`, or with --check, compares them.

A rule's page is made from its words and parameters and from the first clean and the first failing
case of its table in tests/rules/. The output blocks of the README and the guides are made as well.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import reference
from costs import costs
from licences import page as licences
from readme_blocks import blocks

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
WIDTH = "100"


def main(arguments: list[str]) -> int:
    """Writes every page; with --check, writes none and returns 1 if one would differ."""
    sys.path.insert(0, str(ROOT))
    os.environ["COLUMNS"] = WIDTH
    made = dict(pages())
    old = {path for path in (DOCS / "rules").glob("*.md") if path not in made}
    stale = [path for path, text in made.items() if not _holds(path, text)]
    fresh = blocks(check="--check" in arguments)
    if "--check" in arguments:
        for path in sorted([*stale, *old]):
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale; run make docs\n")
        return 0 if fresh and not stale and not old else 1
    (DOCS / "rules").mkdir(exist_ok=True)
    for path in stale:
        path.write_text(made[path], encoding="utf-8", newline="\n")
    for path in old:
        path.unlink()
    return 0


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()


def pages() -> Iterator[tuple[Path, str]]:
    """Every made file with its text."""
    from xuncha_plan.rules import REGISTRY

    cost = costs(ROOT)
    for word in REGISTRY:
        yield DOCS / "rules" / f"{word}.md", _text(reference.rule(word, cost.get(word, {})))
    yield DOCS / "rules" / "README.md", _text(reference.list_of_rules())
    yield DOCS / "schema.json", _schema()
    yield DOCS / "codes.md", _text(reference.codes())
    yield DOCS / "licences.md", _text(_licences())
    yield DOCS / "cli.md", _text(reference.commands())


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _licences() -> Iterator[str]:
    yield from (
        reference.comment("docs/licences.py"),
        "# 所用软件的许可 / Licences of what is used",
        "",
    )
    yield "版本见 constraints.txt；许可全文随软件包安装。本程序自身的许可见 LICENSE（Apache-2.0）。"
    yield from (
        "",
        "Versions are in constraints.txt; the texts are installed with the packages. The program's "
        "own licence is in LICENSE (Apache-2.0).",
    )
    yield from licences()


def _schema() -> str:
    from xuncha_plan.report.schema import problem_schema
    from xuncha_plan.rules import REGISTRY

    made = {"$comment": reference.MADE.format(source="src/xuncha_plan/")}
    schema = {**made, **problem_schema(REGISTRY.values())}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
