"""A full application starts with what its concept note says. Source: rules.md 3.3, PRAG 6.7."""

from datetime import datetime

from portal.applications import queries
from portal.applications.models import Application, ApplicationSection, PartnerOrganisation
from portal.applications.rules.pages import field_name
from portal.applications.service.telling import is_writer, tell
from portal.calls.models import Call
from portal.core.access import Actor

COVER = "identification"
COVER_FIELDS = ("title", "location", "countries", "duration_months")
ACTIVITIES = "activities"


def carry_over(
    concept: Application, application: Application, call: Call, *, actor: Actor, at: datetime
) -> None:
    """Copy the answers to the same questions, the cover page, activities and partners.

    Each page stays to be completed. What was asked for is kept beside it (BUD17).
    Shape:  `concept` with its answers and partners, `call` with its form.
    """
    application.concept_id, application.concept_requested = concept.id, concept.requested
    pages = _pages(concept, call)
    application.sections = [
        *application.sections,
        *(
            ApplicationSection(
                page=page,
                answers=answers,
                revision=1,
                updated_by_id=actor.user_id,
                updated_at=at,
            )
            for page, answers in pages.items()
        ),
    ]
    names = {name for answers in pages.values() for name in answers}
    application.carried = sorted(
        one.key for one in call.form_sections if field_name(one.key) in names
    )
    application.title, application.location = concept.title, concept.location
    application.countries = list(concept.countries)
    application.duration_months = concept.duration_months
    application.partners = [_partner(row) for row in concept.partners]


def _pages(concept: Application, call: Call) -> dict[str, dict[str, object]]:
    """The answers by page of the new form."""
    given = {name: value for row in concept.sections for name, value in row.answers.items()}
    found: dict[str, dict[str, object]] = {}
    for section in call.form_sections:
        name = field_name(section.key)
        if given.get(name) not in (None, "", []):
            found.setdefault(section.page, {})[name] = given[name]
    by_page = {row.page: row.answers for row in concept.sections}
    cover = by_page.get(COVER, {})
    found[COVER] = {name: cover[name] for name in COVER_FIELDS if name in cover}
    if call.asks_activities and ACTIVITIES in by_page:
        found[ACTIVITIES] = dict(by_page[ACTIVITIES]) | found.get(ACTIVITIES, {})
    return {page: answers for page, answers in found.items() if answers}


def _partner(row: PartnerOrganisation) -> PartnerOrganisation:
    """The same partner; its mandate is asked anew, for the full application."""
    return PartnerOrganisation(
        position=row.position,
        relation=row.relation,
        name=row.name,
        country=row.country,
        registration_number=row.registration_number,
        legal_form=row.legal_form,
        role=row.role,
    )


def tell_invited(call: Call, *, actor: Actor, at: datetime) -> int:
    """Tell the people of every invited organisation that the second step is open; how many files.

    Nobody is told of a call that is no second step.
    """
    invited = queries.invited_concepts(call)
    for concept in invited:
        tell(concept, "applications/second_step", to=is_writer, actor=actor, at=at, second=call)
    return len(invited)
