"""A plan as an official document: the five-year plan, or the plan of one year."""

from pathlib import Path

from xuncha_plan.model import Language, Plan, PlanRecord
from xuncha_plan.report.docx.annual import annual_outline
from xuncha_plan.report.docx.document import set_document
from xuncha_plan.report.docx.five_years import five_year_outline
from xuncha_plan.report.docx.template import opened
from xuncha_plan.report.papers.basis import Basis


def docx_file(
    plan: Plan,
    record: PlanRecord,
    language: Language,
    year: int | None = None,
    template: Path | None = None,
) -> bytes:
    """The document's bytes; in a template's frame where one is named, or BadInput."""
    basis = Basis(plan, record, language)
    outline = five_year_outline(basis) if year is None else annual_outline(basis, year)
    frame = None if template is None else opened(template)
    return set_document(outline, language, frame, _blanks(basis, year))


def _blanks(basis: Basis, year: int | None) -> dict[str, str]:
    """What a template may ask for, in both languages."""
    district, term = basis.problem.jurisdiction, basis.problem.term
    known = {
        ("辖区", "jurisdiction"): district.name,
        ("上级", "superior"): district.superior or "",
        ("届期", "term"): term.name or "",
        ("年度", "year"): "" if year is None else str(year),
    }
    return {name: value for names, value in known.items() for name in names}
