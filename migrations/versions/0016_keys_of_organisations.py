"""an organisation is found by its names in any script and by its numbers"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "organisation_keys",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_organisation_keys_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_keys")),
        sa.UniqueConstraint(
            "organisation_id",
            "kind",
            "key",
            name=op.f("uq_organisation_keys_organisation_id_kind_key"),
        ),
    )
    with op.batch_alter_table("organisation_keys") as keys:
        keys.create_index(op.f("ix_organisation_keys_kind_key"), ["kind", "key"])
    op.create_table(
        "distinct_pairs",
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_distinct_pairs_order")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name=op.f("fk_distinct_pairs_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["organisations.id"], name=op.f("fk_distinct_pairs_first_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["organisations.id"], name=op.f("fk_distinct_pairs_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pairs")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_distinct_pairs_first_id_second_id")
        ),
    )
    with op.batch_alter_table("distinct_pairs") as pairs:
        pairs.create_index(op.f("ix_distinct_pairs_second_id"), ["second_id"])
    with op.batch_alter_table("organisations") as organisations:
        organisations.add_column(
            sa.Column("other_representatives", sa.JSON(), nullable=False, server_default="[]")
        )
        organisations.add_column(
            sa.Column("networks", sa.Text(), nullable=False, server_default="")
        )
        organisations.add_column(
            sa.Column("has_mixed_script", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        organisations.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        organisations.add_column(sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
        organisations.create_foreign_key(
            op.f("fk_organisations_merged_into_id"), "organisations", ["merged_into_id"], ["id"]
        )
        organisations.create_check_constraint(
            op.f("ck_organisations_merged"), "(merged_into_id IS NULL) = (merged_at IS NULL)"
        )
        organisations.create_index(op.f("ix_organisations_name_folded"), ["name_folded"])
        organisations.create_index(op.f("ix_organisations_merged_into_id"), ["merged_into_id"])
    with op.batch_alter_table("organisations") as organisations:
        for name in ("other_representatives", "networks", "has_mixed_script"):
            organisations.alter_column(name, server_default=None)


def downgrade():
    with op.batch_alter_table("organisations") as organisations:
        organisations.drop_index(op.f("ix_organisations_merged_into_id"))
        organisations.drop_index(op.f("ix_organisations_name_folded"))
        organisations.drop_constraint(op.f("ck_organisations_merged"), type_="check")
        organisations.drop_constraint(op.f("fk_organisations_merged_into_id"), type_="foreignkey")
        for name in (
            "merged_at", "merged_into_id", "has_mixed_script", "networks", "other_representatives",
        ):  # fmt: skip
            organisations.drop_column(name)
    op.drop_table("distinct_pairs")
    op.drop_table("organisation_keys")
