"""Snapshots as bytes: saved data with a checksum before them."""

import hashlib
import json
from typing import Any

from autoforge_envs.errors import SnapshotError

CHECKSUM_LENGTH = 64
"""Bytes at the beginning of a snapshot that are the checksum of the others."""


def dump(saved: dict[str, Any]) -> bytes:
    """Write saved data as bytes: their checksum, then JSON."""
    body = json.dumps(saved).encode()  # in ASCII: a user simulator may say half a surrogate pair
    return _checksum(body) + body


def load(snapshot: bytes) -> dict[str, Any]:
    """Read saved data from bytes.

    Raises:
        SnapshotError: They are not what `dump` wrote, byte by byte.
    """
    if not isinstance(snapshot, bytes | bytearray):
        raise SnapshotError(f"a snapshot is what `save` returned, bytes; got {snapshot!r:.80}")
    checksum, body = snapshot[:CHECKSUM_LENGTH], snapshot[CHECKSUM_LENGTH:]
    if _checksum(body) != checksum:
        raise SnapshotError(
            f"these {len(snapshot)} bytes are no snapshot, or a damaged one; pass what save() gave"
        )
    data: dict[str, Any] = json.loads(body)
    return data


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
