"""The reference pages, from the code: rules, codes, commands; in one language or in both."""

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from costs import Cost, lines

from xuncha_plan.model import Language, Words

ROOT = Path(__file__).resolve().parent.parent
MADE = "made by `python docs/make.py` (make docs); edit {source} instead"
BOTH: tuple[Language, ...] = ("zh", "en")
_RULES = Words("规则", "Rules")
_CODES = Words("检查结果的代码", "Codes of findings")
_COMMANDS = Words("命令", "Commands")
_OF_RULES = Words(
    "规则的问题以规则的词为代码，见 [rules/](rules/README.md)。",
    "What breaks a rule has the rule's word as its code: [rules/](rules/README.md).",
)
Languages = Sequence[Language]


def comment(source: str) -> str:
    """The first line of a made page."""
    return f"<!-- {MADE.format(source=source)} -->"


def _said(words: Words, languages: Languages) -> str:
    return " / ".join(words.say(language) for language in languages)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _head(*words: Words, languages: Languages) -> Iterator[str]:
    titles = [word.say(language) for word in words for language in languages]
    yield _row("", *titles).replace("|  |", "| |")
    yield "|" + "---|" * (len(titles) + 1)


def list_of_rules(languages: Languages = BOTH) -> Iterator[str]:
    """A line a rule."""
    from xuncha_plan.rules import REGISTRY

    yield from (comment("src/xuncha_plan/rules/"), f"# {_said(_RULES, languages)}", "")
    yield from _head(Words("规则", "rule"), languages=languages)
    for word, rule in REGISTRY.items():
        yield _row(f"[`{word}`]({word}.md)", *(rule.title.say(one) for one in languages))


def rule(word: str, cost: Mapping[str, Cost], languages: Languages = BOTH) -> Iterator[str]:
    """One rule: what it means, what it takes, its fine print, an example, what it costs."""
    from xuncha_plan.report.catalogue import parameters
    from xuncha_plan.rules import REGISTRY

    its = REGISTRY[word]
    yield comment(f"src/xuncha_plan/rules/{word}.py or tests/rules/{word}.yaml")
    title = _said(its.title, languages)
    yield from (f"# `{word}`" if title == word else f"# `{word}` {title}", "")
    for language in languages:
        yield from (its.about.say(language), "")
    yield from _head(Words("参数", "parameter"), languages=languages)
    texts = [parameters(its, language) for language in languages]
    for name in texts[0]:
        yield _row(f"`{name}`", *(text[name].replace("|", "\\|") for text in texts))
    yield from ("", f"## {_said(Words('细则', 'Fine print'), languages)}")
    for language in languages:
        yield from ("", *(f"- {text.say(language)}" for text in its.fine_print))
    yield from ("", f"## {_said(Words('例', 'Example'), languages)}", "")
    yield from _example(word, languages)
    yield from ("", *lines(cost, languages))


def _example(word: str, languages: Languages) -> Iterator[str]:
    from tests.rules.table import TIER, rows

    mine = [row for row in rows() if row.word == word and row.refused is None]
    clean = next(row for row in mine if not row.findings)
    breach = next(row for row in mine if row.findings)
    head, cases = _pieces(ROOT / "tests" / "rules" / f"{word}.yaml")
    clear, found = Words("没有问题", "nothing is found"), Words("有问题", "something is found")
    yield from ("```yaml", *head, "```", "")
    yield from (f"{_said(clear, languages)}:", "", "```yaml", *cases[clean.case], "```", "")
    yield from (f"{_said(found, languages)}:", "", "```yaml", *cases[breach.case], "```", "")
    its = breach.rule(TIER)
    for finding in its.check(breach.plan(breach.problem(its))):
        yield f"> {' / '.join(finding.say(language) for language in languages)}"


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


def codes(languages: Languages = BOTH) -> Iterator[str]:
    """Every code of a finding that is not a rule's word."""
    from xuncha_plan.report.findings.codes import GROUPS

    yield comment("src/xuncha_plan/report/findings/codes.py")
    yield f"# {_said(_CODES, languages)}"
    for language in languages:
        yield from ("", _OF_RULES.say(language))
    for title, group in GROUPS:
        yield from ("", f"## {_said(title, languages)}", "")
        yield from _head(Words("含义", "meaning"), languages=languages)
        for code, words in group.items():
            yield _row(f"`{code}`", *(words.say(language) for language in languages))


def commands(languages: Languages = BOTH) -> Iterator[str]:
    """What every command says of itself."""
    from xuncha_plan.cli.app import COMMANDS

    yield from (comment("src/xuncha_plan/cli/"), f"# {_said(_COMMANDS, languages)}")
    for command in ((), *((name,) for name in COMMANDS)):
        yield from ("", f"## `{' '.join(('xuncha-plan', *command))}`")
        for language in languages:
            yield from ("", "```text", _help([*command, "--help", "--lang", language]), "```")


def _help(arguments: list[str]) -> str:
    from xuncha_plan.cli import run

    with contextlib.redirect_stdout(io.StringIO()) as printed:
        run(arguments)
    return "\n".join(line.rstrip() for line in printed.getvalue().strip("\n").split("\n"))
