"""Roles of people in an organisation."""

from enum import StrEnum


class MemberRole(StrEnum):
    """What a member may do with the organisation's records."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"
