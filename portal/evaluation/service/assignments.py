"""As many assessors for each application as the call asks, a third where the rules ask for one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.conflicts import look_for_conflicts
from portal.evaluation.states import SessionState
from portal.mail import service as mail


def fair_split(
    session: EvaluationSession,
    board: queries.Board,
    *,
    only: Collection[UUID] | None = None,
    among: Collection[UUID] | None = None,
) -> dict[UUID, tuple[UUID, ...]]:
    """Whom to give the applications that lack assessors, with even load. Writes nothing.

    Shape: `only` these applications are looked at, `among` these people; None: all of them.
    """
    said = board.profiles
    people = [user.id for user in board.people if among is None or user.id in among]
    given = {one.application.id: tuple(s.assessor_id for s in one.sheets) for one in board.progress}
    pairs = [(one.application, person) for one in board.progress for person in people]
    return rules.fair_split(
        wanted={
            one.application.id: one.needed
            for one in board.progress
            if only is None or one.application.id in only
        },
        given=given,
        people=people,
        barred=board.barred.keys() | board.pairs.keys(),
        unsuited={
            (application.id, person)
            for application, person in pairs
            if person in said and set(session.call.languages) - set(said[person].languages)
        },
        knows={
            (application.id, person)
            for application, person in pairs
            if person in said and set(application.countries) & set(said[person].countries)
        },
    )


def assign_thirds(session: EvaluationSession, *, actor: Actor, at: datetime) -> list[Assessment]:
    """Give every application that needs a third sheet to the one proposed.

    Raises: RuleBroken when there is none, or nobody is left for one of them.
    """
    lock(session)
    require(policy.can_assign(actor, session, queries.standing(actor, session)))
    look_for_conflicts(session, at=at)
    board = queries.board_of(session)
    waiting = {one.application.id: one.application for one in thirds(board.progress)}
    if not waiting:
        raise RuleBroken(N_("No application waits for a third evaluator."))
    chosen = fair_split(session, board, only=waiting)
    people = {user.id: user for user in board.people}
    nobody = sorted(one.number or "" for key, one in waiting.items() if key not in chosen)
    if nobody:
        numbers = ", ".join(nobody)
        raise RuleBroken(N_("No assessor without a conflict is left for %(n)s.", n=numbers))
    pairs = [(waiting[key], people[one]) for key, added in chosen.items() for one in added]
    return assign(session, pairs, actor=actor, at=at)


def assign_lot(
    session: EvaluationSession,
    lot_id: UUID,
    people: Collection[User],
    *,
    actor: Actor,
    at: datetime,
) -> list[Assessment]:
    """Give one person, or some with even load, every application of a lot that lacks assessors.

    Those that a person is barred from, or gave back, stay out.
    Raises: RuleBroken when nothing of the lot can be given to any of them.
    """
    lock(session)
    require(policy.can_assign(actor, session, queries.standing(actor, session)))
    look_for_conflicts(session, at=at)
    board, among = queries.board_of(session), {user.id: user for user in people}
    in_lot = {
        one.application.id: one.application
        for one in board.progress
        if one.application.lot_id == lot_id
    }
    chosen = fair_split(session, board, only=in_lot, among=among)
    if not chosen:
        raise RuleBroken(N_("No application of this lot is left that could be given to them."))
    pairs = [(in_lot[key], among[one]) for key, added in chosen.items() for one in added]
    details = {"lot": str(lot_id), "people": [user.name for user in people], "sheets": len(pairs)}
    audit.record(actor, "assessments.assigned_by_lot", session, at=at, details=details)
    return assign(session, pairs, actor=actor, at=at)


def thirds(progress: Iterable[queries.Progress]) -> list[queries.Progress]:
    """The applications whose two scores ask for a third evaluator that nobody was given yet."""
    return [one for one in progress if one.third and one.needs_assignment]


def assign(
    session: EvaluationSession,
    pairs: Iterable[tuple[Application, User]],
    *,
    actor: Actor,
    at: datetime,
) -> list[Assessment]:
    """Give applications to assessors, who get one mail each; what is given already stays.

    Raises: RuleBroken on a conflict, on somebody who is no assessor, and on a third sheet where
    the rules ask for none.
    """
    lock(session)
    require(policy.can_assign(actor, session, queries.standing(actor, session)))
    look_for_conflicts(session, at=at)
    board = queries.board_of(session)
    people = {user.id for user in board.people}
    progress = {one.application.id: one for one in board.progress}
    made: list[Assessment] = []
    told: Counter[User] = Counter()
    for application, user in pairs:
        one = progress.get(application.id)
        if one is None:
            raise RuleBroken(
                N_("%(number)s is not being evaluated.", number=application.number or "")
            )
        if user.id in {sheet.assessor_id for sheet in one.sheets}:
            continue
        _check_pair(application, user, people, board.barred)
        sheet = _add_sheet(one, user, actor=actor, at=at)
        one.sheets.append(sheet)
        made.append(sheet)
        told[user] += 1
    if session.state is not SessionState.ADMIN_CHECK:
        for user, count in told.items():
            tell(session, user, count=count, actor=actor, at=at)
    return made


def _check_pair(
    application: Application,
    user: User,
    people: set[UUID],
    barred: Mapping[tuple[UUID, UUID], queries.Bar],
) -> None:
    if user.id not in people:
        raise RuleBroken(N_("%(name)s is not an assessor of this call.", name=user.name))
    bar = barred.get((application.id, user.id))
    if bar is None:
        return
    facts = {"name": user.name, "number": application.number or "", "why": bar.words}
    if bar.is_open:
        raise RuleBroken(
            N_("Decide first whether %(name)s has a conflict with %(number)s: %(why)s", **facts)
        )
    raise RuleBroken(N_("%(name)s has a conflict of interest with %(number)s: %(why)s", **facts))


def _add_sheet(one: queries.Progress, user: User, *, actor: Actor, at: datetime) -> Assessment:
    if not one.needs_assignment:
        raise RuleBroken(
            N_(
                "%(number)s has the assessors it needs.",
                number=one.application.number or "",
            )
        )
    earlier = db.session.scalar(
        select(Assessment.id).where(
            Assessment.application_id == one.application.id, Assessment.assessor_id == user.id
        )
    )
    if earlier is not None:
        raise RuleBroken(N_("%(name)s gave this application back.", name=user.name))
    taken = {sheet.position for sheet in one.sheets}
    sheet = Assessment(
        application_id=one.application.id,
        assessor_id=user.id,
        position=min({1, 2, 3} - taken),
        assigned_by_id=actor.user_id,
        assigned_at=at,
        scores=[],
        comments=[],
    )
    db.session.add(sheet)
    audit.record(
        actor,
        "assessment.assigned",
        sheet,
        at=at,
        details={"application": one.application.number, "assessor": user.name},
    )
    return sheet


def tell(
    session: EvaluationSession, user: User, *, count: int = 1, actor: Actor, at: datetime
) -> None:
    """One or more new sheets: the assessor gets a mail."""
    mail.queue(
        "evaluation/assigned",
        to=recipient(user),
        about=session,
        actor=actor,
        at=at,
        link="/evaluate",
        call=session.call,
        due_at=session.scores_due_at,
        count=count,
    )
