"""What an organisation's profile must tell before it can apply. Source: rules.md 3.1."""

from collections.abc import Mapping

from portal.core.text import N_, Text

NEEDED: tuple[tuple[str, Text], ...] = (
    ("legal_name", N_("legal name")),
    ("registration_number", N_("registration number")),
    ("registered_on", N_("date of registration")),
    ("legal_form", N_("legal form")),
    ("street", N_("street and number")),
    ("city", N_("city")),
    ("email", N_("email address")),
    ("phone", N_("telephone")),
    ("representative_name", N_("name of the legal representative")),
    ("representative_function", N_("function of the legal representative")),
)


def missing_of(profile: Mapping[str, object]) -> list[Text]:
    """The items of the profile that are still empty, in the order of the form."""
    return [label for key, label in NEEDED if not profile.get(key)]
