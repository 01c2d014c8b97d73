"""a call says how its budget is checked"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FLAGS = ("are_caps_blocking", "allows_regranting")


def upgrade():
    with op.batch_alter_table("calls") as calls:
        for name in FLAGS:
            calls.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        calls.add_column(
            sa.Column("per_diem_rates", sa.JSON(), nullable=False, server_default="{}")
        )
    with op.batch_alter_table("budget_lines") as lines:
        lines.add_column(
            sa.Column("is_regranting", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    for table, columns in (
        ("calls", (*FLAGS, "per_diem_rates")),
        ("budget_lines", ("is_regranting",)),
    ):
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.alter_column(column, server_default=None)


def downgrade():
    with op.batch_alter_table("budget_lines") as lines:
        lines.drop_column("is_regranting")
    with op.batch_alter_table("calls") as calls:
        for name in ("per_diem_rates", *FLAGS):
            calls.drop_column(name)
