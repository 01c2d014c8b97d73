"""Organisations for tests, recognisably invented."""

from datetime import date
from typing import Any

from portal.accounts.models import User
from portal.core.text import fold
from portal.files import service as files
from portal.organisations.models import Membership, Organisation, OrganisationDocument
from portal.organisations.states import MemberRole
from tests.factories.accounts import make_user
from tests.factories.base import AT, next_number, save


def make_organisation(**overrides: Any) -> Organisation:
    """A civil society organisation in Serbia with a whole profile."""
    number = next_number()
    values: dict[str, Any] = {
        "legal_name": f"Udruženje Svetionik {number}",
        "registration_number": f"28{number:06d}",
        "tax_number": f"10{number:07d}",
        "legal_form": "Association",
        "registered_on": date(2015, 3, 12),
        "street": "Ulica lipa 1",
        "city": "Niš",
        "postal_code": "18000",
        "country": "RS",
        "email": f"office{number}@example.org",
        "phone": "+381 18 000 000",
        "representative_name": "Jovana Primerović",
        "representative_function": "Director",
        "fields_of_work": ["migration", "human rights"],
        "staff_full_time": 4,
        "staff_part_time": 2,
        "mission": "Safe routes and rights for everybody.",
        "created_at": AT,
    }
    values |= overrides
    values.setdefault("name_folded", fold(values["legal_name"]))
    return save(Organisation(**values))


def make_membership(
    *,
    organisation: Organisation | None = None,
    user: User | None = None,
    role: MemberRole = MemberRole.OWNER,
    is_signatory: bool = True,
) -> Membership:
    """A person's membership: owner and signatory unless said otherwise."""
    organisation = organisation or make_organisation()
    user = user or make_user()
    return save(
        Membership(
            organisation_id=organisation.id,
            user_id=user.id,
            role=role,
            is_signatory=is_signatory,
            created_at=AT,
        )
    )


def make_document(organisation: Organisation, kind: str = "statute", **overrides: Any) -> Any:
    """A document of the profile, in use, a PDF of its own."""
    number = next_number()
    name = overrides.pop("name", f"{kind}_{number}.pdf")
    kept = files.keep(
        f"%PDF-1.4 {number} %%EOF".encode(), name=name, media_type="application/pdf", at=AT
    )
    values: dict[str, Any] = {"created_at": AT, "created_by": make_user().id} | overrides
    made = save(
        OrganisationDocument(organisation_id=organisation.id, kind=kind, file_id=kept.id, **values)
    )
    made.file, made.organisation = kept, organisation
    return made
