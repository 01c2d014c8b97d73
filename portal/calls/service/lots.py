"""The lots of a draft: added, named, limited, ordered, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal.audit import service as audit
from portal.calls import policy
from portal.calls.models import Call, Lot
from portal.calls.service import order
from portal.core.access import Actor, require
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean_name


@dataclass(frozen=True)
class LotNumbers:
    """The money and limits of one lot. Units: the call's currency and months."""

    envelope: Decimal
    max_grants: int
    min_grant: Decimal
    max_grant: Decimal
    min_months: int
    max_months: int
    min_countries: int


@dataclass(frozen=True)
class LotPlace:
    """What a lot is called, where it is and who runs it. Shape: no country is a regional lot."""

    code: str
    name: str
    country: str | None
    managed_by: str


def set_lot(lot: Lot, numbers: LotNumbers, *, actor: Actor, at: datetime) -> None:
    """Change the money and limits of one lot of a draft.

    Raises: RuleBroken with the field when minimum and maximum are the wrong way round.
    """
    require(policy.can_edit(actor, lot.call))
    _check(numbers)
    for name, value in vars(numbers).items():
        setattr(lot, name, value)
    audit.record(actor, "call.lot_changed", lot, at=at, details=_plain(vars(numbers)))


def add_lot(call: Call, place: LotPlace, numbers: LotNumbers, *, actor: Actor, at: datetime) -> Lot:
    """One more lot, behind the others. Raises: RuleBroken at `code` when it is taken."""
    require(policy.can_edit(actor, call))
    _check(numbers)
    _check_code(call, place.code, None)
    lot = Lot(position=len(call.lots) + 1, **vars(numbers), **_placed(place))
    call.lots.append(lot)
    db.session.flush()
    audit.record(actor, "call.lot_added", lot, at=at, details=_plain(vars(place)))
    return lot


def place_lot(lot: Lot, place: LotPlace, *, call: Call, actor: Actor, at: datetime) -> None:
    """Name a lot and say where it is. Raises: RuleBroken at `code` when it is taken."""
    require(policy.can_edit(actor, call))
    _check_code(call, place.code, lot)
    for name, value in _placed(place).items():
        setattr(lot, name, value)
    audit.record(actor, "call.lot_changed", lot, at=at, details=_plain(vars(place)))


def move_lot(lot: Lot, step: int, *, call: Call, actor: Actor, at: datetime) -> None:
    """One place up (-1) or down (+1) in the list of lots."""
    require(policy.can_edit(actor, call))
    order.shift(call.lots, lot, step)
    db.session.expire(call, ["lots"])
    audit.record(actor, "call.lot_moved", lot, at=at, details={"code": lot.code, "step": step})


def remove_lot(lot: Lot, *, call: Call, actor: Actor, at: datetime) -> None:
    """Take a lot out of a draft; nobody can have applied to it yet."""
    require(policy.can_edit(actor, call))
    audit.record(actor, "call.lot_removed", lot, at=at, details={"code": lot.code})
    call.lots.remove(lot)
    db.session.delete(lot)
    order.number(call.lots)
    db.session.flush()


def _placed(place: LotPlace) -> dict[str, Any]:
    return {
        "code": clean_name(place.code).upper(),
        "name": clean_name(place.name),
        "country": place.country,
        "managed_by": clean_name(place.managed_by),
    }


def _check(numbers: LotNumbers) -> None:
    if numbers.min_grant > numbers.max_grant:
        raise RuleBroken(N_("The largest grant must not be below the smallest"), field="max_grant")
    if numbers.min_months > numbers.max_months:
        raise RuleBroken(
            N_("The longest duration must not be below the shortest"), field="max_months"
        )


def _check_code(call: Call, code: str, lot: Lot | None) -> None:
    wanted = clean_name(code).upper()
    if any(one.code == wanted for one in call.lots if one is not lot):
        raise RuleBroken(N_("Lot %(code)s is there already", code=wanted), field="code")


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: None if value is None else str(value) for name, value in values.items()}
