"""The administrative and the eligibility sheet: items, and what the portal can answer itself."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from portal.applications.rules.stages import check_stage_amount
from portal.calls.rules import is_in_time
from portal.core.countries import country_name
from portal.core.days import add_months
from portal.core.money import EURO, in_currency
from portal.core.text import N_, Text

# Source: rules.md 5.1.
ADMINISTRATIVE: Mapping[str, Text] = {
    "ADM01": N_("Received before the deadline"),
    "ADM02": N_("Correct form, all parts filled"),
    "ADM03": N_("Language as asked"),
    "ADM04": N_("Submitted by a person entitled to sign; declaration signed"),
    "ADM05": N_("Each co-applicant's mandate signed"),
    "ADM06": N_("Each affiliated entity's statement signed"),
    "ADM07": N_("Budget in the form given, in the currency of the call"),
    "ADM08": N_("Results and indicators filled"),
    "ADM09": N_("Duration within minimum and maximum"),
    "ADM10": N_("Amount requested within minimum and maximum"),
    "ADM11": N_("Share requested within limits"),
    "ADM12": N_("Country and lot match"),
    "ADM13": N_("Required number of co-applicants or countries"),
    "ADM14": N_("Word limits kept"),
    "ADM15": N_("Not more applications than allowed"),
    "ADM16": N_("Amount near that of the concept note, as the call asks"),
}

# Source: rules.md 5.2.
ELIGIBILITY: Mapping[str, Text] = {
    "ELI01": N_("Legal person"),
    "ELI02": N_("Non-profit-making"),
    "ELI03": N_("Civil society organisation of a type named in the call"),
    "ELI04": N_("Established in an eligible country or territory"),
    "ELI05": N_("Registered long enough before the call"),
    "ELI06": N_("Directly responsible, not an intermediary"),
    "ELI07": N_("Active in the field of the call"),
    "ELI08": N_("Not in an exclusion situation, not on a list of restrictive measures"),
    "ELI09": N_("No double funding"),
    "ELI10": N_("Not a partner of the Action"),
    "ELI11": N_("Co-applicants and affiliated entities are eligible too"),
    "ELI12": N_("All activities on the call's list"),
    "ELI13": N_("Project takes place in eligible countries or territories"),
    "ELI14": N_("Accounts of the last closed year; turnover plausible"),
    "ELI15": N_("Bank account in the organisation's name"),
    "ELI16": N_("No unpaid recovery from earlier grants"),
}

Answers = dict[str, tuple[str, str]]  # code -> (yes, no or na; note)


@dataclass(frozen=True)
class AdministrativeFacts:
    """What the records say about one application. Units: money in `currency`, share in per cent."""

    application_id: UUID
    submitted_at: datetime
    closes_at: datetime
    grace_seconds: int
    currency: str
    currencies: Collection[str]
    duration: int | None
    min_months: int
    max_months: int
    requested: Decimal
    min_grant: Decimal
    max_grant: Decimal
    total_eligible: Decimal
    min_share: Decimal | None
    max_share: Decimal
    lot_country: str | None
    seat: str
    countries: Collection[str]
    over_limit: Collection[str]
    as_lead: int
    max_as_lead: int
    is_logframe_filled: bool | None  # None: the call does not ask for it
    mandates: Mapping[str, Mapping[str, bool]]  # by relation: partner -> whether it has signed
    min_countries: int
    needs_partners: bool
    co_applicants: int
    concept_requested: Decimal | None = None  # None: the call has one step
    change_percent: Decimal = Decimal(100)  # that the full application may ask more or less


def answer_administrative(facts: AdministrativeFacts) -> Answers:
    """ADM01, 05-16 from the records; the others need a person."""
    late = not is_in_time(
        facts.submitted_at, closes_at=facts.closes_at, grace_seconds=facts.grace_seconds
    )
    foreign = sorted(set(facts.currencies) - {facts.currency})
    share = (
        Fraction(facts.requested) * 100 / Fraction(facts.total_eligible)
        if facts.total_eligible
        else None
    )
    fits_share = (
        share is not None
        and share <= Fraction(facts.max_share)
        and (facts.min_share is None or share >= Fraction(facts.min_share))
    )
    months = facts.duration or 0
    return {
        "ADM01": _yes(not late, "Received after the deadline."),
        "ADM05": _signed(facts.mandates.get("co_applicant", {}), "There is no co-applicant."),
        "ADM06": _signed(facts.mandates.get("affiliated_entity", {}), "No affiliated entity."),
        "ADM07": _yes(not foreign, f"Lines in {', '.join(foreign)}."),
        "ADM08": ("na", "The call asks for no logframe.")
        if facts.is_logframe_filled is None
        else _yes(facts.is_logframe_filled, "The logframe is not complete."),
        "ADM09": _yes(
            facts.min_months <= months <= facts.max_months,
            f"{months} months; {facts.min_months} to {facts.max_months} are allowed.",
        ),
        "ADM10": _yes(
            facts.min_grant <= facts.requested <= facts.max_grant,
            f"{in_currency(facts.requested, facts.currency)}; "
            f"{in_currency(facts.min_grant, facts.currency)} to "
            f"{in_currency(facts.max_grant, facts.currency)} are allowed.",
        ),
        "ADM11": _yes(fits_share, "The share asked is outside the limits of the call."),
        "ADM12": _yes(
            _fits_lot(facts), f"Seat in {country_name(facts.seat)}, another lot was chosen."
        ),
        "ADM13": _enough(facts),
        "ADM14": _yes(not facts.over_limit, f"Over the limit: {', '.join(facts.over_limit)}."),
        "ADM15": _yes(
            facts.as_lead <= facts.max_as_lead,
            f"{facts.as_lead} applications; {facts.max_as_lead} allowed.",
        ),
        "ADM16": _near_concept(facts),
    }


def _near_concept(facts: AdministrativeFacts) -> tuple[str, str]:
    if facts.concept_requested is None:
        return ("na", "It follows no concept note.")
    found = check_stage_amount(
        facts.concept_requested, facts.requested, percent=facts.change_percent
    )
    return _yes(found is None, str(found.message) if found else "")


def _on_the_list(activities: Collection[str], listed: Collection[str] | None) -> tuple[str, str]:
    if listed is None:
        return ("na", "The call has no list of activities.")
    is_met = bool(activities) and set(activities) <= set(listed)
    return _yes(is_met, "An activity is not on the list of the call.")


def _fits_lot(facts: AdministrativeFacts) -> bool:
    if facts.lot_country is None:
        return True
    return facts.seat == facts.lot_country and set(facts.countries) <= {facts.lot_country}


def _signed(partners: Mapping[str, bool], none: str) -> tuple[str, str]:
    missing = [name for name, is_signed in partners.items() if not is_signed]
    return _yes(not missing, f"Not signed: {', '.join(missing)}.") if partners else ("na", none)


def _enough(facts: AdministrativeFacts) -> tuple[str, str]:
    """Countries and co-applicants; not applicable where the lot asks for neither."""
    countries = len(set(facts.countries))
    if facts.min_countries <= 1 and not facts.needs_partners:
        return ("na", "The lot asks for one country and no co-applicant.")
    if countries < facts.min_countries:
        return ("no", f"{countries} countries; at least {facts.min_countries} are asked.")
    return _yes(not facts.needs_partners or facts.co_applicants > 0, "No co-applicant is named.")


def _yes(is_met: bool, note: str) -> tuple[str, str]:
    return ("yes", "") if is_met else ("no", note)


@dataclass(frozen=True)
class EligibilityFacts:
    """What the records say about the applicant. `has_unpaid_recovery` None: not known here.

    Units: `held` from other calls of the Action, `requested` and the ceiling per third party in
    euro.
    """

    seat: str
    registered_on: date | None
    registered_months: int
    published_on: date
    is_action_party: bool
    activities: Collection[str]
    listed: Collection[str] | None  # None: the call has no list
    countries: Collection[str]
    eligible_countries: Collection[str]
    has_unpaid_recovery: bool | None
    held: Decimal = Decimal(0)
    requested: Decimal = Decimal(0)
    ceiling: Decimal | None = None


def answer_eligibility(facts: EligibilityFacts) -> Answers:
    """ELI04, 05, 10, 12, 13, 16 and a ceiling passed in ELI09 from the records.

    The others need a person and a document.
    """
    outside = sorted(set(facts.countries) - set(facts.eligible_countries))
    found = {
        "ELI04": _yes(
            facts.seat in facts.eligible_countries, f"Seat in {country_name(facts.seat)}."
        ),
        "ELI10": _yes(not facts.is_action_party, "The organisation is a partner of the Action."),
        "ELI12": _on_the_list(facts.activities, facts.listed),
        "ELI13": _yes(
            bool(facts.countries) and not outside,
            "Outside: " + ", ".join(country_name(code) for code in outside),
        ),
    }
    together = facts.held + facts.requested
    if facts.ceiling is not None and together > facts.ceiling:
        found["ELI09"] = (
            "no",
            f"{in_currency(facts.held, EURO)} held and {in_currency(facts.requested, EURO)} asked "
            f"for are more than {in_currency(facts.ceiling, EURO)} for one third party.",
        )
    if facts.registered_on is not None:
        old_enough = add_months(facts.registered_on, facts.registered_months) <= facts.published_on
        found["ELI05"] = _yes(
            old_enough,
            f"Registered on {facts.registered_on.isoformat()}; "
            f"{facts.registered_months} months before the call are needed.",
        )
    if facts.has_unpaid_recovery is not None:
        found["ELI16"] = _yes(not facts.has_unpaid_recovery, "A recovery is unpaid.")
    return found
