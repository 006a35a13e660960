"""The sheet that says how the workbook is filled in, and which columns each rule uses."""

import re
from collections.abc import Iterator

from xlsxwriter.worksheet import Worksheet

from xuncha_plan.files.problem_book.rule_columns import ABOUT as ABOUT_RULES
from xuncha_plan.files.problem_book.rule_columns import COLUMNS, NAME, placed, short
from xuncha_plan.files.problem_book.sheets import BASICS, SHEETS
from xuncha_plan.files.problem_book.vocabulary import CHOICES
from xuncha_plan.model import Language, Rule, Words
from xuncha_plan.report.xlsx.looks import TEXT, Looks
from xuncha_plan.report.xlsx.sheet import A4, row_height
from xuncha_plan.rules import REGISTRY

TITLE = Words("怎样填写这个工作簿", "How to fill in this workbook")
HOW = (
    Words(
        "第一行是标题，不要改；每行一项，可以增删行。空着的格表示不写。带箭头的格可以从下拉表中选，"
        "需要写几个时用顿号隔开。",
        "The first row holds the headings and stays as it is; one entry a row, and rows may be "
        "added or removed. An empty cell says nothing. Cells with an arrow offer a list; where "
        "several belong, separate them by commas.",
    ),
    Words(
        "日期写作2027-03-01（也可2027年3月1日）；百分数写作40%。编号前面的0会保留。",
        "Days are written 2027-03-01, percentages 40%. Zeros at the front of an id are kept.",
    ),
    Words(
        "对象条件：地域=城东、城西；风险>=4。几个条件用分号隔开，都要满足；"
        "同一条件的几个值用顿号隔开，满足一个即可。"
        "除外（类别=学校）表示排除；任一（标签=资金密集 ｜ 上次评价=差）表示满足其一；"
        "字段可写编号、类别、行业领域、地域、标签、所属对象、风险、工作量、上次评价，"
        "以及对象表中自己加的列。",
        "Conditions: region=east, west; risk>=4. Several are separated by semicolons, and all must "
        "hold; several values by commas, and one must. not(kind=school) leaves out, any(tag=a | "
        "last grade=poor) wants one of them. Fields are id, kind, sector, region, tag, parent, "
        "risk, workload, last grade, and columns that you add to the targets.",
    ),
    Words(
        "轮次一列可写名称或编号，也可写2027年，或2027-03-01～2028-02-29（整轮在其中的）。",
        "Rounds are written by name or id, or as `year 2027`, or as 2027-03-01～2028-02-29.",
    ),
    Words(
        '文字本身含有分隔符，或与别的名称混淆时，用英文双引号括起来："甲、乙"。',
        'A text that holds a separator, or is taken for a name, is put in double quotes: "a, b".',
    ),
    Words(
        "填好后：xuncha-plan check 这个文件，有错会指出在哪个表哪一格；"
        "再用 xuncha-plan solve 求计划。",
        "Then: xuncha-plan check THIS-FILE names what is wrong by sheet and cell; xuncha-plan "
        "solve THIS-FILE -o plan.yaml finds the plan.",
    ),
)
SHEET, ABOUT = Words("工作表", "Sheet"), Words("填什么", "What it holds")
OF_BASICS = Words(
    "辖区、届期，以及整改时限；整改时限四项都不写则用通常的。",
    "The district, its term, and the periods of rectification; none: the usual ones.",
)
RULE, SAYS, USES = (
    Words("规则", "Rule"),
    Words("意思", "What it asks"),
    Words("用到的列；其他参数", "Its columns; more parameters"),
)
COMMON = frozenset({"name", "source", "tier", "weight"})
OF_RULE_COLUMNS = (
    Words("从下拉表中选；每种规则的意思见“说明”", "choose from the list; see Explanations"),
    Words("规则名称", "the rule's name"),
    Words("依据", "the policy that it comes from"),
    Words("不写为硬性；写了为软性", "none: hard; else soft"),
    Words("软性规则在层级中的权重；不写为1", "a soft rule's weight; none: 1"),
    Words("选哪些对象，如 地域=城东；风险>=4；不写为全部", "which targets; none: all"),
    Words("直接写对象编号，与对象条件只用一个", "ids of targets, in place of a condition"),
    Words("名称、编号、2027年，或起止日期", "names, ids, a year, or a span of days"),
    Words("方式", "modes"),
    Words("巡察组", "teams"),
    Words("任务性质", "purposes"),
    Words("按什么分组", "what makes the groups"),
    Words("个数、工作量或自有投入", "count, workload or own load"),
    Words("数或百分数，如 3、40%", "a number or a percentage"),
    Words("数或百分数，如 3、40%", "a number or a percentage"),
    Words("日期；每年的写作06-05", "a day; 06-05 where it is yearly"),
    Words("日期；进度节点的截止日写在这里", "a day; a milestone's day stands here"),
    Words("天数", "a number of days"),
    Words("轮数；轮换可写“全届”", "a number of rounds; rotation may say term"),
    Words("名称=值，用分号隔开，如 时段=轮次；容差=10%", "NAME=VALUE, separated by semicolons"),
)


