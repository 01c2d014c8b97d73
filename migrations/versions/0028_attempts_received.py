"""attempts that succeeded before they had a kind were received"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE submission_attempts SET kind = 'received' WHERE succeeded")


def downgrade():
    pass
