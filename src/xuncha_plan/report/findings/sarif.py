"""Findings as SARIF 2.1.0, which code-review sites read."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from xuncha_plan import __version__
from xuncha_plan.model import Language, Place, VisitRecord, Words
from xuncha_plan.report.findings.codes import UNREADABLE, meanings
from xuncha_plan.report.findings.located import cell, is_cell, uri
from xuncha_plan.report.findings.remarks import Ignored, Level, Remark, Report
from xuncha_plan.report.json_text import json_text
from xuncha_plan.report.visible import visible
from xuncha_plan.rules import REGISTRY

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RULE = Words("规则“{name}”：{sentence}", "{name}: {sentence}")
SEE = Words("详见 xuncha-plan rules {code}。", "See `xuncha-plan rules {code}`.")
HOW = Words(
    "详见 xuncha-plan rules {code}；可在该行写 # xuncha: ignore[{code}] 理由。",
    "See `xuncha-plan rules {code}`; accept it by `# xuncha: ignore[{code}] reason` on the line.",
)
ROOT_ID = "ROOT"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def findings_sarif(report: Report, language: Language) -> str:
    """One run; what is ignored is there as suppressed, with its reason."""
    remarks = [*report.findings, *report.warnings, *(x.remark for x in report.ignored)]
    codes = list(dict.fromkeys(remark.code for remark in remarks))
    run = {
        "tool": {"driver": _driver(codes, remarks, language)},
        "invocations": [{"executionSuccessful": report.is_readable, "exitCode": _exit(report)}],
        "automationDetails": {"id": "xuncha-plan/check/"},
        "originalUriBaseIds": {ROOT_ID: {"description": {"text": "The root of the checkout."}}},
        "columnKind": "unicodeCodePoints",
        "language": {"zh": "zh-CN", "en": "en-US"}[language],
        "artifacts": [{"location": _artifact(file, report)} for file in _files(report, remarks)],
        "results": list(_results(report, codes, language)),
    }
    document = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(document)


def _exit(report: Report) -> int:
    if not report.is_readable:
        return 2
    return 1 if report.findings else 0


def _driver(codes: list[str], remarks: Iterable[Remark], language: Language) -> dict[str, object]:
    levels: dict[str, Level] = {remark.code: remark.level for remark in remarks}
    known = meanings(REGISTRY.values())
    return {
        "name": "xuncha-plan",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, known[code], levels[code], language) for code in codes],
    }


def _rule(code: str, words: Words, level: Level, language: Language) -> dict[str, object]:
    stop = "。" if language == "zh" else "."
    about = REGISTRY[code].about if code in REGISTRY else None
    whole = (about.zh if language == "zh" else about.en) if about else words.say(language) + stop
    return {
        "id": code,
        "shortDescription": {"text": words.say(language) + stop},
        "fullDescription": {"text": whole},
        "help": {"text": (SEE if code in UNREADABLE else HOW).say(language, code=code)},
        "defaultConfiguration": {"level": level},
    }


def _results(report: Report, codes: list[str], language: Language) -> Iterator[dict[str, object]]:
    seen: Counter[str] = Counter()
    kept = [Ignored(remark, "") for remark in (*report.findings, *report.warnings)]
    for one in (*kept, *report.ignored):
        print_ = _fingerprint(one.remark)
        seen[print_] += 1
        yield {
            **_result(one.remark, report, codes, language),
            "partialFingerprints": {"remark/v1": f"{print_}:{seen[print_]}"},
            **(
                {"suppressions": [{"kind": "inSource", "justification": visible(one.reason)}]}
                if one.reason
                else {}
            ),
        }


def _result(
    remark: Remark, report: Report, codes: list[str], language: Language
) -> dict[str, object]:
    sentence = remark.say(language)
    text = RULE.say(language, name=remark.name, sentence=sentence) if remark.name else sentence
    result: dict[str, object] = {
        "ruleId": remark.code,
        "ruleIndex": codes.index(remark.code),
        "level": remark.level,
        "message": {"text": _message(text, language)},
    }
    if remark.place is not None:
        result["locations"] = [_location(remark.place, report)]
    if remark.related:
        result["relatedLocations"] = [
            {
                "id": i,
                **_location(other.place, report),
                "message": {"text": _message(other.say(language), language)},
            }
            for i, other in enumerate(remark.related)
        ]
    return result


def _message(text: str, language: Language) -> str:
    """A sentence in which nothing is taken for a link or a placeholder: those have wide marks."""
    safe = visible(text).replace("](", "\uff3d(")
    safe = _PLACEHOLDER.sub("\uff5b\\1\uff5d", safe)
    return safe + ("。" if language == "zh" else ".")


def _location(place: Place, report: Report) -> dict[str, object]:
    artifact = {"artifactLocation": _artifact(place.file, report)}
    if is_cell(place):
        return {
            "physicalLocation": artifact,
            "logicalLocations": [{"fullyQualifiedName": visible(cell(place))}],
        }
    region = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": {**artifact, "region": region}}


def _artifact(file: str, report: Report) -> dict[str, object]:
    location = uri(report.root, file)
    return {"uri": location} if ":" in location else {"uri": location, "uriBaseId": ROOT_ID}


def _files(report: Report, remarks: Iterable[Remark]) -> list[str]:
    named = [remark.place.file for remark in remarks if remark.place]
    return list(dict.fromkeys([*report.files, *named]))


def _fingerprint(remark: Remark) -> str:
    """What stays the same when lines move: the rule, the visits, the sentence."""
    visits = sorted(str(VisitRecord.of(visit)) for visit in remark.visits)
    file = remark.place.file if remark.place else ""
    parts = [remark.code, remark.name, file, *(visits or [remark.say("en")])]
    return sha256("\0".join(parts).encode("utf-8", "backslashreplace")).hexdigest()[:16]
