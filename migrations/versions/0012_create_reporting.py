"""create reporting"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "reports",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("explanations", sa.JSON(), nullable=False),
        sa.Column("claimed_indirect", sa.BigInteger(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_by_name", sa.String(), nullable=True),
        sa.Column("questions", sa.String(), nullable=False),
        sa.Column("questions_due_on", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("programme_checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("finance_checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.Column("accepted_direct", sa.BigInteger(), nullable=True),
        sa.Column("accepted_indirect", sa.BigInteger(), nullable=True),
        sa.Column("accepted_total", sa.BigInteger(), nullable=True),
        sa.Column("disallowed_total", sa.BigInteger(), nullable=True),
        sa.Column("final_grant", sa.BigInteger(), nullable=True),
        sa.Column("balance", sa.BigInteger(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("kind IN ('interim', 'final')", name=op.f("ck_reports_kind")),
        sa.CheckConstraint(
            "decided_by_id != programme_checked_by_id AND decided_by_id != finance_checked_by_id",
            name=op.f("ck_reports_decided_by_another"),
        ),
        sa.CheckConstraint(
            "finance_checked_by_id != programme_checked_by_id", name=op.f("ck_reports_two_checks")
        ),
        sa.CheckConstraint("period_from <= period_to", name=op.f("ck_reports_period")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_reports_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["finance_checked_by_id"], ["users.id"], name=op.f("fk_reports_finance_checked_by_id")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_reports_grant_id")),
        sa.ForeignKeyConstraint(
            ["programme_checked_by_id"],
            ["users.id"],
            name=op.f("fk_reports_programme_checked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_reports_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_reports_grant_id_number")),
    )
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reports_state_due_on"), ["state", "due_on"], unique=False
        )

    op.create_table(
        "expenditure",
        sa.Column("grant_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("document_type", sa.String(length=30), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_proof", sa.String(), nullable=False),
        sa.Column("amount_local", sa.BigInteger(), nullable=False),
        sa.Column("vat_local", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=False),
        sa.Column("rate_source", sa.String(), nullable=False),
        sa.Column("amount_eur", sa.BigInteger(), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.Column("financed_by", sa.String(length=10), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_eur", sa.BigInteger(), nullable=True),
        sa.Column("disallowed_eur", sa.BigInteger(), nullable=True),
        sa.Column("reason_code", sa.String(length=5), nullable=True),
        sa.Column("check_comment", sa.String(), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "financed_by IN ('grant', 'own')", name=op.f("ck_expenditure_financed_by")
        ),
        sa.CheckConstraint(
            "(disallowed_eur IS NULL) OR disallowed_eur = 0 OR reason_code IS NOT NULL",
            name=op.f("ck_expenditure_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_expenditure_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_expenditure_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_files.id"], name=op.f("fk_expenditure_file_id")
        ),
        sa.ForeignKeyConstraint(["grant_id"], ["grants.id"], name=op.f("fk_expenditure_grant_id")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["grant_lines.id"], name=op.f("fk_expenditure_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["reports.id"], name=op.f("fk_expenditure_report_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expenditure")),
        sa.UniqueConstraint("grant_id", "number", name=op.f("uq_expenditure_grant_id_number")),
    )
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expenditure_report_id"), ["report_id"], unique=False)

    op.create_table(
        "report_sections",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("is_complete", sa.Boolean(), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_report_sections_report_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["updated_by_id"], ["users.id"], name=op.f("fk_report_sections_updated_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sections")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_report_sections_report_id_key")),
    )
    op.create_table(
        "result_lines",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("activity", sa.String(), nullable=False),
        sa.Column("output", sa.String(), nullable=False),
        sa.Column("planned", sa.Integer(), nullable=False),
        sa.Column("women", sa.Integer(), nullable=False),
        sa.Column("men", sa.Integer(), nullable=False),
        sa.Column("minors", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "women >= 0 AND men >= 0 AND minors >= 0", name=op.f("ck_result_lines_counts")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["reports.id"],
            name=op.f("fk_result_lines_report_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_lines")),
    )
    with op.batch_alter_table("result_lines", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_lines_report_id"), ["report_id"], unique=False)


def downgrade():
    with op.batch_alter_table("result_lines", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_lines_report_id"))

    op.drop_table("result_lines")
    op.drop_table("report_sections")
    with op.batch_alter_table("expenditure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_expenditure_report_id"))

    op.drop_table("expenditure")
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_state_due_on"))

    op.drop_table("reports")
