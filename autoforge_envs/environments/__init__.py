"""The episode behind each API."""
