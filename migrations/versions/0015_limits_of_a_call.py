"""a call says how much may be paid in advance and how long papers are kept"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

NINETY = "900000"  # per cent with four places


def upgrade():
    with op.batch_alter_table("calls") as calls:
        calls.add_column(
            sa.Column("prefinancing_limit", sa.BigInteger(), nullable=False, server_default=NINETY)
        )
        calls.add_column(sa.Column("keep_years", sa.Integer(), nullable=False, server_default="7"))
    with op.batch_alter_table("grants") as grants:
        grants.add_column(
            sa.Column("prefinancing_limit", sa.BigInteger(), nullable=False, server_default=NINETY)
        )
    for table, columns in (
        ("calls", ("prefinancing_limit", "keep_years")),
        ("grants", ("prefinancing_limit",)),
    ):
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.alter_column(column, server_default=None)


def downgrade():
    with op.batch_alter_table("grants") as grants:
        grants.drop_column("prefinancing_limit")
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("keep_years")
        calls.drop_column("prefinancing_limit")
