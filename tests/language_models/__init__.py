"""Tests of the door to an OpenAI-compatible endpoint."""
