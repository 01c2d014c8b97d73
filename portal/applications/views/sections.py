"""The pages of the form that are answered by text, ticks and choices."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.forms import (
    CompletionForm,
    activities_form,
    answers_of,
    declaration_form,
    identification_form,
)
from portal.applications.models import Application
from portal.applications.policy import can_sign
from portal.applications.queries import Problem
from portal.applications.rules import logframe
from portal.applications.rules.declaration import SIGNATURE, STATEMENTS
from portal.applications.rules.pages import (
    DESCRIPTION_WORDS,
    TITLE_WORDS,
    field_name,
    page_title,
)
from portal.applications.rules.plan import months_field, who_field
from portal.applications.rules.questions import FormQuestion, in_words
from portal.applications.views import bp
from portal.applications.views.common import (
    content_shown,
    editing,
    load,
    onwards,
    page_url,
    reading,
    show_problems,
)
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page


def revision_of(application: Application, name: str) -> int:
    """The revision of a page's answers; 0 when nobody has saved it."""
    row = queries.section(application, name)
    return row.revision if row else 0


def sent_revision() -> int:
    """The revision the form was made from."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def sent_questions(questions: Sequence[FormQuestion]) -> list[FormQuestion]:
    """The questions that stood on the sent page: others keep what was answered before."""
    names = set(request.form["asked"].split()) if "asked" in request.form else None
    return [
        question
        for question in questions
        if not question.is_fixed and (names is None or question.name in names)
    ]


def save(
    application: Application, name: str, form: CompletionForm, answers: Mapping[str, Any]
) -> ResponseReturnValue | None:
    """Keep the answers of a sent form; answers where to go, or None when the page stays open.

    "Save and come back later" keeps what is there; "Save and continue" also checks it.
    """
    is_later = request.form.get("action") == "later"
    try:
        with transaction():
            found = service.save_page(
                application,
                name,
                answers,
                revision=sent_revision(),
                actor=current_actor(),
                at=now(),
                is_complete=None if is_later else form.is_complete.data == "yes",
                follows_autosave=True,
            )
    except service.SectionConflict as conflict:
        return conflicting(application.id, name, answers, conflict)
    if is_later or form.is_complete.data == "no":
        flash(_("Saved. You can come back to this section at any time."))
        return redirect(url_for("applications.detail", application_id=application.id))
    if not found:
        return onwards(application, name)
    show_problems(form, found)
    return None


def conflicting(
    application_id: UUID, name: str, mine: Mapping[str, Any], conflict: service.SectionConflict
) -> ResponseReturnValue:
    """Both versions of a page, side by side: nothing typed is lost."""
    application = load(application_id)
    theirs = said(application, name, conflict.theirs.answers)
    yours = said(application, name, mine)
    labels = labels_of(application, name).items()
    rows = [(label, theirs[key], yours[key]) for key, label in labels]
    return page(
        "applications/conflict.html",
        application=application,
        title=title_of(application, name),
        rows=[row for row in rows if row[1] != row[2]],
        theirs=conflict.theirs,
        url=page_url(application, name),
    ), 409


def titles(application: Application) -> dict[str, FormQuestion]:
    """The questions of the whole form by key: a page names those its own depend on."""
    return {one.key: one for _page, one in queries.all_questions(application)}


def title_of(application: Application, name: str) -> str:
    """What a page is called in this call."""
    entry = queries.page(application, name)
    return entry.title if entry else page_title(name)


def said(application: Application, name: str, answers: Mapping[str, Any]) -> dict[str, str]:
    """Each answer of a page in words, by the name of its field."""
    asked = {question.name: question for question in queries.questions(application, name)}
    currency = application.call.currency
    found = {}
    for key in labels_of(application, name):
        answer = answers.get(key)
        if key in asked:
            found[key] = words(in_words(asked[key], answer, currency))
        elif key == "results":
            found[key] = logframe.as_text(logframe.parse(answers))
        else:
            found[key] = ", ".join(answer) if isinstance(answer, list) else str(answer or "")
    return found


def labels_of(application: Application, name: str) -> dict[str, str]:
    """The label of every answer of a page."""
    labels = {question.name: question.title for question in queries.questions(application, name)}
    if name == "identification":
        labels |= {
            "title": _("Title of the project"),
            "location": _("Towns or areas"),
            "countries": _("Countries and territories"),
            "duration_months": _("Duration in months"),
        }
        if not application.call.asks_budget:
            labels["requested"] = _("Sum you ask for")
    if name == "logframe":
        labels["results"] = _("Logframe")
    if name == "plan":
        for code in queries.chosen_activities(application):
            labels[months_field(code)] = _("%(code)s, months", code=code)
            labels[who_field(code)] = _("%(code)s, responsible", code=code)
    if name == "activities":
        labels["chosen"] = _("Activities of the call’s list")
        labels |= {
            field_name(entry.code): f"{entry.code} {entry.text}"
            for entry in application.call.activities
        }
    return labels


def asking(application_id: UUID, name: str) -> Application:
    """The application, or 404 when its call has no such page."""
    application = load(application_id)
    return application if queries.page(application, name) else abort(404)


def can_send(form: CompletionForm) -> bool:
    """Whether a form was sent that may be kept; only "continue" needs the completion mark."""
    if request.form.get("action", "continue") != "continue":
        form.is_complete.validators = ()
    return bool(form.validate_on_submit())


def show_page(
    application: Application,
    name: str,
    form: Any,
    *,
    questions: tuple[FormQuestion, ...] = (),
    template: str = "text",
    **context: Any,
) -> ResponseReturnValue:
    """A page of the form: to fill in, or as text when it cannot be changed."""
    verdict = editing(application)
    row = queries.section(application, name)
    if request.method == "GET" and row is not None and row.is_complete and "is_complete" in form:
        form.is_complete.data = "yes"
    return page(
        f"applications/{template}.html" if verdict else "applications/read_page.html",
        application=application,
        name=name,
        title=title_of(application, name),
        form=form,
        questions=questions,
        verdict=verdict,
        section=row,
        revision=revision_of(application, name),
        content=content_shown(application),
        given=said(application, name, queries.question_answers(application, name)),
        **reading(),
        **context,
    )


@bp.route("/applications/<uuid:application_id>/identification", methods=["GET", "POST"])
def identification(application_id: UUID) -> ResponseReturnValue:
    """Title, places, duration."""
    application, name = load(application_id), "identification"
    form = identification_form(application)
    if can_send(form):
        answers = {
            "title": form.title.data,
            "location": form.location.data,
            "countries": form.countries.data,
            "duration_months": str(form.duration_months.data or ""),
        }
        if "requested" in form:
            answers["requested"] = request.form.get("requested", "")
        if (answer := save(application, name, form, answers)) is not None:
            return answer
        application = load(application_id)
    return show_page(application, name, form, template="identification", title_words=TITLE_WORDS)


@bp.route("/applications/<uuid:application_id>/activities", methods=["GET", "POST"])
def activities(application_id: UUID) -> ResponseReturnValue:
    """Which of the call's activities, and what is planned."""
    application, name = asking(application_id, "activities"), "activities"
    listed = [(entry.code, entry.text) for entry in application.call.activities]
    asked = queries.questions(application, name)
    form = activities_form(listed, asked, queries.question_answers(application, name))
    if can_send(form):
        names = [field_name(code) for code, _text in listed]
        answers = {"chosen": form["chosen"].data, **{key: form[key].data for key in names}}
        answers |= answers_of(form, sent_questions(asked))
        if (answer := save(application, name, form, answers)) is not None:
            return answer
        application = load(application_id)
    return show_page(
        application,
        name,
        form,
        template="activities",
        questions=asked,
        fields=[(code, field_name(code)) for code, _text in listed],
        description_words=DESCRIPTION_WORDS,
        titles=titles(application),
    )


