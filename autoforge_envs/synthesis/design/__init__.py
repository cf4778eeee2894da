"""Designing domains: a seed in, the source and the first rows of a business out."""
