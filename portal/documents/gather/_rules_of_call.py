"""The rules of a call in words, for the papers that tell them."""

from portal.calls.models import Call, DocumentSlot, GridSection, Lot
from portal.calls.rules.scale import words_of
from portal.core.countries import country_name
from portal.documents.layouts import cgs
from portal.documents.layouts._parts import percent

LANGUAGES = {
    "en": "English",
    "sq": "Albanian",
    "sr": "Serbian",
    "mk": "Macedonian",
    "bs": "Bosnian",
    "me": "Montenegrin",
    "cnr": "Montenegrin",
    "hr": "Croatian",
}
PROCEDURES = {
    "one_step": "One step: the full application is sent at once",
    "two_step": "Two steps: a concept note first; the best are invited to a full application",
}
HEADINGS = {
    "1": "Human resources",
    "2": "Travel",
    "3": "Equipment and supplies",
    "4": "Local office",
    "5": "Other costs and services",
    "6": "Other",
}


def conditions(call: Call) -> tuple[str, ...]:
    """Who may apply, as far as the portal checks it."""
    found = [f"Registered for at least {call.registered_months} months before publication."]
    if not call.registered_months:
        found = []
    if call.applicant_countries:
        places = ", ".join(map(country_name, call.applicant_countries))
        found.insert(0, f"Registered in one of: {places}.")
    most = call.max_applications_as_lead
    found.append(
        f"An organisation may lead at most {most} {'application' if most == 1 else 'applications'}."
    )
    awards = call.max_awards_as_lead
    found.append(
        f"It may be awarded at most {awards} {'grant' if awards == 1 else 'grants'} in this call."
    )
    if call.moves_rest:
        found.append("Money that is left in a lot may be moved to another lot of this call.")
    if call.requires_partners:
        found.append("At least one co-applicant is needed.")
    return tuple(found)


def lot_line(lot: Lot) -> cgs.LotLine:
    """One lot with its money and limits."""
    least = lot.min_countries
    return cgs.LotLine(
        name=lot.name,
        run_by=f"Run by {lot.managed_by}" if lot.managed_by else "",
        envelope_eur=lot.envelope,
        most_grants=lot.max_grants,
        least_eur=lot.min_grant,
        most_eur=lot.max_grant,
        months=f"{lot.min_months} to {lot.max_months}",
        countries=f"Partners from at least {least} countries" if least > 1 else "",
    )


def costs(call: Call) -> tuple[tuple[str, str], ...]:
    """The limits of the budget as label and value."""
    caps = [
        (f"{HEADINGS.get(heading, heading)} at most", f"{cap} % of the direct costs")
        for heading, cap in sorted(call.heading_caps.items())
    ]
    return (
        ("Largest share of eligible costs", percent(call.max_share)),
        ("Smallest share", percent(call.min_share)),
        ("Indirect costs at most", f"{percent(call.indirect_rate)} of the direct costs"),
        (
            "Contingency reserve",
            f"at most {percent(call.contingency_rate)} of the direct costs"
            if call.contingency_rate
            else "not allowed",
        ),
        *caps,
        ("Instalments", " + ".join(f"{part} %" for part in call.prefinancing_plan)),
        ("Currency", call.currency),
        ("Records", f"kept for {call.keep_years} years after the balance of the main grant"),
    )


def grid_line(call: Call, section: GridSection) -> cgs.CriterionLine:
    """One section of the grid with its criteria and weights."""
    return cgs.CriterionLine(
        code=section.code,
        title=section.title,
        criteria=tuple(
            one.text + (f" (×{one.weight})" if one.weight > 1 else "") for one in section.criteria
        ),
        points=call.most_points(section),
        threshold=section.threshold,
    )


def scale(call: Call) -> str:
    """The marks and their words: Scale: 1 very poor, 2 poor, and so on."""
    words = words_of(call.lowest_mark, call.highest_mark)
    if all(words.values()):
        return "Scale: " + ", ".join(f"{mark} {word.lower()}" for mark, word in words.items()) + "."
    return f"Scale: from {call.lowest_mark} (very poor) to {call.highest_mark} (very good)."


def slots(call: Call, stage: str) -> tuple[str, ...]:
    """The documents asked at a stage, with their formats."""
    return tuple(_slot(one) for one in call.document_slots if one.stage == stage)


def _slot(slot: DocumentSlot) -> str:
    formats = ", ".join(slot.formats).upper()
    optional = "" if slot.is_required else ", optional"
    return f"{slot.label} ({formats}{optional})"


def languages(call: Call) -> str:
    """The languages of the application in words."""
    return ", ".join(LANGUAGES.get(code, code) for code in call.languages)


def place(lot: Lot) -> str:
    """The country of a lot, or that it is the regional one."""
    return country_name(lot.country) if lot.country else "Several countries"
