"""Lists of mails."""

from tests.factories.mail import make_mail
from tests.support.tables import ListPage

LISTS = {"mail.deliveries": ListPage(role="administrator", add=lambda _cast: make_mail())}
