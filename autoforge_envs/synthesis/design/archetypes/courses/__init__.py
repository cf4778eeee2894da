"""Courses: enrolling in groups, prerequisites, waiting lists, fees in instalments, certificates."""
