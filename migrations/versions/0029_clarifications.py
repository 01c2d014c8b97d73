"""the committee asks one round of questions with a deadline of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "clarifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'answered', 'lapsed')", name=op.f("ck_clarifications_outcome")
        ),
        sa.CheckConstraint(
            "(outcome = 'answered') = (answered_at IS NOT NULL)",
            name=op.f("ck_clarifications_answered"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_clarifications_application_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_clarifications_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_clarifications_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarifications")),
    )
    with op.batch_alter_table("clarifications") as clarifications:
        clarifications.create_index(
            op.f("ix_clarifications_application_id"), ["application_id"], unique=False
        )
    with op.batch_alter_table("calls") as calls:
        calls.add_column(
            sa.Column("clarification_days", sa.Integer(), nullable=False, server_default="5")
        )
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("clarification_days", server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("clarification_days")
    op.drop_table("clarifications")
