"""A plan as one page: charts and tables that are read, searched, printed and changed offline."""

from xuncha_plan.report.page.document import html_file, is_ours

__all__ = ["html_file", "is_ours"]
