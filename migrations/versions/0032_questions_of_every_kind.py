"""a question has an example and may ask for a document; partners and activities are asked or not"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SWITCHES = ("asks_partners", "asks_activities")


def upgrade():
    with op.batch_alter_table("calls") as calls:
        for name in SWITCHES:
            calls.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true())
            )
    with op.batch_alter_table("form_sections") as sections:
        sections.add_column(sa.Column("example", sa.String(), nullable=False, server_default=""))
        sections.add_column(sa.Column("slot_key", sa.String(30), nullable=True))
    with op.batch_alter_table("calls") as calls:
        for name in SWITCHES:
            calls.alter_column(name, server_default=None)
    with op.batch_alter_table("form_sections") as sections:
        sections.alter_column("example", server_default=None)


def downgrade():
    op.execute("DELETE FROM form_sections WHERE kind IN ('file', 'declaration')")
    with op.batch_alter_table("form_sections") as sections:
        for name in ("slot_key", "example"):
            sections.drop_column(name)
    with op.batch_alter_table("calls") as calls:
        for name in SWITCHES:
            calls.drop_column(name)
