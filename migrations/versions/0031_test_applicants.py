"""an organisation may be the applicant of a test application"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("organisations") as organisations:
        organisations.add_column(
            sa.Column("is_test", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("organisations") as organisations:
        organisations.alter_column("is_test", server_default=None)


def downgrade():
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_column("is_test")
