"""The rules of play, once, for every API."""
