"""Find the migration scripts, their revisions and today's views; without Alembic."""

from __future__ import annotations

import os

from models.errors import MithaqError


def scripts_folder() -> str:
    """Return the folder of migration scripts: `alembic`, beside `models` in a checkout and in the wheel.

    Raises:
        MithaqError: the installation is incomplete.
    """
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = os.path.join(root, "alembic")
    if not os.path.isfile(os.path.join(folder, "env.py")):
        raise MithaqError("the migration scripts are missing from this installation; install Mithaq again")
    return folder


def revisions() -> list[str]:
    """Return the IDs of all revisions, oldest first; each is the name of its script."""
    names = os.listdir(os.path.join(scripts_folder(), "versions"))
    return sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and name[0].isdigit())


def views() -> dict[str, str]:
    """Return the CREATE VIEW statement of each view of `models/views.sql`, by name, in the order of the file."""
    from pathlib import Path

    text = Path(__file__).with_name("views.sql").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("--")]
    statements = [part.strip() for part in "\n".join([*lines, ""]).split(";\n") if part.strip()]
    return {statement.split()[2]: statement for statement in statements}


def summaries() -> list[tuple[str, str]]:
    """Return each revision with the first line of its script's docstring, oldest first."""
    import ast
    from pathlib import Path

    scripts = Path(scripts_folder(), "versions")
    trees = ((name, ast.parse((scripts / f"{name}.py").read_text("utf-8"))) for name in revisions())
    return [(name, (ast.get_docstring(tree) or "").partition("\n")[0]) for name, tree in trees]
