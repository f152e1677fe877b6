"""
Pages for a reader: the answers to one entry, and the plan of one.

A page asks the library and keeps its answers as they come;
`str()` of a page sets them for a terminal, `data()` gives the same as plain data.
It decides nothing of its own.
"""

from sec_uep.report._next import NextLine
from sec_uep.report._page import NOT_ADVICE
from sec_uep.report.entry import DateLine, LicenceLine, Report, RoleLine, report
from sec_uep.report.plan import PlanPage, plan_page

__all__ = [
    "NOT_ADVICE",
    "DateLine",
    "LicenceLine",
    "NextLine",
    "PlanPage",
    "Report",
    "RoleLine",
    "plan_page",
    "report",
]
