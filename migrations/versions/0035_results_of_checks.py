"""a second person confirms the result of a check; own notes and the pace of an assessor"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "check_results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sheet", sa.String(length=3), nullable=False),
        sa.Column("is_passed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_reason", sa.String(), nullable=False),
        sa.CheckConstraint("sheet IN ('ADM', 'ELI')", name=op.f("ck_check_results_sheet")),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id != made_by_id",
            name=op.f("ck_check_results_others"),
        ),
        sa.CheckConstraint(
            "finished_at IS NULL OR sent_back_at IS NULL", name=op.f("ck_check_results_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_check_results_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_check_results_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["users.id"], name=op.f("fk_check_results_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_results")),
    )
    with op.batch_alter_table("check_results") as batch:
        batch.create_index(op.f("ix_check_results_application_id"), ["application_id"])
    with op.batch_alter_table("calls") as batch:
        batch.add_column(
            sa.Column("confirms_checks", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(
            sa.Column("words_per_hour", sa.Integer(), nullable=False, server_default="1500")
        )
    with op.batch_alter_table("calls") as batch:
        batch.alter_column("confirms_checks", server_default=None)
        batch.alter_column("words_per_hour", server_default=None)
    with op.batch_alter_table("assessments") as batch:
        batch.add_column(sa.Column("own_notes", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("assessments") as batch:
        batch.alter_column("own_notes", server_default=None)


def downgrade():
    with op.batch_alter_table("assessments") as batch:
        batch.drop_column("own_notes")
    with op.batch_alter_table("calls") as batch:
        batch.drop_column("words_per_hour")
        batch.drop_column("confirms_checks")
    op.drop_table("check_results")
