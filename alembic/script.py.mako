"""${message}."""

from pathlib import Path

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}

# All views before this revision, and after it: copies of models/views.sql as it was.
BEFORE, AFTER = "${down_revision[:4]}_views.sql", "${up_revision[:4]}_views.sql"


def views(script: str) -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of a script, by name."""
    text = Path(__file__).with_name(script).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def drop_views(script: str) -> None:
    for name in reversed(views(script)):
        op.execute(f"DROP VIEW {name}")


def create_views(script: str) -> None:
    for statement in views(script).values():
        op.execute(statement)


def upgrade() -> None:
    drop_views(BEFORE)
    ${upgrades if upgrades else "pass"}
    create_views(AFTER)


def downgrade() -> None:
    drop_views(AFTER)
    ${downgrades if downgrades else "pass"}
    create_views(BEFORE)
