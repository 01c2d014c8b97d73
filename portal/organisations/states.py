"""Roles of people in an organisation, and states of its documents."""

from enum import StrEnum


class MemberRole(StrEnum):
    """What a member may do with the organisation's records."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"


class DocumentState(StrEnum):
    """How a document of the profile stands today; it follows from its last day, nobody sets it."""

    MISSING = "missing"
    VALID = "valid"
    EXPIRES_SOON = "expires_soon"
    EXPIRED = "expired"
