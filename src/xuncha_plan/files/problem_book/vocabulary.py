"""What cells say in place of the file's own words and ids, and back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from xuncha_plan.model import MODE_WORDS, PURPOSES, Language, Words
from xuncha_plan.model.where import FIELDS

YES, NO = Words("是", "yes"), Words("否", "no")
TRUTHS = {"是": "true", "√": "true", "yes": "true", "true": "true",
          "否": "false", "×": "false", "no": "false", "false": "false"}  # fmt: skip

# The file's words for closed choices. One that is not here stands in a cell as it is.
CHOICES: Mapping[str, Words] = {
    **{str(mode): words for mode, words in MODE_WORDS.items()},
    **{str(purpose): words for purpose, words in PURPOSES.items()},
    "count": Words("个数", "count"),
    "workload": Words("工作量", "workload"),
    "load": Words("自有投入", "own load"),
    "year": Words("年度", "year"),
    "round": Words("轮次", "round"),
    "term": Words("全届", "term"),
    "day": Words("日", "day"),
    "team": Words("巡察组", "team"),
    "mode": Words("方式", "mode"),
    "target": Words("对象", "target"),
    "region": Words("地域", "region"),
    "sector": Words("行业领域", "sector"),
    "kind": Words("类别", "kind"),
    "tag": Words("标签", "tag"),
    "parent": Words("所属对象", "parent"),
    "deviation": Words("偏差之和", "deviation"),
    "range": Words("最大最小之差", "range"),
    "peak": Words("最大超出", "peak"),
    "squares": Words("偏差平方和", "squares"),
}
FIELD_WORDS: Mapping[str, Words] = {
    "id": Words("编号", "id"),
    "kind": CHOICES["kind"],
    "sector": CHOICES["sector"],
    "region": CHOICES["region"],
    "tag": CHOICES["tag"],
    "parent": CHOICES["parent"],
    "risk": Words("风险", "risk"),
    "workload": CHOICES["workload"],
    "last_grade": Words("上次评价", "last grade"),
}
assert set(FIELD_WORDS) == set(FIELDS)


@dataclass(frozen=True)
class Labels:
    """Ids and the names that stand for them: a name that only one of them has, and is no id."""

    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str | None]]) -> "Labels":
        """The labels of ids with their names, if they have any."""
        return cls(tuple((key, name or key) for key, name in pairs))

    @cached_property
    def _names(self) -> dict[str, str]:
        times = Counter(name for _, name in self.pairs)
        ids = {key for key, _ in self.pairs}
        return {key: name for key, name in self.pairs if times[name] == 1 and name not in ids}

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {name: key for key, name in self._names.items()}

    def label(self, key: str) -> str:
        """What a cell says for an id."""
        return self._names.get(key, key)

    def id(self, label: str) -> str:
        """The id that a cell means; itself where it names nothing."""
        return self._ids.get(label, label)

    def known(self) -> list[str]:
        """Every label, in order."""
        return [self.label(key) for key, _ in self.pairs]


@dataclass(frozen=True)
class Vocabulary:
    """The labels of one problem, by what they name: round, team, tier, sector, region, kind."""

    labels: Mapping[str, Labels]
    language: Language = "zh"

    def label(self, to: str | None, key: str) -> str:
        """What a cell says for an id or a field's key."""
        if to in _FIELDS:
            return FIELD_WORDS[key].say(self.language) if key in FIELD_WORDS else key
        labels = self.labels.get(to or "")
        return labels.label(key) if labels else key

    def id(self, to: str | None, label: str) -> str:
        """The id or key that a cell means."""
        if to in _FIELDS:
            return _KEYS.get(label, label)
        labels = self.labels.get(to or "")
        return labels.id(label) if labels else label


_FIELDS = frozenset({"field", "weight"})
_KEYS = {name: key for key, words in FIELD_WORDS.items() for name in (words.zh, words.en)}


def choice(word: str, language: Language) -> str:
    """What a cell says for one of the file's words."""
    return CHOICES[word].say(language) if word in CHOICES else word


def chosen(text: str, words: Iterable[str]) -> str | None:
    """The word of a closed choice that a cell means; None where it means none."""
    names = {
        name: word
        for word in words
        for name in (word, *((CHOICES[word].zh, CHOICES[word].en) if word in CHOICES else ()))
    }
    return names.get(text)
