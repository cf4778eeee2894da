"""Utilities: meters are read, what was used is billed, and bills are paid at once or in parts."""
