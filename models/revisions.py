"""Where the migration scripts are, and which revisions they make; knows nothing of Alembic."""

from __future__ import annotations

import os

from models.errors import MithaqError


def scripts_folder() -> str:
    """Return the folder of migration scripts: `alembic`, beside `models` in a checkout as in the wheel.

    Raises:
        MithaqError: the installation is incomplete.
    """
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = os.path.join(root, "alembic")
    if not os.path.isfile(os.path.join(folder, "env.py")):
        raise MithaqError("the migration scripts are missing from this installation; install Mithaq again")
    return folder


def revisions() -> list[str]:
    """The ids of all revisions, oldest first: each script is named by its revision."""
    names = os.listdir(os.path.join(scripts_folder(), "versions"))
    return sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and name[0].isdigit())


def views() -> dict[str, str]:
    """The statement that creates each view, as the last revision that makes it anew has it."""
    from pathlib import Path

    created: dict[str, str] = {}
    for script in sorted(Path(scripts_folder(), "versions").glob("[0-9]*_views.sql")):
        # Comments are whole lines, and no semicolon stands elsewhere.
        lines = [line for line in script.read_text("utf-8").splitlines() if not line.startswith("--")]
        statements = [part.strip() for part in "\n".join(lines).split(";") if part.strip()]
        created |= {statement.split()[2]: statement for statement in statements}
    return created


def summaries() -> list[tuple[str, str]]:
    """Each revision with the first line of its script's docstring."""
    import ast
    from pathlib import Path

    scripts = Path(scripts_folder(), "versions")
    trees = ((name, ast.parse((scripts / f"{name}.py").read_text("utf-8"))) for name in revisions())
    return [(name, (ast.get_docstring(tree) or "").partition("\n")[0]) for name, tree in trees]
