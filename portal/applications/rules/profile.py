"""What an organisation's profile must tell before it can apply. Source: rules.md 3.1."""

from portal.organisations.rules import NEEDED, missing_of

__all__ = ["NEEDED", "missing_of"]
