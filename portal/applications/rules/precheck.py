"""Can we apply? The questions of a call, from its own numbers, each with the rule behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from portal.core.countries import country_name
from portal.core.findings import Finding, Level
from portal.core.text import N_, Text


@dataclass(frozen=True)
class CallFacts:
    """What the questions are made of."""

    registered_months: int
    max_applications: int
    countries: tuple[str, ...]  # where applicants may be registered; none: anywhere
    activities: tuple[str, ...]
    requires_partners: bool = False
    has_list: bool = True  # of activities that can be paid


@dataclass(frozen=True)
class CheckQuestion:
    """One yes or no question; "no" means the organisation cannot apply, for the reason in `rule`.

    Shape: `code` is the eligibility item behind it (rules.md 5.2).
    """

    code: str
    text: Text
    rule: Text


@dataclass(frozen=True)
class ApplicantFacts:
    """What the portal knows of the organisation that wants to apply."""

    country: str
    registered_on: date | None
    is_action_party: bool
    applications_as_lead: int
    has_unpaid_recovery: bool = False


def questions(call: CallFacts) -> list[CheckQuestion]:
    """The questions of the pre-check. Source: rules.md 5.2 ELI01-ELI16."""
    found = [
        CheckQuestion(
            "ELI01",
            N_("Is your organisation a legal person, entered in a register?"),
            N_("Only registered legal persons can apply."),
        ),
        CheckQuestion(
            "ELI02",
            N_("Does your statute say that your organisation is non-profit-making?"),
            N_("Only non-profit-making organisations can apply."),
        ),
        *_place(call),
        CheckQuestion(
            "ELI05",
            N_(
                "Has it been registered for at least %(months)s months?",
                months=call.registered_months,
            ),
            N_(
                "The organisation must be registered for at least %(months)s months before the "
                "call was published.",
                months=call.registered_months,
            ),
        ),
        CheckQuestion(
            "ELI06",
            N_("Will your organisation carry out the project itself, not pass the money on?"),
            N_("The applicant must be directly responsible for the project; grants are not "
               "passed on."),
        ),
        CheckQuestion(
            "ELI10",
            N_("Is your organisation independent of the partners that run this Action?"),
            N_("Partners of the Action, and organisations tied to them in a way that could decide "
               "the award, cannot apply."),
        ),
        *_listed(call),
        CheckQuestion(
            "ELI09",
            N_("Are the costs of the project free of any other grant (no double funding)?"),
            N_("The same cost cannot be paid twice."),
        ),
        CheckQuestion(
            "ADM15",
            N_(
                "Is this one of at most %(count)s applications you lead in this call?",
                count=call.max_applications,
            ),
            N_(
                "One organisation may lead at most %(count)s applications in this call.",
                count=call.max_applications,
            ),
        ),
    ]  # fmt: skip
    if call.requires_partners:
        found.append(
            CheckQuestion(
                "ADM13",
                N_("Will at least one co-applicant take part?"),
                N_("This call asks for at least one co-applicant."),
            )
        )
    return found


def _listed(call: CallFacts) -> Iterator[CheckQuestion]:
    if call.has_list:
        yield CheckQuestion(
            "ELI12",
            N_("Are all activities you plan on the call’s list of activities?"),
            N_("Only activities on the call’s list can be paid."),
        )


def _place(call: CallFacts) -> Iterator[CheckQuestion]:
    if call.countries:
        places = ", ".join(country_name(code) for code in call.countries)
        yield CheckQuestion(
            "ELI04",
            N_("Is your organisation registered in one of: %(places)s?", places=places),
            N_("The organisation must be registered in a place that the call names."),
        )


def refused_answers(asked: list[CheckQuestion], answers: Mapping[str, str]) -> list[CheckQuestion]:
    """The questions answered with no."""
    return [question for question in asked if answers.get(question.code) == "no"]


def check_applicant(
    call: CallFacts, applicant: ApplicantFacts, *, lot_country: str | None, published_on: date
) -> list[Finding]:
    """What speaks against an application of this organisation in this lot, from what is known.

    Shape: `lot_country` None is the regional lot, open to every place of the call.
    """
    checks = (
        _country(call, applicant, lot_country),
        _registered(call, applicant, published_on),
        _party(applicant),
        _number(call, applicant),
        _recovery(applicant),
    )
    return [finding for finding in checks if finding is not None]


def _country(call: CallFacts, applicant: ApplicantFacts, lot_country: str | None) -> Finding | None:
    if lot_country is None:
        if not call.countries or applicant.country in call.countries:
            return None
        message = N_("Organisations from %(place)s cannot apply in this call.",
                     place=country_name(applicant.country))  # fmt: skip
    elif applicant.country == lot_country:
        return None
    else:
        message = N_(
            "This lot is for organisations registered in %(place)s.",
            place=country_name(lot_country),
        )
    return Finding("ADM12", Level.ERROR, message, field="lot")


def _registered(call: CallFacts, applicant: ApplicantFacts, published_on: date) -> Finding | None:
    registered = applicant.registered_on
    if registered is None:
        return None  # asked in the profile, and again before submission
    months = (published_on.year - registered.year) * 12 + published_on.month - registered.month
    if published_on.day < registered.day:
        months -= 1
    if months >= call.registered_months:
        return None
    message = N_(
        "Your organisation must have been registered for at least %(months)s months when the call "
        "was published.",
        months=call.registered_months,
    )
    return Finding("ELI05", Level.ERROR, message, field="organisation")


def _party(applicant: ApplicantFacts) -> Finding | None:
    if not applicant.is_action_party:
        return None
    message = N_("Your organisation is a party of the Action and cannot apply.")
    return Finding("ELI10", Level.ERROR, message, field="organisation")


def _number(call: CallFacts, applicant: ApplicantFacts) -> Finding | None:
    if applicant.applications_as_lead < call.max_applications:
        return None
    message = N_(
        "Your organisation already leads %(count)s of at most %(most)s applications in this call.",
        count=applicant.applications_as_lead,
        most=call.max_applications,
    )
    return Finding("ADM15", Level.ERROR, message, field="organisation")


def _recovery(applicant: ApplicantFacts) -> Finding | None:
    if not applicant.has_unpaid_recovery:
        return None
    message = N_("Your organisation has an unpaid recovery from an earlier grant.")
    return Finding("ELI16", Level.ERROR, message, field="organisation")
