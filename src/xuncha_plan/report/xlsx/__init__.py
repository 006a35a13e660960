"""A plan as a workbook: every paper on a sheet of its own."""

from xuncha_plan.report.xlsx.workbook import xlsx_file

__all__ = ["xlsx_file"]
