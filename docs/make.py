"""Makes the reference pages from the code: `python docs/make.py`, or with --check, compares them.

A rule's page is made from its words and parameters and from the first clean and the first failing
case of its table in tests/rules/. The output blocks of the README and the guides are made as well.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from costs import costs, lines
from licences import page as licences
from readme_blocks import blocks

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MADE = "made by `python docs/make.py` (make docs); edit {source} instead"
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
        text = [*_rule(word), "", *lines(cost.get(word, {}))]
        yield DOCS / "rules" / f"{word}.md", "\n".join(text) + "\n"
    yield DOCS / "rules" / "README.md", "\n".join(_list_of_rules()) + "\n"
    yield DOCS / "schema.json", _schema()
    yield DOCS / "codes.md", "\n".join(_codes()) + "\n"
    yield DOCS / "licences.md", "\n".join(_licences()) + "\n"
    yield DOCS / "cli.md", "\n".join(_commands()) + "\n"


def _comment(source: str) -> str:
    return f"<!-- {MADE.format(source=source)} -->"


def _licences() -> Iterator[str]:
    yield from (_comment("docs/licences.py"), "# 所用软件的许可 / Licences of what is used", "")
    yield "版本见 constraints.txt；许可全文随软件包安装。本程序自身的许可见 LICENSE（Apache-2.0）。"
    yield from (
        "",
        "Versions are in constraints.txt; the texts are installed with the packages. The program's "
        "own licence is in LICENSE (Apache-2.0).",
    )
    yield from licences()


def _list_of_rules() -> Iterator[str]:
    from xuncha_plan.rules import REGISTRY

    yield from (_comment("src/xuncha_plan/rules/"), "# 规则 / Rules", "")
    yield from ("| | 规则 | rule |", "|---|---|---|")
    for word, rule in REGISTRY.items():
        yield f"| [`{word}`]({word}.md) | {rule.title.zh} | {rule.title.en} |"


def _rule(word: str) -> Iterator[str]:
    from xuncha_plan.report.catalogue import parameters
    from xuncha_plan.rules import REGISTRY

    rule = REGISTRY[word]
    yield _comment(f"src/xuncha_plan/rules/{word}.py or tests/rules/{word}.yaml")
    yield from (f"# `{word}` {rule.title.zh} / {rule.title.en}", "")
    yield from (rule.about.zh, "", rule.about.en, "")
    yield from ("| | 参数 | parameter |", "|---|---|---|")
    zh, en = parameters(rule, "zh"), parameters(rule, "en")
    for name in zh:
        yield f"| `{name}` | {_cell(zh[name])} | {_cell(en[name])} |"
    yield from ("", "## 细则 / Fine print", "", *(f"- {text.zh}" for text in rule.fine_print))
    yield from ("", *(f"- {text.en}" for text in rule.fine_print))
    yield from ("", "## 例 / Example", "")
    yield from _example(word)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _example(word: str) -> Iterator[str]:
    from tests.rules.table import TIER, rows

    mine = [row for row in rows() if row.word == word and row.refused is None]
    clean = next(row for row in mine if not row.findings)
    breach = next(row for row in mine if row.findings)
    head, cases = _pieces(ROOT / "tests" / "rules" / f"{word}.yaml")
    yield from ("```yaml", *head, "```", "")
    yield from ("没有问题 / nothing is found:", "", "```yaml", *cases[clean.case], "```", "")
    yield from ("有问题 / something is found:", "", "```yaml", *cases[breach.case], "```", "")
    rule = breach.rule(TIER)
    for finding in rule.check(breach.plan(breach.problem(rule))):
        yield f"> {finding.say('zh')} / {finding.say('en')}"


def _pieces(table: Path) -> tuple[list[str], dict[str, list[str]]]:
    """A table's lines before its cases, and those of each case."""
    written = table.read_text(encoding="utf-8").splitlines()
    start = written.index("cases:")
    cases: dict[str, list[str]] = {}
    for line in written[start + 1 :]:
        if line.startswith("  ") and not line.startswith("   "):
            case = line.strip().partition(":")[0]
            cases[case] = []
        cases[case].append(line.removeprefix("  "))
    return [line for line in written[:start] if line], cases


def _schema() -> str:
    from xuncha_plan.report.schema import problem_schema
    from xuncha_plan.rules import REGISTRY

    made = {"$comment": MADE.format(source="src/xuncha_plan/")}
    schema = {**made, **problem_schema(REGISTRY.values())}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _codes() -> Iterator[str]:
    from xuncha_plan.report.findings.codes import GROUPS

    yield from (
        _comment("src/xuncha_plan/report/findings/codes.py"),
        "# 检查结果的代码 / Codes of findings",
        "",
    )
    yield "规则的问题以规则的词为代码，见 [rules/](rules/README.md)。"
    yield from (
        "",
        "What breaks a rule has the rule's word as its code: [rules/](rules/README.md).",
    )
    for title, codes in GROUPS:
        yield from ("", f"## {title.zh} / {title.en}", "", "| | 含义 | meaning |", "|---|---|---|")
        for code, words in codes.items():
            yield f"| `{code}` | {words.zh} | {words.en} |"


def _commands() -> Iterator[str]:
    from xuncha_plan.cli.app import COMMANDS

    yield from (_comment("src/xuncha_plan/cli/"), "# 命令 / Commands")
    for command in ((), *((name,) for name in COMMANDS)):
        yield from ("", f"## `{' '.join(('xuncha-plan', *command))}`")
        for language in ("zh", "en"):
            yield from ("", "```text", _help([*command, "--help", "--lang", language]), "```")


def _help(arguments: list[str]) -> str:
    from xuncha_plan.cli import run

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        run(arguments)
    return "\n".join(line.rstrip() for line in printed.getvalue().strip("\n").split("\n"))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
