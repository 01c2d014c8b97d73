"""a call says whether a budget is asked, names its pages and asks questions of nine kinds"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("calls") as calls:
        calls.add_column(
            sa.Column("asks_budget", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        calls.add_column(sa.Column("form_pages", sa.JSON(), nullable=False, server_default="[]"))
        calls.alter_column("straddle_percent", existing_type=sa.BigInteger(), nullable=True)
    with op.batch_alter_table("form_sections") as sections:
        sections.add_column(
            sa.Column("required_at", sa.String(10), nullable=False, server_default="save")
        )
        sections.add_column(
            sa.Column("kind", sa.String(40), nullable=False, server_default="long_text")
        )
        sections.add_column(sa.Column("options", sa.JSON(), nullable=False, server_default="[]"))
        sections.add_column(sa.Column("columns", sa.JSON(), nullable=False, server_default="[]"))
        sections.add_column(
            sa.Column("max_rows", sa.Integer(), nullable=False, server_default="10")
        )
        sections.add_column(sa.Column("shown_if_key", sa.String(20), nullable=True))
        sections.add_column(sa.Column("shown_if_value", sa.String(), nullable=True))
        sections.create_check_constraint(
            op.f("ck_form_sections_required_at"), "required_at IN ('save', 'submit')"
        )
        sections.create_check_constraint(
            op.f("ck_form_sections_shown_if"),
            "(shown_if_key IS NULL) = (shown_if_value IS NULL)",
        )
    for table, columns in (
        ("calls", ("asks_budget", "form_pages")),
        ("form_sections", ("required_at", "kind", "options", "columns", "max_rows")),
    ):
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.alter_column(column, server_default=None)


def downgrade():
    op.execute("UPDATE calls SET straddle_percent = 100000 WHERE straddle_percent IS NULL")
    with op.batch_alter_table("form_sections") as sections:
        sections.drop_constraint(op.f("ck_form_sections_shown_if"), type_="check")
        sections.drop_constraint(op.f("ck_form_sections_required_at"), type_="check")
        for column in (
            "shown_if_value",
            "shown_if_key",
            "max_rows",
            "columns",
            "options",
            "kind",
            "required_at",
        ):
            sections.drop_column(column)
    with op.batch_alter_table("calls") as calls:
        calls.drop_column("form_pages")
        calls.drop_column("asks_budget")
        calls.alter_column("straddle_percent", existing_type=sa.BigInteger(), nullable=False)
