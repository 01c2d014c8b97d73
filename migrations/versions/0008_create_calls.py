"""create calls"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "calls",
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("objectives", sa.String(), nullable=False),
        sa.Column("who_can_apply", sa.String(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("procedure", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("time_zone", sa.String(length=40), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("publishes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("questions_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answers_until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("grace_seconds", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("min_publication_days", sa.Integer(), nullable=False),
        sa.Column("registered_months", sa.Integer(), nullable=False),
        sa.Column("max_applications_as_lead", sa.Integer(), nullable=False),
        sa.Column("max_awards_as_lead", sa.Integer(), nullable=False),
        sa.Column("indirect_rate", sa.BigInteger(), nullable=False),
        sa.Column("contingency_rate", sa.BigInteger(), nullable=False),
        sa.Column("max_share", sa.BigInteger(), nullable=False),
        sa.Column("min_share", sa.BigInteger(), nullable=True),
        sa.Column("heading_caps", sa.JSON(), nullable=False),
        sa.Column("justification_words", sa.Integer(), nullable=False),
        sa.Column("prefinancing_plan", sa.JSON(), nullable=False),
        sa.Column("payment_days_first", sa.Integer(), nullable=False),
        sa.Column("payment_days_later", sa.Integer(), nullable=False),
        sa.Column("report_days_final", sa.Integer(), nullable=False),
        sa.Column("reserve_months", sa.Integer(), nullable=False),
        sa.Column("complaint_days", sa.Integer(), nullable=False),
        sa.Column("document_days", sa.Integer(), nullable=False),
        sa.Column("signature_days", sa.Integer(), nullable=False),
        sa.Column("third_gap_percent", sa.BigInteger(), nullable=False),
        sa.Column("straddle_percent", sa.BigInteger(), nullable=False),
        sa.Column("total_threshold", sa.BigInteger(), nullable=True),
        sa.Column("rejects_very_poor_capacity", sa.Boolean(), nullable=False),
        sa.Column("requires_partners", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('draft', 'approved') OR published_at IS NULL",
            name=op.f("ck_calls_published"),
        ),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_calls_approved")
        ),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_calls_action_id")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_calls_approved_by_id")
        ),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name=op.f("fk_calls_cluster_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_calls_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("reference", name=op.f("uq_calls_reference")),
    )
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calls_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_calls_state_closes_at"), ["state", "closes_at"], unique=False
        )

    op.create_table(
        "call_impacts",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("impact_statement_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_call_impacts_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["impact_statement_id"],
            ["impact_statements.id"],
            name=op.f("fk_call_impacts_impact_statement_id"),
        ),
        sa.PrimaryKeyConstraint("call_id", "impact_statement_id", name=op.f("pk_call_impacts")),
    )
    op.create_table(
        "document_slots",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("formats", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("supports", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('application', 'eligibility')", name=op.f("ck_document_slots_stage")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_document_slots_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_slots")),
        sa.UniqueConstraint("call_id", "key", name=op.f("uq_document_slots_call_id_key")),
    )
    op.create_table(
        "eligible_activities",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"],
            ["calls.id"],
            name=op.f("fk_eligible_activities_call_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligible_activities")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_eligible_activities_call_id_code")),
    )
    op.create_table(
        "form_sections",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=30), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("help", sa.String(), nullable=False),
        sa.Column("max_words_national", sa.Integer(), nullable=True),
        sa.Column("max_words_regional", sa.Integer(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("grid_section_code", sa.String(length=10), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_form_sections_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_sections")),
        sa.UniqueConstraint("call_id", "key", name=op.f("uq_form_sections_call_id_key")),
    )
    op.create_table(
        "grid_sections",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("threshold", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_grid_sections_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_sections")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_grid_sections_call_id_code")),
    )
    op.create_table(
        "lots",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("envelope", sa.BigInteger(), nullable=False),
        sa.Column("max_grants", sa.Integer(), nullable=False),
        sa.Column("min_grant", sa.BigInteger(), nullable=False),
        sa.Column("max_grant", sa.BigInteger(), nullable=False),
        sa.Column("min_months", sa.Integer(), nullable=False),
        sa.Column("max_months", sa.Integer(), nullable=False),
        sa.Column("min_countries", sa.Integer(), nullable=False),
        sa.Column("managed_by", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("min_grant <= max_grant", name=op.f("ck_lots_grant_range")),
        sa.CheckConstraint("min_months <= max_months", name=op.f("ck_lots_month_range")),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_lots_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint("call_id", "code", name=op.f("uq_lots_call_id_code")),
    )
    op.create_table(
        "questions",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_questions_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_questions_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_questions_call_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_questions_call_id_number")),
    )
    op.create_table(
        "criteria",
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("guidance", sa.String(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("form_keys", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["section_id"],
            ["grid_sections.id"],
            name=op.f("fk_criteria_section_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("section_id", "code", name=op.f("uq_criteria_section_id_code")),
    )
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_criteria_section_id"), ["section_id"], unique=False)


def downgrade():
    with op.batch_alter_table("criteria", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_criteria_section_id"))

    op.drop_table("criteria")
    op.drop_table("questions")
    op.drop_table("lots")
    op.drop_table("grid_sections")
    op.drop_table("form_sections")
    op.drop_table("eligible_activities")
    op.drop_table("document_slots")
    op.drop_table("call_impacts")
    with op.batch_alter_table("calls", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calls_state_closes_at"))
        batch_op.drop_index(batch_op.f("ix_calls_action_id"))

    op.drop_table("calls")
