"""mandates of partners, plans that a call asks for, who is at a page of the form"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ASKED = ("asks_logframe", "asks_action_plan")  # calls that are there keep their form


def upgrade():
    op.create_table(
        "partner_mandates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("to_name", sa.String(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("times_asked", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_function", sa.String(), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('signed', 'declined') OR answered_at IS NOT NULL",
            name=op.f("ck_partner_mandates_answered"),
        ),
        sa.CheckConstraint(
            "state != 'asked' OR token_hash IS NOT NULL", name=op.f("ck_partner_mandates_asked")
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"],
            ["partner_organisations.id"],
            name=op.f("fk_partner_mandates_partner_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_partner_mandates_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["users.id"], name=op.f("fk_partner_mandates_signed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_partner_mandates_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_mandates")),
        sa.UniqueConstraint("partner_id", name=op.f("uq_partner_mandates_partner_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_partner_mandates_token_hash")),
    )
    op.create_table(
        "section_presences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("page", sa.String(length=30), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_section_presences_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_section_presences_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_presences")),
        sa.UniqueConstraint(
            "application_id",
            "page",
            "user_id",
            name=op.f("uq_section_presences_application_id_page_user_id"),
        ),
    )
    with op.batch_alter_table("section_presences") as indexed:
        indexed.create_index(op.f("ix_section_presences_seen_at"), ["seen_at"], unique=False)
    with op.batch_alter_table("calls") as calls:
        for column in ASKED:
            calls.add_column(
                sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    with op.batch_alter_table("calls") as calls:
        for column in ASKED:
            calls.alter_column(column, server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as calls:
        for column in reversed(ASKED):
            calls.drop_column(column)
    op.drop_table("section_presences")
    op.drop_table("partner_mandates")
