"""What must hold before an instalment is asked for, and what finance looks at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from portal.core.text import N_, Text

CHECKLIST: Mapping[str, Text] = MappingProxyType(
    {
        "contract": N_("Both sides have accepted the contract, and its period fits."),
        "amount": N_("The amount is that of the plan or of the approved report."),
        "bank": N_("The account is the one in the contract."),
        "claims": N_("There is no open recovery and no suspension."),
    }
)


@dataclass(frozen=True)
class Condition:
    """One thing that must be true, as both sides see it."""

    words: Text
    is_met: bool


@dataclass(frozen=True)
class Standing:
    """What the conditions look at.

    Shape: `waits_for` is what makes the instalment due: signature, interim_report, final_report.
    """

    is_signed: bool
    is_suspended: bool
    has_account: bool
    has_open_recovery: bool
    waits_for: str
    has_fallen_due: bool


def conditions(standing: Standing) -> tuple[Condition, ...]:
    """Every condition of a payment request, met or not. Source: rules.md 2.6."""
    found = [
        Condition(N_("The contract is accepted by both sides."), standing.is_signed),
        Condition(N_("The bank account is in the contract."), standing.has_account),
        Condition(N_("There is no open recovery."), not standing.has_open_recovery),
        Condition(N_("The grant is not suspended."), not standing.is_suspended),
    ]
    if standing.waits_for == "interim_report":
        found.insert(1, Condition(N_("The interim report is approved."), standing.has_fallen_due))
    if standing.waits_for == "final_report":
        found.insert(1, Condition(N_("The final report is approved."), standing.has_fallen_due))
    return tuple(found)


def unmet(found: Iterable[Condition]) -> list[Text]:
    """The words of what is missing."""
    return [condition.words for condition in found if not condition.is_met]
