"""Write the generated files: `python -m docs.generate`.

`docs/reference.md` holds the help of every command, `docs/dictionary.md` every column of the views and tables.
`seeds/reference/kind.csv` and `field.csv`, the tables of `seeds/README.md` and some views of `models/views.sql` come
from `models.kinds`; the table of rooms in `docs/architecture.md` from the docstrings of the packages, and the list of
commands in `cli.py` from their help.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from sqlalchemy import Column, Table

from cli import LINES, main
from docs.columns import meaning
from docs.described import field_csv, grid, kind_csv, seed_tables
from docs.diagram import VOCABULARIES, entity_diagram
from models.base import Base
from models.checking.warnings import warning_view
from models.commandline.shared_options import KEY
from models.kinds.gap_views import gap_view, stale_view
from models.kinds.generated_views import generated_views
from models.schema import metadata
from models.vocabulary import Vocabulary
from reports.dictionary import TYPES, VIEWS, Field, View

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 100
MODELS = {str(mapper.local_table): mapper.class_ for mapper in Base.registry.mappers}

REFERENCE = """\
# Commands

The output of `--help` for each command. Made by `make docs`; edit the commands instead.
"""
DICTIONARY = """\
# Data dictionary

Made by `make docs`; edit `models/kinds/` (fields), `reports/dictionary.py` (views) and `models/` (tables) instead.

**Views are the contract**: read them. New columns are only added at the end, and a view holds the same values on
SQLite and PostgreSQL. **Tables** may change with any revision.

A NULL means that the source does not say. Types:

"""
DIAGRAM = """\
## Tables

Each record and each link between records is a fact, and each fact has its citations. The diagram omits the
vocabularies and the tables that only loads use.

"""


def reference() -> str:
    """Return every command with its help."""
    return REFERENCE + "".join(_help(main, "mithaq", None))


def _help(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """Yield the help of a command and of those under it."""
    context = click.Context(command, parent=parent, info_name=name, terminal_width=WIDTH, **command.context_settings)
    # Help lists the codes that users added; the pages have the shipped ones.
    context.meta[KEY] = os.devnull
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            child = command.get_command(context, each)
            assert child, each
            yield from _help(child, each, context)


def dictionary() -> str:
    """Return the description of every view, table and vocabulary."""
    types = "".join(f"- {name}: {text}\n" for name, text in TYPES.items())
    tables = [table for table in metadata.sorted_tables if table.name not in VOCABULARIES]
    vocabularies = [table for table in metadata.sorted_tables if table.name in VOCABULARIES]
    parts = [
        DICTIONARY + types,
        "## Views\n",
        *map(_view, VIEWS),
        f"{DIAGRAM}```mermaid\n{entity_diagram()}\n```\n",
        *map(_table, sorted(tables, key=str)),
        "## Vocabularies\n\nClosed lists; `v_code` holds all of them. Each has the columns\n",
        grid(("column", "type", "meaning"), map(_shared, Vocabulary.__annotations__)),
        *map(_vocabulary, sorted(vocabularies, key=str)),
    ]
    return "\n".join(parts)


def _view(view: View) -> str:
    key = f" Key: {', '.join(f'`{name}`' for name in view.key)}." if view.key else ""
    rows = ((f"`{field.name}`", field.type, field.meaning, _target(field)) for field in view.fields)
    heading = f"### {view.name}\n\n{view.title_en} · {view.title_ar}. {view.meaning}{key}\n\n"
    return heading + grid(("column", "type", "meaning", "refers to"), rows)


def _target(field: Field) -> str:
    """Return the column that a value refers to; for a code, its vocabulary."""
    return f"`{field.target}`" if field.target else ""


def _table(table: Table) -> str:
    return f"### {table.name}\n\n{_purpose(table)}\n\n{_columns(table, table.columns)}"


def _vocabulary(table: Table) -> str:
    """Return the description of a vocabulary, with the columns that not all vocabularies have."""
    own = [column for column in table.columns if column.name not in Vocabulary.__annotations__]
    return f"### {table.name}\n\n{_purpose(table)}\n" + (f"\n{_columns(table, own)}" if own else "")


def _purpose(table: Table) -> str:
    return (MODELS[table.name].__doc__ or "").strip()


def _shared(name: str) -> tuple[str, str, str]:
    column = metadata.tables["stage"].columns[name]
    return f"`{name}`", _type(column), meaning(column)


def _columns(table: Table, columns: Iterable[Column[object]]) -> str:
    rows = ((f"`{column.name}`", _type(column), meaning(column), _referred(column)) for column in columns)
    return grid(("column", "type", "meaning", "refers to"), rows)


def _type(column: Column[object]) -> str:
    """Return the type in the words of both engines, and whether the column is part of the key or may be null."""
    words = [str(column.type).lower().replace("double", "double precision")]
    words += ["key"] if column.primary_key else []
    return ", ".join(words + (["null"] if column.nullable else []))


def _referred(column: Column[object]) -> str:
    return ", ".join(sorted(f"`{key.target_fullname}`" for key in column.foreign_keys))


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference.md": reference,
    "docs/dictionary.md": dictionary,
    "seeds/reference/kind.csv": kind_csv,
    "seeds/reference/field.csv": field_csv,
}


def first_lines() -> dict[str, str]:
    """Return the first line of the help of each command."""
    context = click.Context(main, info_name="mithaq")
    found = ((name, main.get_command(context, name)) for name in main.list_commands(context))
    return {name: (command.help or "").partition("\n")[0] for name, command in found if command}


def help_lines() -> str:
    """Return these lines as a dictionary of Python."""
    return "LINES = {\n" + "".join(f'    "{name}": "{line}",\n' for name, line in first_lines().items()) + "}\n"


# The folders of the code, in the order in which each may import those before it.
FOLDERS = ("models", "seeds", "reports")


def rooms() -> str:
    """Return the table of packages, each with the first line of its docstring."""
    found = (path.parent for folder in FOLDERS for path in sorted((ROOT / folder).rglob("__init__.py")))
    return grid(("folder", "what it holds"), [(f"`{each.relative_to(ROOT)}/`", _first_line(each)) for each in found])


def _first_line(package: Path) -> str:
    documented = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    return documented.partition("\n")[0]


# Parts of files that are otherwise written by hand, between two comments.
BLOCKS: dict[str, Callable[[], str]] = {
    "cli.py": help_lines,
    "docs/architecture.md": rooms,
    "seeds/README.md": seed_tables,
    "models/views.sql": lambda: "\n".join((generated_views(), warning_view(), gap_view(), stale_view())),
}
BLOCK = re.compile(
    r"^((?:<!--|--|#) made by make docs.*?\n)(.*?)^((?:<!-- end -->|-- end|# end)\n)", re.DOTALL | re.MULTILINE
)


def made(name: str) -> str:
    """Return the text that a generated file should have; `name` is its path below the root of the checkout."""
    if name in PAGES:
        return PAGES[name]()
    block = BLOCKS[name]()
    return BLOCK.sub(lambda match: f"{match[1]}\n{block}\n{match[3]}", (ROOT / name).read_text("utf-8"))


def generate() -> None:
    """Write every generated file."""
    # The reference has the list of commands, whose lines may have changed.
    LINES.update(first_lines())
    for name in (*PAGES, *BLOCKS):
        (ROOT / name).write_text(made(name), "utf-8", newline="\n")


if __name__ == "__main__":
    generate()
