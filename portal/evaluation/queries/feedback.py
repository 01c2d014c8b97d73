"""What an applicant is told about the scores of the own application."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.applications.models import Application
from portal.calls.models import Call, GridSection
from portal.core.db import db
from portal.evaluation.models import Ranking, RankingEntry


@dataclass(frozen=True)
class SectionScore:
    """One section of the grid. Units: points, two decimals; `most` is what it can give."""

    title: str
    points: Decimal
    most: int


@dataclass(frozen=True)
class Feedback:
    """The scores of one application by section, and their total."""

    sections: tuple[SectionScore, ...]
    total: Decimal
    most: int


def feedback_of(application: Application, *, preview: bool = False) -> Feedback | None:
    """Means by section in the last frozen ranking; None before the letter, or without scores.

    `preview` shows those who send the letters what the applicant will read. Queries: 3.
    """
    if application.letter_sent_at is None and not preview:
        return None
    entry = db.session.scalars(
        select(RankingEntry)
        .join(RankingEntry.ranking)
        .where(RankingEntry.application_id == application.id)
        .order_by(Ranking.number.desc())
    ).first()
    if entry is None:
        return None
    grid = db.session.execute(
        select(GridSection, Call.highest_mark)
        .join(Call, Call.id == GridSection.call_id)
        .where(GridSection.call_id == application.call_id)
        .options(selectinload(GridSection.criteria))
        .order_by(GridSection.position)
    )
    sections = tuple(
        SectionScore(
            section.title,
            Decimal(entry.section_means[section.code]),
            sum(criterion.weight * highest for criterion in section.criteria),
        )
        for section, highest in grid
        if section.code in entry.section_means
    )
    return Feedback(sections, entry.total, sum(section.most for section in sections))
