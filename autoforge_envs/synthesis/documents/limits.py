"""How much one document may describe."""

from autoforge_envs.synthesis.documents.parsing import TextFile

MAX_TOOLS = 1_000


def check_count(file: TextFile, count: int, what: str) -> None:
    """Refuse a document that describes no tool, or too many.

    Raises:
        DocumentError: It does.
    """
    if not count:
        raise file.error(f"it describes no {what}; give a document with at least one")
    if count > MAX_TOOLS:
        raise file.error(
            f"it describes {count:,} {what}, and {MAX_TOOLS:,} is the most; "
            "keep those that belong to one business"
        )