@bp.get("/applications/<uuid:application_id>/eligibility")
def eligibility(application_id: UUID) -> ResponseReturnValue:
    """The answers of the pre-check."""
    application = load(application_id)
    return show_page(application, "check", CompletionForm(), template="eligibility")


@bp.route("/applications/<uuid:application_id>/organisation", methods=["GET", "POST"])
def organisation(application_id: UUID) -> ResponseReturnValue:
    """The profile as it will be copied into the application."""
    application, name = load(application_id), "organisation"
    form = CompletionForm()
    if can_send(form):
        if (answer := save(application, name, form, {"confirmed": "yes"})) is not None:
            return answer
        application = load(application_id)
    return show_page(
        application,
        name,
        form,
        template="organisation",
        missing=queries.profile_missing(application),
    )


@bp.route("/applications/<uuid:application_id>/declaration", methods=["GET", "POST"])
def declaration(application_id: UUID) -> ResponseReturnValue:
    """The declaration on honour."""
    application, name = load(application_id), "declaration"
    kept = dict(queries.answers(application, name))
    data: dict[str, Any] = {key: kept.get(key) == "yes" for key in STATEMENTS}
    data |= {key: kept.get(key, "") for key in SIGNATURE if key != "signed_on"}
    data["name"] = data["name"] or application.organisation.representative_name
    data["function"] = data["function"] or application.organisation.representative_function
    data["signed_on"] = day_in(application.call.time_zone, now())
    form = declaration_form(data)
    signing = can_sign(current_actor(), application)
    if form.validate_on_submit():
        answers = {key: "yes" for key in STATEMENTS}
        answers |= {
            "place": form.place.data,
            "signed_on": form.signed_on.data.isoformat(),
            "name": form.name.data,
            "function": form.function.data,
        }
        with transaction():
            service.sign(application, answers, actor=current_actor(), at=now())
        return redirect(url_for("applications.check", application_id=application_id))
    others = [problem for problem in queries.problems(application) if problem.page != "declaration"]
    return show_page(
        application, name, form, template="declaration", signing=signing, others=_links(
            application, others
        ),
    )  # fmt: skip


def _links(application: Application, found: list[Problem]) -> list[tuple[str, str]]:
    return [
        (str(problem.message), page_url(application, problem.page, problem.field))
        for problem in found
    ]
