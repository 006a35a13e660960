"""A whole problem as a workbook that a planner fills in: headings, drop-downs, explanations."""

from xuncha_plan.report.problem_book.book import problem_book

__all__ = ["problem_book"]
