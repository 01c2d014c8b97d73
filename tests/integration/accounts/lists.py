"""Lists of the accounts area."""

from tests.factories.accounts import make_user
from tests.support.tables import ListPage

LISTS = {"accounts.users": ListPage(role="administrator", add=lambda _cast: make_user())}
