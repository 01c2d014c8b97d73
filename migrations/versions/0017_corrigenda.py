"""a published call changes by corrigendum, and its clock can be stopped"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "corrigenda",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("clause", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('change', 'deadline', 'suspended', 'resumed', 'cancelled')",
            name=op.f("ck_corrigenda_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["calls.id"], name=op.f("fk_corrigenda_call_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["users.id"], name=op.f("fk_corrigenda_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrigenda")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_corrigenda_call_id_number")),
    )
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        calls.create_check_constraint(
            op.f("ck_calls_suspended"), "(state = 'suspended') = (suspended_at IS NOT NULL)"
        )


def downgrade():
    with op.batch_alter_table("calls") as calls:
        calls.drop_constraint(op.f("ck_calls_suspended"), type_="check")
        calls.drop_column("suspended_at")
    op.drop_table("corrigenda")
