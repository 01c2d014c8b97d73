"""Invitations: how long they work, and addresses that tell little."""

from datetime import timedelta

INVITATION_LIFE = timedelta(days=7)


def masked_email(email: str) -> str:
    """An address that its owner recognises and nobody else learns: m…@example.org."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}\u2026@{domain}"
