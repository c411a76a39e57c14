"""Where the migration scripts are, and which revisions they make; knows nothing of Alembic."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from models.errors import MithaqError

if TYPE_CHECKING:
    from pathlib import Path


def scripts_folder() -> str:
    """The folder of migration scripts: `mithaq_migrations` in an installed wheel, `alembic` in a checkout."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for name in ("mithaq_migrations", "alembic"):
        folder = os.path.join(root, name)
        # In site-packages, `alembic` is the library; only ours has an env.py.
        if os.path.isfile(os.path.join(folder, "env.py")):
            return folder
    raise MithaqError("the migration scripts are not where Mithaq was installed; install it again")


def revisions() -> list[str]:
    """The ids of all revisions, oldest first: each script is named by its revision."""
    names = os.listdir(os.path.join(scripts_folder(), "versions"))
    return sorted(name.removesuffix(".py") for name in names if name.endswith(".py") and name[0].isdigit())


def views_script() -> Path:
    """The SQL of the views as the newest revision leaves them."""
    from pathlib import Path

    return max(Path(scripts_folder(), "versions").glob("[0-9]*.sql"))


def summaries() -> list[tuple[str, str]]:
    """Each revision with the first line of its script's docstring."""
    import ast
    from pathlib import Path

    scripts = Path(scripts_folder(), "versions")
    trees = ((name, ast.parse((scripts / f"{name}.py").read_text("utf-8"))) for name in revisions())
    return [(name, (ast.get_docstring(tree) or "").partition("\n")[0]) for name, tree in trees]
