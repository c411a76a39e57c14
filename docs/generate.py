"""Writes the pages that are made, not written: `python -m docs.generate`.

`reference.md` is what the commands say of themselves; `dictionary.md` is the views and the tables, column by column;
`datasette/metadata.json` says the same to Datasette.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from sqlalchemy import Column, Table

from cli import main
from docs.columns import meaning
from docs.datasette_metadata import datasette_metadata
from docs.diagram import VOCABULARIES, entity_diagram
from models.base import Base
from models.schema import metadata
from models.vocabulary import Vocabulary
from reports.dictionary import TYPES, VIEWS, Field, View
from reports.exporting.markdown import format_row

FOLDER = Path(__file__).resolve().parent
WIDTH = 100
MODELS = {str(mapper.local_table): mapper.class_ for mapper in Base.registry.mappers}

REFERENCE = """\
# Commands

What each command says with `--help`. Made by `make docs`; edit the commands instead.
"""
DICTIONARY = """\
# Data dictionary

Made by `make docs`; edit `reports/dictionary.py` (views) and `models/` (tables) instead.

**Views are the contract**: read them. Their columns are only ever added to, at the end, and hold the same values on
SQLite and PostgreSQL. **Tables are behind them** and may change with a new revision.

An empty value (NULL) means that the source does not say. Types:

"""
DIAGRAM = """\
## Tables

Each record, and each link between records, is a fact; each fact has its citations. The diagram leaves out the
vocabularies and what serves loads.

"""


def reference() -> str:
    """Every command with its help."""
    return REFERENCE + "".join(_help(main, "mithaq", None))


def _help(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    """A command, and those under it."""
    context = click.Context(command, parent=parent, info_name=name, terminal_width=WIDTH, **command.context_settings)
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            child = command.get_command(context, each)
            assert child, each
            yield from _help(child, each, context)


def dictionary() -> str:
    """Every view, every table and every vocabulary."""
    types = "".join(f"- {name}: {text}\n" for name, text in TYPES.items())
    tables = [table for table in metadata.sorted_tables if table.name not in VOCABULARIES]
    vocabularies = [table for table in metadata.sorted_tables if table.name in VOCABULARIES]
    parts = [
        DICTIONARY + types,
        "## Views\n",
        *map(_view, VIEWS),
        f"{DIAGRAM}```mermaid\n{entity_diagram()}\n```\n",
        *map(_table, sorted(tables, key=str)),
        "## Vocabularies\n\nClosed lists, in `v_code` together. All have the columns\n",
        _grid(("column", "type", "meaning"), map(_shared, Vocabulary.__annotations__)),
        *map(_vocabulary, sorted(vocabularies, key=str)),
    ]
    return "\n".join(parts)


def _view(view: View) -> str:
    key = f" Key: {', '.join(f'`{name}`' for name in view.key)}." if view.key else ""
    rows = ((f"`{field.name}`", field.type, field.meaning, _target(field)) for field in view.fields)
    heading = f"### {view.name}\n\n{view.title_en} · {view.title_ar}. {view.meaning}{key}\n\n"
    return heading + _grid(("column", "type", "meaning", "refers to"), rows)


def _target(field: Field) -> str:
    """The column that a value leads to; for a code its vocabulary."""
    return f"`{field.target}`" if field.target else ""


def _table(table: Table) -> str:
    return f"### {table.name}\n\n{_purpose(table)}\n\n{_columns(table, table.columns)}"


def _vocabulary(table: Table) -> str:
    """A vocabulary, with the columns that it has beyond those of all."""
    own = [column for column in table.columns if column.name not in Vocabulary.__annotations__]
    return f"### {table.name}\n\n{_purpose(table)}\n" + (f"\n{_columns(table, own)}" if own else "")


def _purpose(table: Table) -> str:
    return (MODELS[table.name].__doc__ or "").strip()


def _shared(name: str) -> tuple[str, str, str]:
    column = metadata.tables["stage"].columns[name]
    return f"`{name}`", _type(column), meaning(column)


def _columns(table: Table, columns: Iterable[Column[object]]) -> str:
    rows = ((f"`{column.name}`", _type(column), meaning(column), _referred(column)) for column in columns)
    return _grid(("column", "type", "meaning", "refers to"), rows)


def _type(column: Column[object]) -> str:
    """The type in the words of both engines, and whether the column may be null or is part of the key."""
    words = [str(column.type).lower().replace("double", "double precision")]
    words += ["key"] if column.primary_key else []
    return ", ".join(words + (["null"] if column.nullable else []))


def _referred(column: Column[object]) -> str:
    return ", ".join(sorted(f"`{key.target_fullname}`" for key in column.foreign_keys))


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return format_row(head) + format_row("---" for _ in head) + "".join(map(format_row, rows))


PAGES: dict[str, Callable[[], str]] = {
    "reference.md": reference,
    "dictionary.md": dictionary,
    "datasette/metadata.json": datasette_metadata,
}


def generate() -> None:
    """Write every page anew."""
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), "utf-8", newline="\n")


if __name__ == "__main__":
    generate()
