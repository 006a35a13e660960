"""One row of the rules' sheet as a rule of the file."""

from xuncha_plan.files.problem_book.cell import Cell, Slip
from xuncha_plan.files.problem_book.cell_text import split
from xuncha_plan.files.problem_book.marks import put
from xuncha_plan.files.problem_book.rows import Line, Lines
from xuncha_plan.files.problem_book.rule_columns import (
    COLUMNS,
    REST_COLUMN,
    RULE,
    Placed,
    placed,
    rule_named,
    short,
)
from xuncha_plan.files.problem_book.vocabulary import Vocabulary
from xuncha_plan.files.refusals import offering
from xuncha_plan.model import Fault, Rule, Words
from xuncha_plan.rules import REGISTRY

NO_RULE = Words("没有“{text}”这种规则{near}", "there is no rule `{text}`{near}")
MISSING = Words("缺少“{key}”", "`{key}` is missing")
NOT_ITS = Words(
    "“{rule}”不用“{name}”这一列；它用的列：{known}",
    "`{rule}` has no use for the column `{name}`; it uses: {known}",
)
NO_NAME = Words("“{text}”应写成 名称=值{near}", "`{text}`: write NAME=VALUE{near}")
TWICE = Words("“{text}”写了两次", "`{text}` stands twice")


class RuleRow:
    """What a row says; `rule` is None where it names no rule."""

    def __init__(self, found: Lines, row: Line, words: Vocabulary) -> None:
        self._found, self._row, self._words = found, row, words
        self.faults: list[Fault] = []
        self.mark = found.mark(row.number)
        self.mark.keys.clear()
        self.mark.values.clear()
        self.value: dict[str, object] = {}
        self.rule = self._named()
        if self.rule is not None:
            self._columns(self.rule, placed(self.rule))
            self._rest(placed(self.rule))

    def _named(self) -> type[Rule] | None:
        at = self._found.columns.get(RULE.key, 1)
        text = self._row.cells.get(at, "").strip()
        rule = rule_named(text)
        if rule is None:
            near = offering(text, [its.title.zh for its in REGISTRY.values()])
            words, blanks = (
                (NO_RULE, {"text": text, "near": near})
                if text
                else (MISSING, {"key": RULE.heading})
            )
            self._fault(at, words, "unknown-rule" if text else "missing-key", **blanks)
            return None
        word = str(rule.model_fields["rule"].default)
        self.value["rule"] = word
        put(self.mark, "rule", word, (self._row.number, at))
        return rule

    def _fault(self, column: int, words: Words, code: str, /, **blanks: object) -> None:
        place = self._found.place(self._row.number, column)
        self.faults.append(Fault(place, words, blanks, code))

    def _columns(self, rule: type[Rule], where: Placed) -> None:
        for column in COLUMNS:
            at = self._found.columns.get(column.key)
            key = where.columns.get(column.heading.zh)
            if at is None:
                continue
            if key is not None:
                self.mark.keys[key] = self.mark.values[key] = (self._row.number, at)
            text = self._row.cells.get(at)
            if text is not None and key is None:
                known = tuple(_heading(name) for name in where.columns)
                blanks = {"rule": rule.title, "name": column.heading, "known": _joined(known)}
                self._fault(at, NOT_ITS, "unknown-key", **blanks)
            elif text is not None and key is not None:
                self._read(key, text, at, where)

    def _read(self, key: str, text: str, at: int, where: Placed) -> None:
        try:
            value = Cell(where.shapes[key], self._words).value(text)
        except Slip as slip:
            self._fault(at, slip.words, "value", **slip.blanks)
            return
        self.value[key] = value
        self.mark.values.pop(key, None)
        put(self.mark, key, value, (self._row.number, at))

    def _rest(self, where: Placed) -> None:
        at = self._found.columns.get(REST_COLUMN.key)
        if at is None:
            return
        self.mark.values.update(dict.fromkeys(where.rest, (self._row.number, at)))
        for part in split(self._row.cells.get(at, ""), "；;"):
            name, equals, text = part.replace("＝", "=", 1).partition("=")
            key = self._parameter(name.strip(), where)
            if key is None or not equals or not text.strip():
                near = offering(name.strip(), [short(k).zh for k in where.rest])
                self._fault(at, NO_NAME, "unknown-key", text=part.strip(), near=near)
            elif key in self.value:
                self._fault(at, TWICE, "duplicate-key", text=name.strip())
            else:
                self._read(key, _bare(text, where.shapes[key].kind), at, where)

    def _parameter(self, name: str, where: Placed) -> str | None:
        keys = (k for k in where.rest if name in (k, short(k).zh, short(k).en))
        return next(keys, None)


def _bare(text: str, kind: str) -> str:
    """A condition without the brackets that keep it together."""
    text = text.strip()
    return text[1:-1] if kind == "where" and text[:1] in "（(" and text[-1:] in "）)" else text


def _heading(name: str) -> Words:
    return next(column.heading for column in COLUMNS if column.heading.zh == name)


def _joined(names: tuple[Words, ...]) -> Words:
    return Words("、".join(n.zh for n in names), ", ".join(n.en for n in names))
