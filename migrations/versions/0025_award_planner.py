"""quotas of an Action, scenarios of a committee, grants smaller than asked"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "award_quotas",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=10), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('national', 'regional', 'country', 'cluster')",
            name=op.f("ck_award_quotas_kind"),
        ),
        sa.CheckConstraint(
            "least IS NULL OR most IS NULL OR least <= most", name=op.f("ck_award_quotas_range")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_award_quotas_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["users.id"], name=op.f("fk_award_quotas_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_quotas")),
        sa.UniqueConstraint(
            "action_id", "kind", "key", name=op.f("uq_award_quotas_action_id_kind_key")
        ),
    )
    op.create_table(
        "award_scenarios",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("reductions", sa.JSON(), nullable=False),
        sa.Column("transfers", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("adopted_by_id", sa.Uuid(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(adopted_at IS NULL) = (adopted_by_id IS NULL)",
            name=op.f("ck_award_scenarios_adopted"),
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by_id"], ["users.id"], name=op.f("fk_award_scenarios_adopted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_award_scenarios_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["evaluation_sessions.id"],
            name=op.f("fk_award_scenarios_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_scenarios")),
        sa.UniqueConstraint("session_id", "name", name=op.f("uq_award_scenarios_session_id_name")),
    )
    with op.batch_alter_table("rankings") as rankings:
        rankings.add_column(sa.Column("moved", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("rankings") as rankings:
        rankings.alter_column("moved", server_default=None)
    with op.batch_alter_table("ranking_entries") as entries:
        entries.add_column(sa.Column("proposed", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("applications") as applications:
        applications.add_column(sa.Column("granted", sa.BigInteger(), nullable=True))
    with op.batch_alter_table("calls") as calls:
        calls.add_column(
            sa.Column("moves_rest", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("moves_rest", server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("moves_rest")
    with op.batch_alter_table("applications") as applications:
        applications.drop_column("granted")
    with op.batch_alter_table("ranking_entries") as entries:
        entries.drop_column("proposed")
    with op.batch_alter_table("rankings") as rankings:
        rankings.drop_column("moved")
    op.drop_table("award_scenarios")
    op.drop_table("award_quotas")
