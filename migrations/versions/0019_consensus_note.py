"""the assessors' consensus note in versions, with their answers"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "consensus_versions",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_consensus_versions_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_consensus_versions_written_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_versions")),
        sa.UniqueConstraint(
            "application_id", "number", name=op.f("uq_consensus_versions_application_id_number")
        ),
    )
    op.create_table(
        "consensus_answers",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("agrees OR reason != ''", name=op.f("ck_consensus_answers_reason")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_consensus_answers_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["consensus_versions.id"],
            name=op.f("fk_consensus_answers_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_answers")),
        sa.UniqueConstraint(
            "version_id", "user_id", name=op.f("uq_consensus_answers_version_id_user_id")
        ),
    )


def downgrade():
    op.drop_table("consensus_answers")
    op.drop_table("consensus_versions")
