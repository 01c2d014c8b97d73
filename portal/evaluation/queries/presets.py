"""Marks that nobody enters, because a rule gives them."""

from uuid import UUID

from sqlalchemy import exists, select

from portal.applications.models import PartnerOrganisation
from portal.calls.models import Call
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.queries.sheets import grid_of


def presets_of(application_id: UUID, call: Call) -> dict[str, int]:
    """By criterion code, the marks that the rules give. Queries: 1, or none without such criteria.

    Source: rules.md 4.3 (B4.3 without co-applicants).
    """
    grid = grid_of(call)
    if not any(criterion.is_partnership for criterion in grid.criteria()):
        return {}
    has_any = db.session.scalar(
        select(
            exists().where(
                PartnerOrganisation.application_id == application_id,
                PartnerOrganisation.relation == "co_applicant",
            )
        )
    )
    return rules.preset_scores(
        grid, has_co_applicants=bool(has_any), is_partnership_required=call.requires_partners
    )
