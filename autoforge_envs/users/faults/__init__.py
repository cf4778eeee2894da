"""Users that go wrong on purpose, with labels."""
