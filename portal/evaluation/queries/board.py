"""The board of assignments: everything that decides who may be given what, read once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.models import User
from portal.evaluation.models import Assessment, EvaluationSession, EvaluatorProfile
from portal.evaluation.queries.conflicts import Bar, bars, profiles, sheets_by_pair
from portal.evaluation.queries.facts import applications_to_assign
from portal.evaluation.queries.sheets import Progress, assessors, progress


@dataclass(frozen=True)
class Board:
    """Who scores, what there is to score, and what stands between the two.

    Shape: `barred` and `pairs` (sheets that ended too) by application and person.
    """

    people: Sequence[User]
    progress: Sequence[Progress]
    profiles: Mapping[UUID, EvaluatorProfile]
    barred: Mapping[tuple[UUID, UUID], Bar]
    pairs: Mapping[tuple[UUID, UUID], Assessment]


def board_of(session: EvaluationSession) -> Board:
    """The board of a call. Queries: 9."""
    return Board(
        people=assessors(session),
        progress=progress(session.call, applications_to_assign(session.call_id)),
        profiles=profiles(session.id),
        barred=bars(session.call_id),
        pairs=sheets_by_pair(session.call_id),
    )
