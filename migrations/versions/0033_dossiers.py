"""orders of evaluation dossiers, reports that the committee sent back"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None
RETURNED = ("report_returns", "report_return_reason", "report_returned_by")


def upgrade():
    op.create_table(
        "dossier_orders",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_by_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("manifest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(finished_at IS NULL) = (document_id IS NULL)", name=op.f("ck_dossier_orders_finished")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_dossier_orders_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by_id"], ["users.id"], name=op.f("fk_dossier_orders_ordered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["evaluation_sessions.id"],
            name=op.f("fk_dossier_orders_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_orders")),
    )
    with op.batch_alter_table("dossier_orders") as orders:
        orders.create_index(op.f("ix_dossier_orders_session_id"), ["session_id"])
    with op.batch_alter_table("evaluation_sessions") as sessions:
        sessions.add_column(
            sa.Column("report_returns", sa.Integer(), nullable=False, server_default="0")
        )
        sessions.add_column(
            sa.Column("report_return_reason", sa.String(), nullable=False, server_default="")
        )
        sessions.add_column(
            sa.Column("report_returned_by", sa.String(), nullable=False, server_default="")
        )
    with op.batch_alter_table("evaluation_sessions") as sessions:
        for column in RETURNED:
            sessions.alter_column(column, server_default=None)


def downgrade():
    with op.batch_alter_table("evaluation_sessions") as sessions:
        for column in RETURNED:
            sessions.drop_column(column)
    op.drop_table("dossier_orders")
