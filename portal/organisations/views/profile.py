"""The profile: shown, edited, entered for the first time."""

from flask import flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.text import Text
from portal.organisations import policy, queries, rules, service
from portal.organisations.forms import IdentityForm, ProfileForm
from portal.organisations.models import Organisation
from portal.organisations.views import bp
from portal.organisations.views.chosen import CHOICE, chosen_organisation, pick
from portal.web.access import current_actor
from portal.web.filters import ZONE, words
from portal.web.refusal import page, show


@bp.get("/organisation")
def profile() -> ResponseReturnValue:
    """What the portal knows of the person's organisation."""
    actor = current_actor()
    own = queries.own(actor)
    organisation = pick(own)
    if organisation is None:
        return redirect(url_for(".create"))
    return page(
        "organisations/profile.html",
        organisation=organisation,
        others=[one for one in own if one.id != organisation.id],
        may_edit=policy.can_edit(actor, organisation),
        may_see_bank=policy.can_see_bank(actor, organisation),
        completeness=completeness_of(organisation),
        scripts=scripts_of(organisation),
        fields_of_work=fields_in_words(organisation),
    )


@bp.route("/organisation/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Enter an organisation; the person becomes its owner."""
    form = IdentityForm()
    if form.validate_on_submit():
        try:
            with transaction():
                made = service.create(
                    form.identity(),
                    actor=current_actor(),
                    at=now(),
                    is_confirmed=bool(form.is_confirmed.data),
                )
        except RuleBroken as broken:
            show_doubts(form, broken)
        else:
            session[CHOICE] = str(made.id)
            flash(_("%(name)s is entered. Complete its profile.", name=made.legal_name))
            return redirect(url_for(".edit"))
    return page("organisations/create.html", form=form)


@bp.route("/organisation/edit", methods=["GET", "POST"])
def edit() -> ResponseReturnValue:
    """Change the profile."""
    organisation = chosen_organisation()
    if organisation is None:
        return redirect(url_for(".create"))
    require(policy.can_edit(current_actor(), organisation))
    years = rules.closed_years(day_in(ZONE, now()))
    form = ProfileForm.of(organisation, years)
    if form.validate_on_submit():
        try:
            _save(form, organisation, years)
        except RuleBroken as broken:
            show_doubts(form, broken)
        else:
            flash(_("The profile is saved."))
            return redirect(url_for(".profile"))
    return page("organisations/edit.html", form=form, organisation=organisation)


def _save(form: ProfileForm, organisation: Organisation, years: list[int]) -> None:
    turnover = form.turnover(years)
    with transaction():
        service.edit(
            organisation,
            form.profile(),
            turnover,
            version=form.known_version(),
            actor=current_actor(),
            at=now(),
            is_confirmed=bool(form.is_confirmed.data),
        )


def show_doubts(form: IdentityForm, broken: RuleBroken) -> None:
    """The words of a refusal; doubts stand at their fields and can be confirmed."""
    show(form, broken)
    if isinstance(broken, service.Doubtful):
        form.asks_again = True
        for doubt in broken.doubts:
            show(form, RuleBroken(doubt.message, field=doubt.field))


def fields_in_words(organisation: Organisation) -> list[str]:
    """The fields of work as people read them."""
    return [words(rules.FIELDS_OF_WORK.get(key, Text(key))) for key in organisation.fields_of_work]


def completeness_of(organisation: Organisation) -> rules.Completeness:
    """How complete the profile is; its years are loaded."""
    return rules.completeness(vars(organisation), [entry.year for entry in organisation.years])


def scripts_of(organisation: Organisation) -> dict[str, str]:
    """In which script each name is written."""
    names = ("legal_name", "local_name")
    return {name: words(rules.script_of(getattr(organisation, name))) for name in names}
