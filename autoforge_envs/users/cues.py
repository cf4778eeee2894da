"""Cues: patterns for one sentence, looked for only where one of their trigger words stands."""

import re
from collections.abc import Set


class Cue:
    """Patterns that show one act, and the words without which none of them can stand."""

    def __init__(self, triggers: str, phrases: str, others: str = "") -> None:
        """Compile them.

        Args:
            triggers: Words; every pattern holds one of them.
            phrases: Patterns of whole words, one a line.
            others: Patterns that begin or end with something else, one a line.
        """
        self._triggers = frozenset(triggers.split())
        whole = rf"\b(?:{alternatives(phrases)})\b"
        self.pattern = re.compile(alternatives(f"{whole}\n{others}"))

    def is_in(self, text: str, words: Set[str]) -> bool:
        """Look for the patterns in a sentence.

        Args:
            text: The sentence.
            words: Its words, cut at apostrophes.
        """
        return not self._triggers.isdisjoint(words) and self.pattern.search(text) is not None


def alternatives(lines: str) -> str:
    """Join patterns, one a line; after a backslash at its end, a pattern goes on in the next."""
    joined = lines.replace("\\\n", "")
    return "|".join(line.strip() for line in joined.splitlines() if line.strip())
