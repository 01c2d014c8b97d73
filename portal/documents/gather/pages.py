"""What a page of a call's form is called."""

from portal.applications.rules.pages import page_title
from portal.calls.models import Call


def page_name(call: Call, key: str) -> str:
    """The name that the call gives the page, or the portal's own."""
    named = (page.get("title", "") for page in call.form_pages if page.get("key") == key)
    return next(filter(None, named), "") or str(page_title(key))
