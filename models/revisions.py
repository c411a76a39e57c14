"""Where the migration scripts are, and which revisions they make; knows nothing of Alembic."""

import ast
from pathlib import Path

from models.errors import MithaqError


def scripts_folder() -> Path:
    """The folder of migration scripts: `mithaq_migrations` in an installed wheel, `alembic` in a checkout."""
    root = Path(__file__).resolve().parent.parent
    for folder in (root / "mithaq_migrations", root / "alembic"):
        # In site-packages, `alembic` is the library; only ours has an env.py.
        if (folder / "env.py").is_file():
            return folder
    raise MithaqError("the migration scripts are not where Mithaq was installed; install it again")


def revisions() -> list[str]:
    """The ids of all revisions, oldest first: each script is named by its revision."""
    return sorted(path.stem for path in (scripts_folder() / "versions").glob("[0-9]*.py"))


def views_script() -> Path:
    """The SQL of the views as the newest revision leaves them."""
    return max((scripts_folder() / "versions").glob("[0-9]*.sql"))


def summaries() -> list[tuple[str, str]]:
    """Each revision with the first line of its script's docstring."""
    scripts = scripts_folder() / "versions"
    trees = ((name, ast.parse((scripts / f"{name}.py").read_text("utf-8"))) for name in revisions())
    return [(name, (ast.get_docstring(tree) or "").partition("\n")[0]) for name, tree in trees]
