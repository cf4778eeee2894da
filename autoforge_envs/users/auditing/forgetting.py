"""Requests of which nobody has spoken: the words that no other request has were never said.

Requests of one user have words in common ("my reported damage file"), and so one of them may seem
to be named that was left out. What tells it from the others shows whether it was.
"""

from collections.abc import Sequence, Set

from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.understanding import understand
from autoforge_envs.users.vocabulary import content_stems

FEWEST_OWN = 2
"""Content words that a request must have and no other one."""

SPOKEN_SHARE = 0.2
"""Share of these words from which a request was spoken of by the user."""

HEARD_SHARE = 0.25
"""Share of these words above which it was spoken of by both together."""


def unspoken(script: UserScript, turns: Sequence[UserTurn]) -> list[Request]:
    """Return the requests of which hardly a word was said that is theirs alone.

    Neither they nor their fallbacks were spoken of by the user, nor by the agent alone.

    Args:
        script: The user's instructions.
        turns: All turns of the user.
    """
    words = " ".join(turn.words for turn in turns)
    if all(request.text in words for request in script.requests):
        return []
    said = content_stems(words)
    heard = content_stems(" ".join(turn.prompt.replace("_", " ") for turn in turns))
    return [
        request
        for request in script.requests
        if not any(turn.grants(request) for turn in turns)
        and not _is_spoken_of(_own_words(request, script.requests), said, heard)
    ]


def _is_spoken_of(own: Sequence[Set[str]], said: Set[str], heard: Set[str]) -> bool:
    """Tell whether the user said a share of some words, or both together said more of them."""
    return any(
        len(words) < FEWEST_OWN
        or len(words & said) >= SPOKEN_SHARE * len(words)
        or len(words & (said | heard)) > HEARD_SHARE * len(words)
        for words in own
    )


def _own_words(request: Request, requests: Sequence[Request]) -> list[frozenset[str]]:
    """Return the content words of a request, and of its fallback, that no other request has."""
    others = frozenset[str]().union(
        *(content_stems(text) for each in requests if each is not request for text in _texts(each))
    )
    return [content_stems(text) - others for text in _texts(request)]


def _texts(request: Request) -> list[str]:
    return [text for text in (request.text, request.fallback) if text]


def is_sent_away(prompt: str) -> bool:
    """Tell whether the agent itself has ended the talk: "I cannot help you further. Goodbye."."""
    heard = understand(prompt)
    return heard.refuses and heard.closes and not any(each.questions for each in heard.sentences)
