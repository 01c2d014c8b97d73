"""applicants complain, somebody outside the committee answers"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "complaint_officers",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("appointed_by_id", sa.Uuid(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointed_by_id"], ["users.id"], name=op.f("fk_complaint_officers_appointed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["evaluation_sessions.id"],
            name=op.f("fk_complaint_officers_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_complaint_officers_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_officers")),
        sa.UniqueConstraint("session_id", name=op.f("uq_complaint_officers_session_id")),
    )
    with op.batch_alter_table("complaint_officers") as officers:
        officers.create_index(op.f("ix_complaint_officers_user_id"), ["user_id"])
    op.create_table(
        "complaints",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asks", sa.String(), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("new_total", sa.BigInteger(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(state = 'open') = (answered_at IS NULL)", name=op.f("ck_complaints_answered")
        ),
        sa.CheckConstraint(
            "state = 'upheld' OR new_total IS NULL", name=op.f("ck_complaints_new_total")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_complaints_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_complaints_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_complaints_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_complaints_application_id_number")
        ),
    )
    with op.batch_alter_table("calls") as calls:
        calls.add_column(
            sa.Column("complaint_answer_days", sa.Integer(), nullable=False, server_default="30")
        )
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("complaint_answer_days", server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("complaint_answer_days")
    op.drop_table("complaints")
    op.drop_table("complaint_officers")
