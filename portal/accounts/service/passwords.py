"""Hashing of passwords: Argon2id, with the same work for an address nobody has."""

from functools import lru_cache
from typing import NewType

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from portal import config

PasswordHash = NewType("PasswordHash", str)


def hash_password(password: str) -> PasswordHash:
    """The hash to keep. Slow on purpose: call it outside a write transaction."""
    return PasswordHash(_hasher().hash(password))


def matches(password: str, kept: str | None) -> bool:
    """Whether the password belongs to the hash; takes as long when there is no hash at all."""
    try:
        _hasher().verify(kept or _dummy(_hasher()), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_rehash(kept: str) -> bool:
    """Whether the hash was made with other work than the present setting."""
    return _hasher().check_needs_rehash(kept)


def _hasher() -> PasswordHasher:
    settings = config.current()
    return _hasher_for(settings.argon2_memory, settings.argon2_time)


@lru_cache
def _hasher_for(memory_kib: int, rounds: int) -> PasswordHasher:
    return PasswordHasher(memory_cost=memory_kib, time_cost=rounds, parallelism=1, type=Type.ID)


@lru_cache
def _dummy(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
