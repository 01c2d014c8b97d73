"""Kinds of one-time links."""

from enum import StrEnum


class TokenKind(StrEnum):
    """What a one-time link is for."""

    CONFIRM = "confirm"
    RESET = "reset"
