"""Who may open the pages of the applications."""

from datetime import timedelta
from typing import Any

from portal.accounts.queries import hashed
from portal.applications import queries
from portal.applications.models import ApplicationVersion, PartnerMandate, PartnerOrganisation
from portal.applications.states import ApplicationState, MandateState
from portal.calls.states import CallState
from portal.core.clock import now
from portal.files import service as files
from tests.factories.applications import PDF, make_application
from tests.factories.base import AT, next_number, save
from tests.factories.calls import make_call
from tests.factories.organisations import make_organisation
from tests.support.cast import SIGNED_IN, STAFF, Cast
from tests.support.tables import Access

S = ApplicationState
MEMBER = {"member"}
READERS = STAFF | MEMBER


def an_open_call(cast: Cast) -> dict[str, Any]:
    return {"reference": make_call(action=cast.action).reference}


def a_closed_call(cast: Cast) -> dict[str, Any]:
    return {"reference": make_call(action=cast.action, state=CallState.CLOSED).reference}


def _application(cast: Cast, state: ApplicationState, call_state: CallState) -> Any:
    return make_application(
        state=state,
        call=make_call(action=cast.action, state=call_state),
        organisation=cast.organisation,
        owner=cast.person("member"),
    )


def a_draft(cast: Cast) -> dict[str, Any]:
    return {"application_id": _application(cast, S.DRAFT, CallState.PUBLISHED).id}


def a_page(cast: Cast) -> dict[str, Any]:
    return {**a_draft(cast), "page": "summary"}


def _planned(cast: Cast, state: ApplicationState, call_state: CallState) -> dict[str, Any]:
    call = make_call(
        action=cast.action, state=call_state, asks_logframe=True, asks_action_plan=True
    )
    made = make_application(
        state=state, call=call, organisation=cast.organisation, owner=cast.person("member")
    )
    return {"application_id": made.id}


def a_planned_draft(cast: Cast) -> dict[str, Any]:
    return _planned(cast, S.DRAFT, CallState.PUBLISHED)


def an_unsealed_plan(cast: Cast) -> dict[str, Any]:
    return _planned(cast, S.SUBMITTED, CallState.CLOSED)


def sealed(cast: Cast) -> dict[str, Any]:
    return {"application_id": _application(cast, S.SUBMITTED, CallState.PUBLISHED).id}


def unsealed(cast: Cast) -> dict[str, Any]:
    return {"application_id": _application(cast, S.SUBMITTED, CallState.CLOSED).id}


def a_copy(cast: Cast) -> dict[str, Any]:
    return {**a_draft(cast), "kind": "docx"}


def an_unsealed_copy(cast: Cast) -> dict[str, Any]:
    return {**unsealed(cast), "kind": "zip"}


def a_version(cast: Cast) -> dict[str, Any]:
    return {**sealed(cast), "kind": "docx", "number": 1}


def an_unsealed_version(cast: Cast) -> dict[str, Any]:
    return {**unsealed(cast), "kind": "docx", "number": 1}


def an_unsealed_page(cast: Cast) -> dict[str, Any]:
    return {**unsealed(cast), "page": "summary"}


def asked_for_documents(cast: Cast) -> dict[str, Any]:
    state = S.ELIGIBILITY_CHECK
    return {"application_id": _application(cast, state, CallState.IN_EVALUATION).id}


def a_partner(cast: Cast) -> dict[str, Any]:
    application = _application(cast, S.DRAFT, CallState.PUBLISHED)
    partner = save(
        PartnerOrganisation(
            application_id=application.id,
            position=1,
            relation="associate",
            name="Partner",
            country="RS",
        )
    )
    return {"application_id": application.id, "partner_id": partner.id}


