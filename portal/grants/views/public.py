"""What everybody may read: projects, one project, the yearly publication of awards."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from flask import Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.countries import country_name
from portal.core.money import summed
from portal.grants import queries
from portal.grants.views.blueprint import bp
from portal.grants.views.manage import COUNTRIES, country_choices
from portal.web.access import public
from portal.web.exports import csv_file
from portal.web.paging import page_number
from portal.web.refusal import page

HEADS = (
    "Year", "Number", "Beneficiary", "Seat", "Country", "Project", "Call", "Amount", "Currency",
    "Share of eligible costs, per cent",
)  # fmt: skip


@bp.get("/projects")
@public
def projects() -> ResponseReturnValue:
    """Projects with a signed contract, on a map and in a list."""
    filters = queries.ProjectFilters(
        **{name: request.args.get(name, "").strip() for name in ("country", "cluster", "year")}
    )
    clusters = [(row.code, f"{row.code} {row.short_title}") for row in queries.project_clusters()]
    return page(
        "grants/projects.html",
        found=queries.projects(filters, page=page_number()),
        filters=filters,
        places=_places(),
        countries=country_choices(),
        clusters=[("", _("All clusters")), *dict(clusters).items()],
        years=[("", _("All years")), *((year, year) for year in queries.project_years())],
    )


def _places() -> list[tuple[str | None, str, int, str]]:
    counts = queries.projects_by_country()
    named: list[tuple[str | None, str]] = [(code, country_name(code)) for code in COUNTRIES]
    return [
        (code, name, counts.get(code, 0), url_for(".projects", country=code or "region"))
        for code, name in [*named, (None, _("Regional"))]
    ]


@bp.get("/projects/<number>")
@public
def project(number: str) -> ResponseReturnValue:
    """One project that is financed."""
    grant = queries.project(number) or abort(404)
    return page("grants/project.html", grant=grant)


@bp.get("/awards")
@public
def awards() -> ResponseReturnValue:
    """Every grant awarded, by year."""
    found = queries.awards()
    years = [(year, list(rows)) for year, rows in groupby(found, key=lambda row: row.year)]
    return page(
        "grants/awards.html",
        years=[(year, rows, _sums(rows)) for year, rows in years],
    )


def _sums(rows: Sequence[queries.Award]) -> dict[str, Decimal]:
    return summed((row.currency, row.amount) for row in rows)


@bp.get("/awards.csv")
@public
def awards_file() -> Response:
    """The same as a table for office programs."""
    return csv_file(
        "awards.csv",
        HEADS,
        (
            (
                row.year, row.number, row.organisation, row.place,
                country_name(row.country) if row.country else "Regional", row.title, row.call,
                str(row.amount), row.currency, str(row.share),
            )
            for row in queries.awards()
        ),
    )  # fmt: skip
