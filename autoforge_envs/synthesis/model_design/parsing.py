"""One thread parses at a time.

CPython 3.11 raises SystemError ("AST constructor recursion depth mismatch") when threads are in
`ast.parse` together. Nothing is lost by taking turns: it is the interpreter's own work.
"""

import threading

PARSING = threading.RLock()
"""Held by whoever reads or writes source."""
