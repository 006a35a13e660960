"""Makes the eight districts of this example: `python data/examples/net/make_districts.py`.

Targets are drawn from the reference district (data/targets.yaml) with a fixed seed; districts,
towns, villages and schools are given invented names. Run it again only to change the example.
"""

from pathlib import Path
from random import Random

from xuncha_plan.files.problem_file import read_problem
from xuncha_plan.files.problem_text import problem_text
from xuncha_plan.files.stated import stated
from xuncha_plan.model.quantity import Plain

HERE = Path(__file__).parent
# id, name, how its bodies are called, targets, teams, days by which its rounds lie later
DISTRICTS = (
    ("qingshan", "青山区", "区", 60, 4, 0),
    ("bishui", "碧水区", "区", 54, 4, 0),
    ("linjiang", "临江区", "区", 48, 3, 7),
    ("donggang", "东港区", "区", 44, 3, 0),
    ("nanhu", "南湖区", "区", 40, 3, -7),
    ("beiling", "北岭县", "县", 36, 3, 0),
    ("yunxi", "云溪县", "县", 30, 2, 14),
    ("xichuan", "西川县", "县", 26, 2, 0),
)
FIRST = "松石柳桥梅竹泉溪洪沙白龙凤金银双长高永新"
SECOND = "林坪湾岭河塘口坝埠沟庄店铺渡潭浦洲原"
ROUNDS = (  # id, first day, last day
    ("2027-1", "2027-03-01", "2027-05-14"),
    ("2027-2", "2027-09-06", "2027-11-26"),
    ("2028-1", "2028-02-28", "2028-05-12"),
    ("2028-2", "2028-09-04", "2028-11-24"),
    ("2029-1", "2029-03-05", "2029-05-18"),
    ("2029-2", "2029-09-03", "2029-11-16"),
    ("2030-1", "2030-03-04", "2030-05-17"),
    ("2030-2", "2030-09-02", "2030-11-15"),
)
SHARE = 0.62  # of the teams' strength that the targets' workload comes to
HEAD = """# {name}巡察全覆盖（虚构的样例，由 make_districts.py 从参考样例抽取生成；名称均为编造）
# 市里的安排（互派、联动、同步、提级）不写在这里，由 net solve 按 net.yaml 定，
# 加在各区县部署后的文件中。
# (Synthetic. What the city orders is not written here: `net solve` adds it.)

"""


def main() -> None:
    """Writes one problem file a district."""
    whole = stated(read_problem(HERE.parents[1] / "targets.yaml").problem)
    for number, district in enumerate(DISTRICTS):
        values = _district(whole, Random(2027 + number), *district[1:])
        text = HEAD.format(name=district[1]) + problem_text(values)
        path = HERE / "districts" / f"{district[0]}.yaml"
        path.write_text(text, encoding="utf-8", newline="\n")


def _district(whole, random, name, suffix, size, teams, later):
    targets = _targets(whole["targets"], random, suffix, size, name)
    used = {key: {t[key] for t in targets} for key in ("sector", "region", "kind")}
    rounds = [_round(number, r, later) for number, r in enumerate(ROUNDS)]
    strength = float(sum(float(t["workload"]) for t in targets)) / SHARE
    capacity = round(strength / teams / len(rounds) * 2) / 2
    return {
        "format": Plain("1"),
        "jurisdiction": {"name": name, "superior": "云江市"},
        "term": {"start": Plain("2026-10-01"), "end": Plain("2031-09-30")},
        "sectors": {k: v for k, v in whole["sectors"].items() if k in used["sector"]},
        "regions": {k: v for k, v in whole["regions"].items() if k in used["region"]},
        "kinds": {
            k: v.replace("区", suffix, 1) for k, v in whole["kinds"].items() if k in used["kind"]
        },
        "rounds": rounds,
        "teams": [
            {"id": f"t{i}", "name": f"第{number}巡察组", "capacity": Plain(f"{capacity:g}")}
            for i, number in enumerate("一二三四"[:teams], 1)
        ],
        "targets": targets,
        "tiers": [
            {"id": "risk", "name": "高风险优先", "tolerance": Plain("1%")},
            {"id": "rounds", "name": "各轮均衡", "tolerance": Plain("1%")},
        ],
        "rules": _rules(targets),
    }


def _round(number, r, later):
    from datetime import date, timedelta

    first, last = (date.fromisoformat(day) + timedelta(days=later) for day in r[1:])
    own_id = r[0] if later == 0 else f"{r[0][:4]}{'春秋'[number % 2]}"
    return {"id": own_id, "start": Plain(first), "end": Plain(last)}


def _targets(targets, random, suffix, size, name):
    towns = [t for t in targets if t["kind"] == "town"]
    others = [t for t in targets if t["kind"] not in ("town", "village")]
    chosen = random.sample(towns, size // 8)
    ids = {t["id"] for t in chosen}
    villages = [t for t in targets if t.get("parent") in ids][: size // 10]
    chosen += villages + random.sample(others, size - len(chosen) - len(villages))
    places = {t["id"]: _place(random) for t in chosen}
    found = []
    for t in sorted(chosen, key=lambda t: t["id"]):
        kept = {k: v for k, v in t.items() if k not in ("not_before", "not_after", "columns")}
        found.append({**kept, "name": _named(t, places, suffix, name)})
    return found


def _place(random):
    return random.choice(FIRST) + random.choice(SECOND)


def _named(t, places, suffix, name):
    match t["kind"]:
        case "town":
            return places[t["id"]] + ("街道" if t["name"].endswith("街道") else "镇")
        case "village":
            return places[t["id"]] + ("社区" if t["name"].endswith("社区") else "村")
        case "school" if not t["name"].startswith("区"):
            return places[t["id"]] + ("中学" if t["name"].endswith("中学") else "小学")
        case "health" if not t["name"].startswith("区"):
            return places[t["id"]] + "卫生服务中心"
    return t["name"].replace("青山", name[:2]).replace("区", suffix, 1)


def _rules(targets):
    rules = [
        {"rule": "coverage", "name": "一届任期内全覆盖"},
        _milestone("2028年底覆盖四成", "2028-12-31", "40%"),
        _milestone("2029年底覆盖七成", "2029-12-31", "70%"),
        {"rule": "reserve", "name": "每轮留一成机动", "share": Plain("10%")},
        {
            "rule": "limit",
            "name": "一组一轮不超过五个对象",
            "per": ["round", "team"],
            "at_most": Plain("5"),
        },
        {
            "rule": "early",
            "name": "高风险对象宜早",
            "tier": "risk",
            "where": {"risk": ">=4"},
            "weight_by": "risk",
            "per": "year",
        },
        {
            "rule": "balance",
            "name": "各轮投入均衡",
            "tier": "rounds",
            "over": "round",
            "unit": "load",
            "measure": "range",
            "allow": Plain("15%"),
        },
    ]
    if any("parent" in t for t in targets):
        rules.append({"rule": "together", "name": "巡镇带村", "by": "parent"})
    return rules


def _milestone(name, by, share):
    return {"rule": "milestone", "name": name, "by": Plain(by), "at_least": Plain(share)}


if __name__ == "__main__":
    main()
