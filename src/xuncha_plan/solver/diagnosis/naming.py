"""Rounds, targets and rules as people call them, in both languages."""

from collections.abc import Collection, Iterable

from xuncha_plan.model import Problem, Rule, Words

MOST = 3  # names or spans that are written out


def rule(one: Rule) -> Words:
    """A rule by its name, or by its word and place; one that the file need not write, by title."""
    if one.name is None and not one.number:
        return Words(f"{one.title.zh}（默认）", f"{one.title.en} (by default)")
    name = _literal(one.title_or_name)
    return Words(name, name)


def rounds(problem: Problem, ids: Collection[str]) -> Words:
    """Rounds by id, neighbours as spans: 2027-1 to 2027-3."""
    spans: list[list[str]] = []
    for r in problem.ordered:
        if r.id not in ids:
            continue
        if spans and problem.index[spans[-1][-1]] + 1 == problem.index[r.id]:
            spans[-1].append(r.id)
        else:
            spans.append([r.id])
    if not spans:
        return Words("（没有轮次）", "(no round)")
    if len(spans) > MOST:
        first, number = _literal(spans[0][0]), len(ids)
        return Words(f"{first}等{number}轮", f"{first} and others, {number} rounds")
    zh = "、".join(_span(span, "至", "、") for span in spans)
    return Words(zh, ", ".join(_span(span, " to ", ", ") for span in spans))


def _span(span: list[str], to: str, comma: str) -> str:
    ends = map(_literal, (span[0], span[-1]))
    return to.join(ends) if len(span) > 2 else comma.join(map(_literal, span))


def targets(problem: Problem, ids: Iterable[str]) -> Words:
    """A few targets by name, many by the first and their number."""
    wanted = frozenset(ids)
    titles = [_literal(t.title) for t in problem.targets if t.id in wanted]
    if not titles:
        return Words("（没有对象）", "(no target)")
    if len(titles) > MOST:
        first, number = titles[0], len(titles)
        return Words(f"{first}等{number}个对象", f"{first} and others, {number} targets")
    return Words("、".join(titles), ", ".join(titles))


def teams(problem: Problem, ids: Iterable[str]) -> Words:
    """Teams by name."""
    wanted = frozenset(ids)
    titles = [_literal(t.title) for t in problem.teams if t.id in wanted]
    return Words("、".join(titles), ", ".join(titles))


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
