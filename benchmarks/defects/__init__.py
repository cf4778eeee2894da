"""Planted defects: a small shop, spoiled in one way at a time, and which check notices.

A check that cannot fail is worse than none. Each defect is a function that edits a copy of the
bookshop as somebody might who makes a mistake; adding one is adding a function to a module here.
"""

from benchmarks.defects import rows, rules, tasks, tools
from benchmarks.defects.planting import DEFECTS

__all__ = ["DEFECTS", "rows", "rules", "tasks", "tools"]
