"""Designing a business from tool documents alone, without a language model."""
