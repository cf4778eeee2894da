"""Requests: the kinds of things that users want, one module each, and what these share."""
