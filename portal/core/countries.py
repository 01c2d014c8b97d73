"""Names of countries and territories. Own table: the common ones lack the mark of Kosovo*."""

COUNTRIES = {
    "AL": "Albania",
    "BA": "Bosnia and Herzegovina",
    "XK": "Kosovo*",
    "ME": "Montenegro",
    "MK": "North Macedonia",
    "RS": "Serbia",
    "AT": "Austria",
    "DE": "Germany",
    "DK": "Denmark",
    "FR": "France",
    "HR": "Croatia",
    "IT": "Italy",
    "NL": "Netherlands",
    "SI": "Slovenia",
}
REGION = ("AL", "BA", "XK", "ME", "MK", "RS")
REGIONAL = "Regional"


def country_name(code: str | None) -> str:
    """Name with its mark; a lot without a country is the regional one."""
    return COUNTRIES[code] if code else REGIONAL
