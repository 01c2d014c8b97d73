"""days of the evaluators, approved for their payment"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "approved_days",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("approved_by_id != user_id", name=op.f("ck_approved_days_four_eyes")),
        sa.CheckConstraint("days >= 0", name=op.f("ck_approved_days_days")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_approved_days_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["evaluation_sessions.id"], name=op.f("fk_approved_days_session_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_approved_days_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approved_days")),
        sa.UniqueConstraint(
            "session_id", "user_id", name=op.f("uq_approved_days_session_id_user_id")
        ),
    )


def downgrade():
    op.drop_table("approved_days")
