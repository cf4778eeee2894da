"""Spelling a business out for the template: names, annotations, expressions, sentences."""
