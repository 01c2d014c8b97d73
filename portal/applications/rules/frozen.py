"""The fingerprint of what was submitted."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> bytes:
    """The content as one exact text: sorted keys, no spaces, UTF-8; same content, same bytes."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def fingerprint(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical text, as lower-case hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
