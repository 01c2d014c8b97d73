"""Partners of an application as plain data, for the frozen content."""

from typing import Any

from portal.applications.models import Application, PartnerOrganisation
from portal.applications.states import MandateState


def partners_content(application: Application) -> list[dict[str, Any]]:
    """The partners as they are frozen, each with the mandate that was signed."""
    names = ("relation", "name", "country", "registration_number", "legal_form", "role",
             "has_mandate")  # fmt: skip
    return [
        {**{name: getattr(row, name) for name in names}, "mandate": _mandate(row)}
        for row in application.partners
    ]


def _mandate(partner: PartnerOrganisation) -> dict[str, Any] | None:
    """What was signed for a partner, by whom and when; None unless it is signed."""
    kept = partner.mandate
    if kept is None or kept.state is not MandateState.SIGNED or kept.answered_at is None:
        return None
    return {
        "partner": str(partner.id),
        "name": kept.signed_name,
        "function": kept.signed_function,
        "signed_at": kept.answered_at.isoformat(),
        "text": kept.text,
        "sha256": kept.sha256,
        "file": kept.file.name if kept.file else None,
        "file_sha256": kept.file.sha256 if kept.file else None,
    }
