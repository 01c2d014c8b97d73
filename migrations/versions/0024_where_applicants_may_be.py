"""a call names the countries that applicants may be registered in"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calls") as calls:
        calls.add_column(
            sa.Column("applicant_countries", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("applicant_countries", server_default=None)


def downgrade():
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("applicant_countries")
