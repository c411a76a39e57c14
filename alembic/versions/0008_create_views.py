"""Create the views: the contract with every reader of the database."""

from pathlib import Path

from alembic import op

revision = "0008_create_views"
down_revision = "0007_create_state_and_loads"
branch_labels = None
depends_on = None

SCRIPT = Path(__file__).with_name("0008_views.sql")


def statements() -> list[str]:
    lines = [line for line in SCRIPT.read_text("utf-8").splitlines() if not line.startswith("--")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def upgrade() -> None:
    for statement in statements():
        op.execute(statement)


def downgrade() -> None:
    for statement in reversed(statements()):
        op.execute("DROP VIEW " + statement.split()[2])
