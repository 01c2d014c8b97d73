"""What a partner signs. Source: rules.md 3.3 (B5), 5.1 ADM05 and ADM06."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SIGNING = ("co_applicant", "affiliated_entity")  # an associate signs nothing

# Kept and signed in English: the words somebody signed are never translated afterwards.
_TEXTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "co_applicant": (
            "{partner} takes part as co-applicant in the project “{title}”, which {lead} submits "
            "as lead applicant in the call {call}.",
            "{partner} authorises {lead} to submit the application on its behalf, to sign the "
            "grant contract as coordinator, and to represent it in all matters of the contract.",
            "{partner} has read the application, agrees to its part in it and will carry out what "
            "stands there under its name. It meets the conditions of the call and is in none of "
            "the situations that exclude an organisation from a grant.",
            "{partner} agrees that its costs are checked as those of the lead applicant and keeps "
            "its papers as long as the contract says.",
        ),
        "affiliated_entity": (
            "{partner} takes part as affiliated entity in the project “{title}”, which {lead} "
            "submits as lead applicant in the call {call}.",
            "{partner} is legally or financially tied to an applicant of this project, and not "
            "only for this call. It meets the conditions of the call and is in none of the "
            "situations that exclude an organisation from a grant.",
            "{partner} has read the application, agrees to its part in it and accepts that its "
            "costs are checked as those of the applicant it is tied to.",
        ),
    }
)
PART = "Its part in the project: {role}"


@dataclass(frozen=True)
class Parties:
    """Who and what is meant in a mandate. Shape: `call` with reference and title."""

    partner: str
    number: str
    lead: str
    call: str
    title: str
    role: str


def mandate_text(relation: str, parties: Parties) -> str:
    """The statement a partner signs, one paragraph after the other."""
    named = dict(vars(parties))
    paragraphs = [paragraph.format_map(named) for paragraph in _TEXTS[relation]]
    if parties.number:
        first = f"{parties.partner} (registration number {parties.number})"
        paragraphs[0] = first + paragraphs[0].removeprefix(parties.partner)
    if parties.role:
        paragraphs.append(PART.format_map(named))
    return "\n\n".join(paragraphs)


def fingerprint_of(text: str) -> str:
    """SHA-256 of the text as it was shown, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
