"""create grants"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "grants",
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("max_amount", sa.BigInteger(), nullable=False),
        sa.Column("total_eligible", sa.BigInteger(), nullable=False),
        sa.Column("share_percent", sa.BigInteger(), nullable=False),
        sa.Column("indirect_rate", sa.BigInteger(), nullable=False),
        sa.Column("indirect", sa.BigInteger(), nullable=False),
        sa.Column("transfer_limit_percent", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("exchange_method", sa.String(length=10), nullable=False),
        sa.Column("duration_months", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("signature_due_on", sa.Date(), nullable=True),
        sa.Column("report_days_final", sa.Integer(), nullable=False),
        sa.Column("payment_days_first", sa.Integer(), nullable=False),
        sa.Column("payment_days_later", sa.Integer(), nullable=False),
        sa.Column("recovery_days", sa.Integer(), nullable=False),
        sa.Column("keep_years", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("contract_round", sa.Integer(), nullable=False),
        sa.Column("bank_holder", sa.String(), nullable=False),
        sa.Column("bank_iban", sa.String(length=40), nullable=False),
        sa.Column("bank_name", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_amount", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keep_until", sa.Date(), nullable=True),
        sa.Column("is_withheld", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "starts_on IS NULL OR starts_on <= ends_on", name=op.f("ck_grants_period")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_grants_action_id")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_grants_application_id")
        ),
        sa.ForeignKeyConstraint(["call_id"], ["calls.id"], name=op.f("fk_grants_call_id")),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name=op.f("fk_grants_cluster_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lots.id"], name=op.f("fk_grants_lot_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_grants_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["users.id"], name=op.f("fk_grants_prepared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
        sa.UniqueConstraint("application_id", name=op.f("uq_grants_application_id")),
        sa.UniqueConstraint("number", name=op.f("uq_grants_number")),
    )
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grants_action_id_state"), ["action_id", "state"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_grants_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_grants_lot_id"), ["lot_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_grants_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "contract_versions",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_contract_versions_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_contract_versions_grant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_versions")),
        sa.UniqueConstraint(
            "grant_id", "number", name=op.f("uq_contract_versions_grant_id_number")
        ),
    )
    op.create_table(
        "grant_clusters",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_grant_clusters_cluster_id")
        ),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_grant_clusters_grant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("grant_id", "cluster_id", name=op.f("pk_grant_clusters")),
    )
    op.create_table(
        "grant_impacts",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("impact_statement_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_grant_impacts_grant_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["impact_statement_id"],
            ["impact_statements.id"],
            name=op.f("fk_grant_impacts_impact_statement_id"),
        ),
        sa.PrimaryKeyConstraint("grant_id", "impact_statement_id", name=op.f("pk_grant_impacts")),
    )
    op.create_table(
        "grant_lines",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("heading", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_value", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["grant_id"], ["grants.id"], name=op.f("fk_grant_lines_grant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant_lines")),
    )
    with op.batch_alter_table("grant_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grant_lines_grant_id"), ["grant_id"], unique=False)

    op.create_table(
        "instalments",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("planned_amount", sa.BigInteger(), nullable=False),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("requested_amount", sa.BigInteger(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by_name", sa.String(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_by_name", sa.String(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_note", sa.String(), nullable=False),
        sa.Column("approved_amount", sa.BigInteger(), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by_name", sa.String(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_amount", sa.BigInteger(), nullable=True),
        sa.Column("paid_by_id", sa.Uuid(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value_date", sa.Date(), nullable=True),
        sa.Column("bank_reference", sa.String(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold_reason", sa.String(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('prefinancing', 'balance')", name=op.f("ck_instalments_kind")),
        sa.CheckConstraint(
            "(paid_at IS NULL) = (paid_amount IS NULL)", name=op.f("ck_instalments_paid")
        ),
        sa.CheckConstraint(
            "approved_by_id != checked_by_id", name=op.f("ck_instalments_approved_by_another")
        ),
        sa.CheckConstraint(
            "approved_by_id != requested_by_id", name=op.f("ck_instalments_approved_not_by_asker")
        ),
        sa.CheckConstraint(
            "checked_by_id != requested_by_id", name=op.f("ck_instalments_checked_by_another")
        ),
        sa.CheckConstraint(
            "paid_by_id != approved_by_id", name=op.f("ck_instalments_paid_by_another")
        ),
        sa.CheckConstraint(
            "paid_by_id != requested_by_id", name=op.f("ck_instalments_paid_not_by_asker")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_instalments_approved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_instalments_checked_by_id")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_instalments_grant_id")),
        sa.ForeignKeyConstraint(
            ["paid_by_id"], ["users.id"], name=op.f("fk_instalments_paid_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_instalments_requested_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_instalments")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_instalments_grant_id_number")),
    )
    with op.batch_alter_table("instalments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_instalments_state_due_on"), ["state", "due_on"], unique=False
        )

    op.create_table(
        "recoveries",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settlement_reference", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_recoveries_grant_id")),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["users.id"], name=op.f("fk_recoveries_issued_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["users.id"], name=op.f("fk_recoveries_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recoveries")),
    )
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recoveries_grant_id"), ["grant_id"], unique=False)

    op.create_table(
        "acceptances",
        sa.Column("contract_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("signed_name", sa.String(), nullable=False),
        sa.Column("signed_function", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("side IN ('grantee', 'lead')", name=op.f("ck_acceptances_side")),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract_versions.id"], name=op.f("fk_acceptances_contract_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_acceptances_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptances")),
        sa.UniqueConstraint("contract_id", "side", name=op.f("uq_acceptances_contract_id_side")),
        sa.UniqueConstraint(
            "contract_id", "user_id", name=op.f("uq_acceptances_contract_id_user_id")
        ),
    )


def downgrade():
    op.drop_table("acceptances")
    with op.batch_alter_table("recoveries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recoveries_grant_id"))

    op.drop_table("recoveries")
    with op.batch_alter_table("instalments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_instalments_state_due_on"))

    op.drop_table("instalments")
    with op.batch_alter_table("grant_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grant_lines_grant_id"))

    op.drop_table("grant_lines")
    op.drop_table("grant_impacts")
    op.drop_table("grant_clusters")
    op.drop_table("contract_versions")
    with op.batch_alter_table("grants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grants_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_grants_lot_id"))
        batch_op.drop_index(batch_op.f("ix_grants_call_id"))
        batch_op.drop_index(batch_op.f("ix_grants_action_id_state"))

    op.drop_table("grants")
