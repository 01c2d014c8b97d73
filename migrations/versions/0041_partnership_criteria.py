"""a criterion about co-applicants gets the highest mark where there are none"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("criteria") as batch:
        batch.add_column(
            sa.Column("is_partnership", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("criteria") as batch:
        batch.alter_column("is_partnership", server_default=None)


def downgrade():
    with op.batch_alter_table("criteria") as batch:
        batch.drop_column("is_partnership")
