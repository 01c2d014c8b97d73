"""The seal of an audit entry: pure functions from its content to a hash."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from portal.core.access import Actor, Held

START = "0" * 64


def plain(details: Mapping[str, Any] | None) -> dict[str, Any]:
    """Details as JSON keeps them: amounts, instants and ids become text."""
    kept: dict[str, Any] = json.loads(json.dumps(dict(details or {}), default=str))
    return kept


def seal(content: Mapping[str, Any], previous_hash: str) -> str:
    """SHA-256 of an entry's content together with the hash of the entry before it."""
    text = json.dumps(
        [previous_hash, plain(content)], sort_keys=True, ensure_ascii=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def acting_as(actor: Actor, scope_ids: set[Any]) -> str:
    """As what they acted: their functions for this subject, else all they hold, in words."""
    if actor.is_system:
        return "system"
    if actor.is_visitor:
        return "visitor"
    functions = [role for role in actor.roles if role.area != "application"]
    held = [role for role in functions if role.scope_id in scope_ids] or functions
    names = sorted({_words(role) for role in held})
    if actor.is_administrator:
        names.insert(0, "administrator")
    return ", ".join(names)[:200] or "person"


def _words(role: Held) -> str:
    where = f" ({role.country})" if role.country else ""
    return f"{role.area} {role.function}{where}"