def _asked(application: Any, **changes: Any) -> tuple[Any, str]:
    token = f"token{next_number()}"
    partner = save(
        PartnerOrganisation(
            application_id=application.id,
            position=1,
            relation="co_applicant",
            name="Partner",
            country="RS",
        )
    )
    values: dict[str, Any] = {
        "state": MandateState.ASKED,
        "token_hash": hashed(token),
        "to_name": "Ana",
        "email": "ana@partner.example.org",
        "text": "Text",
        "sha256": "0" * 64,
        "asked_by_id": application.created_by_id,
        "asked_at": AT,
        "expires_at": now() + timedelta(days=9),
    }
    save(PartnerMandate(partner_id=partner.id, **(values | changes)))
    return partner, token


def a_signing_partner(cast: Cast) -> dict[str, Any]:
    application = _application(cast, S.DRAFT, CallState.PUBLISHED)
    return {"application_id": application.id, "partner_id": _asked(application)[0].id}


def a_link(cast: Cast) -> dict[str, Any]:
    return {"token": _asked(_application(cast, S.DRAFT, CallState.PUBLISHED))[1]}


def _paper(application: Any) -> dict[str, Any]:
    kept = files.keep(PDF, name="scan.pdf", media_type="application/pdf", at=AT)
    partner, _token = _asked(
        application, state=MandateState.SIGNED, answered_at=AT, file_id=kept.id
    )
    return {"application_id": application.id, "partner_id": partner.id}


def a_paper(cast: Cast) -> dict[str, Any]:
    return _paper(_application(cast, S.DRAFT, CallState.PUBLISHED))


def an_unsealed_paper(cast: Cast) -> dict[str, Any]:
    return _paper(_application(cast, S.SUBMITTED, CallState.CLOSED))


def to_remind(cast: Cast) -> dict[str, Any]:
    return {**a_signing_partner(cast), "verb": "remind"}


def _with_file(application: Any) -> dict[str, Any]:
    return {"application_id": application.id, "attachment_id": application.attachments[0].id}


def a_file(cast: Cast) -> dict[str, Any]:
    return _with_file(_application(cast, S.DRAFT, CallState.PUBLISHED))


def an_unsealed_file(cast: Cast) -> dict[str, Any]:
    return _with_file(_application(cast, S.SUBMITTED, CallState.CLOSED))


def a_file_to_remove(cast: Cast) -> dict[str, Any]:
    return {**a_file(cast), "verb": "remove"}


def a_slot(cast: Cast) -> dict[str, Any]:
    return {**a_draft(cast), "key": "cvs"}


def member(params: Any, method: str = "POST", **data: Any) -> Access:
    return Access(allowed=MEMBER, method=method, params=params, data=data)


def page(params: Any = a_draft, closed: Any = unsealed) -> tuple[Access, ...]:
    """A page of the applicant, which the staff may read once the call has closed."""
    return (
        Access(allowed=MEMBER, params=params),
        Access(allowed=READERS, params=closed),
    )


def _second(values: dict[str, Any]) -> dict[str, Any]:
    [first] = queries.versions(values["application_id"])
    save(
        ApplicationVersion(
            application_id=first.application_id,
            number=2,
            content=first.content,
            sha256=first.sha256,
            submitted_at=first.submitted_at,
            submitted_by_id=first.submitted_by_id,
            submitted_by_name=first.submitted_by_name,
        )
    )
    return values


def two_versions(cast: Cast) -> dict[str, Any]:
    return _second(sealed(cast))


def two_versions_unsealed(cast: Cast) -> dict[str, Any]:
    return _second(unsealed(cast))


def a_draft_call(cast: Cast) -> dict[str, Any]:
    return {"reference": make_call(action=cast.action, state=CallState.DRAFT).reference}


def a_test(cast: Cast) -> dict[str, Any]:
    application = make_application(
        state=S.DRAFT,
        call=make_call(action=cast.action, state=CallState.DRAFT),
        organisation=make_organisation(is_test=True),
        owner=cast.person("programme"),
        is_test=True,
    )
    return {"application_id": application.id}


