"""Parsing Python: one thread at a time.

CPython 3.11 raises SystemError ("AST constructor recursion depth mismatch") when threads are in
`ast.parse` together. Nothing is lost by taking turns: it is the interpreter's own work.
"""

import ast
import threading

_TURN = threading.Lock()


def parse(source: str | bytes, file_name: str = "<unknown>") -> ast.Module:
    """Parse source.

    Args:
        source: The text of a module.
        file_name: What a SyntaxError calls it.

    Raises:
        SyntaxError: It is no Python.
        ValueError: It holds a null byte.
    """
    with _TURN:
        return ast.parse(source, file_name)
