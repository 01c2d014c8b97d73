"""create actions"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "actions",
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("grouping", sa.String(length=10), nullable=False),
        sa.Column("grants_third_parties", sa.Boolean(), nullable=False),
        sa.Column("donor_name", sa.String(), nullable=False),
        sa.Column("donor_programme", sa.String(), nullable=True),
        sa.Column("contract_number", sa.String(), nullable=True),
        sa.Column("total_budget_eur", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("funding_statement", sa.String(), nullable=False),
        sa.Column("disclaimer", sa.String(), nullable=False),
        sa.Column("kosovo_footnote", sa.String(), nullable=False),
        sa.Column("ceiling_per_third_party_eur", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("checksum", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("grouping IN ('cluster', 'output')", name=op.f("ck_actions_grouping")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_actions")),
        sa.UniqueConstraint("code", name=op.f("uq_actions_code")),
    )
    op.create_table(
        "action_roles",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("function", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "function IN ('programme', 'finance', 'signatory', 'auditor')",
            name=op.f("ck_action_roles_function"),
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_roles_action_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_action_roles_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_roles")),
        sa.UniqueConstraint(
            "action_id",
            "user_id",
            "function",
            "country",
            name=op.f("uq_action_roles_action_id_user_id_function_country"),
        ),
    )
    with op.batch_alter_table("action_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_roles_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_roles_user_id"), ["user_id"], unique=False)

    op.create_table(
        "clusters",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_clusters_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
        sa.UniqueConstraint("action_id", "number", name=op.f("uq_clusters_action_id_number")),
    )
    with op.batch_alter_table("clusters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clusters_action_id"), ["action_id"], unique=False)

    op.create_table(
        "impact_statements",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_impact_statements_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_statements")),
        sa.UniqueConstraint("action_id", "code", name=op.f("uq_impact_statements_action_id_code")),
    )
    op.create_table(
        "parties",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("abbreviation", sa.String(length=40), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_parties_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
    )
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parties_action_id"), ["action_id"], unique=False)

    op.create_table(
        "statements",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_statements_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
    )
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statements_action_id"), ["action_id"], unique=False)

    op.create_table(
        "targets",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_targets_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
        sa.UniqueConstraint("action_id", "code", name=op.f("uq_targets_action_id_code")),
    )
    op.create_table(
        "target_clusters",
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"],
            ["clusters.id"],
            name=op.f("fk_target_clusters_cluster_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["target_id"],
            ["targets.id"],
            name=op.f("fk_target_clusters_target_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("target_id", "cluster_id", name=op.f("pk_target_clusters")),
    )


def downgrade():
    op.drop_table("target_clusters")
    op.drop_table("targets")
    with op.batch_alter_table("statements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_statements_action_id"))

    op.drop_table("statements")
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parties_action_id"))

    op.drop_table("parties")
    op.drop_table("impact_statements")
    with op.batch_alter_table("clusters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clusters_action_id"))

    op.drop_table("clusters")
    with op.batch_alter_table("action_roles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_roles_user_id"))
        batch_op.drop_index(batch_op.f("ix_action_roles_action_id"))

    op.drop_table("action_roles")
    op.drop_table("actions")
