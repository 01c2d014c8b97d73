"""calls in two steps: concept notes, then the full applications of those invited"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calls") as batch:
        batch.add_column(sa.Column("follows_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("cut_percent", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("cut_invitations", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("change_percent", sa.BigInteger(), nullable=False, server_default="200000")
        )
        batch.create_foreign_key(op.f("fk_calls_follows_id"), "calls", ["follows_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_calls_follows_id"), ["follows_id"])
    with op.batch_alter_table("calls") as batch:
        batch.alter_column("change_percent", server_default=None)
    with op.batch_alter_table("form_sections") as batch:
        batch.add_column(
            sa.Column("is_fixed", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("form_sections") as batch:
        batch.alter_column("is_fixed", server_default=None)
    with op.batch_alter_table("applications") as batch:
        batch.add_column(sa.Column("concept_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("concept_requested", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("carried", sa.JSON(), nullable=False, server_default="[]"))
        batch.create_foreign_key(
            op.f("fk_applications_concept_id"), "applications", ["concept_id"], ["id"]
        )
        batch.create_index(op.f("ix_applications_concept_id"), ["concept_id"])
    with op.batch_alter_table("applications") as batch:
        batch.alter_column("carried", server_default=None)


def downgrade():
    with op.batch_alter_table("applications") as batch:
        batch.drop_index(op.f("ix_applications_concept_id"))
        batch.drop_constraint(op.f("fk_applications_concept_id"), type_="foreignkey")
        batch.drop_column("carried")
        batch.drop_column("concept_requested")
        batch.drop_column("concept_id")
    with op.batch_alter_table("form_sections") as batch:
        batch.drop_column("is_fixed")
    with op.batch_alter_table("calls") as batch:
        batch.drop_constraint(op.f("uq_calls_follows_id"), type_="unique")
        batch.drop_constraint(op.f("fk_calls_follows_id"), type_="foreignkey")
        batch.drop_column("change_percent")
        batch.drop_column("cut_invitations")
        batch.drop_column("cut_percent")
        batch.drop_column("follows_id")
