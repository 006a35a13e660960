"""The page as a whole: one file that asks nothing of any network, under a strict policy."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files

from xuncha_plan import __version__
from xuncha_plan.model import MODE_WORDS, Language, Plan, PlanRecord, Words
from xuncha_plan.report.page.board import board
from xuncha_plan.report.page.change_list import change_list
from xuncha_plan.report.page.changes import Changes
from xuncha_plan.report.page.curve import CURVE, STRENGTH, capacity_bars, curve
from xuncha_plan.report.page.facts import facts
from xuncha_plan.report.page.gantt import gantt
from xuncha_plan.report.page.gantt import title as year_title
from xuncha_plan.report.page.heat import maps
from xuncha_plan.report.page.markup import Element, e, put, raw, written
from xuncha_plan.report.page.moves import Reasons, reasons
from xuncha_plan.report.page.round_gantt import round_gantt
from xuncha_plan.report.page.summary import head, milestone_table, tier_table
from xuncha_plan.report.page.visit_list import visit_list
from xuncha_plan.report.page.words import NO_SCRIPT, SEARCH, SECTIONS, TO_BOARD
from xuncha_plan.report.papers.basis import Basis
from xuncha_plan.report.papers.overview import TITLE

GENERATOR = "xuncha-plan"
SCRIPT_PARTS = ("facts", "breaches", "moving", "hands", "list")
NAVIGATION = Words("目录", "contents")
OLD = Words("虚线为原计划的位置。", "Dashed: where the earlier plan had it.")


def html_file(
    plan: Plan,
    record: PlanRecord,
    language: Language,
    year: int | None = None,
    earlier: Plan | None = None,
) -> bytes:
    """The page's bytes; an earlier plan of the same problem is laid under the present one.

    One year's visits, or all; the figures are the whole plan's.
    """
    basis = Basis(plan, record, language)
    changes = None
    if earlier is not None:
        changes = Changes(basis, Basis(earlier, PlanRecord(()), language))
    root = e("html", lang="zh-CN" if language == "zh" else "en")
    style, script = _resource("page.css"), _script()
    found = reasons(basis)
    body = e("body", *_body(basis, year, changes, found))
    put(body, [_data(facts(basis, found)), raw("script", script)])
    return written(put(root, [_head(basis, style, script), body])).encode()


def is_ours(data: bytes) -> bool:
    """Whether bytes begin as one of these pages does."""
    return f'<meta name="generator" content="{GENERATOR} '.encode() in data[:4096]


def _head(basis: Basis, style: str, script: str) -> Element:
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    title = basis.say(TITLE, name=basis.problem.jurisdiction.name)
    return e(
        "head",
        e("meta", charset="utf-8"),
        e("meta", http_equiv="Content-Security-Policy", content=policy),
        e("meta", name="generator", content=f"{GENERATOR} {__version__}"),
        e("meta", name="viewport", content="width=device-width, initial-scale=1"),
        e("title", title),
        raw("style", style),
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _resource(name: str) -> str:
    """A file of this folder, with the line ends that browsers give it before they look at it."""
    return files(__package__).joinpath(name).read_bytes().decode().replace("\r\n", "\n")


def _script() -> str:
    """The script's parts as one, in their order; nothing of it is seen by anybody else."""
    parts = "".join(_resource(f"script/{name}.js") for name in SCRIPT_PARTS)
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _data(text: str) -> Element:
    """Facts for the script; they are data to the browser, never run."""
    return raw("script", text, type="application/json", id="facts")


def _body(
    basis: Basis, year: int | None, changes: Changes | None, found: list[Reasons]
) -> Iterator[Element]:
    yield put(e("header"), head(basis))
    shown = [key for key in SECTIONS if key != "changes" or changes is not None]
    links = (e("a", basis.say(SECTIONS[key]), href=f"#{key}") for key in shown)
    yield put(e("nav", aria_label=basis.say(NAVIGATION)), links)
    parts = {
        "overview": _overview(basis, changes),
        "changes": change_list(changes) if changes else iter(()),
        "teams": _teams(basis, year, changes),
        "rounds": (round_gantt(basis, r) for r in basis.problem.ordered if year in (None, r.year)),
        "balance": [put(e("div", class_="wide"), maps(basis))],
        "board": _board(basis, changes, year),
        "list": _list(basis, changes, year, found),
    }
    for key in shown:
        section = e("section", e("h2", basis.say(SECTIONS[key])), id=key)
        yield put(section, parts[key])
    yield e("noscript", e("p", basis.say(NO_SCRIPT), class_="note"))


def _overview(basis: Basis, changes: Changes | None) -> Iterator[Element]:
    before = changes.before if changes else None
    yield e(
        "div",
        e("figure", e("figcaption", basis.say(CURVE)), curve(basis, before)),
        e("figure", e("figcaption", basis.say(STRENGTH)), capacity_bars(basis, before)),
        class_="pair",
    )
    yield e("div", tier_table(basis), milestone_table(basis), class_="pair")


def _teams(basis: Basis, year: int | None, changes: Changes | None) -> Iterator[Element]:
    used = {stay.visit.mode for stay in basis.stays}
    legend = e("p", class_="legend")
    for mode, words in MODE_WORDS.items():
        if mode in used:
            put(legend, [e("span", basis.say(words), class_=f"key m-{mode}")])
    if changes:
        put(legend, [e("span", basis.say(OLD), class_="note")])
    yield legend
    for one in basis.problem.years:
        if year in (None, one):
            yield e("figure", e("figcaption", year_title(basis, one)), gantt(basis, one, changes))


def _board(basis: Basis, changes: Changes | None, year: int | None) -> Iterator[Element]:
    yield e("p", basis.say(TO_BOARD), class_="note needs-script")
    yield e("div", id="moved", hidden="")
    yield e("div", board(basis, changes, year), class_="wide")
    yield e("p", id="said", role="status", aria_live="polite")


def _list(
    basis: Basis, changes: Changes | None, year: int | None, found: list[Reasons]
) -> Iterator[Element]:
    search = e("input", type="search", id="search", placeholder=basis.say(SEARCH),
               aria_label=basis.say(SEARCH))  # fmt: skip
    yield e("div", search, e("span", id="count"), id="filters", hidden="")
    yield e("div", visit_list(basis, changes, year, found), class_="wide")
