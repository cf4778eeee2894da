"""Wording: rows, values and calls in the words of a business."""
