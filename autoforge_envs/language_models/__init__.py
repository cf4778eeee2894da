"""The one door to an OpenAI-compatible chat endpoint.

`LanguageModel` asks and retries; `Replayer` answers from a file. `Budgeted`, `Recorder` and
`Resumer` wrap any `ChatModel`: a run within a budget that, started again after a kill, pays for no
answer twice is `Resumer(Budgeted(LanguageModel(options), budget), path)`. `Door` is a model that
many threads share, with a limit on requests at once, and that can be sent to other processes.

Everything is synchronous and safe to share between threads. Episodes are synchronous (`env.step`
blocks), an answer is waited for on a socket with the interpreter lock released, and one thread an
episode carries hundreds of requests at once without a second, asynchronous copy of every caller.

Importing this package does not import `openai`; constructing a `LanguageModel` does.
"""

from autoforge_envs.language_models.budget import Budget, Budgeted, Usage
from autoforge_envs.language_models.chat import (
    ChatMessage,
    ChatModel,
    Completion,
    ToolCallRequest,
)
from autoforge_envs.language_models.door import Door
from autoforge_envs.language_models.model import LanguageModel, UnansweredError
from autoforge_envs.language_models.options import EndpointOptions
from autoforge_envs.language_models.prices import Price, PriceTable, read_prices
from autoforge_envs.language_models.reaching import check_reachable
from autoforge_envs.language_models.recording import Recorder
from autoforge_envs.language_models.replay import Replayer, Resumer, UnrecordedError

__all__ = [
    "Budget",
    "Budgeted",
    "ChatMessage",
    "ChatModel",
    "Completion",
    "Door",
    "EndpointOptions",
    "LanguageModel",
    "Price",
    "PriceTable",
    "Recorder",
    "Replayer",
    "Resumer",
    "ToolCallRequest",
    "UnansweredError",
    "UnrecordedError",
    "Usage",
    "check_reachable",
    "read_prices",
]
