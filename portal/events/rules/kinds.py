"""What follows from the kind of an event. Source: rules.md 2.9, 9.1, 9.2."""

import re
from collections.abc import Mapping

from portal.actions.rules import Counts
from portal.core.text import N_, fold
from portal.events.states import EventKind

K = EventKind

# The clusters an event of the kind may have as its one primary cluster; the first is the usual one.
CLUSTERS: Mapping[EventKind, tuple[int, ...]] = {
    K.NATIONAL_ROUND_TABLE: (4,),
    K.REGIONAL_CONFERENCE: (4, 3),
    K.INFO_SESSION: (1,),
    K.KICK_OFF: (1,),
    K.TRAINING: (2,),
    K.WORKSHOP: (2,),
    K.GRANTEE_EVENT: (3,),
    K.REGIONAL_WORKSHOP: (2, 4),
    K.TRANS_REGIONAL_WORKSHOP: (2, 4),
}
NATIONAL = frozenset({K.NATIONAL_ROUND_TABLE, K.INFO_SESSION, K.KICK_OFF, K.TRAINING, K.WORKSHOP})
NEEDS_RECOMMENDATION = frozenset({K.NATIONAL_ROUND_TABLE, K.REGIONAL_CONFERENCE})
PREFIXES: Mapping[EventKind, str] = {
    K.NATIONAL_ROUND_TABLE: "RT",
    K.REGIONAL_CONFERENCE: "RC",
    K.INFO_SESSION: "IS",
    K.KICK_OFF: "KO",
    K.TRAINING: "TR",
    K.WORKSHOP: "WS",
    K.GRANTEE_EVENT: "GE",
    K.REGIONAL_WORKSHOP: "RW",
    K.TRANS_REGIONAL_WORKSHOP: "TW",
}
CATEGORIES: Mapping[str, str] = {
    "civil_society": N_("Civil society"),
    "judges": N_("Judges"),
    "prosecutors": N_("Prosecutors"),
    "law_enforcement": N_("Police and border police"),
    "ministry": N_("Ministries and state institutions"),
    "local_authority": N_("Local authorities"),
    "international": N_("International and regional organisations"),
    "donor": N_("Donors and embassies"),
    "academia": N_("Universities and research"),
    "media": N_("Media"),
    "other": N_("Other"),
}
SEXES: Mapping[str, str] = {
    "female": N_("Woman"),
    "male": N_("Man"),
    "other": N_("Another"),
    "": N_("Prefer not to say"),
}


def counted_as(kind: EventKind) -> Counts | None:
    """To which target of events the kind can count; a grantee's only when the lead marks it."""
    if kind in {K.NATIONAL_ROUND_TABLE, K.GRANTEE_EVENT}:
        return Counts.ROUND_TABLES
    return Counts.CONFERENCES if kind is K.REGIONAL_CONFERENCE else None


def slug(title: str) -> str:
    """The title as part of an address: latin letters, numbers, hyphens."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    return words[:80].rstrip("-") or "event"
