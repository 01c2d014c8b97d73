"""Reads of events: what counts to the targets, what comes next."""

from portal.events.queries.overview import (
    coming,
    engaged,
    fact_of,
    facts_for_targets,
    of_action,
    read_as_staff,
)

__all__ = ["coming", "engaged", "fact_of", "facts_for_targets", "of_action", "read_as_staff"]
