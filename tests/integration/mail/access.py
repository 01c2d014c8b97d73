"""Who may look into the delivery log."""

from tests.factories.mail import make_failed_mail, make_mail
from tests.support.tables import Access

ADMINISTRATOR = {"administrator"}
ACCESS = {
    "mail.deliveries": Access(allowed=ADMINISTRATOR),
    "mail.send_test": Access(allowed=ADMINISTRATOR, method="POST"),
    "mail.detail": Access(
        allowed=ADMINISTRATOR, params=lambda _cast: {"message_id": make_mail().id}
    ),
    "mail.send_again": Access(
        allowed=ADMINISTRATOR,
        method="POST",
        params=lambda _cast: {"message_id": make_failed_mail().id},
    ),
}
