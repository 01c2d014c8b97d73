"""INF from an Action: every fact of its public record."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.actions.models import Action, Cluster, Party
from portal.core.countries import country_name
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import LEAD_ROLES, Gathered, Source, lead_of, one
from portal.documents.layouts import TITLES, inf
from portal.documents.service import About

BEFORE = (
    "objective_statements",
    "overall_objective",
    "specific_objective",
    "background",
    "context",
)
# Where the words came from, and what the portal itself shows elsewhere: not for the public note.
APART = {
    "cilc_team", "cilc_team_note", "code", "external_notes", "footnotes", "id", "impact_statements",
    "inconsistencies_in_seed", "nature", "other_projects_on_page", "page_header",
    "page_last_updated", "seed", "seed_document_type", "seed_files", "seeds", "short_title",
    "final_beneficiaries", "target_group", "target_group_fields", "title",
}  # fmt: skip
PARTNERS = ("implementing_partner",)
ASSOCIATES = ("associate",)
DONORS = ("donor", "co_financier", "commissioning_party")


def note(action_id: uuid.UUID) -> Gathered:
    """INF with clusters or outputs, parties, targets and sentences as they were loaded."""
    action = one(
        select(Action)
        .where(Action.id == action_id)
        .options(
            selectinload(Action.clusters),
            selectinload(Action.targets),
            selectinload(Action.impact_statements),
            selectinload(Action.parties),
            selectinload(Action.statements),
        )
    )
    header = action.facts.get("page_header") or {}
    funding_line = str(header.get("funding_line") or "")

    def build(head: Letterhead) -> inf.InformationNote:
        return _note(action, head, header)

    return Gathered(
        about=About(
            kind="INF",
            title=f"{TITLES['INF']}: {action.short_title}",
            subject_type="actions",
            subject_id=action.id,
            action_id=action.id,
            is_public=True,
        ),
        action=action,
        part="",
        zone=action.time_zone,
        build=build,
        lead=lead_of(action.id),
        funding_line=funding_line,
    )


def _note(action: Action, head: Letterhead, header: dict[str, Any]) -> inf.InformationNote:
    sentences = _sentences(action)
    lines = (header.get("header_line") or action.funding_statement, header.get("funding_line"))
    period = " to ".join(day(on) for on in (action.starts_on, action.ends_on) if on)
    used = {*BEFORE, *APART}
    after = [key for key in sentences if key not in used]
    return inf.InformationNote(
        head=head,
        action_title=action.title,
        lines=tuple(str(line) for line in lines if line),
        nature=" ".join(sentences.get("nature", [])),
        donor=action.donor_name,
        programme=action.donor_programme or "",
        contract_number=action.contract_number or "",
        period=period,
        budget_eur=action.total_budget_eur,
        countries=tuple(country_name(code) for code in action.countries),
        lead=_lead(action),
        partners=_parties(action, PARTNERS),
        associates=_parties(action, ASSOCIATES),
        donors=_parties(action, DONORS),
        passages_before=tuple(_passage(key, sentences) for key in BEFORE if key in sentences),
        groups_title="Outputs" if action.grouping == "output" else "Clusters",
        groups=tuple(_group(action.grouping, cluster) for cluster in action.clusters),
        targets=tuple(
            inf.Target(one_.code, one_.label, one_.value, one_.unit) for one_ in action.targets
        ),
        impact_statements=tuple(f"{one_.code} {one_.text}" for one_ in action.impact_statements),
        target_group=" ".join(sentences.get("target_group", [])),
        target_fields=tuple(sentences.get("target_group_fields", [])),
        final_beneficiaries=tuple(sentences.get("final_beneficiaries", [])),
        passages_after=(*_others(action), *(_passage(key, sentences) for key in after)),
        footnotes=_footnotes(action),
    )


def _sentences(action: Action) -> dict[str, list[str]]:
    """Sentences by kind: those with a row of their own, then the other facts of the file."""
    found: dict[str, list[str]] = {}
    for statement in action.statements:
        found.setdefault(_plural(statement.kind), []).append(statement.text)
    for key, value in action.facts.items():
        if key not in found and (texts := list(_texts(value))):
            found[key] = texts
    return found


# The same thing under the name of one sentence.
_NAMES = {
    "objective": "objective_statements",
    "objective_statement": "objective_statements",
    "final_beneficiary": "final_beneficiaries",
    "target_group_field": "target_group_fields",
}


def _plural(kind: str) -> str:
    return _NAMES.get(kind, kind)


def _texts(value: Any) -> Iterable[str]:
    """Every text in a fact, in order; a record becomes "label: text"."""
    if isinstance(value, dict):
        words = [f"{_label(key)}: {', '.join(_texts(part))}" for key, part in value.items() if part]
        if words:
            yield "; ".join(words)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif value not in (None, ""):
        yield str(value)


def _label(key: str) -> str:
    return str(key).replace("_", " ").capitalize()


def _passage(key: str, sentences: dict[str, list[str]]) -> inf.Passage:
    heads = {"objective_statements": "Description of the Action"}
    return inf.Passage(heads.get(key, _label(key)), tuple(sentences[key]))


def _lead(action: Action) -> inf.PartyLine:
    found = next((party for party in action.parties if party.role in LEAD_ROLES), None)
    return _line(found) if found else inf.PartyLine("", "")


def _line(party: Party, *, role: str = "") -> inf.PartyLine:
    country = country_name(party.country) if party.country else ""
    return inf.PartyLine(party.name, role, party.abbreviation or "", country)


def _parties(action: Action, roles: tuple[str, ...]) -> tuple[inf.PartyLine, ...]:
    return tuple(_line(party) for party in action.parties if party.role in roles)


def _others(action: Action) -> list[inf.Passage]:
    """Parties in a role that has no table of its own."""
    shown = {*LEAD_ROLES, *PARTNERS, *ASSOCIATES, *DONORS}
    roles = dict.fromkeys(party.role for party in action.parties if party.role not in shown)
    return [
        inf.Passage(
            _label(role), tuple(_named(party) for party in action.parties if party.role == role)
        )
        for role in roles
    ]


def _named(party: Party) -> str:
    line = _line(party)
    name = f"{line.name} ({line.abbreviation})" if line.abbreviation else line.name
    return f"{name}, {line.country}" if line.country else name


def _group(grouping: str, cluster: Cluster) -> inf.Group:
    word = "Component (output)" if grouping == "output" else "Cluster"
    hidden = {"seed_term", "code", "number", "title"}
    points = tuple(
        f"{_label(key)}: {text}"
        for key, value in cluster.details.items()
        if key not in hidden and not isinstance(value, bool)
        for text in _texts(value)
    )
    return inf.Group(f"{word} {cluster.number}", cluster.title, points)


def _footnotes(action: Action) -> tuple[str, ...]:
    notes = action.facts.get("footnotes") or {}
    return tuple(
        f"{entry.get('marker', '')} {entry['text']}".strip()
        for entry in notes.values()
        if isinstance(entry, dict) and "text" in entry
    )


SOURCES: dict[str, Source] = {"INF": note}
