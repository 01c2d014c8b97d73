"""The evaluation of the demo's calls: committee, checks, sheets, ranking, report, decision."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.queries import for_evaluation
from portal.applications.service import Reply
from portal.calls import queries as calls
from portal.calls.models import Call, Criterion
from portal.core.access import Actor
from portal.core.db import transaction
from portal.demo.people import THIRD_ASSESSOR, Company, actor_of, read
from portal.documents import service as documents
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.models import EvaluationSession
from portal.evaluation.states import AssessmentState

Points = Mapping[str, tuple[int, ...]]  # organisation key -> totals of the assessors
WORDS = {
    5: "Outstanding: concrete, proven, and described so that it can be checked.",
    4: "Good, with small gaps that the visit can settle.",
    3: "Adequate. It answers the question and goes no further.",
    2: "Weak: the claim is there, the evidence is not.",
    1: "Very poor: the question is not answered.",
}


def constitute(company: Company, call: Call, *, at: datetime) -> EvaluationSession:
    """The signatory appoints the committee and the assessors; everybody signs."""
    content, signatory = read("people.yaml"), company.actor("vesna")
    with transaction():
        session = service.plan(call, actor=signatory, at=at)
    with transaction():
        session = held(call)
        for one in content["committee"]:
            _appoint(
                session,
                company,
                one["email"],
                one["function"],
                signatory,
                at,
                is_substitute=one.get("is_substitute", False),
            )
        for one in content["evaluators"]:
            _appoint(session, company, one["email"], "assessor", signatory, at)
        service.constitute(session, scores_due_at=at + timedelta(days=21), actor=signatory, at=at)
    with transaction():
        sits = [one for one in content["committee"] if not one.get("is_substitute")]
        for one in [*sits, *content["evaluators"]]:
            _declare(held(call), company.actor(one["email"]), at=at + timedelta(days=1))
    return held(call)


def held(call: Call) -> EvaluationSession:
    """The session of the call with what the services read."""
    session = queries.session_of(call.id)
    if session is None:
        raise LookupError(call.reference)
    return session


def _appoint(
    session: EvaluationSession,
    company: Company,
    email: str,
    function: str,
    signatory: Actor,
    at: datetime,
    *,
    is_substitute: bool = False,
) -> None:
    service.appoint(
        session,
        user=company.people[email],
        function=function,
        is_substitute=is_substitute,
        actor=signatory,
        at=at,
    )


def _declare(session: EvaluationSession, actor: Actor, *, at: datetime) -> None:
    ties = {
        one.id: service.Tie(has_conflict=False) for one in queries.applications_of(session.call_id)
    }
    service.declare(session, ties=ties, accepts=True, signed_name=actor.name, actor=actor, at=at)


def check(company: Company, call: Call, *, at: datetime, asks: str = "") -> None:
    """The secretary opens everything, answers the sheet and hands it to the assessors.

    `asks` is an organisation that is asked first, and answers within an hour.
    """
    secretary = company.actor("goran")
    with transaction():
        service.open_applications(held(call), actor=secretary, at=at)
    if asks:
        _clarify(company, call, asks, at=at)
    with transaction():
        session = held(call)
        for application in queries.applications_of(call.id):
            answered = queries.check_items([application.id]).get(application.id, {})
            for code in rules.ADMINISTRATIVE:
                if code not in answered:
                    service.answer_check(
                        application,
                        session,
                        code=code,
                        answer="yes",
                        note="",
                        actor=secretary,
                        at=at,
                    )
            service.pass_check(application, session, actor=secretary, at=at)
            confirm_check(company, application, session, "ADM", at=at + timedelta(minutes=30))
    with transaction():
        session = held(call)
        pairs = _pairs(company, session)
        service.assign(session, pairs, actor=secretary, at=at)
    with transaction():
        service.start_scoring(held(call), actor=secretary, at=at + timedelta(hours=1))


def _clarify(company: Company, call: Call, key: str, *, at: datetime) -> None:
    organisation = company.organisations[key]
    found = next(
        one for one in queries.applications_of(call.id) if one.organisation_id == organisation.id
    )
    content = for_evaluation(found)
    first = content.texts[0] if content else None
    if first is None:
        return
    with transaction():
        service.ask_clarification(
            found,
            held(call),
            question="The summary names another town than the action plan. Which one is right?",
            items=[f"text:{first.key}"],
            due_at=at + timedelta(days=7),
            actor=company.actor("goran"),
            at=at,
        )
    reply = Reply(
        {first.key: first.text.replace(". ", ", the town of the project. ", 1)},
        answer="The town in the summary was left from an earlier draft. It is corrected.",
    )
    with transaction():
        service.answer_clarification(
            found, reply, actor=company.owner(key), at=at + timedelta(minutes=50)
        )


def confirm_check(
    company: Company,
    application: Application,
    session: EvaluationSession,
    sheet: str,
    *,
    at: datetime,
) -> None:
    """The chair is the second person of each check."""
    result = queries.results_of(application.id, sheet)[0]
    service.confirm_check(result, application, session, actor=company.actor("ljiljana"), at=at)


def _pairs(company: Company, session: EvaluationSession) -> list[tuple[Application, User]]:
    users = {user.id: user for user in company.people.values()}
    applications = {one.id: one for one in queries.applications_to_assign(session.call_id)}
    return [
        (applications[application_id], users[user_id])
        for application_id, chosen in service.fair_split(session, queries.board_of(session)).items()
        for user_id in chosen
    ]


def score(company: Company, call: Call, points: Points, *, at: datetime) -> None:
    """Each assessor signs sheets that come to the given totals, one a day."""
    keys = {organisation.id: key for key, organisation in company.organisations.items()}
    users = {user.id: user for user in company.people.values()}
    whole = calls.get_whole(call.id)
    for application_id, sheets in queries.sheets_of(call.id).items():
        for sheet in sorted(sheets, key=lambda one: one.position):
            key = keys[_organisation_id(call, application_id)]
            if sheet.state is not AssessmentState.ASSIGNED or sheet.position > len(points[key]):
                continue
            with transaction():
                _fill(
                    sheet.id,
                    whole,
                    points[key][sheet.position - 1],
                    actor=actor_of(users[sheet.assessor_id]),
                    at=at + timedelta(days=sheet.position, hours=1),
                )


def _organisation_id(call: Call, application_id: UUID) -> UUID:
    return next(
        one.organisation_id for one in queries.applications_of(call.id) if one.id == application_id
    )


def _fill(sheet_id: UUID, call: Call, total: int, *, actor: Actor, at: datetime) -> None:
    sheet, session = queries.get_sheet(actor, sheet_id), held(call)
    if sheet is None:
        raise LookupError(f"{actor.name} cannot open the sheet.")
    service.begin(sheet, session, actor=actor, at=at)
    service.save(sheet, session, marks(call, total), revision=None, actor=actor, at=at)
    service.submit(sheet, session, actor=actor, at=at + timedelta(minutes=50))


def marks(call: Call, total: int) -> service.Marks:
    """A filled sheet with this total: even scores, the first criteria a point higher."""
    criteria = [criterion for section in call.grid for criterion in section.criteria]
    scores = _spread(criteria, total)
    return service.Marks(
        scores=scores,
        comments={one.id: WORDS[scores[one.id] or 3] for one in criteria},
        section_comments={section.id: WORDS[round(total / 20)] for section in call.grid},
        strengths="The team knows the place, and the institutions signed up before the call.",
        weaknesses="The indicators of the outcome could be sharper.",
        recommendation="fund" if total >= 60 else "do_not_fund",
    )


def _spread(criteria: list[Criterion], total: int) -> dict[UUID, int | None]:
    weight = sum(criterion.weight for criterion in criteria)
    low, rest = divmod(total, weight)
    scores: dict[UUID, int | None] = {}
    for criterion in criteria:
        more = 1 if criterion.weight <= rest else 0
        rest -= more * criterion.weight
        scores[criterion.id] = low + more
    return scores


def consolidate(company: Company, call: Call, *, at: datetime) -> None:
    """All first and second sheets are in; third ones are asked for where the rules say so."""
    with transaction():
        service.consolidate(held(call), actor=company.actor("goran"), at=at)


def ask_third(company: Company, call: Call, key: str, *, at: datetime) -> None:
    """The secretary gives a third assessor one of the applications whose sheets differ."""
    session = held(call)
    wanted = company.organisations[key].id
    found = [one for one in queries.progress(calls.get_whole(call.id)) if one.needs_assignment]
    chosen = next(one for one in found if one.application.organisation_id == wanted)
    busy = {sheet.assessor_id for sheet in chosen.sheets}
    free = next(
        user
        for user in queries.assessors(session)
        if user.id not in busy and user.email == THIRD_ASSESSOR
    )
    with transaction():
        service.assign(session, [(chosen.application, free)], actor=company.actor("goran"), at=at)


def complain(company: Company, call: Call, key: str, *, at: datetime) -> None:
    """An applicant below the minimum complains; a person outside the committee refuses."""
    with transaction():
        service.appoint_officer(
            held(call),
            user=company.people["marko.finance@example.org"],
            actor=company.actor("vesna"),
            at=at - timedelta(days=2),
        )
    with transaction():
        application = _application_of(call, company.organisations[key].id)
        service.complain(
            application,
            held(call),
            reason="The assessors write that no institution signed up. The letter of support of "
            "the municipality is annexed to our application.",
            asks="That the section on relevance is read again with the letter in hand.",
            actor=company.owner(key),
            at=at,
        )
    with transaction():
        complaint = queries.complaint_of(application.id)
        if complaint is None:
            raise LookupError(application.number)
        service.answer_complaint(
            complaint,
            held(call),
            service.Answer(
                False,
                "Both sheets name the letter. It supports the activity and says nothing on the "
                "needs of the target group, for which the points were lost. The scores stand.",
            ),
            actor=company.actor("marko"),
            at=at + timedelta(days=9),
        )


def order_dossier(company: Company, call: Call, *, at: datetime) -> None:
    """The signatory orders the dossier of the decided call; the worker makes it."""
    with transaction():
        documents.order_dossier(held(call), closed=frozenset(), actor=company.actor("vesna"), at=at)


def _application_of(call: Call, organisation_id: UUID) -> Application:
    found = (one.id for one in queries.applications_of(call.id)
             if one.organisation_id == organisation_id)  # fmt: skip
    application = queries.get_application(next(found))
    if application is None:
        raise LookupError(organisation_id)
    return application


def sketch(company: Company, call: Call, *, at: datetime) -> None:
    """The committee tries out a smaller first grant, and does not adopt it."""
    secretary = company.actor("goran")
    with transaction():
        scenario = service.sketch(
            held(call), name="Ten per cent less for the largest grant", actor=secretary, at=at
        )
        largest = max(
            (row for lot in service.propose(held(call).call).values() for row in lot.rows),
            key=lambda row: row.amount or Decimal(0),
        )
        service.change_scenario(
            scenario,
            held(call),
            reductions=[
                service.Reduction(
                    largest.application.id,
                    rules.cut(largest.amount or Decimal(0), Decimal(10)),
                    "Two of the four conferences could be held together.",
                )
            ],
            moves=[],
            actor=secretary,
            at=at + timedelta(minutes=10),
        )


def decide(company: Company, call: Call, *, at: datetime) -> None:
    """Ranking frozen, report signed by all, decision by the signatory, letters out."""
    secretary, signatory = company.actor("goran"), company.actor("vesna")
    with transaction():
        service.start_ranking(held(call), actor=secretary, at=at)
    whole = calls.get_whole(call.id)
    with transaction():
        for lot_id in service.propose(whole):
            service.freeze(held(call), lot_id, set_back={}, actor=secretary, at=at)
    sketch(company, call, at=at)
    with transaction():
        service.draft_report(
            held(call),
            minutes="The committee met online and went through every lot. Nobody left the room "
            "for a conflict. The ranking follows the scores; no step was taken off the order.",
            actor=secretary,
            at=at + timedelta(days=1),
        )
    signers = [
        one.user.email
        for one in queries.members(held(call).id)
        if one.sits and one.function in policy.COMMITTEE
    ]
    for email in signers:
        actor = company.actor(email)
        with transaction():
            service.sign_report(
                held(call),
                signed_name=actor.name,
                dissent="",
                actor=actor,
                at=at + timedelta(days=2),
            )
    with transaction():
        service.approve(
            held(call),
            signed_name=signatory.name,
            reason="",
            actor=signatory,
            at=at + timedelta(days=4),
        )
    with transaction():
        due = len(queries.letters_due(call.id))
        service.send_letters(
            held(call), count=due, actor=company.actor("jelena"), at=at + timedelta(days=5)
        )
