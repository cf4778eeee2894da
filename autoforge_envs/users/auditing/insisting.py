"""Insisting: asking once more for what was refused, which is no wish of its own."""

import re

from autoforge_envs.users.auditing.demanding import is_further
from autoforge_envs.users.auditing.sentences import Sentence
from autoforge_envs.users.understanding import understand

_INSISTING = re.compile(
    r"\b(?:(?:is|isn't) there (?:really |truly |absolutely )?(?:no|not any|nothing|any)\b|"
    r"(?:no|any|some|nothing) (?:\w+ )?(?:way|chance|exceptions?|possibility)\b|"
    r"make an exception|just this once|are you (?:really |quite |absolutely )?(?:sure|certain)|"
    r"you (?:really |truly )?(?:can't|cannot|couldn't)|(?:can't|couldn't|won't|wouldn't) you)\b"
)


def insists(sentence: Sentence, prompt: str) -> bool:
    """Tell whether a sentence asks again for what the agent's last message refused.

    Args:
        sentence: What was said.
        prompt: What the agent had said before.
    """
    low = sentence.text.lower().replace("’", "'")
    if _INSISTING.search(low) is None or is_further(low):
        return False
    return understand(prompt).refuses
