"""Findings that comments accept are set apart; the comments themselves are judged."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from xuncha_plan.files.ignores import Ignore
from xuncha_plan.files.refusals import offering
from xuncha_plan.model import Language, Words
from xuncha_plan.report.findings.codes import PROBLEM
from xuncha_plan.report.findings.remarks import Ignored, Level, Remark, Report

NO_REASON = Words(
    "忽略须写明理由，例如 # xuncha: ignore[{code}] 已报市委同意；没有理由的不生效",
    "an ignore needs a reason, such as # xuncha: ignore[{code}] agreed with the city; without one "
    "it has no effect",
)
UNUSED = Words(
    "这里没有“{code}”的问题可忽略；请删去这条忽略",
    "there is no finding {code} here to ignore; remove the comment",
)
NO_CODE = Words("没有代码“{code}”{near}", "there is no code {code}{near}")
FORM = Words(
    "应写成 # xuncha: ignore[代码] 理由", "expected the form # xuncha: ignore[code] reason"
)


def with_ignores(report: Report, ignores: Iterable[Ignore], known: Mapping[str, Words]) -> Report:
    """The report without what is ignored for a reason, and with what is wrong with the ignores."""
    every = list(ignores)
    valid = [one for one in every if one.reason]
    findings, ignored = _parted(report.findings, valid)
    warnings, more = _parted(report.warnings, valid)
    notes, most = _parted(report.notes, valid)
    without_plan = report.visits is None  # what a plan alone can break is not to be expected
    expected = PROBLEM if without_plan else known
    matched = [*report.findings, *report.warnings, *report.notes]
    odd = [remark for one in every for remark in _judged(one, matched, known, expected)]
    return replace(
        report,
        findings=(*findings, *(x for x in odd if x.level == "error")),
        warnings=(*warnings, *(x for x in odd if x.level == "warning")),
        notes=tuple(notes),
        ignored=(*ignored, *more, *most),
    )


def _parted(remarks: Iterable[Remark], ignores: list[Ignore]) -> tuple[list[Remark], list[Ignored]]:
    kept: list[Remark] = []
    ignored: list[Ignored] = []
    for remark in remarks:
        one = next((x for x in ignores if _accepts(x, remark)), None)
        if one is None:
            kept.append(remark)
        else:
            ignored.append(Ignored(remark, one.reason))
    return kept, ignored


def _accepts(ignore: Ignore, remark: Remark, code: str | None = None) -> bool:
    """Whether it speaks of the line of the remark, or of that of the rule that was broken."""
    codes = ignore.codes if code is None else (code,)
    return remark.code in codes and any(
        place is not None and (place.file, place.line) == (ignore.place.file, ignore.line)
        for place in (remark.place, remark.rule)
    )


def _judged(
    ignore: Ignore,
    remarks: list[Remark],
    known: Mapping[str, Words],
    expected: Mapping[str, Words],
) -> Iterator[Remark]:
    if not ignore.codes:
        yield _remark("error", ignore, "ignore-form", FORM)
        return
    if not ignore.reason:
        yield _remark("error", ignore, "ignore-reason", NO_REASON, code=ignore.codes[0])
    for code in ignore.codes:
        if code not in known:
            yield _remark(
                "error", ignore, "ignore-form", NO_CODE, code=code, near=offering(code, known)
            )
        elif code in expected and not any(_accepts(ignore, remark, code) for remark in remarks):
            yield _remark("warning", ignore, "ignore-unused", UNUSED, code=code)


def _remark(level: Level, ignore: Ignore, code: str, words: Words, /, **blanks: object) -> Remark:
    return Remark(level, ignore.place, code, "", _sentence(words, blanks))


def _sentence(words: Words, blanks: dict[str, object]) -> Callable[[Language], str]:
    return lambda language: words.say(language, **blanks)
