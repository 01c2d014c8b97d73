"""a call may be anonymous; opening the identities is an act of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calls") as batch:
        batch.add_column(
            sa.Column("is_anonymous", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("calls") as batch:
        batch.alter_column("is_anonymous", server_default=None)
    with op.batch_alter_table("evaluation_sessions") as batch:
        batch.add_column(
            sa.Column("identities_opened_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch.add_column(sa.Column("identities_opened_by_id", sa.Uuid(), nullable=True))
        batch.add_column(
            sa.Column("identities_reason", sa.String(), nullable=False, server_default="")
        )
        batch.create_foreign_key(
            op.f("fk_evaluation_sessions_identities_opened_by_id"),
            "users",
            ["identities_opened_by_id"],
            ["id"],
        )
    with op.batch_alter_table("evaluation_sessions") as batch:
        batch.alter_column("identities_reason", server_default=None)


def downgrade():
    with op.batch_alter_table("evaluation_sessions") as batch:
        batch.drop_constraint(
            op.f("fk_evaluation_sessions_identities_opened_by_id"), type_="foreignkey"
        )
        batch.drop_column("identities_reason")
        batch.drop_column("identities_opened_by_id")
        batch.drop_column("identities_opened_at")
    with op.batch_alter_table("calls") as batch:
        batch.drop_column("is_anonymous")
