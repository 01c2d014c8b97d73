"""a call says from which to which mark its criteria are scored"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calls") as calls:
        calls.add_column(sa.Column("lowest_mark", sa.Integer(), nullable=False, server_default="1"))
        calls.add_column(
            sa.Column("highest_mark", sa.Integer(), nullable=False, server_default="5")
        )
    with op.batch_alter_table("calls") as calls:
        calls.alter_column("lowest_mark", server_default=None)
        calls.alter_column("highest_mark", server_default=None)
    with op.batch_alter_table("scores") as scores:
        scores.drop_constraint(op.f("ck_scores_value"), type_="check")
        scores.create_check_constraint(
            op.f("ck_scores_value"), "value IS NULL OR value BETWEEN 0 AND 10"
        )


def downgrade():
    with op.batch_alter_table("scores") as scores:
        scores.drop_constraint(op.f("ck_scores_value"), type_="check")
        scores.create_check_constraint(
            op.f("ck_scores_value"), "value IS NULL OR value BETWEEN 1 AND 5"
        )
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("highest_mark")
        calls.drop_column("lowest_mark")
