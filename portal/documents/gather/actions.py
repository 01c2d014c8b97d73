"""INF from an Action: every fact of its public record."""

import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.actions.models import Action, Cluster, Party
from portal.core.countries import country_name
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import LEAD_ROLES, Gathered, Source, lead_of, one
from portal.documents.layouts import TITLES, inf
from portal.documents.layouts._parts import eur
from portal.documents.service import About

BEFORE = (
    "objective_statements",
    "overall_objective",
    "specific_objective",
    "background",
    "context",
)
# What has a place of its own in the note, and remarks on where the words came from.
APART = {
    "cilc_team",
    "cilc_team_note",
    "code",
    "external_notes",
    "footnotes",
    "id",
    "impact_statements",
    "inconsistencies_in_seed",
    "nature",
    "other_projects_on_page",
    "page_header",
    "page_last_updated",
    "seed",
    "seed_document_type",
    "seed_files",
    "seeds",
    "short_title",
    "final_beneficiaries",
    "target_group",
    "target_group_fields",
    "title",
    "clusters",
    "outputs",
    "targets",
    "lead_applicant",
    "implementing_partners",
    "associates",
    "project_lead",
    "donor",
    "co_financiers",
    "partners_and_stakeholders",
    "commissioning_party",
    "countries",
    "donor_programme",
    "contract_number",
    "total_budget_eur",
    "start_date",
    "end_date",
    "target_groups",
    "target_groups_basis",
    "network",
    "countries_note",
    "budget_as_in_seed",
    "alternative_titles",
}
CAPITALS = {"cilc": "CILC", "giz": "GIZ", "eu": "EU", "brmc": "BRMC"}
LONGEST_LABELLED = 120  # characters: what is longer has a part of its own
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
    header = facts_of(action).get("page_header") or {}
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
    short = _short(action, used)
    after = [key for key in sentences if key not in used and key not in short]
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
        target_group=" ".join(sentences.get("target_group", []))
        or ", ".join(sentences.get("target_groups", [])),
        target_fields=tuple(sentences.get("target_group_fields", [])),
        final_beneficiaries=tuple(sentences.get("final_beneficiaries", [])),
        passages_after=(*_others(action), *(_passage(key, sentences) for key in after)),
        footnotes=_footnotes(action),
        more=tuple((_label(key.removesuffix("_eur")), value) for key, value in short.items()),
    )


def _short(action: Action, used: set[str]) -> dict[str, str]:
    """Facts that are one number or a few words."""
    found = {}
    for key, value in facts_of(action).items():
        if key in used or isinstance(value, dict | list | bool) or value in (None, ""):
            continue
        text = eur(Decimal(str(value))) if key.endswith("_eur") else str(value)
        if len(text) <= LONGEST_LABELLED:
            found[key] = text
    return found


def facts_of(action: Action) -> dict[str, Any]:
    """What the file says about the Action beyond its columns, keyed as there."""
    facts: dict[str, Any] = action.facts.get("action") or {}
    return facts


def _sentences(action: Action) -> dict[str, list[str]]:
    """Sentences by kind: those with a row of their own, then the other facts of the file."""
    found: dict[str, list[str]] = {}
    for statement in action.statements:
        found.setdefault(statement.kind, []).append(statement.text)
    for key, value in facts_of(action).items():
        if key not in found and (texts := list(_texts(value))):
            found[key] = texts
    return found


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
    if key.isupper():
        return key
    words = key.replace("_", " ").capitalize().split()
    return " ".join(CAPITALS.get(word.lower(), word) for word in words)


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
    """Footnotes of the file that come from the Action's own source."""
    notes = (action.facts.get("file") or {}).get("footnotes") or {}
    sources = set(facts_of(action).get("seeds") or [])
    return tuple(
        f"{entry.get('marker', '')} {entry['text']}".strip()
        for entry in notes.values()
        if "text" in entry and entry.get("seed") in sources
    )


SOURCES: dict[str, Source] = {"INF": note}
