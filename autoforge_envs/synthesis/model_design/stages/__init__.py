"""The stages of a design: one question each, the shape of its answer, and what reads it."""
