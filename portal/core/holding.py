"""How the areas are asked together, in one statement, what a person holds."""

from typing import Any

from sqlalchemy import Select, String, Uuid, cast, literal, null, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from portal.core.access import Area

Holding = Select[Any]


def held(area: Area, scope: Any, function: Any, country: Any = None) -> Holding:
    """One part of the question: rows of area, scope, function and country."""
    nowhere: ColumnElement[Any] = cast(null(), String)
    return select(
        literal(area).label("area"),
        type_coerce(scope, Uuid).label("scope_id"),
        type_coerce(function, String).label("function"),
        (nowhere if country is None else type_coerce(country, String)).label("country"),
    )
