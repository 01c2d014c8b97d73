"""Files the portal keeps."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class StoredFile(Base):
    """One file as somebody gave it (`upload`) or as the portal made it (`made`).

    The bytes lie in the store under their SHA-256; two rows may share them. A file counts as
    attached once something of the domain holds it; never attached ones go after a day.
    """

    __tablename__ = "stored_files"
    __table_args__ = (
        CheckConstraint("size > 0", name="size"),
        CheckConstraint("kind IN ('upload', 'made')", name="kind"),
        Index(None, "is_attached", "created_at"),
    )

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None]
    is_attached: Mapped[bool] = mapped_column(default=False)