ACCESS = {
    "applications.preview": (
        Access(allowed={"programme"}, params=a_draft_call),
        Access(allowed={"programme"}, method="POST", params=a_draft_call),
    ),
    "applications.delete_test": (
        Access(allowed={"programme"}, params=a_test),
        Access(allowed={"programme"}, method="POST", params=a_test),
    ),
    "applications.precheck": (
        Access(allowed=SIGNED_IN, params=an_open_call),
        Access(allowed=SIGNED_IN, method="POST", params=an_open_call),
    ),
    "applications.index": Access(allowed=SIGNED_IN),
    "applications.detail": (*page(), Access(allowed=MEMBER, params=sealed)),
    "applications.text": (*page(a_page, an_unsealed_page), member(a_page, action="later")),
    "applications.identification": (*page(), member(a_draft)),
    "applications.activities": (*page(), member(a_draft)),
    "applications.logframe": (
        *page(a_planned_draft, an_unsealed_plan),
        member(a_planned_draft, action="add-outcome"),
    ),
    "applications.plan": (*page(a_planned_draft, an_unsealed_plan), member(a_planned_draft)),
    "applications.eligibility": page(),
    "applications.organisation": (*page(), member(a_draft)),
    "applications.partners": (*page(), member(a_draft)),
    "applications.add_partner": member(a_draft),
    "applications.remove_partner": member(a_partner),
    "applications.partner": (
        *page(a_partner, an_unsealed_paper),
        member(a_partner),
    ),
    "applications.ask_mandate": member(a_signing_partner),
    "applications.upload_mandate": member(a_signing_partner),
    "applications.change_mandate": member(to_remind),
    "applications.mandate_paper": page(a_paper, an_unsealed_paper),
    "applications.answer_mandate": (
        Access(public=True, params=a_link),
        Access(public=True, method="POST", params=a_link),
    ),
    "applications.declaration": (*page(), member(a_draft)),
    "applications.budget": (*page(), member(a_draft)),
    "applications.budget_workbook": page(),
    "applications.budget_import": (Access(allowed=MEMBER, params=a_draft), member(a_draft)),
    "applications.budget_autosave": member(a_draft, revision="1"),
    "applications.presence": member(a_page),
    "applications.autosave": member(a_page, revision="1"),
    "applications.documents": (*page(), member(a_draft)),
    "applications.upload": member(a_slot),
    "applications.use_document": member(a_slot),
    "applications.change": member(a_file_to_remove),
    "applications.copy": page(a_copy, an_unsealed_copy),
    "applications.version_copy": page(a_version, an_unsealed_version),
    "applications.download": page(a_file, an_unsealed_file),
    "applications.supporting": Access(allowed=READERS, params=asked_for_documents),
    "applications.check": page(),
    "applications.submit": member(a_draft),
    "applications.submitted": page(sealed),
    "applications.reopen": member(sealed),
    "applications.withdraw": (Access(allowed=MEMBER, params=a_draft), member(a_draft)),
    "applications.versions": page(),
    "applications.compare": (
        Access(allowed=MEMBER, params=two_versions),
        Access(allowed=READERS, params=two_versions_unsealed),
    ),
    "applications.decision": page(),
    "applications.managed": (
        Access(allowed=STAFF, params=an_open_call),
        Access(allowed=STAFF, params=a_closed_call),
    ),
    "applications.clarification": (
        Access(allowed=READERS, params=unsealed),
        Access(allowed=READERS, method="POST", params=unsealed),
    ),
    "applications.attempts": (
        Access(allowed=STAFF, params=an_open_call),
        Access(allowed=STAFF, params=a_closed_call),
    ),
    "applications.extensions": (
        Access(allowed=STAFF, params=an_open_call),
        Access(allowed=STAFF, method="POST", params=a_closed_call),
    ),
    "applications.register": Access(allowed=STAFF),
    "applications.read": Access(allowed=STAFF, params=unsealed),
}
