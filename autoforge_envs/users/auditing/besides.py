"""Extra wishes that are certain: services of which nobody has spoken, beside all requests.

Who asks for a service in new words means an extra one if nothing in the instructions is left that
it might be in other words: each request was named elsewhere, or the agent had come to it before.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoforge_envs.domain.tasks import Request, UserScript
from autoforge_envs.users.auditing.demanding import demands_service, is_further
from autoforge_envs.users.auditing.sentences import Sentence
from autoforge_envs.users.auditing.turns import UserTurn
from autoforge_envs.users.auditing.wishes import touches
from autoforge_envs.users.vocabulary import content_stems, words_of

MOST_SHARED = 1
"""Words that a demand may have in common with a request."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A sentence that asks for a service, and its turn."""

    turn: UserTurn
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class _Said:
    """A turn of the user, as the stems in it.

    Attributes:
        words: What was said.
        prompt: The words of what the agent had said before.
        before: What the user had been speaking about in the turns before.
        sentences: How many of its sentences have a stem.
    """

    words: str
    prompt: frozenset[str]
    before: frozenset[str]
    sentences: Counter[str]


class Account:
    """Which requests are accounted for by what was said beside a demand."""

    def __init__(self, script: UserScript) -> None:
        """Nothing was said yet."""
        self._requests = script.requests
        self._said: dict[int, _Said] = {}
        self._about = frozenset[str]()
        self._demands: list[Demand] = []

    def add(self, turn: UserTurn, sentences: Sequence[Sentence]) -> None:
        """Hear a turn, cut up; a farewell names nothing."""
        if turn.hung_up:
            return
        self._said[turn.number] = _Said(
            turn.words,
            frozenset(words_of(turn.prompt)),
            self._about,
            Counter(stem for each in sentences for stem in content_stems(each.text)),
        )
        self._about |= content_stems(turn.words)
        found = (each for each in sentences if each.novel and demands_service(each, turn.prompt))
        self._demands += [Demand(turn, each) for each in found]

    def besides(self) -> Iterator[Demand]:
        """Yield the demands that can be none of the requests; to be asked at the end."""
        read_out = [
            any(request.text in said.words for said in self._said.values())
            for request in self._requests
        ]
        return (each for each in self._demands if not self._may_be_request(each, read_out))

    def _may_be_request(self, demand: Demand, read_out: Sequence[bool]) -> bool:
        """Tell whether a demand may be one of the requests, of which some were read out."""
        about = content_stems(demand.sentence.text)
        return any(
            len(about & content_stems(request.text)) > self._most_shared(request, demand)
            or not (named or self._is_accounted_for(request, demand))
            for request, named in zip(self._requests, read_out, strict=True)
        )

    def _most_shared(self, request: Request, demand: Demand) -> int:
        """Return how many words a demand may share with a request: none if it came up with it."""
        before = self._said[demand.turn.number].before
        return MOST_SHARED if touches(before, request) else 0

    def _is_accounted_for(self, request: Request, demand: Demand) -> bool:
        """Tell whether a request was named beside a demand, or the agent had come to it before."""
        about = content_stems(request.text)
        stems = frozenset(stem for stem in about if self._is_said_beside(stem, demand))
        return touches(stems, request) or self._was_proposed(request, demand)

    def _is_said_beside(self, stem: str, demand: Demand) -> bool:
        """Tell whether something was said elsewhere than in a demand.

        What is said in the same turn may belong to the demand, unless that is an additional one.
        """
        if any(
            stem in said.sentences for at, said in self._said.items() if at != demand.turn.number
        ):
            return True
        said = self._said[demand.turn.number].sentences[stem]
        alone = int(stem in content_stems(demand.sentence.text))
        return said > alone and is_further(demand.sentence.text.lower())

    def _was_proposed(self, request: Request, demand: Demand) -> bool:
        """Tell whether the agent had come to a request before something was demanded."""
        intent = frozenset(words_of(request.intent.replace("_", " ")))
        prompts = (said.prompt for at, said in self._said.items() if at <= demand.turn.number)
        return any(intent <= prompt for prompt in prompts)
