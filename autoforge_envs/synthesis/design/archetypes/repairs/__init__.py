"""Repairs: people bring things in, answer quotes, pay, and fetch them or have them sent home."""
