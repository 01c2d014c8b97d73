"""The shipped file of Actions: loaded once, every fact on a page, problems named."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select

from portal.actions import queries, service
from portal.actions.models import Action, Cluster, Party, Statement, Target
from portal.actions.reading import SHIPPED, FileProblem
from portal.core.access import SYSTEM
from portal.core.db import db
from tests.factories.base import AT


def load(file=SHIPPED):
    return service.load_file(file, actor=SYSTEM, at=AT)


def counts():
    models = (Action, Cluster, Target, Party, Statement)
    return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif value is not None and not isinstance(value, bool):
        yield " ".join(str(value).split())


def test_both_actions_are_loaded_and_twice_changes_nothing(app):
    first = load()
    before = counts()

    second = load()

    assert first == ["SHBB: loaded.", "EU4FAST: loaded."]
    assert second == ["SHBB: nothing has changed.", "EU4FAST: nothing has changed."]
    assert counts() == before


def test_one_action_has_clusters_the_other_outputs(app):
    load()

    shbb, eu4fast = queries.get_whole("SHBB"), queries.get_whole("EU4FAST")

    assert (shbb.grouping, [c.code for c in shbb.clusters]) == ("cluster", ["C1", "C2", "C3", "C4"])
    assert (eu4fast.grouping, [c.code for c in eu4fast.clusters]) == (
        "output",
        ["O1", "O2", "O3", "O4"],
    )
    assert [(t.code, t.value) for t in shbb.targets] == [
        ("T1", 90),
        ("T2", 24),
        ("T3", 6),
        ("T4", 6),
        ("T5", 2),
    ]
    assert shbb.grants_third_parties
    assert not eu4fast.grants_third_parties
    assert eu4fast.total_budget_eur == Decimal(33303022)


@pytest.mark.parametrize("code", ["SHBB", "EU4FAST"])
def test_every_fact_of_an_action_is_on_its_pages(client, app, code):
    load()
    content = yaml.safe_load(SHIPPED.read_text("utf-8"))
    action = next(entry for entry in content["actions"] if entry["id"] == code)
    shared = [content[key] for key in ("seed_files", "footnotes", "countries")]

    pages = [
        client.get_page("actions.detail", code=code),
        client.get_page("actions.record", code=code),
    ]

    shown = " ".join(" ".join(page.get_text(" ").split()) for page in pages)
    facts = [*leaves(action), *leaves(shared), *leaves(content["relation_between_actions"])]
    assert [fact for fact in facts if fact not in shown] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.update(schema_version=2), "schema_version: must be 1"),
        (lambda c: c["actions"][0].pop("title"), r"actions\[0\].title: must be a text"),
        (
            lambda c: c["actions"][0]["countries"].append("ZZ"),
            r"actions\[0\].countries: ZZ is not a known country code",
        ),
        (
            lambda c: c["actions"][0]["targets"][0].update(clusters=[9]),
            r"actions\[0\].targets\[0\].clusters: cluster 9 is not in this Action",
        ),
        (
            lambda c: c["actions"][1].update(start_date="June 2023"),
            r"actions\[1\].start_date: must be a day like 2023-06-01",
        ),
    ],
)
def test_a_problem_is_named_with_file_key_and_what_is_wrong(app, tmp_path, change, words):
    content = yaml.safe_load(SHIPPED.read_text("utf-8"))
    change(content)
    file = tmp_path / "wrong.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")

    with pytest.raises(FileProblem, match=f"wrong.yaml: {words}"):
        load(file)


def test_a_changed_file_updates_in_place(app, tmp_path):
    load()
    cluster = queries.get_whole("SHBB").clusters[2].id
    content = yaml.safe_load(SHIPPED.read_text("utf-8"))
    content["actions"][0]["clusters"][2]["title"] = "Granting, once more"
    file = tmp_path / "changed.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")

    lines = load(file)
    db.session.expire_all()

    assert lines == ["SHBB: updated.", "EU4FAST: nothing has changed."]
    again = queries.get_whole("SHBB").clusters[2]
    assert (again.id, again.title) == (cluster, "Granting, once more")


def test_pages_carry_the_footnote_the_action_has_chosen(client, app):
    load()

    footer = client.get_page("actions.detail", code="SHBB").select_one("footer").get_text(" ")

    assert "in line with UNSCR 1244 and the ICJ Opinion on the Kosovo* Declaration" in footer
