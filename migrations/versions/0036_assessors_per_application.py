"""how many assessors score each application is a number of the call"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calls") as batch:
        batch.add_column(
            sa.Column("assessors_per_application", sa.Integer(), nullable=False, server_default="2")
        )
    with op.batch_alter_table("calls") as batch:
        batch.alter_column("assessors_per_application", server_default=None)
        batch.create_check_constraint(
            op.f("ck_calls_assessors"), "assessors_per_application BETWEEN 2 AND 3"
        )


def downgrade():
    with op.batch_alter_table("calls") as batch:
        batch.drop_constraint(op.f("ck_calls_assessors"), type_="check")
        batch.drop_column("assessors_per_application")
