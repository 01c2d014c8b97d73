"""Currencies that money can be in: ISO 4217 codes that are in use today, with their names."""

from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

REGION = ("EUR", "ALL", "BAM", "MKD", "RSD")  # those of the region stand first
NO_MONEY = frozenset({"XXX", "XTS"})


@cache
def currency_codes() -> frozenset[str]:
    """Every code that is legal tender somewhere today."""
    found = {
        code
        for uses in get_global("territory_currencies").values()
        for code, _start, end, is_tender in uses
        if end is None and is_tender
    }
    return frozenset(found) - NO_MONEY


@cache
def currency_names(language: str) -> MappingProxyType[str, str]:
    """Name by code, those of the region first, the others by code."""
    names = Locale.parse(language).currencies
    rest = sorted(currency_codes() - set(REGION))
    return MappingProxyType({code: names.get(code, code) for code in (*REGION, *rest)})
