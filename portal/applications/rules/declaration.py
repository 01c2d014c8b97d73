"""The declaration on honour: what the signatory states. Source: rules.md 3.4."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.core.text import N_, Text

STATEMENTS: Mapping[str, Text] = MappingProxyType(
    {
        "not_bankrupt": N_(
            "The organisation is not bankrupt, being wound up or in a similar situation."
        ),
        "no_judgment": N_(
            "Neither the organisation nor its representatives have a final judgment or decision "
            "against them for grave professional misconduct, fraud, corruption, organised crime, "
            "money laundering, terrorist financing, child labour or trafficking in human beings."
        ),
        "taxes_paid": N_("Taxes and social security contributions are paid."),
        "no_breach": N_("It has not seriously breached an earlier contract financed by the EU."),
        "not_evading": N_("It was not created to evade legal duties."),
        "no_conflict": N_("It has no conflict of interest in this call."),
        "no_false_statements": N_("What this application says is true and complete."),
        "not_restricted": N_("It is not on the EU lists of restrictive measures."),
        "no_double_funding": N_("The same costs are not financed by another grant."),
        "agrees_to_checks": N_(
            "It agrees to checks by the lead applicant, the European Commission, OLAF, the EPPO "
            "and the European Court of Auditors."
        ),
        "accepts_publication": N_(
            "It accepts that its name, the amount and the title are published if a grant is "
            "awarded."
        ),
        "privacy_read": N_("The privacy notice has been read."),
    }
)
SIGNATURE = ("place", "signed_on", "name", "function")


def is_signed(answers: Mapping[str, object]) -> bool:
    """Whether every statement is ticked and the signature is complete."""
    return all(answers.get(key) == "yes" for key in STATEMENTS) and all(
        str(answers.get(key, "")).strip() for key in SIGNATURE
    )
