"""A plan as a calendar: rounds, visits, milestones, and the deadlines after each round."""

from xuncha_plan.report.ics.calendar_file import ics_file, is_ours

__all__ = ["ics_file", "is_ours"]
