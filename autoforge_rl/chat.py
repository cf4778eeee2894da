"""Messages into text and tokens, one turn after the other.

Nothing that a policy sampled is ever rendered again: only what the others say is, and only once.
So what is trained on is, token for token, what was sampled.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from autoforge_rl.errors import TemplateError

Message = Mapping[str, Any]
"""`role` ("system", "user", "assistant", "tool"), `content`; an assistant's may have
`reasoning_content` and `tool_calls`, a tool's `name`."""

_MARKER = "qzmarkerzq"
"""Stands for what the policy says; whatever surrounds it in a rendered text is the template's."""
_WORDS = ("content", "name")
"""Keys of a message that hold what others wrote."""


class ChatTokenizer(Protocol):
    """What is used of a Hugging Face tokenizer."""

    @property
    def all_special_tokens(self) -> list[str]:
        """Special tokens that have a name, such as the one that ends a text."""

    @property
    def added_tokens_decoder(self) -> Mapping[int, Any]:
        """Tokens that are never split by id; `special` says that only the template may write it."""

    def apply_chat_template(
        self, conversation: Any, *, tools: Any, tokenize: bool, add_generation_prompt: bool
    ) -> Any:
        """Render messages as text."""

    def encode(self, text: str, *, add_special_tokens: bool) -> list[int]:
        """Turn text into tokens."""

    def decode(self, token_ids: Any, *, skip_special_tokens: bool) -> Any:
        """Turn tokens into text."""

    def get_added_vocab(self) -> dict[str, int]:
        """Return the tokens that are never split."""


