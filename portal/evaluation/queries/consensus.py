"""The versions of a consensus note, and who has yet to answer."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.calls.models import Call
from portal.core.db import db
from portal.evaluation import rules
from portal.evaluation.models import Assessment, ConsensusAnswer, ConsensusVersion
from portal.evaluation.queries.sheets import IN


def consensus_versions(application_id: UUID) -> list[ConsensusVersion]:
    """Every version with its writer and answers, the newest first. Queries: 2."""
    return list(
        db.session.scalars(
            select(ConsensusVersion)
            .where(ConsensusVersion.application_id == application_id)
            .options(
                joinedload(ConsensusVersion.written_by),
                selectinload(ConsensusVersion.answers).joinedload(ConsensusAnswer.user),
            )
            .order_by(ConsensusVersion.number.desc())
        )
    )


def consensus_numbers(application_ids: list[UUID]) -> dict[UUID, int]:
    """The number of the last version by application. Queries: 1."""
    rows = db.session.execute(
        select(ConsensusVersion.application_id, func.max(ConsensusVersion.number))
        .where(ConsensusVersion.application_id.in_(application_ids))
        .group_by(ConsensusVersion.application_id)
    )
    return {application_id: number for application_id, number in rows}


def authors(application_id: UUID) -> list[Assessment]:
    """The sheets that are in, with people and comments, by number. Queries: 2."""
    return list(
        db.session.scalars(
            select(Assessment)
            .where(Assessment.application_id == application_id, Assessment.state.in_(IN))
            .options(joinedload(Assessment.assessor), selectinload(Assessment.comments))
            .order_by(Assessment.position)
        )
    )


def merged(call: Call, sheets: list[Assessment]) -> str:
    """The text made of all sheets. Shape: the grid and the comments are loaded."""
    codes = {section.id: section.code for section in call.grid}
    return rules.merge(
        [(section.code, section.title) for section in call.grid],
        [
            rules.Voice(
                sheet.position,
                {codes[comment.section_id]: comment.text for comment in sheet.comments},
                sheet.strengths,
                sheet.weaknesses,
            )
            for sheet in sheets
        ],
    )
