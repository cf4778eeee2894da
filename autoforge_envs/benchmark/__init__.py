"""Agents, evaluation, metrics and reports."""
