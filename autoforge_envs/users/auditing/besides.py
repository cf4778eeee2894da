"""Extra wishes that are certain: services of which nobody has spoken, beside all requests.

Who asks for a service in new words means an extra one if nothing in the instructions is left that
it might be in other words: each request was named elsewhere, or the agent had come to it before.
"""

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


class Account:
    """Which requests are accounted for by what was said beside a demand."""

    def __init__(self, script: UserScript) -> None:
        """Nothing was said yet."""
        self._requests = script.requests
        self._heard: list[tuple[UserTurn, Sequence[Sentence]]] = []
        self._demands: list[Demand] = []

    def add(self, turn: UserTurn, sentences: Sequence[Sentence]) -> None:
        """Hear a turn, cut up; a farewell names nothing."""
        if turn.hung_up:
            return
        self._heard.append((turn, sentences))
        found = (each for each in sentences if each.novel and demands_service(each, turn.prompt))
        self._demands += [Demand(turn, each) for each in found]

    def besides(self) -> Iterator[Demand]:
        """Yield the demands that can be none of the requests; to be asked at the end."""
        return (each for each in self._demands if not self._may_be_request(each))

    def _may_be_request(self, demand: Demand) -> bool:
        about = content_stems(demand.sentence.text)
        return any(
            len(about & content_stems(request.text)) > self._most_shared(request, demand)
            or not self._is_accounted_for(request, demand)
            for request in self._requests
        )

    def _most_shared(self, request: Request, demand: Demand) -> int:
        """Return how many words a demand may share with a request: none if it came up with it."""
        earlier = "\n".join(
            turn.words for turn, _ in self._heard if turn.number < demand.turn.number
        )
        return MOST_SHARED if touches(content_stems(earlier), request) else 0

    def _is_accounted_for(self, request: Request, demand: Demand) -> bool:
        """Tell whether a request was named beside a demand, or the agent had come to it before.

        What is said in the same turn may belong to the demand, unless that is an additional one.
        """
        if any(request.text in turn.words for turn, _ in self._heard):
            return True
        is_additional = is_further(demand.sentence.text.lower())
        others = [
            each
            for turn, sentences in self._heard
            for each in sentences
            if each is not demand.sentence and (is_additional or turn is not demand.turn)
        ]
        stems = frozenset[str]().union(*(content_stems(each.text) for each in others))
        return touches(stems, request) or self._was_proposed(request, demand)

    def _was_proposed(self, request: Request, demand: Demand) -> bool:
        """Tell whether the agent had come to a request before something was demanded."""
        intent = frozenset(words_of(request.intent.replace("_", " ")))
        prompts = (turn.prompt for turn, _ in self._heard if turn.number <= demand.turn.number)
        return any(intent.issubset(words_of(prompt)) for prompt in prompts)