class ChatRenderer:
    """Renders the turns around a policy's, with one tokenizer and one set of tools.

    Attributes:
        end_id: The token that ends a turn; sampling stops there, and it is trained on.
        end_text: Its text.
    """

    def __init__(self, tokenizer: ChatTokenizer, tools: Sequence[Mapping[str, Any]] = ()) -> None:
        """Find out how the template ends a turn.

        Args:
            tokenizer: With a chat template.
            tools: JSON schemas of the tools the policy may call.

        Raises:
            TemplateError: The template leaves the assistant's words out, or ends its turns with
                no token of its own.
        """
        self._tokenizer = tokenizer
        self._tools = [dict(tool) for tool in tools] or None
        self.end_id, self.end_text = self._find_end()
        self._reserved = _starts([_MARKER, self.end_text, *_special_tokens(tokenizer)])

    def opening(self, messages: Sequence[Message]) -> str:
        """Return the text before the policy's next turn, all messages rendered afresh."""
        return self._render(self._defused(messages), prompt=True)

    def following(self, messages: Sequence[Message], answers: Sequence[Message]) -> str:
        """Return the text between the end of one turn of the policy and the start of its next.

        Args:
            messages: The conversation's beginning, up to the policy's first turn at most.
            answers: What others said or returned since the policy's turn.

        Raises:
            TemplateError: There are no answers, one is the policy's own, or the template cannot
                render them after its turn.
        """
        if not answers or any(each["role"] == "assistant" for each in answers):
            roles = [each["role"] for each in answers]
            raise TemplateError(f"answers must be others' messages, at least one, got {roles}")
        answers = self._defused(answers)
        called = [each.get("name", "tool") for each in answers if each["role"] == "tool"]
        beginning = [each for each in messages if each["role"] in {"system", "user"}]
        conversation = [*self._defused(beginning), _placeholder(called), *answers]
        text = self._render(conversation, prompt=True)
        if _MARKER not in text:
            raise TemplateError("the chat template drops an assistant's turn; use another template")
        return self._after_end(text[text.rindex(_MARKER) :])

    def turn(self, messages: Sequence[Message], said: Message) -> str:
        """Return the text that a policy would have sampled to say this, its end included.

        Args:
            messages: The conversation's beginning, up to the policy's first turn at most.
            said: An assistant's message.

        Raises:
            TemplateError: The template does not render it right after the opening.
        """
        beginning = [each for each in messages if each["role"] in {"system", "user"}]
        opening = self.opening(beginning)
        text = self._render(self._defused([*beginning, said]), prompt=False)
        if not text.startswith(opening) or self.end_text not in text[len(opening) :]:
            raise TemplateError(
                "the chat template does not render an assistant's turn after its own opening; "
                "use another template"
            )
        rest = text[len(opening) :]
        return rest[: rest.rindex(self.end_text) + len(self.end_text)]

    def encode(self, text: str) -> list[int]:
        """Return the tokens of rendered text, the template's own special tokens among them.

        Half a character, a lone surrogate, becomes a question mark.
        """
        whole = text.encode("utf-8", "replace").decode("utf-8")
        return self._tokenizer.encode(whole, add_special_tokens=False)

    def decode(self, ids: Sequence[int]) -> str:
        """Return the text of tokens, special ones included."""
        return str(self._tokenizer.decode(list(ids), skip_special_tokens=False))

    def _defused(self, messages: Sequence[Message]) -> list[Message]:
        """Return the messages with reserved text in them broken by an invisible character.

        Otherwise a user could end its own turn and speak as the assistant.
        """
        return [
            {**each, **{key: self._broken(each[key]) for key in _WORDS if key in each}}
            for each in messages
        ]

    def _broken(self, words: Any) -> Any:
        if isinstance(words, str):
            return self._reserved.sub("\\g<0>\u200b", words)
        if isinstance(words, Mapping):
            return {key: self._broken(each) for key, each in words.items()}
        return [self._broken(each) for each in words] if isinstance(words, list) else words

    def _render(self, messages: Sequence[Message], *, prompt: bool) -> str:
        try:
            text = self._tokenizer.apply_chat_template(
                [dict(each) for each in messages],
                tools=self._tools,
                tokenize=False,
                add_generation_prompt=prompt,
            )
        except Exception as error:
            roles = [each["role"] for each in messages]
            raise TemplateError(
                f"the chat template cannot render the roles {roles}: {error}; "
                "use one made for tool calls"
            ) from error
        return str(text)

    def _find_end(self) -> tuple[int, str]:
        text = self._render([{"role": "user", "content": "?"}, _placeholder([])], prompt=False)
        if text.count(_MARKER) != 1:
            raise TemplateError(
                f"the chat template shows an assistant's words {text.count(_MARKER)} times, "
                "they must be there once; use another template"
            )
        ids = self.encode(text[text.rindex(_MARKER) + len(_MARKER) :])
        if not ids or ids[0] not in self._tokenizer.get_added_vocab().values():
            found = self.decode(ids[:1])
            raise TemplateError(
                f"an assistant's turn must end with a token of its own, it ends with {found!r}; "
                "add such a token to tokenizer and template"
            )
        return ids[0], self.decode(ids[:1])

    def _after_end(self, text: str) -> str:
        if self.end_text not in text:
            raise TemplateError(f"the chat template does not end a turn with {self.end_text!r}")
        return text[text.index(self.end_text) + len(self.end_text) :]


def _placeholder(called: Sequence[str]) -> Message:
    """Return a turn of the policy that calls these tools, to render others' turns after it."""
    message: dict[str, Any] = {"role": "assistant", "content": _MARKER}
    if called:
        message["tool_calls"] = [
            {"type": "function", "function": {"name": name, "arguments": {_MARKER: _MARKER}}}
            for name in called
        ]
    return message


def _special_tokens(tokenizer: ChatTokenizer) -> set[str]:
    added = tokenizer.added_tokens_decoder.values()
    return {*tokenizer.all_special_tokens, *(str(each) for each in added if each.special)}


def _starts(texts: Iterable[str]) -> re.Pattern[str]:
    """Return what matches the first character of any of these texts; single ones stay whole."""
    texts = sorted({re.escape(text) for text in texts if len(text) > 1})
    return re.compile(f"(?={'|'.join(texts)}).", re.DOTALL)
