"""From the words of a file to the rows of an Action. Pure: rows are made, not added."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from portal.actions.models import Action, Cluster, ImpactStatement, Party, Statement, Target
from portal.actions.reading import Node

# Keys whose texts are sentences of the Action, in the order they are shown.
STATEMENTS = (
    "nature",
    "overall_objective",
    "specific_objective",
    "objective_on_giz_page",
    "objective_statements",
    "background",
    "context",
    "target_group",
    "target_groups",
    "target_group_fields",
    "target_groups_basis",
    "final_beneficiaries",
    "implementation_method",
    "fields_of_work",
    "products_and_expertise",
    "method_effects",
    "expected_effects",
    "actors_expected_to_respond_better",
    "other_projects_on_page",
    "countries_note",
    "term_on_giz_page",
    "cilc_team_note",
    "inconsistencies_in_seed",
)
# Keys that hold parties, with the role each stands for.
PARTIES = (
    ("lead_applicant", "lead_applicant"),
    ("project_lead", "project_lead"),
    ("implementing_partners", "implementing_partner"),
    ("partners_and_stakeholders", "partner_or_stakeholder"),
    ("network", "network"),
    ("associates", "associate"),
    ("donor", "donor"),
    ("co_financiers", "co_financier"),
)
PARTY_COLUMNS = {"name", "abbreviation", "country"}
SHORT_TITLES = {
    ("SHBB", 1): "Preparation",
    ("SHBB", 2): "Capacity building",
    ("SHBB", 3): "Grants and projects",
    ("SHBB", 4): "Advocacy",
}


def plain(content: Any) -> Any:
    """The content as JSON keeps it: days as text."""
    return json.loads(json.dumps(content, default=str))


def checksum(content: Any) -> str:
    """SHA-256 of the content, the same whatever the order of keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def shared_facts(whole: Node) -> dict[str, Any]:
    """What the file says beside its Actions and events: sources, footnotes, countries, relation."""
    kept = ("seed_files", "footnotes", "countries", "relation_between_actions")
    facts: dict[str, Any] = plain({key: whole.content[key] for key in kept if key in whole.content})
    return facts


def columns(node: Node, whole: Node) -> dict[str, Any]:
    """Values of the columns of an Action."""
    lead = node.part("lead_applicant") if node.has("lead_applicant") else None
    speaker = (lead or node.part("project_lead")).text("name")
    donor = node.part("donor").text("name") if node.has("donor") else None
    facts = {"action": plain(node.content), "file": shared_facts(whole)}
    return {
        "title": node.text("title"),
        "short_title": node.text("short_title"),
        "grouping": "cluster" if node.has("clusters") else "output",
        "grants_third_parties": any(
            target.content.get("unit") == "grant" for target in node.parts("targets")
        ),
        "donor_name": donor or node.text("commissioning_party"),
        "donor_programme": node.optional("donor_programme"),
        "contract_number": node.optional("contract_number"),
        "total_budget_eur": node.money("total_budget_eur"),
        "starts_on": node.day("start_date"),
        "ends_on": node.day("end_date"),
        "countries": node.countries("countries"),
        "funding_statement": "Funded by the European Union",
        "disclaimer": (
            "Produced with financial support of the European Union. "
            f"{speaker} alone is responsible for the contents, which may differ from the views "
            "of the European Union."
        ),
        "kosovo_footnote": _footnote(whole, in_own_words=lead is not None),
        "facts": facts,
        "checksum": checksum(facts),
    }


def _footnote(whole: Node, *, in_own_words: bool) -> str:
    kosovo = whole.part("footnotes").part("kosovo")
    return kosovo.text("text_as_in_seed" if in_own_words else "text_eu_standard")


def clusters(node: Node, code: str) -> list[Cluster]:
    """Clusters, or outputs where the Action has no clusters."""
    key, letter = ("clusters", "C") if node.has("clusters") else ("outputs", "O")
    made: list[Cluster] = []
    for entry in node.parts(key):
        number = entry.number("number")
        if any(other.number == number for other in made):
            raise entry.wrong("number", f"{number} is there twice")
        title = entry.text("title")
        named = {"number", "code", "title"}
        made.append(
            Cluster(
                number=number,
                code=entry.text("code", f"{letter}{number}"),
                title=title,
                short_title=SHORT_TITLES.get((code, number), title),
                details=plain({k: v for k, v in entry.content.items() if k not in named}),
            )
        )
    return made


def targets(node: Node, made: list[Cluster]) -> list[Target]:
    """Targets with the clusters they are counted under."""
    by_number = {cluster.number: cluster for cluster in made}
    found = []
    for entry in node.parts("targets"):
        for number in entry.content.get("clusters") or []:
            if number not in by_number:
                raise entry.wrong("clusters", f"cluster {number} is not in this Action")
        found.append(
            Target(
                code=entry.text("code"),
                label=entry.text("label"),
                value=entry.number("value"),
                unit=entry.text("unit"),
                clusters=[by_number[n] for n in entry.content.get("clusters") or []],
            )
        )
    return found


def impact_statements(node: Node) -> list[ImpactStatement]:
    """What the Action contributes to."""
    return [
        ImpactStatement(code=entry.text("code"), text=entry.text("text"))
        for entry in node.parts("impact_statements")
    ]


def parties(node: Node) -> list[Party]:
    """Everybody with a part in the Action, in the order of their roles."""
    return [
        Party(
            position=position,
            role=role,
            name=entry.text("name"),
            abbreviation=entry.optional("abbreviation"),
            country=entry.country("country"),
            details=plain({k: v for k, v in entry.content.items() if k not in PARTY_COLUMNS}),
        )
        for position, (role, entry) in enumerate(_party_entries(node), 1)
    ]


def _party_entries(node: Node) -> Iterator[tuple[str, Node]]:
    for key, role in PARTIES:
        if isinstance(node.content.get(key), dict):
            yield role, node.part(key)
        else:
            for entry in node.parts(key):
                yield role, entry


def statements(node: Node) -> list[Statement]:
    """Sentences of the Action by kind, and notes from elsewhere with their source."""
    sentences = [(key, text, None) for key in STATEMENTS for text in node.texts(key)]
    notes = [
        ("external_notes", entry.text("fact"), entry.optional("source"))
        for entry in node.parts("external_notes")
    ]
    return [
        Statement(kind=kind, position=position, text=text, source=source)
        for position, (kind, text, source) in enumerate([*sentences, *notes], 1)
    ]


def update(action: Action, values: dict[str, Any]) -> None:
    """Put the values into the columns."""
    for name, value in values.items():
        setattr(action, name, value)
