"""conflicts are found: findings, what evaluators say of themselves, how far a tie counts"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TEXTS = (
    ("conflicts_of_interest", "sheet_state", 20),
    ("assessments", "ended_reason", None),
    ("committee_members", "called_in_reason", None),
    ("committee_members", "left_reason", None),
)
INSTANTS = ("called_in_at", "left_at")
NUMBERS = (("conflict_years", "3"), ("min_voters", "3"))


def upgrade():
    op.create_table(
        "evaluator_profiles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("expertise", sa.JSON(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_evaluator_profiles_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluator_profiles")),
        sa.UniqueConstraint("user_id", name=op.f("uq_evaluator_profiles_user_id")),
    )
    op.create_table(
        "employments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("registration_number", sa.String(length=60), nullable=False),
        sa.Column("from_year", sa.Integer(), nullable=False),
        sa.Column("to_year", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "to_year IS NULL OR to_year >= from_year", name=op.f("ck_employments_years")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_employments_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employments")),
    )
    op.create_table(
        "conflict_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=30), nullable=False),
        sa.Column("blocks", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision IN ('', 'cleared', 'confirmed')", name=op.f("ck_conflict_findings_decision")
        ),
        sa.CheckConstraint(
            "decision = '' OR decided_at IS NOT NULL", name=op.f("ck_conflict_findings_decided")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["applications.id"],
            name=op.f("fk_conflict_findings_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_conflict_findings_user_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_conflict_findings_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_findings")),
        sa.UniqueConstraint(
            "application_id",
            "user_id",
            "rule",
            name=op.f("uq_conflict_findings_application_id_user_id_rule"),
        ),
    )
    for table in ("employments", "conflict_findings"):
        with op.batch_alter_table(table) as indexed:
            indexed.create_index(op.f(f"ix_{table}_user_id"), ["user_id"], unique=False)
    for table, column, length in TEXTS:
        with op.batch_alter_table(table) as changed:
            changed.add_column(
                sa.Column(column, sa.String(length), nullable=False, server_default="")
            )
        with op.batch_alter_table(table) as changed:
            changed.alter_column(column, server_default=None)
    with op.batch_alter_table("committee_members") as members:
        for column in INSTANTS:
            members.add_column(sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("conflicts_of_interest") as conflicts:
        conflicts.add_column(
            sa.Column("was_readable", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("conflicts_of_interest") as conflicts:
        conflicts.alter_column("was_readable", server_default=None)
    with op.batch_alter_table("calls") as calls:
        for column, default in NUMBERS:
            calls.add_column(
                sa.Column(column, sa.Integer(), nullable=False, server_default=default)
            )
    with op.batch_alter_table("calls") as calls:
        for column, _default in NUMBERS:
            calls.alter_column(column, server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as calls:
        for column, _default in NUMBERS:
            calls.drop_column(column)
    with op.batch_alter_table("conflicts_of_interest") as conflicts:
        conflicts.drop_column("was_readable")
    with op.batch_alter_table("committee_members") as members:
        for column in INSTANTS:
            members.drop_column(column)
    for table, column, _length in TEXTS:
        with op.batch_alter_table(table) as changed:
            changed.drop_column(column)
    for table in ("conflict_findings", "employments", "evaluator_profiles"):
        op.drop_table(table)