def explanations(sheet: Worksheet, looks: Looks, language: Language) -> None:
    """Draws the sheet: how, which sheets there are, which columns each rule uses."""
    widths = (20, 62, 62)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, 2, TITLE.say(language), looks.title())
    row = 1
    look = looks.cell(TEXT, strong=False, alarm=False)
    for words in HOW:
        sheet.merge_range(row, 0, row, 2, words.say(language), look)
        sheet.set_row(row, row_height([words.say(language)], [sum(widths)]))
        row += 1
    for headings, lines in ((_SHEETS, _sheets(language)), (_RULES, _rules(language))):
        row += 1
        for column, heading in enumerate(headings):
            sheet.write_string(row, column, heading.say(language), looks.heading())
        for line in lines:
            row += 1
            for column, text in enumerate(line):
                sheet.write_string(row, column, text, look)
            sheet.set_row(row, row_height(line, widths))
        row += 1
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


_WORD = re.compile("(?<![a-z_])[a-z_]+(?![a-z_]| ?为)")  # a word that is explained stays
_SHEETS, _RULES = (SHEET, ABOUT), (RULE, SAYS, USES)


def _sheets(language: Language) -> Iterator[list[str]]:
    yield [BASICS.say(language), OF_BASICS.say(language)]
    for section in ("targets", "rounds", "teams"):
        yield [SHEETS[section].name.say(language), SHEETS[section].about.say(language)]
    yield [NAME.say(language), ABOUT_RULES.say(language)]
    for section, sheet in SHEETS.items():
        if section not in {"targets", "rounds", "teams"}:
            yield [sheet.name.say(language), sheet.about.say(language)]


def _rules(language: Language) -> Iterator[list[str]]:
    stop = "、" if language == "zh" else ", "
    for rule in REGISTRY.values():
        its = placed(rule)
        columns = [
            column.heading.say(language)
            for column in COLUMNS
            if its.columns.get(column.heading.zh, "name") not in COMMON
        ]
        rest = [short(key).say(language) for key in its.rest]
        uses = "；".join(filter(None, (stop.join(columns), stop.join(rest))))
        yield [rule.title.say(language), _about(rule, language), uses]


def _about(rule: type[Rule], language: Language) -> str:
    """What a rule asks, with the headings of its columns in place of the file's keys."""
    if language == "en":
        return rule.about.en
    its = placed(rule)
    said = {key: zh for zh, key in its.columns.items()}
    said |= {key: short(key).zh for key in its.rest}
    said = {key: f"“{name}”" for key, name in said.items()}
    said |= {word: CHOICES[word].zh for word in CHOICES if word not in said}
    return _WORD.sub(lambda found: said.get(found[0], found[0]), rule.about.zh).replace(": ", "为")
