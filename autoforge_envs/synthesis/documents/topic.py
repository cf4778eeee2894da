"""The shortest tool document: a line that names a business."""

import hashlib

from autoforge_envs.errors import DocumentError
from autoforge_envs.synthesis.documents.neutral_form import ToolDocuments

MAX_TOPIC = 300
"""Longest topic, in characters."""


def from_topic(topic: str) -> ToolDocuments:
    """Return tool documents without tools: a topic for a designer to fill.

    Args:
        topic: One line: "a bicycle repair shop with pick-up".

    Raises:
        DocumentError: It is empty, has several lines, or is too long.
    """
    words = " ".join(topic.split())
    if not words:
        raise DocumentError('the topic is empty; give a line such as "a bicycle repair shop"')
    if "\n" in topic.strip() or len(words) > MAX_TOPIC or not words.isprintable():
        raise DocumentError(
            f"the topic {words[:40]!r}… must be one line of {MAX_TOPIC} characters at most; "
            "give a longer text as a Markdown document"
        )
    digest = hashlib.sha256(topic.encode()).hexdigest()
    return ToolDocuments("topic", words, words, (), {}, digest)
