"""JSON as text, written often: one encoder for all values instead of one built for each."""

import json
from collections.abc import Callable
from json import encoder
from typing import Any

c_make_encoder: Any = getattr(encoder, "c_make_encoder", None)
"""The standard library's accelerator; None in an interpreter that has none."""


def json_writer(*, ensure_ascii: bool = True, sort_keys: bool = False) -> Callable[[object], str]:
    """Return what writes values as `json.dumps` does.

    Values must not hold themselves: nobody looks for that.

    Args:
        ensure_ascii: Escape all letters that are not ASCII.
        sort_keys: Write the members of an object in the order of their names.
    """
    slow = json.JSONEncoder(ensure_ascii=ensure_ascii, sort_keys=sort_keys, check_circular=False)
    if c_make_encoder is None:
        return slow.encode
    text = encoder.encode_basestring_ascii if ensure_ascii else encoder.encode_basestring
    write = c_make_encoder(
        None, slow.default, text, None, slow.key_separator, slow.item_separator,
        slow.sort_keys, slow.skipkeys, slow.allow_nan,
    )  # fmt: skip
    return lambda value: "".join(write(value, 0))
