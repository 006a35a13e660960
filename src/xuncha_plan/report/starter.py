"""A problem file to begin with, drafted from a list of targets: it loads, and a plan exists."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from unicodedata import normalize

from pydantic import TypeAdapter, ValidationError

from xuncha_plan.files.plan_text import quoted
from xuncha_plan.files.problem_text import entry, item
from xuncha_plan.model import Language, Target, Words
from xuncha_plan.model.quantity import Identifier, Plain
from xuncha_plan.report.strength import Strength

NUMERALS = "一二三四五六七八九十"

HEAD = Words(
    "巡察全覆盖计划的问题文件，由 xuncha-plan init 按{table}起草：{count}个对象，共{work}组周。\n"
    "  1. 轮次和巡察组是假定的，先改成本地的安排；“本区”改成辖区的名称。\n"
    "  2. rules 中以“# ”开头的是示例：去掉“# ”就生效，比例和日期改成自己的。\n"
    "  3. 运行 xuncha-plan check 看写得对不对，再运行 xuncha-plan solve 求计划。\n"
    "每条规则的意思和参数：xuncha-plan rules，例如 xuncha-plan rules milestone。",
    "A problem file drafted by xuncha-plan init from {table}: {count} targets, {work} team-weeks.\n"
    "  1. Rounds and teams are assumed: put yours in their place, and your district's name.\n"
    '  2. Under rules, what begins with "# " is an example: take the "# " away, set its figures.\n'
    "  3. Run xuncha-plan check to see whether all is well written, then xuncha-plan solve.\n"
    "What every rule means and takes: xuncha-plan rules, or xuncha-plan rules milestone.",
)
DISTRICT = Words("本区", "our district")
TABLES = {
    "kinds": ("kind", Words("类别", "Kinds")),
    "sectors": ("sector", Words("行业领域", "Sectors")),
    "regions": ("region", Words("地域", "Regions")),
}
NAMES = Words("{what}：编号和名称，取自对象表。", "{what}: id and name, from the table.")
ROUNDS = Words(
    "轮次：每年两轮。除自主开展外还有别的方式时写上，例如 modes: [self_run, joint]。",
    "Rounds: two a year. Where more than self_run is open, say so: modes: [self_run, joint].",
)
ROUND = Words("{year}年第{number}轮", "{year}, round {number}")
TEAMS = Words(
    "巡察组：capacity 是每轮能投入的组周；{rounds}轮×{teams}组×{capacity}＝{whole}组周。",
    "Teams: capacity is team-weeks a round; {rounds} rounds x {teams} x {capacity} = {whole}.",
)
TEAM = Words("第{number}巡察组", "Team {number}")
TARGETS = Words("巡察对象。", "Targets.")
IN_TABLE = Words("巡察对象：在表中增删改。", "Targets: kept in the table.")
TIERS = Words(
    "层级：先把前面的做到最好，再顾后面的。", "Tiers: the first is made best, then the next."
)
BALANCE, RISK = Words("各轮均衡", "even rounds"), Words("高风险在先", "high risk first")
RULES = Words(
    "规则。写上 source（依据），以后查得到。", "Rules. `source` says where each comes from."
)
COVERAGE = Words("届内全覆盖", "every target once")
EVEN = Words("各轮投入与力量相称", "the load of a round follows its strength")
EARLY = Words("高风险对象宜早", "high risk early")
SOURCE, REASON = Words("写上依据", "where it comes from"), Words("写上原因", "say why")
EXAMPLES = {
    "milestone": Words("第三年底覆盖六成", "six tenths by the end of the third year"),
    "reserve": Words("每年留一成机动力量", "a tenth of each year is kept free"),
    "blackout": Words("考试季不巡察", "no visits in the examination weeks"),
    "recusal": Words("第一组任职回避", "team 1 knows the place too well"),
    "balance": Words("各地域各年均衡", "regions evenly over the years"),
    "together": Words("巡镇带村", "villages with their town"),
}


def starter(
    targets: Sequence[Target],
    assumed: Strength,
    source: str,
    table: str | None,
    language: Language,
    district: str | None = None,
) -> str:
    """The file's text; `table` is the targets' file beside it, None writes the targets out."""
    parts = (
        _head(targets, source, language),
        _frame(assumed, district or DISTRICT.say(language)),
        *(_names(key, targets, language) for key in TABLES),
        _rounds(assumed, language),
        _teams(assumed, language),
        _targets(targets, table, language),
        _tiers(targets, language),
        _rules(targets, language),
        _examples(targets, assumed, language),
    )
    return "\n\n".join(text for part in parts if (text := "\n".join(part))) + "\n"


def _head(targets: Sequence[Target], source: str, language: Language) -> Iterator[str]:
    work = sum((target.workload for target in targets), Fraction(0))
    shown = "".join(c if c.isprintable() else "?" for c in source)
    said = HEAD.say(language, table=f" {shown} " if language == "zh" else shown,
                    count=len(targets), work=work)  # fmt: skip
    yield from (f"# {line}" for line in said.splitlines())


def _frame(assumed: Strength, district: str) -> Iterator[str]:
    first, last = assumed.rounds[0].year, assumed.rounds[-1].year
    yield "format: 1"
    yield entry("jurisdiction", {"name": district})
    yield entry("term", {"start": date(first, 1, 1), "end": date(last, 12, 31)})


def _names(section: str, targets: Sequence[Target], language: Language) -> Iterator[str]:
    field, what = TABLES[section]
    names = list(dict.fromkeys(str(value) for t in targets for value in t.values(field)))
    if names and _are_ids(names):
        yield f"# {NAMES.say(language, what=what)}"
        yield f"{section}:"
        yield from (f"  {quoted(name)}: {quoted(name)}" for name in names)


def _are_ids(names: Sequence[str]) -> bool:
    """Whether a section may list them; what is no id, or nearly the same, may still be used."""
    try:
        TypeAdapter(list[Identifier]).validate_python(names)
    except ValidationError:
        return False
    return len({normalize("NFKC", name).casefold() for name in names}) == len(names)


def _rounds(assumed: Strength, language: Language) -> Iterator[str]:
    yield f"# {ROUNDS.say(language)}"
    yield "rounds:"
    for r in assumed.rounds:
        number = int(r.id.rpartition("-")[2])
        name = ROUND.say(language, year=r.year, number=_numeral(number, language))
        yield item({"id": r.id, "name": name, "start": r.start, "end": r.end})


def _teams(assumed: Strength, language: Language) -> Iterator[str]:
    rounds, teams, capacity = len(assumed.rounds), assumed.teams, assumed.capacity
    whole = rounds * teams * capacity
    said = TEAMS.say(language, rounds=rounds, teams=teams, capacity=capacity, whole=whole)
    yield f"# {said}"
    yield "teams:"
    for number in range(1, teams + 1):
        name = TEAM.say(language, number=_numeral(number, language))
        yield item({"id": f"t{number}", "name": name, "capacity": capacity})


def _numeral(number: int, language: Language) -> str:
    return NUMERALS[number - 1] if language == "zh" and number <= len(NUMERALS) else str(number)


def _targets(targets: Sequence[Target], table: str | None, language: Language) -> Iterator[str]:
    yield f"# {(TARGETS if table is None else IN_TABLE).say(language)}"
    if table is not None:
        yield entry("targets", {"file": table})
        return
    yield "targets:"
    for target in targets:
        fields = {key: getattr(target, key) for key in Target.model_fields}
        yield item({key: x for key, x in fields.items() if x not in (None, (), {})})


def _tiers(targets: Sequence[Target], language: Language) -> Iterator[str]:
    yield f"# {TIERS.say(language)}"
    yield "tiers:"
    yield item({"id": "balance", "name": BALANCE.say(language)})
    if _have_risk(targets):
        yield item({"id": "risk", "name": RISK.say(language)})


def _have_risk(targets: Sequence[Target]) -> bool:
    return any(target.risk for target in targets)


def _rules(targets: Sequence[Target], language: Language) -> Iterator[str]:
    yield f"# {RULES.say(language)}"
    yield "rules:"
    yield item({"rule": "coverage", "name": COVERAGE.say(language)})
    yield item({"rule": "balance", "name": EVEN.say(language), "tier": "balance", "over": "round",
                 "unit": "load", "allow": Plain("10%")})  # fmt: skip
    if _have_risk(targets):
        yield item({"rule": "early", "name": EARLY.say(language), "tier": "risk",
                     "weight_by": "risk", "per": "year"})  # fmt: skip


def _examples(targets: Sequence[Target], assumed: Strength, language: Language) -> Iterator[str]:
    third = assumed.rounds[0].year + 2
    chosen: dict[str, dict[str, object]] = {
        "milestone": {"by": date(third, 12, 31), "at_least": Plain("60%")},
        "reserve": {"share": Plain("10%"), "per": "year"},
        "blackout": {"from": "06-05", "to": "06-28", "yearly": True},
        "recusal": {"teams": ["t1"], "where": {"id": targets[0].id},
                    "reason": REASON.say(language)},
    }  # fmt: skip
    if any(target.region for target in targets):
        chosen["balance"] = {"tier": "balance", "by": "region", "allow": Plain("10%")}
    if any(target.parent for target in targets):
        chosen["together"] = {"by": "parent", "same_team": True}
    for word, values in chosen.items():
        named = {"rule": word, "name": EXAMPLES[word].say(language)}
        yield f"  # {item(named | {'source': SOURCE.say(language)} | values).strip()}"
