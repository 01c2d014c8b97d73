"""From the rows of the other areas to the frozen data of a layout.

One module per area; each has `SOURCES`: kind of document -> function that reads one subject. A
source reads with plain queries, decides nothing, and answers `Gathered`.
"""

from portal.documents.gather import (
    actions,
    applications,
    calls,
    checks,
    committee,
    consolidation,
    contracts,
    dossier,
    evaluation,
    events,
    grants,
    opening,
    reporting,
)
from portal.documents.gather._base import Gathered, Source

SOURCES: dict[str, Source] = {
    **actions.SOURCES,
    **calls.SOURCES,
    **applications.SOURCES,
    **committee.SOURCES,
    **checks.SOURCES,
    **evaluation.SOURCES,
    **opening.SOURCES,
    **consolidation.SOURCES,
    **dossier.SOURCES,
    **contracts.SOURCES,
    **grants.SOURCES,
    **reporting.SOURCES,
    **events.SOURCES,
}

__all__ = ["SOURCES", "Gathered", "Source"]
