"""attempts have a kind, applicants can be given more time"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "deadline_extensions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("until_at > before_at", name=op.f("ck_deadline_extensions_later")),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_deadline_extensions_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_deadline_extensions_given_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_extensions")),
    )
    with op.batch_alter_table("deadline_extensions") as extensions:
        extensions.create_index(
            op.f("ix_deadline_extensions_application_id"), ["application_id"], unique=False
        )
    with op.batch_alter_table("applications") as applications:
        applications.add_column(
            sa.Column("extended_until", sa.DateTime(timezone=True), nullable=True)
        )
    with op.batch_alter_table("submission_attempts") as attempts:
        attempts.add_column(
            sa.Column("user_name", sa.String(length=200), nullable=False, server_default="")
        )
        attempts.add_column(
            sa.Column("kind", sa.String(length=40), nullable=False, server_default="refused")
        )
        attempts.add_column(sa.Column("problems", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("submission_attempts") as attempts:
        for column in ("user_name", "kind", "problems"):
            attempts.alter_column(column, server_default=None)


def downgrade():
    with op.batch_alter_table("submission_attempts") as attempts:
        for column in ("user_name", "kind", "problems"):
            attempts.drop_column(column)
    with op.batch_alter_table("applications") as applications:
        applications.drop_column("extended_until")
    op.drop_table("deadline_extensions")
