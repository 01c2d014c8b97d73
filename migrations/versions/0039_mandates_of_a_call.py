"""how partners are asked for their mandates is data of the call"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

COLUMNS = {"mandate_link_days": "14", "mandate_remind_days": "3", "mandate_requests": "6"}


def upgrade():
    with op.batch_alter_table("calls") as batch:
        for name, default in COLUMNS.items():
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default=default))
    with op.batch_alter_table("calls") as batch:
        for name in COLUMNS:
            batch.alter_column(name, server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as batch:
        for name in COLUMNS:
            batch.drop_column(name)
