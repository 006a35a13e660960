"""What the record of filings beside a plan says of it now."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from xuncha_plan.model import Finding, Place, Words


def filing_findings(plan: Path) -> Iterator[Finding]:
    """Whether a plan was changed after it was filed, or its record was."""
    from xuncha_plan.files.filing import CHANGED, TORN, read_record, text_digest

    record = read_record(plan)
    if record is None:
        return
    if record.torn is not None:
        place = record.places[record.torn - 1]
        yield _found(TORN, place, number=record.torn)
    last, now = record.filings[-1], text_digest(plan)
    if last.sha256 != now:
        blanks = {"by": last.by, "at": last.at, "filed": last.sha256[:12], "now": now[:12]}
        yield _found(CHANGED, Place(str(plan)), **blanks)


def filing_notes(plan: Path) -> Iterator[tuple[Words, dict[str, object]]]:
    """What `show` says of a plan that was filed: by whom and when, or that it was changed since."""
    from xuncha_plan.files.filing import FILED, read_record

    found = list(filing_findings(plan))
    for finding in found:
        yield finding.words, finding.blanks
    if not found and (record := read_record(plan)):
        last = record.filings[-1]
        yield FILED, {"by": last.by, "at": last.at}


def _found(words: Words, place: Place, **blanks: object) -> Finding:
    return Finding(Fraction(1), words, blanks, None, "filed-changed", (), place)
